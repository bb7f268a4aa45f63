"""Questions of two words, as people type them: each word must be met; how speakers are named in what comes back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from libraries import library_of

from assistant import Assistant
from assistant.answers.naming import with_article
from assistant.answers.outlining import is_topic
from assistant.checks.auditing import check_answer
from assistant.model import Status

NOTES = """---
title: Notes on the Karvia Front
author: Ilse Brandt
published: 2021-08-31
genre: report
---
The Karvia Front holds the hills above the ferry. Fighters of the Karvia Front fired on the ferry on 3 May.

The Karvia Front names no leader. Refugees from the hills slept in the school of Ostra. The report does not say who \
sent them there. Traders say that women’s rights are ignored in the hills, where girls may not work at the market.
"""
SPEECH = """---
title: United States’s speech on the ferry
author: United States
published: 2021-09-20
genre: speech
---
The ferry at Ostra must run again before winter. No front will be paid for the crossing.
"""
GAGGLE = """---
title: Press gaggle on the ferry
published: 2021-09-22
genre: briefing
---
ADMINISTRATION OFFICIAL: The crossing costs nine million a year to guard. We will guard the crossing until spring.

Q  Who will pay for the guards?

ADMINISTRATION OFFICIAL: The towns on both banks will pay for the guards.

Q  And who will run the mills?

ADMINISTRATION OFFICIAL: I have nothing on the mills.
"""


@pytest.fixture(scope="module")
def karvia(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("karvia")
    with library_of(folder, notes=NOTES, speech=SPEECH, gaggle=GAGGLE) as assistant:
        yield assistant


@pytest.mark.parametrize("question", ["who funds the Karvia Front?", "who fed the refugees?", "how rich is Brandt?"])
def test_to_name_the_thing_asked_about_is_no_answer(karvia: Assistant, question: str) -> None:
    assert karvia.ask(question).status is Status.ABSTAINED


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("who fired on the ferry?", "fired on the ferry on 3 May"),
        ("women's rights", "rights are ignored in the hills"),
        ("where did refugees sleep?", "slept in the school of Ostra"),
    ],
)
def test_what_meets_both_words_answers(karvia: Assistant, question: str, held: str) -> None:
    answer = karvia.ask(question)
    assert answer.status is Status.ANSWERED
    assert any(held in " ".join(one.exact.split()) for one in answer.citations), answer.text
    assert not check_answer(answer, karvia.shelf(), question).findings


@pytest.mark.parametrize("text", ["women's rights", "the Karvia Front", "ferry", "refugees in Ostra", "Ostra 2021"])
def test_a_matter_only_named_is_a_topic(text: str) -> None:
    assert is_topic(text)


@pytest.mark.parametrize(
    "text",
    [
        "who guards the ferry",
        "the ferry?",
        "and the ferry",
        "ferry or bridge",
        "north v south",
        "is the ferry shut",
        "what about refugees",
        "the names of the captains of the ferry",
        "Brandt's age",
        "date of the attack",
        "ferry price",
        "thanks",
    ],
)
def test_what_asks_something_of_it_is_none(text: str) -> None:
    assert not is_topic(text)


def test_a_topic_is_answered_by_what_is_said_on_it(karvia: Assistant) -> None:
    answer = karvia.ask("the ferry")
    assert len({one.document.uri for one in answer.citations}) >= 2, answer.text
    assert karvia.ask("the minimum wage").status is Status.ABSTAINED


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("United States", "the United States"),
        ("Netherlands", "the Netherlands"),
        ("Czech Republic", "the Czech Republic"),
        ("Norway", "Norway"),
        ("Administration Official", "an administration official"),
        ("Senior Administration Official", "a senior administration official"),
        ("United Nations", "the United Nations"),
        ("Democratic Republic of the Congo", "the Democratic Republic of the Congo"),
        ("U.S. Official", "a U.S. official"),
        ("Government Spokesman", "a government spokesman"),
        ("Ilse Brandt", "Ilse Brandt"),
        ("the brief", "the brief"),
    ],
)
def test_a_name_has_the_article_that_a_sentence_wants(name: str, said: str) -> None:
    assert with_article(name) == said


def test_a_state_and_an_official_are_named_as_one_writes(karvia: Assistant) -> None:
    state = karvia.ask("What did the United States say about the ferry?")
    assert state.text.startswith("The United States’ speech of 20 September 2021 says")
    official = karvia.ask("What does the crossing cost to guard?")
    assert "dministration official" in official.text
    assert "Administration Official" not in official.text
    assert not check_answer(official, karvia.shelf(), "What does the crossing cost to guard?").findings
