"""Words that exclude one another when said of the same thing: a lexicon of the language, as data."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from assistant.text import stem


def are_opposites(one: str, other: str) -> bool:
    """Tell whether two stems exclude one another."""
    return other in _opposites().get(one, frozenset())


def opposed(one: Iterable[str], other: Iterable[str]) -> tuple[str, str] | None:
    """Return the first stem of one text whose opposite stands in the other, with it; None if there is none."""
    found = set(other)
    pairs = ((word, against) for word in sorted(one) for against in sorted(_opposites().get(word, frozenset()) & found))
    return next(pairs, None)


def plain(word: str) -> str:
    """Return the plain form of a stem that the lexicon knows; of any other the stem."""
    return next((one for left, right in _lexicon() for one in (*left, *right) if stem(one) == word), word)


@cache
def _lexicon() -> tuple[tuple[list[str], list[str]], ...]:
    lines = files("assistant.answers.opposing").joinpath("opposites.txt").read_text("utf-8").splitlines()
    sides = [line.split("|") for line in lines if line.strip() and not line.startswith("#")]
    return tuple(
        ([word.strip() for word in left.split(",")], [word.strip() for word in right.split(",")])
        for left, right in sides
    )


@cache
def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for left, right in _lexicon():
        for one, others in ((left, right), (right, left)):
            for word in one:
                found.setdefault(stem(word), set()).update(map(stem, others))
    return {word: frozenset(others - {word}) for word, others in found.items()}
