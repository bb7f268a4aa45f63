"""A library's health: verify, doctor, rebuild, export and import, and documents altered behind its back."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from libraries import execute, folder_of, logical, story
from typer.testing import CliRunner

from assistant.assistant import Assistant
from assistant.cli import app
from assistant.errors import LibraryDamaged, LibraryError, ModelMismatch, UsageError
from assistant.record import Vector, Vectors
from assistant.search import embedders, minilm
from assistant.search.e5 import E5


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("made")
    folder_of(place / "documents", range(1, 4), sentences=8)
    with Assistant.open(place / "library") as assistant:
        assistant.sync(place / "documents")
    return place


@pytest.fixture
def library(made: Path, tmp_path: Path) -> Path:
    """A copy of a library of three documents, to be ruined."""
    return Path(shutil.copytree(made / "library", tmp_path / "library"))


@pytest.fixture
def altered(made: Path) -> Iterator[Path]:
    """A document's file, altered behind the library's back."""
    file = made / "documents" / "story-1.md"
    file.write_text("# Story 1\n\nNothing of the kind was ever repaired by anybody at all.\n", "utf-8")
    yield file
    file.write_text(story(1, 8), "utf-8")


def _codes(library: Path) -> list[str]:
    with Assistant.open(library) as assistant:
        return [finding.code for finding in assistant.verify()]


def test_a_whole_library_has_no_findings(library: Path) -> None:
    assert _codes(library) == []


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE editions SET text = replace(text, 'year', 'YEAR')", "text"),
        ("UPDATE editions SET read = replace(read, 'text/markdown', 'text/plain')", "text"),
        ("UPDATE sentences SET end = 100000 WHERE number = 7", "sentence"),
        ("UPDATE sentences SET start = start - 3 WHERE number = 2", "sentence"),
        ("UPDATE sentences SET end = start WHERE number = 2", "text"),
        ("UPDATE units SET start = start + 1 WHERE first = 0", "unit"),
        ("DELETE FROM units WHERE first > 0", "unit"),
        ("UPDATE units SET vector = zeroblob(1536)", "vector"),
        ("UPDATE passages SET end = end - 1", "passage"),
        ("UPDATE passages SET vector = zeroblob(1536)", "vector"),
        ("DELETE FROM editions WHERE id = (SELECT min(id) FROM editions)", "database"),
    ],
)
def test_verify_finds_what_was_altered_in_the_record(library: Path, statement: str, code: str) -> None:
    execute(library, statement)
    assert code in _codes(library)


def test_an_altered_file_is_stale_and_its_citations_say_so(library: Path, altered: Path) -> None:
    with Assistant.open(library) as assistant:
        assert [(finding.code, finding.document) for finding in assistant.verify()] == [("stale", altered.name)]
        answer = assistant.ask("Who " + story(1, 8).splitlines()[2].partition(" ")[2])
        marks = {citation.document.uri: citation.stale for citation in answer.citations}
        assert marks.pop(altered.name) is True
        assert not any(marks.values())
        for citation in answer.citations:
            text = assistant.document(citation.document.id).text
            assert text[citation.start : citation.end] == citation.exact
        assert "ever repaired by anybody" not in answer.text
    shown = CliRunner().invoke(app, ["show", altered.name, "--library", str(library), "--json"])
    assert json.loads(shown.stdout)["standing"] == "altered"
    assert json.loads(shown.stdout)["text"] == story(1, 8)


def test_a_deleted_file_is_stale_but_no_finding(library: Path, altered: Path) -> None:
    altered.unlink()
    with Assistant.open(library) as assistant:
        assert not list(assistant.verify())
        assert assistant.standing(altered.name).stale
    listed = CliRunner().invoke(app, ["documents", "--library", str(library), "--json"])
    stale = [one["uri"] for one in map(json.loads, listed.stdout.splitlines()) if one["stale"]]
    assert stale == [altered.name]


# -- rebuild -------------------------------------------------------------------------------------


class _Mirrored(E5):
    """Another model: every vector turned round."""

    def __init__(self, cache: Path, threads: int = 0) -> None:
        super().__init__(cache, threads)
        self.model_name = "mirrored"

    def embed(self, texts: Sequence[str]) -> Vectors:
        return super().embed(texts)[:, ::-1].copy()

    def query(self, text: str) -> Vector:
        return super().query(text)[::-1].copy()


def test_a_library_made_with_another_of_our_models_goes_on_with_it(library: Path, tmp_path: Path) -> None:
    with Assistant.open(library) as assistant:
        assistant.rebuild(minilm.NAME)
    folder_of(tmp_path / "more", [9], sentences=8)
    with Assistant.open(library) as assistant:
        assistant.add([tmp_path / "more"])
        line = story(9, 8).splitlines()[2]
        assert assistant.retriever.retrieve(line)[0].node.get_content().startswith(line)
        assert not list(assistant.verify())
    checked = CliRunner().invoke(app, ["doctor", "--library", str(library)])
    assert f"embedder: {minilm.NAME} (this version makes {embedders.DEFAULT})" in checked.stdout


def test_another_model_embeds_everything_anew(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = logical(library)
    with monkeypatch.context() as patch:
        patch.setitem(embedders.EMBEDDERS, "mirrored", _Mirrored)
        with Assistant.open(library) as assistant:
            assistant.rebuild("mirrored")
            assert not list(assistant.verify())
        with Assistant.open(library) as assistant:
            line = story(2, 8).splitlines()[2]
            assert assistant.retriever.retrieve(line)[0].node.get_content().startswith(line)
            assert logical(library) != before
            assistant.rebuild(embedders.DEFAULT)
        assert logical(library) == before
        with Assistant.open(library) as assistant:
            assistant.rebuild("mirrored")
    with pytest.raises(ModelMismatch, match="mirrored"):
        Assistant.open(library)


def test_a_model_nobody_knows_is_refused(library: Path) -> None:
    with Assistant.open(library) as assistant, pytest.raises(UsageError, match="Those known are"):
        assistant.rebuild("word2vec")


# -- doctor --------------------------------------------------------------------------------------


def test_the_doctor_reports_and_changes_nothing(library: Path, altered: Path, tmp_path: Path) -> None:
    garbled = tmp_path / "garbled.txt"
    garbled.write_text("The mayorâ€™s cafÃ© closed in the year 1990, said the bakers.", "utf-8")
    with Assistant.open(library) as assistant:
        assistant.add([garbled])
    before = {file: file.read_bytes() for file in library.rglob("*") if file.is_file()}
    ran = CliRunner().invoke(app, ["doctor", "--library", str(library)])
    assert ran.exit_code == 1
    assert "story-1.md: stale" in ran.stdout
    assert "garbled.txt: mojibake: 2 places" in ran.stdout
    assert "database: whole" in ran.stdout
    assert {file: file.read_bytes() for file in before if file.name != "lock"} == {
        file: data for file, data in before.items() if file.name != "lock"
    }


# -- export and import ---------------------------------------------------------------------------


@pytest.fixture
def exported(library: Path, tmp_path: Path) -> Path:
    with Assistant.open(library) as assistant:
        assistant.export(tmp_path / "library.zip")
    return tmp_path / "library.zip"


def test_what_is_imported_is_what_was_exported(library: Path, exported: Path, tmp_path: Path) -> None:
    with Assistant.restore(exported, tmp_path / "other") as assistant:
        assert not list(assistant.verify())
        line = story(2, 8).splitlines()[2]
        assert assistant.retriever.retrieve(line)[0].node.get_content().startswith(line)
    assert logical(tmp_path / "other") == logical(library)


def test_nothing_is_overwritten_unasked(library: Path, exported: Path, tmp_path: Path) -> None:
    with Assistant.open(library) as assistant, pytest.raises(UsageError, match="--replace"):
        assistant.export(exported)
    with Assistant.open(tmp_path / "other") as other:
        other.add([folder_of(tmp_path / "more", [9], sentences=6)])
    before = logical(tmp_path / "other")
    with pytest.raises(UsageError, match="--replace"):
        Assistant.restore(exported, tmp_path / "other")
    assert logical(tmp_path / "other") == before
    with Assistant.restore(exported, tmp_path / "other", replace=True) as replaced:
        assert len(replaced.documents()) == 3
        assert replaced.retriever.retrieve("the old bridge")
    assert logical(tmp_path / "other") == logical(library)


@pytest.mark.parametrize("where", [0.0, 0.3, 0.6, 1.0])
def test_a_damaged_file_is_refused(exported: Path, tmp_path: Path, where: float) -> None:
    data = bytearray(exported.read_bytes())
    at = int(where * (len(data) - 8))
    data[at : at + 8] = bytes(255 - byte for byte in data[at : at + 8])
    exported.write_bytes(data)
    with pytest.raises(LibraryDamaged):
        Assistant.restore(exported, tmp_path / "other")
    assert not (tmp_path / "other" / "record.sqlite3").exists()


def test_a_newer_file_is_refused(exported: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer.zip"
    with zipfile.ZipFile(exported) as old, zipfile.ZipFile(newer, "w") as new:
        new.writestr("manifest.json", json.dumps(json.loads(old.read("manifest.json")) | {"format": 99}))
    with pytest.raises(LibraryError, match="newer version"):
        Assistant.restore(newer, tmp_path / "other")
