"""A question for one thing at one time and another at the next is looked for in halves."""

from __future__ import annotations

import pytest

from assistant.answers.halving import at_the_time
from assistant.answers.parties import Parties
from assistant.answers.question import understand

NOBODY = Parties((), ())


@pytest.mark.parametrize(
    ("question", "topics"),
    [
        (
            "What did the guild want for the quay in May 2021, and what fares were agreed in June 2022?",
            ["What did the guild want for the quay in May 2021", "what fares were agreed in June 2022?"],
        ),
        (
            "Boats on the lake: how many lamps burnt in 1999 vs what the ferry cost in 2004?",
            ["Boats on the lake: how many lamps burnt in 1999", "Boats on the lake: what the ferry cost in 2004?"],
        ),
    ],
)
def test_each_time_has_its_own_half(question: str, topics: list[str]) -> None:
    asked = understand(question, NOBODY, ())
    assert [at_the_time(asked, time).topic for time in asked.periods] == topics


def test_a_half_that_points_back_is_read_with_the_other() -> None:
    asked = understand(
        "What did the guild want for the quay in May 2021, and how did it speak of that in June?", NOBODY, ()
    )
    first, second = (at_the_time(asked, time) for time in asked.periods)
    assert first.topic == "What did the guild want for the quay in May 2021"
    assert second.topic == asked.topic


@pytest.mark.parametrize(
    "question",
    [
        "How did the guild's fares change between 2019 and 2021?",
        "What did the guild say of the quay in 2019?",
        "Why did the council agree in 2018 to close the old mill in 2021?",
    ],
)
def test_one_matter_of_two_times_is_not_halved(question: str) -> None:
    asked = understand(question, NOBODY, ())
    last = asked.periods[-1]
    assert at_the_time(asked, last).topic == asked.topic
