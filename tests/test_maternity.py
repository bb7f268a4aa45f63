"""Everyday questions to a closure: a paper, a release, minutes, an interview, a letter, a column, a chronology."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from libraries import assert_answered, library_over

from assistant import Assistant

FOLDER = Path(__file__).parent / "maternity"


@pytest.fixture(scope="module")
def closure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with library_over(FOLDER, tmp_path_factory.mktemp("maternity")) as assistant:
        yield assistant


@pytest.mark.parametrize(
    ("question", "told"),
    [
        # a body is heard through whoever holds its office
        ("what does the union say?", ("Joyce Abara", "we shall ballot in April")),
        # the day in front of an entry is no part of what it tells
        ("what happened in january?", ("9 January 2025 — “A baby is born",)),
        ("how many people marched?", ("“Three thousand people march through Kelder”",)),
        # what a meeting did, however long the motion's name
        ("who voted against?", ("“Cllr Oakley and Mr Dunne voted against”",)),
        # a change of mind, told in one article
        ("did vance change his mind?", ("in January 2025, Mr Vance had told", "called the decision “a disgrace”")),
        ("did tansley change her story about money?", ("money had played any part", "one factor among several")),
        # what only names something is quoted by its name
        ("what did vance say about the decision?", ("called the decision “a disgrace”",)),
        # a surname that is a common noun
        ("what does price say about the review?", ("“the review is right",)),
        # hearsay that the writer takes back
        ("did the trust empty the unit on purpose?", ("There is no evidence for that whatever",)),
        ("how many babies were born at kelder last year?", ("612",)),
    ],
)
def test_an_everyday_question_is_answered(closure: Assistant, question: str, told: tuple[str, ...]) -> None:
    assert_answered(closure, question, *told)


def test_what_is_only_said_by_nobody_is_no_yes(closure: Assistant) -> None:
    assert "yes:" not in closure.ask("did the trust empty the unit on purpose?").text


def test_a_number_that_somebody_puts_otherwise_is_a_disagreement(closure: Assistant) -> None:
    claimants = [{line.claimant for line in one.lines} for one in closure.disagreements("marched")]
    assert any("the police" in names for names in claimants)


@pytest.mark.parametrize(
    "question", ["what does the union say?", "what happened in january?", "did the union warn them?"]
)
def test_no_mark_of_emphasis_is_quoted(closure: Assistant, question: str) -> None:
    assert "*" not in closure.ask(question).text
