"""Two parties' numbers of one thing, told one behind the other: "The bank put it at 365m. The party says 480m."."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answers.opposing.quantities import NUMERALS, SCALES
from assistant.answers.opposing.told import Told, differ
from assistant.answers.opposing.wording import matter_of, names_in
from assistant.text import stem

BACK = 2
"""Sentences back to the number that another stands beside."""
_BARE = 5
"""Words at most of what says a number and nothing else: "more than 60,000 tonnes"."""
_WORDS = "|".join(f"{word}s?" for word in sorted(NUMERALS.keys() | SCALES.keys(), key=len, reverse=True))
_AMOUNT = re.compile(
    r"(?<![\w.,:/-])(?P<money>[$£€])?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?![.,/:-]?\d)"
    rf"|\b(?:{_WORDS})\b)(?P<large>\s?(?:k|m|mn|bn|tn|hundred|thousand|million|billion)\b)?"
    r"\s*(?P<unit>%|(?:per cent|percent)\b|[a-z][a-z-]+)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"^\W*(?:january|february|march|april|may|june|july|august|september|october|november|december|o['’]clock|am|pm"
    r"|years?|months?|weeks?|days?|hours?|minutes?)\b",
    re.IGNORECASE,
)
"""What stands behind a number of time."""
_PUTTING = re.compile(r"puts?\b|estimate|reckon|calculate", re.IGNORECASE)


def numbers_in(told: Told) -> Iterator[tuple[int, int]]:
    """Yield the claims of two parties that give different numbers of one thing, by their numbers."""
    for at, held in enumerate(told.held):
        for ours in held:
            mine = _amount(told, ours)
            if mine is None:
                continue
            for theirs in _before(told, at, ours):
                other = _amount(told, theirs, own=_puts(told, ours))  # "Nine fell. They put it at 20."
                if other is not None and _is_of_one(told, theirs, ours, other, mine):
                    yield theirs, ours
                    break


def _before(told: Told, at: int, ours: int) -> Iterator[int]:
    """Yield the claims of others before one in its paragraph, the nearest first."""
    for back in range(at, max(-1, at - BACK - 1), -1):
        if told.sentences[back].paragraph != told.sentences[at].paragraph:
            return
        for n in reversed(told.held[back]):
            if told.content(n).end <= told.content(ours).start and differ(told.party(ours), told.party(n)):
                yield n


def _amount(told: Told, number: int, *, own: bool = False) -> re.Match[str] | None:
    """Return the one number that somebody's claim gives (or the teller's `own`); None of several, of a date or time."""
    if not (told.attributed(number) or own) or told.asks(number) or told.party(number) is None:
        return None
    said = told.said(number)
    found = [one for one in _AMOUNT.finditer(said) if not _is_time(one, said)]
    return found[0] if len(found) == 1 else None


def _is_time(one: re.Match[str], said: str) -> bool:
    year = re.fullmatch(r"(?:1[5-9]|20)\d\d", one["number"]) and not one["money"] and not one["large"]
    behind = said[one.end("large") if one["large"] else one.end("number") :]
    return bool(year) or _CLOCK.match(behind) is not None


def _is_of_one(told: Told, theirs: int, ours: int, other: re.Match[str], mine: re.Match[str]) -> bool:
    """Tell whether two numbers differ and count one thing: a bare one, one unit and matter, or both as estimates."""
    low, high = sorted((_value(mine), _value(other)))
    if low == high or high > _FACTOR * low:
        return False
    unit, known = (stem((one["unit"] or one["money"] or "").lower()) for one in (mine, other))
    ours_said, theirs_said = told.said(ours), told.said(theirs)
    numbers = matter_of(f"{mine['number']} {other['number']}")
    aside = names_in(f"{ours_said} {theirs_said}") | numbers | {unit, known, "cent"} | _COUNTS
    one, two = matter_of(ours_said) - aside, matter_of(theirs_said) - aside
    if len(ours_said.split()) <= _BARE and not one and (not unit or unit == known):
        return True
    alike = bool(one and two) and len(one & two) > MOSTLY * min(len(one), len(two))
    return unit == known and bool(unit) and (alike or (_puts(told, ours) and _puts(told, theirs)))


_COUNTS = frozenset(map(stem, "number figure toll count total tally near nearer close closer".split()))
"""Words that say little besides a number: "put the number at nearer 700"."""
MOSTLY = 0.5
"""Share of the shorter claim's words, above which two numbers of one unit count the same."""


def _value(one: re.Match[str]) -> float:
    """Return an amount as a number."""
    written, large = one["number"].lower(), (one["large"] or "").strip().lower()
    figure = {**NUMERALS, **SCALES}.get(written.removesuffix("s"))
    number = float(written.replace(",", "")) if figure is None else figure
    return number * _LARGE.get(large, 1.0)


_FACTOR = 10
"""How many times as much one number may be that counts the same as another."""
_LARGE = {**SCALES, "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}


def _puts(told: Told, number: int) -> bool:
    cue = told.claims[number].attribution.cue
    return cue is not None and _PUTTING.match(told.words(cue)) is not None
