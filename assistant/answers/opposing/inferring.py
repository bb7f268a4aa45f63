"""Do two claims contradict one another, by what they say? Each mark is a sentence a person can check.

Few marks and strict ones: a disagreement that is none, shown to an analyst, costs more than one that is missed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answers.opposing.opposites import are_opposites, plain
from assistant.answers.opposing.points import Point
from assistant.answers.opposing.quantities import Quantity

_LIGHT = frozenset(
    "be do have make go get take give come say want see know think use keep put let need tell work".split()
)
"""Verbs (stems) that say so little that sharing one means nothing."""


def marks_between(one: Sequence[Point], other: Sequence[Point], *, same_party: bool = False) -> list[str]:
    """Return why two claims contradict one another, from their points; empty if nothing shows that they do.

    What one party says at two dates must be a stand that can change (what it will do, what ought to be done, or of whom
    it speaks by name) and say much the same otherwise: speakers often say a thing and its opposite of different days.
    """
    pairs = ((a, b) for a in one for b in other if not same_party or _is_stand(a, b))
    return list(dict.fromkeys(mark for a, b in pairs for mark in _marks(a, b)))


def _is_stand(a: Point, b: Point) -> bool:
    shared = (a.words & b.words) - a.speaker - b.speaker
    lasting = a.mood in {"future", "norm"} or (a.being and not a.speaker)
    most = max(len(a.words), len(b.words))
    return lasting and a.predicate not in _LIGHT and len(shared) >= 4 and len(shared) >= 0.6 * most


def _marks(a: Point, b: Point) -> Iterator[str]:
    if a.mood != b.mood or a.mood == "guess" or (a.times and b.times and not a.times & b.times):
        return
    for one, other in ((a, b), (b, a)):
        if _rules_out(one, other):
            yield "one rules out what the other says"
    if not a.subject & b.subject:
        return
    if _same_matter(a, b):
        if a.predicate == b.predicate and a.denied != b.denied:
            yield "one denies what the other says"
        elif a.denied == b.denied and are_opposites(a.predicate, b.predicate):
            first, second = sorted((plain(a.predicate), plain(b.predicate)))
            yield f"opposite words: {first} and {second}"
    yield from _numbers(a, b)


def _rules_out(one: Point, other: Point) -> bool:
    """Tell whether what one clause rules out ("not in the south") stands in the other, on the same matter."""
    if not one.excluded or one.denied or other.denied or not one.excluded <= other.subject | other.matter:
        return False
    shared = (one.words & other.words) - one.excluded
    return one.predicate == other.predicate and len(shared) >= 3 and bool(one.subject & other.subject)


def _same_matter(a: Point, b: Point) -> bool:
    """Tell whether two clauses say something of the same thing: most of the shorter one's words stand in the other."""
    ours, theirs = (a.subject | a.matter) - a.speaker, (b.subject | b.matter) - b.speaker
    shared, least, most = len(ours & theirs), min(len(ours), len(theirs)), max(len(ours), len(theirs))
    if a.predicate in _LIGHT and not a.being:
        return shared >= 3 and shared >= 0.6 * most
    return shared >= 2 and shared >= 0.6 * least and shared >= 0.34 * most


def _numbers(a: Point, b: Point) -> Iterator[str]:
    if a.growing or b.growing or a.denied != b.denied or a.predicate != b.predicate or a.mood != "fact":
        return
    for x in a.quantities:
        for y in b.quantities:
            if _compared(x, y, a, b):
                low, high = sorted((x, y), key=lambda quantity: quantity.value)
                yield f"different numbers: {low.written} and {high.written}"


def _compared(x: Quantity, y: Quantity, a: Point, b: Point) -> bool:
    alone = sum(q.unit == x.unit for q in a.quantities) == 1 == sum(q.unit == y.unit for q in b.quantities)
    figures = {q.written for q in (x, y)} | {x.unit, y.unit}
    shared = {word for word in a.words & b.words if not word.isdigit()} - figures
    least = min(len(a.words), len(b.words)) - 2
    return x.unit == y.unit and alone and x.differs(y) and x.of == y.of and len(shared) >= max(3, 0.6 * least)
