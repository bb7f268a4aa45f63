"""Several accounts beside one another: a line for each voice that a question names, then for whoever else speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product, takewhile

from assistant.answers.composing import assemble, spoken
from assistant.answers.counting import STRAY
from assistant.answers.drafting import EXACT, WALL, written
from assistant.answers.evidence import Evidence, Finder
from assistant.answers.flowing import flowing
from assistant.answers.grounding import ENOUGH, closeness, speaks, sure
from assistant.answers.halving import at_the_time
from assistant.answers.narrating import entry_of, told_of
from assistant.answers.parties import Party
from assistant.answers.periods import Period
from assistant.answers.question import Question
from assistant.answers.shape import Asks
from assistant.answers.typed import holding
from assistant.answers.untold import is_only_untold, tells_nothing
from assistant.answers.wanted import first_asked
from assistant.answers.weighing import UNJUDGED
from assistant.answers.whose_words import is_setting
from assistant.answers.wording import Draft, quoted, says_nothing, shows_nothing
from assistant.checks.grounds import NEGATION
from assistant.checks.sounding import sound
from assistant.model import Answer, Rule, Status, Voice
from assistant.record import Listed
from assistant.text import matter_words, overlap
from assistant.voices.speakers import QUESTIONER

MOST_SIDES, ENOUGH_SIDES = 4, 3
"""Lines at most, and lines beyond which nobody is added whom the question does not name."""
TRIED = 6
"""Sentences tried for a line."""
NAMED, OPPOSED, TIMELY, ACCUSED = 0.5, 0.6, 0.7, 0.8
"""Shares of `ENOUGH` that suffice for the line of whoever is asked, of whoever is set beside another, of a time that is
named, and of whoever is spoken of."""
BESIDE, BESIDE_ODDS = 0.5, -2.0
"""Closeness and log odds that it answers, below both of which a party's words are beside the point: chosen on lines of
the cases that were read, of which those below held nothing that was asked for."""
NEXT = 2
"""Sentences from a line within which another account of the same matter stands next to it."""
LEAST_QUOTED = 14
"""Words a line may quote at least."""
PIECES = 3
"""Pieces of a voice that are written, of which one fits beside the others."""


@dataclass(frozen=True)
class _Account:
    """What is found for one account of a matter."""

    found: Sequence[Evidence]
    """Best first."""
    least: float = 1.0
    """Share of `ENOUGH` that a piece must come near by."""
    party: Party | None = None
    """Whose account it is, if it is looked for among somebody's words."""
    again: bool = False
    """Whether what it says at another time is looked for, besides its line."""

    def of(self, one: Evidence) -> frozenset[str]:
        """Return the names under which a piece of it is somebody's."""
        return frozenset({one.voice}) if self.party is None else frozenset({self.party.name, *self.party.names})


@dataclass(frozen=True)
class _Line:
    """One voice's pieces, of which one is written; the best first."""

    pieces: tuple[Evidence, ...]
    names: frozenset[str]

    @property
    def best(self) -> Evidence:
        return self.pieces[0]


def sides(question: Question, documents: Sequence[Listed], finder: Finder, standalone: str | None) -> Answer | None:
    """Give one line to each account, oldest first, and say which of the parties set beside one another has none.

    None where fewer than two are found, or where each of several is to be heard and none is.
    """
    lines: list[_Line] = []
    beside = 0  # nobody takes the place of a party that says nothing on the matter
    finder = finder.weighed(UNJUDGED)  # an account of the matter answers only in part
    for account in _accounts(question, documents, finder):
        if _settled(lines, question):
            break
        if question.editions:  # somebody's own line is asked for: what was put to them is none
            account = replace(account, found=[one for one in account.found if one.speaker != QUESTIONER.name])
        if _is_beside(account, question, finder):
            beside += 1
        else:
            lines.extend(_choices(account, lines))
    heard = [party for party in question.asked if _is_heard(party, lines)]
    named = all(party.named for party in question.asked)  # who is only described may be heard under a name, too
    enough = bool(question.opposed) or (len(heard) == len(question.asked) > 1 and named)
    if not enough and not question.change:
        lines.extend(_against(lines, question, finder))
    for one in () if enough or _settled(lines, question) else _further(lines, question, finder):
        if len(lines) + beside >= ENOUGH_SIDES:
            break
        lines.extend(_choices(_Account([one]), lines))
    made = _written(lines, question, finder)
    made = [(line, one) for line, one in made if not _is_told_by_name(one, [other for _, other in made])]
    drafts = sorted((one for _, one in made), key=_when)
    notes = _notes(question, lines, [line for line, _ in made])
    if len(drafts) < (1 if notes else 2):
        return None
    answer = assemble(
        flowing(drafts),
        lead=_lead(drafts, question),
        notes=notes,
        standalone=standalone,
        status=Status.PARTIAL if notes else Status.ANSWERED,
        reason=" ".join(notes) or None,
    )
    return answer.model_copy(update={"confidence": max(sure(one.evidence, question) for one in drafts)})


