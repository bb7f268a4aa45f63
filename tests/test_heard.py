"""Who is heard, and how much is given: a party's other words, a reply after an interruption, a number in a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from libraries import library_of

from assistant import Assistant
from assistant.answers.grounding import speaks_to
from assistant.answers.opposing.opposites import are_opposites
from assistant.answers.parties import Mention, Party
from assistant.answers.shape import Asks, asks, wants_change, wants_sides
from assistant.answers.topic import changing
from assistant.answers.turns import replied
from assistant.answers.weighing import Signals
from assistant.answers.whose_words import asked_by
from assistant.model import Status
from assistant.text import stem

BRIEFING = """---
title: Press briefing by Ann Merrow and Tom Bell
genre: briefing
published: 2022-05-03
---

MS. MERROW: Good afternoon. The dam at Oskar will be mended by June.

Q: Will the ministry be responsible for farmers who lose their fields after —

MS. MERROW: No.

Q: — the flooding?

MS. MERROW: No, no. It is up to the people of the valley to say what becomes of their fields.

Q: Is there any support for the herdsmen who come down to the city?

MS. MERROW: I'll take that one, Tom.

MR. BELL: Sure, go ahead.

MS. MERROW: We lack the money to put herdsmen up in the city.

Q: Were the engineers told to open the gate, as the Review reports?

MS. MERROW: The engineers were told to keep the gate shut. Three of them left on Monday.
"""
NORLAND = """---
title: Norland's speech in the river conference, 1999
author: Norland
genre: speech
published: 1999
---

Two decades of fratricide in Suland have been the fruit of one clan's dream of holding everything. Norland has opened
its schools to the children of Suland.

Norland welcomes the plan of the five rivers, which has put us on a sure path. The conference should meet each spring.
"""
SULAND = """---
title: Suland's speech in the river conference, 1999
author: Suland
genre: speech
published: 1999
---

Suland expects the conference to impose penalties on Westland at once for damming the river Oska. Our fishermen are
idle, and the river is low.

Based on the advice of our wardens, pilots, and lock-keepers, we have authorised the hiring of about 5,000 boatmen to
make sure we can have a safe and orderly closing of the upper locks and of the towpaths, and a safe and orderly removal
of the herdsmen who helped our wardens during the years of the drought and those in special danger from the floods.

The lock at Tarn will be inaugurated soon. The canal office moved to the city on 4 May 1988.
"""


@pytest.fixture(scope="module")
def rivers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("rivers")
    with library_of(folder, briefing=BRIEFING, norland=NORLAND, suland=SULAND) as assistant:
        yield assistant


@pytest.mark.parametrize(("match", "names", "enough"), [(0.6, 0.9, True), (0.4, 0.9, False), (0.6, 0.2, False)])
def test_a_party_is_heard_that_puts_the_matter_in_other_words(
    rivers: Assistant, match: float, names: float, enough: bool
) -> None:
    one = rivers.finder().find(rivers.read("What did Norland say of Suland?"))[0]
    assert speaks_to(replace(one, signals=Signals(match=match, names=names))) is enough


def test_a_reply_goes_on_after_an_interruption(rivers: Assistant) -> None:
    answer = rivers.ask("Asked if the ministry would answer for farmers who lose their fields, Merrow replied what?")
    assert "It is up to the people of the valley" in answer.text


def test_a_reply_follows_a_handing_over(rivers: Assistant) -> None:
    answer = rivers.ask("A reporter asked if herdsmen who come to the city get support. What was Merrow's reply?")
    assert "We lack the money" in answer.text


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ([("A", "Why?"), ("B", "Because."), ("B", "It rained."), ("A", "Thank you.")], [1, 2]),
        ([("A", "Will you —"), ("B", "No."), ("A", "— pay?"), ("B", "No, we will not pay.")], [1, 2, 3]),
        ([("A", "Why?"), ("B", "Go ahead, Tom."), ("C", "It rained."), ("A", "I see.")], [1, 2]),
        ([("A", "Why?"), ("A", "And when?")], []),
    ],
)
def test_the_places_of_a_reply(said: list[tuple[str | None, str]], places: list[int]) -> None:
    assert list(replied(said, "A")) == places


def test_what_is_asked_for_and_not_there_is_not_replaced_by_another_one(rivers: Assistant) -> None:
    answer = rivers.ask("what date will the lock at Tarn be inaugurated?")
    assert answer.status is Status.ABSTAINED


def test_a_number_in_a_long_sentence_is_quoted_without_the_rest(rivers: Assistant) -> None:
    answer = rivers.ask("how many boatmen did Suland hire in 1999?")
    assert "about 5,000 boatmen" in answer.text
    assert "the years of the drought" not in answer.text


def test_what_another_clearly_said_is_not_denied_with_something_else(rivers: Assistant) -> None:
    answer = rivers.ask("why did Norland's speech in 1999 ask for sanctions against Westland?")
    assert answer.statements[0].text == "As far as these documents go, Norland did not say so; somebody else did."
    assert "impose penalties on Westland" in answer.text


def test_both_of_a_row_are_asked(rivers: Assistant) -> None:
    asked = rivers.read("what did Norland and Suland say about the conference?").asked
    assert {party.name for party in asked} == {"Norland", "Suland"}


def test_what_changed_is_looked_for_without_when_and_that_it_changed(rivers: Assistant) -> None:
    question = "How did Norland's line on the five rivers change between 1998 and 1999?"
    assert rivers.read(question).topic == "Norland's the five rivers"


def test_welcome_and_reject_exclude_one_another() -> None:
    assert are_opposites(stem("welcomes"), stem("rejected"))


def test_who_welcomes_a_thing_did_not_turn_it_down(rivers: Assistant) -> None:
    answer = rivers.ask("Why did Norland say in 1999 that it turned down the plan of the five rivers?")
    assert answer.statements[0].text == "As far as these documents go, Norland did not say so."
    assert "welcomes the plan" in answer.text


@pytest.mark.parametrize(
    ("question", "name", "verb"),
    [
        ("When the loss of Merrow was announced, who wept?", "Merrow", None),
        ("A reporter asked whether Merrow knew of the dam. What came back?", "Merrow", None),
        ("What has Merrow announced?", "Merrow", "announced"),
        ("What was Merrow saying on the dam?", "Merrow", "saying"),
    ],
)
def test_what_is_said_of_a_name_is_not_said_by_it(question: str, name: str, verb: str | None) -> None:
    start = question.index(name)
    mention = Mention(Party(name), start, start + len(name), (name.lower(),))
    assert asked_by(question, mention) == verb


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("How did Norland's line on dams move between May 2020 and June 2021?", "dams"),
        ("how has Norland's tone towards the river conference changed since 2020", "river conference"),
        ("What did Norland say about dams?", None),
    ],
)
def test_what_a_change_is_about_is_looked_for_alone(question: str, matter: str | None) -> None:
    assert changing(question, ["Norland"]) == matter


@pytest.mark.parametrize(
    "question",
    [
        "Is the canal a border? Who calls it one and who objects?",
        "How long is the canal? Suland's own figures against the almanac's",
        "How many drowned? Norland's number and Suland's don't seem to match",
    ],
)
def test_several_accounts_are_asked_for_in_many_ways(question: str) -> None:
    assert wants_sides(question)


@pytest.mark.parametrize("question", ["How did the count of boats grow?", "Trace Norland's tune on the dam."])
def test_a_change_is_asked_for_in_many_ways(question: str) -> None:
    assert wants_change(question)


def test_who_may_only_describe() -> None:
    assert asks("What does the ministry owe farmers who lose their fields?") is Asks.OPEN
    assert asks("farmers lose their fields, who says so?") is Asks.PERSON


MINUTES = """---
title: {title}
genre: briefing
url: https://www.rivercouncil.org/{published}
published: {published}
---

