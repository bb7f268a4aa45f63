"""Which of the sentences found answer a question, and which further ones add to the best."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers.contrasting import only_supposes
from assistant.answers.counting import STRAY
from assistant.answers.drafting import EXACT
from assistant.answers.evidence import Evidence
from assistant.answers.grounding import closeness, judged, meets_each, suffices
from assistant.answers.question import Question
from assistant.answers.shape import Asks
from assistant.answers.silence import BEST
from assistant.answers.typed import holding, names_a_charge, names_one_of, tells_more
from assistant.answers.weighing import WEIGHTS, tells_of_others
from assistant.library.wording import keys_of
from assistant.model import ClaimantKind
from assistant.text import content_words

TRIED = 6
"""Sentences tried where the best do not pass the checks."""
FAR = 0.12
"""How much less of the question a further sentence may meet than the best."""
COMMON = (Asks.NUMBER, Asks.DATE, Asks.NAME, Asks.PLACE)
"""What is asked for that stands in many sentences."""
FALL = 0.2
"""How much less close than the nearest sentence one may be that takes its place for the thing it holds."""
PLAIN = 0.65
"""Similarity from which a number that counts something by another name ("doses", where shots were asked) is the one."""
NEAR = 0.075
"""A further sentence may score so much less than the best."""
FARTHER, ALIKE = 0.2, 1.0
"""It may score so much less where the log odds that it answers are good, and at most so much below the best's."""
RIVAL, RIVAL_FARTHER = 3.0, 0.25
"""Log odds from which another document's number, date or place is told as well; how much less it may score."""
PLAINLY = 1.5
"""Log odds by which a sentence must read more like an answer than a nearer one that does not."""
BROAD = 2.0
"""How much wider `NEAR` and `FAR` are where it is asked what a party says of a matter at large."""

_ASKED = re.compile(
    r"\b(?:ask\w*|question\w*|put to|worr\w+|rais\w+|press\w*|reporters?|journalists?)\b", re.IGNORECASE
)


def may_answer(one: Evidence, question: Question) -> bool:
    """Tell whether a sentence holds what is asked for: its kind of thing, a name of those offered, what did happen."""
    meant = question.asks is Asks.NAME and _means_somebody_named(one, question)
    if question.asks is Asks.NAME and (one.signals.context if meant else one.signals.coverage) <= 0.6:
        return False
    if question.asks in (*EXACT, Asks.NAME) and not meant:
        held = holding(question.asks, question.text, one.read)
        if held < STRAY or (held == STRAY and one.signals.similarity < PLAIN):
            return False
    if not names_one_of(question.text, f"{one.speaker} {one.document.title} {one.read}"):
        return False
    if not (names_a_charge(question.text, one.read) and meets_each(one, question)):
        return False
    if question.asks is Asks.YES_NO and only_supposes(question.text, one.read):
        return False
    if question.asks not in (Asks.YES_NO, Asks.OPEN) and not tells_more(question.text, one.read):
        return False
    if not one.text.rstrip().endswith("?"):
        return True
    # a reporter's question answers only a question about what was asked
    return _ASKED.search(question.text) is not None if is_put(one) else one.signals.coverage > 0.5


def _means_somebody_named(one: Evidence, question: Question) -> bool:
    """Tell whether "he" or "she" says something in a sentence, and is somebody whom the question does not name."""
    for claim in one.claims:
        source, party = claim.attribution.source, claim.attribution.claimants[0]
        if source is not None and source.of(one.document.text).lower() in _PERSON:
            known = party.kind is ClaimantKind.NAMED and party.name.lower() not in _PERSON
            return known and not set(content_words(party.name)) & set(content_words(question.text))
    return False


_PERSON = frozenset({"he", "she"})


def is_put(one: Evidence) -> bool:
    """Tell whether a sentence is what a reporter puts to somebody."""
    return one.sentence.speaker == "Q"


