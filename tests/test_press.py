"""What newspapers print: who says it named behind the words, heads of pages, interviews, letters, press releases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from libraries import library_of

from assistant import Assistant
from assistant.library.reading import Source, read
from assistant.library.segmenting import segment
from assistant.model import Document, Form, Status, Voice
from assistant.voices import claims_of

REPORT = """# Harbour crane falls into the dock at Wexen

Ilse Maran, Transport Correspondent
The Wexen Ledger
9 April 2024

WEXEN – The crane had not been inspected since 2019, a former foreman told the Ledger.

"We were told to look away," said one of the riggers, who asked not to be named.

The dock will stay shut until June, according to two people familiar with the plan.

Not one rigger was trained for night work, a leaked memo shows.

The company knew of the crack in the mast, the union said on Monday.

"To blame us is an insult to the dead," Dana Voss, the company's head of safety, told reporters.

The accident was, as the mayor likes to say, a lesson in humility for every engineer in the city.

The mast broke because the bolts were old, investigators believe.

The union put the number of the injured at fourteen. The company blames the weather.
"""

INTERVIEW = """---
title: "“I never signed it”"
author: Lucan Prew
publisher: Meridian Weekly
date: 2024-04-19
---

*Rudi Tamm, 61, has run the dock at Wexen for nine years. We met in his office.*

**Mr Tamm, did you sign the order to use the crane?**

No. I never signed it. I was on the ferry that morning.

**Your deputy says otherwise.**

He may. He was asleep in his chair.

**Would you do anything differently?**

I would read my post before breakfast.

*The interview has been shortened.*
"""

LETTERS = """# Letters to the editor

The Wexen Courier, 7 May 2024

## The riggers

Sir, – I have worked on the quay for forty years. The mast groaned every night of that winter.

Yours faithfully,

Gustav Emm
Pilot Steps, Wexen

## The gulls

Sir, – Nobody has counted the gulls. The gulls left the quay a week before the crane fell.

Yours faithfully,

Bettine Crail
Northgate, Wexen
"""

RELEASE = """WEXEN DOCK AUTHORITY
Office of the Director General

STATEMENT ON THE ACCIDENT OF 2 APRIL

Wexen, 3 April 2024

The Authority mourns with the families of the injured riggers. The Authority did not own the crane.
"""

COLUMN = """---
title: Nobody's crane
author: Hollis Ferr
publisher: The Wexen Ledger
date: 2024-04-12
---

I have seen nothing to persuade me that the company knew of the crack. I do not doubt that the bolts were old.
My own guess, and I offer it as no more, is that nobody wanted to climb the mast in the rain.
"""

MINUTES = """# Wexen Town Council

Minutes of the meeting of 4 April 2024.

MS DELA: Mr Hall, did your safety manager write to you about the crack in the mast?

MR HALL: I receive two hundred messages a day. I do not recall that one.

MS DELA: And who paid for the new bolts?

MR HALL: The company paid for the bolts.

THE CHAIR: We now vote on the crane.
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("press")
    made = {"report": REPORT, "interview": INTERVIEW, "letters": LETTERS, "column": COLUMN, "minutes": MINUTES}
    with library_of(folder, **made) as assistant:
        yield assistant


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "Who says the crane was not inspected since 2019?",
            "a former foreman told the Ledger: “The crane had not been inspected since 2019”",
        ),
        ("Were the riggers told to look away?", "one of the riggers said: “We were told to look away”"),
        (
            "How long will the dock stay shut?",
            "two people familiar with the plan said: “The dock will stay shut until June”",
        ),
        ("Who says not one rigger was trained for night work?", "a leaked memo shows: “Not one rigger was trained"),
        ("Who says the company knew of the crack?", "the union said: “The company knew of the crack in the mast”"),
        ("What did Dana Voss say about the blame?", "Dana Voss told reporters: “To blame us is an insult to the dead”"),
        ("Who calls the accident a lesson in humility?", "the mayor likes to say that the accident"),
        ("Why did the mast break?", "investigators believe that the “mast broke because the bolts were old”"),
    ],
)
def test_who_is_named_behind_the_words_says_them(desk: Assistant, question: str, told: str) -> None:
    answer = desk.ask(question)
    assert told in answer.text
    assert "Ilse Maran’s article of 9 April 2024" in answer.text


