"""Whom a pronoun means: the party its passage goes on about, else the nearest that fits; a tie stays a pronoun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.model import Claimant, ClaimantKind, Span
from assistant.voices.agreement import BODIES, PRONOUN_GENDERS, THIRD_PERSON, agrees, may_be
from assistant.voices.cast import Cast, Mention
from assistant.voices.parsing import Reading
from assistant.voices.subjects import can_speak
from assistant.voices.topics import REACH, Topic, is_in_relative, latest, unresolved

if TYPE_CHECKING:
    from spacy.tokens import Token


def is_resolved(claimant: Claimant, pronoun: Token) -> bool:
    """Tell whether a pronoun was found to mean somebody: what stays a pronoun is called by its own word."""
    return claimant.kind is not ClaimantKind.UNSPECIFIED or claimant.name != pronoun.lower_


def antecedent(cast: Cast, reading: Reading, pronoun: Token) -> Claimant:
    """Resolve he, she, they, it to whom the passage goes on about, else to the one fitting party nearest before it."""
    span = reading.span([pronoun])
    sort, gender = THIRD_PERSON[pronoun.lower_], PRONOUN_GENDERS.get(pronoun.lower_)
    found = _topic(cast, reading, pronoun, span)
    if found is not None and not is_resolved(found, pronoun):
        return found.model_copy(update={"mention": span})
    if found is None and not (sort == "many" and _is_rivalled(pronoun)):
        found = _nearest(cast, reading, span, sort, gender)
    if found is None:
        return unresolved(pronoun.lower_, span)
    cast.learn_gender(found, gender)
    cast.mentions.append(Mention(reading.index, span.start, found, sort, gender))
    return found.model_copy(update={"mention": span})


def _is_rivalled(pronoun: Token) -> bool:
    """Tell whether "they" may stand for a noun before it in its sentence: nobody named farther off is meant then."""
    nouns = (one for one in pronoun.doc[: pronoun.i] if one.pos_ == "NOUN")
    return any(one.lemma_.lower() in BODIES or (one.tag_ == "NNS" and can_speak(one)) for one in nouns)


def joined(cast: Cast, reading: Reading, pronoun: Token) -> tuple[Claimant, ...]:
    """Return the parties of "Ann and Bob said. They added", if the sentence before has no other subject."""
    start = reading.span([pronoun]).start
    here = next(latest(cast.topics, reading, start, cast.quotation_at(start)), [])
    several = [one for one in here if len(one.claimants) > 1]
    alone = len(here) == 1 and len(several) == 1 and not is_in_relative(pronoun)
    return several[0].claimants if alone else ()


def _topic(cast: Cast, reading: Reading, pronoun: Token, span: Span) -> Claimant | None:
    """Return whom the passage goes on about, if one party fits; None leaves it to who is named near by."""
    sort, gender = THIRD_PERSON[pronoun.lower_], PRONOUN_GENDERS.get(pronoun.lower_)
    for here in latest(cast.topics, reading, span.start, cast.quotation_at(span.start)):
        if here[0].reading.index == reading.index and is_in_relative(pronoun):
            return None
        fits = [one for one in here if one.known and agrees(one.sort, sort) and may_be(one.gender, gender)]
        index = here[0].reading.index
        beside = [one for one in cast.mentions if one.sentence == index and one.start < span.start]
        beside = [one for one in beside if agrees(one.sort, sort) and may_be(one.gender, gender)]
        parties = {one.claimants[0].name: one.claimants[0] for one in fits if len(one.claimants) == 1}
        others = {one.claimant.name for one in beside} - set(parties)
        goes_on = any(one.speaks for one in fits) or not others
        if len(parties) == 1 and goes_on and not any(one.asks for one in fits):
            return next(iter(parties.values()))
        if parties:
            return None
        if any(not one.known and one.claimants[0].name == pronoun.lower_ for one in here):
            return unresolved(pronoun.lower_, span)
        if sort == "body" and len(others) != 1 and any(_writes(one) for one in here):
            return _text_before(cast, reading)
        if beside:
            return None
    return None


def _text_before(cast: Cast, reading: Reading) -> Claimant | None:
    """Return the text that has been speaking, behind "the writer says": its writer goes on as "it"."""
    texts = [one for one in cast.topics if reading.index - one.reading.index <= 2 * REACH]
    spoken = [one.claimants[0] for one in texts if one.claimants[0].kind is ClaimantKind.ARTIFACT]
    return spoken[-1] if spoken else None


def _nearest(cast: Cast, reading: Reading, span: Span, sort: str, gender: str | None) -> Claimant | None:
    """Return the one party that fits in the nearest sentence before that names any; two in one sentence are a tie."""
    before = [one for one in cast.mentions if one.start < span.start and reading.index - one.sentence <= REACH]
    fits = [one for one in before if agrees(one.sort, sort) and may_be(one.gender, gender)]
    fits = [one for one in fits if sort != "many" or one.gender is None]  # a woman or a man is not "they"
    if not fits:
        return None
    last = max(one.sentence for one in fits)
    here = [one for one in fits if one.sentence == last]
    parties = {one.claimant.name: one.claimant for one in here}
    sure = {one.claimant.name: one.claimant for one in here if gender and one.gender == gender}
    for some in (sure, parties):
        if len(some) == 1:
            return next(iter(some.values()))
    return None


def _writes(topic: Topic) -> bool:
    """Tell whether a topic is who wrote a text: "the writer", also where the text is known by its name."""
    claimant = topic.claimants[0]
    words = claimant.name.split()
    known = claimant.kind is ClaimantKind.ARTIFACT and topic.sort == "person"
    return known or (bool(words) and words[-1] in {"writer", "author"})
