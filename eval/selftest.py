"""The harness tests itself: planted errors must be caught, passing answers must stay clean."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.answers import GivenAnswer, answer_of_example
from eval.cases import Case, Code
from eval.documents import Documents
from eval.errors import CaseError
from eval.examining import Examined
from eval.faults import find_faults
from eval.planting import HARMLESS, PLANTS, Plant
from eval.statistics import Estimate, wilson

CAUGHT = 0.97
"""The least share of planted errors that must be caught."""
FALSE_ALARMS = 0.02
"""The greatest share of passing answers that may raise an alarm."""


@dataclass(frozen=True)
class Report:
    """How well errors are caught and good answers left alone."""

    caught: dict[str, Estimate]
    """Share caught, by kind of error."""
    all_caught: Estimate
    """Share caught over all, under the error's own name."""
    flagged: Estimate
    """Share in which any error is found."""
    false_alarms: Estimate
    """Share of good answers with an alarm."""
    missed: tuple[str, ...]
    """What was missed or wrongly raised, in words."""


def selftest(cases: Sequence[Case], documents: Documents) -> Report:
    """Plant every error in every passing answer that can bear it, and look for it."""
    tally: dict[str, list[bool]] = defaultdict(list)
    clean: list[bool] = []
    missed: list[str] = []
    flagged: list[bool] = []
    for path in {documents.path_of(quote) for case in cases for quote in case.quotes}:
        documents.text(path)
    for case in cases:
        for text in case.passing:
            passing = Examined(case, answer_of_example(case, text, documents), documents)
            for plant in PLANTS:
                _plant(plant, passing, tally, flagged, missed)
            for answer in (passing.answer, *(change(passing) for change in HARMLESS)):
                if answer is not None:
                    clean.append(_clean(case, answer, documents, missed))
    return _report(tally, flagged, clean, missed)


def _plant(
    plant: Plant, passing: Examined, tally: dict[str, list[bool]], flagged: list[bool], missed: list[str]
) -> None:
    spoiled = plant.make(passing)
    if spoiled is None or (spoiled.text == passing.answer.text and spoiled.citations == passing.answer.citations):
        return
    codes = {fault.code for fault in find_faults(Examined(passing.case, spoiled, passing.documents))}
    tally[plant.make.__name__].append(bool(codes & plant.codes))
    flagged.append(bool(codes))
    if not codes & plant.codes:
        missed.append(f"{passing.case.id} {plant.make.__name__}: found {sorted(codes)}: {spoiled.text}")


def _clean(case: Case, answer: GivenAnswer, documents: Documents, missed: list[str]) -> bool:
    faults = find_faults(Examined(case, answer, documents))
    missed.extend(f"{case.id} false alarm {fault.code}: {fault.why}: {answer.text}" for fault in faults)
    return not faults


def _report(tally: dict[str, list[bool]], flagged: list[bool], clean: list[bool], missed: list[str]) -> Report:
    caught = {name: wilson(sum(found), len(found)) for name, found in sorted(tally.items())}
    found = [one for several in tally.values() for one in several]
    alarms = wilson(clean.count(False), len(clean))
    return Report(caught, wilson(sum(found), len(found)), wilson(sum(flagged), len(flagged)), alarms, tuple(missed))


class Wording(BaseModel):
    """An answer worded by us after the scorer was finished; quotations are stand-off.

    `{2}` stands for the case's second quotation, `{2:3-9}` for its third to ninth word, both without marks.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    case: str
    """The case's id."""
    text: str
    """The answer."""
    error: Code | None = None
    """The error it holds; None for an answer that must pass."""


def load_wordings(file: Path) -> tuple[Wording, ...]:
    """Read wordings (JSON Lines).

    Raises:
        CaseError: naming file, line and field.
    """
    wordings = []
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip():
            try:
                wordings.append(Wording.model_validate(json.loads(line)))
            except (json.JSONDecodeError, ValidationError) as error:
                raise CaseError(f"{file}:{number}: {error}") from error
    return tuple(wordings)


def filled(wording: Wording, case: Case, documents: Documents) -> str:
    """Return a wording's text with its stand-off quotations filled in from the documents."""

    def words(match: re.Match[str]) -> str:
        held = documents.at(case.quotes[int(match[1]) - 1]).split()
        first, last = (int(match[2]), int(match[3])) if match[2] else (1, len(held))
        return " ".join(held[first - 1 : last])

    return re.sub(r"\{(\d+)(?::(\d+)-(\d+))?\}", words, wording.text)


def wordings_test(file: Path, cases: Sequence[Case], documents: Documents) -> Report:
    """Score unseen wordings: a failing one is caught if its own error is found, a passing one clean if none is."""
    known = {case.id: case for case in cases}
    tally: dict[str, list[bool]] = defaultdict(list)
    clean: list[bool] = []
    flagged: list[bool] = []
    missed: list[str] = []
    for wording in load_wordings(file):
        case = known.get(wording.case)
        if case is None:
            continue
        answer = answer_of_example(case, filled(wording, case, documents), documents)
        if wording.error is None:
            clean.append(_clean(case, answer, documents, missed))
            continue
        codes = {fault.code for fault in find_faults(Examined(case, answer, documents))}
        tally[wording.error].append(wording.error in codes)
        flagged.append(bool(codes))
        if wording.error not in codes:
            missed.append(f"{case.id} {wording.error}: found {sorted(codes)}: {answer.text}")
    return _report(tally, flagged, clean, missed)
