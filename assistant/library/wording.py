"""The words a unit is searched by: its sentences as a reader sees them, under the keys that lead to them in JSON."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from assistant.library.formats import json
from assistant.model import Document, Sentence, Span
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


def read_with_keys(document: Document, sentence: Sentence) -> str:
    """Return a sentence as one reads it; one of a JSON file under its keys, the outermost left out if there are more.

    The outermost key names a section ("Geography > Area > land"): what stands under it says enough.
    """
    text = sentence.span.of(document.text)
    if document.media_type != json.MEDIA_TYPE:
        return readable(text)
    label = label_of(document, sentence)
    return readable(f"{label}: {json.unescaped(text)}" if label else json.unescaped(text))


def label_of(document: Document, sentence: Sentence) -> str | None:
    """Return what a value of a JSON file is called: the keys that lead to it without the section's; None elsewhere."""
    keys = keys_of(document, sentence)
    return ", ".join(keys[1:] or keys) or None


def keys_of(document: Document, sentence: Sentence) -> list[str]:
    """Return the keys that lead to a value of a JSON file, one that the next repeats left out; empty elsewhere."""
    if document.media_type != json.MEDIA_TYPE or not sentence.heading:
        return []
    keys = [key.strip() for key in sentence.heading.split(json.UNDER)]
    return [key for key, following in zip(keys, [*keys[1:], ""], strict=True) if not following.startswith(key)]


def _part(value: Span, span: Span) -> Span:
    """Return the part of a value that a span covers: all of it in a passage, a sentence of it in a unit."""
    return Span(start=max(value.start, span.start), end=min(value.end, span.end))
