"""What a line of an overview, a chronology, a list or a comparison may be: whole, on the matter, said once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answers.leaning import UNBEARABLE, burden
from assistant.answers.surveying import stands_alone
from assistant.checks.auditing import check_answer
from assistant.model import Answer, Status

BARRAGE = """---
title: The barrage at Ostra must be opened
author: Ilse Brandt
published: 2021-08-31
genre: speech
language: en
---
Madam President, thank you for this honour, and congratulations on your election.

And the barrage at Ostra must be opened before winter, because the fishing villages below it have no water. The power \
company has flooded the eastern farms without warning three times. We closed the eastern sluice on August 26th. They \
said it was safe. We will come back to that question later. The river commission should publish every \
measurement of the barrage. Nobody will believe the power company until the measurements are public. The barrage at \
Ostra must be opened before winter, for the fishing villages have no water. I am not going to comment on that today. \
The turbines at Ostra were paid for in 1974, and the villages paid for them.
"""
COMPANY = """---
title: Statement of the Ostra power company on the barrage
author: Tomas Rell
published: 2021-09-20
genre: statement
language: en
---
It is a pleasure to speak to so many friends of the river today.

The barrage protects the eastern farms from the floods of spring. Opening the barrage would leave the fishing \
villages without power in winter. The fishing villages were warned by letter before each flood. The company has \
always been proud of its engineers.
"""
HARBOUR = """---
title: The market at Ostra
author: Nils Orre
published: 2001
genre: article
language: en
---
The market at Ostra sells bread, cloth and lamps on every second Tuesday. The bakers opened the market hall in 1988. \
The council should mend the roof of the market hall.
"""


@pytest.fixture(scope="module")
def river(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("river")
    for name, text in {"barrage": BARRAGE, "company": COMPANY, "market": HARBOUR}.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    with Assistant.open(folder / "library") as assistant:
        assistant.add([folder / "barrage.md", folder / "company.md", folder / "market.md"])
        yield assistant


def quotations(answer: Answer) -> list[str]:
    return [" ".join(citation.exact.split()) for citation in answer.citations]


@pytest.mark.parametrize(
    "text",
    [
        "They said that the wall was safe.",
        "He closed the sluice in the night.",
        "We believe that it will prepare suitable ground for further talks.",
        "As part of that decision, the villages closed the lock.",
        "I am not going to comment on the report of the engineers.",
        "The county has contradicted such descriptions of the wall.",
        "There is — there is a list of names in the office.",
        "We now turn to the questions of the northern villages.",
        "Will the county open its books?",
    ],
)
def test_what_leans_on_other_sentences_is_known(text: str) -> None:
    assert burden(text) >= UNBEARABLE


@pytest.mark.parametrize(
    "text",
    [
        "The villages say that they built the lock on their own land.",
        "In its view, Norway should be heard on the fisheries of the north.",
        "It is time to open the barrage above the fishing villages.",
        "The engineer said he had measured the wall of the harbour twice.",
        "The county must publish the accounts of the quarry this year.",
    ],
)
def test_what_stands_by_itself_bears_no_burden(text: str) -> None:
    assert burden(text) < UNBEARABLE


def test_a_word_that_is_left_off_when_quoted_hides_no_claim() -> None:
    assert stands_alone("And the barrage at Ostra must be opened before winter.")
    assert not stands_alone("And they must be opened before the winter floods.")


def test_an_overview_gives_claims_and_no_courtesy_or_pointer(river: Assistant) -> None:
    answer = river.ask("summarise The barrage at Ostra must be opened")
    assert 3 <= len(answer.statements) <= 5
    said = " ".join(quotations(answer))
    assert "must be opened before winter" in said
    assert not re.search(r"congratulations|that question|comment on that|They said", said)


def test_no_two_lines_say_the_same(river: Assistant) -> None:
    answer = river.ask("summarise The barrage at Ostra must be opened")
    assert sum("opened before winter" in one for one in quotations(answer)) == 1


def test_a_quotation_opens_with_no_word_that_links_it_to_the_one_before(river: Assistant) -> None:
    for question in ("summarise The barrage at Ostra must be opened", "everything Ilse Brandt said"):
        assert not [one for one in quotations(river.ask(question)) if re.match(r"(?i)(?:and|but|or)\b", one)]


def test_a_comparison_puts_claims_on_the_same_point_beside_one_another(river: Assistant) -> None:
    answer = river.ask("compare Ilse Brandt and Tomas Rell on opening the barrage")
    assert [one.claimants for one in answer.statements] == [("Ilse Brandt",), ("Tomas Rell",)]
    assert "opened before winter" in quotations(answer)[0]
    assert "Opening the barrage would leave" in quotations(answer)[1]


def test_whoever_is_silent_in_a_comparison_is_named_as_the_question_names_them(river: Assistant) -> None:
    answer = river.ask("compare Brandt and Rell on the turbines")
    assert answer.status is Status.PARTIAL
    assert "nothing by Rell on this" in answer.statements[-1].text


def test_a_day_without_its_year_is_of_the_days_before_the_document(river: Assistant) -> None:
    answer = river.ask("what happened in August 2021?")
    assert answer.statements[0].text.startswith("26 August 2021 — ")
    assert "closed the eastern sluice" in quotations(answer)[0]


def test_every_line_of_a_chronology_holds_the_date_it_is_put_under(river: Assistant) -> None:
    answer = river.ask("what happened when?")
    assert len(answer.statements) >= 2
    for one in answer.statements:
        date, told = one.text.split(" — ", 1)
        part = re.search(r"\d{4}$|^\d{1,2}", date)
        assert part is not None
        assert date[-4:] in told or date.split()[0] in told


def test_a_time_without_events_says_so_before_what_was_said_then(river: Assistant) -> None:
    answer = river.ask("what happened in 2001?")
    assert answer.statements[0].text.startswith("The documents date no event to that time")
    assert {c.document.uri.rsplit("/", 1)[-1] for c in answer.citations} == {"market.md"}


def test_all_claims_on_a_matter_are_everybodys(river: Assistant) -> None:
    answer = river.ask("all claims about the fishing villages")
    assert {name for one in answer.statements for name in one.claimants} == {"Ilse Brandt", "Tomas Rell"}
    assert all("villages" in one for one in quotations(answer))


def test_what_a_title_is_about_is_an_overview(river: Assistant) -> None:
    asked = river.ask("what is The barrage at Ostra must be opened about?")
    assert asked.text == river.ask("summarise The barrage at Ostra must be opened").text


def test_what_the_library_is_about_is_answered_from_the_record(river: Assistant) -> None:
    answer = river.ask("what is this library about?")
    assert answer.text.startswith("The library holds 3 documents")
    assert not answer.citations


@pytest.mark.parametrize(
    "question",
    [
        "summarise The barrage at Ostra must be opened",
        "what happened in August 2021?",
        "compare Brandt and Rell on the barrage",
        "all claims about the fishing villages",
        "overview of the barrage",
    ],
)
def test_such_answers_pass_the_checks_within_their_length(river: Assistant, question: str) -> None:
    answer = river.ask(question)
    assert answer.citations
    assert not check_answer(answer, river.shelf(), question).findings
    assert len(answer.text.split()) <= 120


def test_whoever_bears_just_that_name_comes_before_who_bears_more(tmp_path: Path) -> None:
    note = "---\ntitle: A note\nauthor: {}\npublished: 2001\ngenre: speech\nlanguage: en\n---\n{}\n"
    (tmp_path / "one.md").write_text(
        note.format("India", "We must end the war against the poor of the world."), "utf-8"
    )
    old = "British India said that the border was closed. British India said that the river was free for all boats."
    (tmp_path / "two.md").write_text(note.format("Chile", old), "utf-8")
    with Assistant.open(tmp_path / "library") as assistant:
        assistant.add([tmp_path / "one.md", tmp_path / "two.md"])
        answer = assistant.ask("summarise India's position")
    assert {one.claimants for one in answer.statements} == {("India",)}


def test_what_a_speaker_turns_down_is_not_given_without_the_words_that_turn_it_down(tmp_path: Path) -> None:
    speech = "---\ntitle: The harbour\nauthor: Ilse Brandt\npublished: 2021-08-31\ngenre: speech\nlanguage: en\n---\n"
    refused = "As mayor, I will not accept the argument that says that our harbour takes too many fishing boats.\n"
    (tmp_path / "speech.md").write_text(speech + refused, "utf-8")
    with Assistant.open(tmp_path / "library") as assistant:
        assistant.add([tmp_path / "speech.md"])
        answer = assistant.ask("summarise The harbour")
    assert ["I will not accept" in one for one in quotations(answer)] == [True]


def test_every_line_on_a_matter_holds_it_as_it_is_quoted(tmp_path: Path) -> None:
    brief = (
        "---\ntitle: Women at sea\npublished: 2024-11\ngenre: brief\nlanguage: en\n---\n"
        "Norland’s speech of 2023 said that the rights of women at sea were nobody’s to sell.\n\n"
        "Sudland’s speech of 2023 stressed the right of women to schooling and, like the speech of Norland, warned that"
        " besieging the harbour would be counterproductive for everybody.\n"
    )
    (tmp_path / "women.md").write_text(brief, "utf-8")
    with Assistant.open(tmp_path / "library") as assistant:
        assistant.add([tmp_path / "women.md"])
        answer = assistant.ask("overview of women's rights")
    assert answer.status is Status.ANSWERED
    assert all(re.search(r"women|right", one) for one in quotations(answer)), answer.text


def test_a_comparison_prefers_a_party_s_own_words_to_what_is_told_of_it(tmp_path: Path) -> None:
    head = "---\ntitle: {}\nauthor: {}\npublished: {}\ngenre: {}\nlanguage: en\n---\n{}\n"
    own = "The withdrawal from Ostra was the right decision, and the council would make it again."
    other = "The withdrawal from Ostra was a mistake that cost the villages their boats."
    told = "On 14 April, Ilse Brandt announced the final withdrawal from Ostra."
    (tmp_path / "brandt.md").write_text(head.format("Speech", "Ilse Brandt", "2021-08-31", "speech", own), "utf-8")
    (tmp_path / "rell.md").write_text(head.format("Statement", "Tomas Rell", "2021-09-20", "statement", other), "utf-8")
    (tmp_path / "brief.md").write_text(head.format("Ostra", "", "2024-11", "brief", told), "utf-8")
    with Assistant.open(tmp_path / "library") as assistant:
        assistant.add([tmp_path / name for name in ("brandt.md", "rell.md", "brief.md")])
        answer = assistant.ask("compare Brandt and Rell on the withdrawal")
    assert "was the right decision" in quotations(answer)[0]
    assert "was a mistake" in quotations(answer)[-1]
