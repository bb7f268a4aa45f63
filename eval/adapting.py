"""Teaches the models to read questions (`search/adapting.py`): on questions and the sentences that answer them.

The questions (`eval/training`) are of documents that no case asks about and no brief rests on. A sixth of the documents
is held out, and figures are printed for it alone. Texts are read as ever; only the reading of questions is learnt, by
low-rank changes (LoRA, Hu et al. 2022), so that a step costs one question's reading and not its candidates'.

The finder of units learns to put the units of an answer before all others of the library (a softmax over their
cosines). The reader learns to put the answering sentence before the others found for its question: a softmax over
their scores, in which only the fit changes. Both learn from SQuAD's training articles besides, so as to stay readers
of any question.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from assistant import Assistant
from assistant.answers.evidence import Evidence
from assistant.answers.matching import Probe
from assistant.answers.weighing import MATCHING, NEARBY, WEIGHTS
from assistant.errors import UsageError
from assistant.model import Span
from assistant.search import e5, minilm
from assistant.search.encoder import Shape
from eval.abstaining import Asked, head_of, name_of, open_library, read_squad
from eval.lowrank import LowRank, require_torch
from eval.places import shared_root

QUESTIONS = Path(__file__).parent / "training" / "questions.jsonl"
HELD_OUT = 6
"""One document in so many is held out."""
READ, SQUAD_READ = 1200, 600
"""Questions, and of them those of SQuAD, the reader learns from, as each is kept with the tokens of all that was found
for it; the finder takes all, and as many of SQuAD's."""
RANK, DROPOUT = 8, 0.1
FINDER_RATE, READER_RATE = 3e-4, 5e-4
FINDER_STRENGTH, READER_STRENGTH = 0.5, 1.0
"""How much of what was learnt is kept: halfway to the published weights is more robust (Wortsman et al. 2022)."""
FINDER_TEMPERATURE, READER_TEMPERATURE = 0.02, 0.1
"""What scores are divided by before the softmax."""
EPOCHS, BATCH = 2, 8
"""Times every question is seen, and questions a step."""


@dataclass(frozen=True)
class Taught:
    """A question and where its answer stands."""

    question: str
    document: str
    """The document's path: what its address ends with."""
    place: Span | None
    """None where the document is near to the matter and does not answer."""

    def is_answered(self, uri: str, span: Span) -> bool:
        """Tell whether a stretch of the document of an address holds some of the answer."""
        return self.place is not None and uri.endswith(self.document) and span.overlaps(self.place)

    def is_answered_by(self, one: Evidence) -> bool:
        """Tell whether a sentence holds some of the answer."""
        return self.is_answered(one.document.uri, one.sentence.span)


def read_questions(file: Path) -> list[Taught]:
    """Read questions, one JSON object a line: `question`, `document`, `start`, `end` (code points, end exclusive).

    Questions that their document does not answer have no place.
    """
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    return [Taught(r["question"], r["document"], _place(r)) for r in rows]


def _place(row: Mapping[str, Any]) -> Span | None:
    return Span(start=row["start"], end=row["end"]) if "start" in row else None


def parted(questions: Sequence[Taught]) -> tuple[list[Taught], list[Taught]]:
    """Part questions into those learnt from and those of documents held out, which stay so when others come."""
    return [q for q in questions if not _held_out(q)], [q for q in questions if _held_out(q)]


def _held_out(one: Taught) -> bool:
    return int(hashlib.sha256(one.document.encode()).hexdigest(), 16) % HELD_OUT == 0


def of_squad(asked: Sequence[Asked], paragraphs: Sequence[tuple[str, str]]) -> list[Taught]:
    """Return the answerable questions of SQuAD's training articles, shuffled always alike."""

    def taught(one: Asked) -> Taught:
        before = len(head_of(paragraphs[one.paragraph][0]))
        start, end = (before + place for place in one.answer)
        return Taught(one.question, name_of(one.paragraph), Span(start=start, end=end))

    found = [taught(one) for one in asked if one.answerable and one.split == "train"]
    random.Random(3).shuffle(found)  # noqa: S311
    return found


@dataclass(frozen=True)
class FinderExample:
    """A question as the finder learns it."""

    question: str
    vectors: Any
    """The vectors of its library's units, one row each."""
    right: list[int]
    """The rows of the units its answer stands in."""


def finder_examples(assistant: Assistant, questions: Sequence[Taught]) -> list[FinderExample]:
    """Return the questions whose answer stands in a unit of the library."""
    import torch

    finder = assistant.finder()
    record = finder.record
    documents = record.editions(record.searched_ids())
    units = [unit for batch in record.units_of_editions(list(documents)) for unit in batch]
    uris = [documents[unit.edition].uri for unit in units]
    vectors = torch.tensor(np.stack([unit.vector for unit in units]))

    def right(one: Taught) -> list[int]:
        return [row for row, unit in enumerate(units) if one.is_answered(uris[row], unit.span)]

    return [FinderExample(one.question, vectors, found) for one in questions if (found := right(one))]


