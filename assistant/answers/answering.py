"""From a question that stands alone to an answer: which evidence, whose, how much of it, or silence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice

from assistant.answers.choosing import TRIED, falls_off, is_put, is_sourced, judged_first, may_answer, several
from assistant.answers.composing import assemble, documents_of
from assistant.answers.confidence import Signals
from assistant.answers.deciding import contested, decided, other_side
from assistant.answers.denying import with_what_is_denied
from assistant.answers.desk import Library
from assistant.answers.drafting import FACTS, WALL, within_budget, written
from assistant.answers.evidence import Evidence, Finder
from assistant.answers.exchanging import asked_alike, asks_how_taken, exchange, replies
from assistant.answers.flowing import flowing
from assistant.answers.grounding import (
    ENOUGH,
    closeness,
    grounds,
    judged,
    speaks,
    speaks_to,
    suffices,
    sure,
    tells_of,
)
from assistant.answers.introducing import introduced
from assistant.answers.limiting import NONE, Limits, implied
from assistant.answers.lines import names_party
from assistant.answers.other_side import said_by_its_party
from assistant.answers.parties import Party, may_name, state_of
from assistant.answers.premising import corrected
from assistant.answers.question import Question, understand
from assistant.answers.reacting import tells_of_reply
from assistant.answers.rebutting import rebutted
from assistant.answers.shape import Asks, asks
from assistant.answers.siding import sides
from assistant.answers.silence import BEST, no_speech, no_voice, said_untold, silent, untold_by
from assistant.answers.typed import holding
from assistant.answers.unheard import unheard_of
from assistant.answers.untold import is_only_untold, is_untold
from assistant.answers.wanted import first_asked
from assistant.answers.wholeness import is_whole
from assistant.answers.whose_words import asks_for_a_stance
from assistant.answers.wording import LEAST_QUOTED, Draft, count
from assistant.checks.sounding import sound
from assistant.model import Answer, Span, itself

MOST_STATEMENTS = 3
MOST_OTHERS = 2
"""Statements by other parties added to an answer whose claims they contradict."""
LEAD, FURTHER = 48, 28
"""Words that the best sentence's quotation may have, and a further one's."""
TWICE = 1.0
"""How much a further line may lean on what stood around it: in one way it may, the best one is beside it."""


def best_grounds(text: str, library: Library, finder: Finder) -> Signals | None:
    """Return what speaks for the best sentence for a question that stands alone; None where there is none."""
    question = understand(text, library.parties, library.documents)
    party = question.asked[0] if question.asked else None
    found = [one for one in finder.find(question, party=party) if party is None or speaks(one, party)]
    best = next((one for one in found if may_answer(one, question)), None)
    return None if best is None else grounds(best, question)


def answer(text: str, library: Library, finder: Finder, standalone: str | None = None, limits: Limits = NONE) -> Answer:
    """Answer a question that stands alone; `standalone` is shown where it differs from what was typed."""
    question = limits.narrowed(understand(text, library.parties, library.documents), library.parties)
    finder = finder.only(implied(question).editions(library.documents))
    if limits.claimant is not None and limits.party(library.parties) is None:
        return no_voice(limits.claimant, question, finder, standalone)
    names = [*question.strangers, *_unheard(question, finder)]
    strange = [name for name in names if not library.parties.like(name)]
    if unheard := [name for name in question.replying if not library.parties.find(name)]:
        return no_voice(unheard[0], question, finder, standalone)
    if strange and not (question.asked or question.editions or question.periods):
        return no_voice(strange[0], question, finder, standalone)
    if question.absent and not question.sides:
        return no_speech(question.absent, question, standalone)
    if answered := corrected(question, finder, standalone):
        return answered
    if exchanged := exchange(question, library.documents, finder):
        return _exchanged(exchanged, question, finder, standalone)
    if (who := introduced(question, finder)) is not None:
        certain = sure(who.evidence, question)
        return assemble([who], standalone=standalone).model_copy(update={"confidence": certain})
    if not question.sides and (found := asked_alike(question, finder)):
        return _replied(found[0], found[1:], question, finder, standalone)
    if question.sides and (several := sides(question, library.documents, finder, standalone)):
        return several
    return _plain(question, library, finder, standalone, alone=limits.claimant is not None)


def _unheard(question: Question, finder: Finder) -> Iterator[str]:
    """Yield the names in lower case of those whose words are wanted, as documents write names."""

    def is_nobody(name: str) -> bool:
        return finder.is_name(name) or not any(map(finder.holds, name.split()))

    for name in filter(may_name, unheard_of(question.text, is_nobody)):  # "president" alone names nobody
        yield state_of(name) or (name.title() if finder.is_name(name) else name)


# ------------------------------------------------------------------ one matter, the best evidence


def _plain(
    question: Question, library: Library, finder: Finder, standalone: str | None, *, alone: bool = False
) -> Answer:
    """Give the best evidence; with `alone`, only the words of the party asked."""
    found = finder.find(question)
    if question.asked:
        party = question.asked[0]
        theirs = _about(party, question, finder, found)
        beside = not party.named and question.asks is Asks.YES_NO  # what a body did or not, others may tell
        if not theirs or not speaks_to(theirs[0]) or (beside and len(theirs[0].covers) < len(question.matter)):
            stance = any(m.party == party and asks_for_a_stance(question.text, m) for m in question.mentions)
            if (stance or not party.named) and not alone:  # "the villagers" may be called otherwise where they speak
                return _plain(replace(question, asked=()), library, finder, standalone)
            names = " or ".join(question.called(one) for one in question.opposed or (party,))
            return no_voice(names, question, finder, standalone)
        found = theirs
    told = [one for one in found[:BEST] if not one.text.rstrip().endswith("?")]  # a question is answered by another
    nearest = sorted(told or found[:1], key=closeness, reverse=True)
    found = [one for one in found if may_answer(one, question)]
    if not found or falls_off(found[0], nearest[0], question):
        return untold_by(nearest, question, finder, standalone) or silent(nearest, standalone)
    found = judged_first(found, question)
    if question.editions and _WRITER.search(question.text):  # what the text relays of others comes after
        found.sort(key=is_sourced)
    certain = sure(found[0], question)
    if found[0].replies_to is not None and count(found[0].text) < LEAST_QUOTED:
        asked = next(
            (one for one in finder.find(question) if one.place == (found[0].document.id, found[0].replies_to)), None
        )
        if asked is not None and suffices(found[0], question) and (reply := replies(asked, question, finder)):
            return _replied(asked, reply[:SHORT_REPLY], question, finder, standalone)
    if not suffices(found[0], question) or not judged(found[0], question):
        return untold_by(nearest, question, finder, standalone) or silent(found, standalone, certain)
    drafts = list(within_budget(_best_written(found, question, finder)))
    if not drafts:  # what was best did not pass the checks: the next that does, if it is good enough
        others = (one for one in found[1:TRIED] if closeness(one) >= ENOUGH)
        drafts = list(written(others, question, finder))[:1]
    if alone and question.asked:
        drafts = [one for one in drafts if names_party(one, question.asked[0])]
    if not drafts:
        return silent(found, standalone, certain)
    if is_untold(drafts[0], question):
        return said_untold(drafts[0], standalone, certain)
    if question.asks is Asks.YES_NO:
        rest = (one for one in found[:TRIED] if closeness(one) >= ENOUGH)
        drafts = rebutted(question, other_side(question, drafts, written(rest, question, finder, FURTHER)), finder)
    else:  # that something is not told adds nothing to what is
        drafts = [drafts[0], *(one for one in drafts[1:] if not is_only_untold(one))]
    first = first_asked(question.text)
    if asks(first) in FACTS:  # the number, date or place asked for stands first
        held = partial(holding, asks(first), first)
        drafts.sort(key=lambda one: -held(one.span.of(one.evidence.document.text)))
    if is_put(drafts[0].evidence) and asks_how_taken(question.text):
        drafts = list(within_budget([drafts[0], *_reply_to(drafts[0].evidence, question, finder)]))
    if not question.asked:
        drafts += _other_sides(drafts, question, finder)
    opened = flowing(with_what_is_denied(decided(question, drafts), question, finder))
    made = assemble(opened, lead=contested(question, drafts), notes=_notes(drafts), standalone=standalone)
    return made.model_copy(update={"confidence": certain})


SHORT_REPLY = 2
"""Sentences given of a reply that opens with a few words: "Three times. In May, in June and in July."."""
OWN_FIRST = 0.3
"""How much farther from the question what somebody wrote may be than what others report that they said."""
_WRITER = re.compile(r"\b(?:author|writer|columnist|essayist)\b", re.IGNORECASE)
"""Whoever wrote a text, where it is pointed at."""


def _about(party: Party, question: Question, finder: Finder, found: Sequence[Evidence]) -> list[Evidence]:
    """Return the party's own words, and what is told of it first of all among what was found, best first.

    What others tell of somebody who wrote a document of the library comes behind what he or she wrote; of "what did the
    shepherd say?", that names no matter, nothing that is only told of him is an answer, nor where he speaks to it.
    """
    theirs = [one for one in finder.find(question, party=party) if speaks(one, party)]
    if question.reacting:  # what another State's speech says they believe is no reply of theirs, nor what is of old
        timely = [one for one in theirs if one.signals.period or not question.periods]
        return [one for one in timely if one.speaker in party.names or tells_of_reply(one, question)]
    known = {one.place for one in theirs}
    told = [one for one in found if tells_of(one, party) and one.place not in known and not _is_on_its_writer(one)]
    if not party.named or (theirs and not question.matter) or any(closeness(one) >= ENOUGH for one in theirs[:1]):
        told = []
    own = [one for one in theirs if party.authored and one.speaker in party.names and not tells_of(one, party)]
    rest = [one for one in (*theirs, *told) if one not in own]
    return sorted((*own, *rest), key=lambda one: -(one.score + (OWN_FIRST if one in own else 0)))


def _is_on_its_writer(one: Evidence) -> bool:
    """Tell whether a sentence is a paper's note on the writer of its document."""
    return bool(one.document.metadata.author) and one.speaker == itself(one.document.metadata)


