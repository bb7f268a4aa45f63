"""Somebody's say that a noun names, worded with a verb: "by its own count, ..." as "it counted that ..."."""

from __future__ import annotations

from assistant.answers.evidence import Evidence
from assistant.answers.naming import outlet
from assistant.answers.retelling import quoting
from assistant.answers.wording import OWN_PARTY, PRONOUNS, Draft, one_space
from assistant.model import Span, Voice
from assistant.voices.retelling import LONGEST_LEAD, in_sentence

_ACCOUNTS = {
    **dict.fromkeys("account count telling version description testimony figures words".split(), "said"),
    **dict.fromkeys("view opinion belief understanding mind".split(), "believed"),
    **dict.fromkeys("judgment judgement estimation assessment reading".split(), "judged"),
    **{"claim": "claimed", "admission": "admitted", "reckoning": "reckoned"},
    **dict.fromkeys(("estimate", "estimates"), "estimated"),
    **dict.fromkeys(("calculation", "calculations"), "calculated"),
}
"""The verb by which somebody's say is told that a noun names: "by its own count", "in her view"."""


def accounted(one: Evidence, longest: int) -> Draft | None:
    """Write "According to DOCUMENT, PARTY claimed that “content”" for "by its own claim, content".

    "The plan was in her words “a trap”" is told as "she said that the plan was “a trap”".
    """
    text = one.printed
    for claim in one.claims:
        made = claim.attribution
        if made.source is None or made.cue is None or not made.cue.contains(made.source) or len(claim.chain) < 2:
            continue
        verb = _ACCOUNTS.get(one_space(made.cue.of(text)).split()[-1])
        lead, content = _around(one, made.cue, made.content)
        party, words = made.claimants[0], quoting(one, content, longest)
        unknown = party.name.lower() in PRONOUNS | OWN_PARTY
        if verb is not None and words is not None and not unknown:
            before = f"According to {outlet(one)}, {party.name} {verb} that {lead}{words[0]}"
            chain = tuple(link.name for link in claim.chain)
            return Draft(before, words[1], f"{words[2]}.", one, Voice.ATTRIBUTED, chain[:1], chain, (claim,))
    return None


def _around(one: Evidence, cue: Span, content: Span) -> tuple[str, Span]:
    """Return what stands before a cue in the midst of a content, and the content behind it; all of it elsewhere."""
    text = one.printed
    lead = one_space(text[content.start : cue.start]).strip(" ,")
    if not content.start < cue.start < cue.end < content.end or "“" in lead or len(lead.split()) > LONGEST_LEAD:
        return "", content
    behind = len(text[cue.end : content.end]) - len(text[cue.end : content.end].lstrip(" ,\n"))
    lead = in_sentence(lead) if content.start == one.sentence.span.start else lead
    return f"{lead} ", Span(start=cue.end + behind, end=content.end)
