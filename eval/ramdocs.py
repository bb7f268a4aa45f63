"""RAMDocs: ambiguous questions whose documents support several answers, some of them planted misinformation.

Wang, Prasad, Stengel-Eskin and Bansal 2025, "Retrieval-Augmented Generation with Conflicting Evidence". Strict exact
match: an answer counts only if it holds every gold answer and no wrong one. What is measured here shows every
document's answer with the document that gives it, and never says who is right; so wherever a planted document answers
the question, strict exact match is lost by design, and the share of gold answers shown is the figure to read beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from assistant import settings as configured
from assistant.answers.parties import Parties
from assistant.answers.question import Question, understand
from assistant.answers.typed import holds_type
from assistant.errors import UsageError
from assistant.library.segmenting import segment
from assistant.model import Document, Span
from assistant.search.embedders import Reader, open_reader
from assistant.text import matter_words, readable
from eval.places import shared_root
from eval.statistics import Estimate, wilson

LONGEST = 35
"""Words a quotation may have, as in an answer."""
LEAST = 0.44
"""Score below which a document is taken to say nothing on the question, as in an answer."""
_STEP = 17


@dataclass(frozen=True)
class Example:
    """One question with its documents."""

    question: str
    documents: tuple[str, ...]
    gold: tuple[str, ...]
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """What an answer shows of an example's answers."""

    gold: int
    """Gold answers that stand in it."""
    golds: int
    """Gold answers there are."""
    wrong: bool
    """Whether a wrong answer stands in it."""
    planted: bool
    """Whether the documents hold a wrong answer at all."""

    @property
    def strict(self) -> bool:
        """Whether it holds all gold answers and no wrong one."""
        return self.gold == self.golds and not self.wrong


def load(file: Path) -> list[Example]:
    """Read the examples. Raises UsageError for a file that holds none."""
    try:
        rows: list[dict[str, Any]] = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
        return [
            Example(
                row["question"],
                tuple(document["text"] for document in row["documents"]),
                tuple(dict.fromkeys(row["gold_answers"])),
                tuple(dict.fromkeys(row["wrong_answers"])),
            )
            for row in rows
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{file} does not hold RAMDocs examples: {error}") from error


def answered(example: Example, reader: Reader) -> list[str]:
    """Return what each document that answers is quoted with, in the documents' order."""
    question = understand(example.question, Parties([], []), [])
    asked = reader.embed([example.question])[0]
    quoted = (_best(question, asked, text, reader) for text in example.documents)
    return [words for words in quoted if words is not None]


def _best(question: Question, asked: np.ndarray[Any, Any], text: str, reader: Reader) -> str | None:
    windows = list(_windows(text))
    if not windows:
        return None
    similar = reader.embed([readable(window) for window in windows]) @ asked
    matter = set(question.matter)
    around = len(matter & matter_words(text)) / max(1, len(matter))
    covered = [len(matter & matter_words(window)) / max(1, len(matter)) for window in windows]
    typed = [holds_type(question.asks, window) for window in windows]
    worth = [float(s) + 0.4 * c + 0.5 * t for s, c, t in zip(similar, covered, typed, strict=True)]
    best = int(np.argmax(worth))
    sure = 0.5 * max(covered[best], 0.85 * around) + 0.5 * min(1.0, float(similar[best]) / 0.75)
    return windows[best] if typed[best] and sure >= LEAST else None


def _windows(text: str) -> Iterator[str]:
    """Yield a text's sentences; a longer one than may be quoted in overlapping pieces."""
    document = Document(uri="ramdocs:", path="ramdocs", text=text, content=(Span(start=0, end=len(text)),))
    for sentence in segment(document).sentences if text.strip() else ():
        words = sentence.span.of(text).split()
        for start in range(0, max(1, len(words) - LONGEST + _STEP), _STEP):
            yield " ".join(words[start : start + LONGEST])


def judge(example: Example, quotations: Sequence[str]) -> Shown:
    """Say which of an example's answers stand in the quotations, by their words, case and punctuation aside."""
    said = _plain(" | ".join(quotations))
    gold = sum(_plain(answer) in said for answer in example.gold)
    wrong = any(_plain(answer) in said for answer in example.wrong)
    return Shown(gold, len(example.gold), wrong, bool(example.wrong))


def _plain(text: str) -> str:
    """Return a text's words with a space before and after each, digits without their commas."""
    joined = re.sub(r"(?<=\d),(?=\d)", "", text.casefold())
    return f" {' '.join(_WORD.findall(joined))} "


_WORD = re.compile(r"[^\W_]+|[|]")


def report(shown: Sequence[Shown]) -> dict[str, Estimate]:
    """Return strict exact match and what it is made of."""

    def share(holds: Callable[[Shown], bool], among: Callable[[Shown], bool] = lambda _: True) -> Estimate:
        kept = [one for one in shown if among(one)]
        return wilson(sum(map(holds, kept)), len(kept))

    return {
        "strict exact match": share(lambda one: one.strict),
        "of those without a planted answer": share(lambda one: one.strict, lambda one: not one.planted),
        "every gold answer shown": share(lambda one: one.gold == one.golds),
        "a planted answer shown too": share(lambda one: one.wrong, lambda one: one.planted),
    }


def ramdocs(
    data: Annotated[Path | None, typer.Option(help="The file of examples (JSON lines).")] = None,
    every: Annotated[int, typer.Option(min=1, help="Take each so-manieth example only.")] = 1,
) -> None:
    """Show every answer of RAMDocs' documents with who says it: strict exact match (best plain RAG baseline: .326)."""
    file = data or shared_root() / "data" / "ramdocs" / "RAMDocs_test.jsonl"
    examples = load(file)[::every]
    reader = open_reader(configured.load().cache)
    shown = []
    for number, example in enumerate(examples, 1):
        shown.append(judge(example, answered(example, reader)))
        typer.echo(f"\r{number}/{len(examples)}", nl=number == len(examples), err=True)
    for name, estimate in report(shown).items():
        typer.echo(f"{name:34} {estimate}")


def register(app: typer.Typer) -> None:
    """Mount the command on the harness's command line."""
    app.command("ramdocs")(ramdocs)
