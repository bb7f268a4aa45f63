"""PDF: the text of its pages one after another, running headers, footers and page numbers left out."""

from __future__ import annotations

import io
import logging
import re
import time
from collections import Counter
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from assistant.errors import EmptyDocument, UnreadableDocument
from assistant.library import metadata as known
from assistant.library.formats.base import Reading, one_line, whole
from assistant.model import Metadata

MOST_PAGES = 5_000
"""Longer documents are refused."""
MOST_CHARACTERS = 32_000_000
"""Documents of more text are refused."""
MOST_SECONDS = 120.0
"""A document whose pages take longer than this together is refused; a hostile one could take for ever."""
_EDGE_LINES = 2
"""Running headers and footers are looked for among this many lines at either end of a page."""

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of every flaw it mends; what it cannot mend it raises


def read(data: bytes) -> Reading:
    """Read a PDF. Raises UnreadableDocument if it is locked, damaged or too long, EmptyDocument if it has no text."""
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        _open(reader)
        texts = list(_texts(reader))
        said = _said(reader)
    except DependencyError as error:
        raise UnreadableDocument("it is encrypted; save a copy without a password") from error
    except UnreadableDocument:
        raise
    except RecursionError as error:
        raise UnreadableDocument("its structure runs in circles; print it to a new PDF") from error
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError) as error:
        raise UnreadableDocument(f"it is no PDF that can be read ({type(error).__name__}: {error})") from error
    except (OSError, NotImplementedError, AssertionError, MemoryError, UnicodeError) as error:
        raise UnreadableDocument(f"it is damaged ({type(error).__name__}: {error})") from error
    text, pages = _joined(_without_running_lines(texts))
    if not any(char.isalpha() for char in text):
        raise EmptyDocument("it holds no text; if its pages are pictures, run text recognition (OCR) over it first")
    return Reading(text, "application/pdf", whole(text), said=said, pages=pages)


def _open(reader: PdfReader) -> None:
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableDocument("it is encrypted; save a copy without a password")
    if len(reader.pages) > MOST_PAGES:
        raise UnreadableDocument(f"it has more than {MOST_PAGES:,} pages; split it")


def _texts(reader: PdfReader) -> Iterator[str]:
    """Yield each page's text within the bounds."""
    clock, size = time.monotonic() + MOST_SECONDS, 0
    for page in reader.pages:
        text = page.extract_text().encode("utf-8", "replace").decode("utf-8").replace("\0", "")
        size += len(text)
        if size > MOST_CHARACTERS or time.monotonic() > clock:
            raise UnreadableDocument("its pages hold more than can be read in reasonable time; split it")
        yield text


def _said(reader: PdfReader) -> Metadata:
    """Read the document information; a title that only names the program or the file is none."""
    info = reader.metadata
    if info is None:
        return Metadata()
    title = one_line(info.title or "")
    if re.match(r"Microsoft \w+ - |untitled\b", title, re.IGNORECASE) or re.search(r"\.\w{2,5}$", title):
        title = ""
    made = re.match(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?", str(info.creation_date_raw or ""))
    published = "-".join(part for part in made.groups() if part) if made else None
    sound = (str(value or "").encode("utf-8", "replace").decode("utf-8") for value in (title, info.author, published))
    return known.metadata_from(dict(zip(("title", "author", "published"), sound, strict=True)))


_PAGE_NUMBER = re.compile(
    r"(?:page\s+|p\.\s*)?[-–—]?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*[-–—]?(?:\s*(?:/|of)\s*\d{1,4})?", re.IGNORECASE
)


def _without_running_lines(texts: list[str]) -> list[list[str]]:
    """Return each page's lines without what is repeated at the edge of most pages, and without page numbers there."""
    pages = [[line for raw in text.splitlines() if (line := raw.rstrip())] for text in texts]
    seen = Counter(shape for page in pages for shape in {_shape(page[i]) for i in _edges(page)})
    enough = max(3, len(pages) / 2.5)
    running = {shape for shape, count in seen.items() if count >= enough}
    return [_trimmed(page, running) for page in pages]


def _shape(line: str) -> str:
    """Return a line with its numbers made alike: "Page 3 of 9" and "Page 4 of 9" are one running line."""
    return re.sub(r"\d+", "#", one_line(line))


def _edges(page: list[str]) -> set[int]:
    return {i for i in range(len(page)) if i < _EDGE_LINES or i >= len(page) - _EDGE_LINES}


def _trimmed(page: list[str], running: set[str]) -> list[str]:
    edges = _edges(page)
    return [
        line
        for i, line in enumerate(page)
        if not (i in edges and (_shape(line) in running or _PAGE_NUMBER.fullmatch(line.strip())))
    ]


def _joined(pages: list[list[str]]) -> tuple[str, tuple[int, ...]]:
    """Join the pages; return the text and where each starts. A sentence may run on over a page's end."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for lines in pages:
        starts.append(length)
        if lines:
            parts.append("\n".join(lines) + "\n")
            length += len(parts[-1])
    return "".join(parts), tuple(starts)
