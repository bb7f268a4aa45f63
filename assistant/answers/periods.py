"""The times a question names: days, months, years and decades, as people write them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.dates import in_the_calendar

FIRST, LAST = "0000-01-01", "9999-12-31"
"""The bounds of a period that is open on one side."""


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included, as ISO dates."""

    first: str
    last: str

    @property
    def worded(self) -> re.Pattern[str]:
        """What names this day, month or year in a text."""
        year, month, day = self.first[:4], int(self.first[5:7]), int(self.first[8:])
        name = f"{date(2000, month, 1):%B}"
        if self.first == self.last:
            return re.compile(rf"\b(?:{day}(?:st|nd|rd|th)?(?:\s+of)?\s+{name}|{name}\s+{day}(?:st|nd|rd|th)?)\b", re.I)
        if self.first[:7] == self.last[:7]:
            return re.compile(rf"\b{name}(?:\s+\d{{1,2}})?,?\s+{year}\b", re.I)
        return re.compile(rf"\b{year}\b")

    def named(self, text: str) -> bool:
        """Tell whether a text names this day, month or year; never, for a time without a beginning or an end."""
        return self.first[:4] == self.last[:4] and self.worded.search(text) is not None

    @property
    def iso(self) -> str:
        """This day, month or year as an ISO date, as precise as it is."""
        if self.first == self.last:
            return self.first
        return self.first[:7] if self.first[:7] == self.last[:7] else self.first[:4]

    def contains(self, other: Period) -> bool:
        """Tell whether another period lies in this one."""
        return self.first <= other.first and other.last <= self.last

    def holds(self, published: str | None) -> bool:
        """Tell whether a document of this (partial) date may belong to the period."""
        if published is None:
            return False
        return (
            published + "-01-01"[len(published) - 4 :] <= self.last
            and published + "-12-31"[len(published) - 4 :] >= self.first
        )


_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep"
        "|october oct|november nov|december dec".split("|"),
        1,
    )
    for name in names.split()
}
CALENDAR = frozenset(name.capitalize() for name in _MONTHS) | frozenset(
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
)
MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
WHEN = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{MONTH})\b\.?,?(?:\s+(?P<y1>\d{{4}}))?"
    rf"|(?P<m2>{MONTH})\b\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d),?(?:\s+(?P<y2>\d{{4}}))?"
    rf"|(?P<m3>{MONTH})\b\.?,?\s+(?:of\s+)?(?P<y3>\d{{4}})"
    r"|(?P<y4>(?:19|20)\d\d)(?:-(?P<m4>0[1-9]|1[0-2])(?:-(?P<d4>\d\d))?|[-–](?P<until>\d\d))?)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|after|from)\s+(?:the\s+)?$", re.I)
_TO = re.compile(r"\bfrom\b[^.?!]{4,30}\s(?:to|until|till|through)\s+(?:the\s+)?$", re.I)
_BETWEEN = re.compile(r"\bbetween\b[^.?!]{4,30}\sand\s+(?:the\s+)?$", re.I)
_UNTIL = re.compile(r"\b(?:until|up to|by)\s+(?:the\s+)?(?:end of\s+)?$", re.I)
_BY = re.compile(r"\bby\s+(?:the\s+)?$", re.I)
"""Behind another time, "by" dates what has changed since: "in May, and by 9 June"."""
_BEFORE_IT = re.compile(r"\bbefore\s+(?:the\s+)?$", re.I)


_DECADE = re.compile(r"(?<!\w)(?:the\s+)?['’]?(?P<century>19|20)?(?P<decade>\d)0['’]?s\b")
_SHORT_YEAR = re.compile(r"(?<=\s)['’](?P<year>\d\d)\b(?!['’]?s)")
"""'21 and '98, as people write years."""
_IN_SHORT = re.compile(
    rf"\b(?P<month>(?:in|during|early|mid|late)[\s-]+(?:{MONTH}))\b\.?\s+(?P<year>\d\d)(?![\w/:-]|,?\s+(?:19|20)\d\d)",
    re.IGNORECASE,
)
"""In july 21: nothing happens in a day of a month, so it is a year."""
_PIVOT = 40
"""A year of two digits below it is of this century."""


