"""A sentence that tells of somebody: the party stands outside the quotation, and what is quoted is the party's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from libraries import library_of

from assistant import Assistant
from assistant.answers.clauses import windows
from assistant.answers.completeness import stands_alone
from assistant.answers.composing import drafts
from assistant.answers.evidence import Evidence
from assistant.answers.weighing import Signals
from assistant.library.segmenting import segment
from assistant.model import Document, Metadata, Sentence, Span
from assistant.voices import claims_of
from assistant.voices.retelling import Telling, credited, interposed, pieces, tellings

ACCOUNT = """---
title: What was said about the ferry
genre: brief
published: 2025-03
---
The council and the ferry company quarrelled all winter. On 4 March the Ferry Guild said that the Marigold would
sail again before Easter. There would be no new subsidy, Mayor Lund said; on the pier she was silent.
"""


def whole(text: str) -> Span:
    return Span(start=0, end=len(text))


def told(text: str) -> list[tuple[str, str, str]]:
    """Party, verb and content of each way in which a sentence tells of somebody."""
    found: list[Telling] = [way for piece in pieces(text, whole(text)) for way in tellings(text, piece)]
    return [(way.subject.of(text), way.verb, way.content.of(text)) for way in found]


def test_the_party_may_stand_before_or_after_what_it_says() -> None:
    assert ("The guild", "said", "that the boat would sail again") in told(
        "The guild said that the boat would sail again."
    )
    assert ("Mayor Lund", "said", "There would be no new subsidy") in [
        (party, verb, content.rstrip(", "))
        for party, verb, content in told("There would be no new subsidy, Mayor Lund said.")
    ]


def test_what_stands_before_the_party_stays_outside() -> None:
    text = "By its own count the guild has 240 members."
    (way,) = [way for piece in pieces(text, whole(text)) for way in tellings(text, piece)]
    assert (way.lead, way.subject.of(text)) == ("by its own count", "the guild")


def test_a_second_clause_with_a_subject_of_its_own_is_not_put_in_the_partys_mouth() -> None:
    text = "The guild told the paper that fares would rise, and in May a clerk was quoted as doubting it."
    assert all("clerk" not in content for party, verb, content in told(text) if verb)


def test_a_party_in_the_middle_of_its_words_is_seen() -> None:
    text = "A strike, the guild warned, would empty the harbour."
    found = interposed(text, whole(text))
    assert found is not None
    assert (found[0].of(text), found[1]) == ("the guild", "warned")
    assert told(text) == []
    assert interposed("The guild warned of a strike, the paper and the radio.", Span(start=0, end=54)) is None


@pytest.mark.parametrize("text", ["There is a ferry.", "", "...", "Who sails?", "“”", "It rained."])
def test_nobody_by_name_tells_nothing(text: str) -> None:
    spans = pieces(text, whole(text)) if text else []
    assert all(way.pronoun for piece in spans for way in tellings(text, piece))


def test_semicolons_part_clauses_but_not_quotations() -> None:
    text = "Lund said: “one; two”; the guild left."
    assert [piece.of(text) for piece in pieces(text, whole(text))] == ["Lund said", "“one; two”", "the guild left"]


def test_the_documents_grammar_credits_its_subject_alone() -> None:
    text = "Nothing was decided. The guild said that fares would rise. The council left."
    start = text.index("fares")
    assert credited(text, Span(start=start, end=start + len("fares would rise"))) == ["The guild"] * 2
    start = text.index("Nothing")
    assert "The guild" not in credited(text, Span(start=start, end=start + len("Nothing was decided")))


@pytest.mark.parametrize(
    ("words", "alone"),
    [
        ("the guild has sold the boat", True),
        ("There would be no new subsidy", True),
        ("the paper knew why the boat was sold and it is not", False),
        ("the reason why the boat was", False),
        ("and citizens of the", False),
        ("a boat with two masts", False),
    ],
)
def test_what_is_broken_off_does_not_stand_alone(words: str, alone: bool) -> None:
    assert stands_alone(words) is alone


def test_an_answer_names_the_party_outside_the_quotation(tmp_path: Path) -> None:
    (tmp_path / "ferry.md").write_text(ACCOUNT, "utf-8")
    with Assistant.open(tmp_path / "library") as assistant:
        assistant.add([tmp_path / "ferry.md"])
        sails = assistant.ask("When will the Marigold sail again?").statements[0].text
        subsidy = assistant.ask("Will there be a new subsidy?").text
    assert "on 4 March 2025, the Ferry Guild said that “the Marigold would sail again before Easter”" in sails
    assert re.search(r"Mayor Lund said:? “There would be no new subsidy”", subsidy)


QUARREL = """---
title: The quarrel about the ferry
genre: brief
published: 2025-03
---
A strike, the Ferry Guild warned, would lead “only to empty quays and hunger”, while talks might help. The fares would
stay low, Mayor Lund said, and the boats would sail at night. By its own count, the Ferry Guild has 240 members on the
quay. The council recalled that the Marigold had sunk in 1999, and said she had never been insured. “It was their own
boat”, said the harbour master, without a hedge. None of the captains says that the Marigold is lost.
"""


@pytest.mark.parametrize(
    ("question", "stated"),
    [
        ("Would a strike help?", "the Ferry Guild warned that a strike would lead “only to empty quays and hunger”"),
        ("Will the fares stay low?", "Mayor Lund said: “The fares would stay low”"),
        ("How many members are on the quay?", "Ferry Guild said that “the Ferry Guild has 240 members on the quay”"),
        ("When did the Marigold sink?", "the council recalled that “the Marigold had sunk in 1999”"),
        ("Is the Marigold lost?", "none of the captains says that “the Marigold is lost”"),
    ],
)
def test_a_party_is_put_before_its_words_once(tmp_path: Path, question: str, stated: str) -> None:
    (tmp_path / "quarrel.md").write_text(QUARREL, "utf-8")
    with Assistant.open(tmp_path / "library") as assistant:
        assistant.add([tmp_path / "quarrel.md"])
        assert stated in assistant.ask(question).text


def evidence_of(text: str, genre: str = "brief") -> Evidence:
    """The last sentence of a text as evidence."""
    document = Document(uri="x", path="x.md", text=text, metadata=Metadata(genre=genre), content=(whole(text),))
    sentences = segment(document).sentences
    claims = tuple(
        one for one in claims_of(document, sentences) if sentences[-1].span.contains(one.attribution.content)
    )
    return Evidence(document, sentences[-1], 0, claims, Signals(), frozenset(), 1.0, "the brief")


def ways(text: str, genre: str = "brief") -> list[str]:
    """The ways in which the last sentence of a text is worded, the best first."""
    one = evidence_of(text, genre)
    return [f"{made.before}“{made.span.of(text)}”{made.after}" for made in drafts(one, one.sentence.span)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (
            "The two agreed, the paper wrote, that the boat was lost.",
            "the paper wrote that the two agreed that “the boat was lost”.",
        ),
        ("The captains, said Lund: “It was their boat.”", "Lund said “It was their boat”."),
        ("The council left. By its account the boat was lost.", "the council said that “the boat was lost”."),
        (
            "Qatar rejected this: its speech of 1995 denied any interference.",
            "Qatar’s speech of 1995 “denied any interference”.",
        ),
        ("“The boat was lost on Friday”, Lund said, and left.", "Lund said: “The boat was lost on Friday”."),
    ],
)
def test_the_best_wording(text: str, first: str) -> None:
    assert ways(text)[0] == f"According to the brief, {first}"


def test_whose_claim_it_is_does_not_stand_for_the_claim() -> None:
    told_of = ways("The Ferry Guild spoke first. Its claim that the dam was safe was rejected by the court on Monday.")
    assert not any("the Ferry Guild was rejected" in way or "the Ferry Guild claim" in way for way in told_of)


def test_a_verb_that_is_no_verb_puts_nobody_between_words() -> None:
    worded = ways("The list, Spain and its neighbours states, is long.")
    assert not any(way.startswith("According to the brief, Spain") for way in worded)


def test_words_behind_a_colon_keep_the_clause_before_it() -> None:
    worded = ways("Lund’s speech used the word must: the guild must pay for the lost boat.")
    assert not any(way.startswith("According to the brief, the guild must") for way in worded)


def test_a_quotation_that_is_an_aside_is_not_cut_from_the_verb_behind_it() -> None:
    worded = ways("A notice suspended the ferry, saying that the guild, “a club of old friends”, controls the pier.")
    assert not any(way.endswith("“a club of old friends”.") for way in worded)


@pytest.mark.parametrize(
    ("sentence", "cut"),
    [
        ("I did want to report our finding on this, which is: The lock leaked through the night of the flood.", False),
        ("I have closed the piers of the following 12 villages: Orlo, Brann and Tarn among the northern ones.", True),
    ],
)
def test_words_that_only_announce_are_not_quoted_alone(sentence: str, cut: bool) -> None:
    found = windows(evidence_of(sentence, "report"), 12)
    assert any(span.end == sentence.index(":") for span in found) is cut


@pytest.mark.parametrize("bold", ["**Costs of oil:**", "**Costs of oil**:"])
def test_a_heading_on_the_line_that_it_heads_is_not_quoted(bold: str) -> None:
    sentence = bold + " They rose by half in a year."
    assert windows(evidence_of(sentence, "report"), 20)[0].of(sentence) == "They rose by half in a year"


PARTS = """The guild|said|that|“|”|,|;|:|—|boats|28 September 2019|it|, without saying|warned|On 4 March|and|because
would sail|.|?|not|Lund|in 2019""".split("|")


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=14))
def test_whatever_a_sentence_looks_like_its_statements_quote_it(assistant: Assistant, parts: list[str]) -> None:
    text = " ".join(parts)
    known = assistant.document(assistant.documents()[0].id)
    document = known.model_copy(update={"text": text, "metadata": known.metadata.model_copy(update={"genre": "brief"})})
    sentence = Sentence(span=whole(text), paragraph=0)
    one = Evidence(document, sentence, 0, (), Signals(), frozenset({"boat"}), 1.0, "the brief")
    for longest in (5, 35):
        for made in drafts(one, sentence.span, longest):
            assert 0 <= made.span.start < made.span.end <= len(text)


def test_what_a_party_goes_on_to_say_is_quoted_along() -> None:
    text = "The guild says that the ferry is old, and it adds that the mayor sold the quay to the bakers."
    assert any(
        way.endswith("guild says that “the ferry is old, and it adds that the mayor sold the quay to the bakers”.")
        for way in ways(text)
    )
    other = "The guild says that the ferry is old, and the mayor adds that the bakers bought the quay."
    assert not any("old, and the mayor adds" in way and "guild says that" in way.split("“")[0] for way in ways(other))


HOUSE = """---
title: The house on the quay
genre: brief
---
One charge rested on a letter and a memory: from these the guild drew a “strong conviction” that the lamps had been
sold.
"""


def test_words_that_hold_nothing_of_the_matter_are_not_quoted_alone(tmp_path: Path) -> None:
    (tmp_path / "house.md").write_text(HOUSE, "utf-8")
    with Assistant.open(tmp_path / "library") as assistant:
        assistant.add([tmp_path / "house.md"])
        assert "the lamps had been" in assistant.ask("Who says that the lamps were sold?").text


def test_what_somebody_said_of_a_thing_is_no_report_of_it() -> None:
    text = "What the guild themselves said about these dealings is not in these documents."
    assert not any(re.search(r"guild themselves said about [^“]*“", way) for way in ways(text))


@pytest.mark.parametrize(
    ("genre", "kind"), [("news", "news report"), ("testimony", "testimony"), ("minutes", "minutes")]
)
def test_a_document_without_a_publisher_is_named_by_its_kind(tmp_path: Path, genre: str, kind: str) -> None:
    said = "Ivo Berg said that the sluice was mined with powder in May."
    text = f"---\ntitle: The sluice\ngenre: {genre}\npublished: 2025-08\n---\n\n{said}\n"
    with library_of(tmp_path, sluice=text) as library:
        answer = library.ask("What did Ivo Berg say about the sluice?")
    assert answer.text == (
        f"According to the {kind} of August 2025, Ivo Berg said that “the sluice was mined with powder in May” [1]."
    )


def test_nor_is_not_taken_from_what_it_denies() -> None:
    told = ways("The guild met. Nor do the captains come up in it.")
    assert all("come up" not in way or "Nor do" in way for way in told)


def test_what_is_quoted_is_no_lead_to_whoever_says_it(tmp_path: Path) -> None:
    news = (
        "---\ntitle: The dam\ngenre: news\npublisher: The Valley Post\npublished: 2022-06-01\n---\n"
        '"The dam has killed the river," Mara Quist told the Gazette. '
        "Fishermen in the valley say that the catch fell.\n"
    )
    (tmp_path / "news.md").write_text(news, "utf-8")
    with Assistant.open(tmp_path / "library") as assistant:
        assistant.add([tmp_path / "news.md"])
        told = assistant.ask("What did Quist tell the Gazette about the river?")
        catch = assistant.ask("Who says that the catch fell?")
    assert "Mara Quist told the Gazette" in told.statements[0].text.split("“")[0]
    assert told.citations[0].exact.startswith("The dam has killed the river")
    assert "fishermen in the valley say" in catch.text
