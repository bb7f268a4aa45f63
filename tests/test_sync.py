"""`sync` mirrors a folder, by content; near-duplicates are linked and searched once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from libraries import folder_of, logical, story, touch_later

from assistant.assistant import Assistant
from assistant.errors import UsageError
from assistant.library.duplicates import sketch_of
from assistant.library.ingesting import Report
from assistant.model import Document, Span
from assistant.record import Vectors
from assistant.search.e5 import E5


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "documents", range(1, 7), sentences=6)


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[Assistant]:
    with Assistant.open(tmp_path / "library") as opened:
        yield opened


def _counts(report: Report) -> dict[str, int]:
    names = ("added", "changed", "moved", "removed", "unchanged", "skipped")
    return {name: len(getattr(report, name)) for name in names if getattr(report, name)}


def test_a_second_sync_changes_nothing(assistant: Assistant, folder: Path) -> None:
    assert _counts(assistant.sync(folder)) == {"added": 6}
    before = logical(assistant.folder)
    assert _counts(assistant.sync(folder)) == {"unchanged": 6}
    assert logical(assistant.folder) == before


def test_what_happened_to_each_file_is_told(assistant: Assistant, folder: Path) -> None:
    assistant.sync(folder)
    (folder / "story-1.md").write_text(story(100), "utf-8")
    (folder / "story-2.md").unlink()
    (folder / "more" / "story-3.md").rename(folder / "renamed.md")
    (folder / "story-8.md").write_text(story(8), "utf-8")
    report = assistant.sync(folder)
    assert report.changed == ["story-1.md"]
    assert report.removed == ["story-2.md"]
    assert report.moved == [("more/story-3.md", "renamed.md")]
    assert report.added == ["story-8.md"]
    assert len(report.unchanged) == 3
    assert [one.path for one in assistant.documents()] == [
        "more/story-6.md", "renamed.md", "story-1.md", "story-4.md", "story-5.md", "story-8.md",
    ]  # fmt: skip
    assert assistant.document("story-1.md").text == story(100)
    assert not list(assistant.verify())


def test_a_mirror_is_the_library_a_fresh_one_would_be(assistant: Assistant, folder: Path, tmp_path: Path) -> None:
    assistant.sync(folder)
    (folder / "story-1.md").write_text(story(1) + "\nOne more thing was said at the very end.\n", "utf-8")
    (folder / "story-2.md").unlink()
    folder_of(folder, [12], sentences=8)
    assistant.sync(folder)
    with Assistant.open(tmp_path / "fresh") as fresh:
        fresh.add([folder])
    assert logical(assistant.folder) == logical(tmp_path / "fresh")


def test_the_clock_decides_nothing(assistant: Assistant, folder: Path) -> None:
    assistant.sync(folder)
    file = folder / "story-1.md"
    touch_later(file)
    assert _counts(assistant.sync(folder)) == {"unchanged": 6}
    times = file.stat()
    file.write_text(file.read_text("utf-8").replace("the", "teh", 1), "utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert assistant.sync(folder).changed == ["story-1.md"]


def test_files_that_swap_their_texts_are_two_changes(assistant: Assistant, folder: Path) -> None:
    assistant.sync(folder)
    one, other = folder / "story-1.md", folder / "story-2.md"
    first, second = one.read_text("utf-8"), other.read_text("utf-8")
    one.write_text(second, "utf-8")
    other.write_text(first, "utf-8")
    assert assistant.sync(folder).changed == ["story-1.md", "story-2.md"]
    assert (assistant.document("story-1.md").text, assistant.document("story-2.md").text) == (second, first)


@pytest.mark.parametrize(
    ("name", "content"),
    [("story-1.toml", 'title = "Another title"\n'), ("metadata.csv", "path,title\nstory-1.md,Another title\n")],
)
def test_new_metadata_beside_a_file_changes_it(assistant: Assistant, folder: Path, name: str, content: str) -> None:
    assistant.sync(folder)
    (folder / name).write_text(content, "utf-8")
    report = assistant.sync(folder)
    assert report.changed == ["story-1.md"]
    assert len(report.unchanged) == 5
    assert [one.path for one in assistant.documents() if one.title == "Another title"] == ["story-1.md"]


def test_only_documents_of_the_folder_are_removed(assistant: Assistant, folder: Path, tmp_path: Path) -> None:
    elsewhere = folder_of(tmp_path / "documents-2", [20], sentences=5)
    assistant.add([elsewhere])
    assistant.sync(folder)
    (folder / "story-1.md").unlink()
    assert assistant.sync(folder).removed == ["story-1.md"]
    assert "story-20.md" in [one.path for one in assistant.documents()]


def test_a_folder_that_is_not_there_empties_nothing(assistant: Assistant, folder: Path) -> None:
    assistant.sync(folder)
    with pytest.raises(UsageError, match="not a folder"):
        assistant.sync(folder.with_name("unmounted"))
    assert len(assistant.documents()) == 6


def test_a_file_that_cannot_be_read_any_more_keeps_its_document(assistant: Assistant, folder: Path) -> None:
    assistant.sync(folder)
    (folder / "story-1.md").write_bytes(b"")
    report = assistant.sync(folder)
    assert [path for path, _ in report.skipped] == ["story-1.md"]
    assert not report.removed
    assert assistant.document("story-1.md").text == story(1, 6)
    assert assistant.standing("story-1.md").stale


class _Counting(E5):
    """The model, counting the texts it is given."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        _embedded.extend(texts)
        return super().embed(texts)


