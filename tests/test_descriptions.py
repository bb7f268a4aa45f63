"""Whom a bare noun means in a document, who holds which office, and how answers and questions go by both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from libraries import library_of
from test_voices_constructions import read, the_one

from assistant import Assistant
from assistant.answers.offices import Offices, office
from assistant.checks.attributions import check_statements
from assistant.checks.grounds import grounds_of
from assistant.library.reading import Source
from assistant.library.reading import read as read_file
from assistant.model import Span, Status


@pytest.mark.parametrize(
    ("text", "cue", "name"),
    [
        ("The Health Ministry cut the toll to 41. The ministry said that sets had been counted twice.", "said",
         "the Health Ministry"),
        ("Recruits are paid, according to two Norland intelligence officials. The officials warned that more would "
         "come.", "warned", "two Norland intelligence officials"),
        ("An official at the Roads Ministry counted nine. The official cautioned that it was a guess.", "cautioned",
         "an official at the Roads Ministry"),
        ("Civic Union does not think it dull. The party says that the seal was broken.", "says", "Civic Union"),
        ("Two nurses spoke to us. One of them wept. Both say that the drips went on.", "say", "two nurses"),
        ("Two officials of the port spoke to us. One of them said that the mast had been sound.", "said",
         "one of two officials of the port"),
        ("The monitoring mission has left Norland. Nobody came. The mission found that the fuse was old.", "found",
         "the monitoring mission"),
        ("Mayor Ann Lee walked the street. The mayor repeated that no warning had come.", "repeated", "Ann Lee"),
        ("Hadrel Foods, which bakes for the camp, denied it. Its lawyer, Eva Roth, argues that the oven was sound.",
         "argues", "Eva Roth"),
    ],
)  # fmt: skip
def test_a_bare_noun_is_the_party_described_before(text: str, cue: str, name: str) -> None:
    assert the_one(text, cue).attribution.claimants[0].name == name


@pytest.mark.parametrize(
    ("text", "cue", "name"),
    [
        # two ministries in one sentence: no telling which
        ("The Health Ministry and the Roads Ministry met. The ministry said that all was well.", "said",
         "the ministry"),
        # a reader's own government, not the one named two paragraphs before
        ("The government of Norland fell. It rained. It rained again. The government said that all was well.", "said",
         "the government"),
        # a person does not go on as "the company"
        ("Ann Lee walked the quay. The company said that all was well.", "said", "the company"),
        # two pairs, and no telling which
        ("Two nurses at the clinic complained. Two guards at the jail complained. Both said that all was well.",
         "said", "both"),
        # who is a former mayor is not the mayor, and no person a firm
        ("Mayor Ann Lee left. Bo Lund, a former mayor, stayed. The mayor said that all was well.", "said", "Ann Lee"),
        ("Imran Qadir lives by the river. The firm said that all was well.", "said", "the firm"),
        ("Acme makes pumps. The Vale Times printed it. The company said that all was well.", "said", "the company"),
        # a board is no bank
        ("The Licensing Board met in May. The bank said that all was well.", "said", "the bank"),
        # one official is not "the officials"
        ("An official at the port counted nine. The officials said that all was well.", "said", "the officials"),
    ],
)  # fmt: skip
def test_a_bare_noun_stays_where_nobody_can_tell(text: str, cue: str, name: str) -> None:
    assert the_one(text, cue).attribution.claimants[0].name == name


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Mr Osmund corrected the sum that Harbour owes from 365 million to 402 million marn.",
         "the sum that Harbour owes from 365 million to 402 million marn"),
        ("The Board raised the count to nine.", "the count to nine"),
        ("The ministry raised the price to 4 crowns.", None),
    ],
)  # fmt: skip
def test_who_gives_another_number_says_it(text: str, content: str | None) -> None:
    document, claims = read(text)
    told = [one.attribution.content.of(document.text) for one in claims if one.attribution.source is not None]
    assert told == ([content] if content else [])


def test_what_somebody_calls_another_s_claim_is_not_the_other_s() -> None:
    _, claims = read("The Alliance welcomed what it described as the mission's confirmation that the army fired first.")
    assert "the mission" not in {party.name for claim in claims for party in claim.chain}


def test_a_party_bears_the_offices_its_document_gives_it() -> None:
    _, claims = read(
        "Hadrel Foods, which bakes for the camp, denied it. Its lawyer, Eva Roth, argues that it was sound."
    )
    offices = {party.name: party.offices for claim in claims for party in claim.chain}
    assert offices["Eva Roth"] == ("Hadrel Foods’ lawyer",)


@pytest.mark.parametrize(
    ("wording", "core", "owner"),
    [
        ("the port’s director general", ("director", "general"), {"port"}),
        ("mayor of Norland", ("mayor",), {"norland"}),
        ("a senior ferry captain", ("ferry", "captain"), set()),
        ("Norland's secretary of fisheries", ("secretary",), {"norland", "fisheries"}),
    ],
)
def test_an_office_is_read_from_its_wording(wording: str, core: tuple[str, ...], owner: set[str]) -> None:
    read_office = office(wording)
    assert read_office is not None
    assert (read_office.core, set(read_office.owner)) == (core, owner)


@pytest.mark.parametrize(
    "wording", ["the author of the letter", "Civic Alliance", "city of dreams", "a person", "a former mayor of Norland"]
)
def test_not_everything_said_of_somebody_is_an_office(wording: str) -> None:
    assert office(wording) is None


HELD = Offices(
    [
        ("Dole", ["the authority’s director general", "Director General"]),
        ("Lee", ["mayor of Wexen"]),
        ("Oyel", ["deputy mayor"]),
        ("Trenn", ["Minister of Health"]),
        ("Salk", ["Energy Minister"]),
        ("Fenn", ["Hadrel’s lawyer"]),
        ("Roth", ["Norvane’s lawyer"]),
    ]
)


@pytest.mark.parametrize(
    ("question", "holder"),
    [
        ("what did the port's director general say?", "Dole"),
        ("what did the mayor say?", "Lee"),
        ("what did Wexen's mayor say?", "Lee"),
        ("what did the mayor of Ostend say?", None),
        ("the health minister on the water?", "Trenn"),
        ("what does the energy minister say", "Salk"),
        ("what did the minister say?", None),
        ("what did Hadrel's lawyer argue?", "Fenn"),
        ("what did the lawyer argue?", None),
        ("what did the board's director general say", "Dole"),
        ("what did the project director say?", None),
        ("what did the deputy mayor say?", "Oyel"),
    ],
)
def test_an_office_finds_its_one_holder(question: str, holder: str | None) -> None:
    found = [who for _, who, _ in HELD.find(question.rstrip("?").split())]
    assert found == ([holder] if holder else [])


REPORT = """---
title: Crane falls into the dock
author: Ilse Maran
publisher: The Wexen Ledger
date: 2024-04-09
---

