"""Exchanges, accounts beside one another, premises, and what of a question is looked for: on an invented quarrel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from libraries import library_of

from assistant import Assistant
from assistant.answers.cutting import breaks
from assistant.answers.periods import Period, periods
from assistant.answers.putting import read_put
from assistant.answers.question import understand
from assistant.model import Answer, Status

BRIEFING = """---
title: Press briefing by the harbour master Ines Okoro
genre: briefing
published: 2021-05-03
url: https://portoffice.example.org/briefings/2021/05/03
---
MS. OKORO: Good morning. The dredging of the north basin goes on, and the ferry sails as planned.

Q: Did your own engineers warn you that the sea wall would collapse this winter?

MS. OKORO: No, they did not reach that conclusion. They asked for new pumps, and the pumps were bought in March.

Q: And what about the missing anchors?

MS. OKORO: Thank you for the question. I can say nothing about the anchors while the inquiry goes on.

Q: The Harbour Union says the new pumps were bought second-hand. Is the port poor?

MS. OKORO: It does not mean that the choice of the pumps for this port was not worth making. The pumps were the right
choice. We paid what they are worth.
"""
DECREE = """---
title: A decree on the sea wall
genre: proclamation
author: Teodor Brandt
published: 2023-09-14
---
The collapse of the sea wall was the worst failure in the history of this port.
The harbour master had been told that the wall would fall.
"""
SPEECH = """---
title: Norway's speech in the harbour conference, 1994
genre: speech
author: Norway
published: 1994
---
The port has no better friend than us. We cannot accept that foreign trawlers fish inside the reef.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("quarrel")
    with library_of(folder, briefing=BRIEFING, decree=DECREE, speech=SPEECH) as opened:
        yield opened


def sources(answer: Answer) -> list[str]:
    return [citation.document.title for citation in answer.citations]


def test_an_exchange_is_answered_by_its_reply(assistant: Assistant) -> None:
    answer = assistant.ask("a reporter asked Okoro if her engineers foresaw the collapse of the wall. her answer?")
    assert "they did not reach that conclusion" in answer.text
    assert "Okoro said" in answer.text
    assert "Did your own engineers" not in answer.text


def test_what_was_put_stands_before_the_reply_where_it_is_asked_for(assistant: Assistant) -> None:
    answer = assistant.ask(
        "Did engineers warn that the sea wall would collapse? Tell me what was put to Okoro and her reply."
    )
    put, reply = answer.text.find("warn you that the sea wall would collapse"), answer.text.find("did not reach")
    assert 0 <= put < reply


