"""What a party goes on to say in the same sentence: "X says that A, and they add that B" is quoted to its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answers.wording import PRONOUNS, Draft, count, one_space
from assistant.model import Claim, Span

_GOES_ON = re.compile(r"[\s,]*(?:and|but)?\s*")
"""What stands between two things that one party says."""


def going_on(ways: Sequence[Draft], longest: int) -> Iterator[Draft]:
    """Yield each way with what its party goes on to say, if that is at most `longest` words together."""
    for way in ways:
        for claim in way.evidence.claims:
            if _follows(claim, way):
                span = Span(start=way.span.start, end=claim.attribution.content.end)
                words = span.of(way.evidence.printed)
                if count(words) <= longest and words.count("“") == words.count("”"):
                    yield replace(way, span=span, claims=(*way.claims, claim))


def _follows(claim: Claim, way: Draft) -> bool:
    """Tell whether a claim goes on straight behind a way's words: "and they add that ...", of the same party."""
    made, text = claim.attribution, way.evidence.printed
    if made.source is None or made.source.start < way.span.end or way.after.strip(".") or not way.claimants:
        return False
    if way.reported is not None and way.reported.polarity is not made.polarity:
        return False  # behind "denied that A" nothing that is said after all may stand
    pointed = one_space(made.source.of(text)).lower() in PRONOUNS
    same = tuple(party.name for party in made.claimants) == way.claimants
    return pointed and same and _GOES_ON.fullmatch(text[way.span.end : made.source.start]) is not None
