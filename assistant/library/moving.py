"""A whole library as one file: a zip of its record and a manifest with checksums. Caches are not in it."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

from assistant.errors import LibraryDamaged, LibraryError, LibraryNotFound, UsageError
from assistant.library.standing import Standing, standing_of
from assistant.record import RECORD, Record

FORMAT = 1
"""Raise when older programs could not read the file."""
_MANIFEST = "manifest.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""Time of all members: the same library makes the same file."""
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What an exported file says of itself."""

    format: int
    revision: str
    """Of the record's tables."""
    embedder: str
    documents: int
    sha256: str
    """Of the record's file."""


def export(record: Record, file: Path, *, replace: bool = False) -> Manifest:
    """Write a library to one file, whole or not at all.

    Raises UsageError if the file exists and `replace` is false, or its folder does not exist.
    """
    file = file.expanduser()
    if file.exists() and not replace:
        raise UsageError(f"{file} exists. Name another file, or say --replace.")
    if not file.parent.is_dir():
        raise UsageError(f"The folder {file.parent} does not exist. Make it first.")
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".exporting-") as folder:
        copy, packed = Path(folder) / RECORD, Path(folder) / "packed.zip"
        record.copy_to(copy)
        manifest = Manifest(
            FORMAT, record.revision(), record.fact("embedder") or "", len(record.places()), _sha256(copy)
        )
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_member(_MANIFEST), json.dumps(asdict(manifest), indent=1))
            with archive.open(_member(RECORD), "w", force_zip64=True) as out, copy.open("rb") as data:
                while chunk := data.read(_CHUNK):
                    out.write(chunk)
        with packed.open("rb") as written:
            os.fsync(written.fileno())
        packed.replace(file)
    return manifest


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def import_into(folder: Path, file: Path, *, replace: bool = False) -> Manifest:
    """Make the library in `folder` the one in `file`; the caller holds the folder's lock and opens it afterwards.

    The file is checked whole before anything is touched, and swapped in by one transaction.
    Raises LibraryNotFound, LibraryDamaged (a damaged file), LibraryError (a newer one), or UsageError if a
    library stands there and `replace` is false.
    """
    target = folder / RECORD
    if _holds_documents(target) and not replace:
        raise UsageError(f"A library stands in {folder}. Name another folder, or say --replace to lose what it holds.")
    with _unpacked(file.expanduser(), folder) as (copy, manifest):
        _adopt(copy)
        (folder / "caches.json").unlink(missing_ok=True)  # the caches are of another library from here on
        _swap_in(copy, target)
    return manifest


def _holds_documents(target: Path) -> bool:
    """Tell whether a record stands there that something could be lost of; what cannot be read might be."""
    if not target.is_file() or target.stat().st_size == 0:
        return False
    try:
        with closing(sqlite3.connect(target)) as database:
            return bool(database.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.DatabaseError:
        return True


@contextmanager
def _unpacked(file: Path, folder: Path) -> Iterator[tuple[Path, Manifest]]:
    """Unpack a library's file beside where it is to stand, checked."""
    if not file.is_file():
        raise LibraryNotFound(f"{file} does not exist. Check the path.")
    damaged = f"{file} is damaged or is no exported library"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".importing-") as place:
        copy = Path(place) / RECORD
        try:
            with zipfile.ZipFile(file) as archive:
                said = json.loads(archive.read(_MANIFEST))
                if isinstance(said, dict) and isinstance(said.get("format"), int) and said["format"] > FORMAT:
                    raise LibraryError(f"{file} was exported by a newer version of this program. Install that version.")
                manifest = Manifest(**said)
                with archive.open(RECORD) as data, copy.open("wb") as out:
                    while chunk := data.read(_CHUNK):
                        out.write(chunk)
        except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError, OSError, zlib.error) as error:
            raise LibraryDamaged(f"{damaged} ({error}). Export it again.") from error
        if _sha256(copy) != manifest.sha256:
            raise LibraryDamaged(f"{damaged} (its checksum differs). Export it again.")
        yield copy, manifest


def _adopt(copy: Path) -> None:
    """Make the copy a library of its own: its own id, today's tables; files that are not here are not missed."""
    record = Record.open(copy)
    try:
        if troubles := record.troubles():
            raise LibraryDamaged(f"The exported library does not hold together ({troubles[0]}). Export it again.")
        record.set_fact("library", str(uuid4()))
        gone = [p.id for p in record.places() if standing_of(p.uri, p.file_sha256) is Standing.MISSING]
        record.forget_files(gone)
    finally:
        record.close()


def _swap_in(copy: Path, target: Path) -> None:
    """Copy a database over another in one transaction: readers see the old or the new, also after a kill."""
    with closing(sqlite3.connect(copy)) as source:
        try:
            with closing(sqlite3.connect(target, timeout=30)) as into:
                source.backup(into)
        except sqlite3.DatabaseError:  # what stands there is no database: nothing of it can be kept
            for name in (target.name, f"{target.name}-wal", f"{target.name}-shm"):
                target.with_name(name).unlink(missing_ok=True)
            with closing(sqlite3.connect(target)) as into:
                source.backup(into)


def _sha256(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
