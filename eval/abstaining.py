"""Does the assistant know when its documents do not answer? SQuAD 2.0's questions, half of them unanswerable.

A library of all paragraphs is asked; the answer's confidence and status are what is measured. Risk at a coverage is
the share of unanswerable questions among those taken up, surest first; its mean over coverages is the area under the
risk-coverage curve (El-Yaniv and Wiener 2010). The baseline is the largest share of the question's content words that
one paragraph holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant import Assistant
from assistant.errors import UsageError
from assistant.text import content_words
from eval.places import shared_root
from eval.statistics import Estimate, clustered, roc_auc


@dataclass(frozen=True)
class Asked:
    """A question of SQuAD 2.0."""

    id: str
    article: str
    question: str
    answerable: bool
    paragraph: int = 0
    """Number of the paragraph it was asked about, from 0."""
    answer: tuple[int, int] = (0, 0)
    """Where the paragraph holds its first answer, in code points; empty where it is not answerable."""

    @property
    def split(self) -> str:
        """`train`, `dev` or `test` by a hash of the article, about 2 : 1 : 2 questions."""
        return ("train", "train", "dev", "test")[_byte(self.article) % 4]


@dataclass(frozen=True)
class Judged:
    """How a question was taken: each score is higher the surer."""

    article: str
    answerable: bool
    sure: float
    """The assistant's confidence, 0..1."""
    answered: bool
    baseline: float
    """The best paragraph's share of the question's content words, 0..1."""


REFUSALS = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4)
"""Shares of false refusals at which false answers are compared."""
Figure = Callable[[Sequence[Judged]], float | None]


def _byte(text: str) -> int:
    return hashlib.sha256(text.encode()).digest()[0]


