"""A line's date: when it was, by the document that tells of it, that somebody said or did what is quoted."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answers.naming import outlet
from assistant.answers.narrating import entry_of, told_of
from assistant.answers.periods import WHEN
from assistant.answers.wording import Draft
from assistant.checks.sounding import sound
from assistant.dates import date_in_words
from assistant.model import ClaimantKind, Voice

_KNOWN = frozenset({ClaimantKind.NAMED, ClaimantKind.GROUP, ClaimantKind.ARTIFACT})
_ON = re.compile(r"(?:on|in|by|during)\s+", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


def dated(one: Draft, *, always: bool) -> Draft:
    """Give a line its date with the year: one that names a day without it, and with `always` one that names none.

    A line that says no date is left as it is where its document does not tell it, or the checks refuse it.
    """
    opening = f"According to {outlet(one.evidence)}, "
    if always and not one.before and one.voice is Voice.OWN:
        return _entered(one)
    told = told_of(one.evidence.document, one.evidence.sentence.span)
    if told is None or not one.before.startswith(opening) or _YEAR.search(one.before, len(opening)):
        return one
    rest = one.before[len(opening) :]
    on = _ON.match(rest)
    day = WHEN.match(rest, on.end()) if on else None
    if day is None and not (always and _is_a_partys(one)):
        return one
    if told.first[:4] in one.span.of(one.evidence.document.text):
        return one  # the words say it themselves
    when = f"{'on' if told.first == told.last else 'in'} {date_in_words(told.iso)}"
    made = replace(one, before=f"{opening}{when}, {rest[day.end() :].lstrip(' ,') if day else rest}")
    return made if sound(made) else one


def _entered(one: Draft) -> Draft:
    """Return a plain fact with the day of the entry of a chronology that it stands in."""
    document, sentence = one.evidence.document, one.evidence.sentence.span
    entry = entry_of(document, sentence)
    if entry is None or WHEN.search(one.span.of(document.text)):
        return one
    made = replace(one, before=f"{'On' if entry.first == entry.last else 'In'} {date_in_words(entry.iso)}: ")
    return made if sound(made) else one


def _is_a_partys(one: Draft) -> bool:
    """Tell whether a line gives somebody's words: "none of the speeches says so" was not said at any time."""
    made = one.reported
    return made is not None and made.source is not None and all(party.kind in _KNOWN for party in made.claimants)
