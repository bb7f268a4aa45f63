"""What people keep: threads of e-mail, letters, articles with a byline, tables, reports from a word processor."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from libraries import library_of

from assistant import Assistant
from assistant.library.reading import Source, read
from assistant.library.segmenting import segment
from assistant.library.wording import read_with_keys
from assistant.model import Document, Status, Voice

THREAD = """From: Sofia Grell <sofia@marisat.example>
To: Dev Anand; Bruno Kast
Date: Tue, 6 Feb 2024 09:12
Subject: Re: Re: launch date Pelican

Bruno,

I cannot tell the board that we launch on 15 March. A delay costs us 400,000 crowns.

Sofia

> From: Bruno Kast
> Date: Mon, 5 Feb 2024 18:40
>
> The pump is fine. I have built eleven of these pumps and none has failed.
>
> On Mon, 5 Feb 2024 at 11:03, Dev Anand <dev@marisat.example> wrote:
>
>> In the test the pump vibrated at 1.8 times the limit.
"""
ARTICLE = """Two dead in tannery blaze

By Petra Osgood, 17 May 2023

LINDMOOR - Two workers died when fire swept through the tannery of Lindmoor, the fire service said. The tannery \
employs 214 people.
"""
LETTER = """To the Editor,

I worked at the tannery for twenty-six years and I never once saw the north door chained.

Yours faithfully,
Ewald Tranter
Lindmoor, 21 May 2023
"""
MEALS = """# School meals in the county of Marrow

| Municipality | Pupils | Price per meal (crowns) |
| --- | ---: | ---: |
| Lindmoor | 1,930 | 32 |
| Hastrup | 2,204 | 30 |

The office expects prices to rise.
"""


def of(folder: Path, name: str, text: str | bytes) -> Document:
    data = text if isinstance(text, bytes) else text.encode()
    (folder / name).write_bytes(data)
    return read(Source(folder / name, folder))


def turns(document: Document) -> list[tuple[str | None, str]]:
    return [(one.speaker, one.span.of(document.text)) for one in segment(document).sentences]


def test_each_message_of_a_thread_is_its_senders(tmp_path: Path) -> None:
    found = turns(of(tmp_path, "Re_ Re_ launch.txt", THREAD))
    assert ("Sofia Grell", "A delay costs us 400,000 crowns.") in found
    assert ("Bruno Kast", "The pump is fine.") in found
    assert ("Dev Anand", "In the test the pump vibrated at 1.8 times the limit.") in found
    assert not [words for _, words in found if "From" in words or "Subject" in words or "wrote:" in words]


def test_fields_in_running_text_are_no_message(tmp_path: Path) -> None:
    found = turns(
        of(tmp_path, "a.txt", "Date: 5 May 2024\n\nThe bus goes daily.\n\nFrom: Lindmoor, by the old road.\n")
    )
    assert {speaker for speaker, _ in found} == {None}


def test_a_byline_names_the_writer_and_the_day(tmp_path: Path) -> None:
    article = of(tmp_path, "Courier 2.txt", ARTICLE)
    known = article.metadata
    assert (known.author, known.published, known.genre) == ("Petra Osgood", "2023-05-17", "article")
    words = [words for _, words in turns(article)]
    assert words[0].startswith("Two workers died") and not any("By Petra" in one for one in words)


@pytest.mark.parametrize(
    "line",
    [
        "By Land and by Sea",
        "By the President of Norland",
        "By now it was late.",
        "By Harrow Falls, Northern Valley",
    ],
)
def test_other_lines_with_by_name_nobody(tmp_path: Path, line: str) -> None:
    assert of(tmp_path, "b.txt", f"Fire\n\n{line}\n\nThe tannery burned.\n").metadata.author is None


def test_a_signature_names_the_writer_and_is_no_sentence(tmp_path: Path) -> None:
    letter = of(tmp_path, "letter.txt", LETTER)
    assert letter.metadata.author == "Ewald Tranter"
    assert not [words for _, words in turns(letter) if "Tranter" in words or "faithfully" in words]


def test_what_a_writer_says_at_the_end_below_the_name_is_kept(tmp_path: Path) -> None:
    text = "---\nauthor: Ann Lee\n---\n\nIt burned.\n\nAnn Lee\nLindmoor\nThe vote on the tannery is on 9 July\n"
    said = " ".join(words for _, words in turns(of(tmp_path, "column.md", text)))
    assert "9 July" in said
    assert "Lindmoor" not in said


def test_programs_write_nothing_and_a_first_heading_is_a_title(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_heading("Annual Report 2022", level=1)
    made.add_paragraph("Revenue rose by 11 per cent to 842 million crowns.")
    out = io.BytesIO()
    made.save(out)
    report = of(tmp_path, "report (1).docx", out.getvalue())
    assert made.core_properties.author == "python-docx"
    assert (report.metadata.author, report.title) == (None, "Annual Report 2022")
    assert of(tmp_path, "later.md", "It rains.\n\n# Later\n\nIt pours.\n").metadata.title is None


def test_a_row_of_a_table_is_read_under_its_columns(tmp_path: Path) -> None:
    meals = of(tmp_path, "meals.md", MEALS)
    read_as = [read_with_keys(meals, one) for one in segment(meals).sentences]
    assert read_as == [
        "Municipality: Lindmoor; Pupils: 1,930; Price per meal (crowns): 32",
        "Municipality: Hastrup; Pupils: 2,204; Price per meal (crowns): 30",
        "The office expects prices to rise.",
    ]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("desk")
    with library_of(folder, thread=THREAD, article=ARTICLE, letter=LETTER, meals=MEALS) as assistant:
        yield assistant


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Does Bruno Kast think the pump is broken?", "“The pump is fine”"),
        ("What would a delay of the launch cost?", "Sofia Grell said: “A delay costs us 400,000 crowns”"),
        ("Did Ewald Tranter see the north door chained?", "I never once saw the north door chained"),
        ("How many pupils are there in Hastrup?", "Pupils, Price per meal (crowns): “Hastrup | 2,204 | 30”"),
        ("How many people work at the tannery?", "employs 214 people"),
    ],
)
def test_everyday_documents_answer(desk: Assistant, question: str, told: str) -> None:
    answer = desk.ask(question)
    assert answer.status is Status.ANSWERED
    assert told in answer.text


def test_what_a_writer_of_a_thread_says_is_no_fact_of_the_document(desk: Assistant) -> None:
    said = desk.ask("What would a delay of the launch cost?").statements[0]
    assert said.voice is Voice.ATTRIBUTED


STATEMENT = """Statement by H.E. Mr. Petar Malk, Minister for Foreign Affairs of the Republic of Tavmark
at the Emergency Special Session of the Assembly

