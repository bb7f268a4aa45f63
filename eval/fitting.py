"""Fits the confidence that ships: a logistic regression over the signals of SQuAD's training articles and of cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from assistant import Assistant
from assistant.answers.confidence import Model, Signals
from assistant.errors import UsageError
from eval.abstaining import chosen_of, open_library, read_squad
from eval.cases import load_cases
from eval.places import shared_root

PENALTY = 0.003
"""Of the squared, standardized coefficients."""
CASE, UNANSWERABLE = 1.0, 2.0
"""What a case weighs beside a SQuAD question, and how much more one the documents do not answer, as they are few."""
ELSEWHERE = 1.0
"""What a question of another matter weighs."""
NAMES = tuple(field.name for field in fields(Signals))
SHARED = tuple(name for name in NAMES if name != "coverage")
"""Signals that may count otherwise the more of the question a sentence holds word for word."""


AGAINST = ("missing", "strangers", "denial", "contrast", "otherwise")
"""Signals that speak against an answer."""


@dataclass(frozen=True)
class Example:
    """What one question teaches."""

    signals: Signals
    answerable: bool
    weight: float


def fit(examples: Sequence[Example], enough: float, enough_shared: float) -> Model:
    """Return the logistic model with the least penalized, weighted log loss."""
    from scipy.optimize import minimize  # of the extra "eval": only fitting needs it

    values = np.array([_values(one.signals) for one in examples])
    signs = np.array([1.0 if one.answerable else -1.0 for one in examples])
    weights = np.array([one.weight for one in examples])
    middle, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
    design = np.column_stack([np.ones(len(values)), (values - middle) / spread])

    def loss(beta: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        each = weights * np.log1p(np.exp(-signs * (design @ beta)))
        return float(each.sum() / weights.sum() + PENALTY * (beta[1:] ** 2).sum())

    beta = minimize(loss, np.zeros(design.shape[1]), method="L-BFGS-B", bounds=[(None, None), *_bounds()]).x
    scaled = beta[1:] / spread
    intercept = round(float(beta[0] - (scaled * middle).sum()), 3)
    found = [round(float(value), 3) for value in scaled]
    weights_of = dict(zip(NAMES, found[: len(NAMES)], strict=True))
    shared = dict(zip(SHARED, found[len(NAMES) :], strict=True))
    return Model(intercept, weights_of, shared, enough, enough_shared)


def _bounds() -> list[tuple[float | None, float | None]]:
    """Return the bounds of each weight: no signal may count against its meaning."""
    meant: dict[str, tuple[float | None, float | None]] = dict.fromkeys(SHARED, (0.0, None))
    meant |= dict.fromkeys(AGAINST, (None, 0.0)) | {"coverage": (None, None)}
    return [*(meant[name] for name in NAMES), *(meant[name] for name in SHARED)]


def _values(signals: Signals) -> list[float]:
    """Return the signals, and each times the share of the question that is held word for word."""
    values = asdict(signals)
    return [*(values[name] for name in NAMES), *(values[name] * signals.coverage for name in SHARED)]


def written(model: Model) -> str:
    """Return a model as the file that ships."""
    lines = ["# Written by `python -m eval fit-confidence`; enough is chosen on development cases."]
    lines += [f"intercept = {model.intercept}", f"enough = {model.enough}", f"enough_shared = {model.enough_shared}"]
    lines += ["", "[weights]", *(f"{name} = {value}" for name, value in model.weights.items())]
    lines += ["", "[shared]", *(f"{name} = {value}" for name, value in model.shared.items())]
    return "\n".join(lines) + "\n"


def of_squad(library: Path, data: Path, one_in: int) -> list[Example]:
    """Return what SQuAD's training articles teach."""
    asked, paragraphs = read_squad(data)
    with open_library(library, paragraphs) as assistant:
        found = [(assistant.signals(one.question), one.answerable) for one in chosen_of(asked, "train", one_in)]
    return [Example(signals, answerable, 1.0) for signals, answerable in found if signals is not None]


def of_cases(file: Path, library: Path, elsewhere: Sequence[str]) -> list[Example]:
    """Return what the cases of a file teach, asked of the library of their documents, and of other matters.

    Within SQuAD every question is about something the library holds; those asked elsewhere teach what is not.
    """
    examples = []
    with Assistant.open(library, create=False) as assistant:
        for case in load_cases([file]):
            signals, answerable = assistant.signals(case.turns[-1], case.turns[:-1]), case.expect == "answer"
            if signals is not None:
                examples.append(Example(signals, answerable, CASE if answerable else CASE * UNANSWERABLE))
        strange = filter(None, map(assistant.signals, elsewhere))
        examples += [Example(signals, False, ELSEWHERE) for signals in strange]
    return examples


def fit_confidence(
    enough: Annotated[float, typer.Option(help="the confidence from which a question in words of its own is answered")],
    enough_shared: Annotated[float, typer.Option(help="how much more, times the share of it held word for word")],
    data: Annotated[Path | None, typer.Option(help="folder with SQuAD's dev-v2.0.json")] = None,
    library: Annotated[Path, typer.Option(help="the library of SQuAD's paragraphs")] = Path("eval-out/squad"),
    one_in: Annotated[int, typer.Option(min=1, help="learn from one SQuAD question in so many")] = 1,
    cases: Annotated[list[str] | None, typer.Option(help="CASES=LIBRARY: cases to learn from as well")] = None,
) -> None:
    """Fit the confidence on SQuAD's training articles and on cases, and write the file that ships."""
    squad = data or shared_root() / "data" / "squad2-half"
    examples = of_squad(library, squad, one_in)
    elsewhere = [one.question for one in chosen_of(read_squad(squad)[0], "train", one_in * 10)]
    for pair in cases or []:
        file, sign, held = pair.partition("=")
        if not sign:
            raise UsageError(f"--cases {pair}: write CASES=LIBRARY.")
        examples += of_cases(Path(file), Path(held), elsewhere)
    model = fit(examples, enough, enough_shared)
    Path(str(files("assistant.answers").joinpath("confidence.toml"))).write_text(written(model), encoding="utf-8")
    typer.echo(f"{len(examples)} examples\n{written(model)}")


def register(app: typer.Typer) -> None:
    """Mount the command on the harness's command line."""
    app.command("fit-confidence")(fit_confidence)
