"""The figures on follow-ups and on unanswerable questions, over data small enough to score by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.answers.confidence import Signals
from assistant.errors import UsageError
from eval.abstaining import Judged, area, at_refusals, false_answers, false_refusals, matching, read_squad
from eval.fitting import Example, fit
from eval.followups import FollowUp, read_follow_ups
from eval.rewriting import METHODS, compare, precision, recall, whole, wrong

TURN = FollowUp(
    "own", "c1", ("When was the Bergen ferry built?",), "Who paid for it?", "Who paid for the Bergen ferry?"
)


def test_the_last_turn_adds_nothing_and_the_history_too_much() -> None:
    alone = compare([TURN], METHODS["last turn only"])
    pasted = compare([TURN], METHODS["whole history pasted"])
    assert (recall(alone), precision(alone), wrong(alone)) == (0, None, 0)
    assert [recall(pasted), precision(pasted), wrong(pasted)] == [1, pytest.approx(2 / 3), 1]  # "built" is wrong


def test_a_rewrite_that_adds_what_the_person_added_is_whole() -> None:
    rows = compare([TURN], lambda one: one.human)
    assert (recall(rows), precision(rows), wrong(rows), whole(rows)) == (1, 1, 0, 1)


def test_the_assistant_puts_the_phrase_for_the_pronoun() -> None:
    assert METHODS["the assistant"](TURN) == "Who paid for the Bergen ferry?"


def test_conversations_fall_whole_into_one_half() -> None:
    others = [FollowUp("own", f"c{number}", ("a",), "b", "c") for number in range(200)]
    assert 60 < sum(one.split == "dev" for one in others) < 140
    assert len({FollowUp("own", "c7", ("a",), str(number), "c").split for number in range(9)}) == 1


def test_missing_conversations_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ACCORDINGTO_SHARED"):
        read_follow_ups(tmp_path)


def rows(*taken: tuple[bool, bool, float]) -> list[Judged]:
    return [Judged("a", answerable, 0.5, answered, baseline) for answerable, answered, baseline in taken]


def test_false_answers_and_false_refusals_are_of_their_own_kind() -> None:
    asked = rows((True, True, 0.9), (True, False, 0.2), (False, True, 0.8), (False, False, 0.1), (False, False, 0.3))
    assert false_answers(asked) == pytest.approx(1 / 3)
    assert false_refusals(asked) == pytest.approx(1 / 2)
    assert matching(asked) in {0.3, 0.8, 0.9}
    assert false_refusals(asked, matching(asked)) == pytest.approx(1 / 2)
    assert false_answers(asked, 0.3) == pytest.approx(2 / 3)


def test_the_area_is_the_mean_risk_over_coverages() -> None:
    assert area([(0.9, True), (0.8, False), (0.7, True)]) == pytest.approx((0 + 1 / 2 + 1 / 3) / 3)
    assert area([(0.5, True), (0.5, False)]) == pytest.approx(1 / 2), "ties are taken up in the mean of their orders"
    assert area([]) is None


def test_squad_is_read_with_what_it_does_not_answer(tmp_path: Path) -> None:
    questions = [
        {"id": "1", "question": "Who built the quay?", "is_impossible": False},
        {"id": "2", "question": "Who burnt the quay?", "is_impossible": True},
    ]
    article = {"title": "The_quay", "paragraphs": [{"context": "The county built the quay.", "qas": questions}]}
    (tmp_path / "dev-v2.0.json").write_text(json.dumps({"data": [article]}), encoding="utf-8")
    asked, paragraphs = read_squad(tmp_path)
    assert [one.answerable for one in asked] == [True, False]
    assert len({one.split for one in asked}) == 1
    assert paragraphs == [("The quay", "The county built the quay.")]


def test_the_fit_finds_what_tells_the_answerable_apart() -> None:
    def example(similarity: float, strangers: float, answerable: bool) -> Example:
        return Example(Signals(similarity, 0.5, 0.5, 0.5, 0.1, strangers, 0.0, 0.0, 0.0), answerable, 1.0)

    rows = [example(0.8, 0, True), example(0.7, 0, True), example(0.3, 1, False), example(0.2, 1, False)]
    model = fit(rows * 5, 0.5, 0.2)
    assert model.weights["similarity"] > 0 > model.weights["strangers"]
    assert model.weights["denial"] == 0
    assert model.sure(example(0.8, 0, True).signals) > 0.5 > model.sure(example(0.2, 1, False).signals)


def test_false_answers_are_compared_at_equal_false_refusals() -> None:
    scored = [(0.1, True), (0.4, True), (0.6, True), (0.8, True), (0.3, False), (0.7, False)]
    assert at_refusals(scored, 0.25) == (0.25, 0.5)
    assert at_refusals(scored, 0.1) == (0.0, 1.0)
    assert at_refusals(scored, 1.0) == (0.75, 0.0)
