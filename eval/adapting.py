"""Teaches the models to read questions (`search/adapting.py`): on questions and the sentences that answer them.

The questions (`eval/training`) are of documents that no case asks about. A sixth of these documents is held out, and
figures are printed for it alone. Texts are read as ever; only the reading of questions is learnt, by low-rank changes
(LoRA, Hu et al. 2022), so that a step costs one question's reading and not its candidates'.

The finder of units learns to put the units of an answer before all others of the library (a softmax over their
cosines). The reader learns to put the answering sentence before the others found for its question: a softmax over
their scores, in which only the fit changes. Both learn from SQuAD's training articles besides, so as to stay readers
of any question.
"""

from __future__ import annotations

import json
import math
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
from assistant.search import e5, minilm
from assistant.search.adapting import DOWN, UP
from assistant.search.encoder import Shape
from eval.abstaining import Asked, head_of, name_of, open_library, read_squad
from eval.places import shared_root

QUESTIONS = Path(__file__).parent / "training" / "questions.jsonl"
HELD_OUT = 6
"""One document in so many is held out."""
SQUAD_READ = 600
"""Questions of SQuAD the reader learns from; the finder takes as many as there are others."""
RANK, DROPOUT = 8, 0.1
FINDER_RATE, READER_RATE = 3e-4, 5e-4
FINDER_STRENGTH, READER_STRENGTH = 0.5, 1.0
"""How much of what was learnt is kept: halfway to the published weights is more robust (Wortsman et al. 2022)."""
FINDER_HEAT, READER_HEAT = 0.02, 0.1
"""What scores are divided by before the softmax."""
ROUNDS, BATCH = 4, 8
"""Times every question is seen, and questions a step."""


@dataclass(frozen=True)
class Taught:
    """A question and where its answer stands."""

    question: str
    document: str
    """The document's path, or the title of SQuAD's article."""
    uri: str
    """How the document's address ends."""
    start: int
    end: int


def read_questions(file: Path) -> list[Taught]:
    """Read questions, one JSON object a line: `question`, `document`, `start`, `end` (code points, end exclusive)."""
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    return [Taught(r["question"], r["document"], Path(r["document"]).name, r["start"], r["end"]) for r in rows]


