"""The time that a sentence of a retelling tells of, and the dates of lines that are set beside one another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from libraries import library_of

from assistant import Assistant
from assistant.answers.drafting import written
from assistant.answers.narrating import told_of
from assistant.answers.periods import in_known_years, periods
from assistant.model import Document, Metadata, Span

BRIEF = """---
title: "The ferry dispute, 2016 and 2017"
genre: brief
published: 2026-11
---

## 2016

Norland’s speech of 2016 said that the ferry carried smuggled arms. Norland named no witness.

Suland’s speech that year said that the ferry was empty.

## 2017

In 2017 the two had drawn no closer. Norland said that the ferry should be sunk. Some weeks later it spoke again.
Norland offered to pay for the ferry.

On 2 May Suland said that the ferry would sail. Suland had bought it in 1990. A year later the ferry was sold.

## Afterwards

The ferry rusts. By the article’s account harbour pilots, Olaf Berg among them, say that the ferry is cursed, and they
allege that its captain took money.
"""


def _told(sentence: str, genre: str = "brief") -> str | None:
    document = Document(uri="file:///brief.md", path="brief.md", text=BRIEF, metadata=Metadata(genre=genre))
    start = BRIEF.index(sentence)
    found = told_of(document, Span(start=start, end=start + len(sentence)))
    return found.iso if found else None


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Norland’s speech of 2016", "2016"),
        ("Norland named no witness", "2016"),
        ("Suland’s speech that year", "2016"),
        ("In 2017 the two", "2017"),
        ("Norland said that the ferry should be sunk", "2017"),
        ("offered to pay", None),
        ("On 2 May Suland", "2017-05-02"),
        ("Suland had bought it in 1990", "2017-05-02"),
        ("A year later", "2018"),
        ("The ferry rusts", None),
    ],
)
def test_a_date_that_opens_a_sentence_governs_what_follows_in_its_paragraph(sentence: str, told: str | None) -> None:
    assert _told(sentence) == told


def test_what_a_speaker_says_tells_of_no_time() -> None:
    assert _told("Norland named no witness", "speech") is None


def test_of_a_stretch_of_time_both_ends_and_what_lies_between_are_named() -> None:
    assert [one.iso for one in periods("from May 2016 to 8 June 2018")][:2] == ["2016-05", "2018-06-08"]
    assert (periods("from May 2016 to 8 June 2018")[2].first, periods("from 2016 to 2018")[2].last) == (
        "2016-05-01",
        "2018-12-31",
    )
    assert periods("from 2016")[0].last == "9999-12-31"


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with library_of(tmp_path_factory.mktemp("ferry"), brief=BRIEF) as opened:
        yield opened


def test_a_change_is_told_with_a_date_for_each_end(ferry: Assistant) -> None:
    text = ferry.ask("How did Norland's position on the ferry change from 2016 to 2017?").text
    assert text.index("Norland’s speech of 2016 said") < text.index("In 2017, Norland said")


def test_of_a_time_that_is_asked_about_the_sentence_that_tells_of_it_is_nearer(ferry: Assistant) -> None:
    question = ferry.read("What did Norland say of the ferry in 2017?")
    timely = {one.text: one.signals.period for one in ferry.finder().find(question)}
    assert timely["Norland said that the ferry should be sunk."] == 1.0
    assert timely["Norland named no witness."] == 0.0


WISHES = """---
title: "What an opinion piece wants"
genre: brief
published: 2026-11
---

The writer wants the harbour master to end the quarrel that strengthens the smugglers, to support the islanders who are
no smugglers, the women above all, and to lead a joint inspection against groups such as the pilots.
"""


def test_a_way_of_telling_may_be_as_long_as_the_sentence_as_it_stands(tmp_path: Path) -> None:
    with library_of(tmp_path, wishes=WISHES) as opened:
        question, finder = opened.read("What should the harbour master do?"), opened.finder()
        line = next(written(finder.find(question), question, finder, 20))
    assert line.before == "According to the brief, the writer wants "


def test_a_day_without_its_year_gets_it(ferry: Assistant) -> None:
    assert "on 2 May 2017, Suland said" in ferry.ask("Did Suland say that the ferry would sail?").text


def test_whoever_says_it_stands_before_the_quotation_not_in_it(ferry: Assistant) -> None:
    text = ferry.ask("Who says that the ferry is cursed?").text
    assert "harbour pilots, Olaf Berg among them, say that “the ferry is cursed”" in text


def test_a_quotation_does_not_end_on_what_joins_the_next_clause(tmp_path: Path) -> None:
    brief = (
        "So within weeks an article warned that the two firms might be working together, and an American official said "
        "that one had been told about the other."
    )
    with library_of(tmp_path, brief=f"---\ngenre: brief\n---\n\n{brief}\n") as assistant:
        text = assistant.ask("Are the two firms working together?").text
        assert "“the two firms might be working together”" in text


DIARY = """---
title: "The mill, day by day"
genre: article
published: 2024-07-01
---

# The mill, day by day

{first}: The council votes to sell the mill.

{second}: The mayor says that the mill will stand.

{third}: The mill burns down.
"""


@pytest.mark.parametrize(
    ("days", "told"),
    [
        # newest first: nothing is of the year after
        (("15 June 2024", "3 May", "2 March"), ("2024-06-15", "2024-05-03", "2024-03-02")),
        # oldest first, over a new year
        (("15 November 2023", "3 December", "2 January"), ("2023-11-15", "2023-12-03", "2024-01-02")),
    ],
)
def test_the_entries_of_a_chronology_have_their_years(days: tuple[str, ...], told: tuple[str, ...]) -> None:
    text = DIARY.format(first=days[0], second=days[1], third=days[2])
    document = Document(
        uri="file:///diary.md", path="diary.md", text=text, metadata=Metadata(genre="article", published="2024-07-01")
    )
    found = []
    for entry in ("The council votes", "The mayor says", "The mill burns"):
        start = text.index(entry)
        found.append(told_of(document, Span(start=start, end=start + len(entry))))
    assert tuple(one.iso if one else None for one in found) == told


@pytest.mark.parametrize(
    ("text", "published", "known"),
    [
        ("Who resigned in March?", ("2024-03-02", "2024-04-02"), "Who resigned in March 2024?"),
        ("Who resigned on 3 March?", ("2024-03-09", "2024-05-01"), "Who resigned on 3 March 2024?"),
        ("What was said from March to May?", ("2024-03-02", "2024-05"), "What was said from March 2024 to May 2024?"),
        # two years may be meant
        ("What was said of the toll in March?", ("2024-04-02", "2019-03-28"), "What was said of the toll in March?"),
        # no document tells of it, or the question names a year itself
        ("Who resigned in March?", ("2024-04-02",), "Who resigned in March?"),
        ("Who resigned in March 2021?", ("2024-03-02",), "Who resigned in March 2021?"),
        # a bound, a person and a verb
        ("What did he know before 5 March?", ("2024-03-02",), "What did he know before 5 March?"),
        ("What did Ann and June say?", ("2024-06-02",), "What did Ann and June say?"),
        ("Who wants to march on the mill?", ("2024-03-02",), "Who wants to march on the mill?"),
    ],
)
def test_a_month_without_its_year_gets_the_only_one_that_it_can_be_of(
    text: str, published: tuple[str, ...], known: str
) -> None:
    assert in_known_years(text, published) == known
