"""Everyday questions to an affair that is told differently by everybody: a theft, an alarm, a letter, a resignation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from libraries import assert_answered, library_over

from assistant import Assistant

FOLDER = Path(__file__).parent / "theft"


@pytest.fixture(scope="module")
def affair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with library_over(FOLDER, tmp_path_factory.mktemp("theft")) as assistant:
        yield assistant


@pytest.mark.parametrize(
    ("question", "told"),
    [
        # two numbers of one thing, which the paper tells one behind the other
        ("how much are the paintings worth?", ("police put “the value of the paintings at £2.4m", "£900,000")),
        # then and now, in a chronology and in a paper
        (
            "how did Prout's story about the alarm change?",
            (
                "on 3 February 2025, the director, Helena Prout, says that “she switched on",
                "On 10 February 2025, Ms Prout",
            ),
        ),
        (
            "what did Prout say about the alarm on 4 February and on 10 February?",
            ("“the alarm had been switched on at ten”", "on 10 February 2025, Ms Prout concedes"),
        ),
        # the entry of a chronology dates what it tells
        ("when were the paintings stolen?", ("On 3 February 2025: “Three paintings",)),
        ("when did Prout resign?", ("On 28 February 2025: “Ms Prout resigns”",)),
        ("what happened in February?", ("10 February 2025 — ", "24 February 2025 — ")),
        ("what happened between January and March?", ("31 January 2025 — ", "24 February 2025 — ")),
        # an irregular past
        ("what did the guards hear?", ("he had heard glass break",)),
        # a pronoun that stands for what is asked about
        ("who proposed the cut?", ("“Sir Alec Bowden proposed it”",)),
        ("has anybody been arrested?", ("“Police arrest a man of 41 in Stowe”",)),
        # a reply of two words is given with what follows it
        ("did the union warn the museum?", ("“Three times. In November, in December",)),
        # a number of what comes on top is no count
        ("how many guards were there?", ("from four guards to two",)),
        # a party by the first word of its name
        ("what did Nightingale say about the alarm?", ("Nightingale Security says",)),
    ],
)
def test_an_everyday_question_is_answered(affair: Assistant, question: str, told: tuple[str, ...]) -> None:
    assert_answered(affair, question, *told)


def test_what_a_writer_takes_back_is_not_quoted_as_meant(affair: Assistant) -> None:
    told = affair.ask("does Quill think Prout should resign?").text
    assert "Helena Prout should go. I am not”" in told


def test_nobody_is_said_to_be_silent_who_is_heard_under_a_longer_name(affair: Assistant) -> None:
    answer = affair.ask("what do the museum and Nightingale say about the letter?")
    assert "hold nothing by Nightingale" not in answer.text


def test_two_accounts_that_the_paper_opposes_are_a_disagreement(affair: Assistant) -> None:
    claimants = [{line.claimant for line in one.lines} for one in affair.disagreements("alarm")]
    assert any({"Helena Prout", "Dov Marsh"} <= names for names in claimants)