def _further(lines: Sequence[_Line], question: Question, finder: Finder) -> Iterator[Evidence]:
    """Yield what others say of the matter, first what stands next to a line: there a narrative tells the other side."""
    near = takewhile(lambda one: closeness(one) >= ENOUGH, finder.find(replace(question, editions=frozenset())))
    found = [one for one in near if not tells_nothing(one) and _holds_what_is_asked(one, question)]
    for one in sorted(found, key=lambda one: not any(_stands_by(one, line.best) for line in lines)):
        if finder.answers(question, one) >= BESIDE_ODDS:
            yield one


def _stands_by(one: Evidence, other: Evidence) -> bool:
    """Tell whether somebody is heard next to a sentence who is not heard in it."""
    apart = abs(one.number - other.number)
    told = one.voice not in (one.speaker, other.voice)
    return one.document.id == other.document.id and 0 < apart <= NEXT and told


def _holds_what_is_asked(one: Evidence, question: Question) -> bool:
    """Tell whether a sentence holds the number or date asked for, if one is."""
    return question.asks not in EXACT or holding(question.asks, first_asked(question.text), one.read) > STRAY


def _against(lines: Sequence[_Line], question: Question, finder: Finder) -> list[_Line]:
    """Return the lines of those who contradict what the first pieces say, one a voice."""
    found: list[_Line] = []
    for line in lines:
        for one in finder.against(line.best.claims, question):
            found.extend(_choices(_Account([one], least=0.0), [*lines, *found]))
    return found


def _is_beside(account: _Account, question: Question, finder: Finder) -> bool:
    """Tell whether even the nearest words of a party are of another matter; of a time, what was said is told anyway."""
    nearest = next(iter(account.found), None)
    if account.party is None or nearest is None or closeness(nearest) >= BESIDE:
        return False
    return finder.answers(question, nearest) < BESIDE_ODDS


def _is_told_by_name(one: Draft, others: Sequence[Draft]) -> bool:
    """Tell whether a nameless party ("a minister") says nothing that another line does not give, with its name."""
    made = one.reported
    if made is None or not all(party.name.split()[0].lower() in _NAMELESS for party in made.claimants):
        return False
    own = matter_words(_words_of(one))
    named = (other for other in others if other is not one and other.reported is not None)
    return any(own <= matter_words(_words_of(other)) and _denies(one) == _denies(other) for other in named)


def _denies(one: Draft) -> bool:
    return NEGATION.search(f"{one.before} {_words_of(one)}") is not None


_NAMELESS = frozenset("a an one some another unnamed".split())


def _words_of(one: Draft) -> str:
    return one.span.of(one.evidence.document.text)


def _notes(question: Question, lines: Sequence[_Line], shown: Sequence[_Line]) -> list[str]:
    """Say of each of those set beside one another who says nothing, and of whom nothing could be shown."""
    unshown = [party for party in question.opposed if not _is_heard(party, shown)]
    return [
        shows_nothing(question.called(party)) if _is_heard(party, lines) else says_nothing(question.called(party))
        for party in unshown
    ]


