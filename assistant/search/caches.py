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
from dataclasses import asdict, dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Protocol

import numpy as np
from chromadb.errors import ChromaError

from assistant.library.wording import wording_of
from assistant.record import Record, Vector
from assistant.search.vectors import ExactVectors, VectorIndex
from assistant.search.words import Entry, WordIndex

log = logging.getLogger(__name__)

Progress = Callable[[int, int, str], None]
"""Called with the units written, the units in all, and what is being written."""


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
    embeddings: str = ""
    """Which embedding of the library the vectors are."""
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
        self._words_change = -1

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
        """The word index: the one on disk, or one in memory for a process that must not touch what another rebuilds."""
        if self._owner:
            if self._words is None:
                self._words = WordIndex(self._words_folder)
            return self._words
        change = self._record.change
        if self._words is None or self._words_change != change:
            whole = self._why_not_whole("words/*") is None
            self._words = WordIndex(self._words_folder) if whole else self._words_in_memory()
            self._words_change = change
        return self._words

    def _words_in_memory(self) -> WordIndex:
        log.info("the word index on disk is not whole: another is made in memory")
        index = WordIndex(None)
        index.update(self._entries(self._record.searched_ids()))
        return index

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
                self._seal()
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
        self._exact = self._words = None
        self.open()

    def catch_up(self, progress: Progress | None = None) -> None:
        """Bring the caches to the record's editions, adding and deleting only what differs."""
        held, wanted = set(self._read_stamp().editions), set(self._record.searched_ids())
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
        editions = self._record.searched_ids()
        self._write(editions, [], editions, progress)

    def trouble(self) -> str | None:
        """Say why the caches could not be used as they stand on disk; None if they are whole. Opens nothing."""
        return self._why_not_whole()

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
        self._write_stamp(replace(self._stamp(stamp.editions), whole=False))
        sizes = self._record.sizes(added)
        tell = _Told(progress, 2 * sum(sizes.values()))
        self.words.update(tell.following(self._entries(added), sizes), gone)
        for edition in gone:
            self._index.delete_edition(edition)
        for edition in added:
            self._add_vectors(edition)
            tell.move(sizes.get(edition, 0))
        self._write_stamp(self._stamp(editions))

    def _stamp(self, editions: list[str]) -> _Stamp:
        return _Stamp(self._record.library_id, self._record.embeddings, True, editions, self._checksums())

    def _seal(self) -> None:
        """Stamp the files again after opening them: Chroma writes a line to its database whenever it is opened."""
        stamp = self._read_stamp()
        if stamp.whole:
            self._write_stamp(self._stamp(stamp.editions))

    def _add_vectors(self, edition: str) -> None:
        units = next(self._record.units_of_editions([edition]))
        if units and self._index is not None:
            self._index.add(edition, [unit.id for unit in units], np.stack([unit.vector for unit in units]))

    def _entries(self, editions: Iterable[str]) -> Iterator[Entry]:
        """Yield every unit and passage of the editions with the words a reader would search."""
        for edition in editions:
            document = self._record.editions([edition])[edition]
            wording = wording_of(document)
            for unit in next(self._record.units_of_editions([edition])):
                yield Entry(unit.id, edition, "unit", wording(unit.span))
            for passage_id, span in next(self._record.passages_of_editions([edition])):
                yield Entry(passage_id, edition, "passage", f"{document.title}. {wording(span)}")

    # -- the stamp -----------------------------------------------------------------------------

    def _why_not_whole(self, files: str | None = None) -> str | None:
        """Say why the caches (or those of their files that fit a pattern) cannot be relied on; None if they can."""
        stamp = self._read_stamp()
        if not self._stamp_file.exists():
            return "new"
        if stamp.library != self._record.library_id:
            return "they belong to another library"
        if not stamp.whole:
            return "a write to them was interrupted"
        if stamp.embeddings != self._record.embeddings:
            return "the library was embedded anew"
        recorded = {name: sha256 for name, sha256 in stamp.files.items() if files is None or fnmatch(name, files)}
        if recorded != self._checksums(*([files] if files else _FILES)):
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

    def _checksums(self, *patterns: str) -> dict[str, str]:
        """Hash the files whose damage would go unnoticed or crash: tantivy's segments, Chroma's graph and database."""
        found = {}
        for pattern in patterns or _FILES:
            for file in sorted(self._folder.glob(pattern)):
                if _matters(file):
                    with file.open("rb") as data:
                        name = file.relative_to(self._folder).as_posix()
                        found[name] = hashlib.file_digest(data, "sha256").hexdigest()
        return found


_FILES = ("words/*", "vectors/*", "vectors/*/*")
_PASSING = ("-journal", "-wal", "-shm")
"""Files SQLite makes and removes as it works."""
_UNSAVED = "data_level0.bin", "header.bin", "length.bin", "link_lists.bin"
"""A graph's files. Until Chroma saves a graph, with this list of its ids, it makes these anew at each query, of
whatever lay in memory, and builds the graph from its database."""
_SAVED = "index_metadata.pickle"


def _matters(file: Path) -> bool:
    """Tell whether a file is one that is read when the caches are opened."""
    if not file.is_file() or file.name.startswith(".") or file.name.endswith(_PASSING):
        return False
    return file.name not in _UNSAVED or file.with_name(_SAVED).is_file()


class _Told:
    """Tells a progress how far the writing is."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def move(self, units: int) -> None:
        self._done += units
        if self._progress:
            self._progress(self._done, self._total, "search index")

    def following(self, entries: Iterable[Entry], sizes: dict[str, int]) -> Iterator[Entry]:
        """Pass entries on, moving by an edition's units when its first entry comes."""
        current = None
        for entry in entries:
            if entry.edition != current:
                current = entry.edition
                self.move(sizes.get(current, 0))
            yield entry
