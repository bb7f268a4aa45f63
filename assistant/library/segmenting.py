"""A document into sentences, units of one or two sentences, and passages of about 200 words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid5

from assistant.dates import MONTH
from assistant.library.formats import json
from assistant.library.structure import Block, blocks
from assistant.model import Document, Passage, Sentence, Span, Unit

VERSION = "7"
"""Raise when the same text would be cut differently; ids contain it."""
UNIT_WORDS = 45
"""Two sentences stand in one unit while they have at most this many words together."""
PASSAGE_WORDS = 200
"""A passage ends with the unit that brings it to about this many words."""
LONGEST_PARAGRAPH = 4000
"""Of longer paragraphs so much is looked at at a time: pysbd takes quadratic time on repetition."""

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
    apart = document.media_type == json.MEDIA_TYPE  # between two values stands syntax, which nobody would quote
    i = 0
    while i < len(sentences):
        both = [i, i + 1]
        if (
            i + 1 < len(sentences)
            and turns[i] == turns[i + 1]
            and (not apart or sentences[i].paragraph == sentences[i + 1].paragraph)
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


_WHITE = re.compile(r"\s")
_TERMINATOR = re.compile(r"[.!?。！？．…؟۔]")


def sentence_spans(text: str, block: Block) -> Iterator[Span]:
    """Return the spans of a block's sentences, in order, without the white space between them."""
    if block.span is None:
        return
    start = block.span.start
    while start < block.span.end:
        end = min(start + LONGEST_PARAGRAPH, block.span.end)
        shadow = _shadow(text[start:end])
        stops = _stops(shadow) if end == block.span.end else _stops_before_a_cut(shadow)
        cursor = 0
        for stop in stops:
            yield from _solid(shadow, start, cursor, stop)
            cursor = stop
        start += stops[-1]


def _stops_before_a_cut(shadow: str) -> list[int]:
    """Return the stops of all sentences but the last, which may go on after the cut; else the last white space."""
    return _stops(shadow)[:-2] or [shadow.rstrip().rfind(" ") + 1 or len(shadow)]


def _stops(shadow: str) -> list[int]:
    """Return where the sentences of a paragraph end and, last, where it ends itself."""
    stops: list[int] = []
    opening = cursor = 0
    for piece in _split(shadow):
        at = shadow.find(piece, cursor)
        if at < 0:  # pysbd altered the piece: what it covers joins the sentence that follows
            continue
        if stops and _belongs_to(shadow[opening : stops[-1]].strip(), piece):
            stops.pop()
        else:
            opening = stops[-1] if stops else 0
        cursor = at + len(piece)
        stops.append(cursor)
    return [*stops, len(shadow)]


_TIME_OF_DAY = re.compile(r"\b[AP]\.M\.$", re.IGNORECASE)
_ZONE = re.compile(r"(?:[A-Z]{2,4}\b\.?|(?:[A-Z][a-z]+\s+){1,3}Time\b)")


def _belongs_to(sentence: str, piece: str) -> bool:
    """Tell whether a piece is the rest of the sentence before it, in spite of the full stop between them.

    It is if it goes on in lower case where the sentence began with a capital (but al-Qaeda and iPhone begin one),
    or names the zone of a time of day.
    """
    if _TIME_OF_DAY.search(sentence):
        return _ZONE.match(piece) is not None
    if piece[0] in "([" and piece[-1] not in ")]":  # "(a) The Secretary shall" is no afterthought
        return False
    first = piece.lstrip("([“\"'‘").partition(" ")[0] or piece
    return first[0].islower() and first.islower() and sentence.lstrip("“\"'‘(")[:1].isupper()


_IMAGE = re.compile(r"!(?=\[[^\[\]]*\]\()")
_LINK_TARGET = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)")
_EMPHASIS = re.compile(r"\*+|(?<!\w)_+(?=\w)|(?<=[\w.,;:!?])_+(?!\w)|\[\^[\w-]{1,20}\]")


def _shadow(paragraph: str) -> str:
    """Return the paragraph as the splitter should see it, character for character.

    Emphasis is blank, for "**Mr." is an abbreviation too, and so are the numbers of footnotes and the mark in front of
    an image; a link's target is part of the word it hangs on, for the full stops in an address end no sentence.
    """
    shadow = _LINK_TARGET.sub(_part_of_its_word, _IMAGE.sub(" ", _WHITE.sub(" ", paragraph)))
    return _EMPHASIS.sub(_blank, shadow)


def _blank(mark: re.Match[str]) -> str:
    return " " * len(mark.group())


def _part_of_its_word(target: re.Match[str]) -> str:
    before = target.string[target.start() - 1 : target.start()]
    return "x" * (len(target.group()) - 1) + (before if before and before in ".!?" else "x")


def _split(shadow: str) -> list[str]:
    """Cut one paragraph into sentences; a paragraph that cannot hold two is not handed on."""
    if (entry := _ENTRY.match(shadow)) is not None:
        return [entry.group().strip(), *_split(shadow[entry.end() :])]
    if not _TERMINATOR.search(shadow.rstrip(" .!?”\"’')]")):
        return [shadow]
    from assistant.library.splitting import split  # a deferred import: half of the commands never cut a sentence

    return [sentence for piece in split(shadow) for sentence in _BEHIND_QUOTATION.split(piece)]


_ENTRY = re.compile(
    rf"\s*(?:(?:\d{{1,2}}(?:[–-]\d{{1,2}})? )?{MONTH}(?: \d{{1,2}},?)?(?: \d{{4}})?|\d{{4}})"
    r"(?:\s*[–—]\s+|\s+-\s+|\s{3,}|:\s{2,})(?=[“\"A-Z])"
)
"""The date that opens an entry of a chronology; emphasis, which is blank, parts it too: "**3 May** The ferry sank."."""
_BEHIND_QUOTATION = re.compile(r"(?<=[.!?…][”\"])\s+(?=[“\"(]?[A-Z])")
"""Where a quotation that ends a sentence stands inside a piece: pysbd holds some of them together."""


def _solid(shadow: str, base: int, start: int, end: int) -> Iterator[Span]:
    """Yield the stretch without white space and emphasis at its ends, if a letter or digit is left in it."""
    piece = shadow[start:end]
    if any(char.isalnum() for char in piece):
        left = len(piece) - len(piece.lstrip())
        yield Span(start=base + start + left, end=base + start + len(piece.rstrip()))
