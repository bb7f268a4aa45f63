"""How long something is or lasts: what a question for it asks, and whether a text tells it."""

from __future__ import annotations

import re

HOW_LONG = re.compile(r"\bhow long\b", re.IGNORECASE)
_SO_MANY = (
    r"(?:\d|\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|several|few|many|some|half|hundreds?|thousands?"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)\b)"
)
_LENGTH = re.compile(
    rf"{_SO_MANY}[^.;]{{0,24}}\b(?:seconds?|minutes?|hours?|days?|nights?|weeks?|fortnights?|months?|years?|decades?"
    r"|centur(?:y|ies)|km|kilomet\w+|met(?:re|er)s?|m|yards?|miles?|feet|foot|ft|inch(?:es)?|pages?|words?)\b",
    re.IGNORECASE,
)
"""What tells how long something is, or how long it lasts."""
_END = re.compile(
    r"\b(?:until|till)\s|\bfrom\b.+\b(?:to|until)\b"
    r"|\b(?:for ?ever|for good|indefinitely|permanently|briefly|overnight)\b",
    re.IGNORECASE,
)
"""When something ends that lasts."""
_SINCE = re.compile(r"\bsince\b", re.IGNORECASE)
_LASTED = re.compile(r"\bhow long (?:has|have|had|since)\b", re.IGNORECASE)
_IS_LONG = re.compile(r"\bhow long (?:is|are|was|were) (?:the|an?|its|this|that)?\s*[\w' -]+\W*$", re.IGNORECASE)
"""How the length of a thing is asked for."""


def tells_how_long(question: str, text: str) -> bool:
    """Tell whether a text tells how long something is or lasts: "400 yards", "until June", "since May"."""
    if _LENGTH.search(text):
        return True
    if _LASTED.search(question):
        return _SINCE.search(text) is not None
    return _IS_LONG.search(question) is None and _END.search(text) is not None
