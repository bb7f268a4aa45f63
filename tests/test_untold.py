"""What the documents say is not told, who has no voice in them, and whose view a speaker gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from libraries import library_of

from assistant import Assistant
from assistant.answers.unheard import unheard_of
from assistant.checks.auditing import check_answer
from assistant.model import Status

NEWS = """---
title: The mill at Orlen
genre: news
publisher: The Valley Post
published: 2025-03-04
---

The mill at Orlen burnt on Sunday. Sergeant Malik left the valley on the same night. The police did not say when the
inquiry would end. What became of the miller’s son is not known. The turbines, argues Petra Novak, are a danger to the
whole town.
The guild’s view is that the roof had been weak for years. The miller did not say whether the doors were locked.

Petra Novak demanded that whoever set the mill on fire be punished. Ivo Berg said that the sluice was mined in May.
Ivo Berg did not say who had mined the sluice.

The fire did much damage. Between the $7 million of the owner and the $85 million of the insurers no document here
decides.
"""
SPEECH = """---
title: Statement on the mill
genre: speech
author: Governor Ada Brandt
published: 2025-03-06
---

The generals of the northern army met me about the bridge. Their view was that closing the bridge was the best way to
protect the town. I have ordered the bridge to be closed at noon.
"""


@pytest.fixture(scope="module")
def mill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder: Path = tmp_path_factory.mktemp("mill")
    with library_of(folder, mill=NEWS, statement=SPEECH) as assistant:
        yield assistant


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("When will the inquiry of the police end?", "the inquiry would end"),
        ("What became of the miller’s son?", "became of the miller’s son is not known"),
    ],
)
def test_that_it_is_not_told_is_no_answer_and_is_quoted(mill: Assistant, question: str, words: str) -> None:
    answer = mill.ask(question)
    assert answer.status is Status.ABSTAINED
    assert answer.text.startswith("The documents do not answer this.")
    assert words in answer.text
    assert answer.citations
    assert not check_answer(answer, mill.shelf(), question).findings


def test_of_somebody_asked_not_to_have_said_it_is_an_answer(mill: Assistant) -> None:
    answer = mill.ask("Did the miller say whether the doors were locked?")
    assert answer.status is Status.ANSWERED
    assert "the miller did not say “whether the doors were locked”" in answer.text


@pytest.mark.parametrize("question", ["what did malik say about the fire?", "what excuse did malik give for leaving?"])
def test_a_name_in_lower_case_that_says_nothing_is_known_by_how_it_is_written(mill: Assistant, question: str) -> None:
    answer = mill.ask(question)
    assert answer.status is Status.ABSTAINED
    assert answer.reason == "The documents hold no statement by Malik on this."


def test_what_a_party_does_not_say_is_no_further_line(mill: Assistant) -> None:
    text = mill.ask("Whom did Ivo Berg say was told about the sluice?").text
    assert "the sluice was mined in May" in text
    assert "did not say" not in text


def test_a_word_that_documents_write_small_is_no_name() -> None:
    assert unheard_of("what excuse did malik give for leaving", lambda name: True) == ["malik"]
    assert unheard_of("what excuse did malik give for leaving", lambda name: False) == []
    assert unheard_of("what job did malik give his son", lambda name: True) == []


def test_whose_view_a_speaker_gives_is_named(mill: Assistant) -> None:
    answer = mill.ask("On whose advice did Governor Brandt close the bridge?")
    assert "the view of the generals of the northern army was that “closing the bridge was" in answer.text


def test_a_party_between_its_words_stands_before_them(mill: Assistant) -> None:
    answer = mill.ask("Are the turbines a danger?")
    assert "Petra Novak argues that the turbines “are a danger to the whole town”" in answer.text


def test_what_a_view_is_said_to_be_is_quoted_behind_that(mill: Assistant) -> None:
    answer = mill.ask("What is the guild’s view of the roof?")
    assert "the guild’s view is that “the roof had been weak for years”" in answer.text


def test_who_is_not_named_in_a_partys_words_is_not_what_it_said(mill: Assistant) -> None:
    answer = mill.ask("Why did Petra Novak in 2025 say the Eastland army set the mill on fire?")
    assert answer.statements[0].text == "As far as these documents go, Petra Novak did not say so."


FIRE = """---
title: The fire at the market
genre: news
publisher: The Valley Post
published: 2025-03-04
---

The cause of the market fire is not known, but 12 people died in it. The pipeline deal was not disclosed until March
2012. Envoy Lund said that the peace talks, held in Geneva, collapsed over the prisoners. Minister Kerr said that
Moscow’s forces had crossed the border because Russia wanted to protect its bases. Dan Kovic is the lawyer of the man
who attacked the clinic.
"""


@pytest.fixture(scope="module")
def fire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with library_of(tmp_path_factory.mktemp("fire"), fire=FIRE) as assistant:
        yield assistant


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many people died in the market fire?", "12 people died"),
        ("When was the pipeline deal disclosed?", "until March 2012"),
        (
            "What did Envoy Lund say about the peace talks?",
            "Lund said that “the peace talks, held in Geneva, collapsed",
        ),
        ("Who is the lawyer of the man who was accused of the attack on the clinic?", "Dan Kovic"),
    ],
)
def test_what_is_told_beside_what_is_not_is_an_answer(fire: Assistant, question: str, words: str) -> None:
    answer = fire.ask(question)
    assert answer.status is Status.ANSWERED
    assert words in answer.text


def test_a_state_may_be_named_by_its_capital(fire: Assistant) -> None:
    answer = fire.ask("Why did Minister Kerr say Russian forces had crossed the border?")
    assert "did not say so" not in answer.text


def test_a_nameless_party_that_says_the_opposite_is_a_side(tmp_path: Path) -> None:
    head = "---\ntitle: The dam in {}\ngenre: brief\npublished: 2025-{}\n---\n\n"
    said = "Ann Harl said that the Orrin dam is not safe and must be closed. The dam is old."
    first = f"{head.format('March', '03')}{said}\n"
    then = f"{head.format('April', '04')}An engineer said that the Orrin dam is safe.\n"
    with library_of(tmp_path, first=first, then=then) as library:
        text = library.ask("Who says what about the Orrin dam?").text
    assert "an engineer said that “the Orrin dam is safe”" in text


def test_a_charge_is_asked_for_and_nothing_else_near_it(fire: Assistant) -> None:
    assert fire.ask("What was Dan Kovic accused of?").status is Status.ABSTAINED


def test_that_nothing_decides_between_two_numbers_is_an_answer(mill: Assistant) -> None:
    answer = mill.ask("7 million or 85 million of damage? what's the evidence")
    assert answer.status is Status.ANSWERED, answer.text
    assert not check_answer(answer, mill.shelf(), "7 million or 85 million of damage?").findings
