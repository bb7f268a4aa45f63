"""JSON: the file is the canonical text, its string values are the content, their keys name the heading.

A value stands in the file as it was written, escapes and all, so its span is exact; readers
of a quotation see the escapes. Tags of HTML blocks and escaped line breaks part a value into
pieces; tags within a sentence stay in it, for a sentence is one stretch of the file. A label
in bold before a piece ("<b>note:</b>") is no part of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.errors import UnreadableDocument
from assistant.library import metadata as known
from assistant.library.decoding import decode
from assistant.library.formats.base import Reading, one_line
from assistant.model import Metadata, Span

MEDIA_TYPE = "application/json"
DATA_SHEET = "data sheet"
"""The genre of a file that names what it is about and bears no title."""
UNDER = " > "
"""What stands between the keys of a heading."""

_MARK = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]')
_BREAK = re.compile(
    r"\\[nrtf]|\\u00(?:0[9a-d]|a0|85)|\\u202[89]"
    r"|<(?:\\?/)?(?:p|br|div|li|ul|ol|h[1-6]|hr|tr|td|th|table|tbody|thead|blockquote|section|article)\b[^>]{0,200}>",
    re.IGNORECASE,
)
_EDGE = re.compile(r"(?:\s|<[a-zA-Z/\\][^>]{0,200}>)+")
_LABEL = re.compile(
    r"(?:<(?:b|strong|em|i|u)>\s*)+[^<>:]{1,40}(?::\s*(?:<\\?/\w+>\s*)+|(?:<\\?/\w+>\s*)+:\s*)", re.IGNORECASE
)
_BARE_ADDRESS = re.compile(r"https?:\S+")
_SAYS_NOTHING = frozenset({"text", "#text", "value", "content", "body"})
"""Keys that only say that here is text."""


@dataclass(frozen=True)
class Value:
    """A piece of a string value."""

    span: Span
    """Where it stands, without quotation marks and without tags around it."""
    keys: tuple[str, ...]
    """The keys that lead to it, outermost first; places in a list have none."""

    @property
    def heading(self) -> str | None:
        """The keys as a person reads them, "Government > Capital"; None for a value without keys."""
        keys = self.keys[:-1] if len(self.keys) > 1 and self.keys[-1].lower() in _SAYS_NOTHING else self.keys
        return UNDER.join(keys) or None


def read(data: bytes) -> Reading:
    """Read JSON. Raises UnreadableDocument where it is not valid, with line and column."""
    text, encoding = decode(data)
    try:
        parsed = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise UnreadableDocument(
            f"it is not valid JSON at line {error.lineno}, column {error.colno} ({error.msg}); correct it"
        ) from error
    except RecursionError as error:
        raise UnreadableDocument("its JSON is nested too deeply to be a document") from error
    content = tuple(value.span for value in values(text))
    return Reading(text, MEDIA_TYPE, content, encoding, said=_said(parsed))


def _said(parsed: object) -> Metadata:
    """Read title, author, date and the rest from the outermost object, where it names them."""
    fields = parsed if isinstance(parsed, dict) else {}
    said = known.metadata_from({_sound(key): _sound(value) for key, value in fields.items() if isinstance(value, str)})
    if said.title or (name := _named(fields)) is None:
        return said
    return said.model_copy(update={"title": name, "genre": said.genre or DATA_SHEET})


_NAMES_IT = re.compile(r"(?P<kind>\w+)[ _-]name", re.IGNORECASE)
_OF_SOMEBODY = frozenset(
    """first last given family middle maiden nick sur full display user author editor writer publisher contact file
    host domain site""".split()
)
"""What a name may be of that is not what the file is about."""
_LONGEST_NAME = 60
"""Characters."""


def _named(fields: Mapping[str, object]) -> str | None:
    """Return what a data sheet is about: the shortest value under the first key that names it ("Country name")."""
    for key, value in fields.items():
        kind = _NAMES_IT.fullmatch(key.strip())
        if kind and kind["kind"].lower() not in _OF_SOMEBODY:
            names = [name for one in _texts(value) if 1 < len(name := one_line(_sound(one)).strip()) <= _LONGEST_NAME]
            if names:
                return min(names, key=len)
        if isinstance(value, dict) and (found := _named(value)):
            return found
    return None


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)


def values(text: str) -> Iterator[Value]:
    """Yield the pieces of a valid JSON text's string values that hold a letter or digit, in order."""
    for span, keys in _strings(text):
        for start, end in _pieces(text, span.start, span.end):
            piece = text[start:end]
            if any(char.isalnum() for char in piece) and not _BARE_ADDRESS.fullmatch(piece):
                yield Value(Span(start=start, end=end), keys)


_ESCAPE = re.compile(r'\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])')


def unescaped(text: str) -> str:
    """Read the escapes in a part of a string value; for searching only, as offsets do not survive it."""
    return _sound(
        _ESCAPE.sub(lambda escape: str(json.loads(f'"{escape.group()}"')), text)
        .encode("utf-16", "surrogatepass")
        .decode("utf-16", "replace")
    )


def _strings(text: str) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Yield each string value that is not empty with its keys."""
    keys: list[str | None] = []
    open_object: list[bool] = []
    expects_key = False
    for match in _MARK.finditer(text):
        mark = match.group()
        if mark in "{[":
            open_object.append(mark == "{")
            keys.append(None)
            expects_key = mark == "{"
        elif mark in "}]":
            open_object.pop()
            keys.pop()
            expects_key = False
        elif mark == ",":
            expects_key = open_object[-1]
        elif mark == ":":
            expects_key = False
        elif expects_key:
            keys[-1] = one_line(_sound(json.loads(mark, strict=False)))
        elif len(mark) > 2:
            yield Span(start=match.start() + 1, end=match.end() - 1), tuple(key for key in keys if key)


def _sound(text: str) -> str:
    """Replace halves of surrogate pairs, which an escape can write but no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Part a value at blocks' tags and line breaks; yield the pieces without blanks and tags at their ends."""
    position = start
    while position < end:
        stop, resume = end, end
        for mark in _BREAK.finditer(text, position, end):
            if not _is_escaped(text, mark.start(), start):
                stop, resume = mark.start(), mark.end()
                break
        if (edge := _LABEL.match(text, position, stop) or _EDGE.match(text, position, stop)) is not None:
            position = edge.end()
        last = _end_of(text, position, stop)
        if position < last:
            yield position, last
        position = resume


def _is_escaped(text: str, at: int, start: int) -> bool:
    r"""Tell whether the backslash at `at` is itself escaped: in \\n there is no line break."""
    if text[at] != "\\":
        return False
    before = at
    while before > start and text[before - 1] == "\\":
        before -= 1
    return (at - before) % 2 == 1


_LAST_TAG = re.compile(r"<[a-zA-Z/\\][^<>]{0,200}>\Z")


def _end_of(text: str, start: int, end: int) -> int:
    """Return where a piece ends, blanks and tags at its end cut off."""
    while start < end:
        if text[end - 1].isspace():
            end -= 1
        elif (tag := _LAST_TAG.search(text, max(start, end - 204), end)) is not None:
            end = tag.start()
        else:
            break
    return end