@pytest.mark.parametrize(
    ("question", "party"),
    [("How many were injured, by the union's number?", "the union"), ("Whom does the company blame?", "the company")],
)
def test_a_bare_number_or_a_bare_charge_is_somebodys(desk: Assistant, question: str, party: str) -> None:
    assert party in {name for one in desk.ask(question).statements for name in one.chain}


def document(folder: Path, name: str, text: str) -> Document:
    (folder / name).write_text(text, "utf-8")
    return read(Source(folder / name, folder))


def speakers(of: Document) -> list[str | None]:
    return list(dict.fromkeys(one.speaker for one in segment(of).sentences))


def test_the_head_of_a_news_page_names_writer_paper_and_day(tmp_path: Path) -> None:
    report = document(tmp_path, "report.md", REPORT)
    known = report.metadata
    assert (known.author, known.publisher, known.published, known.genre) == (
        "Ilse Maran",
        "The Wexen Ledger",
        "2024-04-09",
        "article",
    )
    assert segment(report).sentences[0].span.of(report.text).startswith("The crane had not been inspected")


@pytest.mark.parametrize(
    "head", ["Three roads\n\nOld Mill Lane", "# The Gull\n\nA play in four acts", "Soup\n\nSalt and water", "Ann Lee"]
)
def test_other_short_lines_say_nothing(tmp_path: Path, head: str) -> None:
    known = document(
        tmp_path, "a.txt", f"{head}\n\nIt rained on the hills and on the valley, and nobody came.\n"
    ).metadata
    assert (known.author, known.publisher, known.published) == (None, None, None)


def test_a_press_release_is_its_issuers(tmp_path: Path) -> None:
    known = document(tmp_path, "release.txt", RELEASE).metadata
    assert (known.author, known.published, known.genre) == ("Wexen Dock Authority", "2024-04-03", "statement")
    assert known.title == "STATEMENT ON THE ACCIDENT OF 2 APRIL"


def test_questions_in_bold_are_the_interviewers_and_the_rest_is_the_others(tmp_path: Path, desk: Assistant) -> None:
    interview = document(tmp_path, "interview.md", INTERVIEW)
    assert interview.metadata.genre == "interview"
    assert speakers(interview) == [None, "Q", "Rudi Tamm"]
    assert not any("shortened" in one.span.of(interview.text) for one in segment(interview).sentences)
    assert "Rudi Tamm said on 19 April 2024: “I never signed it”" in desk.ask("Did Tamm sign the order?").text


def test_each_of_several_letters_is_its_signers(tmp_path: Path, desk: Assistant) -> None:
    letters = document(tmp_path, "letters.md", LETTERS)
    assert speakers(letters) == ["Gustav Emm", "Bettine Crail"]
    assert "Bettine Crail" in desk.ask("Who says the gulls left before the crane fell?").text


def test_who_writes_in_the_first_person_argues(tmp_path: Path, desk: Assistant) -> None:
    assert document(tmp_path, "column.md", COLUMN).metadata.genre == "opinion"
    answer = desk.ask("What did Ferr write about the bolts?")
    assert answer.statements[0].claimants == ("Hollis Ferr",)


def test_an_exchange_among_named_speakers_is_answered_by_its_reply(desk: Assistant) -> None:
    answer = desk.ask("What was put to Hall about the safety manager's letter, and what did he answer?")
    assert answer.status is Status.ANSWERED
    assert "Ms Dela" in answer.text
    assert "“I do not recall that one”" in answer.text


def test_a_paragraph_that_opens_with_a_bare_denial_answers_what_was_told_before(tmp_path: Path) -> None:
    told = """The port asked the council last autumn not to inspect the crane, two people familiar with the talks said.

The request was never written down.

The port denies it. "No such request was ever made to the council," a spokeswoman, Carla Wynn, said.
"""
    with library_of(tmp_path, talks=told) as assistant:
        (group,) = assistant.disagreements()
    assert {one.claimant for one in group.lines} == {"Carla Wynn", "two people familiar with the talks"}


