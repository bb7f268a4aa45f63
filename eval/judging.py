"""Teaches a model to tell whether a sentence answers, read together with the question (`search/judging.py`).

It learns from the questions of `eval/training`, from those that their documents do not answer as well. For each, one
sentence that answers stands among others that were found for it, and beside them the choice that none does: a softmax
over their log odds and zero. So the same number orders sentences and tells when to be silent. A sixth of the documents
is held out, and figures are printed for it alone.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from assistant import Assistant
from assistant.answers.weighing import UNJUDGED, WEIGHTS
from assistant.search import minilm
from assistant.search.judging import Passage
from eval.adapting import QUESTIONS, Taught, parted, read_questions, told
from eval.lowrank import LowRank, require_torch
from eval.statistics import roc_auc

RANK = 16
RATE, HEAD_RATE = 1e-3, 1e-3
WARMING = 60
"""Steps until the whole rate is reached; from there it falls evenly."""
EPOCHS, BATCH = 1, 8
"""Times every question is seen, and questions a step."""
HARD, NEAREST, EASY = 4, 16, 1
"""Wrong sentences a question is learnt with: so many of the nearest so many, and so many of the others."""
TOGETHER = 24
"""Pairs that are read together, which are padded to the longest."""
TRIED = 24
"""Sentences that are ordered for a question held out."""


@dataclass(frozen=True)
class Example:
    """A question with the sentences found for it, best first, and behind them what was not found and answers it."""

    answerable: bool
    pairs: list[list[int]]
    """Each sentence's tokens, together with the question's."""
    plain: list[float]
    """Each sentence's score without what is to be learnt."""
    right: list[int]
    """Which of them answer."""


def examples(assistant: Assistant, questions: Sequence[Taught], *, taught: bool) -> Iterator[Example]:
    """Yield the questions for which sentences are found; progress is shown on stderr.

    To a question that is `taught`, the sentence that answers it is added where it was not found.
    """
    finder = assistant.finder().weighed(UNJUDGED)
    documents = finder.record.editions(finder.record.searched_ids())
    for number, one in enumerate(questions, 1):
        if number % 100 == 0:
            typer.echo(f"\r{number}/{len(questions)} questions looked for", nl=number == len(questions), err=True)
        asked = assistant.read(one.question, [])
        found = finder.find(asked)
        if taught and one.place and not any(map(one.is_answered_by, found)):
            held = [edition for edition, document in documents.items() if document.uri.endswith(one.document)]
            found += filter(one.is_answered_by, finder.find(asked, within=held))
        if found:
            yield Example(
                one.place is not None,
                [finder.judge.pair(one.question, Passage.of(each.compared)) for each in found],
                [each.score for each in found],
                [row for row, each in enumerate(found) if one.is_answered_by(each)],
            )


class Pupil(LowRank):
    """MiniLM with low-rank changes and a head that makes log odds of the mean of its tokens."""

    def __init__(self) -> None:
        """Take the published weights; the head begins by chance."""
        import torch

        super().__init__(*minilm.weights(), RANK, 0.0)
        hidden = minilm.weights()[1].hidden
        self.inner, self.outer = torch.nn.Linear(hidden, hidden), torch.nn.Linear(hidden, 1)

    @property
    def head(self) -> list[Any]:
        """What learns on top."""
        return [*self.inner.parameters(), *self.outer.parameters()]

    def odds(self, pairs: Sequence[list[int]]) -> Any:  # noqa: ANN401
        """Return the log odds that the sentence of each pair answers its question."""
        import torch
        from torch.nn.functional import gelu

        order = sorted(range(len(pairs)), key=lambda row: len(pairs[row]))
        found = []
        for start in range(0, len(order), TOGETHER):
            rows = [pairs[row] for row in order[start : start + TOGETHER]]
            ids = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
            mask = torch.zeros_like(ids)
            for number, row in enumerate(rows):
                ids[number, : len(row)] = torch.tensor(row)
                mask[number, : len(row)] = 1
            with torch.autocast("cpu", torch.bfloat16):  # twice as fast where the processor knows it
                hidden = self.hidden(ids, mask).float()
            mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
            found.append(self.outer(gelu(self.inner(mean)))[:, 0])
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return torch.cat(found)[back]

    def save_judge(self, file: Path) -> None:
        """Write the changes and the head as `search/judging.py` reads them."""
        self.save(
            file,
            {
                f"{name}.{kind}": getattr(part, kind)
                for name, part in (("inner", self.inner), ("outer", self.outer))
                for kind in ("weight", "bias")
            },
        )


