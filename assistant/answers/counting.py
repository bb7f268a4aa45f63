"""Whether a number in a text counts what a question asks for: "13 service members" where soldiers are counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import filterfalse
from typing import TYPE_CHECKING

from assistant.answers.wanted import Wanted
from assistant.voices.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

STRAY, NEARBY = 0.4, 0.7
"""What a number is worth that counts something else than what is asked; and where that stands in the text as well."""
CLIMB = 4
"""Words above a numeral that are read for what it counts."""

Alike = Callable[[str, str], bool]
"""Tells whether a word of the question and one of the text mean about the same."""

_VAGUE = frozenset("dozen dozens scores hundreds thousands millions half third quarter majority handful none".split())
_UNITS = frozenset(
    """acre hectare mile kilometre kilometer metre meter foot ton tonne kilo kilogram pound ounce litre liter gallon
    barrel bushel watt kilowatt megawatt gigawatt percent""".split()
)
"""What is measured in: "4 million acres of crops" tells how much farmland."""
_OF_A_NUMERAL = frozenset({"nummod", "quantmod", "compound", "amod", "det", "npadvmod", "nmod", "appos", "advmod"})
_PARTS = frozenset({"compound", "amod", "nmod", "appos", "conj"})


def counts(wanted: Wanted, doc: Doc, alike: Alike) -> float:
    """Return how surely a number of a text counts what is wanted: 0 without one, `STRAY`, `NEARBY` or 1."""
    numerals = [token for token in doc if _is_numeral(token)]
    if wanted.share:
        return 1.0 if any(_is_share(token) for token in numerals) else STRAY * bool(numerals)
    for token in filterfalse(_is_further, numerals):
        counted = list(_counted(token))
        if not counted or any(_is_noun_of(other, wanted, alike) for other in counted):
            return 1.0  # "they have 190,000 under the ministry" leaves out what is counted
    held = any(_is_noun_of(token, wanted, alike) for token in doc) or _counts_people(wanted, numerals)
    measured = wanted.mass and any(one.lemma_.lower() in _UNITS for numeral in numerals for one in _counted(numeral))
    return (NEARBY if held or measured else STRAY) * bool(numerals)


def _is_further(token: Token) -> bool:
    """Tell whether a number only counts what comes on top: "I want two more guards"."""
    after = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
    return after in {"more", "further", "extra", "additional"} and token.lower_ != "no"


def _counts_people(wanted: Wanted, numerals: Iterable[Token]) -> bool:
    """Tell whether people are counted by a word for any: "13 service members" may be soldiers, "13 brave souls" too."""
    people = lexicon().words("speakers", "persons")
    agent = len(wanted.noun) > 4 and wanted.noun.endswith(tuple(lexicon().words("speakers", "endings")))
    if wanted.noun not in people and not agent:
        return False
    return any(one.lemma_.lower() in _ANYBODY for numeral in numerals for one in _counted(numeral))


_ANYBODY = frozenset(
    """member person people man woman soul life individual personnel casualty victim resident inhabitant
    employee worker staff""".split()
)


def _is_noun_of(token: Token, wanted: Wanted, alike: Alike) -> bool:
    """Tell whether a word means what is counted: "boatmen" are boatmen, though their stems differ."""
    return token.lemma_.lower() == wanted.noun or alike(wanted.noun, token.lower_)


def _is_numeral(token: Token) -> bool:
    if (
        token.ent_type_ in {"DATE", "TIME", "ORDINAL"}
        and not _stands_before_things(token)
        and not any(
            child.lower_ in {"day", "days", "year", "years", "month", "months", "week", "weeks", "hours", "minutes"}
            for child in [token.head, token]
        )
    ):
        return False
    if token.lower_ == "one" and token.dep_ != "nummod":
        return False
    return token.like_num or token.lower_ in _VAGUE or (token.lower_ == "no" and token.dep_ == "det")


def _stands_before_things(token: Token) -> bool:
    """Tell whether a number counts things after all that a tagger takes for a time: "between 19 and 27 eagles died"."""
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    counts = after is not None and after.tag_ == "NNS" and after.ent_type_ not in {"DATE", "TIME"}
    return counts and token.like_num and token.ent_type_ != "ORDINAL"


def _is_share(token: Token) -> bool:
    beside = [token, *token.doc[token.i + 1 : token.i + 3]]
    return token.lower_ in {"half", "third", "quarter", "majority"} or any(
        one.lower_ in {"%", "percent", "percentage", "cent"} for one in beside
    )


def _counted(numeral: Token) -> Iterator[Token]:
    """Yield the words a numeral may count: those it stands before, what that is of, and the subject it is said of."""
    here = numeral
    for _ in range(CLIMB):
        yield from _described(here)
        if here.pos_ in {"VERB", "AUX"} or here.head == here:
            break
        if here.pos_ in {"NOUN", "PROPN"} and here != numeral and here.dep_ not in _OF_A_NUMERAL | {"attr", "pobj"}:
            break
        here = here.head
    if here.pos_ in {"VERB", "AUX"} and here.lemma_ in {"be", "number", "total", "stand", "reach", "exceed"}:
        for child in here.children:
            if child.dep_ in {"nsubj", "nsubjpass"}:
                yield from _described(child)


def _described(token: Token) -> Iterator[Token]:
    """Yield a noun, the parts of its name, and what it is of: "28 per cent of the Afghan people"."""
    if token.pos_ in {"NOUN", "PROPN", "ADJ"}:
        yield token
    for child in token.children:
        if child.dep_ in _PARTS and child.pos_ in {"NOUN", "PROPN", "ADJ"}:
            yield child
        if child.dep_ == "prep" and child.lower_ in {"of", "to", "for"}:
            for below in child.children:
                if below.dep_ == "pobj":
                    yield below
                    yield from (one for one in below.children if one.dep_ in _PARTS)
