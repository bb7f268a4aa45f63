"""Adding, changing and removing documents, and the caches that follow the record."""

from __future__ import annotations

import json
import logging
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from conftest import DOCUMENTS, python

from assistant import Assistant
from assistant.errors import (
    DocumentNotFound,
    LibraryBusy,
    LibraryDamaged,
    LibraryError,
    LibraryNotFound,
    ModelMismatch,
    UsageError,
)
from assistant.library.locking import LibraryLock
from assistant.record import Record
from assistant.search.e5 import NAME

QUESTION = "How far did the outer wall move in the storm?"
REBUILT = "the search caches are rebuilt"


def found(assistant: Assistant, question: str = QUESTION) -> list[str]:
    return [hit.unit.id for hit in assistant.retriever.search(question)]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "bell.txt").write_text("The bell of Skerrow weighs two tons. It cracked in the frost of 1870.")
    (folder / "mill.txt").write_text("The mill at Ebbing grinds barley for nine villages.")
    return folder


def test_adding_twice_changes_nothing(library: Path) -> None:
    with Assistant.open(library) as assistant:
        before = assistant.documents()
        hits = found(assistant)
        stamp = (library / "caches.json").read_text()
        report = assistant.add([DOCUMENTS, DOCUMENTS / "wall.txt"])
        assert (report.added, report.changed, report.skipped) == ([], [], [])
        assert sorted(report.unchanged) == [listed.path for listed in before]
        assert assistant.documents() == before
        assert found(assistant) == hits
        assert (library / "caches.json").read_text() == stamp


def test_an_edit_is_a_swap(notes: Path, tmp_path: Path) -> None:
    with Assistant.open(tmp_path / "library") as assistant:
        assert sorted(assistant.add([notes]).added) == ["bell.txt", "mill.txt"]
        old = assistant.find("bell.txt")
        (notes / "bell.txt").write_text("The bell of Skerrow was recast in bronze by Anna Quill.")
        assert assistant.add([notes]).changed == ["bell.txt"]
        new = assistant.find("bell.txt")
        assert (old.id, old.sha256 == new.sha256) == (new.id, False)
        texts = [node.text for node in assistant.retriever.retrieve("What happened to the bell in the frost?")]
        assert "The bell of Skerrow was recast in bronze by Anna Quill." in texts
        assert not any("cracked" in text for text in texts)
        assert len(texts) == len(set(texts)) == 2


def test_metadata_alone_makes_a_new_edition_under_the_same_id(notes: Path, tmp_path: Path) -> None:
    with Assistant.open(tmp_path / "library") as assistant:
        assistant.add([notes])
        before = assistant.find("bell.txt")
        (notes / "bell.toml").write_text('title = "The Bell"\n')
        assert assistant.add([notes]).changed == ["bell.txt"]
        after = assistant.find("The Bell")
        assert (after.id, after.sha256) == (before.id, before.sha256)
        assert after.edition != before.edition


def test_the_same_text_at_two_places_is_found_once_and_outlives_either(notes: Path, tmp_path: Path) -> None:
    shutil.copy(notes / "bell.txt", notes / "copy.txt")
    with Assistant.open(tmp_path / "library") as assistant:
        assistant.add([notes])
        assert len(found(assistant, "bell of Skerrow")) == 2
        assistant.remove("bell.txt")
        texts = [node.text for node in assistant.retriever.retrieve("bell of Skerrow")]
        assert any("two tons" in text for text in texts)


def test_what_cannot_be_read_is_skipped_with_a_reason_and_the_rest_is_added(notes: Path, tmp_path: Path) -> None:
    (notes / "picture.txt").write_bytes(b"\x89PNG\0\0\0\r\x81" * 30)
    with Assistant.open(tmp_path / "library") as assistant:
        report = assistant.add([notes])
        assert sorted(report.added) == ["bell.txt", "mill.txt"]
        assert [path for path, reason in report.skipped if "no text" in reason] == ["picture.txt"]


