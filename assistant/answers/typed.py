"""Whether a text holds the kind of thing a question asks for: a number of what is counted, a date, a name.

What is asked for is read from the question's parse ("how many fighters": a number of fighters), and looked for in the
text's: a numeral that counts fighters, or what a table of synonyms or the reader of meanings takes for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import filterfalse
from typing import TYPE_CHECKING

from assistant.answers.lasting import HOW_LONG, tells_how_long
from assistant.answers.periods import CALENDAR
from assistant.answers.phrases import LONGEST, parsed
from assistant.answers.respelling import are_synonyms
from assistant.answers.shape import Asks
from assistant.text import content_words, root, stem, words
from assistant.voices.lexicon import lexicon
from assistant.voices.subjects import names_people

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

STRAY, NEARBY = 0.4, 0.7
"""What a number is worth that counts something else than what is asked; and where that stands in the text as well."""
FEW_NEW = 4
"""Words that a sentence adds to its question up to which it is read for what they are."""
APART = 4
"""Steps in the parse between a name and what it is asked to be the name of, at most."""
CLIMB = 4
"""Words above a numeral that are read for what it counts."""

Alike = Callable[[str, str], bool]
"""Tells whether a word of the question and one of the text mean about the same."""

_FIGURE = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|\w+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
    r"|hundreds?|thousands?|millions?)\b",
    re.I,
)
_MONEY = re.compile(
    r"[$€£¥]\s?\d|\d[\d.,]*\s*(?:million|billion|trillion|dollars|euros|pounds|rupees|cents|per\s?cent)|\bdollars?\b",
    re.I,
)
_DIGITS_OR_WORDS = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|dozens?|scores|hundreds?"
    r"|thousands?|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|millions?|half|third|quarter|most of|majority"
    r"|handful|none|no)\b",
    re.I,
)
_TYPED = {
    Asks.MONEY: _MONEY,
    Asks.TIME: re.compile(
        r"\b\d{1,2}(?:[:.]\d\d)?\s*(?:a\.?m|p\.?m|o['’]clock|hours)\b|\b\d{1,2}:\d\d\b|\bnoon\b|\bmidnight\b"
        r"|\bat (?:about |around |nearly )?(?:[01]?\d|2[0-3])\.[0-5]\d\b",
        re.I,
    ),
    Asks.NAME: re.compile(r"\b[A-Z][\w’'\-]+\s+(?:[A-Z][\w’'\-]*\s+|al-|bin\s+)*[A-Z]?[\w’'\-]+"),
    Asks.NUMBER: _DIGITS_OR_WORDS,
    Asks.DATE: re.compile(
        r"\d{4}|\d:\d\d|\b(?:january|february|march|april|may|june|july|august|september|october|november"
        r"|december)\b|\d{1,2}(?:st|nd|rd|th)\b|\byears? ago\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
        re.I,
    ),
    Asks.PERSON: re.compile(r"\b[A-Z][\w’'\-]+"),
    Asks.PLACE: re.compile(r"\b(?:in|from|at|to|inside|near|of|on)\s+(?:the\s+)?[A-Z]\w+"),
}


def holds_type(asks: Asks, text: str) -> bool:
    """Tell whether a text holds the kind of thing asked for, whatever it belongs to; always, for an open question."""
    pattern = _TYPED.get(asks)
    other_script = not re.search(r"[A-Za-z]", text)  # the patterns know English only
    return pattern is None or other_script or pattern.search(text) is not None


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


def same_word(one: str, other: str) -> bool:
    """Tell whether two words are one word, a derivation or a synonym of it."""
    return root(one) == root(other) or are_synonyms(one, other)


def holding(asks: Asks, question: str, text: str, alike: Alike = same_word) -> float:
    """Return how surely a text holds the thing a question asks for: from 0, through `STRAY` and `NEARBY`, to 1."""
    if asks is Asks.NUMBER and HOW_LONG.search(question) and re.search(r"[A-Za-z]", text):
        return 1.0 if tells_how_long(question, text) else STRAY * holds_type(asks, text)
    if not holds_type(asks, text):
        return 0.0
    if not re.search(r"[A-Za-z]", text):
        return 1.0  # a script that is not read here
    if asks_twice(question):  # the sentence may answer the other part
        first = first_asked(question)
        return 1.0 if first == question else max(NEARBY, holding(asks, first, text, alike))
    if asks is Asks.DATE:
        return _date(question, text)
    if asks is Asks.PLACE:
        return float(_placed_anew(question, text))
    if asks is Asks.NUMBER and _HOW_OLD.search(question) and not _AGE.search(text):
        return 0.0
    wanted = wanted_of(question)
    if wanted.figure and not _FIGURE.search(text):
        return 0.0
    if not (wanted.noun or wanted.share):
        return 1.0
    if asks is Asks.NUMBER:
        return _number(wanted, parsed(text[:LONGEST]), alike)
    if asks is Asks.NAME:
        return float(_names(wanted, question, parsed(text[:LONGEST])))
    return 1.0


# ------------------------------------------------------------------ what the question wants

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


# ------------------------------------------------------------------ one of several


def names_one_of(question: str, text: str) -> bool:
    """Tell whether a text holds one of the names a question offers ("a Lark or a Heron?"), if it offers any."""
    offered = _offered(question)
    held = {root(word) for word in words(text)}
    return not offered or any(root(name) in held for name in offered)


@lru_cache(maxsize=512)
def _offered(question: str) -> frozenset[str]:
    """Return the heads of the names that a question offers to choose from: joined by "or", each written as a name."""
    doc = parsed(question)
    pairs = [
        (token, token.head)
        for token in doc
        if token.dep_ == "conj" and any(child.lower_ == "or" for child in token.head.children)
    ]
    named = [pair for pair in pairs if all(one.pos_ in {"PROPN", "NOUN"} and one.text[:1].isupper() for one in pair)]
    return frozenset(one.lower_.removesuffix("'s") for pair in named for one in pair)


# ------------------------------------------------------------------ charges

_ASKS_THE_CHARGE = re.compile(
    r"^\W*(?:and |so )?what(?:['’]s| is| are| was| were| has| have| had)\b(?:(?!\b(?:who|that|which)\b)[^?])*"
    r"\b(?:(?:accused|suspected|guilty|convicted|acquitted) of|charged with|blamed for|indicted for)\b",
    re.IGNORECASE,
)
_CHARGING = tuple(
    """accus charg alleg blame suspect convict indict acquit guilti fault crime offens offenc plead sentenc prosecut
    arraign denounc critic condemn respons""".split()
)
"""How words begin that charge somebody with something, or name it."""


def names_a_charge(question: str, text: str) -> bool:
    """Tell whether a text charges somebody with something, where a question asks for a charge: "accused of what?"."""
    if _ASKS_THE_CHARGE.search(question) is None:
        return True
    return any(word.startswith(_CHARGING) for word in words(text))


# ------------------------------------------------------------------ dates


def _date(question: str, text: str) -> float:
    """Return how surely a text dates what a question asks about: a date of saying it dates the saying."""
    if not _dated_anew(question, text):
        return 0.0
    if _asks_when_said(question):
        return 1.0
    dated = list(_dated(parsed(text[:LONGEST])))
    return STRAY if dated and all(_is_saying(verb) for verb in dated) else 1.0


@lru_cache(maxsize=512)
def _asks_when_said(question: str) -> bool:
    """Tell whether a question asks when something was said, or names no act at all."""
    verbs = [token for token in parsed(question) if token.pos_ == "VERB"]
    return not verbs or any(_is_saying(verb) for verb in verbs)


def _dated(doc: Doc) -> Iterator[Token]:
    """Yield the verbs that dates of a text hang on."""
    for ent in doc.ents:
        if ent.label_ == "DATE" and _TYPED[Asks.DATE].search(ent.text):
            head = ent.root
            while head.pos_ not in {"VERB", "AUX"} and head.head != head:
                head = head.head
            yield head


def _is_saying(verb: Token) -> bool:
    """Tell whether a verb says something of what its sentence goes on to tell."""
    cue = lexicon().verbs.get(verb.lemma_.lower())
    return cue is not None and cue.family in _TELLING


_TELLING = frozenset({"saying", "asserting", "accusing", "conceding", "denying", "predicting"})


def _dated_anew(question: str, text: str) -> bool:
    """Tell whether a text holds a date that the question does not hold itself, and that is not a paper's."""
    pattern = _TYPED[Asks.DATE]
    known = {match.group().lower() for match in pattern.finditer(question)}
    if not _PAPER.search(question):
        text = _PAPER_OF.sub(" ", text)
    return any(match.group().lower() not in known for match in pattern.finditer(text))


