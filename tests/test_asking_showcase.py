"""The showcase for a person to read, and the ways in which programs and the command line narrow a question."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Ran

from assistant import Assistant
from assistant.errors import UsageError
from assistant.model import Answer, Statement, Status, Voice
from assistant.tools import Tools
from eval.places import CORPUS, SHOWCASE
from eval.showcase import MOST_WORDS, as_read, documents_for, load_questions, shown


def test_thirty_questions_ship() -> None:
    questions = load_questions(SHOWCASE)
    assert len(questions) == 30
    assert any(len(one.turns) > 1 for one in questions)
    assert {one.shared for one in questions} == {True, False}


def test_an_unknown_section_is_refused(tmp_path: Path) -> None:
    (tmp_path / "questions.txt").write_text("[elsewhere]\nWho?\n", "utf-8")
    with pytest.raises(UsageError, match="elsewhere"):
        load_questions(tmp_path / "questions.txt")


def test_the_corpus_alone_where_nothing_is_shared(tmp_path: Path) -> None:
    assert documents_for(CORPUS, tmp_path) == ([CORPUS], False)
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "library.txt").write_text("seeds/one.txt\n\n", "utf-8")
    assert documents_for(CORPUS, tmp_path) == ([CORPUS, tmp_path / "seeds" / "one.txt"], True)


def test_a_conversation_is_shown_with_its_last_answer(assistant: Assistant, tmp_path: Path) -> None:
    file = tmp_path / "questions.txt"
    file.write_text("When did the harbour at Marrow Point open? | how many documents do you have?\n", "utf-8")
    (text,) = shown(assistant, load_questions(file))
    assert "When did the harbour at Marrow Point open?\n" in text
    assert "The library holds" in text
    assert "too long" not in text


def test_long_answers_of_few_sides_are_marked() -> None:
    long = "word " * (MOST_WORDS + 1)
    said = [Statement(text=long, voice=Voice.ATTRIBUTED, claimants=(name,)) for name in "abcd"]
    few = Answer(status=Status.ANSWERED, text=long, statements=tuple(said[:2]))
    many = Answer(status=Status.ANSWERED, text=long, statements=tuple(said))
    assert "too long" in as_read(few)
    assert "too long" not in as_read(many)


def test_the_command_line_narrows(command: Callable[..., Ran], library: Path) -> None:
    question = ("ask", "what is said about the lock at Ebbing Weir?", "--library", library)
    southern = command(*question, "--claimant", "southern villages", "--json").lines[0]
    assert {claimant for one in southern["statements"] for claimant in one["claimants"]} == {"Southern villages"}
    assert not command(*question, "--since", "2020", "--json").lines[0]["citations"]
    refused = command(*question, "--since", "soon")
    assert refused.code != 0
    assert "soon" in refused.err


def test_programs_narrow(assistant: Assistant) -> None:
    tools = Tools(assistant)
    question = "what is said about the lock at Ebbing Weir?"
    assert tools.ask(question)["citations"]
    assert not tools.ask(question, since="2020")["citations"]
    narrowed = tools.ask(question, until="2012-09-20", claimant="northern villages")
    assert {citation["document"]["uri"] for citation in narrowed["citations"]} == {"speech-north.txt"}


def test_the_makefile_has_the_showcase() -> None:
    assert "\nshowcase: setup\n" in (ROOT / "Makefile").read_text("utf-8")
