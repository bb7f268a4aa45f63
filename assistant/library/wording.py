"""The words a unit is searched by: its sentences as a reader sees them, under keys in JSON, columns in a table."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache

from assistant.library.formats import json
from assistant.library.formats.base import LAID_OUT
from assistant.model import Document, Sentence, Span
from assistant.text import readable


def wording_of(document: Document) -> Callable[[Span], str]:
    """Return a function from a span of the document to the words it is searched by.

    A value of a JSON file says little without its keys ("4 May 1611" under "Town > Founding"), so they stand in
    front of it, and its escapes are read.
    """
    if document.media_type != json.MEDIA_TYPE:
        return lambda span: _worded(document, span)
    values = list(json.values(document.text))
    starts = [value.span.start for value in values]

    def wording(span: Span) -> str:
        inside = values[max(0, bisect_right(starts, span.start) - 1) : bisect_right(starts, span.end - 1)]
        said = (
            f"{value.heading or ''}: {json.unescaped(_part(value.span, span).of(document.text))}" for value in inside
        )
        return readable(". ".join(words.removeprefix(": ") for words in said))

    return wording


def _worded(document: Document, span: Span) -> str:
    """Return a stretch as one reads it, the rows of a table with the heads of their columns."""
    text = span.of(document.text)
    if document.media_type not in LAID_OUT or " | " not in text:
        return readable(text)
    said, at = [], span.start
    for line in text.splitlines(keepends=True):
        row = line.strip().strip("|").strip()
        start = at + line.find(row) if row else at
        columns = columns_of(document, Span(start=start, end=start + len(row))) if row else []
        if any(map(str.isalnum, row)):
            said.append(_in_columns(columns, row) if columns else row)
        at += len(line)
    return readable(". ".join(said))


def read_with_keys(document: Document, sentence: Sentence) -> str:
    """Return a sentence as one reads it; one of a JSON file under its keys, the outermost left out if there are more.

    The outermost key names a section ("Geography > Area > land"): what stands under it says enough.
    """
    text = sentence.span.of(document.text)
    if document.media_type != json.MEDIA_TYPE:
        columns = columns_of(document, sentence.span)
        return _in_columns(columns, text) if columns else readable(text)
    label = label_of(document, sentence)
    return readable(f"{label}: {json.unescaped(text)}" if label else json.unescaped(text))


def label_of(document: Document, sentence: Sentence) -> str | None:
    """Return what a value of a JSON file is called, the keys that lead to it without the section's; None elsewhere.

    A row of a table is called by the table's columns.
    """
    if document.media_type != json.MEDIA_TYPE:
        return ", ".join(columns_of(document, sentence.span)) or None
    keys = keys_of(document, sentence)
    return ", ".join(keys[1:] or keys) or None


_CELL = re.compile(r"\s*\|\s*")


def cells_of(row: str) -> list[str]:
    """Return the cells of a table's row, as Markdown writes it and as we write those of Word and HTML: "a | b"."""
    return [readable(cell) for cell in _CELL.split(row.strip().strip("|").strip())]


def columns_of(document: Document, span: Span) -> list[str]:
    """Return the heads of the columns of the table whose row stands at a span; empty for what is no such row."""
    row = span.of(document.text)
    if document.media_type not in LAID_OUT or " | " not in row or "\n" in row:
        return []
    tables = _tables(document.text)
    place = bisect_right(tables, span.start, key=lambda table: table[0]) - 1
    heads = list(tables[place][1]) if place >= 0 else []
    return heads if len(heads) == len(cells_of(row)) else []


@lru_cache(maxsize=8)
def _tables(text: str) -> list[tuple[int, tuple[str, ...]]]:
    """Return where the first row of each table ends, with the heads of its columns, and where it is over, with none."""
    found: list[tuple[int, tuple[str, ...]]] = []
    inside, at = False, 0
    for line in text.splitlines(keepends=True):
        at += len(line)
        if "|" in line and not inside:
            inside = True
            found.append((at, tuple(cells_of(line))))
        elif line.strip() and "|" not in line and inside:
            inside = False
            found.append((at - len(line), ()))
    return found


def keys_of(document: Document, sentence: Sentence) -> list[str]:
    """Return the keys that lead to a value of a JSON file, one that the next repeats left out; empty elsewhere."""
    if document.media_type != json.MEDIA_TYPE or not sentence.heading:
        return []
    keys = [key.strip() for key in sentence.heading.split(json.UNDER)]
    return [key for key, following in zip(keys, [*keys[1:], ""], strict=True) if not following.startswith(key)]


def _in_columns(columns: list[str], row: str) -> str:
    return "; ".join(f"{head}: {cell}" if head else cell for head, cell in zip(columns, cells_of(row), strict=True))


def _part(value: Span, span: Span) -> Span:
    """Return the part of a value that a span covers: all of it in a passage, a sentence of it in a unit."""
    return Span(start=max(value.start, span.start), end=min(value.end, span.end))