def learn(pupil: Pupil, rows: list[Example]) -> None:
    """Learn to put what answers before all else, and none above zero where nothing does; progress on stderr."""
    import torch

    groups = [{"params": pupil.parameters, "lr": RATE}, {"params": pupil.head, "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = EPOCHS * (len(rows) // BATCH)
    plan = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / WARMING) * max(0.02, 1 - step / steps)
    )
    chance, started, taken = random.Random(1), time.monotonic(), 0  # noqa: S311 - nothing secret
    pupil.train(True)
    for _ in range(EPOCHS):
        chance.shuffle(rows)
        for start in range(0, len(rows) - BATCH + 1, BATCH):
            loss = _loss(pupil, rows[start : start + BATCH], chance)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(pupil.parameters, 1.0)
            optimizer.step()
            plan.step()
            taken += 1
            if taken % 50 == 0:
                took = time.monotonic() - started
                typer.echo(f"step {taken} of {steps}, {took:.0f} s: loss {float(loss.detach()):.3f}", err=True)
    pupil.train(False)


def _loss(pupil: Pupil, rows: Sequence[Example], chance: random.Random) -> Any:  # noqa: ANN401
    """Return the mean loss of some questions: the right choice is a sentence that answers, or none."""
    import torch

    shown: list[list[int]] = []
    cut = []
    for one in rows:
        wrong = [row for row in range(len(one.pairs)) if row not in one.right]
        near, far = wrong[:NEAREST], wrong[NEAREST:]
        right = chance.sample(one.right, min(1, len(one.right)))
        chosen = [*right, *chance.sample(near, min(HARD, len(near))), *chance.sample(far, min(EASY, len(far)))]
        cut.append((len(shown), len(shown) + len(chosen), 0 if right else len(chosen)))
        shown += [one.pairs[row] for row in chosen]
    odds, none = pupil.odds(shown), torch.zeros(1)
    losses = [-torch.log_softmax(torch.cat([odds[start:end], none]), 0)[choice] for start, end, choice in cut]
    return torch.stack(losses).mean()


def figures(pupil: Pupil, rows: Sequence[Example]) -> str:
    """Return how often the answering sentence stands first, and how well answered and unanswered are told apart."""
    import torch

    before, after, judged = [], [], []
    with torch.no_grad():
        for one in rows:
            plain, odds = np.array(one.plain[:TRIED]), pupil.odds(one.pairs[:TRIED]).numpy()
            judged.append((float(odds.max()), one.answerable))
            if one.answerable:
                right = [row for row in one.right if row < TRIED]
                before.append(_rank(plain, right))
                after.append(_rank(plain + WEIGHTS["answers"] * odds, right))
    area = roc_auc(judged)
    silence = "no unanswerable one among them" if area is None else f"told from unanswerable ones: area {area:.3f}"
    return (
        f"| {len(before)} questions held out | first | first 3 | first 8 | first 24 |\n|{' --- |' * 5}\n"
        f"| without | {told(before, len(before))} |\n| with | {told(after, len(after))} |\n\n{silence}"
    )


def _rank(scores: Any, right: Sequence[int]) -> int | None:  # noqa: ANN401
    return int((scores > scores[list(right)].max()).sum()) if right else None


def learn_judge(
    to: Annotated[Path, typer.Option(help="The file to write: judge.safetensors.")],
    library: Annotated[Path, typer.Option(help="A library of the documents of eval/training/library.txt.")],
    questions: Annotated[Path, typer.Option(help="The questions to learn from.")] = QUESTIONS,
    one_in: Annotated[int, typer.Option(min=1, help="Learn from one question in so many, to try it out.")] = 1,
) -> None:
    """Learn to tell whether a sentence answers, and print how well it goes on documents held out."""
    require_torch()
    import torch

    torch.manual_seed(1)
    taught, held = parted(read_questions(questions)[::one_in])
    with Assistant.open(library, create=False) as assistant:
        tried = list(examples(assistant, held, taught=False))
        rows = [one for one in examples(assistant, taught, taught=True) if one.right or not one.answerable]
    pupil = Pupil()
    learn(pupil, rows)
    typer.echo(figures(pupil, tried))
    pupil.save_judge(to)


def register(app: typer.Typer) -> None:
    """Mount the command on the harness's command line."""
    app.command("learn-judge")(learn_judge)
