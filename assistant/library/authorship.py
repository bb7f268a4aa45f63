"""Who a document says it is by, where no metadata says it: its title, its byline, its signature, "I, X, President"."""

from __future__ import annotations

import re
from itertools import islice

from assistant.text import FUNCTION_WORDS, curled

_NAME = r"(?:[A-Z][\w.’'\-]*|of|the|de|al|bin|van|von)"
_BY = re.compile(
    r"^(?:(?:[A-Z][\w’'\-]*|on|the|of|a)\s+){0,4}?"
    r"(?:Remarks|Speech|Address|Statement|Testimony|Message|Letter|Op-Ed|Essay|Opening Remarks)\s+(?:by|from|of)\s+"
    rf"(?P<name>(?:the\s+)?[A-Z][\w.’'\-]*(?:\s+{_NAME})*?)"
    r"(?=\s+(?:on|at|in|to|before|after|regarding|about|for|during|following|upon|with|ahead|prior|announcing|marking)\b"
    r"|\s*[,:;–—(]|\s*$)"
)
_I_AM = re.compile(r"\bI, (?P<name>[A-Z][A-Za-z.’'\-]+(?: [A-Z][A-Za-z.’'\-]*){1,4}),\s+(?:the\s+)?[A-Z]")


PERSON = r"[A-Z][\w.’'\-]*(?:[ \t]+[A-Z][\w.’'\-]*){1,3}"
WRITER = rf"(?P<name>{PERSON}(?:(?:,[ \t]+{PERSON})?[ \t]+and[ \t]+{PERSON})?)"
"""A pattern for who wrote something: a person's name, or two or three."""
_BYLINE = re.compile(
    rf"[*_#>\s]*(?:(?:Posted|Written|Published|Story|Text|Report)[ \t]+)?[Bb]y[ \t]+{WRITER}"
    r"(?:[ \t]*[,|·–—-]?[ \t]*(?:on[ \t]+)?"
    r"(?P<date>\d{1,2}\.?[ \t]\w+[ \t]\d{4}|\w+[ \t]\d{1,2},?[ \t]\d{4}|\d{4}-\d\d-\d\d))?"
    r"[*_\s.]*"
)
_BYLINE_WITHIN, _BYLINE_REACH = 8, 4000
"""Lines and code points from the beginning in which a byline stands."""
_CLOSES = (
    r"(?:Yours(?:[ \t](?:faithfully|sincerely|truly))?|Sincerely(?:[ \t]yours)?|Respectfully(?:[ \t]yours)?"
    r"|(?:(?:Kind|Best|Warm)[ \t])?[Rr]egards)[,.]?"
)
_CLOSING = re.compile(_CLOSES)
_SIGNED = re.compile(rf"^[ \t]*{_CLOSES}[ \t]*\r?\n\s*{WRITER}[ \t]*(?=[,\r\n]|\Z)", re.MULTILINE)


def byline_of(text: str) -> tuple[str, str | None] | None:
    """Return whom a line of its own near the beginning names as the writer, and the date it gives; None without one."""
    lines = (line.strip() for line in text[:_BYLINE_REACH].splitlines())
    for line in islice(filter(None, lines), _BYLINE_WITHIN):
        if (by := byline_in(line)) is not None:
            return by["name"], by["date"]
    return None


def is_byline(line: str) -> bool:
    """Tell whether a line says who wrote a text, and nothing else: "By Ann Lee", "Posted by Ann Lee on 3 May 2021"."""
    return "y " in line[:20] and byline_in(line.strip()) is not None


def byline_in(line: str) -> re.Match[str] | None:
    """Return the `name` and `date` of a line that says who wrote a text, and nothing else; None for any other line."""
    by = _BYLINE.fullmatch(line)
    return by if by and not (FUNCTION_WORDS - {"and"}) & set(by["name"].lower().split()) else None


def is_closing(line: str) -> bool:
    """Tell whether a line closes a letter: "Yours faithfully,"."""
    return _CLOSING.fullmatch(line.strip()) is not None


def kind_of_title(title: str | None) -> str | None:
    """Return the kind of text that a title names ("Statement by ...", "Remarks by ..."); None where it names none."""
    if title is None or _BY.match(" ".join(title.split())) is None:
        return None
    return "statement" if _STATEMENT.search(title) else "speech" if _SPEECH.search(title) else None


_STATEMENT = re.compile(r"\bStatement\s+(?:by|from|of)\b")
_SPEECH = re.compile(r"\b(?:Remarks|Speech|Address)\s+(?:by|from|of)\b")


def speaks_in_person(text: str) -> bool:
    """Tell whether a writer says "I" all along, outside quotations: opinion pieces do and reports do not."""
    own = " ".join(_QUOTATION.sub(" ", paragraph) for paragraph in re.split(r"\n\s*\n", curled(text)))
    said = len(_FIRST_PERSON.findall(own))
    return said >= _SAID and said * 1000 >= _SAID * len(own.split())


_QUOTATION = re.compile(r"“[^”]*(?:”|\Z)")
"""A quotation within a paragraph; one that goes on in the next is not closed."""
_FIRST_PERSON = re.compile(r"\b(?:I|my|me|myself)\b|\bI['’]")
_SAID = 3
"""How often a writer says "I" at least, in all and in a thousand words."""


def author_of(title: str | None, text: str) -> str | None:
    """Return the one party that the title or the text itself names as its speaker or writer; None if none does.

    A title that names several ("Remarks by X and Y") names nobody: their turns are labelled.
    """
    if title and (by := _BY.match(" ".join(title.split()))) and " and " not in by["name"]:
        return _HONORS.sub("", by["name"])
    if (line := byline_of(text)) is not None:
        return line[0]
    names = {_cased(match["name"]) for pattern in (_I_AM, _SIGNED) for match in pattern.finditer(text)}
    return names.pop() if len(names) == 1 else None


def office_below(author: str, text: str) -> str | None:
    """Return what a line with a writer's name, or the next one, says he or she is: "Ann Lee / Schoolmaster, Harrow"."""
    by = r"(?:[^\n,]{0,40}\b[Bb]y[ \t]+(?:H\.E\.[ \t]+)?(?:(?:Mr|Mrs|Ms|Dr)\.?[ \t]+)?)?"
    line = rf"^[*_ \t]*{by}{re.escape(author)}[*_ \t]*(?:,[ \t]*|\r?\n[*_ \t]*)"
    found = re.search(rf"{line}(?P<office>[A-Za-z][\w’' \t-]{{2,60}}?)[*_ \t]*(?:,[^\n]{{2,40}})?$", text, re.MULTILINE)
    return found["office"][0].lower() + found["office"][1:] if found else None


_HONORS = re.compile(r"^(?:H\.?\s?E\.?\s+)?(?:(?:Mr|Mrs|Ms|Dr|Hon)\.?\s+)?(?=[A-Z])")
"""What goes before the name of whoever speaks for a State: "H.E. Mr. Ann Lee"."""


def heading_of(text: str) -> str | None:
    """Return the lines that open a text without a title by saying whose statement or speech it is; None otherwise."""
    first = " ".join(re.split(r"\n\s*\n", text.strip()[:_BYLINE_REACH])[0].split())
    short = len(first.split()) <= _HEADING_WORDS and not first.endswith((".", "!", "?"))
    return first if short and kind_of_title(first) is not None else None


_HEADING_WORDS = 45
"""Words that the heading of a statement has at most."""


def _cased(name: str) -> str:
    """Write a name set in capitals as people write it: DONALD J. TRUMP is Donald J. Trump."""
    return name.title() if name.isupper() else name
