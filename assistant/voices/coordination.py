"""The parties of a phrase that joins several: "A and B" names two, "A, including B" one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.voices.finding import is_left_out, trimmed

if TYPE_CHECKING:
    from spacy.tokens import Token


def coordinated(head: Token, source: Sequence[Token]) -> list[Token]:
    """Split "A and B" into A and B, if both stand in the phrase; groups of names behind "including" stay inside."""
    inside = {one.i for one in source}
    return [
        head,
        *(
            one
            for one in head.conjuncts
            if one.i in inside and one.i > head.i and one.pos_ in {"NOUN", "PROPN", "PRON"} and not is_left_out(one)
        ),
    ]


def own_words(source: tuple[Token, ...], head: Token, *, alone: bool) -> tuple[Token, ...]:
    """Return the words of a phrase that name one of its parties: all of them, if it is `alone`."""
    return (source if alone else _own_part(head, source)) or (head,)


def _own_part(head: Token, source: Sequence[Token]) -> tuple[Token, ...]:
    """Return the part of "A, B and C" that names one of them."""
    others = [one for one in head.conjuncts if one in source]
    start = max((one.i + 1 for one in others if one.i < head.i), default=source[0].i)
    end = min((one.left_edge.i for one in others if one.i > head.i), default=source[-1].i + 1)
    kept = (one for one in source if start <= one.i < end and one.dep_ not in {"cc", "preconj"})
    return trimmed(one for one in kept if one.lower_ not in _ALSO)


_ALSO = frozenset({"also", "only", "not"})
"""Words that join parties and belong to none: "not only the guild but also the mayor"."""
