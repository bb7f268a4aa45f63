"""What kind of question is it: one about a matter, or for an overview, a chronology, a list, or the library itself?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Kind(StrEnum):
    """The kinds of questions that are answered in a way of their own."""

    MATTER = "matter"
    """Anything else: the evidence that answers it is looked for."""
    OVERVIEW = "overview"
    """The main claims of a document, a party, or on a matter."""
    CHRONOLOGY = "chronology"
    """What happened when."""
    LISTING = "listing"
    """All that somebody says."""
    COMPARISON = "comparison"
    """Two parties beside one another."""
    DOCUMENTS = "documents"
    """Which documents the library holds."""
    COUNT = "count"
    """How many documents it holds."""
    VOICES = "voices"
    """Who is quoted in it."""
    TIMES = "times"
    """From when to when its documents are."""
    RECORD = "record"
    """Who wrote or published one of its documents, and when."""
    HELP = "help"
    """What can be asked."""


LIBRARY = frozenset({Kind.DOCUMENTS, Kind.COUNT, Kind.VOICES, Kind.TIMES, Kind.HELP})
"""Questions about the library itself: answered from the record, without quotations."""


@dataclass(frozen=True)
class Asking:
    """A question's kind, and what is left of it without the words that say so."""

    kind: Kind
    rest: str
    """The words that say of whom, of which document or on what; may be empty."""


_POLITE = r"^\W*(?:(?:please|ok|okay|so|and|hi|hello|now)\b[\s,]*)*(?:(?:can|could|would) you\s+)?(?:please\s+)?"
_COMPARED = re.compile(
    r"\bcompar(?:e|ed|es|ing|ison)\b|\bdiffer(?:s|ed|ences?)?\b|\bversus\b|\bvs\b|\bcontrast(?:s|ed)?\b|\bdisagree(?:s|d)?\b",
    re.IGNORECASE,
)


@cache
def _ways() -> tuple[tuple[Kind, re.Pattern[str], str], ...]:
    """Read kinds.txt: how each kind of question opens, and what to read instead of that."""
    lines = files("assistant.answers").joinpath("kinds.txt").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    lists = {row[0]: row[1] for row in rows if row[0].startswith("{")}
    found = []
    for kind, pattern, *rest in (row for row in rows if not row[0].startswith("{")):
        for name, words in lists.items():
            pattern = pattern.replace(name, words)
        found.append((Kind(kind), re.compile(_POLITE + pattern, re.IGNORECASE), rest[0] if rest else ""))
    return tuple(found)


def read_kind(text: str) -> Asking:
    """Read a question's kind; what no pattern takes is about a matter (or compares, if its words do)."""
    folded = " ".join(text.split())
    for kind, pattern, rest in _ways():
        if match := pattern.search(folded):
            left = f"{match.expand(rest)} {folded[match.end() :]}"
            return Asking(kind, " ".join(left.split()).strip(" ?.!,;:"))
    return Asking(Kind.COMPARISON if _COMPARED.search(folded) else Kind.MATTER, folded)