def _short(text: str) -> str:
    """Return a text with its years of two digits in full."""
    text = _IN_SHORT.sub(lambda m: f"{m['month']} '{m['year']}", text)
    return _SHORT_YEAR.sub(lambda m: f"{'20' if int(m['year']) < _PIVOT else '19'}{m['year']}", text)


_THAT_YEAR = re.compile(rf"\b(?P<month>{MONTH})\b\.?,?\s+(?:of\s+)?(?:that|the same)\s+year\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def _same_year(text: str) -> str:
    """Return a text with "September that year" as the month of the year named before."""

    def named(match: re.Match[str]) -> str:
        years = _YEAR.findall(text[: match.start()])
        return f"{match['month']} {years[-1]}" if years else match.group()

    return _THAT_YEAR.sub(named, text)


_DAYS = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?P<to>\s+(?:to|until|till|through|and|vs\.?)\s+(?:the\s+)?)"
    rf"(?=\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{MONTH})\b)",
    re.IGNORECASE,
)
"""The first of two days of one month: "from 20 to 31 August"."""
_BARE_MONTH = re.compile(
    rf"(?P<before>\b(?:from|to|until|till|through|by|in|of|early|mid|late|between|and|since)[\s-]+)"
    rf"(?P<month>{MONTH})\b(?!\.?,?\s+(?:of\s+)?\d|\s+(?:that|the same)\s+year)",
    re.IGNORECASE,
)
"""A month without its year: "from January to April 2021"."""


def _completed(text: str) -> str:
    """Return a text with the month of a day, and the year of a month, that are given with the next one only."""
    text = _DAYS.sub(lambda match: f"{match['day']} {match['month']}{match['to']}", text)
    years = set(_YEAR.findall(text))
    if len(years) != 1:
        return text
    year = years.pop()

    def named(match: re.Match[str]) -> str:
        word = match["month"]
        return match.group() if word in {"may", "march"} else f"{match['before']}{word} {year}"

    return _BARE_MONTH.sub(named, text)


_DAY_AGAIN = re.compile(
    r"(?P<before>\b(?:on|by|and|then|vs\.?|versus) )(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)\b"
    r"(?=\s*(?:[?.,;:!)]|$|(?:and|or|to|at|in|by|was|were|is|did|does|had|has|then|what|how|who|he|she|they)\b))",
    re.IGNORECASE,
)
"""A day of the month that was named before: "on 20 August 2021, and by the 26th"."""


def _same_month(text: str) -> str:
    """Return a text with "by the 26th" as that day of the month of the day named before it."""

    def named(match: re.Match[str]) -> str:
        days = [one for one in WHEN.finditer(text, 0, match.start()) if one["d1"] or one["d2"]]
        if not days or any(one.end() > match.start() for one in WHEN.finditer(text) if one.start() <= match.start()):
            return match.group()
        year = days[-1]["y1"] or days[-1]["y2"] or ""
        return f"{match['before']}{match['day']} {days[-1]['m1'] or days[-1]['m2']} {year}".rstrip()

    return _DAY_AGAIN.sub(named, text)


_DECADES_LATER = re.compile(r"\b(?P<how>a|one|two|three)\s+decades?\s+(?:later|on|afterwards)\b", re.IGNORECASE)
_ABOUT = (-2, 3)
"""Years about a round number of decades that are meant by it."""


def _decades_later(text: str) -> str:
    """Return a text with "two decades on" as the years about it, counted from the one named before."""

    def named(match: re.Match[str]) -> str:
        years = _YEAR.findall(text[: match.start()])
        if not years:
            return match.group()
        then = int(years[-1]) + 10 * {"two": 2, "three": 3}.get(match["how"].lower(), 1)
        return f"in {then + _ABOUT[0]}-{(then + _ABOUT[1]) % 100:02d}"

    return _DECADES_LATER.sub(named, text)


_BARE_THAT_YEAR = re.compile(r"\b(?:in\s+)?(?:that|the\s+same)\s+year\b", re.IGNORECASE)


