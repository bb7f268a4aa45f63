"""Every vector anew, with another model: nothing is read or cut again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from assistant.library.ingesting import SLICE, texts_of
from assistant.library.progressing import Progress, Tally
from assistant.record import FoundUnit, Record, Vector, Vectors
from assistant.search.embedders import Embedder


def reembed(record: Record, embedder: Embedder, progress: Progress | None = None) -> None:
    """Embed all editions with a model and swap all vectors in one transaction: readers see the old or the new."""
    record.replace_vectors(embedder.model_name, _vectors(record, embedder, progress))


def _vectors(
    record: Record, embedder: Embedder, progress: Progress | None
) -> Iterator[tuple[str, Vector, Sequence[FoundUnit], Vectors]]:
    sizes = record.all_sizes()
    tally = Tally(progress, sum(sizes.values()) + len(sizes))
    for edition in sizes:
        document = record.editions([edition])[edition]
        units = next(record.units_of_editions([edition]))
        texts = texts_of(document, (unit.span for unit in units))
        rows = []
        for start in range(0, len(texts), SLICE):
            rows.append(embedder.embed(texts[start : start + SLICE]))
            tally.move(len(rows[-1]), document.path)
        vectors = np.concatenate(rows)
        yield edition, vectors[0], units, vectors[1:]
