"""What stands around a text and says nothing: heads of messages and tables, bylines, closings of letters, datelines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile, groupby, islice, pairwise, takewhile

from assistant.library.authorship import WRITER, is_byline, is_closing
from assistant.library.masthead import masthead


@dataclass(frozen=True)
class Line:
    """A line of a text, without its end."""

    start: int
    end: int
    text: str


def is_blank(line: Line) -> bool:
    """Tell whether a line holds nothing but white space and marks of quoting."""
    return not line.text.strip(" \t\u00a0\ufeff\u200b>")


ROW = re.compile(r"\s*\|.*\|\s*$")
"""A row of a table in Markdown: each is a block of its own."""
_TABLE_RULE = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?)?\s*")
_FIELD = re.compile(r"[>\s]*(?P<field>From|To|Cc|Bcc|Date|Sent|Subject|Reply-To)(?:\*\*)?:(?:\*\*)?\s+\S.*")
SENDER = re.compile(
    r"[>\s*]*From(?:\*\*)?:(?:\*\*)?\s+[\"“]?(?P<label>[^<>()\"”\n]+?)[\"”]?\s*(?:\([^()\n]*\)\s*)?(?:<[^>]*>)?\s*"
)
WROTE = re.compile(r"[>\s]*On .{6,60}?, [\"“]?(?P<label>[A-Z][^<>,\"”\n]{1,40}?)[\"”]?\s*(?:<[^>]*>)? wrote:\s*")


def fields(lines: list[Line]) -> Iterator[Line]:
    """Yield the lines of the heads of messages: two fields or more in a row, one of which tells the sender."""
    for is_field, run in groupby(lines, lambda line: _FIELD.fullmatch(line.text) is not None):
        head = list(run)
        if is_field and len(head) > 1 and any(SENDER.fullmatch(line.text) for line in head):
            yield from head


def _closings(lines: list[Line]) -> Iterator[int]:
    """Yield where the lines stand that close a letter, and those of the name and place below."""
    for place, line in enumerate(lines):
        if is_closing(line.text):
            yield line.start
            below = dropwhile(is_blank, lines[place + 1 :])
            yield from (one.start for one in takewhile(lambda one: not is_blank(one), islice(below, _SIGNATURE)))


def signatures(lines: list[Line]) -> Iterator[tuple[int, str]]:
    """Yield where letters are closed, and the name below each closing."""
    for place, line in enumerate(lines):
        below = next((one.text for one in lines[place + 1 : place + _SIGNATURE] if not is_blank(one)), "")
        name = re.fullmatch(rf"{WRITER}(?:,.*)?", below.strip(" \t*_"))
        if is_closing(line.text) and name is not None:
            yield line.start, name["name"]


_SIGNATURE = 4
"""Lines of a signature at most."""


def _signed(lines: list[Line], author: str | None) -> Iterator[int]:
    """Yield where the lines stand below a text that give its writer's name, and below it place or office."""
    last = list(takewhile(lambda one: not is_blank(one), dropwhile(is_blank, reversed(lines))))[::-1]
    name = last[0].text.strip(" \t*_–—-,") if last else ""
    if author is not None and name.casefold() == author.casefold() and len(last) <= _SIGNATURE:
        short = (one for one in last if len(one.text.split()) <= _PLACE and not any(map(str.isdigit, one.text)))
        yield from (one.start for one in short if not one.text.rstrip(" *_").endswith((".", "!", "?")))


_PLACE = 5
"""Words of a writer's place or office below the name."""


def without_trappings(lines: list[Line], author: str | None = None) -> list[Line]:
    """Return the lines without the heads of messages, of tables, and of letters and articles: none says anything.

    Who sent a message stays, as a speaker's label. `author` is the writer, whose name may stand below the text.
    """
    heads = {line.start for line in fields(lines) if not SENDER.fullmatch(line.text)}
    rows = ((one, below) for one, below in pairwise(lines) if ROW.match(one.text) and _TABLE_RULE.fullmatch(below.text))
    heads |= {one.start for one, _ in rows}
    heads |= (
        {line.start for line in lines if is_byline(line.text)} | set(_closings(lines)) | set(_signed(lines, author))
    )
    heads |= {lines[at].start for at in masthead([line.text for line in lines]).lines}
    return [Line(line.start, line.start, "") if line.start in heads else line for line in lines]
