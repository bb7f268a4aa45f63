"""What tests share: small libraries; and of keeping one: documents, what it holds, processes that work on it."""

from __future__ import annotations

import multiprocessing
import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from assistant.assistant import Assistant
from assistant.errors import AccordingToError
from assistant.model import Status

_WHO = "The harbour master,A village teacher,The road ministry,Two fishermen,The council,An engineer,The bakers".split(
    ","
)
_DID = "repaired,counted,questioned,painted,measured,closed,promised,refused,inspected,praised".split(",")
_WHAT = "the old bridge,nine lamps,the northern well,a school roof,the ferry,three mills,the market hall".split(",")
_WHEN = "in spring,after the flood,on a Tuesday,before the vote,for a fee,without notice,at night".split(",")


def story(number: int, sentences: int = 30) -> str:
    """Write a document of its own: the same number gives the same text, other numbers another."""
    pick = random.Random(number)
    lines = []
    for at in range(sentences):
        parts = (pick.choice(_WHO), pick.choice(_DID), pick.choice(_WHAT), pick.choice(_WHEN))
        said = f", and {pick.choice(_WHO).lower()} said it cost {pick.randrange(1000)} coins" if at % 5 == 0 else ""
        lines.append(f"{' '.join(parts)}{said} in the year {1900 + pick.randrange(100)}.")
    paragraphs = ("\n".join(lines[at : at + 5]) for at in range(0, sentences, 5))
    return f"# Story {number}\n\n" + "\n\n".join(paragraphs) + "\n"


def folder_of(place: Path, numbers: range | list[int], sentences: int = 30) -> Path:
    """Write stories to a folder, every third in a folder below it."""
    for number in numbers:
        file = place / ("more" if number % 3 == 0 else ".") / f"story-{number}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(story(number, sentences), "utf-8")
    return place


@contextmanager
def library_of(folder: Path, **texts: str) -> Iterator[Assistant]:
    """Write Markdown documents by name into a folder, add them to a library there, and open it."""
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    with Assistant.open(folder / "library") as opened:
        opened.add([folder / f"{name}.md" for name in texts])
        yield opened


@contextmanager
def library_over(folder: Path, place: Path) -> Iterator[Assistant]:
    """Add a folder's documents to a library in `place`, and open it."""
    with Assistant.open(place / "library") as opened:
        opened.add([folder])
        yield opened


def assert_answered(assistant: Assistant, question: str, *told: str) -> None:
    """Assert that a question is answered, and in these words."""
    answer = assistant.ask(question)
    assert answer.status is Status.ANSWERED
    for words in told:
        assert words in answer.text


_LOGICAL = (
    "SELECT d.id, d.uri, d.path, d.edition_id, d.file_sha256, d.fingerprint FROM documents d ORDER BY 1",
    "SELECT id, sha256, text, read, title_vector, sketch, duplicate_of FROM editions ORDER BY 1",
    "SELECT * FROM sentences ORDER BY 1, 2",
    "SELECT id, edition_id, passage_id, start, end, first, last, vector FROM units ORDER BY 1",
    "SELECT * FROM passages ORDER BY 1",
    "SELECT * FROM claims ORDER BY 1, 2",
    "SELECT value FROM facts WHERE name = 'embedder'",
)


def logical(library: Path) -> list[list[tuple[object, ...]]]:
    """Return all a library holds, vectors included, but for dates, counters and its own id."""
    with closing(sqlite3.connect(library / "record.sqlite3")) as database:
        return [database.execute(query).fetchall() for query in _LOGICAL]


def execute(library: Path, statement: str) -> None:
    """Alter a closed library's record behind its back."""
    with closing(sqlite3.connect(library / "record.sqlite3")) as database, database:
        database.execute(statement)


_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["assistant.assistant", "assistant.library.ingesting", "assistant.voices"])


class Worker:
    """A process that works on a library and tells of it."""

    def __init__(self, work: Callable[..., None], *arguments: object) -> None:
        """Start `work(connection, *arguments)` in a process of its own."""
        self._here, there = _processes.Pipe()
        self.process: BaseProcess = _processes.Process(target=work, args=(there, *arguments))
        self.process.start()
        there.close()

    def hear(self, timeout: float = 60) -> object:
        """Wait for what the process tells next. Raises EOFError if it has ended."""
        if not self._here.poll(timeout):
            raise TimeoutError("the process said nothing")
        return self._here.recv()

    def tell(self, what: object = None) -> None:
        """Let the process go on."""
        self._here.send(what)

    def kill(self) -> None:
        """End the process as a power cut would."""
        self.process.kill()
        self.process.join()

    def end(self) -> None:
        """Wait until the process has ended by itself."""
        self.process.join(60)
        assert self.process.exitcode == 0


def syncing(here: Connection, library: Path, folder: Path, characters: int) -> None:
    """Sync a folder in small batches, telling of each movement of the progress bar."""
    from assistant.library import ingesting

    ingesting.BATCH_CHARACTERS = characters
    with Assistant.open(library) as assistant:
        assistant.sync(folder, lambda done, total, what: here.send((done, total, what)))
    here.send("done")


def adding(here: Connection, library: Path, folder: Path, wait: float) -> None:
    """Add a folder, waiting for the lock; tell how it ended."""
    try:
        with Assistant.open(library, lock_wait=wait) as assistant:
            assistant.add([folder])
        here.send("done")
    except AccordingToError as error:
        here.send(f"{type(error).__name__}: {error}")


def holding(here: Connection, library: Path, folder: Path) -> None:
    """Open a library and hold it; add the folder when told; end when told again."""
    with Assistant.open(library) as assistant:
        here.send(os.getpid())
        here.recv()
        assistant.add([folder])
        here.send("added")
        here.recv()


@contextmanager
def held(library: Path, folder: Path) -> Iterator[Worker]:
    """Hold a library in another process for the length of the block."""
    worker = Worker(holding, library, folder)
    try:
        yield worker
    finally:
        worker.kill()


def touch_later(file: Path) -> None:
    """Change a file's times, not its content."""
    later = time.time() + 3600
    os.utime(file, (later, later))
