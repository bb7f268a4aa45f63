"""The other side of what an answer quotes: where the claims stand that contradict it."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answers.opposing.saying import sentence_number
from assistant.model import Claim
from assistant.record import Record


def places_against(record: Record, claims: Iterable[Claim]) -> list[tuple[str, int]]:
    """Return the sentences (edition and number) that hold what contradicts some claims; stated oppositions first."""
    ids = [claim.attribution.id for claim in claims]
    oppositions = sorted(record.oppositions_of(ids), key=lambda one: not one.stated) if ids else []
    held = record.claims_at({key for one in oppositions for key in (one.one, one.other)})
    asked = set(ids)
    found: dict[tuple[str, int], None] = {}
    for one in oppositions:
        for key in (one.one, one.other):
            if held[key].attribution.id in asked:
                continue
            number = sentence_number(record.sentences(key[0]), held[key].attribution.content)
            if number is not None:
                found[key[0], number] = None
    return list(found)
