"""A document's blocks: paragraphs, headings and speakers' turns, found in its canonical text.

A block is a stretch that reads on: sentences never cross one. Hard-wrapped lines are one
paragraph where they read as one; page numbers and rules hold no letters and are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import quantiles

from assistant.model import Document, Span

_SHORT_LINE = 0.8
"""A wrapped line this much shorter than the text's usual width, and ending a sentence, ends its paragraph."""
_WRAPPED_WIDTH = 100
"""Text whose longest usual line is below this many characters was wrapped by a program or a typesetter."""


@dataclass(frozen=True)
class Block:
    """A paragraph or a heading with the turn and section it belongs to."""

    span: Span | None
    """Its content: without heading marks, list bullets or a speaker's label; None for a label that stands alone."""
    speaker: str | None = None
    """Label of the speaker whose turn it is."""
    is_heading: bool = False
    heading: str | None = None
    """The nearest heading above it."""
    turn: int = 0
    """Number of the turn or section: windows never cross it."""


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str


_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(?=\S)")
_BULLET = re.compile(r"\s*(?:[-*+•–]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+(?=\S)")
_QUOTE_MARK = re.compile(r"(?:\s{0,3}>\s?)+")
_HTML = re.compile(r"\s*</?[a-zA-Z][^>]*(?:>|$)")
_Q = re.compile(r"[\s>*_]*Q(?:\*\*)?(?::\s*|\s{2,}|\.\s+)(?=\S)")
_LOOSE_Q = re.compile(r"[\s>]*Q\s(?=[A-Z“\"'—…])")
_CAPS = re.compile(
    r"[\s>*_]*(?P<label>(?:[A-Z][A-Z.’'\-]*[A-Z]\.?|[A-Z]\.)(?:,?[ \u00a0]+(?:[A-Z][A-Z.’'\-]*|[A-Z]\.))*)"
    r"(?P<aside>\s*\([^)\n]{1,60}\))?(?:\*\*)?:(?:\*\*)?(?=\s|$)"
)
_NAMED = re.compile(
    r"[\s>*_]*(?P<label>[A-Z][\w.’'\-]+(?:[ \u00a0]+(?:[A-Z][\w.’'\-]*|of|the|de|al|bin|van|von)){0,5})"
    r"(?:\*\*)?:(?:\*\*)?(?=\s+\S)"
)


def blocks(document: Document) -> list[Block]:
    """Return the document's paragraphs in order; each span is inside one of its content spans.

    Headings are not among them: they name the section of the blocks below.
    """
    labels = _Labels(document)
    found = [
        block
        for content in document.content
        for lines in _paragraphs(document, content, labels)
        if (block := _block(document, lines, labels))
    ]
    return list(_in_turns(found, document.text))


class _Labels:
    """Recognises a speaker's label at the start of a line; knows first whether the document is a transcript."""

    def __init__(self, document: Document) -> None:
        lines = [line for content in document.content for line in _lines(document.text, content)]
        caps = Counter(m["label"] for line in lines if (m := _CAPS.match(line.text)))
        named = Counter(m["label"] for line in lines if (m := _NAMED.match(line.text)))
        questions = sum(1 for line in lines if _Q.match(line.text))
        turns_in_caps = sum(caps.values()) if len(caps) > 1 else 0
        self.is_transcript = questions >= 2 or turns_in_caps >= 3
        turns = {label for label, count in named.items() if count >= 3}
        self._named = turns if len(turns) >= 2 else set()

    def match(self, line: str) -> tuple[str, int] | None:
        """Return the label and where the words after it start, or None."""
        if self.is_transcript and (question := _Q.match(line) or _LOOSE_Q.match(line)):
            return "Q", question.end()
        if self.is_transcript and (caps := _CAPS.match(line)):
            return _one_space(caps["label"]), caps.end()
        if self._named and (named := _NAMED.match(line)) and named["label"] in self._named:
            return _one_space(named["label"]), named.end()
        return None