def test_removed_is_gone_everywhere(library: Path) -> None:
    with Assistant.open(library) as assistant:
        gone = assistant.find("harbour.md")
        assert assistant.remove(gone.id[:8]).path == "harbour.md"
        with pytest.raises(DocumentNotFound):
            assistant.document("harbour.md")
        assert gone.edition not in {hit.unit.edition for hit in assistant.retriever.search(QUESTION)}
    with sqlite3.connect(library / "record.sqlite3") as record:
        for table in ("editions", "documents"):
            assert record.execute(f"SELECT count(*) FROM {table}").fetchone() == (7,)
        for table in ("sentences", "units", "passages"):
            query = f"SELECT count(*) FROM {table} WHERE edition_id = ?"
            assert record.execute(query, [gone.edition]).fetchone() == (0,)


def test_remove_wants_the_whole_name(library: Path) -> None:
    with Assistant.open(library) as assistant:
        for part in ("harb", "", "Southern"):
            with pytest.raises(DocumentNotFound):
                assistant.remove(part)
        assert assistant.find("Southern").path == "speech-south.txt"
        with pytest.raises(DocumentNotFound, match="fits 2"):
            assistant.find("speech")


def test_a_library_that_is_not_there() -> None:
    with pytest.raises(LibraryNotFound, match="accordingto add"):
        Assistant.open("/nonexistent/library", create=False)


def test_a_library_of_another_model_is_refused_and_not_left_locked(library: Path) -> None:
    record = Record.open(library / "record.sqlite3")
    assert record.fact("embedder") == NAME
    record.set_fact("embedder", "some-other-model")
    with pytest.raises(ModelMismatch, match="some-other-model") as caught:
        Assistant.open(library)
    assert not (library / "lock.json").exists(), caught
    record.set_fact("embedder", NAME)
    record.close()
    with Assistant.open(library) as assistant:
        assert found(assistant)


def test_a_record_that_cannot_be_read_is_refused_in_a_sentence(library: Path) -> None:
    (library / "record.sqlite3").write_bytes(b"no database " * 500)
    with pytest.raises(LibraryDamaged, match=r"record\.sqlite3"):
        Assistant.open(library)


def test_a_record_of_a_newer_version_is_refused_in_a_sentence(library: Path) -> None:
    with sqlite3.connect(library / "record.sqlite3") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LibraryError, match="newer version") as refused:
        Assistant.open(library)
    assert not isinstance(refused.value, LibraryDamaged)


# -- caches ------------------------------------------------------------------------------------


