"""What the model makes of a library's sentences, token by token, kept beside the record: a question reads little anew.

A cache in a SQLite file of its own. A text is found by its hash, so one that is cut otherwise is another text, and
another model begins anew. Token vectors are rounded to int8, each with its scale (four bytes a number would make the
file four times as large), and are so also when they were just made: no answer depends on what is kept already.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from threading import RLock
from typing import TypeVar

import numpy as np

from assistant.record import Record
from assistant.search.caches import Progress
from assistant.search.embedders import Reader
from assistant.search.minilm import Meaning
from assistant.text import readable

log = logging.getLogger(__name__)
T = TypeVar("T")

READINGS = "readings.sqlite3"
"""The file's name in a library's folder."""
_FORMAT = 1
_SLICE = 64
"""Texts read between two movements of the progress bar."""
_HEAD = struct.Struct("<IH")
"""In front of each reading: the checksum of what follows, and how many dimensions a vector has."""
_TABLES = """
CREATE TABLE IF NOT EXISTS made (by TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS readings (text TEXT PRIMARY KEY, edition TEXT NOT NULL, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS editions (id TEXT PRIMARY KEY);
CREATE INDEX IF NOT EXISTS by_edition ON readings (edition);
"""
"""`editions` are those all of whose sentences were read."""


class Readings:
    """Reads texts with a model and keeps what it made of them; safe to share between threads."""

    def __init__(self, file: Path, model: Reader) -> None:
        """Open the file, making it if need be; what another model or another version made is forgotten."""
        self._file, self._model = file, model
        self._lock = RLock()
        self._database: sqlite3.Connection | None = None
        self._try(lambda _: None, None)

    def read(self, texts: Mapping[str, str]) -> dict[str, Meaning]:
        """Return what texts mean; each is given with its edition, with which it is forgotten."""
        keys = {_key(text): text for text in texts}
        nothing: list[tuple[str, bytes]] = []
        found = self._try(partial(_found, list(keys)), nothing)
        bodies = {keys[key]: body for key, body in found if _whole(body)}
        missing = [text for text in texts if text not in bodies]
        made = {text: _packed(reading) for text, reading in zip(missing, self._model.read(missing), strict=True)}
        if made:
            log.info("reading %d texts token by token, to be kept", len(made))
            rows = [(_key(text), texts[text], body) for text, body in made.items()]
            self._try(partial(_keep, rows), None)
        return {text: _unpacked(body) for text, body in (bodies | made).items()}

    def catch_up(self, record: Record, progress: Progress | None = None) -> None:
        """Read the sentences of editions that were not read yet, and forget editions that are searched no more."""
        searched = record.searched_ids()
        known = self._try(partial(_only, searched), set(searched))
        texts = {edition: _texts(record, edition) for edition in searched if edition not in known}
        done, total = 0, sum(map(len, texts.values()))
        if known and texts:
            log.info("reading %d documents token by token", len(texts))
        for edition, own in texts.items():
            for start in range(0, len(own), _SLICE):
                done += len(part := own[start : start + _SLICE])
                self.read(dict.fromkeys(part, edition))
                if progress:
                    progress(done, total, "token vectors")
            self._try(partial(_mark_whole, edition), None)

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            if self._database is not None:
                self._database.close()
            self._database = None

    # -- the file ------------------------------------------------------------------------------

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._file, timeout=5, check_same_thread=False)
        for pragma in ("auto_vacuum=FULL", "journal_mode=WAL", "synchronous=NORMAL"):
            database.execute(f"PRAGMA {pragma}")
        database.executescript(_TABLES)
        made_by = f"{self._model.model_name}/{_FORMAT}"
        with database:
            if [row[0] for row in database.execute("SELECT by FROM made")] != [made_by]:
                for table in ("made", "readings", "editions"):
                    database.execute(f"DELETE FROM {table}")  # noqa: S608
                database.execute("INSERT INTO made VALUES (?)", (made_by,))
        self._database = database
        return database

    def _try(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """Work with the file in one transaction; where it cannot be used, say so and go on without it."""
        with self._lock:
            try:
                database = self._database or self._open()
                with database:
                    return work(database)
            except sqlite3.OperationalError as error:
                log.warning("%s cannot be used (%s): sentences are read anew for each question", self._file, error)
            except sqlite3.DatabaseError as error:
                log.warning("%s is damaged (%s): it is begun anew", self._file, error)
                self.close()
                for name in (self._file.name, f"{self._file.name}-wal", f"{self._file.name}-shm"):
                    self._file.with_name(name).unlink(missing_ok=True)
        return otherwise


def _found(keys: Sequence[str], file: sqlite3.Connection) -> list[tuple[str, bytes]]:
    query = "SELECT text, body FROM json_each(?) JOIN readings ON text = value"
    return file.execute(query, (json.dumps(keys),)).fetchall()


def _keep(rows: Sequence[tuple[str, str, bytes]], file: sqlite3.Connection) -> None:
    file.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", rows)


def _mark_whole(edition: str, file: sqlite3.Connection) -> None:
    file.execute("INSERT OR IGNORE INTO editions VALUES (?)", (edition,))


def _only(searched: Sequence[str], file: sqlite3.Connection) -> set[str]:
    """Forget all editions but those that are searched; return those of them that were read whole."""
    ids = json.dumps(searched)
    file.execute("DELETE FROM readings WHERE edition NOT IN (SELECT value FROM json_each(?))", (ids,))
    file.execute("DELETE FROM editions WHERE id NOT IN (SELECT value FROM json_each(?))", (ids,))
    return {row[0] for row in file.execute("SELECT id FROM editions")}


def _texts(record: Record, edition: str) -> list[str]:
    """Return the sentences of an edition as one reads them, each once."""
    document = record.editions([edition])[edition]
    return list(dict.fromkeys(readable(one.span.of(document.text)) for one in record.sentences(edition)))


def _key(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _packed(reading: Meaning) -> bytes:
    """Write a meaning as bytes: the whole's vector in half precision, the tokens' scales, the tokens in int8."""
    scales = np.abs(reading.tokens).max(axis=1, initial=1e-9) / 127
    tokens = np.rint(reading.tokens / scales[:, None]).astype(np.int8)
    parts = (reading.vector.astype("<f2"), scales.astype("<f4"), tokens)
    body = b"".join(part.tobytes() for part in parts)
    return _HEAD.pack(zlib.crc32(body), len(reading.vector)) + body


def _whole(body: bytes) -> bool:
    return len(body) >= _HEAD.size and _HEAD.unpack_from(body)[0] == zlib.crc32(memoryview(body)[_HEAD.size :])


def _unpacked(body: bytes) -> Meaning:
    size = _HEAD.unpack_from(body)[1]
    count = (len(body) - _HEAD.size - 2 * size) // (4 + size)
    vector = np.frombuffer(body, "<f2", size, _HEAD.size).astype(np.float32)
    scales = np.frombuffer(body, "<f4", count, _HEAD.size + 2 * size)
    tokens = np.frombuffer(body, np.int8, count * size, _HEAD.size + 2 * size + 4 * count)
    return Meaning(vector, tokens.reshape(count, size) * scales[:, None])
