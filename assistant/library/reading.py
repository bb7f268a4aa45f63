"""Bytes or a folder into documents: which files, how each kind is read, and what is known of it."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import AccordingToError, EmptyDocument, ReadingError, UnreadableDocument, UsageError
from assistant.library import metadata as known
from assistant.library.decoding import decode
from assistant.model import Document, Metadata, Span


@dataclass(frozen=True)
class Reading:
    """What a reader makes of a file's bytes."""

    text: str
    media_type: str
    content: tuple[Span, ...]
    encoding: str = "utf-8"
    metadata: Metadata = field(default_factory=Metadata)
    """What was written about the document: front matter."""
    said: Metadata = field(default_factory=Metadata)
    """What the document says of itself: counts only where nobody wrote anything about it."""
    pages: tuple[int, ...] = ()


def _read_text(data: bytes) -> Reading:
    return _marked_text(data, "text/plain")


def _read_markdown(data: bytes) -> Reading:
    return _marked_text(data, "text/markdown")


def _marked_text(data: bytes, media_type: str) -> Reading:
    """Read text as it stands; front matter and the syndication footer are metadata, not content."""
    text, encoding = decode(data)
    given, start = known.front_matter(text)
    said, end = known.footer(text)
    content = known.content_between(text, start, end)
    return Reading(text, media_type, content, encoding, given, said)


READERS: dict[str, Callable[[bytes], Reading]] = {
    ".txt": _read_text,
    ".md": _read_markdown,
    ".markdown": _read_markdown,
}
"""How each kind is read, by the file's ending in lower case; other kinds are ignored."""

LARGEST_FILE = 64 * 1024 * 1024
"""Files of more bytes are skipped: a person's document is not that long."""

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
        """Path relative to the folder that was added, or the file's name."""
        return self.path.relative_to(self.root).as_posix()


def sources(place: Path) -> Iterator[Source]:
    """Find the documents at a place: the file itself, or a folder's files of the kinds we read, recursively, sorted.

    Hidden files, files that describe the folder, and kinds we do not read are passed over.
    Links that leave the folder are never followed. Raises UsageError if nothing stands there.
    """
    place = place.expanduser()
    if place.is_dir():
        yield from _walk(place.resolve())
    elif place.is_file():
        if place.suffix.lower() not in READERS:
            raise UsageError(f"{place} is not of a kind that can be read ({', '.join(sorted(READERS))}).")
        folder = place.parent.resolve()
        yield Source(folder / place.name, folder)
    elif place.exists():
        raise UsageError(f"{place} is neither a file nor a folder.")
    else:
        raise UsageError(f"{place} does not exist. Check the path.")


def _walk(folder: Path) -> Iterator[Source]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if hidden or path.suffix.lower() not in READERS or path.stem.lower() in _ABOUT_THE_FOLDER:
            continue
        if path.is_file() and path.resolve().is_relative_to(folder):
            yield Source(path, folder)


def read(source: Source) -> Document:
    """Read one file. Raises ReadingError with the reason, as the end of a sentence about the file."""
    data = _bytes(source.path)
    return read_bytes(data, source)


def _bytes(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableDocument("it is not a regular file")
        if status.st_size > LARGEST_FILE:
            raise UnreadableDocument(f"it has more than {LARGEST_FILE // 2**20} MiB; split it")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(f"it cannot be read ({error.strerror or error})") from error


def read_bytes(data: bytes, source: Source) -> Document:
    """Make a document of a file's bytes and of what stands beside it. Raises ReadingError with the reason."""
    try:
        reading = READERS[source.path.suffix.lower()](data)
        sha256 = hashlib.sha256(reading.text.encode("utf-8")).hexdigest()
        beside = known.sidecar(source.path, sha256)
    except AccordingToError:
        raise
    except (ValueError, KeyError, IndexError, OSError) as error:
        raise ReadingError(f"it is damaged or not what its ending says ({type(error).__name__}: {error})") from error
    if not any(any(char.isalpha() for char in span.of(reading.text)) for span in reading.content):
        raise EmptyDocument("it holds no text")
    return Document(
        uri=source.uri,
        path=source.display,
        text=reading.text,
        metadata=known.merged(reading.metadata, beside, known.from_tables(source.path, source.root), reading.said),
        encoding=reading.encoding,
        media_type=reading.media_type,
        content=reading.content,
        pages=reading.pages,
    )
