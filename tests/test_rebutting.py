"""A charge and what the accused says to it; two documents that give different times; days without their month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from libraries import library_of

from assistant import Assistant
from assistant.answers.grounding import meets_each
from assistant.answers.periods import periods
from assistant.answers.shape import wants_attribution
from assistant.answers.weighing import Signals
from assistant.checks.auditing import check_answer
from assistant.model import Status

NORLAND = """---
title: Norland's speech in the Assembly
author: Norland
published: 2021-09-20
genre: speech
---
Suland arms the rebels of the Karv valley and pays them by the month. Nobody here can doubt it.
"""
SULAND = """---
title: Suland's speech in the Assembly
author: Suland
published: 2021-09-22
genre: speech
---
We grow more wheat than any land on the river. In no way have we armed the rebels of the Karv valley. Rain fell late, \
where no army has been for years.
"""
COURIER = """---
title: Courier
author: Petra Osgood
published: 2023-05-17
genre: article
---
The fire in the tannery broke out at 9.40 p.m., according to Commander Valdrup.
"""
HERALD = """---
title: Herald
author: Jonas Quill
published: 2023-05-19
genre: article
---
The fire in the tannery broke out at 10.20 p.m., said Helmut Grau, an engineer.
"""

GAGGLE = """---
title: Press gaggle on the flood
published: 2023-06-02
genre: briefing
---
MR. LUND: The pumps are running. I can take two questions.

Q  Two senators have called on the governor to resign over the flood. What is the response to that?

MR. LUND: This is a day for the people of the town and no day for politics. The governor will stay in office.

Q  Thirty-one percent of voters said in a Gazette/Tide poll that they still trust the governor. Is that enough?

MR. LUND: It is a number.
"""


@pytest.fixture(scope="module")
def valley(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("valley")
    with library_of(folder, norland=NORLAND, suland=SULAND, courier=COURIER, herald=HERALD, gaggle=GAGGLE) as assistant:
        yield assistant


def test_whoever_is_accused_is_heard(valley: Assistant) -> None:
    answer = valley.ask("Does Suland arm the rebels of the Karv valley?")
    assert "Suland arms the rebels of the Karv valley" in answer.text
    assert "In no way have we armed the rebels" in answer.text
    assert check_answer(answer, valley.shelf()).ok


@pytest.mark.parametrize(("least", "answers", "met"), [(0.6, 0.0, True), (0.3, 0.0, False), (0.3, 2.0, True)])
def test_what_is_done_must_be_met_or_the_sentence_read_as_an_answer(
    valley: Assistant, least: float, answers: float, met: bool
) -> None:
    question = valley.read("Does Norland shelter the rebels?")
    one = valley.finder().find(question)[0]
    assert meets_each(replace(one, signals=Signals(least=least, answers=answers)), question) is met


def test_both_times_are_told(valley: Assistant) -> None:
    answer = valley.ask("At what time did the fire in the tannery break out?")
    assert "9.40 p.m." in answer.text
    assert "10.20 p.m." in answer.text
    assert answer.status is Status.ANSWERED


def test_what_came_back_stands_behind_what_a_reporter_put(valley: Assistant) -> None:
    answer = valley.ask("two senators called for the governor to quit over the flood - how did his spokesman take it?")
    assert "the governor to resign over the flood" in answer.text
    assert "Lund said on 2 June 2023: “" in answer.text


def test_a_poll_is_named_with_those_who_were_asked(valley: Assistant) -> None:
    answer = valley.ask("who found that 31% of voters trust the governor?")
    assert (
        "thirty-one percent of voters said in a Gazette/Tide poll that “they still trust the governor”" in answer.text
    )


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("what did X say on 20 August 2021, and what was left of it by the 26th?", ["2021-08-20", "2021-08-26"]),
        ("what did X say on the 14th of April 2021 and then on the 16th?", ["2021-04-14", "2021-04-16"]),
        ("why did X on 27 August 2021 stay past the 31st?", ["2021-08-27"]),
        ("who backed the 14th amendment on 3 May 2020?", ["2020-05-03"]),
    ],
)
def test_a_days_number_is_of_the_month_named_before(question: str, days: list[str]) -> None:
    assert [one.first for one in periods(question)] == days


@pytest.mark.parametrize(
    "question",
    [
        "whose plan is it?",
        "whose three-part plan was it?",
        "which columnist had it that rates fall?",
        "which poll found that?",
        "where'd the story come from?",
    ],
)
def test_it_is_asked_who_says_so(question: str) -> None:
    assert wants_attribution(question)


def test_whose_house_is_nobodys_saying() -> None:
    assert not wants_attribution("whose house burned down?")