@pytest.mark.parametrize(
    "question",
    [
        "a journalist wanted to know about the missing anchors. Okoro's reply?",
        "what about the missing anchors? that was raised with Okoro, how did she answer",
    ],
)
def test_an_exchange_may_be_told_in_other_words_and_a_courtesy_is_no_reply(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert "I can say nothing about the anchors" in answer.text
    assert "Thank you" not in answer.text


def test_who_was_cited_in_a_question_is_told_from_the_question(assistant: Assistant) -> None:
    answer = assistant.ask("who says the pumps were second-hand? it was brought up with Okoro")
    assert "Harbour Union" in answer.text
    assert "reporter" in answer.text


def test_who_asked_is_no_matter_of_the_exchange(assistant: Assistant) -> None:
    answer = assistant.ask("Name of the reporter who asked Okoro about the missing anchors?")
    assert "I can say nothing" not in answer.text


def test_what_was_put_and_to_whom_is_read_from_the_question(assistant: Assistant) -> None:
    library = assistant._known()
    text = "one reporter accused Okoro of hiding what Norway said of the trawlers. how did she take that?"
    put = read_put(understand(text, library.parties, library.documents))
    assert [party.name for party in put.answering] == ["Ines Okoro"]
    assert put.question.text == "hiding what Norway said of the trawlers."


def test_a_speech_that_is_not_held_is_said_to_be_missing(assistant: Assistant) -> None:
    answer = assistant.ask("What did Norway's own 1997 speech say about the trawlers?")
    assert answer.reason == "The documents hold no speech by Norway from 1997, only from 1994."
    assert not answer.citations
    assert assistant.ask("What did Norway's 1994 speech say about the trawlers?").citations


def test_what_somebody_told_the_united_nations_is_looked_for_in_the_speeches_of_that_year(tmp_path: Path) -> None:
    front = "---\ntitle: {0}'s speech of {1}\ngenre: speech\nauthor: {0}\npublished: {1}\n---\n{2}\n"
    for state, year, text in (
        ("Norway", 1994, "We will send three ships to guard the reef from trawlers."),
        ("Canada", 1996, "We will send nine ships to guard the reef from trawlers."),
    ):
        (tmp_path / f"{state}.md").write_text(front.format(state, year, text), "utf-8")
    (tmp_path / "talk.md").write_text(
        "# Talk\n\nGro Brundtland said that two ships guard the reef from trawlers in summer.\n", "utf-8"
    )
    with Assistant.open(tmp_path / "library") as opened:
        opened.add([tmp_path])
        answer = opened.ask("How many ships did Brundtland promise the UN in 1994 to guard the reef?")
        assert "three ships" in answer.text
        assert "nine" not in answer.text


def test_a_page_of_no_kind_is_pointed_at_by_its_folder(tmp_path: Path) -> None:
    (tmp_path / "factbook").mkdir()
    (tmp_path / "factbook" / "no.md").write_text("# Norland\n\nThe reef is 40 km long.\n", "utf-8")
    (tmp_path / "talk.md").write_text("# Talk\n\nThe reef is 90 km long, the master said.\n", "utf-8")
    with Assistant.open(tmp_path / "library") as opened:
        opened.add([tmp_path])
        answer = opened.ask("How long is the reef, according to the factbook?")
        assert "40 km" in answer.text
        assert "90" not in answer.text


def test_what_others_tell_of_a_party_is_no_reaction_of_it(tmp_path: Path) -> None:
    (tmp_path / "account.md").write_text(
        "---\ntitle: The reef\ngenre: article\npublished: 1996\n---\n"
        "Canada complained of the trawlers at the reef. Norway withdrew from the talks on the trawlers at the reef.\n"
        "Norway said that the weather was fine.\n",
        "utf-8",
    )
    with Assistant.open(tmp_path / "library") as opened:
        opened.add([tmp_path])
        answer = opened.ask("How did Norway hit back at the complaint about trawlers at the reef?")
        assert "withdrew" not in answer.text


def test_a_premise_is_denied_by_the_opposite_of_its_words(assistant: Assistant) -> None:
    answer = assistant.ask("When did Okoro concede that the choice of the pumps for this port was wrong?")
    assert answer.statements[0].text == "As far as these documents go, Okoro did not say so."
    assert "the right choice" in answer.text


def test_whoever_is_set_beside_another_has_a_line(assistant: Assistant) -> None:
    answer = assistant.ask("Was the fall of the sea wall foreseen? Put Okoro's account beside the 2023 proclamation.")
    assert {"Press briefing by the harbour master Ines Okoro", "A decree on the sea wall"} == set(sources(answer))
    assert "Okoro said" in answer.text
    assert "Brandt" in answer.text


@pytest.mark.parametrize("talk", ["The reef is shut.", "The United Nations said that the reef is shut."])
@pytest.mark.parametrize("where", ["at the UN", "at the UN's summit"])
def test_where_something_was_said_is_no_party_that_is_asked(tmp_path: Path, talk: str, where: str) -> None:
    said = "Canada said that trawlers may fish."
    with library_of(tmp_path, speech=SPEECH, talk=f"# Talk\n\n{talk} {said}\n") as opened:
        library = opened._known()
        question = understand(f"Who may fish? Norway's case {where} vs Canada's", library.parties, library.documents)
        assert [party.name for party in question.asked] == ["Norway", "Canada"]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("How many boats were lost according to the UN?", ["the United Nations"]),
        ("In the UN's view, did Norway shut the reef?", ["the United Nations"]),
        ("Were Norway and Canada both hit by the storm?", []),
        ("Norway's count compared to the UN's?", ["Norway", "the United Nations"]),
        ("What did Norway say about trawlers on Monday vs Tuesday?", ["Norway"]),
        ("What did Norway say about Good vs Evil?", ["Norway"]),
        ("Did sanctions help? Sanctions against Canada.", []),
        ("Was Roe v. Wade overturned?", []),
    ],
)
def test_the_united_nations_may_be_asked_and_who_is_told_of_is_not(
    tmp_path: Path, question: str, asked: list[str]
) -> None:
    talk = "# Talk\n\nThe United Nations said that the reef is shut. Canada said that it is open.\n"
    with library_of(tmp_path, speech=SPEECH, talk=talk) as opened:
        library = opened._known()
        assert [one.name for one in understand(question, library.parties, library.documents).asked] == asked


