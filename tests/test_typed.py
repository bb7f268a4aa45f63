"""Whether a text holds the thing a question asks for, and whether anybody knows whom it asks."""

from __future__ import annotations

from pathlib import Path

import pytest
from libraries import library_of

from assistant import Assistant
from assistant.answers.counting import NEARBY, STRAY
from assistant.answers.shape import Asks
from assistant.answers.typed import holding, names_a_charge, names_one_of, tells_more
from assistant.answers.unheard import unheard_of
from assistant.answers.wanted import first_asked
from assistant.model import Status


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("how many fighters does the militia have", "The militia has about 6,000 fighters."),
        ("how many fighters does the militia have", "Its fighters number some 6,000."),
        ("how many fighters does the militia have", "The militia has 6,000 under arms."),
        ("how many journalists died", "Dozens of journalists died."),
        ("how many boatmen did they hire", "They authorised the hiring of about 5,000 boatmen to clear the canal."),
        ("what share of the islanders is poor", "97 per cent of the islanders are poor."),
        ("How many days was he held?", "He was held for 836 days."),
        ("how long is the border", "It is 2,670 km long."),
    ],
)
def test_a_number_that_counts_what_is_asked_is_held(question: str, text: str) -> None:
    assert holding(Asks.NUMBER, question, text) == 1.0


@pytest.mark.parametrize(
    ("question", "text", "worth"),
    [
        ("how many fighters does the militia have", "One of them was a citizen of 19 years.", STRAY),
        ("how many fighters does the militia have", "The militia's fighters burnt 12 villages.", NEARBY),
        ("how many fighters does the militia have", "The militia has fighters in the hills.", 0.0),
        ("how many soldiers died", "In the bombing 13 service members were killed.", NEARBY),
        ("how many boats sank", "In the storm 13 crew members were lost.", STRAY),
        ("how much farmland was flooded", "The river took 4,000 acres of crops.", NEARBY),
        ("how much farmland was flooded", "The river took 4,000 lives.", STRAY),
        ("what share of the islanders is poor", "Some 40,000 islanders are poor.", STRAY),
        ("the mayor's tally of the wounded", "There is no reason to think so, and half of it is true.", 0.0),
    ],
)
def test_a_number_of_something_else_is_worth_less(question: str, text: str, worth: float) -> None:
    assert holding(Asks.NUMBER, question, text) == worth


def test_a_name_is_new_and_stands_near_what_it_is_the_name_of() -> None:
    question = "Name the reporter who asked about the ferry."
    assert holding(Asks.NAME, question, "The reporter, Anna Kovacs, asked about the ferry.") == 1.0
    assert holding(Asks.NAME, question, "A reporter asked about the ferry.") == 0.0
    assert holding(Asks.NAME, "Which minister blamed Anna Kovacs?", "A minister blamed Anna Kovacs.") == 0.0
    pilot = "What's the name of the pilot who sank the ferry?"
    assert holding(Asks.NAME, pilot, "A pilot sank the Marigold Queen.") == 0.0
    assert holding(Asks.NAME, pilot, "The pilot, Anna Kovacs, sank the ferry.") == 1.0


@pytest.mark.parametrize(
    ("question", "text", "held"),
    [
        ("In which village was he born?", "He was born in Ardmore.", 1.0),
        ("In which village was he born?", "He was born in January and named after Anna Kovacs.", 0.0),
        ("In which village was he born?", "He was born in May Pen.", 1.0),
        ("In which village was the board of Ardmore born?", "It was born in the board room of Ardmore.", 0.0),
    ],
)
def test_a_village_asked_for_is_a_place(question: str, text: str, held: float) -> None:
    assert holding(Asks.PLACE, question, text) == held


@pytest.mark.parametrize(
    ("question", "text", "held"),
    [
        ("Which boat sank, a Lark or a Heron?", "Two boats sank.", False),
        ("Which boat sank, a Lark or a Heron?", "The Herons sank.", True),
        ("Which boat sank, a big or a small one?", "Two boats sank.", True),
        ("Which boat sank?", "Two boats sank.", True),
    ],
)
def test_one_of_the_names_offered_must_be_there(question: str, text: str, held: bool) -> None:
    assert names_one_of(question, text) is held


def test_a_place_that_the_question_holds_itself_is_no_answer_and_neither_is_a_date_an_age() -> None:
    where = "where in Norland did the barge sink"
    assert holding(Asks.PLACE, where, "The barge sank in Norland.") == 0.0
    assert holding(Asks.PLACE, where, "The barge sank off Norland, near Cape Wrath.") == 1.0
    assert holding(Asks.NUMBER, "how old is the captain", "The captain (since 15 August 2021)") == 0.0
    assert holding(Asks.NUMBER, "how old is the captain", "The captain, aged 61, sailed.") == 1.0


