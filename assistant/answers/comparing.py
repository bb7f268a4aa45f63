"""Two or three parties on one matter: a line each, with its date, and who says nothing on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product

from assistant.answers.asking import Asking
from assistant.answers.composing import assemble
from assistant.answers.desk import Desk
from assistant.answers.evidence import Evidence
from assistant.answers.lines import lines
from assistant.answers.parties import Mention, Party
from assistant.answers.question import Question, understand
from assistant.answers.surveying import central, centre_of, first_hand, says, standing, stands_alone, weight
from assistant.answers.wording import Draft, says_nothing, shows_nothing
from assistant.model import Answer, Status
from assistant.text import content_words, stem

MOST_PARTIES = 3
TRIED = 12
"""Sentences tried for a party's line."""
QUOTED = 26
"""Words a line may quote."""
PAIRED = 6
"""Sentences of each of two parties among which those are looked for that speak to the same point."""
MEANT = 0.8
"""How nearly the matter's words must be met in meaning where none of them stands in a sentence."""
NEAR = 0.3
"""How much it counts that a sentence is near to the matter."""
FIRST_HAND = 0.15
"""What a sentence gains in which the party has the floor itself."""
MEETS, CENTRAL = 0.06, 0.04
"""How much nearness to the other party's line counts, and to what the library is about: for each standard deviation."""
_ABOUT = re.compile(r"\b(?:on|about|over|regarding|concerning)\b", re.IGNORECASE)
_FRAME = frozenset(
    stem(word)
    for word in """compare compared comparing comparison differ differs differed difference differences different
    versus vs contrast agree disagree position positions view views line stance beside side account accounts""".split()
)


def comparison(asking: Asking, desk: Desk, standalone: str | None) -> Answer | None:
    """Put parties beside one another; None where fewer than two are named, or none of them speaks to the matter."""
    question = understand(asking.rest, desk.library.parties, desk.library.documents)
    sides = _sides(question)
    parties = list({m.party.name: m.party for m in sides}.values())[:MOST_PARTIES]
    if len(parties) < 2 or question.editions or len(question.periods) > 1 or question.change:
        return None
    topic = _topic(question, sides)
    about = replace(question, matter=_matter(question, sides), text=topic)
    found = {party.name: _best(replace(about, asked=(party,), topic=topic), party, desk) for party in parties}
    met = _met(found, desk)
    spoken = [(party, met[party.name]) for party in parties if met[party.name]]
    written = {party.name: _line(theirs, party) for party, theirs in spoken}
    drafts = [line for theirs in written.values() for line in theirs]
    if not drafts:
        return None
    unshown = [name for name, theirs in written.items() if not theirs]
    silent = [name for name, theirs in found.items() if not theirs]
    called = {m.party.name: question.called(m.party) for m in sides}
    notes = [says_nothing(called[name]) for name in silent]
    notes += [shows_nothing(called[name]) for name in unshown]
    status = Status.PARTIAL if notes else Status.ANSWERED
    drafts.sort(key=lambda one: one.evidence.document.metadata.published or "9999")
    return assemble(drafts, notes=notes, standalone=standalone, status=status, reason=" ".join(notes) or None)


_TOPIC = re.compile(r"\b(?:of|on|about|over|towards?|with|against|under|regarding)\s+(?:the\s+)?$", re.IGNORECASE)
_AGAINST = re.compile(r"[\s,]*(?:vs\.?|versus)\s+(?:the\s+)?", re.IGNORECASE)


def _sides(question: Question) -> list[Mention]:
    """Return the parties put against each other: those around "versus", else those named before the matter."""
    mentions = [m for m in question.mentions if m.party.named]
    for one, other in pairwise(mentions):
        if _AGAINST.fullmatch(question.text[one.end : other.start]):
            return [one, other]
    if re.search(r"\b(?:vs|versus)\b", question.text, re.IGNORECASE):
        return []
    subjects = [m for m in mentions if not _TOPIC.search(question.text[: m.start])]
    about = _ABOUT.search(question.text)
    before = [m for m in mentions if about is None or m.start < about.start()]
    both = [m for m in before if m in subjects]
    return next((some for some in (both, before, subjects) if len({m.party.name for m in some}) > 1), [])


def _matter(question: Question, sides: Sequence[Mention]) -> tuple[str, ...]:
    """Return the question's matter without the parties' names and the words of comparing."""
    names = {one for mention in sides for word in mention.words for one in content_words(word)}
    return tuple(word for word in question.matter if word not in names | _FRAME)


def _best(question: Question, party: Party, desk: Desk) -> list[Evidence]:
    """Return what a party says on the matter, best first; its central claims where no matter is named."""
    if not question.matter:
        return central(desk.record, desk.finder.allowed(party.editions), party, embed=desk.finder.vectors)[:TRIED]
    theirs = [one for one in desk.finder.find(question, party=party) if says(one, party)]
    found = [one for one in theirs if one.covers or one.signals.match >= MEANT]
    able = [one for one in found if stands_alone(one.text)] or found
    return first_hand(sorted(able, key=_worth, reverse=True)[:TRIED], party, alone=False)


def _worth(one: Evidence) -> float:
    """Return how well a sentence serves as somebody's line on a matter: it speaks of it, and it claims something."""
    return one.score + NEAR * one.signals.similarity + weight(one)


def _own(one: Evidence, name: str) -> float:
    return FIRST_HAND * (one.speaker == name)


def _met(found: dict[str, list[Evidence]], desk: Desk) -> dict[str, list[Evidence]]:
    """Put first what is near to what the library is about and, of the first two that speak, to the other's words."""
    held = desk.finder.allowed(frozenset(one.edition for one in desk.library.documents))
    speaking = {name: theirs[:PAIRED] for name, theirs in found.items() if theirs}
    if not speaking:
        return found
    centre = centre_of(desk.record, held)
    vectors = {name: desk.finder.vectors([one.text for one in theirs]) for name, theirs in speaking.items()}
    worth = {
        name: (CENTRAL * standing(vectors[name] @ centre) + [_worth(one) + _own(one, name) for one in theirs]).tolist()
        for name, theirs in speaking.items()
    }
    best = {name: max(range(len(each)), key=each.__getitem__) for name, each in worth.items()}
    if len(speaking) > 1:
        one, other = list(speaking)[:2]
        near = MEETS * standing(vectors[one] @ vectors[other].T)
        pairs = product(range(len(worth[one])), range(len(worth[other])))
        best[one], best[other] = max(pairs, key=lambda at: worth[one][at[0]] + worth[other][at[1]] + near[at])
    return {
        name: [theirs[best[name]], *(each for each in theirs if each is not theirs[best[name]])] if theirs else theirs
        for name, theirs in found.items()
    }


def _line(found: Sequence[Evidence], party: Party) -> list[Draft]:
    """Write a party's line, with more words quoted where none is short."""
    return lines(found, 1, QUOTED, of=party) or lines(found, 1, 2 * QUOTED, of=party)


def _topic(question: Question, sides: Sequence[Mention]) -> str:
    """Return what the parties are compared on: the words after "on", else the question without their names."""
    if about := _ABOUT.search(question.text):
        return question.text[about.end() :].strip(" ?.!")
    text = question.text
    for mention in sorted(sides, key=lambda one: -one.start):
        text = f"{text[: mention.start]}{text[mention.end :]}"
    return re.sub(r"\s+", " ", re.sub(r"['’]s\b", "", text)).strip()