def in_that_year(text: str, before: str) -> str:
    """Return a question with the year of the one before it for "that year", if that one names a single year."""
    years = set(_YEAR.findall(before))
    return text if len(years) != 1 or _YEAR.search(text) else _BARE_THAT_YEAR.sub(f"in {years.pop()}", text)


_LATER = re.compile(
    r"\b(?:(?:a|one|(?P<two>two)) years?|(?:twelve|12) months)\s+(?:later|on|afterwards)\b"
    r"|\bthe (?:next|following) year\b|\bthe year (?:after|(?P<before>before))\b(?=\W*(?:$|[?.,;]))",
    re.IGNORECASE,
)


def _years_later(text: str) -> str:
    """Return a text with "a year later" as the year it means, counted from the one named before."""

    def named(match: re.Match[str]) -> str:
        years = _YEAR.findall(text[: match.start()])
        step = -1 if match["before"] else 2 if match["two"] else 1
        return f"in {int(years[-1]) + step}" if years else match.group()

    return _LATER.sub(named, text)


def _decades(text: str) -> Iterable[Period]:
    for match in _DECADE.finditer(text):
        century = match["century"] or ("20" if int(match["decade"]) * 10 < _PIVOT else "19")
        yield Period(f"{century}{match['decade']}0-01-01", f"{century}{match['decade']}9-12-31")


def spelt_out(text: str) -> str:
    """Return a text with its times in full: "that year", "a decade later", "from January to April 2021"."""
    return _same_month(_completed(_decades_later(_years_later(_same_year(_short(text))))))


def periods(text: str) -> tuple[Period, ...]:
    """Return the dates, years and decades a question names, as periods; "since 2022" is open to the right.

    Of "from 2016 to 2018" both ends are returned, and what lies between them.
    """
    text = spelt_out(text)
    found, ended = list(_decades(text)), LAST
    for match in WHEN.finditer(text):
        parts = {k: v for k, v in match.groupdict().items() if v}
        year = next((v for k, v in parts.items() if k.startswith("y")), None)
        year = year or _year_beside(text, match)
        if year is None:
            continue
        month = next((v for k, v in parts.items() if k.startswith("m")), None)
        day = next((v for k, v in parts.items() if k.startswith("d")), None)
        number = (int(month) if month.isdigit() else _MONTHS[month.lower()]) if month else None
        given = [int(year), *([number] if number else []), *([int(day)] if day and number else [])]
        if (iso := in_the_calendar(*given)) is None:
            continue
        first, last = iso + "-01-01"[len(iso) - 4 :], iso + "-12-31"[len(iso) - 4 :]
        if match["until"]:  # "2015-16", which is no month
            last = f"{int(year) + (int(match['until']) - int(year)) % 100}-12-31"
        if found and _BETWEEN.search(text[: match.start()]) and found[-1].first < first:
            found += [Period(first, last), Period(found[-1].first, last)]
            continue
        if found and _TO.search(text[: match.start()]) and found[-1].last == LAST:
            start = found[-1].first
            found[-1:] = [Period(start, ended), Period(first, last), Period(start, last)]
            continue
        if _SINCE.search(text[: match.start()]):
            ended, last = last, LAST
        elif _UNTIL.search(text[: match.start()]) and not (found and _BY.search(text[: match.start()])):
            first = FIRST
        elif _BEFORE_IT.search(text[: match.start()]):
            first, last = FIRST, _day_before(first, *given[2:])
        found.append(Period(first, last))
    return tuple(dict.fromkeys(found))


def _year_beside(text: str, day: re.Match[str]) -> str | None:
    """Return the year of a day that is given without one: "8 July to 16 August 2021", "3 May 2020, then 9 June"."""
    years = list(_YEAR.finditer(text))
    after = (year.group() for year in years if year.start() >= day.end())
    before = (year.group() for year in reversed(years) if year.end() <= day.start())
    return next(after, None) or next(before, None)


