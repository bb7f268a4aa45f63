"""How sure an answer is: signals one can check by hand, and a model in which each counts the way it should."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import Assistant
from assistant.answers.confidence import Nearness, Signals, shipped, signals
from assistant.model import Status
from assistant.text import root

FAIR = Signals(similarity=0.6, match=0.6, names=0.7, coverage=0.5, strangers=0.0, negation=0.0)
NEAR = Nearness(similarity=0.6, match=0.6, names=0.7, coverage=0.5)


def told(question: str, sentence: str, around: str = "") -> Signals:
    return signals(question, sentence, around, NEAR)


def test_a_name_that_stands_nowhere_is_a_stranger() -> None:
    assert told("Did Vasquez close the lock?", "The keeper closed the lock.").strangers == 1


def test_what_stands_around_the_sentence_is_no_stranger() -> None:
    assert told("Did Vasquez close the lock?", "The keeper closed the lock.", "Vasquez was the keeper.").strangers == 0


@pytest.mark.parametrize(("question", "differs"), [("Who did not close the lock?", 1), ("Who closed the lock?", 0)])
def test_one_that_says_no_and_one_that_does_not_differ(question: str, differs: int) -> None:
    assert told(question, "The keeper closed the lock.").negation == differs


@pytest.mark.parametrize(
    ("worse", "value"),
    [("similarity", 0.2), ("match", 0.2), ("strangers", 1.0), ("negation", 1.0)],
)
def test_whatever_speaks_against_an_answer_makes_it_less_sure(worse: str, value: float) -> None:
    model = shipped()
    assert model.sure(replace(FAIR, **{worse: value})) < model.sure(FAIR)


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
@settings(deadline=None, max_examples=60)
def test_signals_stay_in_bounds(question: str, sentence: str, around: str) -> None:
    found = signals(question, sentence, around, NEAR)
    for value in (found.strangers, found.negation):
        assert -1e-9 <= value <= 1 + 1e-9
    assert 0 < shipped().sure(found) < 1


@pytest.mark.parametrize("pair", [("alleged", "allegation"), ("funding", "funder"), ("assess", "assessment")])
def test_derivations_share_a_root(pair: tuple[str, str]) -> None:
    assert root(pair[0]) == root(pair[1])


def test_an_answer_says_how_sure_it_is_and_a_refusal_is_less_sure(assistant: Assistant) -> None:
    held = assistant.ask("When did the harbour at Marrow Point open?")
    strange = assistant.ask("Which enzyme unwinds DNA during bacterial replication?")
    assert (held.status, strange.status) == (Status.ANSWERED, Status.ABSTAINED)
    assert held.confidence is not None
    assert strange.confidence is not None
    assert strange.confidence < shipped().enough <= held.confidence


def test_somebody_who_is_not_heard_gives_no_reply(assistant: Assistant) -> None:
    answer = assistant.ask("How did Halvorsen respond to the report on the pumps of the dredger?")
    assert answer.status is Status.ABSTAINED
    assert "Halvorsen" in (answer.reason or "")