@pytest.mark.parametrize(
    ("question", "said", "silent"),
    [
        ("What did Norway and Canada say about the trawlers?", "Norway", "Canada"),
        ("Should trawlers fish inside the reef? Norway vs Canada", "Norway", "Canada"),
        ("What did Canada and Norway say about the trawlers?", "Norway", "Canada"),
        ("Should trawlers fish inside the reef? Norway against Canada.", "Norway", "Canada"),
    ],
)
def test_of_parties_set_beside_one_another_it_is_told_who_says_nothing(
    assistant: Assistant, question: str, said: str, silent: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.PARTIAL
    assert all(citation.document.title.startswith(said) for citation in answer.citations)
    assert f"The documents hold nothing by {silent} on this in so many words." in answer.text


def test_words_beside_the_point_are_no_account(tmp_path: Path) -> None:
    speech = "---\ntitle: {0}'s speech, 2021\ngenre: speech\nauthor: {0}\npublished: 2021\n---\n{1}\n"
    growth = speech.format("Norway", "Economic growth is up to the fastest rate in forty years.")
    failure = speech.format("Sweden", "The twenty years on the island were a failure, and we have to admit it.")
    with library_of(tmp_path, norway=growth, sweden=failure) as opened:
        answer = opened.ask("Did twenty years on the island work or not? Norway against Sweden")
    assert [citation.document.title for citation in answer.citations] == ["Sweden's speech, 2021"]
    assert "The documents hold nothing by Norway on this in so many words." in answer.text


def test_a_voice_whose_best_sentence_is_too_long_beside_the_other_is_heard_with_another(tmp_path: Path) -> None:
    long = (
        "It was right to sell the lighthouse because the lamp and the lens and the stairs and the doors and "
        "the walls and the pier, the boats and the ropes and the bells and the charts and the stove and "
        "the lamps of the lighthouse had all been lost to the storms of those years"
    )
    front = "---\ntitle: {0}'s speech of {1}\ngenre: speech\nauthor: {0}\npublished: {1}\n---\n{2}\n"
    speeches = {
        "norway": front.format("Norway", 2001, f"{long}. We did right by the village when we sold the lighthouse."),
        "canada": front.format("Canada", 2002, "To sell the lighthouse was the worst deed of those years."),
    }
    with library_of(tmp_path, **speeches) as opened:
        answer = opened.ask("Was it right to sell the lighthouse? Norway against Canada")
        assert {citation.document.title for citation in answer.citations} == {
            "Norway's speech of 2001",
            "Canada's speech of 2002",
        }
        assert sum(len(citation.exact.split()) for citation in answer.citations) <= 60


def test_two_who_are_named_together_are_both_asked(tmp_path: Path) -> None:
    front = "---\ntitle: {0}'s speech of 2001\ngenre: speech\nauthor: {0}\npublished: 2001\n---\n{1}\n"
    speeches = {
        "norway": front.format("Norway", "The lighthouse must be sold to the village."),
        "canada": front.format("Canada", "The lighthouse must be kept by the crown."),
    }
    with library_of(tmp_path, **speeches) as opened:
        answer = opened.ask("Norway and Canada both spoke on the lighthouse. Should it be sold, or be kept?")
        assert len({citation.document.title for citation in answer.citations}) == 2


def test_a_premise_that_the_party_itself_denies_is_corrected_first(assistant: Assistant) -> None:
    answer = assistant.ask("Why did Okoro say that her engineers reached the conclusion that the wall would collapse?")
    assert answer.statements[0].text == "As far as these documents go, Okoro did not say so."
    assert "they did not reach that conclusion" in answer.text


def test_a_state_speaks_through_whoever_speaks_for_it(assistant: Assistant) -> None:
    answer = assistant.ask("what did the norwegian minister say about trawlers in the 90s?")
    assert sources(answer) == ["Norway's speech in the harbour conference, 1994"]
    french = assistant.ask("what did the French minister say about trawlers?")
    assert french.reason == "The documents hold no statement by France on this."


def test_a_follow_up_puts_one_state_for_another(assistant: Assistant) -> None:
    answer = assistant.ask("And the French one?", ["What did the Norwegian minister say about trawlers?"])
    assert answer.standalone_question == "What did the French minister say about trawlers?"


def test_an_outlet_is_its_documents(assistant: Assistant) -> None:
    library = assistant._known()
    question = understand("What is the Port Office line on the anchors?", library.parties, library.documents)
    assert len(question.editions) == 1
    assert not question.asked


@pytest.mark.parametrize(
    ("question", "sought"),
    [
        ("Is the wall safe? Set the sources against each other.", "Is the wall safe?"),
        ("Is the wall safe? Who says yes, who says no?", "Is the wall safe?"),
        ("was the wall safe, per the proclamation", "was the wall safe"),
        ("Is the wall safe? Are the pumps new?", "Is the wall safe? Are the pumps new?"),
        ("Is the wall safe? Okoro's figure and Brandt's don't seem to match.", "Is the wall safe?"),
        ("Who says what?", "Who says what?"),
        ("Was it right to buy new pumps? Okoro's people against Brandt", "Was it right to buy new pumps?"),
        ("Are the pumps new? Okoro in the briefing vs the Norwegians.", "Are the pumps new?"),
        ("The new pumps: Okoro's case versus Brandt's?", "The new pumps"),
        ("Okoro v Brandt: who was against the pumps?", "Okoro v Brandt: who was against the pumps?"),
        ("Is the wall safe? Did Okoro fight against Brandt?", "Is the wall safe? Did Okoro fight against Brandt?"),
        (
            "Is the wall safe? How do Okoro and Brandt differ on the pumps of the port?",
            "Is the wall safe? How do Okoro and Brandt differ on the pumps of the port?",
        ),
    ],
)
def test_how_to_answer_is_not_looked_for(assistant: Assistant, question: str, sought: str) -> None:
    library = assistant._known()
    assert understand(question, library.parties, library.documents).topic == sought


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("in the 90s", [("1990-01-01", "1999-12-31")]),
        ("in '21", [("2021-01-01", "2021-12-31")]),
        ("what they said in july 21", [("2021-07-01", "2021-07-31")]),
        ("what they said on july 21", []),
        ("in 2021, and a year later", [("2021-01-01", "2021-12-31"), ("2022-01-01", "2022-12-31")]),
        ("what came a year later", []),
        ("in May 2022 and in June that year", [("2022-05-01", "2022-05-31"), ("2022-06-01", "2022-06-31")]),
        ("on 20 and 22 May 2022", [("2022-05-20", "2022-05-20"), ("2022-05-22", "2022-05-22")]),
        ("in January, then in April 2021", [("2021-01-01", "2021-01-31"), ("2021-04-01", "2021-04-31")]),
        ("in 1999, and two decades on", [("1999-01-01", "1999-12-31"), ("2017-01-01", "2022-12-31")]),
        ("she may go in 2021", [("2021-01-01", "2021-12-31")]),
    ],
)
def test_years_as_people_write_them(text: str, named: list[tuple[str, str]]) -> None:
    assert periods(text) == tuple(Period(first, last) for first, last in named)


