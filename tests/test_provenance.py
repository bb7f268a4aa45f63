"""Whose a document is: who wrote it and when, asked of its record; what it tells of itself, and of a matter."""

from __future__ import annotations

from pathlib import Path

import pytest
from libraries import library_of

from assistant import Assistant
from assistant.model import Metadata, Rule, Status, Voice

HEAD = "---\ntitle: Lanterns of Orlo\npublished: 2022-02-11\ngenre: {genre}\nurl: {url}\n---\n\n"
SHEET = (
    "The ministry bought lanterns in Orlo for every pier.\n\n"
    "**Costs:** Through careful buying, the ministry decisively ended the waste of oil in Orlo.\n\n"
    "Fishermen rowed to the piers of Orlo at night.\n"
)


@pytest.mark.parametrize(
    ("question", "status", "told"),
    [
        (
            "who wrote the harbour report?",
            Status.ANSWERED,
            "Iris Okafor as the author of The Harbour at Marrow Point.",
        ),
        ("when was the harbour report published?", Status.ANSWERED, "2 May 2019 as the date"),
        ("who published the harbour report?", Status.ANSWERED, "Coastal Records Office as the publisher"),
        ("and when was the harbour report published?", Status.ANSWERED, "2 May 2019 as the date"),
        ("what's the byline on the wall article?", Status.ABSTAINED, "no author’s name for"),
    ],
)
def test_a_document_s_record_is_told_in_the_own_voice(
    assistant: Assistant, question: str, status: Status, told: str
) -> None:
    answer = assistant.ask(question)
    assert (answer.status, answer.citations) == (status, ())
    assert told in answer.text


@pytest.mark.parametrize(
    "follow_up", ["who wrote this report?", "who's the author?", "when was this report published?"]
)
def test_after_a_quotation_it_is_the_document_quoted(assistant: Assistant, follow_up: str) -> None:
    answer = assistant.ask(follow_up, ["How long is the breakwater?"])
    assert "The Harbour at Marrow Point" in answer.text
    assert "Iris Okafor" in answer.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who wrote the Harbour Song?", "the sailor Jon Brekke"),
        ("When was the Harbour Song released?", "October 1971"),
        ("who wrote the song about the Harbour Song?", ""),
        ("When was it released? | What is the Harbour Song?", "October 1971"),
    ],
)
def test_a_thing_that_has_a_document_s_title_is_not_the_document(tmp_path: Path, question: str, told: str) -> None:
    song = (
        "---\ntitle: Harbour Song\nauthor: Iris Okafor\npublished: 2019-05-02\ngenre: reference\n---\n\n"
        "The Harbour Song was written by the sailor Jon Brekke. The Harbour Song was first released in October 1971.\n"
    )
    asked, *before = question.split(" | ")
    with library_of(tmp_path, song=song) as held:
        answer = held.ask(asked, before)
    assert "the library has" not in answer.text.lower()
    assert told in answer.text


def test_it_is_the_document_where_the_question_before_spoke_of_one(assistant: Assistant) -> None:
    answer = assistant.ask("who wrote it?", ["How long is the breakwater, by the report?"])
    assert "Iris Okafor as the author" in answer.text


def test_a_document_whose_title_asks_can_be_pointed_at(tmp_path: Path) -> None:
    text = (
        "---\ntitle: Who rules the marshes?\nauthor: Ann Orre\ngenre: opinion\n---\n\nThe millers rule the marshes.\n"
    )
    with library_of(tmp_path, marsh=text) as held:
        answer = held.ask("who wrote this piece?", ["Who rules the marshes?"])
    assert "Ann Orre as the author" in answer.text


@pytest.mark.parametrize(
    "url", ["https://www.lights.gov/orlo", "https://lights.gouv.fr/orlo", "https://lights.gov.scot"]
)
def test_what_a_government_tells_of_itself_is_its_own_account(tmp_path: Path, url: str) -> None:
    with library_of(tmp_path, sheet=HEAD.format(genre="article", url=url) + SHEET) as held:
        answer = held.ask("What ended the waste of oil in Orlo?")
    (said, *_) = answer.statements
    assert said.voice is Voice.ATTRIBUTED
    assert said.text.startswith(("The lights.", "According to the lights."))
    assert "Costs" not in answer.text


@pytest.mark.parametrize(
    ("genre", "url"),
    [
        ("article", "https://lights.example/orlo"),
        ("paper", "https://lights.gov/orlo"),
        ("news", "https://lights.gov/orlo"),
        ("article", "https://go.it/orlo"),
    ],
)
def test_what_is_no_account_of_a_government_s_own_is_plain(tmp_path: Path, genre: str, url: str) -> None:
    with library_of(tmp_path, sheet=HEAD.format(genre=genre, url=url) + SHEET) as held:
        claims = list(held.claims())
    assert any(Rule.UNCONTESTED in claim.rules for _, claim in claims)


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.Lights.gov/a", "lights.gov"),
        ("https://ann@lights.gov:80", "lights.gov"),
        ("https://lights.gov./a", "lights.gov"),
        ("http://[broken", "[broken"),
        ("lights", None),
        (None, None),
    ],
)
def test_a_site_is_the_host_of_an_address(url: str | None, site: str | None) -> None:
    assert Metadata(url=url).site == site


def test_words_that_point_at_a_document_are_not_looked_for_in_it(tmp_path: Path) -> None:
    wall = (
        "---\ntitle: Walls\npublisher: Tidal Monthly\ngenre: opinion\n---\n\n"
        "Moss grows between the stones of every wall. First, a resurgent Grey Guild could be used as a bargaining "
        "chip. Masons prefer lime.\n"
    )
    other = "---\ntitle: Boats\npublisher: Port Gazette\ngenre: report\n---\n\nBoats are built of oak in the north.\n"
    with library_of(tmp_path, wall=wall, other=other) as held:
        answer = held.ask("What does the Tidal Monthly piece say about the Grey Guild?")
        nothing = held.ask("What does the Tidal Monthly piece say about the White Fleet?")
    assert "could be used as a bargaining chip" in answer.text
    assert ", first, " not in answer.text
    assert nothing.status is Status.ABSTAINED
