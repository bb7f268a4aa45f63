"""What the model makes of a library's sentences is kept beside the record: asked again, nothing is read again."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from assistant import Assistant
from assistant.record import Stretch
from assistant.search.embedders import Reader
from assistant.search.minilm import Reading
from assistant.search.readings import READINGS, Readings

TEXTS = {"The dredger sank at her mooring.": "one", "The county funded the lighthouse.": "two", "": "two"}
QUESTION = "Who paid for the lighthouse?"
READ_WHOLE = "SELECT count(*) FROM editions"
LAMP = "---\ntitle: The lamp\n---\n\nThe keeper said that the lamp was lit. The county paid for the oil every year.\n"


class Counting:
    """A library's model, with a list of what it was asked to read."""

    def __init__(self, model: Reader, name: str = "counted") -> None:
        self.model_name, self._model = name, model
        self.read_texts: list[str] = []

    def read(self, texts: Sequence[str]) -> list[Reading]:
        self.read_texts += texts
        return self._model.read(texts)

    def question(self, text: str) -> Reading:
        return self._model.question(text)

    def encoded_question(self, text: str) -> object:
        return self._model.encoded_question(text)

    def seeking(self, text: str) -> Reading:
        return self._model.seeking(text)

    def embed(self, texts: Sequence[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        return self._model.embed(texts)

    def knows(self, word: str) -> bool:
        return self._model.knows(word)


@pytest.fixture
def model(assistant: Assistant) -> Counting:
    return Counting(assistant._reader)


@pytest.fixture
def lit(tmp_path: Path) -> Iterator[Assistant]:
    """A library of one small document."""
    (tmp_path / "lamp.md").write_text(LAMP, "utf-8")
    with Assistant.open(tmp_path / "library") as opened:
        opened.add([tmp_path / "lamp.md"])
        yield opened


def kept(folder: Path, query: str = "SELECT count(*) FROM readings") -> int:
    with closing(sqlite3.connect(folder / READINGS)) as database:
        return int(database.execute(query).fetchone()[0])


def same(one: Readings, texts: dict[str, str], model: Counting) -> bool:
    """Tell whether texts mean what the model makes of them, to the third decimal."""
    found = one.read(texts)
    fresh = dict(zip(texts, model._model.read(list(texts)), strict=True))
    return all(
        np.allclose(found[text].vector, fresh[text].vector, atol=1e-3)
        and np.allclose(found[text].tokens, fresh[text].tokens, atol=3e-3)
        for text in texts
    )


def test_a_text_is_read_once_and_means_the_same_ever_after(tmp_path: Path, model: Counting) -> None:
    first = Readings(tmp_path / READINGS, model)
    made = first.read(TEXTS)
    first.close()
    assert model.read_texts == list(TEXTS)
    later = Readings(tmp_path / READINGS, model)
    again = later.read(TEXTS)
    assert model.read_texts == list(TEXTS)
    for text in TEXTS:
        assert np.array_equal(made[text].vector, again[text].vector)
        assert np.array_equal(made[text].tokens, again[text].tokens)
    assert same(later, TEXTS, model)


def test_another_model_begins_anew(tmp_path: Path, model: Counting, assistant: Assistant) -> None:
    Readings(tmp_path / READINGS, model).read(TEXTS)
    other = Counting(assistant._reader, "another")
    Readings(tmp_path / READINGS, other).read(TEXTS)
    assert other.read_texts == list(TEXTS)


def test_what_is_added_is_read_then_and_not_when_it_is_asked_about(lit: Assistant) -> None:
    document = lit.documents()[0]
    texts = ["The keeper said that the lamp was lit.", "The county paid for the oil every year."]
    model = Counting(lit._reader, lit._reader.model_name)
    found = Readings(lit.folder / READINGS, model)
    found.read(dict.fromkeys(texts, document.edition))
    assert model.read_texts == []
    found.catch_up(lit._record)
    assert model.read_texts == []


def test_a_library_of_before_is_read_as_it_is_asked_and_whole_at_the_next_change(
    library: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Assistant.open(library) as opened:
        answer = opened.ask(QUESTION).text
    for file in library.glob(f"{READINGS}*"):
        file.unlink()
    with caplog.at_level(logging.INFO), Assistant.open(library) as opened:
        assert opened.ask(QUESTION).text == answer
        assert "token by token, to be kept" in caplog.text
        assert kept(library) > 0 == kept(library, READ_WHOLE)
        (tmp_path / "lamp.md").write_text(LAMP, "utf-8")
        opened.add([tmp_path / "lamp.md"])
        assert kept(library, READ_WHOLE) == len(opened._record.searched_ids())


def test_what_is_removed_is_forgotten(lit: Assistant) -> None:
    lit.ask("Who paid for the oil?")
    assert kept(lit.folder) > 0
    lit.remove("lamp.md")
    assert kept(lit.folder) == kept(lit.folder, READ_WHOLE) == 0


def test_a_damaged_reading_is_made_anew(tmp_path: Path, model: Counting) -> None:
    Readings(tmp_path / READINGS, model).read(TEXTS)
    with closing(sqlite3.connect(tmp_path / READINGS)) as database, database:
        for text, body in database.execute("SELECT text, body FROM readings").fetchall():
            damaged = body[:41] + bytes([body[41] ^ 0xFF]) + body[42:]
            database.execute("UPDATE readings SET body = ? WHERE text = ?", (damaged, text))
        database.execute("UPDATE readings SET body = x'' WHERE edition = 'one'")
    assert same(Readings(tmp_path / READINGS, model), TEXTS, model)
    assert model.read_texts.count(next(iter(TEXTS))) == 2


def test_a_file_that_is_no_database_is_begun_anew(
    tmp_path: Path, model: Counting, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / READINGS).write_bytes(b"no database at all" * 500)
    readings = Readings(tmp_path / READINGS, model)
    assert "damaged" in caplog.text
    assert same(readings, TEXTS, model)
    assert kept(tmp_path) == len(TEXTS)


def test_a_file_that_cannot_be_written_costs_time_and_nothing_else(
    tmp_path: Path, model: Counting, caplog: pytest.LogCaptureFixture
) -> None:
    readings = Readings(tmp_path / "no folder" / READINGS, model)
    assert same(readings, TEXTS, model)
    assert "cannot be used" in caplog.text


def test_stretches_are_read_at_once_as_they_are_one_by_one(assistant: Assistant) -> None:
    record = assistant._record
    edition, other = [one.edition for one in assistant.documents()][:2]
    numbers: list[Stretch] = [(edition, 0, 3), (other, 2, 2), (edition, 2, 9), (edition, 10_000, 10_001)]
    assert record.sentences_in(numbers) == [record.sentences(*one) for one in numbers]
    assert record.sentences_in(numbers)[0][2:] == record.sentences_in(numbers)[2][:2]
    places: list[Stretch] = [(edition, 0, 400), (other, 100, 101), (edition, 0, 10**6), (edition, 10**6, 10**7)]
    found = record.claims_in(places)
    assert found == [record.claims(*one) for one in places]
    assert found[2]
    assert not record.sentences_in([])
    assert not record.claims_in([])