def _is_heard(party: Party, lines: Sequence[_Line]) -> bool:
    """Tell whether a line is a party's, or from a document of its own."""
    own = {party.name, *party.names}
    return any(line.names & own or line.best.document.edition in party.authored for line in lines)


def _when(one: Draft) -> str:
    """Return when a line's words were said: by what their document tells, else its own date."""
    document = one.evidence.document
    told = told_of(document, one.evidence.sentence.span)
    return told.first if told is not None else document.metadata.published or "9999"


def _settled(lines: Sequence[_Line], question: Question) -> bool:
    """Tell whether the change of one party, or of a house, was asked for and it is heard twice: more would blur it."""
    if question.change and question.editions and not question.asked:
        return sum(line.best.document.edition in question.editions for line in lines) > 1
    alone = question.change and len(question.asked) == 1
    return alone and sum(speaks(line.best, question.asked[0]) for line in lines) > 1


def _accounts(question: Question, documents: Sequence[Listed], finder: Finder) -> Iterator[_Account]:
    """Yield what is found for each account that the question names, and how near it must come."""
    for party, period in question.dated:
        yield _Account(_of_period(period, replace(question, asked=(party,)), documents, finder), NAMED)
    if question.change and not question.dated:
        whose: list[tuple[Party, ...]] = [(party,) for party in question.asked] or [()]
        for period, asked in product(_ends(question.periods), whose):
            least = NAMED if asked else TIMELY
            yield _Account(_of_period(period, replace(question, asked=asked), documents, finder), least)
    for party in question.asked:
        named = NAMED if question.matter else 0.0  # "did she change her mind?": anything she says
        theirs = _theirs(party, question, finder)
        if question.change:  # what it says of the matter, if anything
            theirs = [one for one in theirs if one.covers] or theirs
        account = _Account(theirs, OPPOSED if party in question.opposed else named, party)
        yield account
        if question.change and not question.periods and len(question.asked) == 1:
            yield replace(account, again=True)
    if not question.change:
        for period in question.periods:
            yield _Account(_of_period(period, question, documents, finder), TIMELY)
    if question.editions and not question.change:
        yield _Account(finder.find(question, within=question.editions), NAMED)
    if question.opposed or len(question.asked) > 1:
        return  # those set beside one another are named: "put Ann next to Lars"
    spoken_of = (m.party for m in question.mentions if not is_setting(question.text, m))
    for party in dict.fromkeys(party for party in spoken_of if party not in question.asked):
        yield _Account(_theirs(party, question, finder), ACCUSED, party)


def _choices(account: _Account, lines: Sequence[_Line]) -> list[_Line]:
    """Return the pieces of one voice that are near enough and new: a list of one line or none."""
    near = list(takewhile(lambda one: closeness(one) >= account.least * ENOUGH, account.found[:TRIED]))
    time_of = told_of if account.again else entry_of  # of each entry of a chronology a voice may have a line
    for place, one in enumerate(near):
        names = account.of(one)
        same = [line.best for line in lines if line.names & names]
        when = time_of(one.document, one.sentence.span)
        beside = (other for other in same if other.document.id == one.document.id)
        if any(time_of(other.document, other.sentence.span) == when for other in beside):
            if account.again:
                continue
            return []  # this voice has its line
        if not any(alike(one, other) for other in same):
            further = [other for other in near[place + 1 :] if other.document.id == one.document.id]
            own = [other for other in further if account.of(other) == names]
            return [_Line((one, *own), names)]
    return []


