"""Questions about an exchange: what somebody was asked, and what came back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.evidence import Evidence, Finder
from assistant.answers.grounding import suffices
from assistant.answers.narrating import RETELLING_GENRES
from assistant.answers.parties import Party
from assistant.answers.putting import ASKED, Put, read_put
from assistant.answers.question import Question
from assistant.answers.shape import Asks
from assistant.checks.grounds import NEGATION
from assistant.record import Listed
from assistant.text import content_words, readable
from assistant.voices.speakers import QUESTIONER

_WANTS_QUESTION = re.compile(
    r"\bwhat (?:was|were|is|had been) (?:\w+ )?(?:put to|asked|the question|the worry|the concern)\b|\bput to\b"
    r"|\bwhat (?:\w+ )?did (?:the |a )?(?:reporters?|journalists?)\b",
    re.IGNORECASE,
)
OPENING = 0.04
"""What a sentence of a reply gains for each place it stands nearer to the question, of `NEAREST`."""
NEAREST = 5
FARTHER = 0.15
"""How much farther from what was put a question may be than the nearest sentence of an account."""
REPLIES = 2
"""Sentences of replies that are given."""
TRIED = 4
"""Questioners' sentences tried until one has a reply by whoever was asked."""
_COURTESY = re.compile(
    r"\W*(?:(?:well|yeah|yes|sure|so|look|hey|okay|ok|no),?\s+)*"
    r"(?:thanks?\b|thank you|(?:(?:it|that)['’]s a )?(?:good|great|fair) (?:question|point)"
    r"|(?:I['’]ll|let me) (?:take|start with)\b|(?:please )?go ahead)",
    re.IGNORECASE,
)
"""How a reply begins that does not reply yet."""
_HOW_TAKEN = re.compile(
    r"\b(?:react|respon[ds]|repl(?:y|ied)|answer|take (?:it|that|this)|handle|come ?back|came back"
    r"|say (?:to|about) (?:it|that|this))",
    re.IGNORECASE,
)
"""How it is asked what came back to something that a reporter put."""


def asks_how_taken(question: str) -> bool:
    """Tell whether a question asks what came back: "how did he react to that?"."""
    return _HOW_TAKEN.search(question) is not None


def exchange(question: Question, documents: Sequence[Listed], finder: Finder) -> list[Evidence]:
    """Return what was put, if it is wanted, and what was replied; empty where no exchange is asked for or found.

    Only the words of those who ask are looked through, in documents in which whoever is to reply has a voice.
    """
    if not ASKED.search(question.text) or question.asks is Asks.NAME:  # who asked is no matter of the exchange
        return []
    put = read_put(question)
    found: list[Evidence] = []
    told = question.asks is Asks.PERSON  # who it was that a reporter cited: what was put holds it, not the reply
    for asked in _nearest(put, documents, finder):
        if replied := _replied(asked, put, finder):
            given = [asked] if told else [asked, *replied] if _WANTS_QUESTION.search(question.text) else replied
            known = {one.place for one in found}
            found += [one for one in given if one.place not in known]
        if len(found) >= REPLIES:
            break
    return found


def asked_alike(question: Question, finder: Finder) -> list[Evidence]:
    """Return just this question as somebody asks it in a document, and how the reply opens; empty where nobody does.

    "Will Lee withdraw the plan?" is asked in "MS ORTEGA: Mr Lee, will you withdraw the plan?".
    """
    for one in finder.find(replace(question, asked=()))[:TRIED]:
        asks = one.sentence.speaker is not None and one.text.rstrip().endswith("?")
        if asks and _is_the_same(question, one) and (reply := replies(one, question, finder)):
            return [one, *reply[:REPLIES]]
    return []


def _is_the_same(question: Question, one: Evidence) -> bool:
    """Tell whether a document's question asks the same: in the same words, of the same parties in the same order."""
    bare = _CALLED.sub("", one.text)
    named = [mention.words[-1].removesuffix("'s") for mention in question.mentions if mention.party.named]
    places = [one.text.lower().find(name) for name in named]
    if -1 in places or places != sorted(places) or _asking(question.text) != _asking(bare):
        return False
    if bool(NEGATION.search(question.text)) != bool(NEGATION.search(bare)):
        return False
    wanted = set(content_words(question.text))
    return any(
        len(wanted & held) >= ALIKE * len(wanted | held)
        or (len(wanted) > 1 and wanted < held and len(held - wanted) == 1)
        for held in (set(content_words(one.text)), set(content_words(bare)))
    )


def _asking(text: str) -> str:
    """Return the word that says what is asked for: who, why, how; empty for yes or no."""
    found = _ASKING.search(text)
    return found[0].lower() if found is not None else ""


_ASKING = re.compile(r"\b(?:who|whom|whose|what|when|where|why|how|which)\b", re.IGNORECASE)
_CALLED = re.compile(r"^\W*[A-Z][\w.’'-]{0,30}(?:\s+[A-Z][\w.’'-]{0,30}){0,2},\s+(?=\w)")
"""How a question opens that says to whom it is put: "Mr Lee, will you ..."."""
ALIKE = 0.7
"""Share of the words of content that two questions have in common which are one."""


def _nearest(put: Put, documents: Sequence[Listed], finder: Finder) -> list[Evidence]:
    """Return the questioners' sentences that are nearest to what was put and sure enough to be what is meant.

    Where nobody is labelled as a questioner, as in the minutes of a council, they are those of whoever speaks before
    the party that is to reply.
    """
    held = frozenset(one.edition for one in documents)
    heard = held & set().union(*(party.editions for party in put.answering)) if put.answering else held
    found = finder.find(put.question, party=Party(QUESTIONER.name, {QUESTIONER.name}, set(heard)))
    if put.answering and not any(suffices(one, put.question) for one in found):
        names = {name for party in put.answering for name in party.names}
        found = [one for one in finder.only(heard).find(put.question) if one.speaker not in names]
    best = sorted(found, key=_nearness, reverse=True)[:TRIED]
    accounts = (one for one in finder.find(put.question) if one.document.metadata.genre in RETELLING_GENRES)
    told = max(map(_nearness, accounts), default=0.0)  # somebody may tell of just this exchange
    near = (one for one in best if _nearness(one) >= told - FARTHER)
    return [one for one in near if one.sentence.speaker and suffices(one, put.question)]


def _nearness(one: Evidence) -> float:
    return one.score


def replies(asked: Evidence, question: Question, finder: Finder) -> list[Evidence]:
    """Return the sentences of the reply to a reporter's words, in order, without questions and courtesies."""
    said = (one for one in finder.reply(asked, question) if not one.text.rstrip().endswith("?"))
    return [one for one in said if not _COURTESY.match(readable(one.text))]


def _replied(asked: Evidence, put: Put, finder: Finder) -> list[Evidence]:
    """Return the sentences of the reply that answer, in order: near to the question, or what the reply opens with."""
    reply = replies(asked, put.question, finder)
    names = {name for party in put.answering for name in party.names}
    if names and not any(one.speaker in names for one in reply):
        return []
    opening = {one.number: OPENING * max(0, NEAREST - place) for place, one in enumerate(reply)}
    best = sorted(reply, key=lambda one: -(one.score + opening[one.number]))[:REPLIES]
    return sorted(best, key=lambda one: one.number)