def read_squad(folder: Path) -> tuple[list[Asked], list[tuple[str, str]]]:
    """Return the questions, and the paragraphs with the titles of their articles.

    Raises:
        UsageError: SQuAD is not in `folder`.
    """
    file = folder / "dev-v2.0.json"
    if not file.is_file():
        raise UsageError(
            f"SQuAD 2.0 is not in {folder} ({file.name} is missing): pass --data or set ACCORDINGTO_SHARED."
        )
    asked, paragraphs = [], []
    for article in json.loads(file.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            paragraphs.append((article["title"].replace("_", " "), paragraph["context"]))
            asked += [
                Asked(
                    qa["id"],
                    article["title"],
                    qa["question"],
                    not qa.get("is_impossible", False),
                    len(paragraphs) - 1,
                    _place(qa.get("answers", [])),
                )
                for qa in paragraph["qas"]
            ]
    return asked, paragraphs


def _place(answers: Sequence[dict[str, Any]]) -> tuple[int, int]:
    start = answers[0]["answer_start"] if answers else 0
    return start, start + (len(answers[0]["text"]) if answers else 0)


def name_of(paragraph: int) -> str:
    """Return the name of a paragraph's document."""
    return f"{paragraph:04d}.md"


def head_of(title: str) -> str:
    """Return what stands before a paragraph in its document."""
    return f'---\ntitle: "{title}"\n---\n'


def chosen_of(asked: Sequence[Asked], split: str, one_in: int) -> list[Asked]:
    """Return the questions of a split, or one in so many, by a hash of their ids."""
    return [one for one in asked if one.split == split and _byte(one.id) % one_in == 0]


def open_library(folder: Path, paragraphs: Sequence[tuple[str, str]]) -> Assistant:
    """Open the library of all paragraphs, each a document; it is made in `folder` where there is none."""
    made = (folder / "record.sqlite3").is_file()
    assistant = Assistant.open(folder)
    if not made:
        texts = folder.with_name(f"{folder.name}-documents")
        texts.mkdir(parents=True, exist_ok=True)
        for number, (title, text) in enumerate(paragraphs):
            (texts / name_of(number)).write_text(f"{head_of(title)}{text}\n", encoding="utf-8")
        assistant.add([texts])
    return assistant


def judge(assistant: Assistant, asked: Sequence[Asked], paragraphs: Sequence[tuple[str, str]]) -> list[Judged]:
    """Ask every question, and score it by the baseline."""
    held = [frozenset(content_words(f"{title} {text}")) for title, text in paragraphs]
    return [_judge(assistant, one, held) for one in asked]


def _judge(assistant: Assistant, one: Asked, held: Sequence[frozenset[str]]) -> Judged:
    answer = assistant.ask(one.question)
    wanted = frozenset(content_words(one.question))
    share = max((len(wanted & words) for words in held), default=0) / max(1, len(wanted))
    sure = answer.confidence or 0.0
    return Judged(one.article, one.answerable, sure, answer.status != "abstained", share)


def area(scored: Sequence[tuple[float, bool]]) -> float | None:
    """Return the area under the risk-coverage curve of (score, answerable) pairs: the mean risk over coverages.

    Questions of one score are taken up together, in the mean of all their orders.
    """
    ordered = sorted(scored, reverse=True)
    if not ordered:
        return None
    wrong, risks, place = 0.0, [], 0
    while place < len(ordered):
        last = place
        while last < len(ordered) and ordered[last][0] == ordered[place][0]:
            last += 1
        share = sum(not right for _, right in ordered[place:last]) / (last - place)
        risks += [(wrong + share * (n + 1 - place)) / (n + 1) for n in range(place, last)]
        wrong += share * (last - place)
        place = last
    return sum(risks) / len(risks)


def false_answers(rows: Sequence[Judged], least: float | None = None) -> float | None:
    """Return the share of unanswerable questions that are answered: by the assistant, or from a baseline score on."""
    asked = [row for row in rows if not row.answerable]
    return sum(_taken(row, least) for row in asked) / len(asked) if asked else None


def false_refusals(rows: Sequence[Judged], least: float | None = None) -> float | None:
    """Return the share of answerable questions that are refused: by the assistant, or below a baseline score."""
    asked = [row for row in rows if row.answerable]
    return sum(not _taken(row, least) for row in asked) / len(asked) if asked else None


def _taken(row: Judged, least: float | None) -> bool:
    return row.answered if least is None else row.baseline >= least


def matching(rows: Sequence[Judged]) -> float:
    """Return the baseline's threshold whose false refusals are nearest to the assistant's."""
    ours = false_refusals(rows) or 0.0
    return min({row.baseline for row in rows}, key=lambda least: abs((false_refusals(rows, least) or 0.0) - ours))


def figures(rows: Sequence[Judged], least: float) -> dict[str, tuple[Estimate, Estimate]]:
    """Return each figure of the assistant and of the baseline at a threshold, with intervals by article."""
    clusters = [row.article for row in rows]

    answerable = sum(row.answerable for row in rows)

    def both(ours: Figure, theirs: Figure, n: int | None = None) -> tuple[Estimate, Estimate]:
        return clustered(rows, clusters, ours, n), clustered(rows, clusters, theirs, n)

    return {
        "area under risk-coverage": both(
            lambda drawn: area([(row.sure, row.answerable) for row in drawn]),
            lambda drawn: area([(row.baseline, row.answerable) for row in drawn]),
        ),
        "ROC AUC": both(
            lambda drawn: roc_auc([(row.sure, row.answerable) for row in drawn]),
            lambda drawn: roc_auc([(row.baseline, row.answerable) for row in drawn]),
        ),
        "false answers": both(false_answers, lambda drawn: false_answers(drawn, least), len(rows) - answerable),
        "false refusals": both(false_refusals, lambda drawn: false_refusals(drawn, least), answerable),
    }


def abstaining(
    split: Annotated[str, typer.Option(help="train, dev or test; test once per change of method")] = "dev",
    data: Annotated[Path | None, typer.Option(help="folder with SQuAD's dev-v2.0.json")] = None,
    library: Annotated[Path, typer.Option(help="the library of the paragraphs; made if it is not there")] = Path(
        "eval-out/squad"
    ),
    one_in: Annotated[int, typer.Option(min=1, help="ask one question in so many, chosen by a hash of its id")] = 1,
) -> None:
    """Print risk and coverage on SQuAD 2.0, false answers and false refusals, beside lexical coverage."""
    asked, paragraphs = read_squad(data or shared_root() / "data" / "squad2-half")
    with open_library(library, paragraphs) as assistant:
        rows = judge(assistant, chosen_of(asked, split, one_in), paragraphs)
    least = matching(rows)
    unanswerable = sum(not row.answerable for row in rows)
    typer.echo(
        f"{split}: {len(rows)} questions, {unanswerable} unanswerable, {len({r.article for r in rows})} articles"
    )
    typer.echo(f"{'':26}{'the assistant':32}lexical coverage from {least:.2f}, where it refuses as often")
    for name, (ours, theirs) in figures(rows, least).items():
        typer.echo(f"{name:26}{ours!s:32}{theirs}")
    typer.echo("refusing at most  false refusals and false answers: ours; lexical")
    for most in REFUSALS:
        ours_at = at_refusals([(row.sure, row.answerable) for row in rows], most)
        theirs_at = at_refusals([(row.baseline, row.answerable) for row in rows], most)
        typer.echo(f"{most:16.2f}  {ours_at[0]:.3f} {ours_at[1]:.3f};  {theirs_at[0]:.3f} {theirs_at[1]:.3f}")
    typer.echo("coverage  risk: ours, lexical")
    for tenth in range(1, 11):
        ours_risk, theirs_risk = (_risk(rows, tenth / 10, score) for score in ("sure", "baseline"))
        typer.echo(f"{tenth / 10:8.1f}  {ours_risk:.3f}  {theirs_risk:.3f}")


def at_refusals(scored: Sequence[tuple[float, bool]], most: float) -> tuple[float, float]:
    """Return the shares of false refusals and false answers of (score, answerable) pairs at one threshold.

    It is the strictest one that refuses at most a share of the answerable.
    """
    answerable = sorted(score for score, right in scored if right)
    others = [score for score, right in scored if not right]
    least = answerable[min(int(most * len(answerable)), len(answerable) - 1)]
    refused = sum(score < least for score in answerable) / len(answerable)
    return refused, sum(score >= least for score in others) / max(1, len(others))


def _risk(rows: Sequence[Judged], coverage: float, score: str) -> float:
    ordered = sorted(rows, key=lambda row: -getattr(row, score))[: max(1, round(coverage * len(rows)))]
    return sum(not row.answerable for row in ordered) / len(ordered)


def register(app: typer.Typer) -> None:
    """Mount the command on the harness's command line."""
    app.command("abstaining")(abstaining)


if __name__ == "__main__":
    typer.run(abstaining)
