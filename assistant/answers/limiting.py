"""What a person narrows a question to: a time of publication, and one claimant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.answers.parties import Parties, Party
from assistant.answers.periods import FIRST, LAST, Period
from assistant.answers.question import Question
from assistant.errors import UsageError
from assistant.record import Listed

_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True)
class Limits:
    """Conditions that documents and speakers must meet, besides the question; all that are given must hold."""

    since: str | None = None
    """Published on or after this (partial) date: 2022, 2022-08 or 2022-08-31."""
    until: str | None = None
    """Published on or before it."""
    claimant: str | None = None
    """Only this party's words."""

    def __post_init__(self) -> None:
        """Refuse what is no date. Raises UsageError."""
        for given in (self.since, self.until):
            if given is not None and not _DATE.fullmatch(given):
                raise UsageError(f"A date is written 2022, 2022-08 or 2022-08-31, not {given!r}.")
        if self.since and self.until and self.period.first > self.period.last:
            raise UsageError(f"Nothing was published both since {self.since} and until {self.until}. Swap the dates.")

    @property
    def period(self) -> Period:
        """The time of publication, open where no date is given."""
        first = self.since + "-01-01"[len(self.since) - 4 :] if self.since else FIRST
        last = self.until + "-12-31"[len(self.until) - 4 :] if self.until else LAST
        return Period(first, last)

    def editions(self, documents: Iterable[Listed]) -> frozenset[str] | None:
        """Return the editions of the time, or None where no time is given; one without a date is of no time."""
        if self.since is None and self.until is None:
            return None
        return frozenset(one.edition for one in documents if self.period.holds(one.metadata.published))

    def party(self, parties: Parties) -> Party | None:
        """Return the party whose words alone count; None where no claimant is given or nobody goes by that name."""
        name = self.claimant
        return next(iter([*parties.find(name), *parties.like(name)]), None) if name is not None else None

    def narrowed(self, question: Question, parties: Parties) -> Question:
        """Return a question that wants the claimant's words; unchanged where none is given."""
        if self.claimant is None:
            return question
        party = self.party(parties)
        asked = () if party is None else (party,)
        return replace(question, asked=asked, strangers=(), premise=False, sides=False)


NONE = Limits()
"""No conditions."""


def implied(question: Question) -> Limits:
    """Return the limits that a question's own words set: "what has X said since 2022" wants only documents since 2022.

    A year without such a word, or without anybody who is asked, limits nothing: a late document may tell of it.
    """
    open_ended = [one for one in question.periods if one.last == LAST or one.first == FIRST]
    if len(open_ended) != 1 or not question.asked or question.change:
        return NONE
    one = open_ended[0]
    return Limits(since=one.first if one.first != FIRST else None, until=one.last if one.last != LAST else None)
