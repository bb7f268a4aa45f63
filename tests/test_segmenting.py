"""Documents into sentences, units and passages."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from conftest import DOCUMENTS
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.library.reading import Source, read, sources
from assistant.library.segmenting import PASSAGE_WORDS, UNIT_WORDS, Segments, segment, word_count
from assistant.model import Document, Sentence, Span


def plain(text: str, media_type: str = "text/plain") -> Document:
    content = (Span(start=0, end=len(text)),) if text else ()
    return Document(uri="file:///t/x.txt", path="x.txt", text=text, content=content, media_type=media_type)


def cut(name: str) -> tuple[Document, tuple[Sentence, ...]]:
    document = read(Source(DOCUMENTS / name, DOCUMENTS))
    return document, segment(document).sentences


def said(document: Document, sentences: tuple[Sentence, ...]) -> list[str]:
    return [" ".join(sentence.span.of(document.text).split()) for sentence in sentences]


def test_headings_name_the_section_and_are_no_sentences() -> None:
    document, sentences = cut("harbour.md")
    lines = said(document, sentences)
    assert "Building the harbour" not in lines
    assert lines[0] == "The harbour at Marrow Point opened on 4 June 1987 after six years of work."
    assert [sentence.heading for sentence in sentences][:1] == ["Building the harbour"]
    assert sentences[-1].heading == "Storms"
    assert "Ferries were halted for nine days." in lines


def test_labels_name_the_speaker_and_are_no_content() -> None:
    document, sentences = cut("briefing.txt")
    spoken = [(sentence.speaker, line) for sentence, line in zip(sentences, said(document, sentences), strict=True)]
    assert ("MS. ADEYEMI", "The dredger Patience sank at her mooring on Tuesday night.") in spoken
    assert ("Q", "Is it true that the pumps had failed inspection?") in spoken
    assert ("MR. TORVALD", "The insurer does.") in spoken
    assert not any(re.match(r"Q\b|M[SR]\.", line) for _, line in spoken)


def test_hard_wrapped_lines_read_on_and_paragraphs_do_not() -> None:
    document, sentences = cut("notebook.txt")
    assert said(document, sentences)[0].endswith("under the floor of the lamp room.")
    assert [sentence.paragraph for sentence in sentences] == [0, 0, 1, 1, 1]


def test_scripts_without_spaces() -> None:
    document, sentences = cut("persian.txt")
    assert said(document, sentences)[-2:] == ["渡口每天早晨開放。", "船夫說河水從不結冰。"]


def test_an_image_ends_no_sentence() -> None:
    document, sentences = cut("market.md")
    assert said(document, sentences)[-1].startswith("Pictures such as ![lantern]")


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Ekdal met the U.S. envoy at 5 p.m. on Friday.",
        "The rate fell to 1.1 per cent (see Fig. 3).",
        "“Will it hold?” asked the pilot.",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert len(segment(plain(text)).sentences) == 1


def check(document: Document, pieces: Segments) -> None:
    """Hold what every cut must keep: order, no overlap, every letter once, units in passages, turns apart."""
    text = document.text
    spans = [sentence.span for sentence in pieces.sentences]
    assert all(one.end <= two.start for one, two in pairwise(spans))
    assert all(any(part.contains(span) for part in document.content) for span in spans)
    assert all(not span.of(text)[0].isspace() and not span.of(text)[-1].isspace() for span in spans)
    assert [number for unit in pieces.units for number in unit.sentences] == list(range(len(spans)))
    for unit in pieces.units:
        assert (unit.span.start, unit.span.end) == (spans[unit.sentences[0]].start, spans[unit.sentences[-1]].end)
        members = [pieces.sentences[number] for number in unit.sentences]
        assert len({(one.speaker, one.heading) for one in members}) == 1
        assert len(members) == 1 or (len(members) == 2 and word_count(unit.span.of(text)) <= UNIT_WORDS)
    held = [unit for passage in pieces.passages for unit in pieces.units if unit.passage == passage.id]
    assert held == list(pieces.units)
    for passage in pieces.passages:
        units = [unit for unit in pieces.units if unit.passage == passage.id]
        assert (passage.span.start, passage.span.end) == (units[0].span.start, units[-1].span.end)
        inside = [sentence for sentence in pieces.sentences if passage.span.contains(sentence.span)]
        assert len({(one.speaker, one.heading) for one in inside}) == 1
        assert len(units) == 1 or word_count(passage.span.of(text)) <= PASSAGE_WORDS + 2 * UNIT_WORDS
    assert len({unit.id for unit in pieces.units} | {passage.id for passage in pieces.passages}) == len(
        pieces.units
    ) + len(pieces.passages)


def test_the_documents_keep_every_letter() -> None:
    """Outside sentences stand front matter, footers, headings, bullets and speakers' labels alone."""
    for source in sources(DOCUMENTS):
        document = read(source)
        pieces = segment(document)
        check(document, pieces)
        rest = [
            document.text[max(start, part.start) : min(end, part.end)]
            for part in document.content
            for start, end in gaps(document, pieces)
        ]
        left = [line.strip() for piece in rest for line in piece.splitlines() if any(map(str.isalpha, line))]
        assert all(re.match(r"#|Q$|M[SR]\. [A-Z]+:$", line) for line in left), left


def gaps(document: Document, pieces: Segments) -> list[tuple[int, int]]:
    """Return the stretches of a document that no sentence covers."""
    edges = [0, *(edge for one in pieces.sentences for edge in (one.span.start, one.span.end)), len(document.text)]
    return list(zip(edges[::2], edges[1::2], strict=True))


# No line of these words is a heading, a label, a page mark ("U.S. 3.5") or raw HTML: every letter must be in a
# sentence.
WORDS = st.sampled_from(
    "the boat sank. Why? U.S. Mr. He’s “quoted. words” (aside) 3.5m 1st. end! e.g. ... a… 渡口。 هر؟ x.y — é ﬁn".split()
)
PROSE = st.lists(st.tuples(WORDS, st.sampled_from([" ", " ", " ", "\n", "\n\n", "\u00a0", "\r\n"])), max_size=60).map(
    lambda pairs: "".join(word + space for word, space in pairs)
)


@given(PROSE)
@example("One. Two. " * 700)
def test_prose_keeps_every_letter(text: str) -> None:
    document = plain(text)
    pieces = segment(document)
    check(document, pieces)
    for start, end in gaps(document, pieces):
        assert not any(char.isalpha() for char in re.sub(r"(?m)^\s*\(?[a-z][.)]\s", "", text[start:end]))


@given(st.text(st.one_of(st.sampled_from(".!?:#*-> \n\t()[]“”'\"Q<>1aA\u2028\x0b\x1c"), st.characters()), max_size=120))
@example("a.\x0bb")
def test_anything_is_cut_in_order(text: str) -> None:
    for media_type in ("text/plain", "text/markdown"):
        document = plain(text, media_type)
        check(document, segment(document))
