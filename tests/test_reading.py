"""Bytes to documents: decoding, what is content, and what is known of a document."""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
from pathlib import Path

import pytest
from conftest import DOCUMENTS
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import EmptyDocument, ReadingError, UnreadableDocument, UsageError
from assistant.library.decoding import decode
from assistant.library.metadata import date_of, metadata_from
from assistant.library.reading import Source, read, sources
from assistant.model import Document, Metadata


def document(name: str, folder: Path = DOCUMENTS) -> Document:
    return read(Source(folder / name, folder))


def written(folder: Path, name: str, data: str | bytes) -> Document:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return document(name, folder)


def content(of: Document) -> str:
    return "".join(span.of(of.text) for span in of.content)


def test_canonical_text_is_the_file_s_own() -> None:
    for source in sources(DOCUMENTS):
        data = source.path.read_bytes()
        found = read(source)
        assert found.text.encode() == data
        assert found.sha256 == hashlib.sha256(data).hexdigest()


def test_front_matter_is_metadata_and_no_content() -> None:
    found = document("harbour.md")
    assert found.metadata == Metadata(
        title="The Harbour at Marrow Point",
        author="Iris Okafor",
        publisher="Coastal Records Office",
        published="2019-05-02",
        genre="report",
        language="en",
    )
    assert "byline" not in content(found)
    assert content(found).strip().startswith("# Building")


def test_footer_is_metadata_and_no_content() -> None:
    found = document("wall.txt")
    assert found.metadata.title == "The Wall Nobody Wants to Talk About"
    assert found.metadata.publisher == "The Tidewater Review"
    assert content(found).rstrip().endswith("open its books.")


def test_sidecar_and_table() -> None:
    assert (document("wall.txt").metadata.genre, document("wall.txt").metadata.published) == ("opinion", "2024-10")
    south = document("speech-south.txt").metadata
    assert (south.author, south.genre, south.published) == ("Southern villages", "speech", "2012-09-21")
    assert document("briefing.txt").metadata == Metadata()


def test_who_wins_about_a_document(tmp_path: Path) -> None:
    """Front matter, then the sidecar, then metadata.csv, and last what the document says of itself."""
    footer = "The post Footer title appeared first on Footer house."
    body = f"Rain fell on the quay.\n\n{footer}\n"
    assert written(tmp_path, "a.txt", body).metadata.title == "Footer title"
    (tmp_path / "metadata.csv").write_text("path,title,publisher\na.txt,Table title,Table house\n")
    assert document("a.txt", tmp_path).metadata.title == "Table title"
    (tmp_path / "a.toml").write_text('title = "Sidecar title"\n')
    assert document("a.txt", tmp_path).metadata.title == "Sidecar title"
    found = written(tmp_path, "a.txt", f"---\ntitle: Front title\n---\n{body}")
    assert (found.metadata.title, found.metadata.publisher) == ("Front title", "Table house")