_embedded: list[str] = []


def test_what_moved_is_not_embedded_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.search import embedders

    monkeypatch.setitem(embedders.EMBEDDERS, embedders.DEFAULT, _Counting)
    with Assistant.open(tmp_path / "library") as assistant:
        assistant.sync(folder)
        assert _embedded
        _embedded.clear()
        (folder / "story-1.md").rename(folder / "more" / "story-1.md")
        assert assistant.sync(folder).moved == [("story-1.md", "more/story-1.md")]
    assert not _embedded


# -- near-duplicates -----------------------------------------------------------------------------


def _nearly(text: str) -> str:
    return text.replace("in the year 19", "in 19", 1) + "\nA copy editor added this line.\n"


@pytest.fixture
def twins(tmp_path: Path) -> Path:
    place = folder_of(tmp_path / "twins", [1, 2], sentences=60)
    (place / "story-1-again.md").write_text(_nearly(story(1, 60)), "utf-8")
    return place


def test_near_duplicates_are_linked_and_searched_once(assistant: Assistant, twins: Path) -> None:
    assistant.add([twins])
    listed = {one.path: one for one in assistant.documents()}
    assert len(listed) == 3
    assert listed["story-1.md"].duplicate_of == listed["story-1-again.md"].id
    assert listed["story-1-again.md"].duplicate_of is listed["story-2.md"].duplicate_of is None
    question = story(1, 60).splitlines()[2]
    found = assistant.retriever.retrieve(question)
    documents = {one.node.metadata["document_id"] for one in found}
    assert listed["story-1-again.md"].id in documents
    assert listed["story-1.md"].id not in documents


def test_the_one_that_is_left_is_searched(assistant: Assistant, twins: Path) -> None:
    assistant.add([twins])
    assistant.remove("story-1-again.md")
    left = {one.path: one for one in assistant.documents()}
    assert left["story-1.md"].duplicate_of is None
    found = assistant.retriever.retrieve(story(1, 60).splitlines()[2])
    assert left["story-1.md"].id in {one.node.metadata["document_id"] for one in found}


def test_links_do_not_depend_on_the_order_documents_came_in(assistant: Assistant, twins: Path, tmp_path: Path) -> None:
    for name in ("story-1-again.md", "story-2.md", "story-1.md"):
        assistant.add([twins / name])
    with Assistant.open(tmp_path / "other") as other:
        for name in ("story-1.md", "story-1-again.md", "story-2.md"):
            other.add([twins / name])
    assert logical(assistant.folder) == logical(tmp_path / "other")


def test_copies_are_listed_twice_and_searched_once(assistant: Assistant, tmp_path: Path) -> None:
    place = folder_of(tmp_path / "copies", [1])
    (place / "copy.md").write_bytes((place / "story-1.md").read_bytes())
    assistant.add([place])
    listed = {one.path: one for one in assistant.documents()}
    assert listed["story-1.md"].duplicate_of == listed["copy.md"].id


def _document(text: str) -> Document:
    return Document(uri="file:///a", path="a", text=text, content=(Span(start=0, end=len(text)),))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(10_001, 20_000))
def test_sketches_tell_edits_from_other_texts(number: int, other: int) -> None:
    import numpy as np

    def sketch(text: str) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
        return np.frombuffer(sketch_of(_document(text)), np.uint32)

    text = story(number, 40)
    edited = text.replace("# Story", "# The story", 1) + "It was the end of it.\n"
    assert (sketch(text) == sketch(edited)).mean() >= 0.85
    assert (sketch(text) == sketch(story(other, 40))).mean() <= 0.6


def test_short_texts_are_near_duplicates_of_nothing() -> None:
    assert sketch_of(_document("Go ahead. Thank you all.")) == b""
