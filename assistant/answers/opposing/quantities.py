"""Numbers in a clause: how many of what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.text import stem

if TYPE_CHECKING:
    from spacy.tokens import Token

NUMERALS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "dozen": 12}
"""What a word counts."""
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 10**12}
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_VAGUE = frozenset(
    "about around approximately roughly some nearly almost over under more less fewer than least most up to only "
    "just another other additional between".split()
)
_MONEY = {"$": "dollar", "£": "pound", "€": "euro"}
_TIME_UNITS = frozenset(map(stem, "year month week day hour minute second decade century time am pm".split()))


@dataclass(frozen=True)
class Quantity:
    """A number and what it counts."""

    value: float
    unit: str
    """Stem of the noun counted, "dollar" for $, "percent" for %."""
    of: frozenset[str]
    """Stems that tell the counted things apart ("of equipment", "American")."""
    written: str
    """As the text has it, in words or figures."""
    exact: bool
    """Whether nothing makes it vague ("about", "more than")."""

    def differs(self, other: Quantity) -> bool:
        """Tell whether both cannot be right: apart by more than a tenth, or at all where both are exact."""
        if self.exact and other.exact:
            return self.value != other.value
        low, high = sorted((self.value, other.value))
        return high > 1.5 * low


def quantities_in(tokens: Sequence[Token]) -> Iterator[Quantity]:
    """Yield the quantities of a clause that count something that can be named; times of day and dates do not."""
    used: set[int] = set()
    for token in tokens:
        if token.i in used or token.ent_type_ in {"DATE", "TIME", "ORDINAL"} or (value := _value(token)) is None:
            continue
        last = token
        while last.i + 1 < len(last.doc) and (scale := SCALES.get(last.nbor(1).lower_.rstrip("s"))):
            last = last.nbor(1)
            value *= scale
            used.add(last.i)
        unit = _unit(token, last)
        if unit is None:
            continue
        noun, name = unit
        before = [token.doc[place].lower_ for place in range(max(0, token.i - 3), token.i)]
        exact = not any(word in _VAGUE for word in before)
        yield Quantity(value, name, _of(noun, used | {token.i}), _written(token, last), exact)


def _written(token: Token, last: Token) -> str:
    sign = token.nbor(-1).text if token.i and token.nbor(-1).text in _MONEY else ""
    return sign + str(token.doc[token.i : last.i + 1].text)


def _value(token: Token) -> float | None:
    if token.i and token.nbor(-1).text == "-":
        return None
    if _FIGURE.fullmatch(token.text):
        if token.i + 1 < len(token.doc) and token.nbor(1).text in {"-", "/", ":"}:
            return None
        return float(token.text.replace(",", ""))
    if token.pos_ != "NUM" or token.lower_ == "one":
        return None
    return NUMERALS.get(token.lower_)


def _unit(token: Token, last: Token) -> tuple[Token, str] | None:
    """Return the noun a number counts and its name."""
    before = token.nbor(-1) if token.i else None
    if before is not None and before.text in _MONEY:
        return last, _MONEY[before.text]
    after = last.nbor(1) if last.i + 1 < len(last.doc) else None
    if after is not None and (after.text == "%" or after.lower_ in {"percent", "per"}):
        return after, "percent"
    head = last.head if last.dep_ in {"nummod", "compound", "quantmod", "amod"} else token.head
    if head.pos_ not in {"NOUN", "PROPN"} or head.i <= token.i or head.i - last.i > 4:
        return None
    name = stem(head.lemma_.lower())
    return None if name in _TIME_UNITS else (head, name)


def _of(noun: Token, numbers: set[int]) -> frozenset[str]:
    near = [child for child in noun.subtree if child.i not in numbers and child.pos_ in {"NOUN", "PROPN", "ADJ"}]
    return frozenset(stem(child.lower_) for child in near if child.i != noun.i and abs(child.i - noun.i) < 8)
