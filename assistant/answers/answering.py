"""From a question that stands alone to an answer: which evidence, whose, how much of it, or silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answers.composing import assemble, documents_of, drafts
from assistant.answers.confidence import Nearness, Signals, shipped, signals
from assistant.answers.deciding import contested, decided, other_side
from assistant.answers.evidence import Evidence, Finder
from assistant.answers.flowing import flowing
from assistant.answers.limiting import NONE, Limits, implied
from assistant.answers.lines import names_party
from assistant.answers.naming import in_words
from assistant.answers.other_side import said_by_its_party
from assistant.answers.parties import Parties, Party
from assistant.answers.question import Asks, Period, Question, understand
from assistant.answers.typed import holds_type, names_anew
from assistant.answers.wording import Draft
from assistant.checks.attributions import sound
from assistant.model import Answer, Status
from assistant.record import Listed
from assistant.text import content_words, readable

MOST_STATEMENTS = 3
MOST_SIDES = 4
MOST_OTHERS = 2
"""Statements by other parties added to an answer whose claims they contradict."""
TRIED = 6
"""Sentences tried where the best do not pass the checks."""
FACTS = (Asks.NUMBER, Asks.DATE, Asks.TIME, Asks.MONEY, Asks.PLACE)
ENOUGH = 0.44
"""`confidence` below which a sentence is no side of a matter, and not near enough to be told of."""
AROUND = 400
"""Code points beside a sentence that its reader has read."""
LONGEST = 35
"""Words a quotation may have."""
WALL = 60
"""Quoted words an answer may hold."""
NEAR = 0.06
"""A further sentence may score so much less than the best."""


@dataclass(frozen=True)
class Library:
    """What answering needs to know of a library besides its evidence."""

    parties: Parties
    documents: Sequence[Listed]


def confidence(one: Evidence) -> float:
    """Return how near a sentence comes to the question, 0 to about 1, party and document counted: no probability."""
    signals = one.signals
    pointed = 0.08 * signals.party + 0.1 * signals.document + 0.04 * signals.period
    return pointed + 0.5 * max(signals.coverage, 0.85 * signals.context) + 0.5 * min(1.0, signals.similarity / 0.68)


def grounds(one: Evidence, question: Question) -> Signals:
    """Return what speaks for a sentence as an answer."""
    document, at = one.document, one.sentence.span
    beside = document.text[max(0, at.start - AROUND) : at.end + AROUND]
    heads = (document.title, one.sentence.heading, one.speaker, document.metadata.published)
    around = ". ".join(filter(None, [*heads, beside]))
    near = Nearness(one.signals.similarity, one.signals.match)
    return signals(question.text, readable(one.text), readable(around), near)


def best_grounds(text: str, library: Library, finder: Finder) -> Signals | None:
    """Return what speaks for the best sentence for a question that stands alone; None where there is none."""
    question = understand(text, library.parties, library.documents)
    party = question.asked[0] if question.asked else None
    found = [one for one in finder.find(question, party=party) if party is None or _speaks(one, party)]
    best = next((one for one in found if _may_answer(one, question)), None)
    return None if best is None else grounds(best, question)


def answer(text: str, library: Library, finder: Finder, standalone: str | None = None, limits: Limits = NONE) -> Answer:
    """Answer a question that stands alone; `standalone` is shown where it differs from what was typed."""
    question = limits.narrowed(understand(text, library.parties, library.documents), library.parties)
    finder = finder.only(implied(question).editions(library.documents))
    strange = [name for name in question.strangers if not library.parties.like(name)]
    if unheard := [name for name in question.replying if not library.parties.find(name)]:
        return _no_voice(unheard[0], question, finder, standalone)
    if strange and not (question.asked or question.editions or question.periods):
        return _no_voice(strange[0], question, finder, standalone)
    if question.premise and (corrected := _premise(question, finder, standalone)):
        return corrected
    if question.sides and (several := _sides(question, library, finder, standalone)):
        return several
    return _plain(question, library, finder, standalone, alone=limits.claimant is not None)


# ------------------------------------------------------------------ one matter, the best evidence


def _plain(
    question: Question, library: Library, finder: Finder, standalone: str | None, *, alone: bool = False
) -> Answer:
    """Give the best evidence; with `alone`, only the words of the party asked."""
    found = finder.find(question)
    if question.asked:
        party = question.asked[0]
        theirs = finder.find(question, party=party)
        theirs = [one for one in theirs if _speaks(one, party)]
        if not theirs or confidence(theirs[0]) < ENOUGH:
            return _no_voice(party.name, question, finder, standalone)
        found = theirs
    found = [one for one in found if _may_answer(one, question)]
    if not found:
        return _silent(found, standalone)
    sure = shipped().sure(grounds(found[0], question))
    if sure < shipped().enough:
        return _silent(found, standalone, sure)
    drafts = list(_within_budget(_drafts(_several(found), question, finder, LONGEST), WALL))
    if not drafts:  # what was best did not pass the checks: the next that does, if it is good enough
        others = (one for one in found[1:TRIED] if confidence(one) >= ENOUGH)
        drafts = list(_drafts(others, question, finder, LONGEST))[:1]
    if alone and question.asked:
        drafts = [one for one in drafts if names_party(one, question.asked[0])]
    if not drafts:
        return _silent(found, standalone, sure)
    if question.asks is Asks.YES_NO:
        rest = (one for one in found[:TRIED] if confidence(one) >= ENOUGH)
        drafts = other_side(question, drafts, _drafts(rest, question, finder, LONGEST))
    if question.asks in FACTS:  # the number, date or place asked for stands first
        drafts.sort(key=lambda one: not holds_type(question.asks, one.span.of(one.evidence.document.text)))
    if not question.asked:
        drafts += _other_sides(drafts, question, finder)
    opened = flowing(decided(question, drafts))
    made = assemble(opened, lead=contested(question, drafts), notes=_notes(drafts, library), standalone=standalone)
    return made.model_copy(update={"confidence": sure})


def _other_sides(drafts: Sequence[Draft], question: Question, finder: Finder) -> list[Draft]:
    """Write what contradicts the claims that are quoted, each by its own party: no side alone where there are two."""
    said = [claim for one in drafts for claim in one.claims if claim.attribution.content.overlaps(one.span)]
    known = {(one.evidence.document.id, one.evidence.number) for one in drafts}
    others = [one for one in finder.against(said) if (one.document.id, one.number) not in known]
    written = _drafts(others, question, finder, LONGEST)
    return [one for one in written if said_by_its_party(one)][:MOST_OTHERS]


def _drafts(chosen: Iterable[Evidence], question: Question, finder: Finder, longest: int) -> Iterator[Draft]:
    """Write each piece of evidence in the best way that passes the checks; what passes in none is left out."""
    for one in chosen:
        ways = drafts(one, finder.focus(question, one, longest), longest, fact=question.asks in FACTS)
        made = next((way for way in ways if _quoted(way) <= WALL and sound(way)), None)
        if made is not None:
            yield made


def _within_budget(drafts: Iterable[Draft], most: int) -> Iterator[Draft]:
    """Yield drafts while they quote at most so many words together; the first always."""
    quoted = 0
    for one in drafts:
        quoted += _quoted(one)
        if quoted > most and quoted > _quoted(one):
            return
        yield one


def _quoted(one: Draft) -> int:
    """Return how many words a draft quotes."""
    return len(one.span.of(one.evidence.document.text).split())


_ASKED = re.compile(
    r"\b(?:ask\w*|question\w*|put to|worr\w+|rais\w+|press\w*|reporters?|journalists?)\b", re.IGNORECASE
)


def _may_answer(one: Evidence, question: Question) -> bool:
    if question.asks is Asks.NAME and not (names_anew(one.text, question.text) and one.signals.coverage > 0.6):
        return False
    strict = (Asks.NUMBER, Asks.DATE, Asks.MONEY, Asks.TIME)
    if question.asks in strict and not holds_type(question.asks, one.text):
        return False
    if not one.text.rstrip().endswith("?"):
        return True
    put_to_them = one.sentence.speaker == "Q"  # a reporter's question answers only a question about what was asked
    return _ASKED.search(question.text) is not None if put_to_them else one.signals.coverage > 0.5


def _speaks(one: Evidence, party: Party) -> bool:
    return one.signals.party == 1.0 or one.speaker in party.names


def _several(found: Sequence[Evidence]) -> list[Evidence]:
    """Keep the best sentence, and a few nearly as good that add matter or another voice."""
    kept = [found[0]]
    for one in found[1:]:
        if len(kept) == MOST_STATEMENTS or one.score < found[0].score - NEAR:
            break
        repeats = any(_alike(one, other) for other in kept)
        if not repeats and (one.covers or one.signals.similarity > 0.5):
            kept.append(one)
    return kept


def _alike(one: Evidence, other: Evidence) -> bool:
    a, b = set(content_words(one.text)), set(content_words(other.text))
    return len(a & b) > 0.6 * min(len(a), len(b)) if a and b else one.text == other.text


# ------------------------------------------------------------------ several accounts


def _sides(question: Question, library: Library, finder: Finder, standalone: str | None) -> Answer | None:
    """Give one line to each voice: those asked, those accused, then whoever else speaks to the matter."""
    lines: list[Evidence] = []
    for period in question.periods if question.change else ():
        lines.extend(_best(_of_period(period, question, library, finder), lines))
    for party in question.asked:
        lines.extend(_best(_theirs(party, question, finder), lines, least=0.5))
    for period in question.periods if not question.change else ():
        lines.extend(_best(_of_period(period, question, library, finder), lines))
    if question.editions:
        lines.extend(_best(finder.find(question, within=question.editions), lines))
    for party in dict.fromkeys(m.party for m in question.mentions if m.party not in question.asked):
        lines.extend(_best(_theirs(party, question, finder), lines))
    for one in finder.find(question):
        if len(lines) >= MOST_SIDES or confidence(one) < ENOUGH:
            break
        if all(one.speaker != other.speaker or one.document.id != other.document.id for other in lines):
            lines.extend(_best([one], lines))
    lines = lines[:MOST_SIDES]
    written = _drafts(lines, question, finder, max(14, WALL // max(1, len(lines))))
    drafts = sorted(_within_budget(written, WALL), key=lambda one: one.evidence.document.metadata.published or "9999")
    if len(drafts) < 2:
        return None
    made = assemble(flowing(drafts), lead=_lead(drafts, question), standalone=standalone)
    return made.model_copy(update={"confidence": _surest(drafts, question)})


def _best(found: Sequence[Evidence], known: Sequence[Evidence], least: float = 0.8) -> list[Evidence]:
    """Return the first piece that is good enough, is no question, and is not there yet; as a list of one or none."""
    for one in found[:6]:
        if confidence(one) < least * ENOUGH:
            break
        if not any(_alike(one, other) for other in known):
            return [one]
    return []


def _theirs(party: Party, question: Question, finder: Finder) -> list[Evidence]:
    return [one for one in finder.find(question, party=party) if _speaks(one, party)]


def _of_period(period: Period, question: Question, library: Library, finder: Finder) -> list[Evidence]:
    """Return what was said in a time or is told of it, by the party asked if there is such, else by anybody."""
    timely = [one.edition for one in library.documents if period.holds(one.metadata.published)]
    within = None if len(timely) in (0, len(library.documents)) else timely
    then = replace(question, periods=(period,))
    for party in (*question.asked[:1], None):
        found = [one for one in finder.find(then, party=party, within=within) if within or one.signals.period]
        if found:
            return found
    return []


def _lead(drafts: Sequence[Draft], question: Question) -> str:
    voices = {d.claimants for d in drafts}
    if question.change or len(voices) < 2:
        return ""
    return "The accounts differ." if question.asks is Asks.YES_NO else ""


# ------------------------------------------------------------------ premise and silence


def _premise(question: Question, finder: Finder, standalone: str | None) -> Answer | None:
    """Say so first where the question pins on a party what only somebody else says."""
    party = question.asked[0]
    found = [one for one in finder.find(_without(party, question)) if not one.text.rstrip().endswith("?")]
    theirs = [one for one in found if _speaks(one, party)]
    theirs = theirs or [one for one in finder.find(question, party=party) if _speaks(one, party)]
    others = [one for one in found if not _speaks(one, party) and party.name not in one.speaker]
    if not others:
        return None
    best = max((one.signals.coverage for one in theirs[:5]), default=0.0)
    other = max(others[:8], key=lambda one: one.signals.coverage + 0.1 * one.signals.similarity)
    if other.signals.coverage < best + 0.15 or confidence(other) < ENOUGH:
        return None
    drafts = list(_drafts([other], question, finder, LONGEST))
    if not drafts:
        return None
    lead = f"The documents hold no such statement by {party.name}; somebody else makes it."
    made = assemble(drafts, lead=lead, standalone=standalone)
    return made.model_copy(update={"confidence": _surest(drafts, question)})


def _without(party: Party, question: Question) -> Question:
    """Return a question that does not name a party: who else says so is looked for, not what the party says."""
    text = question.text
    for mention in sorted(question.mentions, key=lambda one: -one.start):
        if mention.party == party:
            text = text[: mention.start] + text[mention.end :]
    bare = " ".join(text.split())
    return replace(question, text=bare, topic=bare, asked=())


def _surest(drafts: Sequence[Draft], question: Question) -> float:
    return max(shipped().sure(grounds(one.evidence, question)) for one in drafts)


def _no_voice(name: str, question: Question, finder: Finder, standalone: str | None) -> Answer:
    """Abstain because the party asked says nothing on this; say what is near."""
    reason = f"The documents hold no statement by {name} on this."
    return _abstain(reason, finder.find(replace(question, asked=())), standalone)


def _silent(found: Sequence[Evidence], standalone: str | None, sure: float = 0.0) -> Answer:
    return _abstain("The documents do not answer this.", found, standalone, sure)


def asked_back(names: Sequence[str]) -> Answer:
    """Ask whom a pronoun means, instead of guessing."""
    reason = f"Whom do you mean: {', '.join(names[:-1])} or {names[-1]}?"
    return Answer(status=Status.ABSTAINED, text=reason, reason=reason)


def _abstain(reason: str, found: Sequence[Evidence], standalone: str | None, sure: float = 0.0) -> Answer:
    near = found[0] if found and confidence(found[0]) >= ENOUGH else None
    text = reason if near is None else f"{reason} The nearest they hold is in {in_words(near.document)}."
    return Answer(status=Status.ABSTAINED, text=text, reason=reason, standalone_question=standalone, confidence=sure)


# ------------------------------------------------------------------ notes


def _notes(drafts: Sequence[Draft], library: Library) -> list[str]:
    """Say what kind of document speaks alone, and who is accused without a voice in the library."""
    notes: list[str] = []
    documents = list(documents_of(drafts))
    contested = any(d.claims and any(c.contested for c in d.claims) for d in drafts)
    if contested and len(documents) == 1 and documents[0].metadata.genre == "opinion":
        author = "" if documents[0].metadata.author else " that names no author"
        notes.append(f"One document speaks to this, an opinion piece{author}.")
    return notes
