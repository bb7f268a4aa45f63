"""Evidence into drafts that pass the checks, within what an answer may quote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from assistant.answers.clauses import LEAST, between_commas
from assistant.answers.composing import drafts
from assistant.answers.counting import STRAY
from assistant.answers.dating import dated
from assistant.answers.evidence import Evidence, Finder
from assistant.answers.periods import timeless
from assistant.answers.question import Question
from assistant.answers.retelling import telling_worth
from assistant.answers.retracting import with_what_takes_it_back
from assistant.answers.shape import Asks, asks
from assistant.answers.typed import holding
from assistant.answers.wanted import first_asked
from assistant.answers.wholeness import breaks_off
from assistant.answers.wording import Draft, quoted, quotes_another, without_connective
from assistant.checks.sounding import sound
from assistant.model import Span
from assistant.text import content_words, matter_words, readable

EXACT = (Asks.NUMBER, Asks.DATE, Asks.TIME, Asks.MONEY)
"""What a sentence holds or does not, whatever it is about."""
FACTS = (*EXACT, Asks.PLACE)
LONGEST = 40
"""Words a quotation may have."""
SHORTER = (24, 14)
"""Words tried where a longer quotation passes in no way: its clauses may."""
AWKWARD = 0.1
"""What a quotation loses that opens with words which hang on what stands before it."""
HEARD, SOURCED = 0.04, 0.12
"""What a way gains for each source behind whoever has the floor; much more where it is asked who says so."""
NESTED = 0.15
"""What a quotation loses that says itself who says what: whoever says it is better named before it."""
_HANGING = re.compile(r"(?:of|to|from|by|with|on|in|at|for|that|than|as)\b", re.IGNORECASE)
MATTER = 0.3
"""How much it counts that words hold all of the question's matter that their sentence holds."""
FULL, FULL_WORDS = 0.12, 30
"""How much it counts that a quotation has this many words: the rest of a thought is not left out for nothing."""
WALL = 60
"""Quoted words an answer may hold."""


def written(chosen: Iterable[Evidence], question: Question, finder: Finder, longest: int = LONGEST) -> Iterator[Draft]:
    """Write each piece of evidence in the best way that passes the checks; what passes in none is left out."""
    for one in chosen:
        made = _at_some_length(one, question, finder, longest)
        if made is not None:
            yield dated(made, always=_wants_dates(question))


def _wants_dates(question: Question) -> bool:
    """Tell whether lines are given the day of what they tell: it is asked for, or a time is named."""
    return question.change or question.asks is Asks.DATE or bool(question.dated or question.periods)


def _at_some_length(one: Evidence, question: Question, finder: Finder, longest: int) -> Draft | None:
    """Write a piece of evidence at the length asked for, else at a shorter one: one that holds what is asked first."""
    first: Draft | None = None
    for words in (longest, *(shorter for shorter in SHORTER if shorter < longest)):
        made = _written(one, question, finder, words)
        if made is not None and not _leaves_out(made, question):
            return made
        first = first or made
    return next(_listed(one, question, finder), first) if question.asks in EXACT else first


def _listed(one: Evidence, question: Question, finder: Finder) -> Iterator[Draft]:
    """Yield ways to quote the number asked for from comma to comma, where no clause of its sentence holds it alone."""
    text, matter = one.document.text, set(question.matter)
    pieces = between_commas(one, LONGEST)
    for words in sorted(pieces, key=lambda span: -len(matter & matter_words(span.of(text)))):
        if holding(question.asks, question.text, readable(words.of(text))) > STRAY:
            made = _in_words(one, words, question, finder, LONGEST)
            if made is not None and not _leaves_out(made, question):
                yield made


def _leaves_out(made: Draft, question: Question) -> bool:
    """Tell whether a way leaves out the number or date asked for that its sentence holds."""
    first = first_asked(question.text)
    asked = asks(first)
    if asked not in EXACT:
        return False
    held = partial(holding, asked, first)
    told = _as_said(made) if asked is Asks.DATE else timeless(_as_said(made))  # when it was said is no number
    return held(told) <= STRAY < held(readable(made.evidence.text))


def _written(one: Evidence, question: Question, finder: Finder, longest: int) -> Draft | None:
    """Write a piece of evidence in the best way that passes the checks with at most so many words quoted."""
    return _in_words(one, finder.focus(question, one, longest), question, finder, longest)


def _in_words(one: Evidence, words: Span, question: Question, finder: Finder, longest: int) -> Draft | None:
    """Write a piece of evidence in the best way that passes the checks, some words of it to be quoted."""
    ways = drafts(
        one,
        words,
        longest,
        fact=question.asks in FACTS,
        sourced=question.attribution,
        rank=partial(_ranked, question, finder),
    )
    tidied = (_without_loose_end(without_connective(way)) for way in ways)
    tidy = [whole for way in tidied if (whole := with_what_takes_it_back(way)) is not None]
    whole_first = sorted(tidy, key=lambda way: (_is_others(way, question), breaks_off(way), _misses(way)))
    in_full = (each for way in whole_first for each in (*_with_who_passes_it_on(way, tidy, question), way))
    passed = (way for way in in_full if quoted(way) <= WALL and says_something(way) and sound(way))
    return _holding_what_is_asked(passed, question)


