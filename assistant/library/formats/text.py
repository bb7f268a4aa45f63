"""Plain text: the file as it stands; front matter and the syndication footer are metadata, not content."""

from __future__ import annotations

from assistant.library import metadata as known
from assistant.library.decoding import decode
from assistant.library.formats.base import Reading


def read(data: bytes, media_type: str = "text/plain") -> Reading:
    """Read text. Raises UnreadableDocument for bytes that are no text or front matter that is no YAML."""
    text, encoding = decode(data)
    given, start = known.front_matter(text)
    said, end = known.footer(text)
    return Reading(text, media_type, known.content_between(text, start, end), encoding, given, said)