def test_a_list_is_not_cut_and_neither_is_a_negation_from_its_reason() -> None:
    cut = "Both get money, arms, and training from one office, and the office denies it."
    assert [cut[:end] for end, _ in breaks(cut)] == ["Both get money, arms, and training from one office"]
    assert breaks("They came back and it is not because of us.") == ()
    examples = "They asked for the pumps of the port, including the old ones."
    assert [examples[:end] for end, _ in breaks(examples)] == ["They asked for the pumps of the port"]
    assert breaks("The pumps of the port, including the old ones, are broken.") == ()


def test_no_subject_is_cut_from_its_verb_and_nothing_where_a_speaker_begins_again() -> None:
    assert breaks("The miners of the north, who make up half of the town, have the right to a share of it.") == ()
    assert breaks("The miners of the north — who make up half of the town — have the right to a share of it.") == ()
    assert breaks("I take issue with saying that we left them, when I — when we have been very clear about it.") == ()
    assert len(breaks("They meet in the town — the list is long; the mayor said it; it named nobody.")) == 3


def test_nobody_is_named_twice_where_one_document_tells_of_several(tmp_path: Path) -> None:
    brief = "---\ntitle: The lock\ngenre: brief\npublished: 2024-02\n---\n" + (
        "The Ferry Guild said that the lock gates leak at high water. "
        "The Canal Board said that the lock gates leak at no water.\n"
    )
    (tmp_path / "lock.md").write_text(brief, "utf-8")
    with Assistant.open(tmp_path / "library") as assistant:
        assistant.add([tmp_path / "lock.md"])
        text = assistant.ask("Do the lock gates leak? Put the Ferry Guild beside the Canal Board.").text
    assert text.count("According to") <= 1
    assert "Guild said" in text
    assert "Board said" in text


