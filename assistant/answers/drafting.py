"""Evidence into drafts that pass the checks, within what an answer may quote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.answers.composing import drafts
from assistant.answers.evidence import Evidence, Finder
from assistant.answers.question import Asks, Question
from assistant.answers.wording import Draft
from assistant.checks.attributions import sound

FACTS = (Asks.NUMBER, Asks.DATE, Asks.TIME, Asks.MONEY, Asks.PLACE)
LONGEST = 40
"""Words a quotation may have."""
WALL = 60
"""Quoted words an answer may hold."""


def written(chosen: Iterable[Evidence], question: Question, finder: Finder, longest: int = LONGEST) -> Iterator[Draft]:
    """Write each piece of evidence in the best way that passes the checks; what passes in none is left out."""
    for one in chosen:
        ways = drafts(one, finder.focus(question, one, longest), longest, fact=question.asks in FACTS)
        made = next((way for way in ways if quoted(way) <= WALL and sound(way)), None)
        if made is not None:
            yield made


def within_budget(drafts: Iterable[Draft], most: int = WALL) -> Iterator[Draft]:
    """Yield drafts while they quote at most so many words together; the first always."""
    spent = 0
    for one in drafts:
        spent += quoted(one)
        if spent > most and spent > quoted(one):
            return
        yield one


def quoted(one: Draft) -> int:
    """Return how many words a draft quotes."""
    return len(one.span.of(one.evidence.document.text).split())