def test_a_table_above_reaches_down_to_the_added_folder_only(tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_text("path,title\nin/a.txt,From above\n")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Rain fell.")
    assert read(Source(tmp_path / "in" / "a.txt", tmp_path)).title == "From above"
    assert read(Source(tmp_path / "in" / "a.txt", tmp_path / "in")).title == "a.txt"


def test_a_sidecar_of_another_version_is_warned_of(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "a.toml").write_text(f'title = "T"\nsha256 = "{"0" * 64}"\n')
    with caplog.at_level(logging.WARNING):
        assert written(tmp_path, "a.txt", "Rain fell.").title == "T"
    assert "another version" in caplog.text


@pytest.mark.parametrize(
    ("key", "value", "field", "expected"),
    [
        ("headline", "T", "title", "T"),
        ("Byline", "A", "author", "A"),
        ("authors", ["A", "B"], "author", "A, B"),
        ("source_url", "https://a.example/", "url", "https://a.example/"),
        ("tags", ["Press Briefings", "x"], "genre", "briefing"),
        ("date", "2021-8-3", "published", "2021-08-03"),
        ("license", "MIT", "licence", "MIT"),
        ("nonsense", "x", "title", None),
    ],
)
def test_aliases(key: str, value: object, field: str, expected: str | None) -> None:
    assert getattr(metadata_from({key: value}), field) == expected
    assert getattr(metadata_from({key: value, field: "2000"}), field) == "2000"


@pytest.mark.parametrize(
    ("given_date", "expected"),
    [
        ("2024", "2024"),
        ("2024-08", "2024-08"),
        ("2024/8/9", "2024-08-09"),
        ("2024-02-30", "2024-02"),
        ("2024-13-01", "2024"),
        ("2021-08-16T10:00:00Z", "2021-08-16"),
        ("0000-01-01", None),
        ("last summer", None),
    ],
)
def test_dates_are_as_precise_as_given_and_exist(given_date: str, expected: str | None) -> None:
    assert date_of(given_date) == expected


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        ("Rain – fell".encode(), "Rain – fell", "utf-8"),
        ("\ufeffRain".encode(), "\ufeffRain", "utf-8"),
        (b"\xff\xfe" + "Rain".encode("utf-16-le"), "\ufeffRain", "utf-16-le"),
        (b"\xfe\xff" + "Rain".encode("utf-16-be"), "\ufeffRain", "utf-16-be"),
        ("Rain fell".encode("utf-16-le"), "Rain fell", "utf-16-le"),
        (b"\x93Rain\x94 \x97 fell", "“Rain” — fell", "cp1252"),
        (b"one\r\ntwo\rthree", "one\r\ntwo\rthree", "utf-8"),
    ],
)
def test_decoding_alters_nothing(data: bytes, text: str, encoding: str) -> None:
    assert decode(data) == (text, encoding)


def _database(folder: Path) -> bytes:
    with sqlite3.connect(folder / "some.db") as connection:
        connection.execute("CREATE TABLE boats (name TEXT)")
        connection.execute("INSERT INTO boats VALUES ('Patience')")
    connection.close()
    return (folder / "some.db").read_bytes()


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    for data in (
        _database(tmp_path),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4,
        b"\x81\x8d\x8f\x90\x9d",
        b"\xff\xfeR",
        b"\x01\x02\x03\x80" * 50,
        b"Rain\0fell on the quay",
    ):
        with pytest.raises(UnreadableDocument):
            written(tmp_path, "x.txt", data)
    with pytest.raises(EmptyDocument):
        written(tmp_path, "x.txt", " \n 12 -- \n")
    with pytest.raises(UnreadableDocument, match="line 3"):
        written(tmp_path, "x.md", "---\ntitle: a\n b: [\n---\nRain.")
    (tmp_path / "x.toml").write_text("title = ")
    with pytest.raises(ReadingError, match=r"x\.toml"):
        written(tmp_path, "x.txt", "Rain.")


@given(st.binary(max_size=80))
def test_bytes_are_decoded_or_refused_in_a_sentence(data: bytes) -> None:
    try:
        text, encoding = decode(data)
    except UnreadableDocument as error:
        assert str(error)
    else:
        assert text.encode(encoding) == data


def test_what_a_folder_holds(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "README.md", ".hidden.txt", "c.xyz", "in/d.markdown", ".git/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Rain fell.")
    (tmp_path / "out.txt").symlink_to("/etc/hostname")
    assert [source.display for source in sources(tmp_path)] == ["a.txt", "b.md", "in/d.markdown"]
    assert [source.display for source in sources(tmp_path / "in" / "d.markdown")] == ["d.markdown"]
    for wrong in ("c.xyz", "missing.txt"):
        with pytest.raises(UsageError, match=wrong):
            list(sources(tmp_path / wrong))


def test_a_document_is_the_same_from_wherever_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Rain fell.")
    whole = [read(source).id for source in sources(tmp_path)]
    monkeypatch.chdir(tmp_path / "in")
    for place in (Path("a.txt"), Path("../in"), Path(os.curdir), Path("..")):
        assert [read(source).id for source in sources(place)] == whole


def test_a_library_inside_a_folder_is_none_of_its_documents(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Rain fell.")
    (tmp_path / "kept" / "words").mkdir(parents=True)
    for own in ("record.sqlite3", "caches.json", "words/meta.json"):
        (tmp_path / "kept" / own).write_text('{"what": "a library holds"}')
    assert [source.display for source in sources(tmp_path)] == ["note.txt"]
