"""The words two claims are compared by: stems, with a people, its adjective and its State as one."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from assistant.text import content_words, words

_NAME = re.compile(r"\b[A-Z][A-Za-z.]+(?:\s[A-Z][a-z]+)?")
NEGATIVES = frozenset(
    "no not never neither nor none nobody nothing nowhere hardly scarcely without cannot can't won't don't doesn't "
    "didn't isn't aren't wasn't weren't hasn't haven't hadn't couldn't wouldn't shouldn't".split()
)
"""Words that turn a clause into its opposite."""
ADDING = frozenset({"only", "just", "merely", "least"})
"""Words that after a "not" add instead of denying: "not only"."""


def matter_of(text: str) -> frozenset[str]:
    """Return the stems of a text's content words, each State's peoples and adjectives as the State."""
    return frozenset(content_words(_NAME.sub(_as_state, text)))


def negatives_in(text: str) -> int:
    """Count the words of a text that negate."""
    said = words(text)
    return sum(word in NEGATIVES and after not in ADDING for word, after in zip(said, [*said[1:], ""], strict=True))


def names_in(text: str) -> frozenset[str]:
    """Return the stems of a text's capitalised words, but for the first."""
    return matter_of(" ".join(_CAPITAL.findall(text)))


_CAPITAL = re.compile(r"(?<=\s)[A-Z][\w’'.\-]*")


def _as_state(match: re.Match[str]) -> str:
    known = _states()
    name = " ".join(match[0].split())
    if name in known:
        return known[name]
    first, space, rest = name.partition(" ")
    return f"{known.get(first, first)}{space}{known.get(rest, rest)}"


@cache
def _states() -> dict[str, str]:
    """Return each State's name, written as one word, by every name of it and of its people."""
    found: dict[str, str] = {}
    for line in files("assistant.answers").joinpath("places.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            state, people, _ = line.split("|")
            joined = re.sub(r"[^A-Za-z]", "", state)
            found.update(dict.fromkeys([state, *(name.strip() for name in people.split(",") if name.strip())], joined))
    return found
