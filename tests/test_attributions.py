"""The gate: what launders, misattributes, strengthens or turns round a claim is found; honest sentences pass."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.checks.auditing import Audit, GivenAnswer, QuotationVerdict, check_answer, load_answers
from assistant.checks.findings import Code
from assistant.checks.naming import names
from assistant.checks.quotes import find_quote, reference
from assistant.checks.telling import read_answer
from assistant.errors import UsageError
from assistant.library.segmenting import segment
from assistant.model import CitedQuote, Claim, Claimant, ClaimantKind, Document, DocumentRef, Metadata, Span
from assistant.voices import claims_of

ARTICLE = """The border war has a hidden paymaster.

Ministry sources, including former official Omar Daud, claim that the northern militia receives weapons from Freedonia.
Reports suggest that militia officers may be embedded within the customs service.
Freedonia denies that its army crossed the river. Daud did not say that the valley was lost.
The first bridge was opened in March 2019. The militia is a menace that no neighbour can ignore.
It is not true that the harvest failed everywhere.
"""
SPEECH = """Mr. President, the militia are foreign mercenaries. On 14 September 1998 they attacked the town of Banat.
We urge every neighbour to close its camps. The United Nations reported that 40 villages were burned.
The ORC flag flew over Banat on 20 September 1998.
"""


def document_of(path: str, text: str, known: Metadata) -> Document:
    whole = (Span(start=0, end=len(text)),)
    return Document(uri=f"file:///{path}", path=path, text=text, metadata=known, content=whole)


@cache
def shelf() -> MemoryShelf:
    return MemoryShelf()


class MemoryShelf:
    def __init__(self) -> None:
        opinion = Metadata(title="The Paymaster", genre="opinion", publisher="Border Review", published="2024-08")
        speech = Metadata(title="General Debate", author="Sylvania", genre="speech", published="1998-09-25")
        self.documents = [
            document_of("a.txt", ARTICLE, opinion),
            document_of("b.txt", SPEECH, speech),
        ]
        self._claims = {one.id: claims_of(one, segment(one).sentences) for one in self.documents}

    def document(self, ref: DocumentRef) -> Document | None:
        return next((one for one in self.documents if one.path == ref.uri), None)

    def claims(self, document: Document, span: Span) -> Sequence[Claim]:
        return [one for one in self._claims[document.id] if one.attribution.content.overlaps(span)]

    def others(self, document: Document | None) -> Iterator[Document]:
        return (one for one in self.documents if document is None or one.id != document.id)


def cited(marker: int, path: str, exact: str) -> CitedQuote:
    document = next(one for one in shelf().documents if one.path == path)
    span = find_quote(document.text, exact).span
    start, end = (span.start, span.end) if span else (None, None)
    words = span.of(document.text) if span else exact
    return CitedQuote(marker=marker, document=reference(document), exact=words, start=start, end=end)


def audit(text: str, *citations: CitedQuote) -> Audit:
    return check_answer(GivenAnswer(text=text, citations=citations), shelf())


def codes(text: str, *citations: CitedQuote) -> set[Code]:
    return {one.code for one in audit(text, *citations).findings}


WEAPONS = cited(1, "a.txt", "the northern militia receives weapons from Freedonia")
EMBEDDED = cited(1, "a.txt", "militia officers may be embedded within the customs service")
CROSSED = cited(1, "a.txt", "its army crossed the river")
MENACE = cited(1, "a.txt", "The militia is a menace that no neighbour can ignore")
BRIDGE = cited(1, "a.txt", "The first bridge was opened in March 2019")
HARVEST = cited(1, "a.txt", "the harvest failed everywhere")
LOST = cited(1, "a.txt", "the valley was lost")
MERCENARIES = cited(1, "b.txt", "the militia are foreign mercenaries")
VILLAGES = cited(1, "b.txt", "40 villages were burned")

FLAG = cited(1, "b.txt", "The ORC flag flew over Banat on 20 September 1998")

RECEIVES = "“the northern militia receives weapons from Freedonia” [1]"

HONEST: list[tuple[str, CitedQuote]] = [
    (f"Ministry sources, including former official Omar Daud, claim that {RECEIVES}.", WEAPONS),
    (f"According to the Border Review opinion piece of August 2024, ministry sources claim {RECEIVES}.", WEAPONS),
    ("Daud and other ministry sources say that the northern militia receives weapons from Freedonia [1].", WEAPONS),
    ("Reports suggest that “militia officers may be embedded within the customs service” [1].", EMBEDDED),
    ("Freedonia denies that “its army crossed the river” [1].", CROSSED),
    ("The article says: “The militia is a menace that no neighbour can ignore” [1].", MENACE),
    ("In the article's view “the militia is a menace that no neighbour can ignore” [1].", MENACE),
    ("“The first bridge was opened in March 2019” [1] (the Border Review opinion piece of August 2024).", BRIDGE),
    ("The first bridge was opened in March 2019 [1].", BRIDGE),
    ("Sylvania’s speech of 25 September 1998 says: “the militia are foreign mercenaries” [1].", MERCENARIES),
    ("Sylvania's delegation did, in the debate of 1998: “the militia are foreign mercenaries” [1].", MERCENARIES),
    ("Sylvania said the United Nations reported that “40 villages were burned” [1].", VILLAGES),
    ("The article says it is not true that “the harvest failed everywhere” [1].", HARVEST),
    ("The article condemns “a menace that no neighbour can ignore” [1].", MENACE),
    ("Sylvania’s complaint was that “the militia are foreign mercenaries” [1].", MERCENARIES),
    ("Not so, in Sylvania’s words: “the militia are foreign mercenaries” [1].", MERCENARIES),
    ("Plain words, in Sylvania’s account: it said “the militia are foreign mercenaries” [1].", MERCENARIES),
    ("Ministry sources such as Omar Daud allege that “the northern militia receives weapons” [1].", WEAPONS),
    ("On 20 September 1998 the Osterlich Red Cross flag flew over Banat, Sylvania’s speech says [1].", FLAG),
    (f"Former official Omar Daud claims that {RECEIVES}.", WEAPONS),
    ("The documents hold no reply by Freedonia.", BRIDGE),
    ("Not quite.", BRIDGE),
    ("Sylvania would not be moved: “the militia are foreign mercenaries” [1].", MERCENARIES),
]  # fmt: skip

BAD: list[tuple[str, CitedQuote, Code]] = [
    ("The northern militia receives weapons from Freedonia [1].", WEAPONS, Code.LAUNDERED),
    ("“The northern militia receives weapons from Freedonia” [1].", WEAPONS, Code.LAUNDERED),
    ("The militia are foreign mercenaries [1].", MERCENARIES, Code.LAUNDERED),
    (f"Sylvania says that {RECEIVES}.", WEAPONS, Code.WRONG_SPEAKER),
    (f"Freedonia says that {RECEIVES}.", WEAPONS, Code.WRONG_SPEAKER),
    (f"Daud's critics say that {RECEIVES}.", WEAPONS, Code.WRONG_SPEAKER),
    (f"The article says that {RECEIVES}.", WEAPONS, Code.WRONG_SPEAKER),
    ("Freedonia’s speech of 1998 says: “the militia are foreign mercenaries” [1].", MERCENARIES, Code.WRONG_SPEAKER),
    ("Omar Daud says: “the militia are foreign mercenaries” [1].", MERCENARIES, Code.WRONG_SPEAKER),
    ("Freedonia condemns “a menace that no neighbour can ignore” [1].", MENACE, Code.WRONG_SPEAKER),
    ("Freedonia’s complaint was that “the militia are foreign mercenaries” [1].", MERCENARIES, Code.WRONG_SPEAKER),
    ("Not so, in Freedonia’s words: “the militia are foreign mercenaries” [1].", MERCENARIES, Code.WRONG_SPEAKER),
    ("Plain, in Daud’s account: he said “the militia are foreign mercenaries” [1].", MERCENARIES, Code.WRONG_SPEAKER),
    ("The militia’s aim was “the militia are foreign mercenaries” [1].", MERCENARIES, Code.LAUNDERED),
    ("It is plain: “the militia are foreign mercenaries” [1].", MERCENARIES, Code.LAUNDERED),
    (f"Ministry sources reveal that {RECEIVES}.", WEAPONS, Code.FORCE_RAISED),
    (f"Ministry sources rightly say that {RECEIVES}.", WEAPONS, Code.FORCE_RAISED),
    ("Sylvania admitted that it saw no choice: “the militia are foreign mercenaries” [1].", MERCENARIES,
     Code.FORCE_RAISED),
    ("Sylvania admitted that “the militia are foreign mercenaries” [1].", MERCENARIES, Code.FORCE_RAISED),
    ("Reports say that militia officers are embedded within the customs service [1].", EMBEDDED, Code.HEDGE_DROPPED),
    ("Freedonia says that “its army crossed the river” [1].", CROSSED, Code.POLARITY_FLIPPED),
    ("Sylvania denies that “the militia are foreign mercenaries” [1].", MERCENARIES, Code.POLARITY_FLIPPED),
    ("Sylvania says it is false that “the militia are foreign mercenaries” [1].", MERCENARIES, Code.POLARITY_FLIPPED),
    ("The article says that “the harvest failed everywhere” [1].", HARVEST, Code.POLARITY_FLIPPED),
    ("Daud said that “the valley was lost” [1].", LOST, Code.POLARITY_FLIPPED),
    ("The first bridge was opened in March 2017 [1].", BRIDGE, Code.NUMBER_UNSUPPORTED),
    ("The first bridge, built by Osterlich, was opened in March 2019 [1].", BRIDGE, Code.NAME_UNSUPPORTED),
    ("The first bridge, built by Ivan Novak, was opened in March 2019 [1].", BRIDGE, Code.NAME_UNSUPPORTED),
    ("The first bridge was opened in March 2019 [2].", BRIDGE, Code.MARKER_UNKNOWN),
    ("The article says: “the militia is a menace that every neighbour can ignore” [1].", MENACE, Code.ALTERED),
    ("The article says: “the moon is made of green cheese and old rope” [1].", MENACE, Code.FABRICATED),
    ("The article says: “the militia are foreign mercenaries” [1].", MENACE, Code.MISATTRIBUTED_DOCUMENT),
    (f"Omar Hale claims that {RECEIVES}.", WEAPONS, Code.WRONG_SPEAKER),
    (f"Karim Daud claims that {RECEIVES}.", WEAPONS, Code.WRONG_SPEAKER),
    ("Sylvania says: ‘the militia is a menace that every neighbour can ignore’ [1].", MENACE, Code.ALTERED),
    ("But the documents prove that the minister took bribes.", BRIDGE, Code.UNCITED),
    ("The minister took bribes.", BRIDGE, Code.UNCITED),
    ("Trade in copper and silk doubled under the old dynasty of merchants [1].", BRIDGE, Code.UNSUPPORTED),
    ("The militia has bought three hundred camels for its winter campaign.", BRIDGE, Code.UNCITED),
]  # fmt: skip


@pytest.mark.parametrize(("text", "citation"), HONEST, ids=[text[:50] for text, _ in HONEST])
def test_an_honest_sentence_passes(text: str, citation: CitedQuote) -> None:
    assert audit(text, citation).findings == ()


@pytest.mark.parametrize(("text", "citation", "code"), BAD, ids=[f"{code}: {text[:40]}" for text, _, code in BAD])
def test_a_bad_sentence_is_found(text: str, citation: CitedQuote, code: Code) -> None:
    assert code in codes(text, citation)


def test_a_pronoun_stands_for_whoever_was_named_before() -> None:
    second = cited(2, "b.txt", "close its camps")
    urged = "It urged every neighbour to “close its camps” [2]."
    honest = f"Sylvania said: “the militia are foreign mercenaries” [1]. {urged}"
    assert codes(honest, MERCENARIES, second) == set()
    wrong = f"Freedonia denies that “its army crossed the river” [1]. {urged}"
    assert Code.WRONG_SPEAKER in codes(wrong, CROSSED, second)


def test_a_part_with_its_own_citation_has_its_own_source() -> None:
    first, second = CROSSED, MERCENARIES.model_copy(update={"marker": 2})
    denies = "Freedonia denies that “its army crossed the river” [1]"
    honest = f"{denies}; Sylvania’s speech decries “foreign mercenaries” [2]."
    assert codes(honest, first, second) == set()
    wrong = f"Sylvania said that “the militia are foreign mercenaries” [2]; {denies.replace('Freedonia', 'Daud')}."
    assert Code.WRONG_SPEAKER in codes(wrong, first, second)


def test_a_stitched_quotation_is_no_quotation() -> None:
    stitched = "Sylvania says: “the militia are foreign mercenaries ... 40 villages were burned” [1]."
    assert codes(stitched, MERCENARIES) & {Code.FABRICATED, Code.ALTERED}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Sylvania says: “the militia are foreign mercenaries” [1].", QuotationVerdict.VERIFIED),
        ("Omar Daud says: “the militia are foreign mercenaries” [1].", QuotationVerdict.MISATTRIBUTED_SPEAKER),
        ("Sylvania says: “its army crossed the river” [1].", QuotationVerdict.MISATTRIBUTED_DOCUMENT),
        ("Sylvania says: “the militia are made of snow” [1].", QuotationVerdict.FABRICATED),
    ],
)
def test_each_quotation_has_one_of_four_verdicts(text: str, verdict: QuotationVerdict) -> None:
    assert [one.verdict for one in audit(text, MERCENARIES).quotations] == [verdict]


def test_a_refusal_that_quotes_is_checked_all_the_same() -> None:
    refusal = GivenAnswer(text="Not told, but Sylvania says: “the moon is made of green cheese”.", status="abstained")
    assert {one.code for one in check_answer(refusal, shelf()).findings} & {Code.FABRICATED, Code.UNCITED}


@pytest.mark.parametrize(
    ("said", "party", "same"),
    [
        ("Johnson", "John Kirby", False),
        ("North Korea", "South Korea", False),
        ("Niger", "Nigeria", False),
        ("Mali", "Malik", False),
        ("Paul Kirby", "John Kirby", False),
        ("Admiral John Kirby", "John Kirby", True),
        ("NSC Spokesperson John Kirby", "John Kirby", True),
        ("Mayor Renn", "Tobias Renn", True),
        ("Joe Biden", "Joseph R. Biden", True),
        ("Pakistani officials", "Pakistan", True),
    ],
)
def test_a_name_is_a_party_s_or_another_s(said: str, party: str, same: bool) -> None:
    one, other = (Claimant(name=name, kind=ClaimantKind.NAMED) for name in (said, party))
    assert names(one, other, Metadata()) is same


def test_a_verdict_is_of_its_own_quotation() -> None:
    text = (
        "Sylvania says: “the militia are foreign mercenaries” [1]. Daud denies that “its army crossed the river” [2]. "
        "Sylvania says: “the militia are made of snow and old rope” [1]."
    )
    found = audit(text, MERCENARIES, CROSSED.model_copy(update={"marker": 2}))
    assert [one.verdict for one in found.quotations] == [
        QuotationVerdict.VERIFIED, QuotationVerdict.MISATTRIBUTED_SPEAKER, QuotationVerdict.FABRICATED,
    ]  # fmt: skip


def test_a_document_that_the_library_does_not_hold_is_named() -> None:
    strange = MERCENARIES.model_copy(update={"document": DocumentRef(id="x", title="Elsewhere", uri="z.txt")})
    assert Code.DOCUMENT_UNKNOWN in codes("Sylvania says: “the militia are foreign mercenaries” [1].", strange)


def test_answers_of_strangers_are_read_and_torn_lines_are_named(tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    good = {"id": "a", "answer": {"text": "x", "citations": [], "anything": 1}, "extra": True}
    file.write_text(json.dumps(good) + "\n\n{broken\n", "utf-8")
    read = load_answers(file)
    assert next(read)[0] == "a"
    with pytest.raises(UsageError, match=r"answers\.jsonl, line 3"):
        next(read)


PIECES = [
    "Ann’s view:", " “the dam is old and weak”", " [1]", "; ", ". ", " and that", "“”", "“", "”", " says that ", "\"",
    ", she said ", "It blames ", " according to the report:", "\n", " in her words: ", "Ted and Ann", " wrote ",
    "No", "é:\u200b",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(max_examples=60, deadline=None)
def test_any_answer_can_be_read(text: str) -> None:
    for line in read_answer([text]):
        for link in line.links:
            assert link.source
            assert 0 <= link.content.start < link.content.end <= len(text)
    assert audit(text, MENACE).findings is not None
