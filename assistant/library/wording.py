"""The words a unit is searched by: its sentences as a reader sees them, under the keys that lead to them in JSON."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from assistant.library.formats import json
from assistant.model import Document, Span
from assistant.text import readable


def wording_of(document: Document) -> Callable[[Span], str]:
    """Return a function from a span of the document to the words it is searched by.

    A value of a JSON file says little without its keys ("4 May 1611" under "Town > Founding"), so they stand in
    front of it, and its escapes are read.
    """
    if document.media_type != json.MEDIA_TYPE:
        return lambda span: readable(span.of(document.text))
    values = list(json.values(document.text))
    starts = [value.span.start for value in values]

    def wording(span: Span) -> str:
        inside = values[max(0, bisect_right(starts, span.start) - 1) : bisect_right(starts, span.end - 1)]
        said = (
            f"{value.heading or ''}: {json.unescaped(_part(value.span, span).of(document.text))}" for value in inside
        )
        return readable(". ".join(words.removeprefix(": ") for words in said))

    return wording


def _part(value: Span, span: Span) -> Span:
    """Return the part of a value that a span covers: all of it in a passage, a sentence of it in a unit."""
    return Span(start=max(value.start, span.start), end=min(value.end, span.end))
