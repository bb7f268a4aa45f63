"""Two accounts told one behind the other: who is heard in each, and that both are shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from test_disagreeing import written
from test_voices_constructions import relayed, the_one

from assistant import Assistant

ROOF = """The hall burnt for two days. A spokeswoman, Vera Quill, said the port had no part in it. “We did not hire the
roofers,” Quill said. “The tenant hired them.”

{turn} “We had nobody on the roof that week,” its manager, Jon Reeve, wrote. He would not be drawn further.

The market opened again on Monday. The baker, Ola Brandt, said that trade had been slow."""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[tuple[Path, Assistant]]:
    assistant = Assistant.open(tmp_path / "library")
    yield tmp_path / "documents", assistant
    assistant.close()


def claimants(assistant: Assistant) -> list[set[str]]:
    """Return who stands against whom in each disagreement."""
    return [{line.claimant for line in one.lines} for one in assistant.disagreements()]


@pytest.mark.parametrize(
    "turn",
    [
        "Reeve Foods tells it the other way round.",
        "Reeve Foods gave a quite different account.",
        "That is not how Reeve Foods remembers it.",
        "Reeve Foods disputes that version.",
        "Reeve Foods begged to differ.",
        "The tenant, Reeve Foods, is just as certain.",
        "Reeve Foods laughed when this was read to it.",
    ],
)
def test_a_narrative_that_turns_to_another_account_opposes_the_two(turn: str, library: tuple[Path, Assistant]) -> None:
    folder, assistant = library
    written(folder, "roof", ROOF.format(turn=turn))
    assistant.add([folder])
    assert claimants(assistant) == [{"Vera Quill", "Jon Reeve"}]


@pytest.mark.parametrize(
    "turn",
    [
        "Reeve Foods told the paper the same.",
        "Reeve Foods has a different landlord.",
        "“Reeve Foods tells it the other way round,” a neighbour joked.",
        "I disagree with both of them.",
        "Experts disagree about what comes next.",
        "After it was shown to members of the guild, the roof was mended.",
        "Nobody at Reeve Foods disputes that version.",
        "Reeve Foods tells it the other way round as well.",
    ],
)
def test_other_words_oppose_nobody(turn: str, library: tuple[Path, Assistant]) -> None:
    folder, assistant = library
    written(folder, "roof", ROOF.format(turn=turn))
    assistant.add([folder])
    assert claimants(assistant) == []


def test_who_is_equally_certain_of_the_same_opposes_nobody(library: tuple[Path, Assistant]) -> None:
    folder, assistant = library
    text = (
        "The engineer, Karl Brandt, said that the dam would hold through the winter. Ida Lund is equally certain. "
        "“The dam will hold through the winter,” Lund said."
    )
    written(folder, "dam", text)
    assistant.add([folder])
    assert claimants(assistant) == []
    assert "differ" not in assistant.ask("Will the dam hold?").text


def test_whoever_is_asked_about_one_account_gets_both(library: tuple[Path, Assistant]) -> None:
    folder, assistant = library
    written(folder, "roof", ROOF.format(turn="Reeve Foods tells it the other way round."))
    assistant.add([folder])
    answer = assistant.ask("Who hired the roofers?")
    assert "We did not hire the roofers" in answer.text
    assert "Jon Reeve" in answer.text
    assert "We had nobody on the roof that week" in answer.text


@pytest.mark.parametrize(
    ("told", "parties"),
    [
        ("The bank put the debt of the line at 365m crowns. The party put the exposure at 480m crowns.", True),
        ("The institute says the bay can bear 52,000 tonnes; the ministry’s scientists say 60,000.", True),
        ("The union says 140 men fell ill. According to the company, it is 62.", True),
        ("Last year 612 babies were born at Kelder. Campaigners put the number at nearer 700.", True),
        ("Three thousand people marched. The police put the number at 1,800.", True),
        ("Last year 612 babies were born at Kelder. The trust put two cots in the hall.", False),
        ("Last year 612 babies were born at Kelder. The trust says 24 midwives are needed.", False),
        ("The union says 140 men fell ill in March. The company says that 140 men fell ill.", False),
        ("The union says 140 men fell ill. The mayor says that 12 lamps are broken.", False),
        ("The union says 140 men fell ill. The company says it was told in 2019.", False),
        ("The union says the strike lasts three days. The company says it will hire 43.", False),
        ("The union says 300 drivers in Marlow struck. The firm says 120 drivers in Marlow were paid.", False),
        ("The army said 12 people were arrested there. The hospital said 30 people were treated there.", False),
        ("The mayor said 400 houses were damaged. The ministry said that 250 houses were destroyed.", False),
    ],
)
def test_numbers_of_one_thing_stand_beside_one_another(
    told: str, parties: bool, library: tuple[Path, Assistant]
) -> None:
    folder, assistant = library
    written(folder, "numbers", told)
    assistant.add([folder])
    assert bool(assistant.disagreements()) == parties


# ------------------------------------------------------------------ who is heard where one account follows another


def test_a_quotation_at_a_paragraphs_end_is_not_the_next_ones() -> None:
    text = (
        "“Our post answered fire,” said Colonel Oren Cast. “The lorries were caught between the two sides.”\n\n"
        "The rebels told a different story. Their speaker said that nobody had fired."
    )
    rows = relayed(text)
    assert ("Oren Cast", "", "“The lorries were caught between the two sides.”") in rows
    assert not any(who == "the rebels" and "lorries" in said for who, _, said in rows)


def test_a_sentence_that_only_says_who_spoke_still_names_the_speaker_before_it() -> None:
    text = "“We left the gate open all night long.” Ann Lee told reporters."
    assert ("Ann Lee", "told", "“We left the gate open all night long.”") in relayed(text)
    longer = "“We shall not sell the mill.” Ann Lund told reporters so outside the court on Monday."
    assert ("Ann Lund", "told", "“We shall not sell the mill.”") in relayed(longer)


def test_what_another_says_behind_a_while_is_no_part_of_the_first_account() -> None:
    rows = relayed("The city says the repairs will cost 4 million, while Ms Holt speaks of 9 million.")
    assert ("the city", "says", "the repairs will cost 4 million") in rows
    assert any(who == "Ms Holt" for who, _, _ in rows)


@pytest.mark.parametrize(
    ("text", "cue", "who", "said"),
    [
        ("Civic Union put the exposure at 480m marn.", "put", "Civic Union", "the exposure at 480m marn"),
        ("The losses were put at 12 million by the ministry.", "put", "the ministry", "at 12 million"),
        ("The firm puts it at 120.", "puts it", "the firm", "at 120"),
        (
            "Its spokesman, Ilan Verr, said by telephone that the car had fired.",
            "said",
            "Ilan Verr",
            "that the car had fired",
        ),
        ("The army released a toll of five on Monday.", "released", "the army", "a toll of five"),
        (
            "The board put out new figures: nine serious cases.",
            "put out",
            "the board",
            "new figures: nine serious cases",
        ),
        (
            "Ada Orr heard a single shot, she says, dry and close, “like a door slamming”, and then nothing.",
            "says",
            "Ada Orr",
            "Ada Orr heard a single shot, she says, dry and close, “like a door slamming”, and then nothing",
        ),
        ("Shepherds told of lights on the ridge.", "told", "Shepherds", "lights on the ridge"),
        ("Prices fell, according to the bank, and wages rose.", "according to", "the bank", "Prices fell"),
        (
            "John Lund wrote that he knew; the firm was in his words “the landlord’s firm, on the landlord’s roof”.",
            "in his words",
            "John Lund",
            "the firm was in his words “the landlord’s firm, on the landlord’s roof”",
        ),
    ],
)
def test_ways_of_giving_an_account(text: str, cue: str, who: str, said: str) -> None:
    claim = the_one(text, cue)
    assert (claim.attribution.claimants[0].name, claim.attribution.content.of(text).rstrip(".")) == (who, said)


@pytest.mark.parametrize(
    "text",
    [
        "The lamp was put at the window by the nurse.",
        "The bank issued a total of nine loans.",
        "The army released five prisoners.",
        "The office released the figure in May.",
    ],
)
def test_other_things_put_and_given_are_no_numbers_told(text: str) -> None:
    assert relayed(text) == []


@pytest.mark.parametrize(
    ("text", "row"),
    [
        # what is called so, in marks
        ("Ann Lee called the plan “a disgrace” and left.", ("Ann Lee", "called", "the plan “a disgrace”")),
        # a condition is part of the promise
        (
            "Lee said she would sign, provided that the money came.",
            ("Lee", "said", "she would sign, provided that the money came"),
        ),
        # nobody's story
        (
            "Norland, the story goes, began filling the lake.",
            ("unnamed sources", "story", "Norland, the story goes, began filling the lake"),
        ),
    ],
)
def test_an_account_is_read_whole(text: str, row: tuple[str, str, str]) -> None:
    assert row in relayed(text)


def test_of_two_who_were_told_of_together_each_has_a_name() -> None:
    rows = relayed("Two officers saw it. One said that it was dark. The other said that it was light.")
    assert rows == [
        ("one of two officers", "said", "that it was dark"),
        ("the other of two officers", "said", "that it was light"),
    ]
    assert relayed("The mayor said that it was dark. The other said that it was light.")[1][0] == "the other"
