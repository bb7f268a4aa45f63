"""Does the evidence stand in what is retrieved? Each step of finding, alone and on top of the one before it.

A case counts as found within so many words if its quotation stands in the sentences read up to there, in order of rank
and in full. SQuAD's questions count by the rank of their paragraph, each paragraph being a document.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from assistant import Assistant
from assistant.answers.evidence import Evidence
from assistant.answers.question import Question
from assistant.answers.weighing import MATCHING, WEIGHTS, Weighing
from assistant.search.hybrid import Weights
from eval.abstaining import Asked, open_library, read_squad
from eval.cases import Case, load_cases
from eval.documents import Documents
from eval.places import CASES, documents_root, shared_root
from eval.statistics import Estimate, clustered, mean
from eval.systems import opened_library

BUDGETS = (600, 2000)
"""Words a reader would have to read."""
RANKS, PARAGRAPH_RANKS = (1, 3, 10), (1, 5)
DEEP = (72, 200)
"""Units and sentences weighed for cases: enough for 2,000 words, more than an answer looks at."""


@dataclass(frozen=True)
class Step:
    """A way of finding."""

    name: str
    weighing: Weighing
    pointed: bool = False
    """Whether the parties, times and documents that the question names count."""


_UNITS = Weights(passage_words=0, passage_vector=0)
_POINTED = frozenset({"party", "period", "document"})
_REPLYING = frozenset({"reply", "asking"})
_JUDGED = "answers"


_READ_PLAINLY = {"similarity": (1 - MATCHING) * WEIGHTS["fit"], "match": MATCHING * WEIGHTS["fit"]}
"""What the fit weighs, with the question read as any text."""


def _without(*left_out: str) -> dict[str, float]:
    return {name: weight for name, weight in WEIGHTS.items() if name not in left_out}


def _plainly(*left_out: str) -> dict[str, float]:
    known = {**_without("fit"), **_READ_PLAINLY}
    return {name: weight for name, weight in known.items() if name not in left_out}


def _ranked(weights: Weights) -> Weighing:
    """Rank sentences by their unit's score alone."""
    return Weighing(weights, {"unit": 1.0})


STEPS = (
    Step("BM25, passages", _ranked(Weights(0, 0, 1, 0))),
    Step("BM25, units", _ranked(Weights(1, 0, 0, 0))),
    Step("dense, units", _ranked(Weights(0, 1, 0, 0))),
    Step("both, units", _ranked(_UNITS)),
    Step("+ passage", _ranked(Weights())),
    Step("+ sentences weighed", Weighing(signals=_plainly("match", _JUDGED, *_POINTED, *_REPLYING))),
    Step("+ late interaction", Weighing(signals=_plainly(_JUDGED, *_POINTED, *_REPLYING))),
    Step("+ questions read nearer to answers", Weighing(signals=_without(_JUDGED, *_POINTED, *_REPLYING))),
    Step("+ party, period, document", Weighing(signals=_without(_JUDGED, *_REPLYING)), pointed=True),
    Step("+ replies", Weighing(signals=_without(_JUDGED)), pointed=True),
    Step("+ judged together with the question: as shipped", Weighing(), pointed=True),
)
"""The ablation: from the passages on each row adds something, but for "dense", which replaces BM25."""


def look(assistant: Assistant, question: Question, step: Step) -> list[Evidence]:
    """Return what a step finds, best first."""
    if not step.pointed:
        question = replace(question, asked=(), periods=(), editions=frozenset())
    return assistant.finder().weighed(step.weighing).find(question)


# ------------------------------------------------------------------ cases


@dataclass(frozen=True)
class Place:
    """Where a required quotation stands: in the text of a sha256, from one code point to another."""

    sha256: str
    start: int
    end: int
    group: str


def places(case: Case, documents: Documents) -> list[Place]:
    """Return where the required quotations of a case stand."""
    return [
        Place(hashlib.sha256(documents.text(path).encode()).hexdigest(), quote.start, quote.end, quote.group)
        for quote in case.quotes
        if not quote.optional
        for path in [documents.path_of(quote)]
    ]


def ranks(places: Sequence[Place], found: Sequence[Evidence]) -> list[int | None]:
    """Return at which sentence, from 1, each quotation stands whole in what was read; None if it never does."""
    return [_rank(place, found) for place in places]


def _rank(place: Place, found: Sequence[Evidence]) -> int | None:
    missing: set[int] | None = None
    for rank, one in enumerate(found, 1):
        span, text = one.sentence.span, one.document.text
        if not (span.start < place.end and place.start < span.end) or one.document.sha256 != place.sha256:
            continue
        if missing is None:
            missing = {at for at in range(place.start, place.end) if not text[at].isspace()}
        missing.difference_update(range(span.start, span.end))
        if not missing:
            return rank
    return None


def within(found: Sequence[Evidence], words: int) -> int:
    """Return how many sentences from the top hold at most so many words together."""
    read = 0
    for number, one in enumerate(found):
        read += len(one.text.split())
        if read > words:
            return number
    return len(found)


