"""Whether a text holds the kind of thing a question asks for: a number of what is counted, a date, a name.

What is asked for is read from the question's parse ("how many fighters": a number of fighters), and looked for in the
text's: a numeral that counts fighters, or what a table of synonyms or the reader of meanings takes for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.answers.counting import NEARBY, STRAY, Alike, counts
from assistant.answers.lasting import HOW_LONG, tells_how_long
from assistant.answers.periods import CALENDAR
from assistant.answers.phrases import LONGEST, parsed
from assistant.answers.respelling import are_synonyms
from assistant.answers.shape import Asks
from assistant.answers.wanted import Wanted, asks_twice, first_asked, wanted_of
from assistant.text import content_words, root, stem, words
from assistant.voices.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

FEW_NEW = 4
"""Words that a sentence adds to its question up to which it is read for what they are."""
APART = 4
"""Steps in the parse between a name and what it is asked to be the name of, at most."""

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
        return counts(wanted, parsed(text[:LONGEST]), alike)
    if asks is Asks.NAME:
        return float(_names(wanted, question, parsed(text[:LONGEST])))
    return 1.0


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
