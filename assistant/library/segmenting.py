"""A document into sentences, units of one or two sentences, and passages of about 200 words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from assistant.library.structure import Block, blocks
from assistant.model import Document, Passage, Sentence, Span, Unit

if TYPE_CHECKING:
    import pysbd

VERSION = "2"
"""Raise when the same text would be cut differently; ids contain it."""
UNIT_WORDS = 45
"""Two sentences stand in one unit while they have at most this many words together."""
PASSAGE_WORDS = 200
"""A passage ends with the unit that brings it to about this many words."""
LONGEST_PARAGRAPH = 4000
"""Longer paragraphs are cut at a sentence end: pysbd takes quadratic time on repetition."""

_IDS = UUID("b1c5a2de-5b0c-5d2f-9d0e-6d6a4e4c2f10")


@dataclass(frozen=True)
class Segments:
    """All the pieces of one document, in order."""

    sentences: tuple[Sentence, ...]
    units: tuple[Unit, ...]
    passages: tuple[Passage, ...]


def segment(document: Document) -> Segments:
    """Cut a document. Sentences never cross a block, units and passages never a heading or a turn."""
    numbered = list(enumerate(blocks(document)))
    sentences: list[Sentence] = []
    turns: list[int] = []
    for number, block in numbered:
        for span in sentence_spans(document.text, block):
            sentences.append(Sentence(span=span, paragraph=number, speaker=block.speaker, heading=block.heading))
            turns.append(block.turn)
    units: list[Unit] = []
    passages: list[Passage] = []
    for group in _passages(document, sentences, turns):
        span = Span(start=sentences[group[0][0]].span.start, end=sentences[group[-1][-1]].span.end)
        passage = Passage(id=_id(document, "passage", span), span=span)
        passages.append(passage)
        units.extend(_unit(document, passage, sentences, members) for members in group)
    return Segments(tuple(sentences), tuple(units), tuple(passages))


def _id(document: Document, kind: str, span: Span) -> str:
    return str(uuid5(_IDS, f"{document.edition}:{VERSION}:{kind}:{span.start}:{span.end}"))


def _unit(document: Document, passage: Passage, sentences: list[Sentence], members: list[int]) -> Unit:
    span = Span(start=sentences[members[0]].span.start, end=sentences[members[-1]].span.end)
    return Unit(id=_id(document, "unit", span), passage=passage.id, span=span, sentences=tuple(members))


def _passages(document: Document, sentences: list[Sentence], turns: list[int]) -> Iterator[list[list[int]]]:
    """Group sentence numbers into units and units into passages."""
    passage: list[list[int]] = []
    words = 0
    for unit in _units(document, sentences, turns):
        count = sum(word_count(sentences[i].span.of(document.text)) for i in unit)
        crosses = bool(passage) and turns[passage[-1][-1]] != turns[unit[0]]
        if passage and (crosses or words + count / 2 > PASSAGE_WORDS):
            yield passage
            passage, words = [], 0
        passage.append(unit)
        words += count
    if passage:
        yield passage


def _units(document: Document, sentences: list[Sentence], turns: list[int]) -> Iterator[list[int]]:
    """Pair neighbouring sentences of one turn while they stay short together."""
    i = 0
    while i < len(sentences):
        both = [i, i + 1]
        if (
            i + 1 < len(sentences)
            and turns[i] == turns[i + 1]
            and sum(word_count(sentences[k].span.of(document.text)) for k in both) <= UNIT_WORDS
        ):
            yield both
            i += 2
        else:
            yield [i]
            i += 1


def word_count(text: str) -> int:
    """Count words as white space cuts them."""
    return len(text.split())


@cache
def _splitter() -> pysbd.Segmenter:
    import pysbd  # a deferred import: half of the commands never cut a sentence

    return pysbd.Segmenter(language="en", clean=False, char_span=False)


_WHITE = re.compile(r"\s")
_IMAGE = re.compile(r"!(?=\[[^\[\]]*\]\()")
"""The mark in front of a Markdown image: it ends no sentence."""
_TERMINATOR = re.compile(r"[.!?。！？…؟۔:;]|\n")


def sentence_spans(text: str, block: Block) -> Iterator[Span]:
    """Return the spans of a block's sentences, in order, without the white space between them."""
    if block.span is None:
        return
    for start, end in _manageable(text, block.span):
        shadow = _IMAGE.sub(" ", _WHITE.sub(" ", text[start:end]))
        cursor = 0
        for piece in _split(shadow):
            at = shadow.find(piece, cursor)
            if at < 0:  # pysbd altered the piece: what it covers joins the sentence that follows
                continue
            yield from _solid(text, start + cursor, start + at + len(piece))
            cursor = at + len(piece)
        yield from _solid(text, start + cursor, end)


def _split(shadow: str) -> list[str]:
    """Cut one paragraph into sentences; a paragraph that cannot hold two is not handed on."""
    if not _TERMINATOR.search(shadow.rstrip(" .!?”\"’')]")):
        return [shadow]
    return [stripped for piece in _splitter().segment(shadow) if (stripped := piece.strip())]


def _manageable(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """Cut an over-long paragraph at the last sentence end before each limit."""
    start = span.start
    while span.end - start > LONGEST_PARAGRAPH:
        window = text[start : start + LONGEST_PARAGRAPH]
        cut = max(window.rfind(mark) for mark in (". ", ".\n", "? ", "! ", "。", "\n", " "))
        stop = start + cut + 1 if cut > 0 else start + LONGEST_PARAGRAPH
        yield start, stop
        start = stop
    yield start, span.end


def _solid(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the stretch without white space at its ends, if a letter or digit is left in it."""
    piece = text[start:end]
    if any(char.isalnum() for char in piece):
        left = len(piece) - len(piece.lstrip())
        yield Span(start=start + left, end=start + len(piece.rstrip()))
