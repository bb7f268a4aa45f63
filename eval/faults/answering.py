"""Is the question answered, or rightly left unanswered, with the right numbers, dates and premise?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.cases import Code
from eval.examining import Examined, Fault

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_UNITS = (
    "three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: place for place, word in enumerate(_UNITS.split(), start=3)}  # "the two" is seldom a count
_WORDS |= {word: 10 * place for place, word in enumerate(_TENS.split(), start=2)}
_SMALL = {"one": 1, "two": 2} | {word: number for word, number in _WORDS.items() if number < 10}
_WORD = re.compile(rf"\b({'|'.join(_WORDS)})(?:[- ]({'|'.join(_SMALL)}))?\b", re.IGNORECASE)


def answering_faults(examined: Examined) -> Iterator[Fault]:
    """Yield what is wrong with whether and what is answered."""
    if examined.case.expect == "abstain":
        yield from _unanswerable(examined)
        return
    if examined.abstains:
        yield Fault(Code.FALSE_REFUSAL, "refused, although the documents hold an answer")
        return
    yield from _answered(examined)
    yield from _forbidden(examined, Code.WRONG_CLAIM)
    yield from _numbers(examined)
    yield from _dates(examined)
    yield from _premise(examined)


def _unanswerable(examined: Examined) -> Iterator[Fault]:
    """What the documents do not hold is not answered."""
    if not examined.abstains:
        yield Fault(Code.ANSWERED_UNANSWERABLE, "the documents hold no answer, yet one is given")
    yield from _forbidden(examined, Code.ANSWERED_UNANSWERABLE)


def _forbidden(examined: Examined, code: Code) -> Iterator[Fault]:
    for pattern in examined.case.forbidden_patterns:
        match = re.search(pattern, examined.answer.text)
        if match:
            yield Fault(code, f"says what the case forbids: '{match[0]}'")


def _answered(examined: Examined) -> Iterator[Fault]:
    """The claim that was asked for is stated somewhere."""
    if not examined.mentions and not any(f.code is Code.UNSUPPORTED_NUMBER for f in _numbers(examined)):
        yield Fault(Code.NOT_ANSWERED, "does not state what was asked for")


def _numbers(examined: Examined) -> Iterator[Fault]:
    """Every number of the answer's own words is in the evidence, the question, or the documents' dates."""
    known = _known_numbers(examined)
    for index in range(len(examined.sentences)):
        for number in sorted(numbers(examined.outside_quotations(index)) - known):
            yield Fault(Code.UNSUPPORTED_NUMBER, f"the evidence does not hold the number {number}", index)


def numbers(text: str) -> set[str]:
    """Return a text's numbers, thousands separators and leading zeros removed, number words included."""
    found = {_plain(match[0]) for match in _NUMBER.finditer(text)}
    spelt = ((_WORDS[match[1].lower()], _SMALL.get((match[2] or "").lower(), 0)) for match in _WORD.finditer(text))
    return found | {str(tens + unit) if tens >= 20 else str(tens) for tens, unit in spelt}


def _plain(number: str) -> str:
    return re.sub(r",(?=\d{3}\b)", "", number).lstrip("0") or "0"


def _known_numbers(examined: Examined) -> set[str]:
    """Return the numbers near the evidence and near what is cited, in the question, in paths and in front matter."""
    case, documents = examined.case, examined.documents
    texts = [*case.turns, *case.documents, *(date.id for date in case.dates)]
    texts += [holder.canonical for holder in case.holders]
    for quote in case.quotes:
        path = documents.path_of(quote)
        texts += [documents.around(path, quote.start, quote.end), documents.head(path), path]
    for marker, citation in examined.cited.items():
        cited = examined.path(marker)
        if cited is not None and documents.holds(cited, citation.exact):
            start = max(documents.text(cited).find(citation.exact), 0)
            texts += [citation.exact, documents.around(cited, start, start + len(citation.exact))]
            texts += [cited, documents.head(cited), citation.document.title]
    return {number for text in texts for number in numbers(re.sub(r"[-_/]", " ", text))}


def _dates(examined: Examined) -> Iterator[Fault]:
    """Where a position changes over time, every date is given."""
    for date in examined.case.dates:
        if not any(re.search(alias, examined.answer.text) for alias in date.aliases):
            yield Fault(Code.MISSING_DATE, f"the date {date.id} is not given")


def _premise(examined: Examined) -> Iterator[Fault]:
    """A false premise is corrected."""
    patterns = examined.case.correction_patterns
    if patterns and not any(re.search(pattern, examined.answer.text, re.IGNORECASE) for pattern in patterns):
        yield Fault(Code.PREMISE_ACCEPTED, "the question's false premise is not corrected")
