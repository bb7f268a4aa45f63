"""A document asked what it says answers in its own words, and is named shortly the second time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from libraries import library_of

from assistant import Assistant
from assistant.answers.surveying import standing

PIECE = """---
title: "What the county must do about the ferry"
genre: opinion
publisher: Shore Review
published: 2024-10
---

The county must stop paying the ferry company and buy a ferry of its own. Reports suggest that the ferry company may
have paid the county for its licence. The county should give the ferry to the islanders instead.
"""
QUESTION = "What does the Shore Review writer want the county to do about the ferry company?"


@pytest.fixture(scope="module")
def shore(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with library_of(tmp_path_factory.mktemp("shore"), piece=PIECE) as assistant:
        yield assistant


def test_what_it_relays_of_others_is_no_more_of_what_it_says(shore: Assistant) -> None:
    answer = shore.ask(QUESTION)
    assert "must stop paying the ferry company" in answer.text
    assert "may have paid" not in answer.text
    assert "may have paid" in shore.ask("What do reports suggest about the ferry company and its licence?").text


def test_it_is_the_piece_when_it_was_named_before(shore: Assistant) -> None:
    first, second, *_ = (one.text for one in shore.ask(QUESTION).statements)
    assert "the Shore Review opinion piece of October 2024" in first
    assert second.startswith(("The piece also says", "According to the piece, "))


def test_standing_tells_how_far_each_stands_from_the_rest_whatever_the_scale() -> None:
    wide, narrow = np.array([0.1, 0.5, 0.9]), np.array([0.81, 0.82, 0.83])
    assert standing(wide) == pytest.approx(standing(narrow))
    assert not standing(np.array([0.7, 0.7])).any()