def _flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    for at in range(len(data) // 2, min(len(data) // 2 + 400, len(data))):
        data[at] ^= 0xFF
    file.write_bytes(data)


def _flip_words(library: Path) -> None:
    _flip(max((library / "words").glob("*.idx")))


def _flip_vectors(library: Path) -> None:
    _flip(library / "vectors" / "chroma.sqlite3")


def _break_schema(library: Path) -> None:
    file = library / "vectors" / "chroma.sqlite3"
    file.write_bytes(file.read_bytes()[:4096] + b"\xff" * 4096 + file.read_bytes()[8192:])


def _lose_one_vector(library: Path) -> None:
    with sqlite3.connect(library / "vectors" / "chroma.sqlite3") as connection:
        connection.execute("DELETE FROM embeddings WHERE id = 1")


def _delete_words(library: Path) -> None:
    shutil.rmtree(library / "words")


def _delete_vectors(library: Path) -> None:
    shutil.rmtree(library / "vectors")


def _tear_stamp(library: Path) -> None:
    (library / "caches.json").write_text('{"library": "tor')


def _interrupt(library: Path) -> None:
    stamp = json.loads((library / "caches.json").read_text())
    (library / "caches.json").write_text(json.dumps(stamp | {"whole": False}))


def _from_elsewhere(library: Path) -> None:
    stamp = json.loads((library / "caches.json").read_text())
    (library / "caches.json").write_text(json.dumps(stamp | {"library": "another"}))


DAMAGES = [
    _flip_words,
    _flip_vectors,
    _break_schema,
    _lose_one_vector,
    _delete_words,
    _delete_vectors,
    _tear_stamp,
    _interrupt,
    _from_elsewhere,
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__.strip("_"))
def test_damaged_caches_are_noticed_and_rebuilt(
    damage: object, library: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Assistant.open(library) as assistant:
        whole = found(assistant)
    assert callable(damage)
    damage(library)
    monkeypatch.setattr("assistant.search.embedding.SentenceEncoder.run", _counted(monkeypatch))
    with Assistant.open(library) as assistant:
        assert REBUILT in caplog.text
        embedded = int(os.environ.get("RUNS", "0"))
        assert embedded == 0, "rebuilding embeds nothing again"
        assert found(assistant) == whole
    caplog.clear()
    with Assistant.open(library) as assistant:
        assert found(assistant) == whole
    assert REBUILT not in caplog.text


def _counted(monkeypatch: pytest.MonkeyPatch) -> object:
    from assistant.search.embedding import SentenceEncoder

    original = SentenceEncoder.run
    monkeypatch.setenv("RUNS", "0")

    def run(self: SentenceEncoder, outputs: list[str], encoding: object, graph: object = None) -> object:
        os.environ["RUNS"] = str(int(os.environ["RUNS"]) + 1)
        return original(self, outputs, encoding, graph)

    return run


def test_whole_caches_are_not_rebuilt_however_often_they_are_opened(
    library: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        for _ in range(4):
            with Assistant.open(library) as assistant:
                assert found(assistant)
    assert REBUILT not in caplog.text


def test_caches_behind_the_record_catch_up(library: Path, notes: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A process that ended between the record's write and the caches' leaves only that to be done."""
    with Assistant.open(library) as assistant:
        assistant._ingester.add([notes])
    with Assistant.open(library) as assistant:
        texts = [node.text for node in assistant.retriever.retrieve("What does the mill grind?")]
    assert any("barley" in text for text in texts)
    assert REBUILT not in caplog.text


# -- several processes -------------------------------------------------------------------------


def test_a_second_process_reads_by_exact_scan_and_finds_the_same(assistant: Assistant) -> None:
    other = python(
        "-c",
        "import sys; from assistant import Assistant\n"
        "with Assistant.open(sys.argv[1], create=False) as a:\n"
        "    print(type(a._caches.vectors).__name__)\n"
        "    print(*[hit.unit.id for hit in a.retriever.search(sys.argv[2])])",
        assistant.folder,
        QUESTION,
    )
    assert other.returncode == 0, other.stderr
    kind, ids = other.stdout.splitlines()
    assert kind == "ExactVectors"
    assert ids.split() == found(assistant)


def test_a_second_writer_is_told_who_holds_the_library(library: Path, notes: Path) -> None:
    with Assistant.open(library) as holder, Assistant.open(library, lock_wait=0.0) as second:
        with pytest.raises(LibraryBusy, match=f"process {os.getpid()}"):
            second.add([notes])
        holder.add([notes])
        assert any("barley" in node.text for node in second.retriever.retrieve("What does the mill grind?"))


def test_a_reader_takes_over_when_the_writer_has_gone(library: Path, notes: Path) -> None:
    first = Assistant.open(library)
    with Assistant.open(library) as second:
        first.close()
        second.add([notes])
        assert any("barley" in node.text for node in second.retriever.retrieve("What does the mill grind?"))


def test_the_lock_names_its_holder(tmp_path: Path) -> None:
    lock, other = LibraryLock(tmp_path), LibraryLock(tmp_path)
    lock.acquire(0)
    assert not other.try_acquire()
    assert f"process {os.getpid()}" in other.holder()
    lock.release()
    assert other.try_acquire()
    other.release()


def test_questions_nobody_can_answer_are_refused(assistant: Assistant) -> None:
    for question in ("", " ?! ", "\ud800 what"):
        with pytest.raises(UsageError):
            assistant.ask(question)
