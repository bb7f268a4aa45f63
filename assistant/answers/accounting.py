"""Somebody's say that a noun names, worded with a verb: "by its own count, ..." as "it counted that ..."."""

from __future__ import annotations

from assistant.answers.evidence import Evidence
from assistant.answers.naming import outlet
from assistant.answers.retelling import quoting
from assistant.answers.wording import OWN_PARTY, PRONOUNS, Draft, one_space
from assistant.model import Voice

_ACCOUNTS = {
    **dict.fromkeys("account count telling version description testimony figures".split(), "said"),
    **dict.fromkeys("view opinion belief understanding mind".split(), "believed"),
    **dict.fromkeys("judgment judgement estimation assessment reading".split(), "judged"),
    **{"claim": "claimed", "admission": "admitted", "reckoning": "reckoned"},
    **dict.fromkeys(("estimate", "estimates"), "estimated"),
    **dict.fromkeys(("calculation", "calculations"), "calculated"),
}
"""The verb by which somebody's say is told that a noun names: "by its own count", "in her view"."""


def accounted(one: Evidence, longest: int) -> Draft | None:
    """Write "According to DOCUMENT, PARTY claimed that “content”" for "by its own claim, content"."""
    text = one.printed
    for claim in one.claims:
        made = claim.attribution
        if made.source is None or made.cue is None or not made.cue.contains(made.source) or len(claim.chain) < 2:
            continue
        verb = _ACCOUNTS.get(one_space(made.cue.of(text)).split()[-1])
        party, words = made.claimants[0], quoting(one, made.content, longest)
        unknown = party.name.lower() in PRONOUNS | OWN_PARTY
        if verb is not None and words is not None and not unknown:
            before = f"According to {outlet(one)}, {party.name} {verb} that {words[0]}"
            chain = tuple(link.name for link in claim.chain)
            return Draft(before, words[1], f"{words[2]}.", one, Voice.ATTRIBUTED, chain[:1], chain, (claim,))
    return None
