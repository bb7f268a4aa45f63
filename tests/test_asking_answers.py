"""Overviews, chronologies, lists, comparisons, yes or no, and questions about the library itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from libraries import library_of

from assistant import Assistant
from assistant.answers.limiting import Limits
from assistant.checks.auditing import check_answer
from assistant.errors import UsageError
from assistant.model import Answer, Status, Voice

NORTH = "Northern villages"
SOUTH = "Southern villages"


def quoted(answer: Answer) -> str:
    return " ".join(" ".join(citation.exact.split()) for citation in answer.citations)


@pytest.mark.parametrize(
    "question",
    [
        "what does the wall article argue?",
        "summarise the southern villages' position",
        "summarise The Harbour at Marrow Point",
        "what happened when?",
        "everything the northern villages said",
        "compare the northern villages and the southern villages on the lock",
        "was the lock at Ebbing Weir closed by the southern villages?",
        "what documents do you have?",
        "who is quoted?",
        "what can I ask?",
        "since when are your documents?",
        "tl;dr",
    ],
)
def test_answers_of_every_kind_pass_the_checks_and_are_short(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.ANSWERED
    assert not check_answer(answer, assistant.shelf(), question).findings
    assert len(answer.text.split()) <= 130
    assert {c.marker for c in answer.citations} == {int(n) for n in re.findall(r"\[(\d+)\]", answer.text)}


def test_an_overview_names_whoever_argues(assistant: Assistant) -> None:
    answer = assistant.ask("what does the wall article argue?")
    assert 2 <= len(answer.statements) <= 5
    assert {c.document.uri for c in answer.citations} == {"wall.txt"}
    assert all(one.voice is Voice.ATTRIBUTED for one in answer.statements)


def test_a_pointer_without_a_document_is_asked_back(assistant: Assistant) -> None:
    answer = assistant.ask("summarise this")
    assert answer.status is Status.ABSTAINED
    assert answer.text.startswith("Which document do you mean")


def test_this_piece_is_the_one_quoted_last(assistant: Assistant) -> None:
    answer = assistant.ask("what does this piece argue?", ["what's wrong with the phrase natural wear"])
    assert {c.document.uri for c in answer.citations} == {"wall.txt"}


def test_a_chronology_is_in_order(assistant: Assistant) -> None:
    answer = assistant.ask("what happened when?")
    years = [int(re.search(r"(?:19|20)\d\d", one.text)[0]) for one in answer.statements]  # type: ignore[index]
    assert len(years) >= 3
    assert years == sorted(years)


def test_what_happened_in_a_year_keeps_to_it(assistant: Assistant) -> None:
    answer = assistant.ask("what happened in 2003?")
    assert "moved by two metres" in quoted(answer)
    assert all("2003" in one.text for one in answer.statements)


def test_a_list_holds_what_one_party_says(assistant: Assistant) -> None:
    answer = assistant.ask("everything the northern villages said")
    assert len(answer.statements) >= 4
    assert {claimant for one in answer.statements for claimant in one.claimants} == {NORTH}


def test_a_list_on_a_matter_nobody_speaks_of_is_refused(assistant: Assistant) -> None:
    answer = assistant.ask("list all claims by Adeyemi about the treaty")
    assert answer.status is Status.ABSTAINED
    assert "Adeyemi" in answer.text


def test_what_else_leaves_out_what_was_quoted(assistant: Assistant) -> None:
    first = assistant.ask("what did the northern villages say about a fair treaty?")
    other = assistant.ask("what else did they say?", ["what did the northern villages say about a fair treaty?"])
    assert first.citations
    assert other.citations
    assert not {c.start for c in first.citations} & {c.start for c in other.citations}


def test_two_parties_stand_beside_one_another_with_dates(assistant: Assistant) -> None:
    answer = assistant.ask("how do the northern villages and the southern villages differ on the treaty?")
    assert [one.claimants for one in answer.statements] == [(NORTH,), (SOUTH,)]
    assert "20 September 2012" in answer.statements[0].text
    assert "21 September 2012" in answer.statements[1].text


def test_a_party_that_says_nothing_on_it_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("compare the northern villages and Adeyemi on the treaty")
    assert answer.status is Status.PARTIAL
    assert answer.reason
    assert "Adeyemi" in answer.statements[-1].text


def test_a_fact_is_answered_yes_in_the_own_voice(assistant: Assistant) -> None:
    answer = assistant.ask("did the harbour at Marrow Point open in 1987?")
    assert answer.text.startswith("Yes. “")
    assert answer.statements[0].voice is Voice.OWN


def test_what_two_parties_dispute_is_contested_and_never_decided(assistant: Assistant) -> None:
    answer = assistant.ask("was the lock at Ebbing Weir closed by the southern villages?")
    assert answer.text.startswith("Contested.")
    assert {claimant for one in answer.statements for claimant in one.claimants} == {NORTH, SOUTH}


def test_what_one_party_denies_is_denied_by_that_party(assistant: Assistant) -> None:
    answer = assistant.ask("was the lock closed by the southern villages?", limits=Limits(claimant="southern villages"))
    assert not re.match(r"(?:Yes|No)\b", answer.text)
    assert SOUTH in answer.statements[0].text


def test_nothing_is_decided_where_the_roles_are_turned_round(assistant: Assistant) -> None:
    answer = assistant.ask("did the lock close the southern villages?")
    assert not re.search(r"\b(?:yes|no):|^Yes|^No\b|^Contested", answer.text)


# ------------------------------------------------------------------ the library itself


def test_the_documents_are_counted_and_named(assistant: Assistant) -> None:
    answer = assistant.ask("what documents do you have?")
    assert str(len(assistant.documents())) in answer.statements[0].text
    assert "The Harbour at Marrow Point" in answer.text
    assert not answer.citations
    assert all(one.voice is Voice.OWN for one in answer.statements)


def test_documents_on_a_matter(assistant: Assistant) -> None:
    answer = assistant.ask("what documents do you have on the lock?")
    assert "2 documents" in answer.text
    assert "Northern villages on the river" in answer.text
    assert "Harbour at Marrow Point" not in answer.text


def test_documents_on_what_none_speaks_of(assistant: Assistant) -> None:
    answer = assistant.ask("do you have any documents about dragons?")
    assert answer.status is Status.ABSTAINED
    assert "dragons" in answer.text


def test_who_is_quoted_on_a_matter(assistant: Assistant) -> None:
    text = assistant.ask("who is quoted on the lock?").text
    assert NORTH in text
    assert SOUTH in text
    assert "Adeyemi" not in text


def test_who_is_quoted_by_a_speech_of_theirs(tmp_path: Path) -> None:
    told = "Norland’s speech of 2022 stressed the right of girls to schooling. The valley has nine schools."
    brief = f"---\ntitle: Schooling in the valley\ngenre: brief\npublished: 2024-05\n---\n\n{told}\n"
    speech = (
        "---\ntitle: Norland's speech\ngenre: speech\nauthor: Norland\npublished: 2022-09\n---\n\nTrade has grown.\n"
    )
    with library_of(tmp_path, brief=brief, speech=speech) as library:
        answer = library.ask("who is quoted on girls' schooling?")
    assert answer.text == "On girls' schooling, the documents give the words of Norland."


def test_the_library_is_asked_in_the_middle_of_a_conversation(assistant: Assistant) -> None:
    answer = assistant.ask("how many documents do you have?", ["When did the harbour at Marrow Point open?"])
    assert answer.text == assistant.ask("how many documents do you have?").text
    assert answer.standalone_question is None


def test_the_first_and_the_last_date(assistant: Assistant) -> None:
    text = assistant.ask("since when are your documents?").text
    assert "20 September 2012" in text
    assert "October 2024" in text


# ------------------------------------------------------------------ limits


def test_a_time_of_publication_limits_an_answer(assistant: Assistant) -> None:
    question = "what is said about the lock at Ebbing Weir?"
    assert assistant.ask(question).citations
    assert not assistant.ask(question, limits=Limits(since="2013")).citations
    dates = {c.document.published for c in assistant.ask(question, limits=Limits(until="2012-09-20")).citations}
    assert dates == {"2012-09-20"}


def test_a_claimant_limits_an_answer(assistant: Assistant) -> None:
    answer = assistant.ask("what is said about the lock at Ebbing Weir?", limits=Limits(claimant="southern villages"))
    assert {claimant for one in answer.statements for claimant in one.claimants} == {SOUTH}


@pytest.mark.parametrize("question", ["what is said about the lock?", "was the lock closed in 2012?"])
def test_a_claimant_nobody_knows_has_no_words(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question, limits=Limits(claimant="Halvorsen"))
    assert answer.status is Status.ABSTAINED
    assert "Halvorsen" in answer.text


def test_since_and_before_in_a_question_limit_what_somebody_said(assistant: Assistant) -> None:
    assert not assistant.ask("what did the northern villages say about the lock since 2013?").citations
    assert assistant.ask("what did the northern villages say about the lock before 2013?").citations


@pytest.mark.parametrize("limits", [{"since": "last year"}, {"until": "2022-13"}, {"since": "2022", "until": "2021"}])
def test_a_time_that_is_none_is_refused(limits: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        Limits(**limits)


def test_limits_and_the_question_s_own_time_hold_together(assistant: Assistant) -> None:
    question = "what did the northern villages say about the lock before 2013?"
    assert assistant.ask(question).citations
    assert not assistant.ask(question, limits=Limits(since="2015")).citations


def test_a_list_keeps_to_its_time(assistant: Assistant) -> None:
    assert assistant.ask("everything the northern villages said in 2012").citations
    assert not assistant.ask("everything the northern villages said since 2013").citations


def test_an_empty_library_has_nothing_to_sum_up(tmp_path: Path) -> None:
    with Assistant.open(tmp_path / "library") as empty:
        for question in ("summarise this", "what documents do you have?", "what happened when?", "who is quoted?"):
            answer = empty.ask(question)
            assert answer.status is Status.ABSTAINED
            assert answer.text
