"""Everyday questions to a small affair in a local paper: a strike, a column, a committee, a deal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from libraries import assert_answered, library_over

from assistant import Assistant
from assistant.answers.dialogue import Turn, understand_turn
from assistant.answers.shape import Asks
from assistant.answers.typed import holding

FOLDER = Path(__file__).parent / "strike"


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with library_over(FOLDER, tmp_path_factory.mktemp("strike")) as assistant:
        yield assistant


@pytest.mark.parametrize(
    ("question", "told"),
    [
        # a question that the minutes ask themselves has the reply it got there
        ("Will Haldane withdraw the rota?", "Mr P. Haldane said on 18 September 2025: “No. I am prepared to limit"),
        ("What would it take to call off the strike?", "“Withdraw the rota and talk to us” [1]"),
        ("How many children depend on the buses?", "“About 6,200 hold passes”"),
        # a clause with "which" told by itself
        ("How much does the council pay MarlowBus?", "the county council “pays MarlowBus £11.3 million a year"),
        ("how many routes does MarlowBus run?", "MarlowBus “runs 84 routes in the county”"),
        # a denial with what is denied
        ("what did MarlowBus deny?", "told the Evening News that “colleagues had been warned"),
        # who somebody is
        ("who is Irene Costa?", "Irene Costa is “the federation's regional organiser”"),
        ("who is Peter Haldane?", "Peter Haldane is MarlowBus’ “managing director”"),
        # a party named behind its office, and a common noun that opens a sentence
        ("Why can't the company pay more?", "Peter Haldane, said “the company could not afford more"),
        (
            "by how much has bus use fallen?",
            "research by the Institute for Rural Transport, published this month, found",
        ),
        # the verb is the matter where there is no other
        ("what did MarlowBus offer?", "a 4.2 per cent rise"),
    ],
)
def test_an_everyday_question_is_answered(paper: Assistant, question: str, told: str) -> None:
    assert_answered(paper, question, told)


def test_a_claim_that_is_called_untrue_is_not_quoted_over_its_end(paper: Assistant) -> None:
    told = paper.ask("what does Haldane say about the five hours unpaid?").text
    assert "“drivers wait five hours unpaid is simply not true" not in told
    assert ", But " not in told


def test_what_is_denied_is_not_told_twice(paper: Assistant) -> None:
    answer = paper.ask("did MarlowBus threaten drivers who strike?")
    assert [one.exact for one in answer.citations].count("denied the claim") == 1
    told, denied = answer.statements[-2:]
    assert "would lose overtime if they took part in the strike”" in told.text
    assert denied.text.startswith("MarlowBus “denied the claim”")


def standalone(paper: Assistant, *turns: str) -> str:
    *earlier, last = turns
    heard = [Turn(question, paper.ask(question)) for question in earlier]
    return understand_turn(last, heard, paper._known().parties).question


@pytest.mark.parametrize(
    ("turns", "whole"),
    [
        (("What did Irene Costa say about the rota?", "and the company?"), "What did the company say about the rota?"),
        (("did MarlowBus threaten drivers?", "who is Irene Costa?"), "who is Irene Costa?"),
        (("How many buses ran when the strike began?", "and by 6 October?"), "How many buses ran by 6 October?"),
    ],
)
def test_a_follow_up_asks_somebody_or_some_time_else(paper: Assistant, turns: tuple[str, ...], whole: str) -> None:
    assert standalone(paper, *turns) == whole


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("The dock would stay shut until June.", 1.0),
        ("The strike will last 48 hours.", 1.0),
        ("He paid 12 crowns.", 0.4),
        ("The dock is shut.", 0.0),
    ],
)
def test_how_long_is_told_by_a_length_or_an_end(text: str, least: float) -> None:
    assert holding(Asks.NUMBER, "How long will the dock stay shut?", text) == least
