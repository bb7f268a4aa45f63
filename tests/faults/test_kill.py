"""A sync killed anywhere, then run again, leaves the library a clean run leaves."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from libraries import Worker, folder_of, logical, story, syncing

from assistant.assistant import Assistant
from assistant.library.verifying import verify
from assistant.record import Record

_BATCH = 2000
"""Characters: one or two documents, so that there is much between batches to be killed in."""
_POINTS = 12


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A library of six documents in `before`, and their folder changed since: edits, additions, a move, a removal."""
    place = tmp_path_factory.mktemp("kill")
    folder_of(place / "documents", range(1, 7), sentences=10)
    with Assistant.open(place / "before") as assistant:
        assistant.sync(place / "documents")
    for number in (1, 2):
        (place / "documents" / f"story-{number}.md").write_text(story(number + 100, 10), "utf-8")
    (place / "documents" / "story-4.md").unlink()
    (place / "documents" / "story-5.md").rename(place / "documents" / "story-5-moved.md")
    folder_of(place / "documents", range(7, 10), sentences=10)
    (place / "documents" / "twin.md").write_text(story(101, 10).replace("Story", "The story"), "utf-8")
    with Assistant.open(place / "clean") as assistant:
        assistant.sync(place / "documents")
    yield place


def _movements(stage: Path, library: Path) -> int:
    """Count what a run that is not killed tells."""
    worker, count = Worker(syncing, library, stage / "documents", _BATCH), 0
    while worker.hear() != "done":
        count += 1
    worker.end()
    return count


def _start(stage: Path, library: Path, kind: str) -> None:
    shutil.rmtree(library, ignore_errors=True)
    if kind == "update":
        shutil.copytree(stage / "before", library)


def _texts(library: Path) -> dict[str, str]:
    record = Record.open(library / "record.sqlite3")
    try:
        assert not [finding for finding in verify(record) if finding.code != "stale"]
        return {one.path: record.document(one.id).text for one in record.documents()}
    finally:
        record.close()


@pytest.mark.parametrize("kind", ["add", "update"])
def test_killed_anywhere_and_run_again_is_a_clean_run(stage: Path, tmp_path: Path, kind: str) -> None:
    library = tmp_path / "library"
    _start(stage, library, kind)
    total = _movements(stage, library)
    assert logical(library) == logical(stage / "clean")
    assert total >= _POINTS
    old = _texts(stage / "before") if kind == "update" else {}
    new = _texts(stage / "clean")
    for point in range(_POINTS):
        _start(stage, library, kind)
        worker = Worker(syncing, library, stage / "documents", _BATCH)
        for _ in range(1 + point * (total - 1) // (_POINTS - 1)):
            worker.hear()
        time.sleep(point % 3 * 0.01)  # between two movements a batch or an index is being written
        worker.kill()
        for path, text in _texts(library).items():  # each document is the old or the new, whole
            assert text in (old.get(path), new.get(path))
        with Assistant.open(library) as assistant:
            assistant.sync(stage / "documents")
            assert assistant.retriever.retrieve("who repaired the old bridge in spring")
        assert logical(library) == logical(stage / "clean"), f"killed at movement {point}"


def test_killed_while_a_new_library_is_made(stage: Path, tmp_path: Path) -> None:
    for pause in (0.0, 0.05, 0.1, 0.2, 0.4):
        library = tmp_path / f"library-{pause}"
        worker = Worker(syncing, library, stage / "documents", _BATCH)
        until = time.monotonic() + 30
        while not (library / "record.sqlite3").exists() and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(pause)
        worker.kill()
        with Assistant.open(library) as assistant:
            assistant.sync(stage / "documents")
        assert logical(library) == logical(stage / "clean")
