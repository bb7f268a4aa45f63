"""What happened when: dated facts in order, each with its date first."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import replace

from assistant.answers.asking import Asking
from assistant.answers.composing import Draft, assemble, date_in_words
from assistant.answers.desk import Desk
from assistant.answers.evidence import Evidence
from assistant.answers.lines import lines
from assistant.answers.outlining import pointed_at
from assistant.answers.question import MONTH, Period, Question, periods, understand
from assistant.answers.surveying import central, main_ones, near
from assistant.model import Answer
from assistant.text import content_words

MOST_LINES = 5
CANDIDATES = 30
"""Dated sentences tried for a line."""
QUOTED = 20
"""Words a line may quote."""
UNITS = 200
"""Units among which the events of a matter are looked for."""


def chronology(asking: Asking, desk: Desk, standalone: str | None) -> Answer | None:
    """Give dated facts in order; None where fewer than two are found."""
    question = understand(asking.rest, desk.library.parties, desk.library.documents)
    events = [(date, one) for one in _told(asking, question, desk) if (date := _date(one, question)) is not None]
    dates = {id(one): date for date, one in events}
    kept = list(_one_a_date(main_ones([one for _, one in events], CANDIDATES, of_one=CANDIDATES), dates))
    facts = sorted(kept, key=lambda one: one.contested)
    drafts = lines(facts, MOST_LINES, QUOTED, fact=True)
    drafts = [one for one in drafts if _shows_date(one)]
    if not drafts:
        return None
    drafts.sort(key=lambda one: dates[id(one.evidence)].first)
    return assemble([_dated(one, dates[id(one.evidence)]) for one in drafts], standalone=standalone)


def _told(asking: Asking, question: Question, desk: Desk) -> list[Evidence]:
    """Return sentences that may tell of the matter's events, or of the library's, best first."""
    editions = pointed_at(asking.rest, question, desk)
    everything = desk.finder.allowed(frozenset(one.edition for one in desk.library.documents))
    if not question.matter:
        return central(desk.record, editions or everything, keep=lambda text: _holds(text, question))
    within = editions or (everything if len(everything) < len(desk.library.documents) else None)
    hits = desk.retriever.search(question.text, UNITS, within=within)
    found = near(desk.record, [(hit.score, hit.unit) for hit in hits], keep=lambda text: _holds(text, question))
    matter = set(question.matter)
    return sorted(found, key=lambda one: -(one.score + 0.5 * len(matter & set(content_words(one.text))) / len(matter)))


def _holds(text: str, question: Question) -> bool:
    return _first_date(text, question.periods) is not None


def _date(one: Evidence, question: Question) -> Period | None:
    """Return the date of what a sentence tells, if it lay in the past when the sentence was published."""
    date = _first_date(one.text, question.periods)
    published = one.document.metadata.published
    return date if date and (published is None or date.first <= f"{published}-12-31"[:10]) else None


_AT = (
    r"(?:\b(?:in|on|of|since|from|during|early|late|mid|until|by|spring|summer|autumn|winter|year|around|about)[\s-]+"
    r"(?:the\s+)?|^|[(,–—]\s*)"
)
_EVENT_DATE = re.compile(
    rf"{_AT}(?P<date>(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{MONTH})\.?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?(?:19|20)\d\d"
    r"|(?:19|20)\d\d(?!\s+[a-z]+s\b))(?![\d,.]*\d)",
    re.IGNORECASE,
)
"""A date on which something happens: a day, month or year after a preposition or at the start; not a number."""


def _first_date(text: str, wanted: Iterable[Period]) -> Period | None:
    """Return the first date in a text that lies in one of some periods (in any, if there are none)."""
    wanted = tuple(wanted)
    for match in _EVENT_DATE.finditer(text):
        for one in periods(match["date"]):
            if _is_day(one.first) and (
                not wanted or any(period.first <= one.last and one.first <= period.last for period in wanted)
            ):
                return one
    return None


def _is_day(day: str) -> bool:
    """Tell whether a calendar has a day: documents write 31 June, too."""
    year, month, number = (int(part) for part in day.split("-"))
    return 1 <= month <= 12 and 1 <= number <= monthrange(year, month)[1]


def _one_a_date(found: Iterable[Evidence], dates: dict[int, Period]) -> Iterable[Evidence]:
    """Yield the first piece of evidence of each date."""
    seen: set[Period] = set()
    for one in found:
        if dates[id(one)] not in seen:
            seen.add(dates[id(one)])
            yield one


def _shows_date(one: Draft) -> bool:
    """Tell whether a line's own words or its quotation hold a date: what is told, not only its sentence, is dated."""
    quoted = one.span.of(one.evidence.document.text)
    return _EVENT_DATE.search(one.before) is not None or re.search(r"\b(?:19|20)\d\d\b", quoted) is not None


def _dated(one: Draft, date: Period) -> Draft:
    """Return a line with its date in front, and not once more before the quotation."""
    precision = 10 if date.first == date.last else 7 if date.first[:7] == date.last[:7] else 4
    words = date_in_words(date.first[:precision]) or ""
    rest = re.sub(rf"\b(?:on|in) {re.escape(words)}, ", "", one.before)
    return replace(one, before=f"{words} — {rest}")