def case_figures(case: Case, places: Sequence[Place], found: Sequence[Evidence]) -> dict[str, float]:
    """Return what holds of one case, 1 or 0, by name of the figure."""
    at = ranks(places, found)

    def sides(last: int) -> tuple[bool, bool]:
        held = [rank is not None and rank <= last for rank in at]
        groups = {p.group for p, there in zip(places, held, strict=True) if there}
        every = all(held) if case.quotes_mode == "all_of" else groups == {p.group for p in places}
        return any(held), any(held) if case.quotes_mode == "any_of" else every

    figures: dict[str, float] = {}
    for budget in BUDGETS:
        one, every = sides(within(found, budget))
        figures |= {f"{budget} words, any": float(one), f"{budget} words, all": float(every)}
    return figures | {f"R@{rank}": float(sides(rank)[0]) for rank in RANKS}


def of_cases(assistant: Assistant, cases: Sequence[Case], documents: Documents) -> dict[str, dict[str, Estimate]]:
    """Return each step's figures over the cases that expect an answer, with intervals by cluster of evidence."""
    cases = [case for case in cases if case.expect == "answer" and case.quotes]
    rows: dict[str, list[Mapping[str, float]]] = {step.name: [] for step in STEPS}
    units, sentences = DEEP
    for case in cases:
        question, wanted = assistant.read(case.turns[-1], case.turns[:-1]), places(case, documents)
        for step in STEPS:
            deep = replace(step, weighing=replace(step.weighing, units=units, sentences=sentences))
            rows[step.name].append(case_figures(case, wanted, look(assistant, question, deep)))
    return _estimates(rows, [case.cluster or case.id for case in cases])


# ------------------------------------------------------------------ SQuAD


def of_squad(assistant: Assistant, asked: Sequence[Asked], contexts: Sequence[str]) -> dict[str, dict[str, Estimate]]:
    """Return each step's recall of the paragraph a question was asked about, with intervals by article."""
    rows: dict[str, list[Mapping[str, float]]] = {step.name: [] for step in STEPS}
    for one in asked:
        question = assistant.read(one.question)
        for step in STEPS:
            found = look(assistant, question, step)
            documents = list({e.document.id: e.document for e in found}.values())
            held = [contexts[one.paragraph].strip() in document.text for document in documents]
            rows[step.name].append({f"R@{rank}": float(any(held[:rank])) for rank in PARAGRAPH_RANKS})
    return _estimates(rows, [one.article for one in asked])


def sample(asked: Sequence[Asked], one_in: int) -> list[Asked]:
    """Return one answerable question in so many, by a hash of its id."""
    return [one for one in asked if one.answerable and _number(one.id) % one_in == 0]


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def _estimates(
    rows: Mapping[str, Sequence[Mapping[str, float]]], clusters: Sequence[str]
) -> dict[str, dict[str, Estimate]]:
    return {
        name: {label: clustered([row[label] for row in each], clusters, mean) for label in each[0]}
        for name, each in rows.items()
        if each
    }


def table(figures: Mapping[str, Mapping[str, Estimate]]) -> str:
    """Return figures as a Markdown table, a row a step."""
    labels = list(next(iter(figures.values()), {}))
    lines = ["| | " + " | ".join(labels) + " |", "| --- |" + " --- |" * len(labels)]
    lines += [f"| {name} | " + " | ".join(str(row[label]) for label in labels) + " |" for name, row in figures.items()]
    return "\n".join(lines)


def finding(
    cases: Annotated[list[Path] | None, typer.Option(help="Case files; default: eval/cases/*.jsonl.")] = None,
    documents: Annotated[Path | None, typer.Option(help="The folder that document paths start from.")] = None,
    library: Annotated[Path | None, typer.Option(help="The library to search; built if none is given.")] = None,
    squad: Annotated[bool, typer.Option("--squad", help="Ask SQuAD's questions instead of cases.")] = False,
    one_in: Annotated[int, typer.Option(min=1, help="Of SQuAD, one answerable question in so many.")] = 1,
    data: Annotated[Path | None, typer.Option(help="Folder with SQuAD's dev-v2.0.json.")] = None,
) -> None:
    """Print how often the evidence stands in what is retrieved, step by step."""
    if squad:
        asked, paragraphs = read_squad(data or shared_root() / "data" / "squad2-half")
        with open_library(library or Path("eval-out/squad"), paragraphs) as assistant:
            typer.echo(table(of_squad(assistant, sample(asked, one_in), [text for _, text in paragraphs])))
        return
    read = load_cases(cases or sorted(CASES.glob("*.jsonl")))
    held = Documents(documents_root(documents))
    with opened_library(library, held, read, Path("eval-out/finding")) as assistant:
        typer.echo(table(of_cases(assistant, read, held)))


def register(app: typer.Typer) -> None:
    """Mount the command on the harness's command line."""
    app.command("finding")(finding)
