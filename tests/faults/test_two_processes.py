"""Two processes on one library: one writes, the other waits or reads; Ctrl-C leaves it whole."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from libraries import Worker, adding, folder_of, held, story

from assistant.assistant import Assistant
from assistant.errors import LibraryBusy


def test_two_adds_at_once_both_end_well(tmp_path: Path) -> None:
    library = tmp_path / "library"
    folders = [folder_of(tmp_path / f"documents-{n}", range(n, n + 3), sentences=8) for n in (1, 11)]
    workers = [Worker(adding, library, folder, 60.0) for folder in folders]
    assert [worker.hear() for worker in workers] == ["done", "done"]
    with Assistant.open(library) as assistant:
        assert len(assistant.documents()) == 6
        assert not list(assistant.verify())
        found = assistant.retriever.retrieve(story(12, 8).splitlines()[2])
        assert found[0].node.get_content() in story(12, 8)


def test_a_second_writer_names_the_holder(tmp_path: Path) -> None:
    library, folder = tmp_path / "library", folder_of(tmp_path / "documents", [1], sentences=6)
    with held(library, folder) as holder:
        pid = holder.hear()
        with Assistant.open(library, lock_wait=0.2) as assistant, pytest.raises(LibraryBusy, match=f"process {pid} "):
            assistant.add([folder])


def test_a_second_reader_sees_what_the_first_process_adds(tmp_path: Path) -> None:
    library, folder = tmp_path / "library", folder_of(tmp_path / "documents", [1], sentences=6)
    with Assistant.open(library) as assistant:
        assistant.add([folder_of(tmp_path / "first", [2], sentences=6)])
    with held(library, folder) as holder:
        holder.hear()
        with Assistant.open(library) as reader:
            one, two = (story(number, 6).splitlines()[2] for number in (1, 2))
            assert reader.retriever.retrieve(two)[0].node.get_content().startswith(two)
            assert len(reader.documents()) == 1
            holder.tell()
            assert holder.hear() == "added"
            assert reader.retriever.retrieve(one)[0].node.get_content().startswith(one)
            assert not list(reader.verify())


def test_a_lock_dies_with_its_holder(tmp_path: Path) -> None:
    library, folder = tmp_path / "library", folder_of(tmp_path / "documents", [1], sentences=6)
    with held(library, folder) as holder:
        holder.hear()
    with Assistant.open(library, lock_wait=0.0) as assistant:
        assert assistant.add([folder]).added == ["story-1.md"]


_IN_SMALL_BATCHES = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "  # a shell's background job ignores it
    "import assistant.library.ingesting as i; i.BATCH_CHARACTERS = 1; from assistant.cli import main; main()"
)


def test_ctrl_c_leaves_a_whole_library_and_one_line(tmp_path: Path) -> None:
    library, folder = tmp_path / "library", folder_of(tmp_path / "documents", range(240), sentences=30)
    command = [sys.executable, "-c", _IN_SMALL_BATCHES, "add", str(folder), "--library", str(library)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ)
    until = time.monotonic() + 120
    while _documents(library) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=180)
    assert (running.returncode, out) == (130, ""), err
    assert len(err.strip().splitlines()) == 1
    assert "run the same command again" in err
    with Assistant.open(library) as assistant:
        assert 2 <= len(assistant.documents()) < 240
        assert not list(assistant.verify())


def _documents(library: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{library / 'record.sqlite3'}?mode=ro", uri=True)) as database:
            return int(database.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
