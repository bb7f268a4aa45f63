"""Who stands behind the words: sources behind a speaker, what speaks for a party, texts by their names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answers.parties import Parties
from assistant.answers.periods import periods
from assistant.answers.question import understand
from assistant.answers.shape import wants_attribution
from assistant.library.segmenting import segment
from assistant.model import ClaimantKind, Document, Metadata, Span
from assistant.record import Voice
from assistant.voices.claiming import claims_of


@contextmanager
def library(folder: Path, **documents: str) -> Iterator[Assistant]:
    with Assistant.open(folder / "library") as assistant:
        for name, text in documents.items():
            (folder / f"{name}.md").write_text(text, "utf-8")
            assistant.add([folder / f"{name}.md"])
        yield assistant


def document(text: str, genre: str = "brief") -> Document:
    whole = (Span(start=0, end=len(text)),)
    return Document(uri="file:///x.md", path="x.md", text=text, metadata=Metadata(genre=genre), content=whole)


def sentences(text: str) -> list[str]:
    return [one.span.of(text) for one in segment(document(text)).sentences]


def heard(text: str) -> list[tuple[str, str]]:
    """Return nearest speaker and content of each attributed claim."""
    made = document(text)
    found = claims_of(made, segment(made).sentences)
    return [(one.chain[0].name, one.attribution.content.of(text)) for one in found if one.attribution.cue]


# ------------------------------------------------------------------ sentences and turns


def test_a_quotation_that_ends_a_sentence_ends_it() -> None:
    text = "They wrote: “The dam leaks.” “It is old.” The mayor laughed."
    assert sentences(text) == ["They wrote: “The dam leaks.”", "“It is old.”", "The mayor laughed."]


def test_a_speaker_whose_title_is_small_has_the_floor() -> None:
    text = "MS. VALE:  Good day.\n\nQ  When?\n\nMr. LUND:  In May, after the rain.\n\nQ  Why?\n\nMS. VALE:  Rain.\n"
    speakers = [one.speaker for one in segment(document(text, "briefing")).sentences]
    assert speakers == ["MS. VALE", "Q", "Mr. LUND", "Q", "MS. VALE"]


# ------------------------------------------------------------------ who says it


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The board repeated its call for “a fair rent”, said that prices had doubled, and announced a strike.",
            ("the board", "that prices had doubled"),
        ),
        (
            "Danish harbour sources, Lund among them, say that the lock and the dam are leaking.",
            ("Danish harbour sources", "that the lock and the dam are leaking"),
        ),
        (
            "Today, a group of growers announced that the mill would close.",
            ("a group of growers", "that the mill would"),
        ),
        ("Norland in 2022 warned that the dam leaked.", ("Norland", "that the dam leaked")),
        (
            "The magazine Harbour Notes printed an opinion piece. The piece holds that the quay is unsafe.",
            ("Harbour Notes’ piece", "that the quay is unsafe"),
        ),
    ],
)
def test_the_source_is_who_the_sentence_makes_it(text: str, expected: tuple[str, str]) -> None:
    who, what = expected
    assert any(name == who and what in said for name, said in heard(text)), heard(text)


def test_what_speaks_for_a_party_is_the_party() -> None:
    voices = [Voice(name, ClaimantKind.NAMED, "e", 3) for name in ("Norland", "Norland’s speech", "Norland’s critics")]
    parties = Parties(voices, [])
    assert {"Norland", "Norland’s speech"} <= parties.find("Norland")[0].names
    assert "Norland’s critics" not in parties.find("Norland")[0].names


@pytest.mark.parametrize(
    "question",
    [
        "who was the mayor quoting when she said so?",
        "on whose warning did they close the lock?",
        "which source did Norland give for that?",
        "who came up with the 40,000?",
        "who was it warned of floods?",
        "whose forecast was the minister using?",
    ],
)
def test_a_question_for_the_source_behind_is_known(question: str) -> None:
    assert wants_attribution(question)
    assert not wants_attribution("who signed the treaty?")


def test_the_source_behind_a_speaker_is_named_where_it_is_asked_for(tmp_path: Path) -> None:
    speech = (
        "---\ntitle: Norland’s speech\nauthor: Norland\ngenre: speech\npublished: 2021\n---\n"
        "If nothing is done, according to the Lake Institute half of the villages will have no water by next year. "
        "We ask the Assembly to help us.\n"
    )
    with library(tmp_path, speech=speech) as assistant:
        text = assistant.ask(
            "how many villages did Norland say would have no water by next year, and whose numbers were they?"
        ).text
    assert "the Lake Institute said that “half of the villages will have no water by next year”" in text


def test_the_preposition_of_a_verb_is_kept(tmp_path: Path) -> None:
    brief = (
        "---\ntitle: The dam\ngenre: brief\npublished: 2024\n---\n"
        "Norland said it was “working to mend the dam” with its neighbours, and in the next breath warned against "
        "blaming the engineers.\n"
    )
    with library(tmp_path, brief=brief) as assistant:
        text = assistant.ask("what did Norland say about blaming the engineers?").text
    assert "warned “blaming" not in text
    assert "against" in text


def test_a_party_is_found_among_its_own_words_however_little_it_says(tmp_path: Path) -> None:
    others = "\n\n".join(f"MR. LUND:  The quay and the harbour wall number {n} are sound." for n in range(300))
    head = "---\ntitle: Talk\ngenre: briefing\npublished: 2024-03-01\n---\n"
    talk = f"{head}{others}\n\nMS. VALE:  The quay leaks at every high tide.\n"
    with library(tmp_path, talk=talk) as assistant:
        assert "The quay leaks at every" in assistant.ask("What did Vale say about the quay and the harbour wall?").text


# ------------------------------------------------------------------ times and pairs


def test_a_day_without_a_year_takes_the_one_beside_it() -> None:
    assert [one.first for one in periods("on 17 aug and then on 9 sept 2021")] == ["2021-08-17", "2021-09-09"]
    assert periods("on 6 May") == ()


def test_parties_set_against_one_another_have_each_their_time() -> None:
    parties = Parties([Voice(name, ClaimantKind.NAMED, "e", 3) for name in ("Ann Vale", "Bo Lund")], [])
    read = understand("vale in 2022 vs lund in 2021 on the dam", parties, [])
    assert [(party.name, time.first[:4]) for party, time in read.dated] == [("Ann Vale", "2022"), ("Bo Lund", "2021")]
    assert understand("lunds line on the dam", parties, []).asked[0].name == "Bo Lund"


def test_a_premise_is_corrected_by_who_warned_against_it(tmp_path: Path) -> None:
    brief = (
        "---\ntitle: The boycott\ngenre: brief\npublished: 2024\n---\n"
        "Norland warned that a boycott of the mill would lead only to hunger. Norland spoke of the harvest.\n"
    )
    with library(tmp_path, brief=brief) as assistant:
        text = assistant.ask("since Norland called for a boycott of the mill, who joined it?").text
    assert text.startswith("As far as these documents go, Norland did not say so.")
    assert "warned that a boycott" in text or "“a boycott of the mill would lead only to hunger”" in text
