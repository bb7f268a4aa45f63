"""Keep the library in step with a folder: what it holds is added, what it lost is removed."""

from __future__ import annotations

from pathlib import Path

from assistant.errors import UsageError
from assistant.library.ingesting import Ingester, Report
from assistant.library.progressing import Progress
from assistant.library.reading import normal, sources
from assistant.library.standing import path_of
from assistant.record import Record


def sync(record: Record, ingester: Ingester, folder: Path, progress: Progress | None = None) -> Report:
    """Mirror a folder. What differs is told by content, never by clock.

    Only documents that were read from inside the folder are removed. One whose file is there but
    cannot be read now is kept as it was and reported as skipped.
    Raises UsageError if the folder does not exist: a disk that is not mounted empties no library.
    """
    folder = normal(folder)
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder that exists. `sync` mirrors a folder; `add` takes files.")
    found = list(sources(folder))
    here = {source.uri for source in found}
    gone = [
        place
        for place in record.places()
        if place.uri not in here and (path := path_of(place.uri)) is not None and path.is_relative_to(folder)
    ]
    return ingester.take(found, gone, progress)
