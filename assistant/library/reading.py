"""Bytes, a folder or an address into documents: which files, how each kind is read, and what is known of it."""

from __future__ import annotations

import hashlib
import logging
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from assistant.errors import AccordingToError, EmptyDocument, ReadingError, UnreadableDocument, UsageError
from assistant.library import fetching
from assistant.library import metadata as known
from assistant.library.authorship import author_of, byline_of, heading_of, kind_of_title, speaks_in_person
from assistant.library.formats.base import WORD, Reading
from assistant.library.interviews import is_interview
from assistant.library.masthead import dateline_day, day_below, is_institution, masthead
from assistant.library.opening import read_inside
from assistant.model import Document, Metadata
from assistant.record import RECORD
from assistant.text import readable

log = logging.getLogger(__name__)

Reader = Callable[[bytes], Reading]


def _by(format_name: str) -> Reader:
    """Return the reader of a format; its library is imported when the first such document is read."""

    def read_as(data: bytes) -> Reading:
        reading: Reading = import_module(f"assistant.library.formats.{format_name}").read(data)
        return reading

    return read_as


READERS: dict[str, Reader] = {
    ".txt": _by("text"),
    ".md": _by("markdown"),
    ".markdown": _by("markdown"),
    ".html": _by("html"),
    ".htm": _by("html"),
    ".pdf": _by("pdf"),
    ".docx": _by("docx"),
    ".json": _by("json"),
}
"""How each kind is read, by the file's ending in lower case; other kinds are ignored."""

_ABOUT_THE_FOLDER = ("readme", "license", "licence", "copying", "changelog")
"""A file of this name describes its folder and is not one of its documents."""


@dataclass(frozen=True)
class Source:
    """A file that can become a document, and the folder that was added."""

    path: Path
    root: Path

    @property
    def uri(self) -> str:
        """Absolute file URI: the document's identity."""
        return self.path.absolute().as_uri()

    @property
    def display(self) -> str:
        """Path relative to the folder that was added, or the file's name; bytes that are no UTF-8 show as such."""
        return os.fsencode(self.path.relative_to(self.root).as_posix()).decode("utf-8", "replace")


@dataclass(frozen=True)
class WebSource(Source):
    """A page on the web that can become a document; `path` and `root` are its address and stand for nothing."""

    url: str

    @property
    def uri(self) -> str:
        """The address: the document's identity."""
        return self.url

    @property
    def display(self) -> str:
        """The address."""
        return self.url


_ADDRESS = re.compile(r"(https?):/{1,2}(?=[^/])", re.IGNORECASE)


def sources(place: Path | str) -> Iterator[Source]:
    """Find the documents at a place: a file, an address, or a folder's files of the kinds we read, recursively, sorted.

    Hidden files, files that describe the folder, libraries, and kinds we do not read are passed over.
    Links that leave the folder are never followed. Raises UsageError if nothing stands there.
    """
    if (scheme := _ADDRESS.match(str(place))) is not None:  # a Path made of an address has lost one of its slashes
        url = f"{scheme[1].lower()}://{str(place)[scheme.end() :]}".partition("#")[0]
        yield WebSource(Path(url), Path(url), url)
        return
    place = normal(Path(place))
    if place.is_dir():
        yield from _walk(place)
    elif place.is_file():
        if place.suffix.lower() not in READERS:
            raise UsageError(f"{place} is not of a kind that can be read ({', '.join(sorted(READERS))}).")
        yield Source(place, place.parent)
    elif os.path.lexists(place):
        raise UsageError(f"{place} is neither a file nor a folder.")
    else:
        raise UsageError(f"{place} does not exist. Check the path.")


def normal(place: Path) -> Path:
    """Return an absolute path without `..`, so that one file has one identity from wherever it is named."""
    return Path(os.path.abspath(place.expanduser()))  # noqa: PTH100 - resolve() would follow links


def _walk(folder: Path) -> Iterator[Source]:
    """Yield the regular files that are documents; a link is one only if it leads to a place inside the folder."""
    inside = folder.resolve()
    found: list[Path] = []
    for at, folders, names in os.walk(folder, onerror=_say_unreadable):
        if RECORD in names:  # a library's own files are nobody's documents
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        found.extend(Path(at) / name for name in names if _is_document(name))
    for path in sorted(found):
        if path.is_file() and path.resolve().is_relative_to(inside):
            yield Source(path, folder)


def _is_document(name: str) -> bool:
    stem, ending = os.path.splitext(name)  # noqa: PTH122 - names, not paths
    return not name.startswith(".") and ending.lower() in READERS and stem.lower() not in _ABOUT_THE_FOLDER


def _say_unreadable(error: OSError) -> None:
    log.warning("the folder %s cannot be read (%s)", error.filename, error.strerror)


def read(source: Source) -> Document:
    """Read one file or page. Raises ReadingError with the reason, as the end of a sentence about it."""
    if isinstance(source, WebSource):
        return _read_page(source)
    return read_bytes(read_inside(source.path, source.root), source)


