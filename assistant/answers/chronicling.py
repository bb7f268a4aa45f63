"""What happened when: dated facts in order, each with its date first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache

from assistant.answers.asking import Asking
from assistant.answers.composing import assemble
from assistant.answers.desk import Desk
from assistant.answers.evidence import Evidence
from assistant.answers.flowing import flowing
from assistant.answers.lines import ENTRY, lines, passing
from assistant.answers.narrating import entry_of
from assistant.answers.outlining import pointed_at
from assistant.answers.periods import MONTH, Period, periods
from assistant.answers.question import Question, understand
from assistant.answers.surveying import MOST_EDITIONS, central, main_ones, near, only_asks
from assistant.answers.wholeness import claimed
from assistant.answers.wording import Draft
from assistant.dates import date_in_words
from assistant.model import Answer
from assistant.text import matter_words

MOST_LINES = 5
YEAR = 4
"""Characters of an ISO date that gives only the year."""
CANDIDATES = 30
"""Dated sentences tried for a line."""
QUOTED = 20
"""Words a line may quote."""
WHOLE = 0.6
"""Share of the matter, as the best sentence holds it, that every event's sentence holds."""
UNITS = 200
"""Units among which the events of a matter are looked for."""


def chronology(asking: Asking, desk: Desk, standalone: str | None) -> Answer | None:
    """Give dated facts in order; None where none is found."""
    question = understand(asking.rest, desk.library.parties, desk.library.documents)
    told = _told(asking, question, desk)
    told = [one for one in told if not only_asks(one)] or told
    events = [(when, one) for one in told if (when := _date(one, question)) is not None]
    dates = {id(one): when for when, one in events}
    kept = list(_one_a_date(main_ones([one for _, one in events], CANDIDATES, of_one=CANDIDATES), dates))
    facts = sorted(kept, key=lambda one: one.contested)
    drafts = lines(facts, MOST_LINES, QUOTED, fact=True, flow=False)
    drafts = [one for one in drafts if _shows_date(one, dates[id(one.evidence)])]
    if not drafts:
        return None
    drafts.sort(key=lambda one: dates[id(one.evidence)].first)
    made = passing([_dated(one, dates[id(one.evidence)]) for one in flowing(drafts)])
    return assemble(made, standalone=standalone) if made else None


def words_of_that_time(asking: Asking, desk: Desk) -> str:
    """Say that nothing here is dated to the times a question names, before what was said then; empty for no time."""
    question = understand(asking.rest, desk.library.parties, desk.library.documents)
    if not question.periods:
        return ""
    return "The documents date no event to that time in so many words; of that time they hold these words."


def _told(asking: Asking, question: Question, desk: Desk) -> list[Evidence]:
    """Return sentences that may tell of the matter's events, or of the library's, best first."""
    editions = pointed_at(asking.rest, question, desk)
    everything = desk.finder.allowed(frozenset(one.edition for one in desk.library.documents))
    if not question.matter:
        told = editions or _told_soon(question, everything, desk)
        return central(desk.record, told, keep=lambda text: _is_dated(text, question), embed=desk.finder.vectors)
    within = editions or (everything if len(everything) < len(desk.library.documents) else None)
    hits = desk.retriever.search(question.text, UNITS, within=within)
    found = near(desk.record, [(hit.score, hit.unit) for hit in hits], keep=lambda text: _is_dated(text, question))
    matter = set(question.matter)
    shared = {id(one): len(matter & matter_words(one.read)) / len(matter) for one in found}
    least = WHOLE * max(shared.values(), default=0.0)
    return sorted(
        (one for one in found if shared[id(one)] and shared[id(one)] >= least),
        key=lambda one: -(one.score + 0.5 * shared[id(one)]),
    )


def _told_soon(question: Question, editions: frozenset[str], desk: Desk) -> frozenset[str]:
    """Return the documents of the time asked for and the first after it; all, where no time is asked for."""
    first = min((period.first[:4] for period in question.periods), default="")
    dated = {one.edition: one.metadata.published or "9999" for one in desk.library.documents if one.edition in editions}
    later = sorted((edition for edition, day in dated.items() if day[:4] >= first), key=lambda one: dated[one])
    return frozenset(later[:MOST_EDITIONS]) if first else editions


def _is_dated(text: str, question: Question) -> bool:
    return _first_date(text, question.periods) is not None or _YEARLESS.search(text) is not None


