"""Who disagrees with whom: each mark, what must not count, and the derived rule R9 kept in step."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Ran

from assistant import Assistant
from assistant.answers.disagreeing import Disagreement, accused_in
from assistant.answers.opposing.saying import said_when, words_of
from assistant.model import Rule
from assistant.tools import Tools


def written(folder: Path, name: str, text: str, **known: str) -> Path:
    """Write a document with front matter; `genre` is article and `published` a day in May unless told otherwise."""
    known = {"title": name.capitalize(), "genre": "article", "published": "2024-05-02"} | known
    file = folder / f"{name}.md"
    folder.mkdir(exist_ok=True)
    file.write_text("---\n" + "".join(f'{k}: "{v}"\n' for k, v in known.items()) + f"---\n\n{text}\n", "utf-8")
    return file


@pytest.fixture
def found(tmp_path: Path) -> Iterator[Callable[..., list[Disagreement]]]:
    """Return the disagreements of a library of some texts, each a document of its own."""
    opened: list[Assistant] = []

    def build(*texts: str | tuple[str, dict[str, str]], about: str | None = None) -> list[Disagreement]:
        for number, text in enumerate(texts):
            said, known = text if isinstance(text, tuple) else (text, {})
            written(tmp_path / "documents", f"paper{number}", said, **known)
        assistant = Assistant.open(tmp_path / "library")
        opened.append(assistant)
        assistant.add([tmp_path / "documents"])
        return assistant.disagreements(about)

    yield build
    for assistant in opened:
        assistant.close()


Found = Callable[..., list[Disagreement]]


def only(groups: list[Disagreement]) -> Disagreement:
    """Return the only disagreement."""
    assert len(groups) == 1, [group.matter for group in groups]
    return groups[0]


# ------------------------------------------------------------------ inferred marks


SAFE = "Mayor Ida Holm said that the Ventry bridge is safe for lorries."
UNSAFE = "The engineers’ guild said that the Ventry bridge is not safe for lorries."
ACCUSED = (
    "Mayor Ida Holm accused Northgate Mining of poisoning the river Tarn. "
    "The river authority denied that the river Tarn was poisoned."
)


def test_a_negation_is_a_possible_conflict(found: Found) -> None:
    group = only(found(SAFE, (UNSAFE, {"published": "2024-05-03"})))
    assert [(line.claimant, line.date) for line in group.lines] == [
        ("Ida Holm", "2024-05-02"),
        ("the engineers’ guild", "2024-05-03"),
    ]
    assert all(line.inferred for line in group.lines)
    assert group.marks == ("one denies what the other says",)
    assert group.matter == "Ventry bridge"
    assert group.lines[1].citation.exact == "that the Ventry bridge is not safe for lorries"


def test_opposite_words_are_a_possible_conflict(found: Found) -> None:
    group = only(
        found(
            "Councillor Per Lund said that the council had opened the parish archive to researchers.",
            "The historian Ana Ruiz said that the council had closed the parish archive to researchers.",
        )
    )
    assert group.marks == ("opposite words: close and open",)


def test_different_numbers_of_one_thing_are_a_possible_conflict(found: Found) -> None:
    group = only(
        found(
            "The harbour board said that the ferry Alma carried 212 passengers on the night of the storm.",
            "The seamen’s union said that the ferry Alma carried 340 passengers on the night of the storm.",
        )
    )
    assert group.marks == ("different numbers: 212 and 340",)


def test_what_is_ruled_out_conflicts_with_who_says_it(found: Found) -> None:
    group = only(
        found(
            "The miller Jon Berg said that the lost boundary stone lies in Aldbury, not in Tarnside.",
            "The parish of Aldbury said that the lost boundary stone lies in Tarnside.",
        )
    )
    assert group.marks == ("one rules out what the other says",)


# ------------------------------------------------------------------ stated oppositions


def test_a_denial_is_set_against_what_it_denies(found: Found) -> None:
    group = only(
        found(
            "The teachers’ union said that the school board had hidden the report. The school board denied the charge."
        )
    )
    assert [line.claimant for line in group.lines] == ["the teachers’ union", "the school board"]
    assert not any(line.inferred for line in group.lines)


def test_what_is_branded_false_is_denied(found: Found) -> None:
    text = (
        "The growers said that the dam had lost 40 litres a second. The water company called the figure a fabrication."
    )
    assert only(found(text)).marks == ("one party denies what the other says",)


def test_two_parties_in_contrast(found: Found) -> None:
    text = (
        "The bakers say that the flour tax raises the price of bread, while the treasury says that the flour tax "
        "lowers the price of bread."
    )
    group = only(found(text))
    assert [line.citation.exact for line in group.lines] == [
        "that the flour tax raises the price of bread",
        "that the flour tax lowers the price of bread",
    ]
    assert not group.lines[0].inferred


BRIEFING = {"genre": "briefing", "title": "Briefing of May"}


def test_a_reply_that_rejects_the_question(found: Found) -> None:
    text = (
        "Q: Your own engineers say that the dam is about to break.\n\n"
        "MS. FALK: That is simply not true. The dam was inspected in April."
    )
    group = only(found((text, BRIEFING)))
    assert [line.claimant for line in group.lines] == ["Your own engineers", "Ms. Falk"]
    assert group.lines[1].citation.exact == "That is simply not true. The dam was inspected in April."


def test_a_reply_that_denies_what_the_question_takes_for_granted(found: Found) -> None:
    text = "Q: Why did you promise the farmers free seed?\n\nMS. FALK: We never promised the farmers free seed."
    assert only(found((text, BRIEFING))).marks == ("the reply denies what was said",)


def test_a_speaker_who_disagrees_with_what_others_say(found: Found) -> None:
    text = "Some say that the old mill should have been pulled down years ago. I disagree."
    group = only(found((text, {"genre": "speech", "author": "Ida Holm"})))
    assert {line.claimant for line in group.lines} == {"some", "Ida Holm"}


# ------------------------------------------------------------------ no disagreement


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(SAFE, "The guild of carters said that lorries are safe on the Ventry bridge.", id="reworded"),
        pytest.param(SAFE, "The carters said that the Ventry inn is not open on Sundays.", id="another matter"),
        pytest.param(
            "The guard said that in March 2019 the flood closed two schools in Ventry.",
            "The mayor said that in June 2022 the flood closed five schools in Ventry.",
            id="events of different dates",
        ),
        pytest.param(SAFE, "A carter asked whether the Ventry bridge is not safe for lorries.", id="asked whether"),
        pytest.param(SAFE, "“Is the Ventry bridge not safe for lorries?” asked Jon Berg.", id="a quoted question"),
        pytest.param(SAFE, "Jon Berg said that the Ventry bridge might not be safe for lorries.", id="hypothetical"),
        pytest.param(SAFE, "Jon Berg said that if it freezes the Ventry bridge is not safe for lorries.", id="an if"),
        pytest.param(
            "The board said that the ferry had carried 212 passengers so far.",
            "The union said that the ferry had carried 340 passengers so far.",
            id="counts that grow",
        ),
        pytest.param(
            "The bakers say that the flour tax raises the price of bread, while the millers also say that the flour "
            "tax raises the price of bread.",
            "Snow fell in Ventry.",
            id="agreement after a while",
        ),
        pytest.param(SAFE, "Jon Berg said that the Ventry bridge is not only safe for lorries.", id="not only"),
        pytest.param(
            "The council said that the tram must not stop at night.",
            "The drivers said that the tram does stop at night.",
            id="a norm and a fact",
        ),
    ],
)
def test_no_false_conflict(found: Found, one: str, other: str) -> None:
    assert found(one, other) == []


@pytest.mark.parametrize(
    "reply",
    [
        "We disagree with the court’s decision on the dam.",
        "I hope that’s not true.",
        "Three engineers inspect the dam every spring, and of the papers that say so one was told that it is false.",
        "I don’t have anything new on the dam.",
        "No, not this week.",
    ],
)
def test_an_answer_is_no_rejection(found: Found, reply: str) -> None:
    assert found((f"Q: The engineers say that the dam is about to break.\n\nMS. FALK: {reply}", BRIEFING)) == []


def test_a_question_after_an_answer_rejects_nothing(found: Found) -> None:
    text = "MS. FALK: The dam was inspected by three engineers in April.\n\nQ: That’s not true. When is the next one?"
    assert found((text, BRIEFING)) == []


def test_a_reply_rejects_what_was_just_put_and_nothing_before(found: Found) -> None:
    text = (
        "Q: The parish council paid for three of the new boats.\n\nMS. FALK: I am not familiar with the boats.\n\n"
        "Q: They were bought from a yard in Tarnside last spring.\n\nMS. FALK: That is not true."
    )
    group = only(found((text, BRIEFING)))
    assert [line.citation.exact for line in group.lines] == [
        "They were bought from a yard in Tarnside last spring.",
        "That is not true.",
    ]


def test_years_apart_the_world_may_have_changed(found: Found) -> None:
    assert found((SAFE, {"published": "1998"}), (UNSAFE, {"published": "2024"})) == []


def test_what_is_denied_is_quoted_with_its_denial(found: Found) -> None:
    group = only(found(ACCUSED))
    assert [line.citation.exact for line in group.lines] == [
        "accused Northgate Mining of poisoning the river Tarn",
        "denied that the river Tarn was poisoned",
    ]


def test_a_view_denied_is_quoted_with_who_denies_it(found: Found) -> None:
    group = only(found(SAFE, "Jon Berg does not think that the Ventry bridge is safe for lorries."))
    assert "not" in group.lines[1].citation.exact.split()


# ------------------------------------------------------------------ time, and those who do not speak


def test_a_change_of_position_shows_both_dates(found: Found) -> None:
    speech = {"genre": "speech", "author": "Ida Holm"}
    group = only(
        found(
            ("We will never sell the old lighthouse to a private owner.", speech | {"published": "2019-03-01"}),
            ("We will sell the old lighthouse to a private owner.", speech | {"published": "2022-03-01"}),
        )
    )
    assert [line.date for line in group.lines] == ["2019-03-01", "2022-03-01"]
    assert group.changed == ("Ida Holm",)


def test_who_is_accused_and_never_heard_is_named(found: Found) -> None:
    group = only(found(ACCUSED))
    assert group.no_reply == ("Northgate Mining",)
    assert "No reply from Northgate Mining in these documents." in group.notes


def test_who_is_heard_elsewhere_is_not_named_as_silent(found: Found) -> None:
    group = only(found(ACCUSED, "Northgate Mining said that its pumps had been clean since spring."))
    assert group.no_reply == ()


def test_only_accusations_count_as_such() -> None:
    assert accused_in("He accuses the Vale Water Company of fraud.") == ["Vale Water Company"]
    assert accused_in("They blamed Tom Ek for the fire and thanked Ida Holm for help.") == ["Tom Ek"]
    assert accused_in("She charged the battery of Tom Ek.") == []


def test_what_a_brief_retells_was_said_when_the_brief_says_so(tmp_path: Path) -> None:
    text = "# The mill, 2021\n\n## Spring\n\nOn 8 May the miller was asked. The miller said that the wheel was sound."
    written(tmp_path, "mill", text, genre="brief", title="The mill, 2021", published="2026-01")
    with Assistant.open(tmp_path / "library") as assistant:
        assistant.add([tmp_path / "mill.md"])
        document, claim = next(pair for pair in assistant.claims(claimant="the miller", about="wheel"))
        sentences = assistant._record.sentences(document.edition)
        assert said_when(claim, document, sentences) == "2021-05-08"
        assert words_of(claim, document, sentences).of(document.text) == "that the wheel was sound"


# ------------------------------------------------------------------ in answers


def test_an_answer_shows_the_other_side(tmp_path: Path) -> None:
    texts = {
        "mayor": SAFE,
        "guild": UNSAFE,
        "harbour": "The harbour board said that the ferry Alma carried 212 passengers on the night of the storm.",
        "union": "The seamen’s union said that the ferry Alma carried 340 passengers on the night of the storm.",
        "school": "The teachers’ union said that the school board had hidden the report on asbestos. "
        "The school board denied the charge.",
    }
    for name, text in texts.items():
        written(tmp_path / "papers", name, text)
    with Assistant.open(tmp_path / "library") as assistant:
        assistant.add([tmp_path / "papers"])
        ferry = assistant.ask("how many passengers did the ferry Alma carry?")
        assert {claimant for one in ferry.statements for claimant in one.claimants} == {
            "the harbour board",
            "the seamen’s union",
        }
        assert all(Rule.CONTRADICTED in one.rules for one in ferry.statements)
        school = assistant.ask("did the school board hide the report on asbestos?").text
        assert "the teachers’ union said" in school
        assert "denied the charge" in school
        asked = assistant.ask("What did Ida Holm say about the Ventry bridge?")
        assert "Ida Holm" in asked.text
        assert "guild" not in asked.text, "who asks one party is not answered by another"


# ------------------------------------------------------------------ R9, the command line


def contradicted(assistant: Assistant) -> dict[str, tuple[Rule, ...]]:
    """Return the contradicted claims' rules by claimant."""
    claims = (claim for _, claim in assistant.claims())
    return {claim.chain[0].name: claim.rules for claim in claims if Rule.CONTRADICTED in claim.rules}