_PAPER = re.compile(
    r"\b(?:piece|article|column|speech|report|briefing|statement|letter|paper|proclamation|decree|book|essay|memo)\b"
)
_PAPER_OF = re.compile(
    rf"^\W*(?:The|An?|This|That) (?:[\w’'-]+ ){{0,3}}?{_PAPER.pattern}(?: (?:in|by|to|the|of|[A-Z][\w’'-]*)){{0,6}}?"
    r" (?:of|dated) (?:\d{1,2} )?(?:[A-Z][a-z]+ )?(?:\d{1,2}, )?(?:19|20)\d\d\b"
)
"""A paper that opens a sentence, and its date: "The report of May 2020 calls ..." dates nothing that it tells of."""


def _placed_anew(question: str, text: str) -> bool:
    """Tell whether a text says "in" or "from" a name that the question does not hold itself."""
    known = {root(word) for word in words(question)}
    named = [match.group().split() for match in _TYPED[Asks.PLACE].finditer(_IN_A_MONTH.sub(" ", text))]
    if not re.search(r"\bwhere\b", question, re.IGNORECASE):  # a country or a village, and nothing else, is asked for
        others = {one.text for one in parsed(text[:LONGEST]) if one.ent_type_ in {"PERSON", "ORG"}}
        named = [words for words in named if words[0].lower() in _AT or not (words[0] in _OF or words[-1] in others)]
    return any(root(words[-1].lower()) not in known for words in named)