def read_bytes(data: bytes, source: Source) -> Document:
    """Make a document of a file's bytes and of what stands beside it. Raises ReadingError with the reason."""
    reading = _reading(READERS[source.path.suffix.lower()], data)
    try:
        sha256 = hashlib.sha256(reading.text.encode("utf-8")).hexdigest()
        beside = (known.sidecar(source.path, sha256), known.from_tables(source.path, source.root))
    except (ValueError, KeyError, OSError) as error:
        raise ReadingError(f"what stands beside it cannot be read ({type(error).__name__}: {error})") from error
    return _document(reading, source, *beside)


def _reading(reader: Reader, data: bytes) -> Reading:
    """Read bytes; raises EmptyDocument if no letter is among the content."""
    if not data.strip():
        raise EmptyDocument("it is empty")
    try:
        reading = reader(data)
    except AccordingToError:
        raise
    except (ValueError, KeyError, IndexError, OSError) as error:
        raise ReadingError(f"it is damaged or not what its ending says ({type(error).__name__}: {error})") from error
    if not any(any(char.isalpha() for char in span.of(reading.text)) for span in reading.content):
        raise EmptyDocument("it holds no text")
    return reading


def _document(reading: Reading, source: Source, *beside: Metadata) -> Document:
    """Put together what was read: front matter, then what stands beside the file, then what it says of itself."""
    metadata = known.merged(reading.given, *beside, reading.said)
    if metadata.title is None and reading.media_type in ("text/markdown", WORD):
        metadata = metadata.model_copy(update={"title": _first_heading(reading)})
    if metadata.title is None and reading.media_type == "text/plain":
        metadata = metadata.model_copy(update={"title": heading_of(_content(reading))})
    head = _head_of(reading)
    metadata = known.merged(metadata, head)
    metadata = known.merged(metadata, Metadata(genre=kind_of_title(metadata.title)))
    if metadata.author is None:
        metadata = metadata.model_copy(update={"author": author_of(metadata.title, reading.text)})
    by = byline_of(reading.text)
    anothers = metadata.author and metadata.publisher and metadata.author != metadata.publisher
    press = head.publisher and metadata.published
    if by is not None or head.author or press or anothers or (reading.media_type == "text/html" and metadata.author):
        published = known.date_of(by[1] or "") if by is not None else None
        metadata = known.merged(
            metadata, Metadata(published=published, genre=_kind_of(reading, metadata.author, metadata.publisher))
        )
    if metadata.genre is None and metadata.author and metadata.published and is_institution(metadata.author):
        metadata = metadata.model_copy(update={"genre": "report"})
    metadata = known.merged(metadata, Metadata(published=known.day_in_name(source.display)))
    return Document(
        uri=source.uri,
        path=source.display,
        text=reading.text,
        metadata=metadata,
        encoding=reading.encoding,
        media_type=reading.media_type,
        content=reading.content,
        pages=reading.pages,
    )


def _content(reading: Reading) -> str:
    return "\n".join(span.of(reading.text) for span in reading.content)


def _kind_of(reading: Reading, author: str | None, publisher: str | None) -> str:
    """Return what kind of text a writer publishes in a paper or on a page, where nobody says it."""
    content = _content(reading)
    if is_interview([one for one in re.split(r"\n\s*\n", content) if one.strip()]):
        return "interview"
    if publisher and is_institution(publisher):
        return "report"
    return "opinion" if author and speaks_in_person(content) else "article"


def _head_of(reading: Reading) -> Metadata:
    """Return what the lines above the first paragraph say, and the day that the first paragraph itself is dated."""
    content = _content(reading)
    day = dateline_day(content) or (day_below(content) if heading_of(content) else None)
    return known.merged(masthead(content.splitlines()).known, Metadata(published=day))


_TITLE = re.compile(r"\s*# +(?P<title>\S[^\n]{0,200}?)[ #]*(?:\n|\Z)")


def _first_heading(reading: Reading) -> str | None:
    """Return the heading of the first level that the content opens with, as one reads it."""
    first = next((span.start for span in reading.content), 0)
    found = _TITLE.match(reading.text, first)
    return readable(found["title"]) or None if found else None


_BY_MEDIA_TYPE: dict[str, Reader] = {
    "text/plain": _by("text"),
    "text/markdown": _by("markdown"),
    "application/pdf": _by("pdf"),
    "application/json": _by("json"),
    WORD: _by("docx"),
}
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]+)", re.IGNORECASE)


def _read_page(source: WebSource) -> Document:
    """Download and read what stands at an address; what the server says decides how it is read, HTML if nothing."""
    fetched = fetching.fetch(source.url)
    media_type = fetched.content_type.partition(";")[0].strip().lower()
    if media_type in _BY_MEDIA_TYPE:
        reading = _reading(_BY_MEDIA_TYPE[media_type], fetched.body)
    elif media_type in ("", "text/html", "application/xhtml+xml"):
        from assistant.library.formats import html

        charset = _CHARSET.search(fetched.content_type)
        reading = _reading(lambda data: html.read(data, charset[1] if charset else None), fetched.body)
    else:
        raise UnreadableDocument(f"the address answers with {media_type}, which is not of a kind that can be read")
    return _document(reading, source, Metadata(), known.merged(reading.said, Metadata(url=fetched.url)))