def _one_space(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _lines(text: str, content: Span) -> Iterator[_Line]:
    position = content.start
    for raw in content.of(text).splitlines(keepends=True):
        yield _Line(position, position + len(raw), raw.rstrip("\r\n\f\v\x1c\x1d\x1e\x85\u2028\u2029"))
        position += len(raw)


def _paragraphs(document: Document, content: Span, labels: _Labels) -> Iterator[list[_Line]]:
    """Group lines into paragraphs: at blank lines, headings, bullets, labels and ends of wrapped paragraphs."""
    lines = list(_lines(document.text, content))
    width = _usual_width(lines)
    paragraph: list[_Line] = []
    for line in lines:
        blank = not line.text.strip(" \t\u00a0\ufeff\u200b>")
        if paragraph and (blank or _starts_block(line, paragraph, labels) or _HEADING.match(paragraph[-1].text)):
            yield paragraph
            paragraph = []
        if blank:
            continue
        paragraph.append(line)
        if _ends_paragraph(line.text, width):
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _usual_width(lines: list[_Line]) -> int | None:
    """Return the column at which the text was wrapped, or None where each line is a paragraph of its own."""
    lengths = [len(line.text.strip()) for line in lines if line.text.strip()]
    if len(lengths) < 3:
        return None
    width = round(quantiles(lengths, n=10)[8])
    return width if width < _WRAPPED_WIDTH else None


_SENTENCE_END = re.compile(r"[.!?:…]['\"’”»)\]]*\s*$")


_CLAUSE_END = re.compile(r"[.!?:;…]['\"’”»)\]]*\s*$")


def _ends_paragraph(line: str, width: int | None) -> bool:
    if width is None:
        return bool(_SENTENCE_END.search(line)) and len(line) > _WRAPPED_WIDTH
    return len(line.strip()) < _SHORT_LINE * width and bool(_SENTENCE_END.search(line))


def _starts_block(line: _Line, paragraph: list[_Line], labels: _Labels) -> bool:
    """Tell whether a line opens a block; a number opens one only after the end of a sentence or clause."""
    if _HEADING.match(line.text) or labels.match(line.text) is not None:
        return True
    if (bullet := _BULLET.match(line.text)) is None:
        return False
    is_number = any(char.isdigit() for char in bullet.group())
    return not is_number or _CLAUSE_END.search(paragraph[-1].text) is not None


def _block(document: Document, lines: list[_Line], labels: _Labels) -> Block | None:
    """Turn one paragraph's lines into a block; None for raw HTML and for rules and page numbers."""
    first, markdown = lines[0], document.media_type == "text/markdown"
    if markdown and _HTML.match(first.text):
        return None
    start, speaker, is_heading = first.start, None, False
    if (label := labels.match(first.text)) is not None:
        speaker, skip = label
        start += skip
    elif markdown and (mark := _HEADING.match(first.text)):
        start, is_heading = start + mark.end(), True
    elif mark := _BULLET.match(first.text) or _QUOTE_MARK.match(first.text):
        start += mark.end()
    span = _trimmed(document.text, start, lines[-1].end)
    return Block(span, speaker, is_heading) if span or speaker else None


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """Cut white space from both ends; None if no letter is left."""
    piece = text[start:end]
    if not any(char.isalpha() for char in piece):
        return None
    left = len(piece) - len(piece.lstrip())
    return Span(start=start + left, end=start + len(piece.rstrip()))


def _in_turns(found: list[Block], text: str) -> Iterator[Block]:
    """Carry each label and heading on to the blocks below it and number the turns; labels alone are dropped."""
    speaker: str | None = None
    heading: str | None = None
    turn = 0
    for block in found:
        if block.is_heading or block.speaker:
            turn, speaker = turn + 1, block.speaker
        if block.is_heading and block.span:
            heading = _one_space(block.span.of(text)).strip("#* ")
        elif block.span:
            yield replace(block, speaker=speaker, heading=heading, turn=turn)