def _written(lines: Sequence[_Line], question: Question, finder: Finder) -> list[tuple[_Line, Draft]]:
    """Write a line for each voice: the best of its pieces, at a length that leaves room for the others.

    Where all are too long together, their next best ways are tried; where none fit, fewer voices are heard.
    """
    for most in range(min(MOST_SIDES, len(lines)), 0, -1):
        longest = max(LEAST_QUOTED, WALL // most)
        ways = [(line, _ways(line, question, finder, longest)) for line in lines[:most]]
        begun = [(line, first, rest) for line, rest in ways if (first := next(rest, None)) is not None]
        if sum(quoted(first) for _, first, _ in begun) <= WALL:
            return [(line, first) for line, first, _ in begun]
        together = product(*(enumerate([first, *rest]) for _, first, rest in begun))
        fitting = [picked for picked in together if sum(quoted(one) for _, one in picked) <= WALL]
        if fitting:
            best = min(fitting, key=lambda picked: sum(place for place, _ in picked))
            return [(line, one) for (line, _, _), (_, one) in zip(begun, best, strict=True)]
    return []


def _ways(line: _Line, question: Question, finder: Finder, longest: int) -> Iterator[Draft]:
    """Write a voice's pieces, each at the length asked for and then as short as may be; what names it comes first."""
    others: list[Draft] = []
    for piece, words in product(line.pieces[:PIECES], dict.fromkeys((longest, LEAST_QUOTED))):
        for made in written([piece], question, finder, words):
            # even a plain fact is told as its source's where another stands against it
            told = spoken(made.evidence, made.span) if made.voice is Voice.OWN else made
            if (told is not made and not sound(told)) or (is_only_untold(told) and not _is_asked(line, question)):
                continue
            if line.names & {*told.claimants, *told.chain}:
                yield told
            else:
                others.append(told)
    yield from others


def _is_asked(line: _Line, question: Question) -> bool:
    return any(line.names & {party.name, *party.names} for party in question.asked)


def alike(one: Evidence, other: Evidence) -> bool:
    """Tell whether two sentences say much the same in the same words."""
    return overlap(one.text, other.text) > 0.6


def _theirs(party: Party, question: Question, finder: Finder) -> list[Evidence]:
    return [one for one in finder.find(question, party=party) if speaks(one, party)]


def _of_period(period: Period, question: Question, documents: Sequence[Listed], finder: Finder) -> list[Evidence]:
    """Return what was said in a time or is told of it, by the party asked if there is such, else by anybody."""
    timely = {one.edition for one in documents if period.holds(one.metadata.published)}
    timely = timely & question.editions or timely
    within = None if len(timely) in (0, len(documents)) else frozenset(timely)
    then = at_the_time(question, period)
    for party in (*question.asked[:1], None):
        of_the_time = {one.place: one for one in finder.find(then, party=party, within=within)} if within else {}
        told_later = {one.place: one for one in finder.find(then, party=party)}
        found = [one for one in {**told_later, **of_the_time}.values() if one.signals.period]
        if found:
            return _own_first(sorted(found, key=lambda one: -one.score), party)
    return []


def _own_first(found: Sequence[Evidence], party: Party | None) -> list[Evidence]:
    """Put what a party says itself, if near enough, before what others say it says, and that before the rest."""
    if party is None:
        return list(found)
    near = [one for one in found if closeness(one) >= TIMELY * ENOUGH]
    own = [one for one in near if one.speaker in party.names]
    told = [one for one in near if one not in own and speaks(one, party)]
    return [*own, *told, *(one for one in found if one not in own and one not in told)]


def _ends(periods: Sequence[Period]) -> list[Period]:
    """Return periods without those that only span others: of a change, its two ends are told."""
    return [one for one in periods if not any(one != other and one.contains(other) for other in periods)]


def _lead(drafts: Sequence[Draft], question: Question) -> str:
    """Say that accounts differ where two parties' lines do: one denies, or they give other numbers or contradict."""
    asked = question.asks is Asks.YES_NO and not question.change
    pairs = ((one, other) for one, other in combinations(drafts, 2) if one.claimants != other.claimants)
    return "The accounts differ." if asked and any(_differ(one, other) for one, other in pairs) else ""


def _differ(one: Draft, other: Draft) -> bool:
    """Tell whether two lines say otherwise, as far as their words show it."""
    numbers, others = (set(_NUMBER.findall(_words_of(each))) for each in (one, other))
    contradicted = all(any(Rule.CONTRADICTED in claim.rules for claim in each.claims) for each in (one, other))
    return _denies(one) != _denies(other) or bool(numbers and others and numbers != others) or contradicted


_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
