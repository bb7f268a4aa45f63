"""The assistant's gate, judged by the cases: honest answers must pass `accordingto check`, bad ones must not.

Who is right is in the cases: their passing examples are honest, their failing ones and what is planted are not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eval.answers import GivenAnswer, answer_of_example
from eval.cases import Case
from eval.documents import Documents
from eval.examining import Examined
from eval.planting import PLANTS
from eval.selftest import filled, load_wordings
from eval.statistics import Estimate, wilson

if TYPE_CHECKING:
    from assistant.checks.auditing import Audit
    from assistant.checks.shelf import Shelf

BEYOND = frozenset(
    """ONE_SIDED MISSING_DATE PREMISE_ACCEPTED ANSWERED_UNANSWERABLE FALSE_REFUSAL NOT_ANSWERED WRONG_CLAIM DUMPED
    OVER_ATTRIBUTED side_missing date_missing premise_accepted refusal_missing wrong_refusal quotations_dumped
    put_in_doubt""".split()
)
"""Errors of an answer as a whole, which no check of its sentences against their citations can see."""


@dataclass(frozen=True)
class Judged:
    """One answer as the gate judged it."""

    case: str
    """The case's id."""
    kind: str
    """"passing", or the name of the error it holds."""
    text: str
    """The answer."""
    codes: tuple[str, ...]
    """What the gate found."""
    why: str
    """The first finding, in words."""


def judge(cases: Sequence[Case], documents: Documents, shelf: Shelf, wordings: Sequence[Path] = ()) -> list[Judged]:
    """Put every example, every wording and every planted error before the gate."""
    given = [one for case in cases for one in _examples(case, documents)]
    for file in wordings:
        given += _worded(file, cases, documents)
    return [_judged(case, kind, answer, shelf) for case, kind, answer in given]


def _examples(case: Case, documents: Documents) -> Iterator[tuple[Case, str, GivenAnswer]]:
    for text in case.passing:
        honest = answer_of_example(case, text, documents)
        yield case, "passing", honest
        examined = Examined(case, honest, documents)
        for plant in PLANTS:
            spoiled = plant.make(examined)
            if spoiled is not None and (spoiled.text, spoiled.citations) != (honest.text, honest.citations):
                yield case, f"planted {plant.make.__name__}", spoiled
    for example in case.fail_examples:
        yield case, f"example {example.error.value}", answer_of_example(case, example.text, documents)


def _worded(file: Path, cases: Sequence[Case], documents: Documents) -> Iterator[tuple[Case, str, GivenAnswer]]:
    known = {case.id: case for case in cases}
    for wording in load_wordings(file):
        if (case := known.get(wording.case)) is not None:
            kind = f"worded {wording.error.value}" if wording.error else f"passing, wordings {file.stem}"
            yield case, kind, answer_of_example(case, filled(wording, case, documents), documents)


def _judged(case: Case, kind: str, answer: GivenAnswer, shelf: Shelf) -> Judged:
    audit = audited(case, answer, shelf)
    codes = tuple(dict.fromkeys(one.code.value for one in audit.findings))
    return Judged(case.id, kind, answer.text, codes, next((one.why for one in audit.findings), ""))


def audited(case: Case, answer: GivenAnswer, shelf: Shelf) -> Audit:
    """Return what the gate finds in an answer to a case."""
    from assistant.checks.auditing import GivenAnswer as Wire
    from assistant.checks.auditing import check_answer

    given = answer.model_dump()
    for citation in given["citations"]:
        citation["document"] |= {"id": ""}
    status = "abstained" if case.expect == "abstain" and not given["citations"] else None
    wire = {"text": given["text"], "citations": given["citations"], "status": status}
    return check_answer(Wire.model_validate(wire), shelf, case.turns[-1])


def refused(judged: Sequence[Judged]) -> dict[str, Estimate]:
    """Return the share that the gate refuses, by kind: honest ones first, where low is good; else high is."""
    tally: dict[str, list[bool]] = defaultdict(list)
    for one in judged:
        tally[one.kind].append(bool(one.codes))
        if not one.kind.startswith("passing") and one.kind.split()[-1] not in BEYOND:
            tally["bad, within the gate's sight"].append(bool(one.codes))
    kinds = sorted(tally, key=lambda kind: (not kind.startswith("passing"), not kind.startswith("bad"), kind))
    return {kind: wilson(sum(tally[kind]), len(tally[kind])) for kind in kinds}
