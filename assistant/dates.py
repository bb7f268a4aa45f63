"""Dates as documents give them: a year, a month or a day, and none that no calendar has."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator

MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
"""A pattern for a month's name, in full or shortened."""


def in_the_calendar(*given: int) -> str | None:
    """Return year, month and day as an ISO date, or as many of them as the calendar has: 31 June 2021 is 2021-06."""
    for precision in range(len(given), 0, -1):
        try:
            day = date(*[*given[:precision], 1, 1][:3])
        except ValueError:
            continue
        return day.isoformat()[: (4, 7, 10)[precision - 1]]
    return None


def date_in_words(published: str | None) -> str | None:
    """Write an ISO date as people do, as precisely as it is known: 2024-08 is August 2024."""
    if published is None:
        return None
    parts = published.split("-")
    if len(parts) == 1:
        return parts[0]
    day = date(int(parts[0]), int(parts[1]), int(parts[2]) if len(parts) == 3 else 1)
    return f"{day:%B %Y}" if len(parts) == 2 else f"{day.day} {day:%B %Y}"


_PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def _partial_date(value: object) -> object:
    if isinstance(value, str) and not _PARTIAL_DATE.fullmatch(value):
        raise ValueError(f"a date is written YYYY, YYYY-MM or YYYY-MM-DD, not {value!r}")
    if isinstance(value, str) and in_the_calendar(*map(int, value.split("-"))) != value:
        raise ValueError(f"no calendar has the day {value}")
    return value


PartialDate = Annotated[str, BeforeValidator(_partial_date)]
"""An ISO 8601 date of the precision the document gives: YYYY, YYYY-MM or YYYY-MM-DD."""
