"""What every format's reader gives back, and the layout that formats without a text of their own are written in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.model import Metadata, Span

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""Media type of .docx."""
EXTRACTED = frozenset({"text/html", WORD})
"""Media types whose paragraphs are known: each is one line of the canonical text."""
LAID_OUT = EXTRACTED | {"text/markdown"}
"""Media types whose canonical text marks headings with "# " and list items with "- "."""


@dataclass(frozen=True)
class Reading:
    """What a reader makes of a file's bytes."""

    text: str
    """Canonical text."""
    media_type: str
    """How it was read."""
    content: tuple[Span, ...]
    """The parts of the text that are content, in order."""
    encoding: str = "utf-8"
    """The encoding the bytes were decoded from; utf-8 for formats that carry their own."""
    given: Metadata = field(default_factory=Metadata)
    """Front matter: what the curator wrote on the document; stronger than what stands beside it."""
    said: Metadata = field(default_factory=Metadata)
    """What the document says of itself; weaker than what stands beside it."""
    pages: tuple[int, ...] = ()
    """Where each page starts, for paginated formats."""


_WHITE = re.compile(r"\s+")


def one_line(text: str) -> str:
    """Return the text with each run of white space as one space."""
    return _WHITE.sub(" ", text).strip()


def heading(level: int, text: str) -> str:
    """Write a heading of a level from 1 to 6."""
    return f"{'#' * min(max(level, 1), 6)} {text}"


def laid_out(blocks: Iterable[str]) -> str:
    """Write paragraphs, headings and items with an empty line between them; empty ones are left out."""
    return "\n\n".join(block for block in blocks if block.strip())


def whole(text: str) -> tuple[Span, ...]:
    """Return the whole text as content."""
    return (Span(start=0, end=len(text)),) if text.strip() else ()
