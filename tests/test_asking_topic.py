"""What a question looks for: the matter a party is asked about, not the words that ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from libraries import library_of

from assistant import Assistant
from assistant.answers.topic import unframed

SPEECH = """---
title: Norland's speech in the harbour conference, 2021
genre: speech
author: Norland
published: 2021
---
As we have said, there is no question about that. We have conveyed that many times. As we say more, we will say it here.

The new tariff will only ease inflationary pressures on the islands. Fares will fall by half within the year.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with library_of(tmp_path_factory.mktemp("topic"), speech=SPEECH) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("What did Norland say about inflation?", "inflation"),
        ("what did Norland say on 3 May 2021 about the ferry", "the ferry"),
        ("What does Norland think of the toll?", "the toll"),
        ("What did Norland tell the conference about the toll?", "the toll"),
        ("Why did Norland say that the toll is too high?", None),
        ("What did Suland say about inflation?", None),
        ("What did Norland say?", None),
        ("What did Norland say about the new tariff for the small boats of the western islands?", None),
    ],
)
def test_what_a_party_is_asked_about_is_looked_for_alone(question: str, matter: str | None) -> None:
    assert unframed(question, ["Norland"]) == matter


def test_a_matter_of_one_word_is_found_by_its_derivation_among_much_that_only_says_something(
    assistant: Assistant,
) -> None:
    question = "What did Norland say about inflation?"
    assert assistant.read(question).topic == "inflation"
    answer = assistant.ask(question)
    assert "ease inflationary pressures" in answer.text
    assert "conveyed" not in answer.text
