"""The vector and word indexes, kept in step with the record: stamped, checked before use, rebuilt when in doubt.

Chroma does not survive a kill during a write and a damaged index crashes the process that
opens it, so nothing is opened that is not known to be whole: a stamp says what the caches
hold, is marked before they are written to, and carries their files' checksums.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
from chromadb.errors import ChromaError

from assistant.record import Record, Vector
from assistant.search.vectors import ExactVectors, VectorIndex, fingerprint
from assistant.search.words import Entry, WordIndex
from assistant.text import readable

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Called with the number of editions done and the number in all."""


class NearestUnits(Protocol):
    """Finds the units nearest to a vector."""

    def nearest(self, vector: Vector, limit: int) -> list[str]:
        """Return ids, best first."""

    def close(self) -> None:
        """Release what it holds."""


@dataclass
class _Stamp:
    """What the caches hold, and whether they were left whole."""

    library: str = ""
    whole: bool = False
    editions: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)


class Caches:
    """Both indexes of one library. The process that holds the library's lock opens Chroma and writes; others read."""

    def __init__(self, record: Record, folder: Path, *, owner: bool, chroma_server: str | None = None) -> None:
        """Take the record and the library's folder; `owner` says that this process holds the library's lock."""
        self._record = record
        self._folder = folder
        self._owner = owner
        self._server = chroma_server
        self._words_folder = folder / "words"
        self._vectors_folder = folder / "vectors"
        self._stamp_file = folder / "caches.json"
        self._index: VectorIndex | None = None
        self._exact: tuple[int, ExactVectors] | None = None
        self._words: WordIndex | None = None

    # -- reading -------------------------------------------------------------------------------

    @property
    def vectors(self) -> NearestUnits:
        """The dense index: Chroma for the owner, an exact scan of the record for anybody else."""
        if self._index is not None:
            return self._index
        change = self._record.change
        if self._exact is None or self._exact[0] != change:
            self._exact = (change, ExactVectors(*self._record.all_vectors()))
        return self._exact[1]

    @property
    def words(self) -> WordIndex:
        """The word index."""
        if self._words is None:
            self._words = WordIndex(self._words_folder)
        return self._words

    # -- keeping in step -----------------------------------------------------------------------

    def open(self, progress: Progress | None = None) -> None:
        """Make the caches usable: bring them up to the record, or rebuild them if they are not whole.

        A process that does not hold the lock leaves them alone and scans the record's vectors.
        """
        if not self._owner:
            log.info("another process holds this library: vectors are scanned exactly")
            return
        reason = self._why_not_whole()
        try:
            if reason is None:
                self._open_indexes()
                self.catch_up(progress)
                if (held := len(self._index or ())) == (wanted := self._record.count_units()):
                    return
                reason = f"they hold {held} units, not {wanted}"
        except (ChromaError, ValueError, OSError) as error:
            reason = f"they cannot be opened ({type(error).__name__})"
        if reason != "new":
            log.warning("the search caches are rebuilt from the record: %s", reason)
        self.rebuild(progress)

    def own(self) -> None:
        """Take over from the process that held the lock: this one writes from now on."""
        self._owner = True
        self._exact = None
        self.open()

    def catch_up(self, progress: Progress | None = None) -> None:
        """Bring the caches to the record's editions, adding and deleting only what differs."""
        held, wanted = set(self._read_stamp().editions), set(self._record.edition_ids())
        if held != wanted:
            self._write(sorted(wanted - held), sorted(held - wanted), sorted(wanted), progress)

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make both caches anew from the record; nothing is embedded again."""
        self.close()
        self._stamp_file.unlink(missing_ok=True)
        for folder in (self._words_folder, self._vectors_folder):
            shutil.rmtree(folder, ignore_errors=True)
        self._open_indexes()
        if self._index is not None and self._server is not None:
            self._index.clear()
        editions = self._record.edition_ids()
        self._write(editions, [], editions, progress)

    def close(self) -> None:
        """Release both indexes."""
        if self._index is not None:
            self._index.close()
        self._index = self._words = None

    def _open_indexes(self) -> None:
        library = self._record.library_id
        if self._server is not None:
            self._index = VectorIndex.on_server(self._server, library)
        else:
            self._index = VectorIndex.embedded(self._vectors_folder, library)
        self._words = WordIndex(self._words_folder)

    def _write(self, added: list[str], gone: list[str], editions: list[str], progress: Progress | None) -> None:
        assert self._index is not None, "only the process that holds the lock writes caches"  # noqa: S101
        stamp = self._read_stamp()
        self._write_stamp(_Stamp(self._record.library_id, False, stamp.editions, {}))
        self.words.update(self._entries(added), gone)
        for edition in gone:
            self._index.delete_edition(edition)
        for done, edition in enumerate(added):
            self._add_vectors(edition)
            if progress:
                progress(done + 1, len(added))
        self._write_stamp(_Stamp(self._record.library_id, True, editions, self._checksums()))

    def _add_vectors(self, edition: str) -> None:
        units = next(self._record.units_of_editions([edition]))
        if units and self._index is not None:
            self._index.add(edition, [unit.id for unit in units], np.stack([unit.vector for unit in units]))

    def _entries(self, editions: Iterable[str]) -> Iterator[Entry]:
        """Yield every unit and passage of the editions with the words a reader would search."""
        for edition in editions:
            document = self._record.editions([edition])[edition]
            for unit in next(self._record.units_of_editions([edition])):
                yield Entry(unit.id, edition, "unit", readable(unit.span.of(document.text)))
            for passage_id, span in next(self._record.passages_of_editions([edition])):
                yield Entry(passage_id, edition, "passage", f"{document.title}. {readable(span.of(document.text))}")

    # -- the stamp -----------------------------------------------------------------------------

    def _why_not_whole(self) -> str | None:
        stamp = self._read_stamp()
        if not self._stamp_file.exists():
            return "new"
        if stamp.library != self._record.library_id:
            return "they belong to another library"
        if not stamp.whole:
            return "a write to them was interrupted"
        if stamp.files != self._checksums():
            return "their files were altered or damaged"
        return None

    def _read_stamp(self) -> _Stamp:
        try:
            return _Stamp(**json.loads(self._stamp_file.read_text("utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return _Stamp()

    def _write_stamp(self, stamp: _Stamp) -> None:
        fresh = self._stamp_file.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(asdict(stamp), file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._stamp_file)

    def _checksums(self) -> dict[str, str]:
        """Digest what would crash or go unnoticed if damaged: tantivy's segments, Chroma's graph, ids and vectors."""
        found = {f"vectors/{name}": digest for name, digest in fingerprint(self._vectors_folder).items()}
        for file in sorted(self._words_folder.glob("*")):
            if file.is_file() and not file.name.startswith("."):
                with file.open("rb") as data:
                    found[f"words/{file.name}"] = hashlib.file_digest(data, "sha256").hexdigest()
        return found
