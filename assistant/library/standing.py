"""What stands where a document was read from: the same bytes, others, or nothing. Bytes decide, never the clock."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote, urlsplit

from assistant import voices
from assistant.errors import AccordingToError
from assistant.library import metadata as known
from assistant.library import segmenting
from assistant.library.reading import Source

VERSION = "2"
"""Raise when reading the same bytes would give another document: the next add or sync reads everything again."""


class Standing(StrEnum):
    """How a document's file compares with what was read."""

    AS_READ = "as read"
    ALTERED = "altered"
    MISSING = "missing"
    NOT_HERE = "not read from a file here"

    @property
    def stale(self) -> bool:
        """Whether a quotation may no longer be what its file says."""
        return self in (Standing.ALTERED, Standing.MISSING)


def standing_of(uri: str, file_sha256: str | None) -> Standing:
    """Compare a document's file with the bytes that were read; addresses are not fetched to find out."""
    path = path_of(uri)
    if path is None or file_sha256 is None:
        return Standing.NOT_HERE
    try:
        return Standing.AS_READ if file_hash(path) == file_sha256 else Standing.ALTERED
    except OSError:
        return Standing.MISSING


def path_of(uri: str) -> Path | None:
    """Return the path a file URI names; None for an address."""
    parts = urlsplit(uri)
    return Path(unquote(parts.path)) if parts.scheme == "file" else None


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a regular file's bytes, in hex. Raises OSError if there is none to be read."""
    if not path.is_file():  # a FIFO would never end
        raise FileNotFoundError(f"{path} is no regular file")
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


@dataclass(frozen=True)
class Seen:
    """A source and what its bytes say before it is read."""

    source: Source
    size: int
    """Bytes; what progress counts."""
    file_sha256: str | None
    """None for an address, and for what cannot be read: reading will say why."""
    fingerprint: str | None


def look(source: Source) -> Seen:
    """Hash everything a document is made from: its bytes, its kind, its sidecar, its rows in tables, our versions.

    The fingerprint does not depend on where the file stands, so that a moved file is known again.
    """
    path = path_of(source.uri)
    if path is None:
        return Seen(source, 0, None, None)
    try:
        size, file_sha256 = path.stat().st_size, file_hash(path)
        sidecar = known.sidecar_of(path)
        beside = file_hash(sidecar) if sidecar.is_file() else ""
        rows = known.from_tables(source.path, source.root).model_dump_json()
    except (AccordingToError, OSError):  # reading it again will say what is wrong
        return Seen(source, 0, None, None)
    parts = (VERSION, segmenting.VERSION, str(voices.VERSION), file_sha256, path.suffix.lower(), beside, rows)
    fingerprint = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return Seen(source, size, file_sha256, fingerprint)
