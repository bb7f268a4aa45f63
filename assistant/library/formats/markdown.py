"""Markdown: text as it stands; `structure` knows its headings, lists and raw HTML."""

from __future__ import annotations

from assistant.library.formats import text
from assistant.library.formats.base import Reading


def read(data: bytes) -> Reading:
    """Read Markdown. Raises UnreadableDocument for bytes that are no text or front matter that is no YAML."""
    return text.read(data, "text/markdown")