def test_a_party_that_says_nothing_on_the_matter_is_not_quoted_on_another(assistant: Assistant) -> None:
    answer = assistant.ask("What did Norway say about the price of bread?")
    assert answer.reason == "The documents hold no statement by Norway on this."
    assert not answer.citations


CHANGE = {
    "norland_1999": """Norland is constantly endeavouring to bring the fishermen and the dredging companies of the
southern basin to an understanding about the sea wall and about the ferries.""",
    "norland_2022": """Norland shares the concern of the harbour conference about the dredging companies and the harm
that they have done to the sea wall, especially to its western gate, to the pilots of the northern sound, to the keepers
of the lighthouses, to the fishermen of the reef, to the ferries and to the anglers of the bay.""",
    "suland_1999": """Norland remains opposed to the dredging companies, insisting that the dredging companies of the
sea wall must go.""",
}


def test_of_a_change_both_ends_are_told_in_the_partys_own_words_without_trailing_examples(tmp_path: Path) -> None:
    speeches = {}
    for name, text in CHANGE.items():
        state, year = name.capitalize().split("_")
        known = f"title: {state}'s speech, {year}\ngenre: speech\nauthor: {state}\npublished: {year}"
        speeches[name] = f"---\n{known}\n---\n{text}\n"
    with library_of(tmp_path, **speeches) as opened:
        text = opened.ask("How did Norland's view of the dredging companies change from 1999 to 2022?").text
    assert text.startswith("Norland said in 1999: “Norland is constantly")
    assert "the harm that they have done to the sea wall” [2]" in text
    assert "Suland" not in text


HEADED = "---\ntitle: Press briefing by minister Ann Orre\ngenre: briefing\npublished: 2021-05-03\n---\n"


def test_a_reply_is_not_crowded_out_by_a_long_question_nor_given_twice(tmp_path: Path) -> None:
    asked = (
        "Q: Minister, the poll on the lock found that most millers think it should be closed, that most bakers think "
        "it should be opened at once, that the carters of the upper town would rather have a bridge than any lock, "
        "and that nobody in the county believes a word of what the ministry has said about the lock since the flood."
    )
    reply = "MS. ORRE: I haven’t seen that poll on the lock."
    talk = f"{HEADED}MS. ORRE: Good morning. The lock is shut.\n\n{asked}\n\n{reply}\n"
    with library_of(tmp_path, talk=talk) as held:
        answer = held.ask("What was put to Orre about the poll on the lock, and what did she reply?")
    assert answer.text.count("I haven’t seen that poll") == 1


def test_a_nameless_party_that_repeats_a_named_one_is_no_side(tmp_path: Path) -> None:
    head = "---\ntitle: {}\ngenre: brief\npublished: {}\n---\n\n"
    first = (
        f"{head.format('Who lives in the town', '2024-05')}In May Ada Brandt said that boatmen were 60 per cent of the "
        "town. The guild called the figure of 60 per cent boatmen a fraud, and denied it.\n"
    )
    said = "A minister was quoted there as saying that boatmen were 60 per cent of the town."
    other = f"{head.format('Who the boatmen are', '2024-06')}{said}\n"
    with library_of(tmp_path, first=first, other=other) as library:
        text = library.ask("60 percent boatmen: who says so, who denies it?").text
    assert "Ada Brandt" in text
    assert "a minister" not in text
