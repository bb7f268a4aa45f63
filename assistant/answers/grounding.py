"""How near a sentence comes to a question, and what speaks for it as an answer."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.answers.confidence import Nearness, Signals, shipped, signals
from assistant.answers.delegating import without_venue
from assistant.answers.evidence import Evidence
from assistant.answers.narrating import RETELLING_GENRES
from assistant.answers.parties import Party
from assistant.answers.periods import without_times
from assistant.answers.phrases import names_and_numbers
from assistant.answers.question import Question
from assistant.answers.referring import without_topic
from assistant.answers.shape import Asks
from assistant.answers.wanted import asks_twice
from assistant.text import content_words, readable

ENOUGH = 0.44
"""`closeness` below which a sentence is no side of a matter, and not near enough to be told of."""
ASKED = 0.8
"""Share of `ENOUGH` that suffices for a sentence of the party asked that holds some of the matter."""
MET = 0.5
"""Share of a question's words that a sentence of the party asked meets by meaning, if it holds none of them."""
NAMES_MET = 0.4
"""How nearly the worst met of the names and numbers must be met in such a sentence, or beside it."""
UNSHARED = 0.3
"""Probability needed of a sentence that holds no word of the question's matter, nor stands near one."""
ANSWERS = -3.0
"""Log odds, by what reads question and sentence together, that a sentence must have that is taken for an answer."""
READS_WELL = 1.5
"""Log odds, by the same, from which a sentence is taken for an answer whatever else speaks against it."""
WHOLE = 0.999
"""Share of the matter from which a sentence holds all of it."""
ALONE = 0.55
"""How nearly the one thing that a yes-or-no question names must be met."""
FEW, DONE, READS = 3, 0.45, 1.5
"""Things of a yes-or-no question so short that what is done must be met in the sentence itself, how nearly, or the log
odds from which the sentence reads as an answer all the same."""
SHORT, EACH, NAMED = 2, 0.32, 0.55
"""Things of a question so short that each must be met; how nearly, in the sentence itself; a name, or beside it."""
STOOD_FOR = 0.8
"""How nearly a question's words are met by a sentence with the one before it, which a pronoun in it stands for."""
TELLING = 4
"""Words of a question's matter from which it tells whether somebody asks in a document's words: one may chance."""
_AROUND = 400
"""Code points beside a sentence that its reader has read."""


_POINTS = re.compile(r"\b(?:it|them|this|that|these|those)\b(?! \w+(?:s|ed)\b)", re.IGNORECASE)
"""A pronoun that may stand for what a question names: "Sir Alec proposed it"."""


def closeness(one: Evidence) -> float:
    """Return how near a sentence comes to the question, 0 to about 1, party and document counted: no probability."""
    signals = one.signals
    pointed = 0.08 * signals.party + 0.1 * signals.document + 0.04 * signals.period
    return pointed + 0.5 * max(signals.coverage, 0.85 * signals.context) + 0.5 * min(1.0, signals.similarity / 0.68)


def speaks_to(one: Evidence) -> bool:
    """Tell whether a sentence of the party asked is near enough to the matter, in its words or in others."""
    enough = (ASKED if one.signals.context else 1.0) * ENOUGH
    return closeness(one) >= enough or (one.signals.match >= MET and one.signals.names >= NAMES_MET)


def _around(one: Evidence) -> str:
    """Return what a reader of a sentence has read: its title, heading, speaker and date, and what stands beside it."""
    document, at = one.document, one.sentence.span
    beside = document.text[max(0, at.start - _AROUND) : at.end + _AROUND]
    heads = (document.title, one.sentence.heading, one.speaker, document.metadata.published)
    return readable(". ".join(filter(None, [*heads, beside])))


def grounds(one: Evidence, question: Question) -> Signals:
    """Return what speaks for a sentence as an answer."""
    met = one.signals
    shared = max(0.0, met.coverage) * min(1.0, len(question.matter) / TELLING)
    near = Nearness(met.similarity, met.match, met.names, shared, met.missing)
    return signals(_looked_for(question), one.read, _around(one), near)


def _looked_for(question: Question) -> str:
    """Return a question without what only limits whose words are looked at, and of when: "the north", "before 2013"."""
    text = question.text
    named = [(m.start, m.end) for m in question.mentions if m.party in question.asked]
    for start, end in [*named, *question.pointing]:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    if question.unnamed:
        text = without_venue(text)
    for name in question.unnamed:
        text = text.replace(name, " ")
    return without_times(text) if question.periods else text


