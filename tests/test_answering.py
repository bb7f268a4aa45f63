"""How questions are understood, carried on and answered without a language model."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from libraries import library_of

from assistant import Assistant
from assistant.answers.clauses import windows
from assistant.answers.composing import draft
from assistant.answers.contrasting import only_supposes
from assistant.answers.dialogue import Turn, understand_turn
from assistant.answers.drafting import says_something
from assistant.answers.evidence import Evidence
from assistant.answers.parties import Parties
from assistant.answers.periods import Period
from assistant.answers.question import understand
from assistant.answers.shape import Asks
from assistant.checks.sounding import sound
from assistant.model import Answer, ClaimantKind, Span, Status
from assistant.record import Voice
from assistant.text import nearly, stem

NOBODY = Parties([], [])
CAST = Parties(
    [
        Voice("Mara Adeyemi", ClaimantKind.NAMED, "one", 4),
        Voice("Jon Torvald", ClaimantKind.NAMED, "one", 2),
        Voice("Norway", ClaimantKind.NAMED, "two", 3),
        Voice("Canada", ClaimantKind.NAMED, "three", 3),
    ],
    [],
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Afghan Ambassador to the United States Hamid Rahl", "Ambassador Rahl"),
        ("New Zealand's Prime Minister Ann Lee", "Lee"),
        ("Principal Deputy Press Secretary Mary-Ann Lee", "Mary-Ann Lee"),
        ("State Department spokesman Ned Holm", "Ned Holm"),
    ],
)
def test_a_person_is_one_party_with_or_without_what_he_or_she_is(one: str, other: str) -> None:
    kind = ClaimantKind.NAMED
    parties = Parties([Voice(one, kind, "a", 1), Voice(other, kind, "a", 2), Voice("Norway", kind, "b", 1)], [])
    assert {one, other} <= parties.find(other)[0].names
    assert len(list(parties)) == 2


@pytest.mark.parametrize(
    ("names", "people"),
    [
        (("Ann Lee", "Ann Lee of the Ferry Guild"), 1),
        (("Ann Lee", "Ann Lee of the Ferry Guild", "Ann Lee of the Norland Bank"), 3),
    ],
)
def test_of_two_namesakes_neither_is_the_one_without_a_guild(names: tuple[str, ...], people: int) -> None:
    voices = [Voice(name, ClaimantKind.NAMED, "a", 1) for name in names]
    assert len({id(one) for one in Parties(voices, [])}) == people


@pytest.mark.parametrize("name", ["the Prime Minister's Office", "the President of Norway", "the Ambassador to Norway"])
def test_an_office_is_no_person(name: str) -> None:
    parties = Parties([Voice(name, ClaimantKind.NAMED, "a", 1), Voice("Norway", ClaimantKind.NAMED, "b", 1)], [])
    assert len(list(parties)) == 2


def turn(question: str) -> Turn:
    return Turn(question, Answer(status=Status.ABSTAINED, text="-"))


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("How many crates were lost?", Asks.NUMBER),
        ("how much did the salvage cost", Asks.MONEY),
        ("What is the salary of the harbour master?", Asks.MONEY),
        ("What was said about wages?", Asks.OPEN),
        ("What was the pilots' pay dispute about?", Asks.OPEN),
        ("How tall is the crane?", Asks.NUMBER),
        ("How deep are the cuts?", Asks.OPEN),
        ("In which village did the captain live?", Asks.PLACE),
        ("In what state was the lock left?", Asks.OPEN),
        ("Which country said that the lock was shut?", Asks.OPEN),
        ("Where does the report get its figure for lost crates?", Asks.OPEN),
        ("what's the name of the pilot who sank?", Asks.NAME),
        ("What time did the ferry leave?", Asks.TIME),
        ("When did the harbour open?", Asks.DATE),
        ("Name the captain of the dredger.", Asks.NAME),
        ("who closed the lock", Asks.PERSON),
        ("Where was the crew taken?", Asks.PLACE),
        ("Adeyemi's tally of crates lost?", Asks.NUMBER),
        ("did the pumps fail", Asks.YES_NO),
        ("what does the master argue", Asks.OPEN),
    ],
)
def test_what_is_asked_for(text: str, asks: Asks) -> None:
    assert understand(text, NOBODY, []).asks is asks


@pytest.mark.parametrize(
    ("told", "supposed"),
    [
        ("The mayor might resign.", True),
        ("The mayor threatened to resign.", True),
        ("If the mayor resigned, there would be a vote.", True),
        ("The mayor had to resign.", False),
        ("The mayor was forced to resign.", False),
        ("The mayor was quick to resign.", False),
        ("The mayor resigned.", False),
    ],
)
def test_what_is_only_supposed_did_not_happen(told: str, supposed: bool) -> None:
    assert only_supposes("Did the mayor resign?", told) == supposed


def test_a_name_that_is_a_common_noun_asks_for_no_sum() -> None:
    cast = Parties([Voice("Helena Price", ClaimantKind.NAMED, "one", 4)], [])
    assert understand("What does Price say about the bridge?", cast, []).asks is Asks.OPEN


@pytest.mark.parametrize("text", ["Was Jon Torvald dismissed?", "Why was Torvald convicted?"])
def test_who_had_something_done_to_him_is_not_asked(text: str) -> None:
    assert understand(text, CAST, []).asked == ()


@pytest.mark.parametrize(
    ("text", "sides"),
    [("Do the engineers and the pilots agree?", True), ("Did the engineers and the pilots agree on a toll?", False)],
)
def test_whether_two_did_agree_asks_for_what_they_did(text: str, sides: bool) -> None:
    assert understand(text, NOBODY, []).sides == sides


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("what happened on 23 August 2021", Period("2021-08-23", "2021-08-23")),
        ("who led in the 2015-16 season", Period("2015-01-01", "2016-12-31")),
        ("who led in 1999–00", Period("1999-01-01", "2000-12-31")),
        ("who led in 2021-08", Period("2021-08-01", "2021-08-31")),
        ("the order of June 2025", Period("2025-06-01", "2025-06-31")),
        ("the storm of 1953", Period("1953-01-01", "1953-12-31")),
        ("speeches since 2022", Period("2022-01-01", "9999-12-31")),
        ("speeches until 2022", Period("0000-01-01", "2022-12-31")),
        ("speeches before 2022", Period("0000-01-01", "2021-12-31")),
        ("speeches before 1 March 2020", Period("0000-01-01", "2020-02-29")),
        ("speeches before 31 June 2020", Period("0000-01-01", "2020-06-30")),
        ("the storm of 31 June 2021", Period("2021-06-01", "2021-06-31")),
    ],
)
def test_times_are_read_as_periods(text: str, period: Period) -> None:
    assert understand(text, NOBODY, []).periods == (period,)


def test_a_period_holds_documents_dated_less_precisely() -> None:
    august = Period("2021-08-01", "2021-08-31")
    assert august.holds("2021-08-15")
    assert august.holds("2021")
    assert not august.holds("2021-09")
    assert not august.holds(None)


def test_whose_words_are_wanted() -> None:
    assert [p.name for p in understand("What did Adeyemi say about the pumps?", CAST, []).asked] == ["Mara Adeyemi"]
    assert [p.name for p in understand("according to Oslo, is the bridge safe", CAST, []).asked] == ["Norway"]
    assert understand("Was the bridge in Norway safe?", CAST, []).asked == ()
    assert [p.name for p in understand("Why did Norway's minister argue for a toll?", CAST, []).asked] == ["Norway"]
    assert [p.name for p in understand("the Norwegians' own figures?", CAST, []).asked] == ["Norway"]
    assert [p.name for p in understand("What was Adeyemi quoted as saying?", CAST, []).asked] == ["Mara Adeyemi"]
    assert understand("Was Adeyemi told of the pumps?", CAST, []).asked == ()
    reply = understand("How did Norway hit back at Adeyemi's charges?", CAST, [])
    assert ([p.name for p in reply.asked], reply.reacting) == (["Norway"], True)
    assert understand("What is the answer Adeyemi gave?", CAST, []).replied_to == ()
    assert [p.name for p in understand("what reason did Adeyemi give for it?", CAST, []).asked] == ["Mara Adeyemi"]
    assert understand("When did Adeyemi give the order?", CAST, []).asked == ()
    assert understand("what did she promise in her first Norway address?", CAST, []).asked == ()
    assert understand("What did Halvorsen say about the pumps?", CAST, []).strangers == ("Halvorsen",)


def test_parties_set_beside_one_another_keep_their_times() -> None:
    asked = understand("Was the bridge safe? Adeyemi in 2016 and Torvald in 2022", CAST, [])
    assert [(party.name, period.first) for party, period in asked.dated] == [
        ("Mara Adeyemi", "2016-01-01"),
        ("Jon Torvald", "2022-01-01"),
    ]


@pytest.mark.parametrize(
    ("earlier", "question", "whole"),
    [
        ("What did Adeyemi claim about the pumps?", "and Torvald?", "What did Torvald claim about the pumps?"),
        ("What did Norway say about the bridge?", "what about Canada?", "What did Canada say about the bridge?"),
        ("Is the bridge safe?", "who says so?", "Who says so: Is the bridge safe?"),
        ("Is the bridge safe?", "who else thinks so?", "Compare: Is the bridge safe?"),
        ("How much livestock did Norway lose?", "and farmland?", "How much farmland did Norway lose?"),
        (
            "What way out of the Canadian strike did Adeyemi see?",
            "and for Norway?",
            "What way out of the Norway strike did Adeyemi see?",
        ),
        ("Who is Mara Adeyemi?", "what did she say about the pumps and the crew?", None),
    ],
)
def test_follow_ups_stand_alone(earlier: str, question: str, whole: str | None) -> None:
    understood = understand_turn(question, [turn(earlier)], CAST)
    assert not understood.unclear
    assert understood.question == (whole or "What did Mara Adeyemi say about the pumps and the crew?")


def test_a_pronoun_that_fits_two_people_is_asked_back() -> None:
    understood = understand_turn("does he agree?", [turn("What did Mara Adeyemi and Jon Torvald say?")], CAST)
    assert set(understood.unclear) == {"Mara Adeyemi", "Jon Torvald"}


def test_a_question_that_stands_alone_is_left_alone() -> None:
    question = "When did the harbour at Marrow Point open?"
    assert understand_turn(question, [turn("Who is Mara Adeyemi?")], CAST).question == question


def test_somebody_unknown_is_given_no_words(assistant: Assistant) -> None:
    answer = assistant.ask("What did Halvorsen say about the pumps of the dredger?")
    assert answer.status is Status.ABSTAINED
    assert "Halvorsen" in answer.text
    assert not answer.citations


def test_the_reply_is_quoted_and_not_the_question(assistant: Assistant) -> None:
    answer = assistant.ask("who pays for the salvage of the dredger?")
    assert any("insurer" in citation.exact for citation in answer.citations)
    assert not any(citation.exact.endswith("?") for citation in answer.citations)


def test_quotations_keep_who_says_them(assistant: Assistant) -> None:
    """No stretch that may be quoted holds part of a reported claim without the words that report it."""
    seen = 0
    for evidence in _everything(assistant):
        for span in windows(evidence, 20):
            for claim in evidence.claims:
                made = claim.attribution
                if made.cue is None or not made.content.overlaps(span) or span.contains(evidence.sentence.span):
                    continue
                whole = len(windows(evidence, 20)) == 1
                assert whole or span.contains(made.cue), evidence.text
                seen += 1
    assert seen


def _everything(assistant: Assistant) -> list[Evidence]:
    known = [listed.title for listed in assistant.documents()]
    finder = assistant.finder()
    return [one for title in known for one in finder.find(understand(title, NOBODY, []))]


LETTER = """---
title: The lock
genre: article
publisher: Meadow Post
published: 2024-06-10
---

