"""A person's words to the United Nations stand in a State's speech, whose speaker no metadata names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from libraries import library_of

from assistant import Assistant
from assistant.answers.delegating import without_venue
from assistant.model import Status

SPEECH = """---
title: {state}'s speech in the General Debate, {year}
author: {state}
genre: speech
published: {year}
---

{words}
"""
REMARKS = """---
title: Remarks by {who} on the Harvest
author: {who}
genre: speech
published: {year}-05-04
url: https://www.{host}/remarks/harvest
---

The harvest was good. Farmers in the valley will have new tractors by the autumn.
"""
DOCUMENTS = {
    "kenya-2021": SPEECH.format(
        state="Kenya",
        year=2021,
        words="Kenya has planted two million trees. We have sent 40 teachers to our neighbours.",
    ),
    "kenya-2012": SPEECH.format(state="Kenya", year=2012, words="Kenya has planted nine thousand trees this spring."),
    "peru-2021": SPEECH.format(state="Peru", year=2021, words="Peru has planted six million trees since the drought."),
    "remarks": REMARKS.format(who="President Odhiambo", year=2021, host="president.gov.ke"),
    "mayor": REMARKS.format(who="Mayor Quispe", year=2021, host="quispe.example"),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder: Path = tmp_path_factory.mktemp("delegating")
    with library_of(folder, **DOCUMENTS) as assistant:
        yield assistant


@pytest.mark.parametrize(
    "question",
    [
        "How many million trees had Kenya planted by the time Odhiambo spoke at the UN?",
        "How many million trees did Odhiambo say Kenya planted, in his first UN address?",
        "What did Odhiambo tell the UN about trees?",
    ],
)
def test_a_persons_words_to_the_assembly_are_looked_for_in_the_speech_of_their_state_and_years(
    library: Assistant, question: str
) -> None:
    answer = library.ask(question)
    assert "two million trees" in answer.text
    assert answer.text.startswith("Kenya")
    assert "nine thousand" not in answer.text
    assert "Peru" not in answer.text


def test_a_year_that_is_named_goes_before_the_years_a_person_is_heard_in(library: Assistant) -> None:
    assert "nine thousand" in library.ask("What did Odhiambo tell the UN in 2012 about trees?").text


def test_what_a_person_says_elsewhere_stays_theirs(library: Assistant) -> None:
    assert "tractors" in library.ask("What did Odhiambo say farmers will have?").text


def test_whom_the_documents_tie_to_no_state_is_given_none_of_its_words(library: Assistant) -> None:
    answer = library.ask("What did Quispe tell the UN about trees?")
    assert answer.status is Status.ABSTAINED or "trees" not in answer.text


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("How many did it send by the time Ann Lee spoke at the UN?", "How many did it send ?"),
        ("What did Lee want for farmers in her first General Assembly speech?", "What did Lee want for farmers ?"),
        ("In his 2020 UN address, what did Lee want?", "what did Lee want?"),
        ("What did the UN report say?", "What did the UN report say?"),
    ],
)
def test_what_only_says_where_somebody_spoke_is_nothing_to_look_for(question: str, rest: str) -> None:
    assert without_venue(question) == rest