WIRE = """
NORTHERN WIRE

UPDATE 3 - At least nine hurt as crane falls into the dock at Wexen; company says it will pay

WEXEN, Orlo, 12 March 2025 (Northern Wire) - At least nine people
were hurt when a crane fell into the dock.

Two former riggers in Wexen allege that officials of the dock office
threatened to cut off their pensions unless they signed. It is possible
that the mast had been cracked for years.
"""


def test_a_wire_report_bears_its_papers_name_and_its_datelines_day(tmp_path: Path) -> None:
    known = document(tmp_path, "wire.txt", WIRE).metadata
    assert (known.publisher, known.published, known.genre) == ("Northern Wire", "2025-03-12", "article")
    assert known.title is not None
    assert known.title.startswith("UPDATE 3 - At least nine hurt")


def test_minutes_are_of_the_day_they_name(tmp_path: Path) -> None:
    text = "Wexen Assembly\nMinutes of the sitting of Wednesday, 19 March 2025\n\nThe sitting was opened at nine.\n"
    assert document(tmp_path, "minutes.txt", text).metadata.published == "2025-03-19"


def test_whoever_alleges_something_is_not_left_out(tmp_path: Path) -> None:
    (tmp_path / "wire.txt").write_text(WIRE, "utf-8")
    with Assistant.open(tmp_path / "library") as assistant:
        assistant.add([tmp_path / "wire.txt"])
        pensions = assistant.ask("Who claims that officials threatened to cut off their pensions?")
        mast = assistant.ask("Had the mast been cracked for years?")
    assert "two former riggers" in pensions.text.lower()
    assert mast.statements[0].voice is Voice.ATTRIBUTED  # what is only possible is no fact of ours


def test_an_interviews_labels_are_no_words_of_it(tmp_path: Path) -> None:
    text = INTERVIEW.replace("**Mr Tamm, did", "**Lucan Prew: Mr Tamm, did").replace(
        "\nNo. I never", "\nRudi Tamm: No. I never"
    )
    interview = document(tmp_path, "interview.md", text)
    said = [(one.speaker, one.span.of(interview.text)) for one in segment(interview).sentences]
    assert ("Q", "Mr Tamm, did you sign the order to use the crane?") in said
    assert ("Rudi Tamm", "No.") in said


@pytest.mark.parametrize(
    ("head", "author", "publisher", "day"),
    [
        (
            "**The Signal** | Explainer | Updated 9 May 2025, 18:00\n\nBy Ravi Colt",
            "Ravi Colt",
            "The Signal",
            "2025-05-09",
        ),
        ("By Sunniva Crane, Health Reporter", "Sunniva Crane", None, None),
        (
            "*By Ann Lee and Bo Hart*\nThe Wexen Ledger, 3 May 2024",
            "Ann Lee and Bo Hart",
            "The Wexen Ledger",
            "2024-05-03",
        ),
    ],
)
def test_heads_as_papers_print_them(
    tmp_path: Path, head: str, author: str, publisher: str | None, day: str | None
) -> None:
    text = (
        f"# The crane, explained\n\n{head}\n\nThe crane fell into the dock at noon and nobody on the quay was hurt.\n"
    )
    known = document(tmp_path, "head.md", text).metadata
    assert (known.author, known.publisher, known.published) == (author, publisher, day)


def test_an_office_behind_an_author_is_no_name(tmp_path: Path) -> None:
    text = "---\nauthor: By Jonas Acht, Political Editor\n---\n\nThe crane fell.\n"
    assert document(tmp_path, "a.md", text).metadata.author == "Jonas Acht"


def test_whoever_was_asked_goes_on_as_he(tmp_path: Path) -> None:
    told = "Nils Aumont of the dock guild was asked whether he might help Bram Pell. “Not for a single day,” he said.\n"
    debate = document(tmp_path, "debate.md", told)
    said = [one for one in claims_of(debate, segment(debate).sentences) if one.attribution.form is Form.DIRECT]
    (quotation,) = said
    assert quotation.chain[0].name.startswith("Nils Aumont")