def _other_sides(drafts: Sequence[Draft], question: Question, finder: Finder) -> list[Draft]:
    """Write what contradicts the claims that are quoted, each by its own party: no side alone where there are two."""
    said = [claim for one in drafts for claim in one.claims if claim.attribution.content.overlaps(one.span)]
    known = {one.evidence.place for one in drafts}
    others = [one for one in finder.against(said, question) if one.place not in known]
    first: dict[tuple[str, ...], Draft] = {}
    for one in written(others, question, finder, FURTHER):
        if said_by_its_party(one):
            first.setdefault(one.claimants, one)
    return list(first.values())[:MOST_OTHERS]


def _reply_to(asked: Evidence, question: Question, finder: Finder) -> list[Draft]:
    """Write the sentence of the reply that is nearest to the question."""
    nearest = sorted(replies(asked, question, finder), key=lambda one: -one.score)
    return list(written(nearest, question, finder, FURTHER))[:1]


def _best_written(found: Sequence[Evidence], question: Question, finder: Finder) -> Iterator[Draft]:
    """Write the best sentence at some length, and what adds to it more shortly."""
    best, *more = several(found, question)
    yield from written([best], question, finder, LEAD)
    whole = (one for one in written(more, question, finder, FURTHER) if is_whole(one, WALL, TWICE))
    yield from islice(whole, MOST_STATEMENTS - 1)


