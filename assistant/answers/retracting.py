"""A sentence that its own speaker takes back in the next one: "Everybody is sure that she should go. I am not."."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answers.wording import Draft, quoted
from assistant.model import Span

_LONGEST = 60
"""Words that a quotation may have together with what takes it back."""
_AUXILIARY = r"(?:am|are|is|was|were|do|does|did|have|has|had|will|would|can|could|shall|should|must)"
_TAKES_BACK = re.compile(
    r"[.!?]?[”\"’']?\s+(?P<back>(?:(?:But|Yet|Well|And|No|Alas),?\s+)?(?:"
    rf"(?:I|we|it|that|this|they|he|she)\s+{_AUXILIARY}(?:\s+not|n['’]t)(?:\s+(?:true|so|right|the case))?"
    r"|(?:I|we)\s+(?:disagree|beg to differ|doubt it|never did|think not|cannot agree)"
    r"|(?:that|this|it|they)(?:\s+(?:is|are|was|were)|['’]s|['’]re)\s+(?:all\s+)?(?:wrong|false|untrue|nonsense|rubbish"
    r"|a lie|a myth|mistaken)"
    r"|not (?:I|me|us|so|true)|nonsense|rubbish|wrong"
    r"|there (?:is|was) (?:no|little|not a shred of) (?:evidence|proof|truth|sign|basis) (?:for|of|in|behind|to) "
    r"(?:that|this|it|any of (?:that|this|it))(?: whatever| whatsoever| at all)?"
    r"))(?=[.!,;])",
    re.IGNORECASE,
)
"""A sentence of a few words that says no to the one before it."""


def with_what_takes_it_back(one: Draft) -> Draft | None:
    """Return a draft whose quotation goes on to the sentence that takes it back; None where that would be too long.

    Only whoever has the floor takes back what he or she says: what others are told to have said is left as it is.
    """
    text, sentence = one.evidence.document.text, one.evidence.sentence.span
    ends = text[one.span.end : sentence.end].strip(" .!?”\"’'") == ""
    if not ends or one.claimants != (one.evidence.speaker,):
        return one
    found = _TAKES_BACK.match(text, max(one.span.end, sentence.end - 2))
    if found is None or "\n\n" in found.group():
        return one
    longer = replace(one, span=Span(start=one.span.start, end=found.end("back")))
    return longer if quoted(longer) <= _LONGEST else None
