"""Names, numbers and dates in an answer's own words, and whether what is cited holds them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.checks.grounds import Ground
from assistant.checks.naming import is_kin
from assistant.text import FUNCTION_WORDS


def numbers_in(text: str) -> list[str]:
    """Return the numbers in some words, thousands' commas and leading zeros taken off."""
    return [number.replace(",", "").lstrip("0") or "0" for number in re.findall(r"\d+(?:[.,]\d+)*", text)]


def names_in(text: str) -> Iterator[str]:
    """Yield the names in some words: capitalised, not opening the sentence, no months or function words."""
    for match in re.finditer(r"(?<![.!?“:]\s)(?<!^)(?<!^[“\"(])\b[A-Z][\w’'-]+", text):
        word = match.group().replace("’", "'").removesuffix("'s").strip("'-")
        if word.lower() not in FUNCTION_WORDS and word.lower() not in _CALENDAR:
            yield word


_MONTHS = "january february march april may june july august september october november december".split()
_CALENDAR = frozenset([*_MONTHS, *"monday tuesday wednesday thursday friday saturday sunday".split()])


def is_held(name: str, known: set[str]) -> bool:
    """Tell whether a name stands among known words (lower case), whole, in part, or in another form."""
    low = name.lower()
    parts = [low, *low.split("-")]
    pieces = known | {part for one in known if "-" in one for part in one.split("-")}
    return any(part in pieces for part in parts) or any(is_kin(low, one) for one in known)


def spelt_out(text: str, held: str) -> set[str]:
    """Return the words of names that stand in the evidence by their initials: United Kingdom, where it says UK."""
    capitals = {word.replace(".", "") for word in re.findall(r"\b(?:[A-Z]\.?){2,}(?![a-z])", held)}
    found: set[str] = set()
    for match in re.finditer(r"\b[A-Z][\w-]+(?:\s+(?:of\s+|for\s+)?[A-Z][\w-]+)+", text):
        parts = re.findall(r"\b[A-Z][\w]*", match[0])
        if "".join(part[0] for part in parts) in capitals:
            found |= {part.lower() for part in parts}
    return found


def dates_of(cited: Sequence[Ground]) -> set[str]:
    """Return the parts of the documents' dates as an answer words them: 2024, 8, august."""
    found: set[str] = set()
    for ground in cited:
        parts = (ground.document.metadata.published or "").split("-")
        found |= {part.lstrip("0") for part in parts}
        found |= {_MONTHS[int(parts[1]) - 1]} if len(parts) > 1 else set()
    return found
