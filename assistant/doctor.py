"""How a library and this installation are: versions, settings, checksums, health, what is stale. Changes nothing."""

from __future__ import annotations

import platform
import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant import voices
from assistant.errors import AccordingToError
from assistant.library import segmenting
from assistant.library.decoding import mojibake
from assistant.library.locking import LibraryLock
from assistant.library.reclaiming import FACT as ENGINE
from assistant.library.standing import standing_of
from assistant.record import Record
from assistant.search.caches import Caches
from assistant.search.embedders import DEFAULT, READER, open_embedder, open_reader
from assistant.settings import Settings

_PACKAGES = (
    "accordingto", "llama-index-core", "chromadb", "tantivy", "onnxruntime", "tokenizers", "spacy", "sqlalchemy",
    "alembic", "pydantic", "gradio",
)  # fmt: skip
_SECRET = re.compile(r"key|token|password|secret|credential", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"//[^/@\s]+@")


@dataclass(frozen=True)
class Line:
    """One thing the doctor looked at."""

    part: str
    """versions, settings, model, record, caches, lock, documents."""
    name: str
    value: str
    ok: bool = True
    """False for what somebody should see to."""


def examine(folder: Path, settings: Settings) -> Iterator[Line]:
    """Look at everything, and go on where something is wrong."""
    yield from _versions()
    yield from _settings(settings)
    yield from _model(DEFAULT, lambda: open_embedder(DEFAULT, settings.cache, settings.threads))
    yield from _model(READER, lambda: open_reader(settings.cache, settings.threads))
    if not (folder / "record.sqlite3").is_file():
        yield Line("record", "library", f"there is none in {folder}", ok=False)
        return
    try:
        record = Record.open(folder / "record.sqlite3")
    except AccordingToError as error:
        yield Line("record", "library", str(error), ok=False)
        return
    try:
        yield from _library(record, folder, settings)
    except AccordingToError as error:
        yield Line("record", "library", str(error), ok=False)
    finally:
        record.close()


def _versions() -> Iterator[Line]:
    yield Line("versions", "python", platform.python_version())
    yield Line("versions", "sqlite", sqlite3.sqlite_version)
    for package in _PACKAGES:
        try:
            yield Line("versions", package, version(package))
        except PackageNotFoundError:
            yield Line("versions", package, "not installed; run `make setup`", ok=False)


def _settings(settings: Settings) -> Iterator[Line]:
    for name, value in settings.model_dump(mode="json").items():
        shown = "(set, not shown)" if _SECRET.search(name) and value else _IN_ADDRESS.sub("//…@", str(value))
        yield Line("settings", name, shown)


def _model(name: str, open_it: Callable[[], object]) -> Iterator[Line]:
    """Open a model: its weights and its built graph are checked against their checksums as it opens."""
    try:
        open_it()
    except AccordingToError as error:
        yield Line("model", name, str(error), ok=False)
    else:
        yield Line("model", name, "weights and graph have the expected checksums")


def _library(record: Record, folder: Path, settings: Settings) -> Iterator[Line]:
    troubles = record.troubles()
    yield Line("record", "folder", str(folder))
    yield Line("record", "revision", record.revision())
    yield Line("record", "database", "; ".join(troubles) or "whole", ok=not troubles)
    embedder = record.fact("embedder") or DEFAULT
    known = embedder == DEFAULT
    yield Line("record", "embedder", embedder + ("" if known else f" (this version makes {DEFAULT})"), ok=True)
    lock = LibraryLock(folder)
    held = not lock.try_acquire()
    lock.release()
    yield Line("lock", "held by", lock.holder() if held else "nobody")
    trouble = None if held else Caches(record, folder, owner=False, chroma_server=settings.chroma_server).trouble()
    state = "in use" if held else trouble or "whole"
    yield Line("caches", "state", state + ("; they are rebuilt when the library is next opened" if trouble else ""),
               ok=trouble in (None, "new"))  # fmt: skip
    if (engine := record.fact(ENGINE)) != str(voices.VERSION):
        read = f"by version {engine} of the engine" if engine else "before the engine was remembered"
        why = f"read {read}, not {voices.VERSION}; `accordingto rebuild` reads them again"
        yield Line("record", "claims", why, ok=not record.documents())
    yield from _documents(record)


def _documents(record: Record) -> Iterator[Line]:
    listed = record.documents()
    yield Line("documents", "count", str(len(listed)))
    yield Line("documents", "units searched", str(record.count_units()))
    yield Line("documents", "segmenter", segmenting.VERSION)
    for one in listed:
        standing = standing_of(one.uri, one.file_sha256)
        if standing.stale:
            yield Line("documents", one.path, f"stale: its file is {standing}", ok=False)
        if one.duplicate_of:
            yield Line("documents", one.path, f"a near-duplicate, searched as {one.duplicate_of[:8]}")
        if found := _mojibake(record.document(one.id).text):
            yield Line("documents", one.path, f"mojibake: {found}; it is quoted as it stands")


def _mojibake(text: str) -> str | None:
    """Say where characters were decoded wrongly before the text reached us."""
    spans = list(mojibake(text))
    if not spans:
        return None
    return f"{len(spans)} places, the first {spans[0].of(text)!r} at {spans[0].start}"