Renn rejected this on 9 June: “Nobody in the council was paid a penny for the lock. The timber firm never wrote to us.

“We have looked through every letter of the spring. The timber firm sent none of them.”
"""


def test_a_sentence_of_a_longer_quotation_is_its_speakers(tmp_path: Path) -> None:
    (tmp_path / "lock.md").write_text(LETTER, "utf-8")
    with Assistant.open(tmp_path / "library") as assistant:
        assistant.add([tmp_path / "lock.md"])
        finder = assistant.finder()
        found = finder.find(understand("What did the timber firm write?", NOBODY, []))
        assert {one.text.strip("“”")[:8] for one in found} >= {"Renn rej", "The timb", "We have "}
        for one in found:
            assert one.claims, one.text
        for one in [one for one in found if not one.text.startswith("Renn")]:
            drafted = draft(one, windows(one, 60)[0])
            assert "Renn said" in drafted.before
            assert sound(drafted)


@pytest.mark.parametrize(
    ("words", "something"), [("I will say, I know", False), ("I know the lock", True), ("the other side is", False)]
)
def test_a_run_up_is_no_quotation(tmp_path: Path, words: str, something: bool) -> None:
    text = f"{words}, but nobody asked the harbour master about the dredger."
    with library_of(tmp_path, notes=f"---\nauthor: Renn\n---\n\n{text}\n") as assistant:
        one = assistant.finder().find(understand("Who asked about the dredger?", NOBODY, []))[0]
        start = one.sentence.span.start
        assert says_something(draft(one, Span(start=start, end=start + len(words)))) is something


@given(st.text(max_size=80), st.lists(st.text(max_size=40), max_size=3))
@settings(deadline=None, max_examples=150)
def test_no_question_breaks_understanding(question: str, history: list[str]) -> None:
    understood = understand_turn(question, [turn(one) for one in history], CAST)
    assert isinstance(understand(understood.question, CAST, []).matter, tuple)


@given(st.text(max_size=12), st.text(max_size=12))
def test_nearness_of_spellings_is_mutual(one: str, other: str) -> None:
    assert isinstance(nearly(one, other), bool)


@pytest.mark.parametrize(
    ("one", "other"), [("qaida", "qaeda"), ("musharaf", "musharraf"), ("independant", "independent")]
)
def test_misspellings_are_near(one: str, other: str) -> None:
    assert nearly(one, other)


def test_words_are_stemmed_alike_from_many_threads() -> None:
    words = [
        f"{root}{ending}"
        for root in ("negotiat", "attack", "organis", "deni")
        for ending in ("ing", "ed", "ions", "es")
    ]
    texts = [f"{word}{number}" for number in range(300) for word in words] + words * 50
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(stem.__wrapped__, texts))
    assert together == [stem.__wrapped__(text) for text in texts]
