"""A question in the library's own words: misspellings, hyphens, synonyms; what is known stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.answers.respelling import Speller, apart

TEXT = """# The ferry line

The ferry line RK-L ran from Skerrow to the mainland until 1994. Its captain, Yusra al-Tamer, kept the only chart.

Who funded RK-L was never settled. The captain said that a timber firm paid for the first boat.

They told of blasting at the pier, and had rejoined the boat by night.

The island held an election in May.

Passengers criticised the evacuation of the island, and nobody criticised the captain.
"""


@pytest.fixture(scope="module")
def speller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Speller]:
    folder = tmp_path_factory.mktemp("ferry")
    (folder / "ferry.md").write_text(TEXT, "utf-8")
    with Assistant.open(folder / "library") as assistant:
        assistant.add([Path(folder / "ferry.md")])
        yield Speller(assistant._retriever, assistant._reader.knows)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("the evacuaton of the iland", "the evacuation of the island"),
        ("who was the captian", "who was the captain"),
        ("what about Skerow?", "what about Skerrow?"),
        ("who ran rk l?", "who ran RK-L?"),
        ("who ran rkl?", "who ran RK-L?"),
        ("did al Tamer keep it", "did al-Tamer keep it"),
        ("who bankrolled the boat", "who funded the boat"),
        ("who bankrolls it", "who funds it"),
        ("did a firm foot the bill?", "did a firm pay?"),
        ("who slammed the captain", "who criticised the captain"),
        ("who turned down the boat", "who rejected the boat"),
        ("did it cost $7bn or 40k", "did it cost $7 billion or 40 thousand"),
    ],
)
def test_what_no_document_writes_so_is_read_as_they_write_it(speller: Speller, typed: str, read: str) -> None:
    assert speller.worded(typed) == read


@pytest.mark.parametrize(
    "question",
    [
        "is the boat 40 m long?",
        "what does section 4 B of the chart say",
        "who wrote “they turned down the boat”?",
        "Who kept the only chart?",
        "is a ferry to be seen",
        "what did Halvorsen say?",
        "which enzyme unwinds bacterial DNA?",
        "was the captain boasting?",
        "did they shun the ferret?",
        "how many votes did it get?",
        "who wrote “the evacuaton”?",
        "Who is L?",
        "",
    ],
)
def test_what_is_known_or_nowhere_near_stays(speller: Speller, question: str) -> None:
    assert speller.worded(question) == question


def test_the_reading_is_shown(assistant: Assistant) -> None:
    answer = assistant.ask("when did the harbor at marow point open")
    assert answer.standalone_question is not None
    assert "harbour" in answer.standalone_question
    assert "opened on 4 June 1987" in answer.citations[0].exact


@given(st.text("abcdé", max_size=8), st.text("abcdé", max_size=8))
def test_the_distance_is_symmetric_and_zero_for_the_same(one: str, other: str) -> None:
    assert apart(one, other, 20) == apart(other, one, 20)
    assert (apart(one, other, 20) == 0) == (one == other)
    assert apart(one, other, 2) == min(apart(one, other, 20), 3)
