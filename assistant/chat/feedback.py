"""What people say of answers, kept as JSON lines beside the record, fit to become evaluation cases."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from threading import Lock
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field

from assistant.assistant import Assistant
from assistant.conversations import Turn

FILE = "feedback.jsonl"
_lock = Lock()


class Verdict(StrEnum):
    """What a person says of an answer."""

    UP = "up"
    DOWN = "down"
    MISATTRIBUTED = "misattributed"


class Feedback(BaseModel):
    """What the page sends."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    conversation: str
    """The conversation's id."""
    turn: int = Field(ge=0)
    """Which turn of it, from 0."""
    verdict: Verdict
    """Up, down or misattributed."""
    note: str = Field(default="", max_length=2000)
    """Anything the person adds."""


def keep(assistant: Assistant, said: Feedback, turns: list[Turn]) -> Path:
    """Append a line with the question, its history, the answer, document versions and settings; return the file.

    `turns` are the conversation's up to and including the one spoken of.
    """
    answer = turns[-1].answer
    versions = {one.document.id: {"uri": one.document.uri, "sha256": one.sha256} for one in answer.citations}
    line = {
        "id": str(uuid4()),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "verdict": said.verdict.value,
        "note": said.note,
        "turns": [turn.question for turn in turns],
        "answer": answer.wire(),
        "documents": versions,
        "library_change": assistant.change,
        "settings": assistant.settings.model_dump(mode="json"),
    }
    file = assistant.folder / FILE
    with _lock, file.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(line, ensure_ascii=False) + "\n")
    return file
