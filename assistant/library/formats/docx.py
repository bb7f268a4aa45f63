"""Word documents (.docx): paragraphs, headings, lists and tables in order, and the core properties."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import docx
from docx.document import Document as Docx
from docx.opc.exceptions import OpcError
from docx.oxml.exceptions import InvalidXmlError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError

from assistant.errors import UnreadableDocument
from assistant.library import metadata as known
from assistant.library.formats.base import WORD, Reading, heading, laid_out, one_line, whole
from assistant.model import Metadata

LARGEST_UNPACKED = 256 * 1024 * 1024
"""Archives that unpack to more bytes are refused before anything is unpacked."""
LARGEST_TEXT_PART = 64 * 1024 * 1024
"""Of these, the XML of one part may have this many."""

_OLD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)


def read(data: bytes) -> Reading:
    """Read a .docx. Raises UnreadableDocument if it is encrypted, an old .doc, damaged or a zip bomb."""
    if data.startswith(_OLD_OR_ENCRYPTED):
        raise UnreadableDocument("it is encrypted or in the old .doc format; save it as .docx without a password")
    try:
        _check_size(data)
        document = docx.Document(io.BytesIO(data))
        text = laid_out(_blocks(document))
        said = _said(document)
    except UnreadableDocument:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        OpcError,
        InvalidXmlError,
        LxmlError,
        KeyError,
        ValueError,
        TypeError,
    ) as error:
        raise UnreadableDocument(f"it is no .docx that can be read ({type(error).__name__}: {error})") from error
    except (AttributeError, IndexError, OSError, NotImplementedError, RuntimeError, AssertionError) as error:
        raise UnreadableDocument(f"it is damaged ({type(error).__name__}: {error})") from error
    return Reading(text, WORD, whole(text), said=said)


def _check_size(data: bytes) -> None:
    """Refuse an archive by the sizes it declares; zipfile never unpacks more than is declared."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
    longest = max((part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))), default=0)
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED or longest > LARGEST_TEXT_PART:
        raise UnreadableDocument("it unpacks to more than can be read; split it")


def _blocks(document: Docx) -> Iterator[str]:
    for item in document.iter_inner_content():
        if isinstance(item, Paragraph):
            yield _paragraph(item)
        elif isinstance(item, Table):
            yield from _rows(item)


def _paragraph(paragraph: Paragraph) -> str:
    """Lay out a paragraph; its style says whether it is a heading or an item of a list."""
    text = one_line(paragraph.text)
    style = (paragraph.style.name if paragraph.style is not None else None) or ""
    if not text:
        return ""
    if style.lower() == "title":
        return heading(1, text)
    if level := _HEADING.match(style):
        return heading(int(level.group(1)), text)
    return f"- {text}" if style.lower().startswith("list") else text


def _rows(table: Table) -> Iterator[str]:
    """Yield a line a row; a cell that spans columns is named once."""
    for row in table.rows:
        cells = {id(cell._tc): one_line(cell.text) for cell in row.cells}
        yield " | ".join(text for text in cells.values() if text)


def _said(document: Docx) -> Metadata:
    """Read the core properties; when a file was made is not when it was published, so no date."""
    core = document.core_properties
    fields = {"title": core.title, "author": core.author, "language": core.language, "genre": core.category}
    return known.metadata_from(fields)
