"""Damaged caches are noticed before they are opened and made anew; a damaged record is said to be damaged."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest
from libraries import execute, folder_of

from assistant.assistant import Assistant
from assistant.errors import LibraryDamaged


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with enough units for Chroma to save its graph."""
    place = tmp_path_factory.mktemp("damage")
    folder_of(place / "documents", range(1, 7), sentences=500)
    with Assistant.open(place / "library") as assistant:
        assistant.sync(place / "documents")
    return place / "library"


@pytest.fixture
def library(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "library"))


_KINDS = (
    "vectors/*/data_level0.bin", "vectors/*/header.bin", "vectors/*/index_metadata.pickle", "vectors/*/length.bin",
    "vectors/*/link_lists.bin", "vectors/chroma.sqlite3", "words/meta.json", "words/*.store", "words/*.idx",
    "words/*.term", "words/*.fieldnorm", "caches.json",
)  # fmt: skip


@pytest.mark.parametrize("kind", _KINDS)
def test_a_flipped_byte_in_a_cache_is_noticed(library: Path, kind: str, caplog: pytest.LogCaptureFixture) -> None:
    file = sorted(library.glob(kind))[0]
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(data)
    with caplog.at_level(logging.WARNING), Assistant.open(library) as assistant:
        assert assistant.retriever.retrieve("Who repaired the old bridge?")
    assert "rebuilt from the record" in caplog.text
    caplog.clear()
    with caplog.at_level(logging.WARNING), Assistant.open(library):
        assert "rebuilt" not in caplog.text


@pytest.mark.parametrize("table", ["units", "documents", "facts"])
def test_a_missing_table_is_damage(library: Path, table: str) -> None:
    execute(library, f"DROP TABLE {table}")
    with pytest.raises(LibraryDamaged):
        Assistant.open(library)


@pytest.mark.parametrize("data", [b"no database at all, but some text" * 100, b"SQLite format 3\0" + b"\1" * 5000])
def test_a_record_that_is_no_database_is_damage(library: Path, data: bytes) -> None:
    (library / "record.sqlite3").write_bytes(data)
    with pytest.raises(LibraryDamaged):
        Assistant.open(library)


def test_a_record_damaged_in_the_middle_is_damage(library: Path) -> None:
    file = library / "record.sqlite3"
    data = bytearray(file.read_bytes())
    quarter = len(data) // 4
    data[quarter : 3 * quarter] = b"\xff" * (2 * quarter)
    file.write_bytes(data)
    with pytest.raises(LibraryDamaged), Assistant.open(library) as assistant:
        list(assistant.verify())
        assistant.ask("Who repaired the old bridge?")


def test_a_record_that_is_gone_is_damage_not_a_new_library(library: Path) -> None:
    (library / "record.sqlite3").unlink()
    with pytest.raises(LibraryDamaged, match="is gone"):
        Assistant.open(library)