def dated_in_full(text: str) -> str:
    """Return a text in which each day and month has the year that it is of, where the text tells."""
    text = spelt_out(text)

    def named(match: re.Match[str]) -> str:
        has_year = any(value for name, value in match.groupdict().items() if name.startswith("y"))
        year = None if has_year else _year_beside(text, match)
        return f"{match.group()} {year}" if year else match.group()

    return WHEN.sub(named, text)


def _day_before(first: str, named: int = 1) -> str:
    """Return the day before one; where the calendar lacks the day that was named (31 June), the last it has."""
    year, month, number = (int(part) for part in first.split("-"))
    last = monthrange(year, month)[1]
    return str(date(year, month, last) if named > last else date(year, month, number) - timedelta(days=1))


_NO_YEAR = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<of>{MONTH})\b|\b(?P<before>{MONTH})\b\.?\s+\d{{1,2}}\b(?!\d)"
    rf"|(?<!\S)(?P<when>in|during|early|mid|late|between|from|to|and|then)[\s-]+(?P<month>{MONTH})\b(?!\s+\d|['’]s)",
    re.IGNORECASE,
)
"""A day or a month in a question that names no year."""
_BOUND = re.compile(r"\b(?:before|until|till|by|since|after)\s+(?:the\s+)?$", re.IGNORECASE)
"""What makes a day the beginning or the end of a time."""
_GOES_ON = frozenset({"to", "and", "then"})
"""What joins a month to the one before it, and else anything to a person called June."""
_MODAL = re.compile(r"\s+(?!and\b|or\b|to\b|on\b|in\b|at\b)[a-z]")
"""What stands behind "may" and "march" where these are verbs."""
RECENT = 6
"""Months before a document's day of which it tells without naming their year."""


def in_known_years(text: str, published: Sequence[str | None]) -> str:
    """Return a question that names no year with the year of each month, where the library's documents leave but one.

    `published` are the documents' dates, ISO, as precise as they are known. At least one month must be that of a
    document, and each is left alone of which, with another year, another document may tell: one shortly before its own
    day. "What did he know before 5 March?" is of no document's day.
    """
    if _YEAR.search(_short(text)) or _DECADE.search(text):
        return text
    own = {int(one[5:7]) for one in published if one is not None and len(one) >= len("2024-05")}
    if not any(_month_of(one) in own for one in _NO_YEAR.finditer(text)):
        return text
    years: dict[int, set[int]] = {}
    for one in published:
        if one is not None and len(one) >= len("2024-05"):
            last = 12 * int(one[:4]) + int(one[5:7]) - 1
            for month in range(last - RECENT, last + 1):
                years.setdefault(month % 12 + 1, set()).add(month // 12)
    named = 0

    def in_its_year(match: re.Match[str]) -> str:
        nonlocal named
        held = years.get(_month_of(match), set())
        joined = (match["when"] or "").lower() in _GOES_ON and not named
        verb = match.group().endswith(("may", "march")) and _MODAL.match(text, match.end()) is not None
        if len(held) != 1 or joined or verb or _BOUND.search(text[: match.start()]):
            return match.group()
        named += 1
        return f"{match.group()} {next(iter(held))}"

    return _NO_YEAR.sub(in_its_year, text)


def _month_of(match: re.Match[str]) -> int:
    """Return the number of the month that a question names."""
    return _MONTHS[next(value for value in (match["of"], match["before"], match["month"]) if value).lower()]


def timeless(text: str) -> str:
    """Return a text without the times it names."""
    return _DECADE.sub(" ", WHEN.sub(" ", _PART_OF.sub("", spelt_out(text))))


_PART_OF = re.compile(
    rf"\b(?:early|mid|late)[\s-]+(?:in\s+)?(?=(?:{MONTH})\b|(?:the\s+)?['’]?(?:19|20)?\d0)", re.IGNORECASE
)
_BEFORE_A_TIME = re.compile(r"\b(?:since|before|after|until|by|in|on|from)\s+(?=\s|[,?]|$)", re.IGNORECASE)


def without_times(text: str) -> str:
    """Return a text without the times it names and the words before them: "since 2022", "on 8 July"."""
    return _BEFORE_A_TIME.sub(" ", timeless(text))