@dataclass(frozen=True)
class ReaderExample:
    """A question as the reader learns it, with the sentences found for it."""

    topic: str
    weights: Any
    """How much each of its tokens counts."""
    tokens: Any
    """The token vectors of all texts compared with it, one row each."""
    owner: Any
    """Which text each of these tokens is of."""
    compared: list[list[int]]
    """For each sentence its texts: itself, what a reader knows of it, and those before it, the farther first."""
    whole: Any
    """Each sentence's vector."""
    rest: Any
    """Each sentence's score without the fit."""
    right: list[int]
    """Which sentences answer; none if the answer was not found."""


def reader_examples(assistant: Assistant, questions: Sequence[Taught]) -> Iterator[ReaderExample]:
    """Yield the questions for which sentences are found."""
    import torch

    finder = assistant.finder()
    reader = finder.reader
    for one in questions:
        found = finder.find(question := assistant.read(one.question, []))
        if not found:
            continue
        texts = {text: number for number, text in enumerate(dict.fromkeys(t for e in found for t in e.compared))}
        read = reader.read(list(texts))
        yield ReaderExample(
            question.topic,
            torch.tensor(Probe(question.topic, reader.question(question.topic), finder.rarity()).weights),
            torch.tensor(np.concatenate([each.tokens for each in read])),
            torch.tensor(np.repeat(np.arange(len(read)), [len(each.tokens) for each in read])),
            [[texts[text] for text in e.compared] for e in found],
            torch.tensor(np.stack([read[texts[e.compared[0]]].vector for e in found])),
            torch.tensor([e.score - WEIGHTS["fit"] * e.signals.fit for e in found]),
            [row for row, each in enumerate(found) if one.is_answered_by(each)],
        )


# ------------------------------------------------------------------ the model that learns


class Learner(LowRank):
    """A published encoder that learns to read questions."""

    def __init__(self, weights: Mapping[str, Any], shape: Shape, tokens: Callable[[str], list[int]]) -> None:
        """Take the weights by their names in BERT's files, the layout, and what cuts a question into tokens."""
        super().__init__(weights, shape, RANK, DROPOUT)
        self._tokens = tokens

    def read(self, question: str) -> tuple[Any, Any]:
        """Return a question's vector, and those of its tokens without the marks of beginning and end: unit length."""
        import torch
        from torch.nn.functional import normalize

        ids = torch.tensor([self._tokens(question)])
        hidden = self.hidden(ids, torch.ones_like(ids))[0]
        return normalize(hidden.mean(0), dim=0), normalize(hidden[1:-1], dim=1)


# ------------------------------------------------------------------ learning


def finder_scores(learner: Learner, example: FinderExample) -> Any:  # noqa: ANN401
    """Return the cosine of a question with each unit."""
    return example.vectors @ learner.read(example.question)[0]


def reader_scores(learner: Learner, one: ReaderExample) -> Any:  # noqa: ANN401
    """Return each sentence's score, as `weighing.Compared.fit` and `weigh` compute it."""
    import torch

    vector, tokens = learner.read(one.topic)
    owner = one.owner[:, None].expand(-1, len(tokens))
    nearest = torch.full((int(one.owner.max()) + 1, len(tokens)), -1.0)
    nearest = nearest.scatter_reduce(0, owner, one.tokens @ tokens.T, "amax")
    near = torch.stack([_nearest(nearest, texts) for texts in one.compared])
    share = (near @ one.weights) / one.weights.sum()
    fit = MATCHING * share + (1 - MATCHING) * (one.whole @ vector).clamp(min=0)
    return one.rest + WEIGHTS["fit"] * fit


def _nearest(nearest: Any, texts: Sequence[int]) -> Any:  # noqa: ANN401
    import torch

    own, lead, *before = texts
    near = torch.maximum(NEARBY[0] * nearest[own], NEARBY[1] * nearest[lead])
    for step, text in enumerate(reversed(before), 1):
        near = torch.maximum(near, NEARBY[step] * nearest[text])
    return near


def learn(
    learner: Learner, rows: list[Any], scores: Callable[[Learner, Any], Any], *, temperature: float, rate: float
) -> None:
    """Learn to score what is right before all else; progress is shown on stderr."""
    import torch

    optimizer = torch.optim.AdamW(learner.parameters, lr=rate, weight_decay=0.01)
    steps = max(1, EPOCHS * (len(rows) // BATCH))
    plan = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1.0, step / 50) * max(0.0, 1 - step / steps))
    chance = random.Random(1)  # noqa: S311
    for number in range(EPOCHS):
        chance.shuffle(rows)
        learner.train(True)
        total = 0.0
        for start in range(0, len(rows) - BATCH + 1, BATCH):
            loss = (
                sum(_loss(scores(learner, one) / temperature, one.right) for one in rows[start : start + BATCH]) / BATCH
            )
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learner.parameters, 1.0)
            optimizer.step()
            plan.step()
            total += float(loss.detach())
        typer.echo(f"epoch {number + 1} of {EPOCHS}: loss {total / max(1, len(rows) // BATCH):.3f}", err=True)
    learner.train(False)


