"""What a question asks for, read from its parse: what is to be counted or named, and whether that is two things."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.answers.phrases import parsed
from assistant.voices.subjects import names_people

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True)
class Wanted:
    """What a question asks for, more closely than its kind."""

    noun: str = ""
    """What is to be counted or named, lower case; empty where the question names no such thing."""
    figure: bool = False
    """Whether a number in so many words is wanted: none, one or half is no tally."""
    share: bool = False
    """Whether a share of it will do, and nothing else: "what percentage of"."""
    mass: bool = False
    """Whether it is measured, not counted: "how much farmland"."""


_SHARES = frozenset({"share", "percentage", "proportion", "percent", "fraction"})
_COUNTS = frozenset({"number", "numbers", "count", "tally", "toll", "headcount", "total"})
_MEASURES = frozenset({"long", "old", "often", "big", "large", "far", "high", "tall", "deep", "wide", "fast", "heavy"})
_NO_THING = frozenset("time money cash thing way person people man men woman soul".split())
"""What is counted under many other words, or is none."""
_TWO_THINGS = re.compile(r"(?:\band|&|[,;?+])\s+(?:how|what|when|where|who|which)\b", re.IGNORECASE)
_NAMED = re.compile(r"^\W*(?:name\b|(?:what(?:['’]?s| is| was| are| were) the )?names?\s+of\b)", re.IGNORECASE)


def asks_twice(question: str) -> bool:
    """Tell whether a question asks for two things: "how many, and which"."""
    return _TWO_THINGS.search(question) is not None


def first_asked(question: str) -> str:
    """Return the first of two things that a question asks for: "how many" of "how many, and who counted"."""
    other = _TWO_THINGS.search(question)
    first = question[: other.start()].rstrip(" ,;?+") if other else ""
    return first if _ASKING.search(first) else question


_ASKING = re.compile(r"\b(?:how|what|when|where|who|which|why)\b", re.IGNORECASE)


@lru_cache(maxsize=512)
def wanted_of(question: str) -> Wanted:
    """Read what a question counts, or wants the name of."""
    doc = parsed(question)
    for token in doc:
        if token.lower_ in {"many", "much"} and token.i and doc[token.i - 1].lower_ == "how":
            counted = token.head if token.head.i > token.i and token.dep_ in {"amod", "det", "nummod"} else None
            return Wanted(_noun(counted), mass=token.lower_ == "much")
        if token.lower_ in _SHARES and token.i and doc[token.i - 1].lower_ == "what":
            return Wanted(share=True)
        if token.lower_ in _COUNTS and any(child.lower_ == "of" for child in token.children):
            of = next(child for child in token.children if child.lower_ == "of")
            counted = next((child for child in of.children if child.dep_ == "pobj"), None)
            hangs = counted is not None and counted.i + 1 < len(doc) and doc[counted.i + 1].tag_ in {"VBN", "VBD", "JJ"}
            return Wanted("" if hangs else _noun(counted), figure=True)  # "of the war dead": not of wars
    if _NAMED.search(question):
        behind = [token for token in doc if token.i and _is_noun(token)][:_NAMED_WITHIN]
        return Wanted(next((_noun(token) for token in behind if names_people(token)), ""))
    which = next((token for token in doc if token.lower_ == "which"), None)
    if which is not None:
        after = next((t for t in doc[which.i + 1 : which.i + 4] if t == which.head or t.lower_ in _RANKS), None)
        return Wanted(after.lemma_.lower() if after is not None and after.pos_ != "VERB" else "")
    return Wanted()


_NAMED_WITHIN = 4
"""Nouns behind "the name of" among which is who is to be named."""
_RANKS = frozenset("general official minister leader commander officer senator ambassador".split())


def _is_noun(token: Token) -> bool:
    return token.pos_ in {"NOUN", "PROPN"} and token.lower_ not in {"name", "names"}


def _noun(token: Token | None) -> str:
    """Return a noun as it is compared; nothing for what is no thing that is counted."""
    if token is None or token.pos_ != "NOUN" or {token.lemma_.lower(), token.lower_} & _NO_THING:
        return ""
    return token.lemma_.lower()