def _exchanged(found: Sequence[Evidence], question: Question, finder: Finder, standalone: str | None) -> Answer:
    """Give what was put, where it is asked for, and what came back."""
    made = list(written(found, question, finder, LEAD if len(found) == 1 else FURTHER))
    # a long question leaves room for a reply, and further replies for the question
    reply = next((one for one in made if not is_put(one.evidence)), None)
    kept = list(within_budget(sorted(made, key=lambda one: (one is not reply, not is_put(one.evidence)))))
    drafts = [one for one in made if one in kept]
    return _told(drafts, found, question, standalone)


def _replied(
    asked: Evidence, reply: Sequence[Evidence], question: Question, finder: Finder, standalone: str | None
) -> Answer:
    """Give the reply to just this question as it opens, a "No." that stands alone with what follows it.

    It is as sure as that this is what was asked there.
    """
    made = [_with_its_opening(one, reply) for one in written(reply, question, finder, FURTHER)]
    if made and (word := _YES_OR_NO.search(made[0].evidence.document.text, 0, made[0].evidence.sentence.span.start)):
        whole = replace(made[0], span=Span(start=word.start(), end=made[0].span.end))
        opens = made[0].span.start == made[0].evidence.sentence.span.start
        made = [whole, *made[1:]] if opens and sound(whole) else made
    return _told(list(within_budget(made)), (asked, *reply), question, standalone)


def _with_its_opening(one: Draft, reply: Sequence[Evidence]) -> Draft:
    """Return what a reply says with the few words it opens with, right before: "Three times. In May and in June."."""
    opening = reply[0]
    follows = opening.number + 1 == one.evidence.number and one.span.start == one.evidence.sentence.span.start
    if not follows or count(opening.text) >= LEAST_QUOTED or opening.speaker != one.evidence.speaker:
        return one
    whole = replace(one, span=Span(start=opening.sentence.span.start, end=one.span.end))
    return whole if sound(whole) else one


def _told(drafts: Sequence[Draft], found: Sequence[Evidence], question: Question, standalone: str | None) -> Answer:
    """Give what was said in an exchange, as sure as the surest of what was found of it."""
    certain = max(sure(one, question) for one in found)
    if not drafts:
        return silent(found, standalone, certain)
    return assemble(flowing(drafts), standalone=standalone).model_copy(update={"confidence": certain})


_YES_OR_NO = re.compile(r"\b(?:No|Yes|Never|Not at all|Of course(?: not)?|Certainly(?: not)?|Absolutely)[.!]\s+\Z")
"""What a reply says before it goes on."""


# ------------------------------------------------------------------ notes


def _notes(drafts: Sequence[Draft]) -> list[str]:
    """Say what kind of document speaks alone, where that is an opinion piece."""
    notes: list[str] = []
    documents = list(documents_of(drafts))
    contested = any(d.claims and any(c.contested for c in d.claims) for d in drafts)
    if contested and len(documents) == 1 and documents[0].metadata.genre == "opinion":
        author = "" if documents[0].metadata.author else " that names no author"
        notes.append(f"One document speaks to this, an opinion piece{author}.")
    return notes
