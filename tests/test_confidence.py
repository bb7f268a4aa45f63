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

FAIR = Signals(
    similarity=0.6,
    match=0.6,
    names=0.7,
    coverage=0.5,
    missing=0.1,
    strangers=0.0,
    denial=0.0,
    contrast=0.0,
    otherwise=0.0,
)
NEAR = Nearness(similarity=0.6, match=0.6, names=0.7, coverage=0.5, missing=0.1)


def told(question: str, sentence: str, around: str = "") -> Signals:
    return signals(question, sentence, around, NEAR)


def test_a_name_that_stands_nowhere_is_a_stranger() -> None:
    assert told("Did Vasquez close the lock?", "The keeper closed the lock.").strangers == 1


def test_what_stands_around_the_sentence_is_no_stranger() -> None:
    assert told("Did Vasquez close the lock?", "The keeper closed the lock.", "Vasquez was the keeper.").strangers == 0


def test_a_name_spelt_nearly_so_is_no_stranger() -> None:
    assert told("Did Hatmanis open it?", "It was opened.", "The lock is Hartmanis's work.").strangers == 0


def test_numbers_in_letters_are_no_names() -> None:
    assert (
        told("Name three Locks.", "The gates are old.").strangers == told("Name Locks.", "The gates are old.").strangers
    )


@pytest.mark.parametrize(
    ("question", "sentence", "denies"),
    [
        ("Who did not close the lock?", "The keeper closed the lock.", 1),
        ("Who did not close the lock?", "The keeper did not close the lock.", 0),
        ("Who closed the lock?", "The keeper did not close the lock.", 0),
        ("Won't the keeper close the lock?", "The keeper closed the lock.", 0),
        ("Who warned that the lock was not safe?", "The keeper warned of an unsafe lock.", 0),
        ("Which duties are unpaid?", "The keeper's duties are paid by the town.", 1),
        ("Which duties are paid?", "The keeper's duties are unpaid.", 1),
        ("Which duties are unpaid?", "The keeper's duties are unpaid.", 0),
    ],
)
def test_a_question_that_says_no_is_not_answered_by_a_yes(question: str, sentence: str, denies: int) -> None:
    assert told(question, sentence).denial == denies


@pytest.mark.parametrize(
    ("question", "sentence", "contrasts"),
    [
        ("What happened before the flood?", "After the flood the lock was closed.", 1),
        ("What happened before the flood?", "Before the flood the lock was closed, after it opened.", 0),
        ("What costs more than the dredger?", "The pumps cost less than the dredger.", 1),
        ("Who says the lock is less safe?", "The keeper says the lock is more dangerous.", 0),
        ("How long is the quay?", "The quay is short.", 0),
        ("How many ships pass in a month?", "Some 500 ships pass in a year.", 1),
        ("In which month did it open?", "It opened that year.", 0),
    ],
)
def test_before_is_not_answered_by_after(question: str, sentence: str, contrasts: int) -> None:
    assert told(question, sentence).contrast == contrasts


@pytest.mark.parametrize(
    ("question", "sentence", "otherwise"),
    [
        ("Who built the stone bridge?", "The mayor built the wooden bridge.", 1),
        ("Who built the stone bridge?", "The mayor built the bridge of stone.", 0),
        ("Who built the stone bridge?", "The mayor built the bridge.", 0),
    ],
)
def test_another_bridge_is_not_the_bridge(question: str, sentence: str, otherwise: int) -> None:
    assert told(question, sentence).otherwise == otherwise


@pytest.mark.parametrize(
    ("worse", "value"),
    [("similarity", 0.2), ("names", 0.2), ("missing", 1.0), ("denial", 1.0), ("contrast", 1.0), ("otherwise", 1.0)],
)
def test_whatever_speaks_against_an_answer_makes_it_less_sure(worse: str, value: float) -> None:
    model = shipped()
    assert model.sure(replace(FAIR, **{worse: value})) < model.sure(FAIR)


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
@settings(deadline=None, max_examples=60)
def test_signals_stay_in_bounds(question: str, sentence: str, around: str) -> None:
    found = signals(question, sentence, around, NEAR)
    for value in (found.strangers, found.denial, found.contrast, found.otherwise):
        assert -1e-9 <= value <= 1 + 1e-9
    assert 0 < shipped().sure(found) < 1


@pytest.mark.parametrize(
    "pair",
    [
        ("alleged", "allegation"),
        ("funding", "funder"),
        ("assess", "assessment"),
        ("inflation", "inflationary"),
        ("legitimate", "legitimacy"),
    ],
)
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


def test_a_question_of_two_words_is_not_put_in_a_document_s_words(assistant: Assistant) -> None:
    short = assistant.signals("Which ferries were halted?")
    long = assistant.signals("How many metres was the outer wall moved by the storm of 2003?")
    assert short is not None
    assert long is not None
    assert short.coverage <= 0.5 < long.coverage
