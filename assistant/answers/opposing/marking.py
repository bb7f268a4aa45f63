"""R9, which is derived: a claim that another one contradicts, shown so without a change to the claim itself."""

from __future__ import annotations

from collections.abc import Collection

from assistant.model import Claim, Rule

WHY = "another claim in the library contradicts it"


def marked(claim: Claim, contradicted: Collection[str]) -> Claim:
    """Return a claim as a reader should see it: contested by R9 too if its id is among those contradicted."""
    if claim.attribution.id not in contradicted:
        return claim
    own = [(r, why) for r, why in zip(claim.rules, claim.reasons, strict=False) if r is not Rule.UNCONTESTED]
    rules = [*own, (Rule.CONTRADICTED, WHY)]
    return claim.model_copy(
        update={"contested": True, "rules": tuple(r for r, _ in rules), "reasons": tuple(why for _, why in rules)}
    )
