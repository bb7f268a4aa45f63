"""From a question that stands alone to an answer: which evidence, whose, how much of it, or silence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice

from assistant.answers.composing import assemble, documents_of
from assistant.answers.confidence import Signals
from assistant.answers.contrasting import only_supposes
from assistant.answers.counting import STRAY
from assistant.answers.deciding import contested, decided, other_side
from assistant.answers.denying import with_what_is_denied
from assistant.answers.desk import Library
from assistant.answers.drafting import EXACT, FACTS, WALL, within_budget, written
from assistant.answers.evidence import Evidence, Finder
from assistant.answers.exchanging import asked_alike, asks_how_taken, exchange, replies
from assistant.answers.flowing import flowing
from assistant.answers.grounding import (
    ENOUGH,
    closeness,
    grounds,
    judged,
    meets_each,
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
from assistant.answers.typed import holding, names_a_charge, names_one_of, tells_more
from assistant.answers.unheard import unheard_of
from assistant.answers.untold import is_only_untold, is_untold
from assistant.answers.wanted import first_asked
from assistant.answers.weighing import WEIGHTS, tells_of_others
from assistant.answers.wholeness import is_whole
from assistant.answers.whose_words import asks_for_a_stance
from assistant.answers.wording import LEAST_QUOTED, Draft, count
from assistant.checks.sounding import sound
from assistant.library.wording import keys_of
from assistant.model import Answer, ClaimantKind, Span, itself
from assistant.text import content_words

MOST_STATEMENTS = 3
MOST_OTHERS = 2
"""Statements by other parties added to an answer whose claims they contradict."""
TRIED = 6
"""Sentences tried where the best do not pass the checks."""
FAR = 0.12
"""How much less of the question a further sentence may meet than the best."""
LEAD, FURTHER = 48, 28
"""Words that the best sentence's quotation may have, and a further one's."""
TWICE = 1.0
"""How much a further line may lean on what stood around it: in one way it may, the best one is beside it."""
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
BROAD = 2.0
"""How much wider both are where it is asked what a party says of a matter at large."""


def best_grounds(text: str, library: Library, finder: Finder) -> Signals | None:
    """Return what speaks for the best sentence for a question that stands alone; None where there is none."""
    question = understand(text, library.parties, library.documents)
    party = question.asked[0] if question.asked else None
    found = [one for one in finder.find(question, party=party) if party is None or speaks(one, party)]
    best = next((one for one in found if _may_answer(one, question)), None)
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
    found = [one for one in found if _may_answer(one, question)]
    if not found or _falls_off(found[0], nearest[0], question):
        return untold_by(nearest, question, finder, standalone) or silent(nearest, standalone)
    found = _judged_first(found, question)
    if question.editions and _WRITER.search(question.text):  # what the text relays of others comes after
        found.sort(key=_is_sourced)
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
    if _is_put(drafts[0].evidence) and asks_how_taken(question.text):
        drafts = list(within_budget([drafts[0], *_reply_to(drafts[0].evidence, question, finder)]))
    if not question.asked:
        drafts += _other_sides(drafts, question, finder)
    opened = flowing(with_what_is_denied(decided(question, drafts), question, finder))
    made = assemble(opened, lead=contested(question, drafts), notes=_notes(drafts), standalone=standalone)
    return made.model_copy(update={"confidence": certain})


def _judged_first(found: list[Evidence], question: Question) -> list[Evidence]:
    """Put the next sentence first where the best does not read as an answer and that, about as near, plainly does."""
    best = found[0]
    if judged(best, question):
        return found
    near = (one for one in found[1:BEST] if one.score >= best.score - FALL and suffices(one, question))
    plainly = (one for one in near if judged(one, question) and one.signals.answers >= best.signals.answers + PLAINLY)
    first = next(plainly, None)
    return found if first is None else [first, *(one for one in found if one is not first)]


PLAINLY = 1.5
"""Log-odds by which a sentence must read more like an answer than a nearer one that does not."""
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


_ASKED = re.compile(
    r"\b(?:ask\w*|question\w*|put to|worr\w+|rais\w+|press\w*|reporters?|journalists?)\b", re.IGNORECASE
)


def _may_answer(one: Evidence, question: Question) -> bool:
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
    return _ASKED.search(question.text) is not None if _is_put(one) else one.signals.coverage > 0.5


def _means_somebody_named(one: Evidence, question: Question) -> bool:
    """Tell whether "he" or "she" says something in a sentence, and is somebody whom the question does not name."""
    for claim in one.claims:
        source, party = claim.attribution.source, claim.attribution.claimants[0]
        if source is not None and source.of(one.document.text).lower() in _PERSON:
            known = party.kind is ClaimantKind.NAMED and party.name.lower() not in _PERSON
            return known and not set(content_words(party.name)) & set(content_words(question.text))
    return False


_PERSON = frozenset({"he", "she"})


def _reply_to(asked: Evidence, question: Question, finder: Finder) -> list[Draft]:
    """Write the sentence of the reply that is nearest to the question."""
    nearest = sorted(replies(asked, question, finder), key=lambda one: -one.score)
    return list(written(nearest, question, finder, FURTHER))[:1]


def _is_put(one: Evidence) -> bool:
    """Tell whether a sentence is what a reporter puts to somebody."""
    return one.sentence.speaker == "Q"


def _falls_off(one: Evidence, nearest: Evidence, question: Question) -> bool:
    """Tell whether a sentence holds the thing asked for, and is about something else than the nearest, which does not.

    Numbers, dates and names stand everywhere: where the sentence that is about the matter holds none, the next that
    does is about another matter, unless it reads as an answer. A time of day or a sum of money is rare enough to be the
    one.
    """
    stands_in = not _may_answer(nearest, question) and one.signals.answers <= max(0.0, nearest.signals.answers)
    return stands_in and question.asks in COMMON and closeness(one) < closeness(nearest) - FALL


def _several(found: Sequence[Evidence], question: Question) -> list[Evidence]:
    """Return the best sentence, and some nearly as good that add matter or another voice."""
    kept = [found[0]]
    wide = BROAD if question.broad else 1.0
    sourced = question.attribution and _is_sourced(found[0])
    own = bool(question.asked or question.editions) and not _is_sourced(found[0])
    near = found[0].score - NEAR * wide
    also = [one for one in found[1:] if _answers_too(one, found[0]) or _is_rival(one, found[0], question)]
    further = [one for one in found[1:] if one.score >= near or one in also]
    for one in sorted(further, key=_ranked, reverse=True):
        if len(kept) == TRIED:
            break
        repeats = any(_repeats(one, other) for other in kept)
        if sourced and not _is_sourced(one):  # who says so was asked: what nobody else is said to say is no answer
            continue
        if kept[0].is_value and not _goes_with(one, kept[0], question):
            continue
        if own and _is_sourced(one):  # what a party says itself was asked: what it relays of others is no more of it
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


def _best_written(found: Sequence[Evidence], question: Question, finder: Finder) -> Iterator[Draft]:
    """Write the best sentence at some length, and what adds to it more shortly."""
    best, *more = _several(found, question)
    yield from written([best], question, finder, LEAD)
    whole = (one for one in written(more, question, finder, FURTHER) if is_whole(one, WALL, TWICE))
    yield from islice(whole, MOST_STATEMENTS - 1)


def _is_sourced(one: Evidence) -> bool:
    return any(tells_of_others(claim, one) for claim in one.claims)


def _adds(one: Evidence, best: Evidence, far: float) -> bool:
    """Tell whether a further sentence speaks to the question about as closely as the best one does."""
    near = one.signals.match >= best.signals.match - far
    return near and (bool(one.covers) or one.signals.similarity > 0.5)


def _repeats(one: Evidence, other: Evidence) -> bool:
    """Tell whether a sentence says little that another does not."""
    own = set(content_words(one.text))
    return len(own & set(content_words(other.text))) > 0.6 * len(own) if own else one.read == other.read


def _exchanged(found: Sequence[Evidence], question: Question, finder: Finder, standalone: str | None) -> Answer:
    """Give what was put, where it is asked for, and what came back."""
    made = list(written(found, question, finder, LEAD if len(found) == 1 else FURTHER))
    # a long question leaves room for a reply, and further replies for the question
    reply = next((one for one in made if not _is_put(one.evidence)), None)
    kept = list(within_budget(sorted(made, key=lambda one: (one is not reply, not _is_put(one.evidence)))))
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
