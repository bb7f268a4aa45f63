"""Who a document says it is by, where no metadata says it: "Remarks by X on ...", "I, X, President of ..."."""

from __future__ import annotations

import re

_NAME = r"(?:[A-Z][\w.’'\-]*|of|the|de|al|bin|van|von)"
_BY = re.compile(
    r"^(?:(?:[A-Z][\w’'\-]*|on|the|of|a)\s+){0,4}?"
    r"(?:Remarks|Speech|Address|Statement|Testimony|Message|Letter|Op-Ed|Essay|Opening Remarks)\s+(?:by|from|of)\s+"
    rf"(?P<name>(?:the\s+)?[A-Z][\w.’'\-]*(?:\s+{_NAME})*?)"
    r"(?=\s+(?:on|at|in|to|before|after|regarding|about|for|during|following|upon|with|ahead|prior|announcing|marking)\b"
    r"|\s*[,:;–—(]|\s*$)"
)
_I_AM = re.compile(r"\bI, (?P<name>[A-Z][A-Za-z.’'\-]+(?: [A-Z][A-Za-z.’'\-]*){1,4}),\s+(?:the\s+)?[A-Z]")


def author_of(title: str | None, text: str) -> str | None:
    """Return the one party that the title or the text itself names as its speaker or writer; None if none does.

    A title that names several ("Remarks by X and Y") names nobody: their turns are labelled.
    """
    if title and (by := _BY.match(" ".join(title.split()))) and " and " not in by["name"]:
        return by["name"]
    names = {_cased(match["name"]) for match in _I_AM.finditer(text)}
    return names.pop() if len(names) == 1 else None


def _cased(name: str) -> str:
    """Write a name set in capitals as people write it: DONALD J. TRUMP is Donald J. Trump."""
    return name.title() if name.isupper() else name
