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
        ("who wrote the harbour report?", Status.ANSWERED, "Iris Okafor as the author of The Harbour at Marrow Point"),
        ("when was the harbour report published?", Status.ANSWERED, "2 May 2019 as the date"),
        ("who published the harbour report?", Status.ANSWERED, "Coastal Records Office as the publisher"),
        ("what's the byline on the wall article?", Status.ABSTAINED, "no author’s name for"),
    ],
)
def test_a_document_s_record_is_told_in_the_own_voice(
    assistant: Assistant, question: str, status: Status, told: str
) -> None:
    answer = assistant.ask(question)
    assert (answer.status, answer.citations) == (status, ())
    assert told in answer.text


@pytest.mark.parametrize("follow_up", ["who wrote it?", "who's the author?", "when was it published?"])
def test_after_a_quotation_it_is_the_document_quoted(assistant: Assistant, follow_up: str) -> None:
    answer = assistant.ask(follow_up, ["How long is the breakwater?"])
    assert "The Harbour at Marrow Point" in answer.text
    assert "Iris Okafor" in answer.text


def test_who_wrote_something_a_document_only_tells_of_is_no_question_about_the_record(assistant: Assistant) -> None:
    answer = assistant.ask("who wrote the song about the breakwater?")
    assert "the library has" not in answer.text.lower()


@pytest.mark.parametrize("url", ["https://www.lights.gov/orlo", "https://lights.gouv.fr/orlo"])
def test_what_a_government_tells_of_itself_is_its_own_account(tmp_path: Path, url: str) -> None:
    with library_of(tmp_path, sheet=HEAD.format(genre="article", url=url) + SHEET) as held:
        answer = held.ask("What ended the waste of oil in Orlo?")
    (said, *_) = answer.statements
    assert said.voice is Voice.ATTRIBUTED
    assert said.text.startswith(("The lights.", "According to the lights."))
    assert "Costs" not in answer.text


def test_what_nobody_s_own_site_tells_plainly_is_plain(tmp_path: Path) -> None:
    text = HEAD.format(genre="article", url="https://lights.example/orlo") + SHEET
    with library_of(tmp_path, sheet=text) as held:
        claims = list(held.claims())
    assert any(Rule.UNCONTESTED in claim.rules for _, claim in claims)


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.Lights.gov/a", "lights.gov"),
        ("https://ann@lights.gov:80", "lights.gov"),
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
