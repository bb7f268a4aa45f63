"""Do the cases hold together: every span, every passing example, every failing one?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from eval.answers import answer_of_example
from eval.cases import Case, Code
from eval.documents import Documents
from eval.errors import DocumentMissing
from eval.examining import Examined
from eval.faults import find_faults

SAME = {
    Code.OWN_VOICE: frozenset({Code.OWN_VOICE}),
    Code.ANSWERED_UNANSWERABLE: frozenset({Code.ANSWERED_UNANSWERABLE}),
}


@dataclass(frozen=True)
class Problem:
    """Something in a case that does not hold."""

    case: str
    """The case's id."""
    why: str
    """In words."""


def check_case(case: Case, documents: Documents) -> Iterator[Problem]:
    """Yield what does not hold in a case: spans, then passing examples, then failing ones."""
    try:
        yield from _spans(case, documents)
        for text in case.passing:
            faults = find_faults(Examined(case, answer_of_example(case, text, documents), documents))
            for fault in faults:
                yield Problem(case.id, f"passing example has {fault.code}: {fault.why}: {text!r}")
        for example in case.fail_examples:
            faults = find_faults(Examined(case, answer_of_example(case, example.text, documents), documents))
            codes = [fault.code for fault in faults]
            if example.error not in codes:
                found = ", ".join(codes) or "nothing"
                yield Problem(case.id, f"failing example should have {example.error}, has {found}: {example.text!r}")
    except DocumentMissing as error:
        yield Problem(case.id, str(error))


def _spans(case: Case, documents: Documents) -> Iterator[Problem]:
    for place, quote in enumerate(case.quotes):
        words = documents.at(quote)
        field = f"quotes.{place}"
        if quote.text is not None and words != quote.text:
            yield Problem(case.id, f"{field}: text[{quote.start}:{quote.end}] is {words!r}, not {quote.text!r}")
        if quote.text_sha256 and hashlib.sha256(words.encode()).hexdigest() != quote.text_sha256:
            yield Problem(case.id, f"{field}: the words at {quote.start}:{quote.end} do not have the given text_sha256")
        if not words.strip():
            yield Problem(case.id, f"{field}: nothing stands at {quote.start}:{quote.end}")