New York, 21 March 2023

Mr. President,

The reservoir behind the dam today holds 1.4 billion cubic metres of water.

Tavmark will not go to arbitration while the gates are closed.
"""
COMMUNIQUE = """SORN VALLEY FRONT
General Command
Communiqué No. 17

4 April 2023

At dawn our fighters struck the pumping station. There were no civilians at Orsk; there was a garrison.
"""
BRIEFING = """Ministry of Foreign Affairs of Ardmark
Daily Press Briefing
Velmost, March 23, 2023

MR. LORANT: Good afternoon. I have one announcement at the top.

Q: Do you accept that figure?

MR. LORANT: No, we do not.

Q: Will you publish the data?

MR. LORANT: We shall see.
"""
REPORT = """WICK BIRD OBSERVATORY
Report No. 41

We searched the ground below the masts every second day and found fourteen eagles, of which eleven had been struck.
"""


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (STATEMENT, ("Petar Malk", None, "2023-03-21", "statement")),
        (COMMUNIQUE, ("Sorn Valley Front", None, "2023-04-04", "statement")),
        (BRIEFING, (None, "Ministry of Foreign Affairs of Ardmark", "2023-03-23", "briefing")),
        (REPORT, ("Wick Bird Observatory", None, None, "report")),
    ],
)
def test_a_head_without_metadata_says_whose_words_they_are(
    tmp_path: Path, text: str, known: tuple[str | None, ...]
) -> None:
    head = of(tmp_path, "head.txt", text).metadata
    assert (head.author, head.publisher, head.published, head.genre) == known


def test_a_minister_who_makes_a_statement_speaks_for_the_state(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STATEMENT, "utf-8")
    (tmp_path / "b.md").write_text("# The dam\n\nBy Ann Lee\n\nTavmark says that the dam is full.\n", "utf-8")
    with Assistant.open(tmp_path / "library") as assistant:
        assistant.add([tmp_path / "a.txt", tmp_path / "b.md"])
        told = assistant.ask("What does Tavmark say about arbitration?").text
    assert "Petar Malk’s statement of 21 March 2023 says: “Tavmark will not go to arbitration" in told


def test_what_a_party_to_a_fight_says_is_never_a_fact(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(COMMUNIQUE, "utf-8")
    with Assistant.open(tmp_path / "library") as assistant:
        assistant.add([tmp_path / "a.txt"])
        told = assistant.ask("Were there civilians at Orsk?").text
    assert told.startswith("According to Sorn Valley Front’s statement of 4 April 2023, no:")


def test_the_number_of_a_footnote_is_quoted_nowhere(tmp_path: Path) -> None:
    text = "The figure is 22.[^1] Norland's figure cannot be verified.[^2]\n\n[^1]: The ministry did not answer.\n"
    said = [words for _, words in turns(of(tmp_path, "notes.md", text))]
    assert not any("^" in one for one in said)
    assert len(said) == 3
