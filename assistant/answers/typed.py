"""Whether a text holds the kind of thing a question asks for: a number, a date, a name."""

from __future__ import annotations

import re

from assistant.answers.question import Asks
from assistant.text import words

_MONEY = re.compile(
    r"[$€£¥]\s?\d|\d[\d.,]*\s*(?:million|billion|trillion|dollars|euros|pounds|rupees|cents|per\s?cent)|\bdollars?\b",
    re.I,
)
_TYPED = {
    Asks.MONEY: _MONEY,
    Asks.TIME: re.compile(
        r"\b\d{1,2}(?::\d\d)?\s*(?:a\.?m|p\.?m|o['’]clock|hours)\b|\b\d{1,2}:\d\d\b|\bnoon\b|\bmidnight\b", re.I
    ),
    Asks.NAME: re.compile(r"\b[A-Z][\w’'\-]+\s+(?:[A-Z][\w’'\-]*\s+|al-|bin\s+)*[A-Z]?[\w’'\-]+"),
    Asks.NUMBER: re.compile(
        r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?"
        r"|millions?|half|most of|majority)\b",
        re.I,
    ),
    Asks.DATE: re.compile(
        r"\d{4}|\d:\d\d|\b(?:january|february|march|april|may|june|july|august|september|october|november"
        r"|december)\b|\d{1,2}(?:st|nd|rd|th)\b|\byears? ago\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
        re.I,
    ),
    Asks.PERSON: re.compile(r"\b[A-Z][\w’'\-]+"),
    Asks.PLACE: re.compile(r"\b(?:in|from|at|to|inside|near|of|on)\s+(?:the\s+)?[A-Z]\w+"),
}


def names_anew(text: str, question: str) -> bool:
    """Tell whether a text holds a name of two or more words that the question does not hold."""
    asked = set(words(question))
    names = re.findall(r"\b[A-Z][\w’'\-]+(?:\s+(?:al-|bin\s+|von\s+)?[A-Z][\w’'\-]+)+", text)
    return any(not set(words(name)) <= asked for name in names)


def holds_type(asks: Asks, text: str) -> bool:
    """Tell whether a text holds the kind of thing asked for; always, for an open question."""
    pattern = _TYPED.get(asks)
    other_script = not re.search(r"[A-Za-z]", text)  # the patterns know English only
    return pattern is None or other_script or pattern.search(text) is not None
