"""Questions about an exchange: what somebody was asked, and what came back."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answers.evidence import Evidence, Finder
from assistant.answers.grounding import suffices
from assistant.answers.question import Question

_ASKED = re.compile(
    r"\b(?:was|were|is|got|when|been)\s+(?:asked|pressed|challenged|questioned|quizzed|pushed)\b"
    r"|\b(?:asked|asks|pressed|challenged|questioned|quizzed)\s+(?!for\b)(?:\w+\s+){0,3}?(?:if|whether|about|on|why|how|what)\b"
    r"|\b(?:was|were|is|it|this|that)\s+put to\b|\bput (?:it )?to \w+ that\b"
    r"|\bquestion (?:to|for|put to)\b"
    r"|\b(?:put|read out|brought up)\s+(?:to|with)\s+\w"
    r"|\b(?:an?|one|the)\s+(?:reporter|journalist|correspondent)\b.*[?.,;]\s*(?:and\s+)?(?:\w+['’]s\s+\w+|how\b|and\b|what\b|did\b)"
    r"|\b(?:reporter|journalist|correspondent)s?\s+(?:\w+\s+)?(?:asked|asks|wanted|put|pressed|tried|said|talked|raised|suggested)\b",
    re.IGNORECASE,
)
_WANTS_QUESTION = re.compile(
    r"\bwhat (?:was|were|is|had been) (?:\w+ )?(?:put to|asked|the question|the worry|the concern)\b|\bput to\b"
    r"|\bwhat did (?:the |a )?(?:reporters?|journalists?)\b",
    re.IGNORECASE,
)
_QUESTIONERS = frozenset({"Q", "QUESTION", "REPORTER"})
OPENING = 0.04
"""What a sentence of a reply gains for each place it stands nearer to the question, of `NEAREST`."""
NEAREST = 5
REPLIES = 2
"""Sentences of replies that are given."""
TRIED = 4
"""Questioners' sentences tried until one has a reply by whoever was asked."""


_ADDRESSED = re.compile(
    r"\b(?:put to|asked|pressed|challenged|questioned|quizzed|pushed|question (?:to|for))\s+(?:the\s+)?$", re.IGNORECASE
)


def exchange(question: Question, finder: Finder) -> list[Evidence]:
    """Return what was put, if it is wanted, and what was replied; empty where no exchange is asked for or found."""
    if not _ASKED.search(question.text):
        return []
    found: list[Evidence] = []
    for put in _put(question, finder):
        if replied := _replied(put, question, finder):
            found += [put, *replied] if _WANTS_QUESTION.search(question.text) else replied
        if len(found) >= REPLIES:
            break
    return found


def _put(question: Question, finder: Finder) -> list[Evidence]:
    """Return the questioners' sentences that are nearest to the question and sure enough to be what is meant."""
    found = finder.find(replace(question, asked=()))
    theirs = [one for one in found if (one.sentence.speaker or "").upper() in _QUESTIONERS]
    best = sorted(theirs, key=lambda one: -(one.signals.match + one.signals.similarity))[:TRIED]
    return [one for one in best if suffices(one, question)]


def _answering(question: Question) -> frozenset[str]:
    """Return the names of whoever is to reply: whose words are wanted, or who was asked."""
    addressed = (m.party for m in question.mentions if _ADDRESSED.search(question.text[: m.start]))
    return frozenset(name for party in (*question.asked, *addressed) for name in party.names)


def _replied(put: Evidence, question: Question, finder: Finder) -> list[Evidence]:
    """Return the sentences of the reply that answer, in order: near to the question, or what the reply opens with."""
    reply = [one for one in finder.reply(put, question) if not one.text.rstrip().endswith("?")]
    names = _answering(question)
    if names and not any(one.speaker in names for one in reply):
        return []
    opening = {one.number: OPENING * max(0, NEAREST - place) for place, one in enumerate(reply)}
    best = sorted(reply, key=lambda one: -(one.score + opening[one.number]))[:REPLIES]
    return sorted(best, key=lambda one: one.number)