def test_a_sentence_that_adds_nothing_to_the_question_answers_nothing() -> None:
    assert not tells_more("Who chairs the Salvage Board?", "No, there is a Salvage Board.")
    assert tells_more("Who chairs the Salvage Board?", "The Salvage Board's chair is Ines Okoro.")


def test_a_date_that_the_question_holds_itself_is_no_answer() -> None:
    assert holding(Asks.DATE, "When in 2021 did the lock close?", "In 2021 the lock closed.") == 0.0
    assert holding(Asks.DATE, "When in 2021 did the lock close?", "The lock closed in May 2021.") == 1.0


@pytest.mark.parametrize(
    ("question", "text", "worth"),
    [
        ("When was the lock built?", "In 2024 the mayor said that the lock was built by hand.", STRAY),
        ("When was the lock built?", "In 2024 the lock was spoken of as a danger to boats.", STRAY),
        ("When was the lock built?", "The mayor says that the lock was built in 1911.", 1.0),
        ("When did the mayor speak of the lock?", "In 2024 the mayor said that the lock was built by hand.", 1.0),
        ("When was the lock built, and by whom?", "The lock was built in 1911.", 1.0),
    ],
)
def test_the_date_on_which_a_thing_is_told_is_not_its_date(question: str, text: str, worth: float) -> None:
    assert holding(Asks.DATE, question, text) == worth


@pytest.mark.parametrize(
    ("question", "text", "named"),
    [
        ("What was Ada Brandt accused of?", "Ada Brandt was taken to the fort in May.", False),
        ("What was Ada Brandt accused of?", "The charge against her was theft.", True),
        ("What was Ada Brandt accused of?", "The guild blames her for the fire.", True),
        ("Where was Ada Brandt taken?", "Ada Brandt was taken to the fort in May.", True),
    ],
)
def test_what_somebody_is_accused_of_is_a_charge(question: str, text: str, named: bool) -> None:
    assert names_a_charge(question, text) is named


def test_whom_something_is_done_to_is_not_asked_to_speak() -> None:
    assert unheard_of("what was malik accused of", lambda name: True) == []


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("what did mullah omar say about the statues", ["mullah omar"]),
        ("what does hekmatyar say about women", ["hekmatyar"]),
        ("what did the officials claim", []),
        ("what did critics say", []),
    ],
)
def test_whom_no_document_knows_is_found_in_lower_case(question: str, names: list[str]) -> None:
    assert unheard_of(question, lambda name: True) == names
    assert unheard_of(question, lambda name: False) == []


def test_somebody_no_document_names_says_nothing(assistant: Assistant) -> None:
    answer = assistant.ask("what does hekmatyar say about the harbour?")
    assert answer.status is Status.ABSTAINED
    assert "hekmatyar" in (answer.reason or "")


def test_the_date_of_a_paper_dates_nothing_that_it_tells_of() -> None:
    question = "When did the bridge fall?"
    assert holding(Asks.DATE, question, "The report of May 2020 calls the fall of the bridge a warning.") == 0.0
    assert holding(Asks.DATE, question, "The report says that the bridge fell in May 2020.") == 1.0
    told = "The guild demanded in a speech in Brann in 1987 that the bridge be torn down."
    assert holding(Asks.DATE, "When did the guild demand that the bridge be torn down?", told) == 1.0
    assert holding(Asks.DATE, "Which year is the report of the port from?", "The report of May 2020.") == 1.0


def test_of_two_things_asked_for_the_first_is_known() -> None:
    assert first_asked("How many boats sank, and who counted?") == "How many boats sank"
    assert first_asked("How many boats sank?") == "How many boats sank?"
    assert first_asked("In 1998, how many died?") == "In 1998, how many died?"


def test_a_number_that_reads_as_an_answer_is_one_though_another_sentence_is_nearer(tmp_path: Path) -> None:
    near = "We will always remember the Norland troops who died at Abbey Mill, and those who came home."
    told = (
        "As a result, 13 brave Norland service members were killed, 45 were wounded, and more than 160 civilians were "
        "injured."
    )
    title = "Speech on the anniversary of the attack"
    head = f"---\ntitle: {title}\ngenre: speech\nauthor: Governor Ada Brandt\npublished: 2025-08\n---\n\n"
    end = "The mill has been built anew. We shall never forget the day."
    with library_of(tmp_path, speech=f"{head}{near} {told} {end}\n") as library:
        assert "13 brave Norland service members" in library.ask("how many Norland troops died at Abbey Mill").text