_AT, _OF = frozenset({"in", "at", "near", "inside"}), frozenset({"of", "on"})
_IN_A_MONTH = re.compile(rf"\b(?:in|on|from|to|at|of|near) (?:{'|'.join(CALENDAR)})\b(?! [A-Z])")
_HOW_OLD = re.compile(r"\bhow old\b", re.IGNORECASE)
_AGE = re.compile(
    r"\b(?:years?|aged?|old|born|birthday|built|founded|established|dat(?:es|ing) (?:back|from)|centur(?:y|ies)"
    r"|decades?)\b",
    re.IGNORECASE,
)
"""What tells how old somebody or something is: a date alone does not."""


def tells_more(question: str, text: str) -> bool:
    """Tell whether a text holds a thing, a name or a number that the question does not: else it answers nothing."""
    known = {stem(word) for word in words(question)}
    if len({word for word in content_words(text) if word not in known}) > FEW_NEW:
        return True
    told = (token for token in parsed(text[:LONGEST]) if token.pos_ in {"NOUN", "PROPN", "NUM"})
    return any(stem(token.lower_) not in known for token in told)


# ------------------------------------------------------------------ numbers

_VAGUE = frozenset("dozen dozens scores hundreds thousands millions half third quarter majority handful none".split())
_UNITS = frozenset(
    """acre hectare mile kilometre kilometer metre meter foot ton tonne kilo kilogram pound ounce litre liter gallon
    barrel bushel watt kilowatt megawatt gigawatt percent""".split()
)
"""What is measured in: "4 million acres of crops" tells how much farmland."""
_OF_A_NUMERAL = frozenset({"nummod", "quantmod", "compound", "amod", "det", "npadvmod", "nmod", "appos", "advmod"})
_PARTS = frozenset({"compound", "amod", "nmod", "appos", "conj"})


def _number(wanted: Wanted, doc: Doc, alike: Alike) -> float:
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
    if token.ent_type_ in {"DATE", "TIME", "ORDINAL"} and not any(
        child.lower_ in {"day", "days", "year", "years", "month", "months", "week", "weeks", "hours", "minutes"}
        for child in [token.head, token]
    ):
        return False
    if token.lower_ == "one" and token.dep_ != "nummod":
        return False
    return token.like_num or token.lower_ in _VAGUE or (token.lower_ == "no" and token.dep_ == "det")


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


# ------------------------------------------------------------------ names


def _names(wanted: Wanted, question: str, doc: Doc) -> bool:
    """Tell whether a person's name that the question does not hold stands near what it is to be the name of."""
    asked = {word.removesuffix("'s") for word in words(question)}
    people = [one for one in (*doc.ents, *doc.noun_chunks) if _may_be_a_person(one)]
    fresh = [one.root for one in people if not {word.removesuffix("'s") for word in words(one.text)} & asked]
    described = [
        token for token in doc if token.lemma_.lower() == wanted.noun or are_synonyms(token.lower_, wanted.noun)
    ]
    return any(_steps(one, other) <= APART for one in fresh for other in described)


def _may_be_a_person(span: Span) -> bool:
    """Tell whether a stretch is a person's name, or an unknown name of two words or more."""
    named = [token for token in span if token.pos_ == "PROPN"]
    return span.label_ == "PERSON" or (not span.label_ and len(named) > 1 and not any(t.ent_type_ for t in named))


def _steps(one: Token, other: Token) -> int:
    """Return how many edges of the parse lie between two words of a sentence."""
    up = [one, *one.ancestors]
    for down, token in enumerate([other, *other.ancestors]):
        if token in up:
            return down + up.index(token)
    return len(one.doc)