The crane at Wexen fell into the dock on Tuesday. Casimir Dole, the authority's director general, told reporters that
the mast had been sound. Dana Voss, the mayor of Wexen, said that the dock would stay shut until June.

Hadrel Foods, which rents the quay, denies that its oven was near the crane. Its lawyer, Agata Fenn, argues that the
licence was never meant as a ceiling.

The Health Ministry put the number of the injured at fourteen. The ministry said that two of them were children.
"""

COLUMN = """---
title: Whose crane was it?
author: Mira Kostane
publisher: The Wexen Courier
date: 2024-04-16
---

I live on the quay. Blame the port authority, which owned the crane. Nobody else will say so, and I am tired of it.
My neighbours have lost their windows and their sleep.

*Mira Kostane taught school in Wexen and directed the library from 2001 to 2023.*
"""

STUDY = """---
title: "Twenty Days: Oversight of the Crane"
author: Hanna Drell and Milo Tarn
publisher: Institute for Open Harbours
date: 2024-05-02
---

We found that two pages of the log cannot be accounted for. This may be a clerical error.
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("offices")
    with library_of(folder, report=REPORT, column=COLUMN, study=STUDY) as assistant:
        yield assistant


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("what did the port's director general say about the mast?", "Casimir Dole"),
        ("How long will the dock stay shut, according to the mayor?", "Dana Voss"),
        ("what does Hadrel say about the licence?", "Hadrel Foods’ lawyer, Agata Fenn, argues that"),
        ("How many of the injured were children?", "the Health Ministry said that"),
        ("who does Mira Kostane point the finger at?", "“Blame the port authority"),
        ("what does the study say about the log?", "The Institute for Open Harbours’ report of 2 May 2024 says"),
    ],
)
def test_answers_go_by_offices_and_name_in_full(desk: Assistant, question: str, told: str) -> None:
    answer = desk.ask(question)
    assert answer.status is Status.ANSWERED
    assert told in answer.text


def test_a_note_on_the_writer_is_the_papers(desk: Assistant) -> None:
    asked = desk.ask("what does Mira Kostane say?")
    assert "taught school" not in asked.text
    who = desk.ask("Who is Mira Kostane?")
    assert who.text.startswith("“Mira Kostane taught school")
    assert "Mira Kostane" not in who.statements[0].claimants


def test_a_day_in_a_files_name_dates_what_says_no_day_itself(tmp_path: Path) -> None:
    for name in ("minutes-2025-04-02.txt", "minutes-12025-04-02.txt", "2025-04-02-to-2025-05-01.txt"):
        (tmp_path / name).write_text("The chair opened the meeting. Nobody came.", "utf-8")
    dated = {path.name: read_file(Source(path, tmp_path)).metadata.published for path in tmp_path.iterdir()}
    assert dated == {
        "minutes-2025-04-02.txt": "2025-04-02",
        "minutes-12025-04-02.txt": None,
        "2025-04-02-to-2025-05-01.txt": None,
    }


GATE = "It rained on the quay. {who}, said that the bridge was unsafe and about to fall."


@pytest.mark.parametrize(
    ("who", "said", "passes"),
    [
        ("Ann Lee, wife of the mayor of Tesk", "The mayor of Tesk", False),
        ("Ann Lee, a former director of Acme", "Acme", False),
        ("Ann Lee, a former director of Acme", "The director of Acme", False),
        ("Ann Lee, lawyer for Bo Lund", "Bo Lund", False),
        ("Ann Lee, the mayor of Norland", "Norland", False),
        ("Ann Lee, the mayor of Norland", "The mayor of Norland", True),
        ("Ann Lee, the mayor of Norland", "Ann Lee", True),
    ],
)
def test_an_office_names_its_holder_and_nobody_it_mentions(who: str, said: str, *, passes: bool) -> None:
    document, claims = read(GATE.format(who=who))
    start = document.text.index("the bridge was unsafe")
    span = Span(start=start, end=document.text.index("fall") + 4)
    statement = f"{said} said that “{span.of(document.text)}” [1]."
    assert (not check_statements([statement], {1: grounds_of(document, span, claims)})) is passes
