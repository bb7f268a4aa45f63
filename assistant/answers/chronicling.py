"""What happened when: dated facts in order, each with its date first."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import replace

from assistant.answers.asking import Asking
from assistant.answers.composing import assemble
from assistant.answers.desk import Desk
from assistant.answers.evidence import Evidence
from assistant.answers.flowing import flowing
from assistant.answers.lines import ENTRY, lines, passing
from assistant.answers.naming import date_in_words
from assistant.answers.outlining import pointed_at
from assistant.answers.periods import MONTH, Period, periods
from assistant.answers.question import Question, understand
from assistant.answers.surveying import MOST_EDITIONS, central, main_ones, near
from assistant.answers.wording import Draft
from assistant.model import Answer
from assistant.text import matter_words

MOST_LINES = 5
YEAR = 4
"""Characters of an ISO date that gives only the year."""
CANDIDATES = 30
"""Dated sentences tried for a line."""
QUOTED = 20
"""Words a line may quote."""
UNITS = 200
"""Units among which the events of a matter are looked for."""


def chronology(asking: Asking, desk: Desk, standalone: str | None) -> Answer | None:
    """Give dated facts in order; None where none is found."""
    question = understand(asking.rest, desk.library.parties, desk.library.documents)
    events = [(date, one) for one in _told(asking, question, desk) if (date := _date(one, question)) is not None]
    dates = {id(one): date for date, one in events}
    kept = list(_one_a_date(main_ones([one for _, one in events], CANDIDATES, of_one=CANDIDATES), dates))
    facts = sorted(kept, key=lambda one: one.contested)
    drafts = lines(facts, MOST_LINES, QUOTED, fact=True, flow=False)
    drafts = [one for one in drafts if _shows_date(one)]
    if not drafts:
        return None
    drafts.sort(key=lambda one: dates[id(one.evidence)].first)
    told = passing([_dated(one, dates[id(one.evidence)]) for one in flowing(drafts)])
    return assemble(told, standalone=standalone) if told else None


def _told(asking: Asking, question: Question, desk: Desk) -> list[Evidence]:
    """Return sentences that may tell of the matter's events, or of the library's, best first."""
    editions = pointed_at(asking.rest, question, desk)
    everything = desk.finder.allowed(frozenset(one.edition for one in desk.library.documents))
    if not question.matter:
        told = editions or _told_soon(question, everything, desk)
        return central(desk.record, told, keep=lambda text: _holds(text, question), embed=desk.finder.vectors)
    within = editions or (everything if len(everything) < len(desk.library.documents) else None)
    hits = desk.retriever.search(question.text, UNITS, within=within)
    found = near(desk.record, [(hit.score, hit.unit) for hit in hits], keep=lambda text: _holds(text, question))
    matter = set(question.matter)
    shared = {id(one): len(matter & matter_words(one.text)) / len(matter) for one in found}
    return sorted((one for one in found if shared[id(one)]), key=lambda one: -(one.score + 0.5 * shared[id(one)]))


def _told_soon(question: Question, editions: frozenset[str], desk: Desk) -> frozenset[str]:
    """Return the documents of the time asked for and the first after it; all, where no time is asked for."""
    first = min((period.first[:4] for period in question.periods), default="")
    dated = {one.edition: one.metadata.published or "9999" for one in desk.library.documents if one.edition in editions}
    later = sorted((edition for edition, date in dated.items() if date[:4] >= first), key=lambda one: dated[one])
    return frozenset(later[:MOST_EDITIONS]) if first else editions


def _holds(text: str, question: Question) -> bool:
    return _first_date(text, question.periods) is not None


def _date(one: Evidence, question: Question) -> Period | None:
    """Return the date of what a sentence tells, if it lay in the past when the sentence was published."""
    date = _first_date(one.text, question.periods)
    published = one.document.metadata.published
    written = published + "-12-31"[len(published) - 4 :] if published else "9999"
    return date if date and date.first <= written else None


_EVENT_DATE = re.compile(
    rf"(?P<date>(?<!\d)(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?\b(?:{MONTH})\.?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?"
    r"(?:19|20)\d\d)\b"
    r"|(?:^|\b(?:in|since|during|from|by|until|early|late|mid|year|spring|summer|autumn|winter)[\s-]+"
    r"|\b(?!(?:speech|report|statement|resolution|address|proclamation|order|debate|session)\b)\w+\s+of\s+)"
    r"(?P<year>(?:19|20)\d\d)\b(?!\s+[a-z]+s\b|[.,]\d)",
    re.IGNORECASE,
)
"""A date on which something happens: a day or month with its year, or a year after a preposition; no mere number."""


def _first_date(text: str, wanted: Iterable[Period]) -> Period | None:
    """Return the first date in a text that lies in one of some periods (in any, if there are none)."""
    wanted = tuple(wanted)
    for match in _EVENT_DATE.finditer(text):
        for one in periods(match["date"] or match["year"]):
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
    """Yield the first piece of evidence of each day or month; of a year, all that is told."""
    seen: set[Period] = set()
    for one in found:
        date = dates[id(one)]
        if date not in seen or _precision(date) == YEAR:
            seen.add(date)
            yield one


def _precision(date: Period) -> int:
    """Return how many characters of an ISO date are known: 10 of a day, 7 of a month, 4 of a year."""
    return 10 if date.first == date.last else 7 if date.first[:7] == date.last[:7] else YEAR


def _shows_date(one: Draft) -> bool:
    """Tell whether a line's own words or its quotation hold a date: what is told, not only its sentence, is dated."""
    quoted = one.span.of(one.evidence.document.text)
    entry = ENTRY.match(one.evidence.text) is not None
    return entry or _EVENT_DATE.search(one.before) is not None or re.search(r"\b(?:19|20)\d\d\b", quoted) is not None


def _dated(one: Draft, date: Period) -> Draft:
    """Return a line with its date in front, and not once more before the quotation."""
    words = date_in_words(date.first[: _precision(date)]) or ""
    rest = re.sub(rf"\b(?:on|in) {re.escape(words)}, ", "", one.before)
    return replace(one, before=f"{words} — {rest}")
