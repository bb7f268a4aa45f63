"""What kind of question is asked, and what is left of it when the words that say so are gone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers.asking import Kind, read_kind


@pytest.mark.parametrize(
    ("question", "kind", "rest"),
    [
        ("What does this piece argue?", Kind.OVERVIEW, "this piece"),
        ("please summarise the harbour master's position", Kind.OVERVIEW, "the harbour master's position"),
        ("Can you give me an overview of the storm?", Kind.OVERVIEW, "the storm"),
        ("main points of the wall article", Kind.OVERVIEW, "the wall article"),
        ("tl;dr", Kind.OVERVIEW, ""),
        ("What is the article about?", Kind.OVERVIEW, "the article"),
        ("what happened when?", Kind.CHRONOLOGY, ""),
        ("timeline of the salvage", Kind.CHRONOLOGY, "of the salvage"),
        ("What happened in 2012?", Kind.CHRONOLOGY, "in 2012"),
        ("everything Adeyemi claims", Kind.LISTING, "Adeyemi claims"),
        ("List all claims by Torvald about the pumps", Kind.LISTING, "according to Torvald about the pumps"),
        ("what else did she say about the crew?", Kind.LISTING, "she say about the crew"),
        ("How do the north and the south differ on the lock?", Kind.COMPARISON, None),
        ("compare the north with the south", Kind.COMPARISON, None),
        ("What documents do you have on the lock?", Kind.DOCUMENTS, "documents on the lock"),
        ("list the documents", Kind.DOCUMENTS, "documents"),
        ("which documents mention lanterns?", Kind.DOCUMENTS, "about lanterns"),
        ("what sources do you use", Kind.DOCUMENTS, "sources"),
        ("how many speeches do you have?", Kind.COUNT, "speeches"),
        ("Who is quoted?", Kind.VOICES, ""),
        ("who's quoted on the treaty?", Kind.VOICES, "on the treaty"),
        ("What can I ask?", Kind.HELP, ""),
        ("how far back do your documents go?", Kind.TIMES, ""),
    ],
)
def test_kinds(question: str, kind: Kind, rest: str | None) -> None:
    read = read_kind(question)
    assert read.kind is kind
    if rest is not None:
        assert read.rest == rest


@pytest.mark.parametrize(
    "question",
    [
        "What documents did the harbour master sign?",
        "What does the article say about the quarry?",
        "Who quoted the harbour master?",
        "When did the harbour open?",
        "What happened to the dredger on Tuesday night?",
        "How many crates did the ferry carry?",
        "What else did the county repair?",
        "Did the pumps fail?",
    ],
)
def test_questions_about_a_matter(question: str) -> None:
    assert read_kind(question).kind is Kind.MATTER


@given(st.text(max_size=120))
def test_any_text_has_a_kind(question: str) -> None:
    assert read_kind(question).kind in Kind