def _loss(scores: Any, right: Any) -> Any:  # noqa: ANN401
    import torch

    return torch.logsumexp(scores, 0) - torch.logsumexp(scores[right], 0)


def ranks(learner: Learner, rows: Sequence[Any], scores: Callable[[Learner, Any], Any]) -> list[int | None]:
    """Return how many are scored before the first that is right, for each question; None where none is."""
    import torch

    found: list[int | None] = []
    with torch.no_grad():
        for one in rows:
            scored = scores(learner, one)
            right = scored[one.right]
            found.append(int((scored > right.max()).sum()) if len(right) else None)
    return found


def told(ranks: Sequence[int | None], asked: int) -> str:
    """Return shares of questions whose answer is among the first 1, 3, 8 and 24."""
    shares = (sum(rank is not None and rank < most for rank in ranks) / asked for most in (1, 3, 8, 24))
    return " | ".join(f"{share:.3f}" for share in shares)


@dataclass(frozen=True)
class Course:
    """How one of the models learns."""

    name: str
    published: tuple[Mapping[str, Any], Shape]
    tokens: Callable[[str], list[int]]
    prepared: Callable[[Assistant, Sequence[Taught]], Iterable[Any]]
    """Makes rows to learn from of questions."""
    scores: Callable[[Learner, Any], Any]
    temperature: float
    rate: float
    strength: float
    questions: int
    """Questions it learns from at most, drawn by chance."""
    squad: int
    """Questions of SQuAD it learns from besides."""

    def follow(
        self,
        assistant: Assistant,
        taught: Sequence[Taught],
        squad: Assistant,
        more: Sequence[Taught],
        held: Sequence[Taught],
    ) -> tuple[Learner, str]:
        """Learn from questions of two libraries; return the learner, and how it does on others, before and after."""
        weights, shape = self.published
        learner = Learner(weights, shape, self.tokens)
        drawn = random.Random(2).sample(taught, min(self.questions, len(taught)))  # noqa: S311
        rows = [row for row in (*self.prepared(assistant, drawn), *self.prepared(squad, more)) if row.right]
        tried = list(self.prepared(assistant, held))
        before = told(ranks(learner, tried, self.scores), len(held))
        learn(learner, rows, self.scores, temperature=self.temperature, rate=self.rate)
        learner.keep(self.strength)
        after = told(ranks(learner, tried, self.scores), len(held))
        return learner, f"| {self.name}, as published | {before} |\n| {self.name}, for questions | {after} |"


def adapt(
    to: Annotated[Path, typer.Option(help="The folder that e5.safetensors and minilm.safetensors are written to.")],
    library: Annotated[Path, typer.Option(help="A library of the documents of eval/training/library.txt.")],
    squad_library: Annotated[Path, typer.Option(help="The library of SQuAD's paragraphs; built if it is missing.")],
    questions: Annotated[Path, typer.Option(help="The questions to learn from.")] = QUESTIONS,
    one_in: Annotated[int, typer.Option(min=1, help="Learn from one question in so many, to try it out.")] = 1,
    only: Annotated[str | None, typer.Option(help="The one to learn: e5 or minilm; both, if not given.")] = None,
) -> None:
    """Learn how questions are read, and print how well it goes on documents held out."""
    if only not in (None, "e5", "minilm"):
        raise UsageError(f"--only {only}: write e5 or minilm.")
    require_torch()
    import torch

    torch.manual_seed(1)
    taught, held = parted([one for one in read_questions(questions) if one.place][::one_in])
    asked, paragraphs = read_squad(shared_root() / "data" / "squad2-half")
    with Assistant.open(library) as assistant, open_library(squad_library, paragraphs) as squad:
        finder = assistant.finder()
        more = of_squad(asked, paragraphs)[::one_in]
        typer.echo(f"| {len(held)} questions held out | first | first 3 | first 8 | first 24 |\n|{' --- |' * 5}")
        for course in (
            Course(
                name="e5",
                published=e5.weights(),
                tokens=lambda text: finder.embedder.encoded_question(text).ids,
                prepared=finder_examples,
                scores=finder_scores,
                temperature=FINDER_TEMPERATURE,
                rate=FINDER_RATE,
                strength=FINDER_STRENGTH,
                questions=len(taught),
                squad=len(taught),
            ),
            Course(
                name="minilm",
                published=minilm.weights(),
                tokens=lambda text: finder.reader.encoded_question(text).ids,
                prepared=reader_examples,
                scores=reader_scores,
                temperature=READER_TEMPERATURE,
                rate=READER_RATE,
                strength=READER_STRENGTH,
                questions=READ - SQUAD_READ,
                squad=SQUAD_READ,
            ),
        ):
            if only not in (None, course.name):
                continue
            learner, figures = course.follow(assistant, taught, squad, more[: course.squad], held)
            typer.echo(figures)
            learner.save(to / f"{course.name}.safetensors")


def register(app: typer.Typer) -> None:
    """Mount the command on the harness's command line."""
    app.command("adapt")(adapt)
