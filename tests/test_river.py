"""Everyday questions to a spill: minutes, a release, a company’s page, a letter, a diary, a local paper."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from libraries import assert_answered, library_over

from assistant import Assistant
from assistant.model import Status

FOLDER = Path(__file__).parent / "river"


@pytest.fixture(scope="module")
def spill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with library_over(FOLDER, tmp_path_factory.mktemp("river")) as assistant:
        yield assistant


@pytest.mark.parametrize(
    ("question", "told"),
    [
        # what a meeting did is nobody's speech
        ("who voted against?", "“Cllr Hoyle and Cllr Ames voted against” [1] (the Tarnby Town Council minutes"),
        # what a letter claims is its writer's
        (
            "where was the sample taken?",
            "Hetty Brand’s letter of 9 July 2025 says: “The sample was taken at the footbridge”",
        ),
        # a release is by whom its letterhead names
        ("how high were the E. coli levels?", "Environment Agency’s statement of 3 July 2025 says"),
        # a diary's byline and day are no text, and its entries have their days
        ("what happened in August?", "19 August 2025 — “The bathing place opens again”"),
        ("did Hoyle change his mind?", "on 12 August 2025, Cllr Hoyle says that “he was wrong"),
        ("was Long Reach closed?", "“The motion was carried by five votes to two”"),
        ("what did Voss say about swimming there?", "“I would not swim there at present”"),
    ],
)
def test_an_everyday_question_is_answered(spill: Assistant, question: str, told: str) -> None:
    assert_answered(spill, question, told)


def test_what_is_only_feared_did_not_happen(spill: Assistant) -> None:
    assert spill.ask("did anybody drown?").status is Status.ABSTAINED


def test_a_change_of_mind_shows_both_ends(spill: Assistant) -> None:
    told = spill.ask("did Hoyle change his mind?").text
    assert "said on 14 July 2025: “I am against”" in told


@pytest.mark.parametrize("question", ["what do the Friends of the Tarn want?", "what happened in August?"])
def test_a_byline_and_a_signature_are_never_quoted(spill: Assistant, question: str) -> None:
    told = spill.ask(question).text
    assert "By Ruth Pym" not in told
    assert "Bridge Farm" not in spill.ask("what does the farmer say?").text


@contextmanager
def council(place: Path, *paragraphs: str) -> Iterator[Assistant]:
    """Open a library of the minutes of a meeting that Cllr Lane opens."""
    head = "TARNBY TOWN COUNCIL\nMinutes of the meeting of 4 May 2025"
    minutes = place / "documents" / "minutes.txt"
    minutes.parent.mkdir()
    minutes.write_text("\n\n".join((head, "CLLR LANE: I thank the chair.", *paragraphs)) + "\n", "utf-8")
    with library_over(minutes.parent, place) as assistant:
        yield assistant


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Why was the proposal withdrawn?", "The proposal was withdrawn last year because the mayor feared"),
        ("How was the report approved?", "The report was approved in haste"),
    ],
)
def test_who_tells_at_a_meeting_what_was_done_elsewhere_still_speaks(tmp_path: Path, question: str, told: str) -> None:
    with council(
        tmp_path,
        "The proposal was withdrawn last year because the mayor feared a lawsuit.",
        "The report was approved in haste by people who had not read it.",
        "CLLR HOYLE: I had read it.",
        "CLLR LANE: Then you were alone.",
    ) as assistant:
        answer = assistant.ask(question).text
    assert "Lane said on 4 May 2025" in answer
    assert told in answer


def test_who_goes_on_about_a_meeting_still_speaks(tmp_path: Path) -> None:
    with council(
        tmp_path,
        "The council agreed in 2019 to mend the weir, and I have waited for it ever since.",
        "CLLR HOYLE: So have I.",
        "CLLR LANE: Then let us vote.",
        "The motion was carried by nine votes to one.",
    ) as assistant:
        spoken = assistant.ask("What did the council agree in 2019?").text
        carried = assistant.ask("How was the motion carried?").text
    assert "Lane" in spoken
    assert "4 May 2025" in spoken
    assert "carried by nine votes to one" in carried
    assert "Lane" not in carried