def falls_off(one: Evidence, nearest: Evidence, question: Question) -> bool:
    """Tell whether a sentence holds the thing asked for, and is about something else than the nearest, which does not.

    Numbers, dates and names stand everywhere: where the sentence that is about the matter holds none, the next that
    does is about another matter, unless it reads as an answer. A time of day or a sum of money is rare enough to be the
    one.
    """
    stands_in = not may_answer(nearest, question) and one.signals.answers <= max(0.0, nearest.signals.answers)
    return stands_in and question.asks in COMMON and closeness(one) < closeness(nearest) - FALL


def judged_first(found: list[Evidence], question: Question) -> list[Evidence]:
    """Put the next sentence first where the best does not read as an answer and that, about as near, plainly does."""
    best = found[0]
    if judged(best, question):
        return found
    near = (one for one in found[1:BEST] if one.score >= best.score - FALL and suffices(one, question))
    plainly = (one for one in near if judged(one, question) and one.signals.answers >= best.signals.answers + PLAINLY)
    first = next(plainly, None)
    return found if first is None else [first, *(one for one in found if one is not first)]


def several(found: Sequence[Evidence], question: Question) -> list[Evidence]:
    """Return the best sentence, and some nearly as good that add matter or another voice."""
    kept = [found[0]]
    wide = BROAD if question.broad else 1.0
    sourced = question.attribution and is_sourced(found[0])
    own = bool(question.asked or question.editions) and not is_sourced(found[0])
    near = found[0].score - NEAR * wide
    also = [one for one in found[1:] if _answers_too(one, found[0]) or _is_rival(one, found[0], question)]
    further = [one for one in found[1:] if one.score >= near or one in also]
    for one in sorted(further, key=_ranked, reverse=True):
        if len(kept) == TRIED:
            break
        repeats = any(_repeats(one, other) for other in kept)
        if sourced and not is_sourced(one):  # who says so was asked: what nobody else is said to say is no answer
            continue
        if kept[0].is_value and not _goes_with(one, kept[0], question):
            continue
        if own and is_sourced(one):  # what a party says itself was asked: what it relays of others is no more of it
            continue
        if not repeats and (_adds(one, found[0], FAR * wide) or one in also):
            kept.append(one)
    return kept


_BOTH = re.compile(r"\b(?:and|or|versus|vs|both|each)\b", re.IGNORECASE)


def _goes_with(one: Evidence, value: Evidence, question: Question) -> bool:
    """Tell whether a value of a data sheet stands beside another where several are asked for: of men and of women."""
    beside = keys_of(one.document, one.sentence)[:-1] == keys_of(value.document, value.sentence)[:-1]
    return beside and one.is_value and one.document == value.document and _BOTH.search(question.topic) is not None


def _answers_too(one: Evidence, best: Evidence) -> bool:
    """Tell whether more of what the best one's speaker says, though farther off, reads as an answer as well."""
    answers = one.signals.answers
    near = one.score >= best.score - FARTHER and one.voice == best.voice
    return near and answers > 0 and answers >= best.signals.answers - ALIKE


def _is_rival(one: Evidence, best: Evidence, question: Question) -> bool:
    """Tell whether another document's sentence reads as well as an answer to "when?", "where?" or "how many?"."""
    if question.asks not in EXACT or question.asked or one.document.id == best.document.id or one.voice == best.voice:
        return False
    reads = one.signals.answers >= max(RIVAL, best.signals.answers - ALIKE)
    return reads and one.score >= best.score - RIVAL_FARTHER and holding(question.asks, question.text, one.read) >= 1.0


def _ranked(one: Evidence) -> float:
    """Return the order of further sentences, in which reading as an answer counts double."""
    return one.score + WEIGHTS["answers"] * one.signals.answers


def is_sourced(one: Evidence) -> bool:
    """Tell whether a sentence tells what somebody says whom its teller is not."""
    return any(tells_of_others(claim, one) for claim in one.claims)


def _adds(one: Evidence, best: Evidence, far: float) -> bool:
    """Tell whether a further sentence speaks to the question about as closely as the best one does."""
    near = one.signals.match >= best.signals.match - far
    return near and (bool(one.covers) or one.signals.similarity > 0.5)


def _repeats(one: Evidence, other: Evidence) -> bool:
    """Tell whether a sentence says little that another does not."""
    own = set(content_words(one.text))
    return len(own & set(content_words(other.text))) > 0.6 * len(own) if own else one.read == other.read