def _is_others(one: Draft, question: Question) -> bool:
    """Tell whether a way gives another's words where one party’s are asked for and its sentence holds some."""
    theirs = {name for party in question.asked for name in party.names}
    speaks = any(link.name in theirs for claim in one.evidence.claims for link in claim.chain[:1])
    return speaks and not theirs & {*one.claimants, *one.chain}


def _with_who_passes_it_on(one: Draft, ways: Sequence[Draft], question: Question) -> list[Draft]:
    """Return the ways in full where one gives what a party asked, who has the floor, only passes on of another.

    Their own words say whose it is: "Ann Lee said: “He told me that it was safe”".
    """
    theirs = {name for party in question.asked for name in party.names}
    floor = one.evidence.speaker
    if floor not in theirs or floor == one.evidence.document.metadata.author or theirs & {*one.claimants}:
        return []
    own = [other for other in ways if other.claimants == (floor,) and other.span.contains(one.span)]
    return [other for other in own if quoted(other) <= LONGEST]


def _misses(one: Draft) -> bool:
    """Tell whether a way quotes a teller's own words that hold nothing of the matter that their sentence holds."""
    own = one.claimants == (one.evidence.speaker,)
    return own and bool(one.evidence.covers) and telling_worth(one.evidence, one)[0] == 0


_FILLER = frozenset({"know", "think", "mean", "guess", "see", "look", "tell", "yeah"})
"""Stems of words with which a speaker only takes a run-up."""


_LOOSE_END = re.compile(r",?\s+(?:and|but|or)\s*$")
"""A conjunction that joins what is quoted to a clause that is not."""


def _without_loose_end(one: Draft) -> Draft:
    """Return a draft whose quotation does not end on the conjunction that joined the next clause to it."""
    words = one.span.of(one.evidence.document.text)
    loose = _LOOSE_END.search(words)
    if loose is None or loose.start() == 0:
        return one
    return replace(one, span=Span(start=one.span.start, end=one.span.start + loose.start()))


def says_something(one: Draft) -> bool:
    """Tell whether a quotation holds more than a speaker's run-up: "I will say, I know", "the other side is"."""
    words = one.span.of(one.evidence.document.text)
    leads_up = len(words.split()) <= _RUN_UP and _UNFINISHED.search(words) is not None
    return bool(set(content_words(words)) - _FILLER) and not leads_up and not _is_interrupted(one)


def _is_interrupted(one: Draft) -> bool:
    """Tell whether a speaker was cut short before anything was said: "We ha-", "When he spoke —"."""
    text, sentence = one.evidence.document.text, one.evidence.sentence.span
    words, behind = one.span.of(text), text[one.span.end : sentence.end].strip()
    broken = words.endswith("-") or behind.startswith(("—", "–", "-"))
    return broken and (len(words.split()) < LEAST or _WAITING.match(words) is not None) and not behind[1:].strip()


_WAITING = re.compile(r"(?:when|if|because|while|although|though|after|before|since|until|unless)\b", re.IGNORECASE)
"""How a clause opens that waits for another one."""


_RUN_UP = 8
"""Words that a run-up has at most."""
_UNFINISHED = re.compile(r"\b(?:is|are|was|were|be|the|an?|because)\W*$", re.IGNORECASE)
"""How words end that only lead up to what is said."""


def _holding_what_is_asked(passed: Iterator[Draft], question: Question) -> Draft | None:
    """Return the first way whose words hold the number or date asked for that their sentence holds, if any does."""
    first = next(passed, None)
    if first is None:
        return None
    if not _leaves_out(first, question):
        return first
    return next((way for way in passed if not _leaves_out(way, question)), first)


def _ranked(question: Question, finder: Finder, reported: Sequence[Draft]) -> list[Draft]:
    """Order ways of reporting by how near their words come to the question, by meaning and by its matter."""
    if len(reported) < 2:
        return list(reported)
    near = finder.nearness(question, [_as_said(one) for one in reported])
    worth = {
        id(one): close
        + MATTER * telling_worth(one.evidence, one)[0] / max(1, len(one.evidence.covers))
        + FULL * min(1.0, quoted(one) / FULL_WORDS)
        + (SOURCED if question.attribution else HEARD) * _relays(one)
        - NESTED * quotes_another(one)
        - AWKWARD * bool(_HANGING.match(one.span.of(one.evidence.document.text)))
        for one, close in zip(reported, near, strict=True)
    }
    return sorted(reported, key=lambda one: (-worth[id(one)], -len(one.chain)))


def _relays(one: Draft) -> int:
    """Return how many stand between the words and whoever has the floor: 0 for his or her own words."""
    return next((place for place, name in enumerate(one.chain) if name == one.evidence.speaker), len(one.chain))


def _as_said(one: Draft) -> str:
    """Return a draft's words without the document it is from."""
    own = one.before.split(", ", 1)[-1] if one.before.startswith("According to") else one.before
    return f"{own}{one.span.of(one.evidence.document.text)}{one.after}"


def within_budget(drafts: Iterable[Draft], most: int = WALL) -> Iterator[Draft]:
    """Yield drafts while they quote at most so many words together; the first always."""
    spent = 0
    for one in drafts:
        spent += quoted(one)
        if spent > most and spent > quoted(one):
            return
        yield one