def parted(questions: Sequence[Taught]) -> tuple[list[Taught], list[Taught]]:
    """Part questions into those learnt from and those of documents held out, by a shuffle that is always the same."""
    names = sorted({one.document for one in questions})
    random.Random(5).shuffle(names)  # noqa: S311 - nothing secret
    held = set(names[: len(names) // HELD_OUT])
    return [q for q in questions if q.document not in held], [q for q in questions if q.document in held]


def of_squad(asked: Sequence[Asked], paragraphs: Sequence[tuple[str, str]]) -> list[Taught]:
    """Return the answerable questions of SQuAD's training articles, shuffled always alike."""

    def taught(one: Asked) -> Taught:
        before = len(head_of(paragraphs[one.paragraph][0]))
        start, end = (before + place for place in one.answer)
        return Taught(one.question, one.article, name_of(one.paragraph), start, end)

    found = [taught(one) for one in asked if one.answerable and one.split == "train"]
    random.Random(3).shuffle(found)  # noqa: S311
    return found


@dataclass(frozen=True)
class Lesson:
    """A question as the finder learns it."""

    question: str
    vectors: Any
    """The vectors of its library's units, one row each."""
    right: list[int]
    """The rows of the units its answer stands in."""


def lessons(assistant: Assistant, questions: Sequence[Taught]) -> list[Lesson]:
    """Return the questions whose answer stands in a unit of the library."""
    import torch

    finder = assistant.finder()
    record = finder.record
    documents = record.editions(record.searched_ids())
    places: list[tuple[str, int, int]] = []
    rows = []
    for batch in record.units_of_editions(list(documents)):
        for unit in batch:
            places.append((documents[unit.edition].uri, unit.span.start, unit.span.end))
            rows.append(unit.vector)
    vectors = torch.tensor(np.stack(rows))

    def right(one: Taught) -> list[int]:
        return [
            row
            for row, (uri, start, end) in enumerate(places)
            if start < one.end and one.start < end and uri.endswith(one.uri)
        ]

    return [Lesson(one.question, vectors, found) for one in questions if (found := right(one))]


@dataclass(frozen=True)
class Exercise:
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


def exercises(assistant: Assistant, questions: Sequence[Taught]) -> Iterator[Exercise]:
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
        yield Exercise(
            question.topic,
            torch.tensor(Probe(question.topic, reader.question(question.topic), finder.rarity()).weights),
            torch.tensor(np.concatenate([each.tokens for each in read])),
            torch.tensor(np.repeat(np.arange(len(read)), [len(each.tokens) for each in read])),
            [[texts[text] for text in e.compared] for e in found],
            torch.tensor(np.stack([read[texts[e.compared[0]]].vector for e in found])),
            torch.tensor([e.score - WEIGHTS["fit"] * e.signals.fit for e in found]),
            [row for row, e in enumerate(found) if _answers(e, one)],
        )


def _answers(one: Evidence, taught: Taught) -> bool:
    span = one.sentence.span
    return span.start < taught.end and taught.start < span.end and one.document.uri.endswith(taught.uri)


# ------------------------------------------------------------------ the model that learns


class Learner:
    """A published encoder with low-rank changes that learn."""

    def __init__(self, weights: Mapping[str, Any], shape: Shape, tokens: Callable[[str], list[int]]) -> None:
        """Take the weights by their names in BERT's files, the layout, and what cuts a question into tokens."""
        import torch
        from transformers import BertConfig, BertModel

        words, inner = (
            weights["embeddings.word_embeddings.weight"],
            weights["encoder.layer.0.intermediate.dense.weight"],
        )
        config = BertConfig(
            vocab_size=words.shape[0],
            hidden_size=words.shape[1],
            num_hidden_layers=shape.layers,
            num_attention_heads=shape.heads,
            intermediate_size=inner.shape[0],
            max_position_embeddings=weights["embeddings.position_embeddings.weight"].shape[0],
            type_vocab_size=weights["embeddings.token_type_embeddings.weight"].shape[0],
            layer_norm_eps=shape.epsilon,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        self._tokens = tokens
        self._model = BertModel(config, add_pooling_layer=False)
        self._model.load_state_dict({name: torch.tensor(np.array(one)) for name, one in weights.items()}, strict=False)
        self._model.requires_grad_(requires_grad=False)
        self._changes = {name: _changed(self._model, name) for name, _ in _matrices(self._model)}

    @property
    def parameters(self) -> list[Any]:
        """What learns."""
        return [factor for change in self._changes.values() for factor in (change.down, change.up)]

    def train(self, on: bool) -> None:
        """Switch dropout on or off."""
        self._model.train(on)

    def read(self, question: str) -> tuple[Any, Any]:
        """Return a question's vector, and those of its tokens without the marks of beginning and end: unit length."""
        import torch
        from torch.nn.functional import normalize

        ids = torch.tensor([self._tokens(question)])
        hidden = self._model(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state[0]
        return normalize(hidden.mean(0), dim=0), normalize(hidden[1:-1], dim=1)

    def keep(self, strength: float) -> None:
        """Keep so much, 0..1, of what was learnt."""
        for change in self._changes.values():
            change.up.data *= strength

    def save(self, file: Path) -> None:
        """Write the changes as `search/adapting.py` reads them, in half precision."""
        from safetensors.numpy import save_file

        file.parent.mkdir(parents=True, exist_ok=True)
        factors = {f"{name}{UP}": one.up * SCALE for name, one in self._changes.items()}
        factors |= {f"{name}{DOWN}": one.down for name, one in self._changes.items()}
        save_file({name: one.detach().numpy().astype(np.float16) for name, one in factors.items()}, file)


SCALE = 2.0
"""How much a change counts while it is learnt."""


def _matrices(model: Any) -> list[tuple[str, Any]]:  # noqa: ANN401 - torch is optional and untyped here
    from torch.nn import Linear

    return [(name, one) for name, one in model.named_modules() if isinstance(one, Linear)]


def _changed(model: Any, name: str) -> Any:  # noqa: ANN401
    """Put a matrix with a change that learns in a matrix's place, and return it."""
    import torch
    from torch import nn

    class Changed(nn.Module):  # type: ignore[misc]  # torch is optional and untyped here
        def __init__(self, linear: Any) -> None:  # noqa: ANN401
            super().__init__()
            self.linear = linear
            self.down = nn.Parameter(torch.randn(RANK, linear.in_features) / math.sqrt(linear.in_features))
            self.up = nn.Parameter(torch.zeros(linear.out_features, RANK))
            self.dropout = nn.Dropout(DROPOUT)

        def forward(self, x: Any) -> Any:  # noqa: ANN401
            return self.linear(x) + SCALE * (self.dropout(x) @ self.down.T) @ self.up.T

    owner, _, own = name.rpartition(".")
    changed = Changed(model.get_submodule(name))
    setattr(model.get_submodule(owner), own, changed)
    return changed


# ------------------------------------------------------------------ learning


def finder_scores(learner: Learner, lesson: Lesson) -> Any:  # noqa: ANN401
    """Return the cosine of a question with each unit."""
    return lesson.vectors @ learner.read(lesson.question)[0]


def reader_scores(learner: Learner, one: Exercise) -> Any:  # noqa: ANN401
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
    learner: Learner, rows: list[Any], scores: Callable[[Learner, Any], Any], *, heat: float, rate: float
) -> None:
    """Learn to score what is right before all else; progress is shown on stderr."""
    import torch

    optimizer = torch.optim.AdamW(learner.parameters, lr=rate, weight_decay=0.01)
    steps = max(1, ROUNDS * (len(rows) // BATCH))
    plan = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1.0, step / 50) * max(0.0, 1 - step / steps))
    chance = random.Random(1)  # noqa: S311
    for number in range(ROUNDS):
        chance.shuffle(rows)
        learner.train(True)
        total = 0.0
        for start in range(0, len(rows) - BATCH + 1, BATCH):
            loss = sum(_loss(scores(learner, one) / heat, one.right) for one in rows[start : start + BATCH]) / BATCH
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learner.parameters, 1.0)
            optimizer.step()
            plan.step()
            total += float(loss.detach())
        typer.echo(f"round {number + 1} of {ROUNDS}: loss {total / max(1, len(rows) // BATCH):.3f}", err=True)
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
    heat: float
    rate: float
    strength: float

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
        rows = [row for row in (*self.prepared(assistant, taught), *self.prepared(squad, more)) if row.right]
        tried = list(self.prepared(assistant, held))
        before = told(ranks(learner, tried, self.scores), len(held))
        learn(learner, rows, self.scores, heat=self.heat, rate=self.rate)
        learner.keep(self.strength)
        after = told(ranks(learner, tried, self.scores), len(held))
        return learner, f"| {self.name}, as published | {before} |\n| {self.name}, for questions | {after} |"


def adapt(
    to: Annotated[Path, typer.Option(help="The folder that e5.safetensors and minilm.safetensors are written to.")],
    library: Annotated[Path, typer.Option(help="A library of the documents of eval/training/library.txt.")],
    squad_library: Annotated[Path, typer.Option(help="The library of SQuAD's paragraphs; built if it is missing.")],
    questions: Annotated[Path, typer.Option(help="The questions to learn from.")] = QUESTIONS,
    one_in: Annotated[int, typer.Option(min=1, help="Learn from one question in so many, to try it out.")] = 1,
) -> None:
    """Learn how questions are read, and print how well it goes on documents held out."""
    try:
        import torch
    except ImportError as error:
        raise UsageError("Learning needs torch and transformers: pip install 'accordingto[training]'.") from error

    torch.manual_seed(1)
    taught, held = parted(read_questions(questions)[::one_in])
    asked, paragraphs = read_squad(shared_root() / "data" / "squad2-half")
    with Assistant.open(library) as assistant, open_library(squad_library, paragraphs) as squad:
        finder = assistant.finder()
        more = of_squad(asked, paragraphs)[::one_in]
        typer.echo(f"| {len(held)} questions held out | first | first 3 | first 8 | first 24 |\n|{' --- |' * 5}")
        for course, most in (
            (
                Course(
                    "e5",
                    e5.weights(),
                    lambda text: finder.embedder.encoded_question(text).ids,
                    lessons,
                    finder_scores,
                    FINDER_HEAT,
                    FINDER_RATE,
                    FINDER_STRENGTH,
                ),
                len(taught),
            ),
            (
                Course(
                    "minilm",
                    minilm.weights(),
                    lambda text: finder.reader.encoded_question(text).ids,
                    exercises,
                    reader_scores,
                    READER_HEAT,
                    READER_RATE,
                    READER_STRENGTH,
                ),
                SQUAD_READ,
            ),
        ):
            learner, figures = course.follow(assistant, taught, squad, more[:most], held)
            typer.echo(figures)
            learner.save(to / f"{course.name}.safetensors")


def register(app: typer.Typer) -> None:
    """Mount the command on the harness's command line."""
    app.command("adapt")(adapt)
