"""Follow-ups: what they leave out is filled in from what was asked and answered before, or asked back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answers.dialogue import Turn, understand_turn
from assistant.answers.parties import Parties
from assistant.answers.phrases import phrases, pointers
from assistant.model import Answer, ClaimantKind, Statement, Status
from assistant.model import Voice as Tone
from assistant.record import Voice

NOBODY = Parties((), ())
HEARD = Parties(
    [
        Voice("Mara Adeyemi", ClaimantKind.NAMED, "e1", 3),
        Voice("Jon Torvald", ClaimantKind.NAMED, "e1", 2),
        Voice("Dr. Ines Castle-Brook", ClaimantKind.NAMED, "e2", 2),
        Voice("Norway", ClaimantKind.NAMED, "e2", 2),
    ],
    (),
)


def silent(question: str) -> Turn:
    return Turn(question, Answer(status=Status.ABSTAINED, text="-"))


def standalone(history: list[str], question: str, parties: Parties = NOBODY) -> str:
    turns: list[Turn] = []
    for earlier in history:
        turns.append(silent(understand_turn(earlier, turns, parties).question))
    return understand_turn(question, turns, parties).question


@pytest.mark.parametrize(
    ("history", "question", "whole"),
    [
        (["What is anaemia?"], "How is it treated?", "How is anaemia treated?"),
        (["What is anaemia?"], "What are its symptoms?", "What are anaemia’s symptoms?"),
        (["Tell me about sea turtles."], "Where do they nest?", "Where do sea turtles nest?"),
        (
            ["Did the county say the pilots were warned?"],
            "What did they say the pilots broke?",
            "What did the county say the pilots broke?",
        ),
        (
            ["Did the county say the pilots were warned?"],
            "And the pilots, when do they say they left?",
            "When do the pilots say they left?",
        ),
        (
            ["What did Adeyemi tell the county in 2016?"],
            "And Torvald that year, what did he want done about the pumps?",
            "In 2016, what did Torvald want done about the pumps?",
        ),
        (
            ["Who sank in the storm on Skerrow?"],
            "what about the talk of the master's son drowning too?",
            "What about the talk of the master's son drowning too?",
        ),
        (["What is the history of the Tay Bridge?"], "Who designed it?", "Who designed the Tay Bridge?"),
        (["What is anaemia?", "How is it treated?"], "Can it be cured?", "Can anaemia be cured?"),
        (["What is anaemia?"], "What are the symptoms?", "What are the symptoms (about anaemia)?"),
        (["How old is the Tay Bridge?"], "Why was the Bridge closed?", "Why was the Tay Bridge closed?"),
        (["What did Norway say about Trans-Sahel?"], "Who led it?", "Who led Trans-Sahel?"),
        (["What did Norway say about Trans-Sahel?"], "Who sank the boats?", "Who sank the boats (about Trans-Sahel)?"),
        (["Tell me about the ferries in Bergen."], "Is it expensive to live there?", None),
    ],
)
def test_pronouns_and_bare_phrases_stand_for_what_was_asked_about(
    history: list[str], question: str, whole: str | None
) -> None:
    assert standalone(history, question) == (whole or "Is it expensive to live in Bergen?")


@pytest.mark.parametrize(
    "question",
    [
        "Does it rain much in Lisbon?",
        "Is it true that Lisbon flooded?",
        "Who is Mara Adeyemi?",
        "What is Portugal’s capital and how big is it?",
        "Who killed the Norwegian pilots in 1998?",
        "How many students are enrolled at the harbour school in Porto?",
    ],
)
def test_what_stands_alone_is_left_alone(question: str) -> None:
    assert standalone(["What is anaemia?"], question) == question


@pytest.mark.parametrize("question", ["is that true?", "why?", "was that negotiable?", "does she agree?", "so?"])
def test_what_says_nothing_itself_carries_the_last_matter(question: str) -> None:
    whole = standalone(["What did Mara Adeyemi claim about the pumps?"], question, HEARD)
    assert whole.endswith(", on this: What did Mara Adeyemi claim about the pumps?")


def test_she_is_the_one_named_before() -> None:
    whole = standalone(["What worried Castle-Brook most about the dam?"], "Who did she say was told?", HEARD)
    assert "Ines Castle-Brook" in whole


def test_her_is_nobodys_before_a_preposition() -> None:
    asked = ["What did Mara Adeyemi claim about the pumps?"]
    assert "Adeyemi’s" not in standalone(asked, "Was anybody with her about it?", HEARD)
    assert "Adeyemi’s view" in standalone(asked, "Who shared her view of the crew?", HEARD)


def test_he_may_be_whom_only_the_answer_names() -> None:
    said = Statement(
        text="The report names Jon Torvald as its author.", voice=Tone.ATTRIBUTED, claimants=("the report",)
    )
    answer = Answer(status=Status.ANSWERED, text=said.text, statements=(said,))
    understood = understand_turn("what does he claim about the pumps?", [Turn("Who wrote the report?", answer)], HEARD)
    assert understood.question == "What does Jon Torvald claim about the pumps?"


def test_he_may_be_the_claimant_of_the_answer_and_two_are_asked_back() -> None:
    said = Statement(text="-", voice=Tone.ATTRIBUTED, claimants=("Jon Torvald", "Mara Adeyemi"))
    answer = Answer(status=Status.ANSWERED, text="-", statements=(said,))
    understood = understand_turn("what else did he say?", [Turn("Who blames the pumps?", answer)], HEARD)
    assert set(understood.unclear) == {"Jon Torvald", "Mara Adeyemi"}


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("and norway?", "What did Norway say about the pumps?"),
        ("what about Torvald?", "What did Torvald say about the pumps?"),
        ("what about the crew?", "What did Adeyemi say about the crew?"),
        ("and Torvald, his pumps?", "What did Torvald say about the pumps?"),
        ("and about the crew?", "What did Adeyemi say about the pumps, and about the crew?"),
        ("what about the other side?", "Compare: What did Adeyemi say about the pumps?"),
        ("did Norway respond?", "Did Norway respond, on this: What did Adeyemi say about the pumps?"),
    ],
)
def test_the_last_question_is_asked_of_something_else(question: str, whole: str) -> None:
    assert standalone(["What did Adeyemi say about the pumps?"], question, HEARD) == whole


def test_another_is_asked_what_was_asked_before_when() -> None:
    history = ["What did Adeyemi say about the pumps?", "when?"]
    assert standalone(history[:1], history[1], HEARD) == f"When, on this: {history[0]}"
    assert standalone(history, "and Torvald?", HEARD) == "What did Torvald say about the pumps?"


@pytest.mark.parametrize(
    ("last", "whole"),
    [
        ("What did Adeyemi say about Denmark and Norway in May?", "What did Adeyemi say about Sweden in May?"),
        ("What did Adeyemi say about Denmark and Norway's fleet?", "What did Adeyemi say about Sweden’s fleet?"),
    ],
)
def test_names_in_a_row_give_way_together(last: str, whole: str) -> None:
    assert standalone([last], "and about sweden?", HEARD) == whole


@given(st.text(max_size=120))
@settings(deadline=None, max_examples=100)
def test_phrases_and_pointers_stand_in_their_question(text: str) -> None:
    for phrase in phrases(text):
        assert text[phrase.start : phrase.end].startswith(phrase.text[:1])
    for pointer in pointers(text):
        assert 0 <= pointer.start < pointer.end <= len(text)
