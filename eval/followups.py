"""Follow-up questions with the rewrites that people wrote for them: IBM's MT-RAG and TREC's CAsT 2019 and 2020.

The data are not part of this repository; `folder` is where somebody put them (`mtrag` and `cast` below it). MT-RAG and
CAsT hold what was asked, not what was answered.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import UsageError


@dataclass(frozen=True)
class FollowUp:
    """A question that is not the first of its conversation."""

    collection: str
    conversation: str
    history: tuple[str, ...]
    """What the person asked before, oldest first; at least one."""
    asked: str
    human: str
    """The same question as a person wrote it to stand alone."""

    @property
    def split(self) -> str:
        """`dev` or `test`, by a hash of the conversation: half and half, whole conversations."""
        return "test" if hashlib.sha256(self.conversation.encode()).digest()[0] % 2 else "dev"


def read_follow_ups(folder: Path) -> list[FollowUp]:
    """Return every follow-up of both collections.

    Raises:
        UsageError: a collection is not in `folder`.
    """
    try:
        return [*_mtrag(folder / "mtrag" / "retrieval_tasks"), *_cast2019(folder / "cast"), *_cast2020(folder / "cast")]
    except FileNotFoundError as error:
        raise UsageError(
            f"The conversations are not in {folder} ({Path(error.filename).name} is missing): pass --data FOLDER or "
            "set ACCORDINGTO_SHARED."
        ) from error


def _mtrag(folder: Path) -> Iterator[FollowUp]:
    for domain in ("clapnq", "cloud", "fiqa", "govt"):
        asked = _texts(folder / domain / f"{domain}_questions.jsonl")
        human = _texts(folder / domain / f"{domain}_rewrite.jsonl")
        for task, turns in asked.items():
            if len(turns) > 1:
                conversation = task.split("<::>")[0]
                yield FollowUp("MT-RAG", conversation, turns[:-1], turns[-1], human[task][0])


def _texts(file: Path) -> dict[str, tuple[str, ...]]:
    """Return each task's turns: lines of `{"_id": ..., "text": "|user|: ... |user|: ..."}`."""
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return {row["_id"]: tuple(turn.strip() for turn in row["text"].split("|user|:")[1:]) for row in rows}


def _cast2019(folder: Path) -> Iterator[FollowUp]:
    lines = (folder / "evaluation_topics_annotated_resolved_v1.0.tsv").read_text(encoding="utf-8").splitlines()
    human = dict(line.split("\t") for line in lines if line.strip())
    for topic in json.loads((folder / "evaluation_topics_v1.0.json").read_text(encoding="utf-8")):
        rewrites = [human[f"{topic['number']}_{turn['number']}"] for turn in topic["turn"]]
        yield from _topic("CAsT 2019", topic, rewrites)


def _cast2020(folder: Path) -> Iterator[FollowUp]:
    file = folder / "2020_manual_evaluation_topics_v1.0.json"
    for topic in json.loads(file.read_text(encoding="utf-8")):
        yield from _topic("CAsT 2020", topic, [turn["manual_rewritten_utterance"] for turn in topic["turn"]])


def _topic(collection: str, topic: dict, rewrites: list[str]) -> Iterator[FollowUp]:  # type: ignore[type-arg]
    asked = tuple(turn["raw_utterance"].strip() for turn in topic["turn"])
    for number in range(1, len(asked)):
        name = f"{collection} {topic['number']}"
        yield FollowUp(collection, name, asked[:number], asked[number], rewrites[number])
