"""Thirty answers for a person to read: what no figure tells, a tired reader does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant import Answer, Assistant

LISTED = "cases/library.txt"
"""Names the shared documents that are asked, below the shared folder."""
MOST_WORDS = 120
"""Words from which an answer is marked as long, unless more than three sides speak."""
MOST_SIDES = 3


@dataclass(frozen=True)
class Shown:
    """A conversation whose last answer is shown."""

    turns: tuple[str, ...]
    shared: bool
    """Whether it needs the shared documents."""


def load_questions(file: Path) -> tuple[Shown, ...]:
    """Read the questions of a showcase file. Raises UsageError for a section it does not know."""
    found, section = [], "corpus"
    for line in file.read_text("utf-8").splitlines():
        plain = line.strip()
        if plain.startswith("["):
            section = plain.strip("[]")
            if section not in ("corpus", "shared"):
                raise UsageError(f"{file} has a section {plain}; those known are [corpus] and [shared].")
        elif plain and not plain.startswith("#"):
            found.append(Shown(tuple(turn.strip() for turn in plain.split(" | ")), section == "shared"))
    return tuple(found)


def documents_for(corpus: Path, shared: Path) -> tuple[list[Path], bool]:
    """Return the documents to ask, and whether the shared ones are among them."""
    listed = shared / LISTED
    if not listed.is_file():
        return [corpus], False
    names = [line.strip() for line in listed.read_text("utf-8").splitlines() if line.strip()]
    return [corpus, *(shared / name for name in names)], True


def shown(assistant: Assistant, questions: Sequence[Shown]) -> Iterator[str]:
    """Yield each conversation as a person reads it: what was asked, how it was understood, the answer, its documents."""
    for number, one in enumerate(questions, 1):
        answer = assistant.ask(one.turns[-1], one.turns[:-1])
        asked = "\n    ".join(one.turns)
        yield f"{number:>2}. {asked}\n{as_read(answer)}\n"


def as_read(answer: Answer) -> str:
    """Return an answer with how it was understood before it, and its documents and its length after it."""
    lines = [f"Understood as: {answer.standalone_question}"] if answer.standalone_question else []
    lines += [statement.text for statement in answer.statements] or [answer.text]
    lines += [f"[{one.marker}] {one.document.title}" for one in answer.citations]
    length = len(answer.text.split())
    sides = {claimant for statement in answer.statements for claimant in statement.claimants}
    long = length > MOST_WORDS and len(sides) <= MOST_SIDES
    lines.append(f"({answer.status}, {length} words{', too long' if long else ''})")
    return "\n".join(f"      {line}" for line in lines)
