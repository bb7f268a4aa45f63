"""What every answer keeps, whoever composes it: the JSON, exact quotations, markers that resolve."""

from __future__ import annotations

import json
import re

import pytest
from conftest import DOCUMENTS

import assistant as package
from assistant import Answer, Assistant

QUESTIONS = [
    "How far did the outer wall move in the storm of 2003?",
    "When did the harbour at Marrow Point open?",
    "What do harbour sources claim about the county and the quarry?",
    "what's wrong with the phrase natural wear",
    "Who closed the lock at Ebbing Weir on 14 March 2012?",
    "Did the pumps of the dredger fail inspection?",
    "who pays for the salvage of the dredger?",
    "What does the last line of the keeper's notebook say?",
    "what must the sign on market lanterns say?",
    "What is said of بازار شهر?",
]
OUTSIDE = [
    "Which enzyme unwinds DNA during bacterial replication?",
    "How do I reset the password of my router?",
    "Who won the 1974 chess championship in Buenos Aires?",
]

ANSWER = {
    "schema", "status", "text", "statements", "citations", "standalone_question", "reason", "confidence", "model",
    "usage", "repairs",
}  # fmt: skip
STATEMENT = {"text", "voice", "claimants", "chain", "contested", "rules", "claims", "citations"}
CITATION = {"marker", "document", "exact", "prefix", "suffix", "start", "end", "sha256", "page", "stale"}
DOCUMENT = {"id", "title", "uri", "publisher", "published", "genre", "url"}


def folded(text: str) -> str:
    return " ".join(text.split())


def quotations(text: str) -> list[str]:
    """Return what stands in outermost “ ”."""
    found, depth, start = [], 0, 0
    for mark in re.finditer("[“”]", text):
        depth += 1 if mark.group() == "“" else -1
        if depth == 1 and mark.group() == "“":
            start = mark.end()
        elif depth == 0:
            found.append(text[start : mark.start()])
    assert depth == 0, f"quotation marks do not match in {text!r}"
    return found


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_keeps_the_contract(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    wire = json.loads(json.dumps(answer.wire()))
    assert set(wire) == ANSWER
    assert wire["schema"] == 1
    assert wire["status"] in {"answered", "partial"}, wire["reason"]
    assert 1 <= len(wire["statements"]) <= 5
    assert [citation["marker"] for citation in wire["citations"]] == list(range(1, len(wire["citations"]) + 1))
    by_marker = {citation["marker"]: citation for citation in wire["citations"]}
    for citation in by_marker.values():
        assert set(citation) == CITATION
        assert set(citation["document"]) == DOCUMENT
        text = (DOCUMENTS / citation["document"]["uri"]).read_bytes().decode()
        assert text[citation["start"] : citation["end"]] == citation["exact"]
        assert text[: citation["start"]].endswith(citation["prefix"])
        assert text[citation["end"] :].startswith(citation["suffix"])
    for statement in wire["statements"]:
        assert set(statement) == STATEMENT
        assert statement["voice"] in {"own", "attributed"}
        assert statement["claimants"] or statement["voice"] == "own"
        assert {int(n) for n in re.findall(r"\[(\d+)\]", statement["text"])} == set(statement["citations"])
        assert set(statement["citations"]) <= set(by_marker)
        for quoted in quotations(statement["text"]):
            exacts = [folded(by_marker[marker]["exact"]) for marker in statement["citations"]]
            if len(quoted.split()) >= 3:
                assert any(folded(quoted) in exact for exact in exacts), (quoted, exacts)
    assert {int(n) for n in re.findall(r"\[(\d+)\]", wire["text"])} == set(by_marker)
    assert Answer.model_validate(wire) == answer


@pytest.mark.parametrize("question", OUTSIDE)
def test_what_the_documents_do_not_hold_is_not_answered(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "abstained"
    assert answer.reason
    assert answer.text


def test_the_right_words_are_quoted(assistant: Assistant) -> None:
    """The gold words stand in what is quoted, so that answers of another composer stay about the question."""
    for question, words in {
        QUESTIONS[0]: "moved by two metres",
        QUESTIONS[1]: "opened on 4 June 1987",
        QUESTIONS[2]: "secret deal",
        QUESTIONS[6]: "insurer",
    }.items():
        assert words in " ".join(folded(citation.exact) for citation in assistant.ask(question).citations), question


def test_the_same_question_has_the_same_answer(assistant: Assistant) -> None:
    assert assistant.ask(QUESTIONS[4]) == assistant.ask(QUESTIONS[4])


def test_the_public_names() -> None:
    assert package.__all__ == [
        "AccordingToError", "Answer", "Assistant", "Citation", "Document", "Span", "Statement",
    ]  # fmt: skip
    for name in package.__all__:
        assert getattr(package, name).__doc__
    with pytest.raises(AttributeError, match="nonsense"):
        _ = package.nonsense
