"""Documents into the record: add and remove, in batches, each batch one transaction."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from assistant.errors import ModelMismatch, ReadingError
from assistant.library.reading import Source, read, sources
from assistant.library.segmenting import Segments, segment
from assistant.model import Document
from assistant.record import Prepared, Record, Vectors
from assistant.text import readable

log = logging.getLogger(__name__)

BATCH_CHARACTERS = 2_000_000
"""Text gathered before it is embedded and written: bounds memory, and what an interruption loses."""


class Embedder(Protocol):
    """Turns texts into vectors."""

    model_name: str

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row of unit length a text."""


class Progress(Protocol):
    """Is told how far a long work is."""

    def __call__(self, done: int, total: int, what: str) -> None:
        """Take the number of documents done, the number in all, and the name of the last."""


@dataclass
class Report:
    """What an add did, by the documents' paths."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    """Path and reason."""


class Ingester:
    """Adds documents to a record. Whoever owns it brings the caches up afterwards."""

    def __init__(self, record: Record, embedder: Embedder) -> None:
        """Take the record and the model; raises ModelMismatch if the record's vectors came from another."""
        self._record, self._embedder = record, embedder
        remembered = record.fact("embedder")
        if remembered is not None and remembered != embedder.model_name:
            raise ModelMismatch(
                f"This library was made with the embedding model {remembered}, not {embedder.model_name}; their "
                "vectors cannot be mixed. Use the same model, or add the documents to a new library."
            )

    def add(self, places: Iterable[Path], progress: Progress | None = None) -> Report:
        """Add files and folders. A document already there unchanged costs nothing; one that changed is swapped.

        Raises UsageError for a place that does not exist, before anything is written.
        """
        found = list({source.uri: source for place in places for source in sources(Path(place))}.values())
        report = Report()
        self._record.set_fact("embedder", self._embedder.model_name)
        for batch in self._batches(found, report, progress):
            self._record.put(self._prepared(batch))
        return report

    def _batches(
        self, found: list[Source], report: Report, progress: Progress | None
    ) -> Iterator[list[tuple[Document, Segments]]]:
        """Read and cut what is new, in lists of bounded size."""
        standing = {listed.id: listed.edition for listed in self._record.documents()}
        batch: list[tuple[Document, Segments]] = []
        size = 0
        for number, source in enumerate(found, 1):
            if (document := self._new(source, standing, report)) is not None:
                batch.append((document, segment(document)))
                size += len(document.text)
            if progress:
                progress(number, len(found), source.display)
            if size >= BATCH_CHARACTERS:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _new(self, source: Source, standing: dict[str, str], report: Report) -> Document | None:
        """Read a source; None if it stands in the record as it is, or cannot be read."""
        try:
            document = read(source)
        except ReadingError as error:
            log.warning("skipped %s: %s", source.path, error)
            report.skipped.append((source.display, str(error)))
            return None
        if standing.get(document.id) == document.edition:
            report.unchanged.append(document.path)
            return None
        (report.changed if document.id in standing else report.added).append(document.path)
        return document

    def _prepared(self, batch: list[tuple[Document, Segments]]) -> list[Prepared]:
        """Embed a batch: each unit with its document's title in front, and each title."""
        texts: list[str] = []
        for document, pieces in batch:
            title = readable(document.title)
            texts.append(title)
            texts.extend(f"{title}. {readable(unit.span.of(document.text))}" for unit in pieces.units)
        vectors = self._embedder.embed(texts)
        prepared, row = [], 0
        for document, pieces in batch:
            last = row + 1 + len(pieces.units)
            prepared.append(
                Prepared(
                    document, pieces.sentences, pieces.units, pieces.passages, vectors[row + 1 : last], vectors[row]
                )
            )
            row = last
        return prepared