def _date(one: Evidence, question: Question) -> Period | None:
    """Return the date of what a sentence tells, if it lay in the past when the sentence was published."""
    published = one.document.metadata.published
    found = _first_date(one.read, question.periods) or _lately(one, question.periods)
    written = published + "-12-31"[len(published) - 4 :] if published else "9999"
    return found if found and found.first <= written else None


_EVENT_DATE = re.compile(
    rf"(?P<date>(?<!\d)(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?\b(?:{MONTH})\.?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?"
    r"(?:19|20)\d\d)\b"
    r"|(?:^|\b(?:in|since|during|from|by|until|early|late|mid|year|spring|summer|autumn|winter)[\s-]+"
    r"|\b(?!(?:speech|report|statement|resolution|address|proclamation|order|debate|session)\b)\w+\s+of\s+)"
    r"(?P<year>(?:19|20)\d\d)\b(?!\s+[a-z]+s\b|[.,]\d)",
    re.IGNORECASE,
)
"""A date on which something happens: a day or month with its year, or a year after a preposition; no mere number."""


_YEARLESS = re.compile(
    rf"\b(?:(?P<month>(?i:{MONTH}))\b\.?\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month2>(?i:{MONTH})))\b(?!,?\s+(?:19|20)\d\d|\d)"
)
"""A day without its year."""
LATELY = 45
"""Days before its publication in which a day lies that a document names without a year."""


def _lately(one: Evidence, wanted: Iterable[Period]) -> Period | None:
    """Return the day without a year that a sentence names, if it lay shortly before the document was published.

    A day that the document elsewhere gives with a year is of that year, and known by it.
    """
    published = one.document.metadata.published or ""
    if len(published) < len("2021-08-31"):
        return None
    wanted = tuple(wanted)
    for match in _YEARLESS.finditer(one.text):
        name, number = match["month"] or match["month2"], match["day"] or match["day2"]
        found = (
            periods(f"{number} {name} {published[:4]}")
            if name[0].isupper() and not _NOT_THEN.search(one.text[: match.start()])
            else ()
        )
        for period in found:
            if period.worded.search(_with_years(one.document.text)):
                continue
            ago = (date.fromisoformat(published) - date.fromisoformat(period.first)).days
            met = not wanted or any(each.first <= period.last and period.first <= each.last for each in wanted)
            if 0 <= ago <= LATELY and met:
                return period
    return None


@lru_cache(maxsize=64)
def _with_years(text: str) -> str:
    """Return the days of a text that stand with their year."""
    return "; ".join(match["date"] for match in _EVENT_DATE.finditer(text) if match["date"])


_NOT_THEN = re.compile(
    r"\b(?:after|before|until|till|by|prior to|through|(?:date|deadline) (?:of|for))\s+(?:the\s+)?$", re.IGNORECASE
)
"""What before a date says that something did not happen on it."""


def _first_date(text: str, wanted: Iterable[Period]) -> Period | None:
    """Return the first date in a text that lies in one of some periods (in any, if there are none)."""
    wanted = tuple(wanted)
    for match in _EVENT_DATE.finditer(text):
        place = match.start("date") if match["date"] else match.start("year")
        if _NOT_THEN.search(text[:place]):
            continue
        for one in periods(match["date"] or match["year"]):
            if not wanted or any(period.first <= one.last and one.first <= period.last for period in wanted):
                return one
    return None


def _one_a_date(found: Iterable[Evidence], dates: dict[int, Period]) -> Iterable[Evidence]:
    """Yield the first piece of evidence of each day or month; of a year, all that is told."""
    seen: set[Period] = set()
    for one in found:
        when = dates[id(one)]
        if when not in seen or _precision(when) == YEAR:
            seen.add(when)
            yield one


def _precision(when: Period) -> int:
    """Return how many characters of an ISO date are known: 10 of a day, 7 of a month, 4 of a year."""
    return 10 if when.first == when.last else 7 if when.first[:7] == when.last[:7] else YEAR


def _shows_date(one: Draft, when: Period) -> bool:
    """Tell whether what a line tells holds its date: not only its sentence is dated, or its document."""
    entry = ENTRY.match(one.evidence.text) or entry_of(one.evidence.document, one.evidence.sentence.span)
    return entry is not None or when.worded.search(claimed(one)) is not None


def _dated(one: Draft, when: Period) -> Draft:
    """Return a line with its date in front, and not once more before the quotation."""
    words = date_in_words(when.first[: _precision(when)]) or ""
    rest = re.sub(
        rf"\b(?:on|in) {re.escape(words.rsplit(' ', 1)[0])}(?: \d{{4}})?, (\w)", r"\1", one.before, flags=re.I
    )
    return replace(one, before=f"{words} — {rest}")