def sure(one: Evidence, question: Question) -> float:
    """Return the probability, 0..1, that a sentence answers a question."""
    return shipped().sure(grounds(one, question))


def suffices(one: Evidence, question: Question) -> bool:
    """Tell whether a sentence is taken for an answer to a question; less is needed of somebody who is asked by name.

    Their words are the only ones looked at, so that few are left to be mistaken for an answer. What reads question and
    sentence together tells best: where it is sure enough, nothing else is asked.
    """
    if one.signals.answers >= READS_WELL:
        return True
    found = grounds(one, question)
    if question.asked or (question.unnamed and len(question.editions) == 1):
        return shipped().sure(found) >= shipped().enough
    held = one.signals.coverage + one.signals.context > 0 or bool(question.editions)
    return shipped().suffices(found) and (held or shipped().sure(found) >= UNSHARED)


def judged(one: Evidence, question: Question) -> bool:
    """Tell whether what reads question and sentence together lets a sentence pass for an answer.

    It is not heard on a sentence that holds all of the matter word for word; on somebody's own words that hold some of
    it, of which few are left to be mistaken, also where another speaks for them ("what did Odhiambo tell the UN", of
    Kenya's speech); nor on a value of a data sheet whose keys meet the question, for it has learnt sentences only; nor
    on a question for two things, which one sentence seldom holds.
    """
    theirs = bool(question.asked or question.unnamed) and one.signals.coverage > 0
    value = one.is_value and one.signals.match >= MET
    if _holds_all(one, question) or theirs or value or asks_twice(question.text):
        return True
    return one.signals.answers >= ANSWERS


def meets_each(one: Evidence, question: Question) -> bool:
    """Tell whether a sentence meets each word of a question of two words: of "who funds X?" it is not enough to name X.

    Of a longer one, or where somebody's words or a document are asked for, some words may be met in no one sentence.
    """
    goes_on = one.signals.carried > 0
    if question.asks is Asks.YES_NO and not (question.asked or goes_on) and _things(question.topic) <= FEW:
        if _things(question.topic) == 1:  # nothing else could be met: "did anybody drown?"
            return one.signals.least >= ALONE
        return one.signals.least >= DONE or one.signals.answers >= READS
    numbered = any(char.isdigit() for char in question.topic)
    narrowed = question.asked or question.unnamed or question.editions or question.periods or numbered
    if narrowed or question.asks is Asks.YES_NO or _things(question.topic) > SHORT:
        return True
    beside = one.signals.context >= WHOLE and one.signals.answers >= READS_WELL  # "two of them were children"
    stands_for = (
        one.signals.context >= WHOLE and one.signals.match >= STOOD_FOR and _POINTS.search(one.text) is not None
    )
    return (
        beside
        or (stands_for and one.signals.answers >= 0)
        or (one.signals.least >= EACH and one.signals.names >= NAMED)
    )


def _things(topic: str) -> int:
    """Return how many things a question speaks of: its words of content, a name of several words once."""
    names = names_and_numbers(topic)
    joined = sum(topic[one[1] : other[0]] == " " for one, other in pairwise(names))
    return len(content_words(topic)) - joined


def _holds_all(one: Evidence, question: Question) -> bool:
    """Tell whether a sentence holds all of the matter word for word, but for a topic that a follow-up took along."""
    typed = set(content_words(without_topic(question.text)))
    own = {word for word in question.matter if word in typed}
    return one.signals.coverage >= WHOLE or (bool(own) and own <= one.covers)


_LEAD = r"\W*(?:(?:On|In|By|After|Before|At) [^,.]{2,40}?,? )?(?:The |the )?"


def tells_of(one: Evidence, party: Party) -> bool:
    """Tell whether a sentence about others is about a party first of all: "India backed the campaign"."""
    if one.document.metadata.genre not in RETELLING_GENRES:
        return False
    names = "|".join(re.escape(name.removeprefix("the ")) for name in party.names)
    return re.match(rf"{_LEAD}(?:{names})\b", readable(one.text)) is not None


def speaks(one: Evidence, party: Party) -> bool:
    """Tell whether a party makes a sentence's claim, or has the floor in it."""
    return one.signals.party == 1.0 or one.speaker in party.names
