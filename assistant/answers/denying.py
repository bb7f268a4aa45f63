"""What a bare denial denies: "The firm denied the claim" says little without the claim before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.drafting import written
from assistant.answers.evidence import Evidence, Finder
from assistant.answers.question import Question
from assistant.answers.wording import Draft
from assistant.model import Voice

_BARE = re.compile(
    r"\b(?:den(?:y|ies|ied)|reject(?:s|ed)?|dismiss(?:es|ed)?|disput(?:es?|ed)|refut(?:es?|ed)|contest(?:s|ed)?)\s+"
    r"(?:it|this|that|(?:the|this|that|these|those|all|both)\s+(?:claim|allegation|accusation|charge|suggestion|story"
    r"|account|figure|version|report)s?)\W*$",
    re.IGNORECASE,
)
_LONGEST = 28
"""Words quoted of what is denied."""


def _is_claimed(before: Evidence, denial: Draft) -> bool:
    """Tell whether somebody else than who denies says something in the sentence before."""
    deniers = set(denial.claimants)
    made = (claim for claim in before.claims if claim.attribution.source is not None)
    return any(not deniers & {party.name for party in claim.attribution.claimants} for claim in made)


def with_what_is_denied(drafts: Sequence[Draft], question: Question, finder: Finder) -> list[Draft]:
    """Put what is denied before each denial that does not say it, where the sentence before tells it."""
    bare = [one for one in drafts if _BARE.search(f"{one.before}{one.span.of(one.evidence.document.text)}")]
    if not bare:
        return list(drafts)
    found = {one.place: one for one in finder.find(replace(question, asked=()))}
    told: list[Draft] = []
    for one in drafts:
        document, number = one.evidence.place
        before = found.get((document, number - 1)) if one in bare else None
        known = {other.evidence.place for other in (*told, *drafts)}
        if before is not None and before.place not in known and _is_claimed(before, one):
            told += [made for made in written([before], question, finder, _LONGEST) if made.voice is Voice.ATTRIBUTED]
        told.append(one)
    return told