MR. BELL: {said}

Q: A spokesman said it would be a red line to fish for eel at the weir. What is the Council's line on eel fishing?
"""


def test_what_was_put_to_a_house_is_no_line_of_it(tmp_path: Path) -> None:
    first = MINUTES.format(title="Briefing of May", published="2020-05-04", said="Eel fishing is open to everybody.")
    later = MINUTES.format(
        title="Briefing of June", published="2021-06-04", said="Nobody may take eels while the stock is low."
    )
    other = "---\ntitle: Song\npublished: 2021-06\n---\n\nEel fishing is a joy to everybody, the poet said.\n"
    with library_of(tmp_path, first=first, later=later, other=other) as assistant:
        answer = assistant.ask("How did the River Council line on eel fishing move between May 2020 and June 2021?")
    assert "open to everybody" in answer.text
    assert "Nobody may take eels" in answer.text
    assert "red line" not in answer.text
    assert "a joy" not in answer.text


def test_a_change_is_told_of_times_from_which_the_party_itself_is_not_held(tmp_path: Path) -> None:
    told = "---\ntitle: The weir in {0}\ngenre: brief\npublished: 2026\n---\n\nIn {0} Norland said that {1}.\n"
    first, last = told.format(2022, "the weir was open to all boats"), told.format(2024, "no boat may pass the weir")
    beside = "---\ntitle: Suland's speech\nauthor: Suland\ngenre: speech\npublished: {}\n---\n\nThe weir is old.\n"
    with library_of(tmp_path, first=first, last=last, then=beside.format(2022), now=beside.format(2024)) as assistant:
        answer = assistant.ask("How did Norland's line on the weir change from 2022 to 2024?")
    assert "open to all boats" in answer.text
    assert "no boat may pass" in answer.text


LABEL = """---
title: Whose harbour?
genre: opinion
published: 2024-08
---

The harbour has changed hands twice. The label “safe harbour” is misleading, because it came to stand for high walls, a
watch that nobody pays, and a lack of agreement on the channel. Two pilots have resigned.
"""


def test_no_words_stand_in_quotation_marks_that_nothing_cites(tmp_path: Path) -> None:
    with library_of(tmp_path, label=LABEL) as library:
        answer = library.ask("What has the author got against the label 'safe harbour'?")
    cited = " ".join(citation.exact for citation in answer.citations)
    assert "because it came to stand for high walls" in cited
    assert all(quoted in cited for quoted in re.findall(r"“([^“”]+)”", answer.text))
