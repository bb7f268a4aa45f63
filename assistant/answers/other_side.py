"""The other side of what an answer quotes: where the claims stand that contradict it, and whether they may be shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from assistant.answers.opposing.saying import sentence_number, trimmed
from assistant.model import Claim, Rule
from assistant.record import Record

if TYPE_CHECKING:
    from assistant.answers.wording import Draft


def places_against(record: Record, claims: Iterable[Claim]) -> list[tuple[str, int]]:
    """Return the sentences (edition and number) that hold what contradicts some claims; stated oppositions first."""
    ids = [claim.attribution.id for claim in claims if Rule.CONTRADICTED in claim.rules]
    oppositions = sorted(record.oppositions_of(ids), key=lambda one: not one.stated) if ids else []
    held = record.claims_at({key for one in oppositions for key in (one.one, one.other)})
    found: dict[tuple[str, int], None] = {}
    for key in (key for one in oppositions for key in (one.one, one.other)):
        if held[key].attribution.id not in ids:
            number = sentence_number(record.sentences(key[0]), held[key].attribution.content)
            found.update({} if number is None else {(key[0], number): None})
    return list(found)


def said_by_its_party(one: Draft) -> bool:
    """Tell whether a draft names whoever makes the contradicted claim it quotes, in words that can stand alone."""
    quoted = [c for c in one.claims if Rule.CONTRADICTED in c.rules and c.attribution.content.overlaps(one.span)]
    named = any(claim.chain[0].name in one.claimants or claim.chain[0].name in one.before for claim in quoted)
    return named and trimmed(one.span, one.evidence.document.text) == one.span
