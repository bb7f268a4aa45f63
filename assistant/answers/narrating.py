"""When it was that a retelling tells of: a date that opens a sentence governs what follows, to the paragraph's end.

A date in a heading governs what stands under it.
"In 2017 the sides drew no closer. Norland held out a hand." tells of 2017 twice. A date in the middle of a sentence
governs nothing; "a year later" counts on; after "some weeks later" nobody knows; "that year" takes up the last date.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from assistant.answers.periods import LAST, MONTH, WHEN, Period, periods
from assistant.model import Document, Span

RETELLING_GENRES = frozenset({"brief", "article", "news", "report", "opinion", "reference"})
"""Genres whose sentences are about what others say and do, not in a speaker's first person."""

_OPENS = r"(?:\A|(?<=\n\n)|(?<=\n)(?=[-*] )|(?<=[.!?]\s)|(?<=[.!?][”\"’')]\s))(?:[-*] )?"
_DATE = rf"(?:{WHEN.pattern}|(?<=\bin\s)(?:{MONTH})\b(?!\s*\d))"
_LABEL_ENDS = r"(?:[:.](?:\*\*|__|\s)|(?:\*\*|__)(?:[:.]|\s*[–—-])?\s|\s*[–—]\s|\s-\s)"
"""What stands behind the date of an entry: "**15 March.** The bank closes", "15 March – The bank closes"."""
_MARK = re.compile(
    rf"(?P<heading>^#+ .*\n+)|(?P<break>\n\n)|{_OPENS}(?:"
    rf"(?:(?:(?:Early|Late|Later)\s+)?(?:On|In|During)\s+(?:the\s+\w+\s+of\s+|early\s+|late\s+|mid-)?"
    rf"|(?:[\w’'\-]+\s+){{1,5}}?(?:speech|address|statement|remarks|briefing|interview|report|letter|proclamation)\s+"
    rf"(?:of|in|on|from)\s+|(?:\*\*|__)?(?:\d{{1,2}}[–-])?(?=[^\n:.–—]{{4,20}}{_LABEL_ENDS}))(?P<date>(?i:{_DATE}))"
    r"|(?P<later>(?:A|One)\s+year\s+(?:later|on|after)\b|The\s+(?:next|following)\s+year\b)"
    r"|(?P<unknown>(?:A|One|Two|Three|Four|Five|Six|Ten|Some|Several|Many|A\s+few)\s+(?:days?|weeks?|months?|years?"
    r"|decades?)\s+(?:later|earlier|on|after|before)\b|The\s+(?:next|following|previous)\s+(?:day|week|month)\b)"
    r"|(?P<same>[^.!?\n]{0,60}?\b(?i:that|the\s+same)\s+(?:year|month|day)\b))",
    re.MULTILINE,
)


def told_of(document: Document, sentence: Span) -> Period | None:
    """Return the day, month or year that a sentence of a retelling tells of; None where nothing says it."""
    if document.metadata.genre not in RETELLING_GENRES:
        return None
    _, time = _stretch(document, sentence)
    return time


def entry_of(document: Document, sentence: Span) -> Period | None:
    """Return the time of the entry of a chronology that holds a sentence: "**15 March.** The bank closes."."""
    starts, time = _stretch(document, sentence)
    return time if time is not None and _LABEL.match(document.text, starts) else None


_LABEL = re.compile(rf"(?:[-*] )?(?:\*\*|__)?(?:\d{{1,2}}[–-])?(?i:{_DATE}){_LABEL_ENDS}")


def _stretch(document: Document, sentence: Span) -> tuple[int, Period | None]:
    """Return where the stretch of one date begins that holds a sentence, and that date."""
    begin = document.content[0].start if document.content else 0
    starts, times = _timeline(document.text, begin, document.metadata.published)
    place = bisect_right(starts, sentence.start) - 1
    return (starts[place], times[place]) if place >= 0 else (0, None)


@lru_cache(maxsize=256)
def _timeline(text: str, begin: int, published: str | None) -> tuple[list[int], list[Period | None]]:
    """Return where each stretch begins that one date governs, and that date; from where its content begins."""
    marks = list(_marks(text, begin, published))
    return [start for start, _ in marks], [time for _, time in marks]


def _marks(text: str, begin: int, published: str | None) -> Iterator[tuple[int, Period | None]]:
    section: Period | None = None
    last: Period | None = None
    told: Period | None = None  # the last date whose year is written
    for mark in _MARK.finditer(text, begin):
        if mark["heading"]:
            section = _dated(mark["heading"], last)
            yield mark.end(), section
        elif mark["break"]:
            yield mark.end(), section
        elif mark["date"]:
            entry = _LABEL.match(text, mark.start()) is not None
            last = _entered(mark["date"], section or told, published, goes_on=entry)
            told = last if last is not None and last.first[:4] in mark["date"] else told
            yield mark.start(), last
        elif mark["later"] and last is not None:
            last = _year(int(last.first[:4]) + 1)
            yield mark.start(), last
        elif mark["same"] and last is not None:
            last = last if mark["same"].endswith("day") else _year(int(last.first[:4]))
            yield mark.start(), last
        else:
            yield mark.start(), None


def _entered(words: str, told: Period | None, published: str | None, *, goes_on: bool) -> Period | None:
    """Return the time that words name: of the year told of before, or in a chronology, which `goes_on`, the next one.

    There a month that stands far before the last one is of the next year, be it not past the document's own day: what
    stands newest first goes back. Without a year before it, a day is the last of its kind before the document's own.
    """
    found = _dated(words, told)
    if found is None or told is None or found.first[:4] in words:
        return found or _before(words, published)
    now = published + "-12-31"[len(published) - 4 :] if published else LAST
    if found.first > now:
        return _before(words, published)
    turned = goes_on and int(told.first[5:7]) - int(found.first[5:7]) >= TURN
    after = _dated(words, _year(int(told.first[:4]) + 1)) if turned else None
    return after if after is not None and after.first <= now else found


TURN = 6
"""Months that one entry of a chronology stands before the last one's, in the calendar, where a year has turned."""


def _before(words: str, published: str | None) -> Period | None:
    """Return the time that words name without a year as the last of its kind before a document's day."""
    if published is None:
        return None
    now = published + "-12-31"[len(published) - 4 :]
    found = (_dated(words, _year(int(now[:4]) - back)) for back in (0, 1))
    return next((one for one in found if one is not None and one.first <= now), None)


def _year(number: int) -> Period:
    return Period(f"{number}-01-01", f"{number}-12-31")


def _dated(words: str, last: Period | None) -> Period | None:
    """Return the one time of a year that words name; a day without its year is of the year told of before, if any."""
    if re.fullmatch(MONTH, words, re.IGNORECASE):
        return periods(f"{words} {last.first[:4]}")[0] if last is not None else None
    named = list(WHEN.finditer(words))
    if len(named) != 1:
        return None
    year = f" {last.first[:4]}" if last is not None else ""
    found = [*periods(words), *periods(named[0].group() + year)]
    return found[0] if found and found[0].first[:4] == found[0].last[:4] else None
