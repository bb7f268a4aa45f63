"""Documents into the record: add what is new, swap what changed, in batches, each batch one transaction.

While one batch is embedded the next is read, cut and listened to. A batch bounds memory, and
what an interruption loses: running the same command again goes on where it stopped.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from assistant import voices
from assistant.errors import ReadingError
from assistant.library.duplicates import link, sketch_of
from assistant.library.progressing import Progress, Tally
from assistant.library.reading import Source, read, sources
from assistant.library.reclaiming import FACT as ENGINE
from assistant.library.segmenting import Segments, segment
from assistant.library.standing import Seen, look
from assistant.library.wording import wording_of
from assistant.model import Claim, Document, Span
from assistant.record import Place, Pointer, Prepared, Record, Vectors
from assistant.search.embedders import Embedder
from assistant.text import readable

log = logging.getLogger(__name__)

BATCH_CHARACTERS = 200_000
"""Text gathered before it is embedded and written; some seconds of work."""
SLICE = 64
"""Texts embedded between two movements of the progress bar."""
_HALF = 0.5
"""How far a document is once it is cut; the other half comes as it is embedded."""


@dataclass
class Report:
    """What an add or a sync did, by the documents' paths."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    moved: list[tuple[str, str]] = field(default_factory=list)
    """Old path and new; only `sync` tells a move from an addition."""
    removed: list[str] = field(default_factory=list)
    """Only `sync` removes."""
    unchanged: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    """Path and reason; what the library held of it before stays."""


@dataclass(frozen=True)
class _Cut:
    """A document with its pieces, before it is embedded."""

    seen: Seen
    document: Document
    pieces: Segments
    claims: tuple[Claim, ...]


class Ingester:
    """Adds documents to a record. Whoever owns it brings the caches up afterwards."""

    def __init__(self, record: Record, embedder: Embedder) -> None:
        """Take the record and the model its vectors come from."""
        self._record, self._embedder = record, embedder

    def add(self, places: Iterable[Path], progress: Progress | None = None) -> Report:
        """Add files and folders. A document that stands unchanged costs a hash; one that changed is swapped.

        Raises UsageError for a place that does not exist, before anything is written.
        """
        found = {source.uri: source for place in places for source in sources(place)}
        return self.take(found.values(), (), progress)

    def take(self, found: Iterable[Source], gone: Sequence[Place], progress: Progress | None = None) -> Report:
        """Make the record hold these sources and no longer what is gone; link near-duplicates.

        A new document with the text of one that is gone has moved.
        """
        if self._record.fact("embedder") is None:
            self._record.set_fact("embedder", self._embedder.model_name)
            self._record.set_fact(ENGINE, str(voices.VERSION))
        run = _Run(self._record, gone)
        differing = run.differing(found)
        tally = Tally(progress, sum(seen.size for seen in differing))
        for batch, vectors in self._embedded(run.batches(differing, tally), tally):
            self._record.put(_prepared(batch, vectors), run.pointers_so_far())
        left = [place.id for place in gone]
        if run.pointers or left:
            self._record.put((), run.pointers_so_far(), left)
        link(self._record)
        return run.report

    def _embedded(self, batches: Iterable[list[_Cut]], tally: Tally) -> Iterator[tuple[list[_Cut], Vectors]]:
        """Yield batches with their vectors; while one is embedded the next is being gathered."""
        waiting: tuple[list[_Cut], Future[Vectors]] | None = None
        with ThreadPoolExecutor(1, "embedding") as pool:
            try:
                for batch in batches:
                    if waiting:
                        yield waiting[0], waiting[1].result()
                    waiting = batch, pool.submit(self._embed, batch, tally)
                if waiting:
                    yield waiting[0], waiting[1].result()
            finally:
                tally.stop()

    def _embed(self, batch: list[_Cut], tally: Tally) -> Vectors:
        """Embed a batch: of each document its title, then its units."""
        rows: list[Vectors] = []
        for one in batch:
            texts = texts_of(one.document, (unit.span for unit in one.pieces.units))
            for start in range(0, len(texts), SLICE):
                rows.append(self._embedder.embed(texts[start : start + SLICE]))
                tally.move(_HALF * one.seen.size * len(rows[-1]) / len(texts), one.document.path)
        return np.concatenate(rows)


class _Run:
    """One add or sync: what it found, decided and has yet to write."""

    def __init__(self, record: Record, gone: Sequence[Place]) -> None:
        self.report = Report()
        self.pointers: list[Pointer] = []
        self._record = record
        self._known = {place.uri: place for place in record.places()}
        self._gone: dict[str, list[Place]] = {}
        for place in gone:
            self._gone.setdefault(place.sha256, []).append(place)

    def differing(self, found: Iterable[Source]) -> list[Seen]:
        """Look at sources; return those that are not as the record remembers them."""
        differing = []
        for source in found:
            seen, place = look(source), self._known.get(source.uri)
            if place and seen.fingerprint and (place.fingerprint, place.path) == (seen.fingerprint, source.display):
                self.report.unchanged.append(source.display)
            else:
                differing.append(seen)
        return differing

    def batches(self, differing: Iterable[Seen], tally: Tally) -> Iterator[list[_Cut]]:
        """Read and cut what the record does not hold, in lists of bounded size."""
        batch: list[_Cut] = []
        size = 0
        for seen in differing:
            document = self._decided(seen)
            if document is None:
                tally.move(seen.size, seen.source.display)
                continue
            pieces = segment(document)
            batch.append(_Cut(seen, document, pieces, voices.claims_of(document, pieces.sentences)))
            tally.move(_HALF * seen.size, document.path)
            size += len(document.text)
            if size >= BATCH_CHARACTERS:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch
        self.report.removed.extend(place.path for places in self._gone.values() for place in places)

    def _decided(self, seen: Seen) -> Document | None:
        """Read a source and say what it is; None if no new edition has to be made of it."""
        try:
            document = read(seen.source)
        except ReadingError as error:
            log.warning("skipped %s: %s", seen.source.path, error)
            self.report.skipped.append((seen.source.display, str(error)))
            return None
        place = self._known.get(document.uri)
        if place and place.edition == document.edition:
            self.report.unchanged.append(document.path)
        elif place:
            self.report.changed.append(document.path)
        elif moved := self._gone.get(document.sha256):
            self.report.moved.append((moved.pop(0).path, document.path))
        else:
            self.report.added.append(document.path)
        if self._record.has_edition(document.edition):
            self.pointers.append(Pointer(document, seen.file_sha256, seen.fingerprint))
            return None
        return document

    def pointers_so_far(self) -> list[Pointer]:
        """Hand over what only has to be pointed at.

        They go with the next write, whichever it is: a later one might sweep the edition they point at.
        """
        pointers, self.pointers = self.pointers, []
        return pointers


def texts_of(document: Document, units: Iterable[Span]) -> list[str]:
    """Return what is embedded of a document: its title, then each unit with the title in front."""
    title, wording = readable(document.title), wording_of(document)
    return [title, *(f"{title}. {wording(unit)}" for unit in units)]


def _prepared(batch: list[_Cut], vectors: Vectors) -> list[Prepared]:
    prepared, row = [], 0
    for one in batch:
        last = row + 1 + len(one.pieces.units)
        parts = (one.pieces.sentences, one.pieces.units, one.pieces.passages, vectors[row + 1 : last], vectors[row])
        origin = (one.seen.file_sha256, one.seen.fingerprint, sketch_of(one.document))
        prepared.append(Prepared(one.document, *parts, one.claims, *origin))
        row = last
    return prepared
