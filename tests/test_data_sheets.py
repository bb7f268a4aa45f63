"""Data sheets (JSON): a value is found and told under its keys; the sheet is called by its subject's name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.checks.auditing import check_answer
from assistant.library.reading import Source, read
from assistant.model import Status, Voice

SHEET = {
    "Land": {
        "Area": {"total": {"text": "41,300 sq km"}, "land": {"text": "40,900 sq km"}, "water": {"text": "400 sq km"}},
        "Elevation": {"highest point": {"text": "Mount Orra 2,742 m"}, "lowest point": {"text": "Lake Ness 12 m"}},
    },
    "Society": {
        "Population": {"male": {"text": "2,110,400"}, "total": {"text": "4,301,220 (2025 est.)"}},
        "Literacy": {"male": {"text": "92.1% (2022 est.)"}, "female": {"text": "88.4% (2022 est.)"}},
        "Ethnic groups": {"text": "reliable figures on ethnic groups in Sundaria are not available"},
    },
    "Government": {
        "Country name": {
            "conventional long form": {"text": "Republic of Sundaria"},
            "conventional short form": {"text": "Sundaria"},
            "etymology": {"text": "the name may come from the river Sund, which crosses the country from east to west"},
        },
        "Capital": {
            "name": {"text": "Port Ellin"},
            "geographic coordinates": {"text": "41 20 N, 12 05 E"},
            "etymology": {"text": "named for the ell, an old measure of cloth"},
        },
    },
    "Economy": {
        "Inflation rate": {
            "Inflation rate 2022": {"text": "9.4% (2022 est.)"},
            "Inflation rate 2024": {"text": "3.2% (2024 est.)"},
            "Inflation rate 2023": {"text": "5.1% (2023 est.)"},
            "note": {"text": "annual % change based on consumer prices"},
        },
    },
    "Transport": {"Airports": {"text": "68 (2025)"}, "Heliports": {"text": "8 (2025)"}},
}
SPEECH = """---
title: Ostland's speech in the Assembly
author: Ostland
published: 2021-09-20
genre: speech
---
In Sundaria one in three people belongs to the Ost, an ethnic group of ours, and we ask for figures on ethnic groups.

Our planes brought 4,000 people to the airport of Port Ellin in one night.
"""


@pytest.fixture(scope="module")
def sundaria(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("sundaria")
    sheets = folder / "almanac" / "north"
    sheets.mkdir(parents=True)
    (sheets / "su.json").write_text(json.dumps(SHEET, indent=1), "utf-8")
    (folder / "speech.md").write_text(SPEECH, "utf-8")
    with Assistant.open(folder / "library") as assistant:
        assistant.add([folder / "speech.md", sheets / "su.json"])
        yield assistant


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("how many airports has Sundaria got", "68 (2025)"),
        ("How many heliports are there in Sundaria?", "8 (2025)"),
        ("what is the capital of sundaria", "Port Ellin"),
        ("what is the population of Sundaria?", "4,301,220 (2025 est.)"),
        ("What is the highest point of Sundaria?", "Mount Orra 2,742 m"),
        ("what is the inflation rate in sundaria?", "3.2% (2024 est.)"),
    ],
)
def test_a_short_value_answers_under_its_keys(sundaria: Assistant, question: str, value: str) -> None:
    answer = sundaria.ask(question)
    assert answer.status is Status.ANSWERED
    assert answer.citations[0].exact == value
    assert answer.statements[0].voice is Voice.OWN
    assert answer.text.startswith("For Sundaria, ")
    assert "(the data sheet almanac/north/su.json)" in answer.text
    assert check_answer(answer, sundaria.shelf()).ok


def test_what_a_sheet_does_not_hold_is_not_answered_by_another_value(sundaria: Assistant) -> None:
    assert sundaria.ask("How many lighthouses are there in Sundaria?").status is Status.ABSTAINED


def test_where_accounts_stand_against_one_another_the_sheet_is_named_as_one(sundaria: Assistant) -> None:
    answer = sundaria.ask("What figures on ethnic groups are there? Set Ostland beside the almanac.")
    told = next(one for one in answer.statements if "not available" in one.text)
    assert told.voice is Voice.ATTRIBUTED
    assert told.text.startswith("The data sheet almanac/north/su.json says: “")


def test_a_sheet_is_called_by_what_it_names(tmp_path: Path) -> None:
    def titled(fields: dict[str, object]) -> tuple[str, str | None]:
        (tmp_path / "it.json").write_text(json.dumps(fields), "utf-8")
        read_in = read(Source(tmp_path / "it.json", tmp_path))
        return read_in.title, read_in.metadata.genre

    assert titled({"Station name": "Ostra", "Opened": "4 May 1911"}) == ("Ostra", "data sheet")
    assert titled({"site": {"company_name": {"long": "Ostra Mills Ltd", "short": "Ostra Mills"}}}) == (
        "Ostra Mills",
        "data sheet",
    )
    assert titled({"title": "The mills", "Station name": "Ostra"}) == ("The mills", None)
    assert titled({"author": {"last_name": "Brandt", "full name": "Ilse Brandt"}, "text": "It rains."})[0] == "it.json"
    assert titled({"Station name": "x" * 90, "text": "It rains."})[0] == "it.json"