def test_r9_is_kept_in_step(tmp_path: Path) -> None:
    first, second = written(tmp_path, "first", SAFE), written(tmp_path, "second", UNSAFE)
    with Assistant.open(tmp_path / "library") as assistant:
        assistant.add([first])
        assert contradicted(assistant) == {}
        assistant.add([second])
        assert set(contradicted(assistant)) == {"Ida Holm", "the engineers’ guild"}
        kept = [claim for one in assistant.documents() for claim in assistant._record.claims(one.edition)]
        assert not any(Rule.CONTRADICTED in claim.rules for claim in kept), "a claim's own rules never change"
        assistant.rebuild()
        assert len(contradicted(assistant)) == 2
        assistant.remove("second.md")
        assert contradicted(assistant) == {}
        assert assistant.disagreements() == []
        assistant.add([second])
        assert len(assistant.disagreements()) == 1


def test_an_edit_takes_its_contradictions_with_it(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    written(folder, "first", SAFE)
    written(folder, "second", UNSAFE)
    with Assistant.open(tmp_path / "library") as assistant:
        assistant.sync(folder)
        assert len(assistant.disagreements()) == 1
        written(folder, "second", UNSAFE.replace("is not", "is"))
        assistant.sync(folder)
        assert assistant.disagreements() == []


def test_the_order_of_adding_changes_nothing(tmp_path: Path) -> None:
    papers = [written(tmp_path / "papers", f"p{n}", text) for n, text in enumerate((SAFE, UNSAFE, ACCUSED))]
    found = []
    for turn, order in enumerate((papers, papers[::-1])):
        with Assistant.open(tmp_path / f"library{turn}") as assistant:
            for paper in order:
                assistant.add([paper])
            found.append(assistant.disagreements())
    assert found[0] == found[1]
    assert len(found[0]) == 2


def test_programs_get_them_too(tmp_path: Path) -> None:
    with Assistant.open(tmp_path / "library") as assistant:
        assistant.add([written(tmp_path / "papers", "third", ACCUSED)])
        found = Tools(assistant).disagreements()
        assert [line["claimant"] for line in found[0]["lines"]] == ["Ida Holm", "the river authority"]
        assert Tools(assistant).disagreements("marmalade") == []


def test_the_command_lists_them(tmp_path: Path, command: Callable[..., Ran]) -> None:
    written(tmp_path / "papers", "first", SAFE)
    written(tmp_path / "papers", "second", UNSAFE)
    written(tmp_path / "papers", "third", ACCUSED)
    library = ("--library", tmp_path / "library")
    assert command("add", tmp_path / "papers", *library).code == 0
    rows = command("disagreements", "--json", *library).lines
    assert [row["marks"] for row in rows] == [
        ["one party denies what the other says"],
        ["one denies what the other says"],
    ]
    text = (tmp_path / "papers" / "third.md").read_text("utf-8")
    for line in rows[0]["lines"]:
        assert text[line["citation"]["start"] : line["citation"]["end"]] == line["citation"]["exact"]
    about = command("disagreements", "--about", "Ventry bridges", *library).out
    assert "Ventry bridge (possible conflict, inferred" in about
    assert "Tarn" not in about
    assert "No reply from Northgate Mining in these documents." in command("disagreements", *library).out
    assert "were found to contradict one another on this" in command("disagreements", "--about", "eels", *library).out
    claims = [json.loads(line) for line in command("claims", "--json", *library).out.splitlines()]
    assert {"R9"} <= {rule for row in claims if row["claimants"] == ["Ida Holm"] for rule in row["rules"]}


def test_the_comparison_of_claims_tells_how_far_it_is(tmp_path: Path) -> None:
    written(tmp_path / "documents", "one", "Minister Ada Rossi said that the dam was inspected in April.")
    written(tmp_path / "documents", "two", "Professor Jon Weil said that the dam was not inspected in April.")
    moved: list[tuple[int, int, str]] = []
    with Assistant.open(tmp_path / "library") as assistant:
        assistant.add([tmp_path / "documents"], lambda *how_far: moved.append(how_far))
    compared = [how_far for how_far in moved if how_far[2] == "comparing claims"]
    assert compared == [(1, 2, "comparing claims"), (2, 2, "comparing claims")]
