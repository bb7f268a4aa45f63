"""A document's blocks: paragraphs, headings and speakers' turns, found in its canonical text.

A block is a stretch that reads on: sentences never cross one. Hard-wrapped lines are one
paragraph where they read as one; page numbers and rules hold no letters and are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import quantiles

from assistant.library.formats import json
from assistant.library.formats.base import EXTRACTED, LAID_OUT
from assistant.library.interviews import QUESTION, interviewed, is_interview, without_label
from assistant.library.masthead import DATELINE
from assistant.library.trappings import ROW, SENDER, WROTE, Line, fields, is_blank, signatures, without_trappings
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
    is_asked: bool = False
    """Whether all of it is in bold and ends a sentence, as an interview's questions do."""
    is_note: bool = False
    """Whether all of it is in italics."""
    heading: str | None = None
    """The nearest heading above it."""
    turn: int = 0
    """Number of the turn or section: windows never cross it."""


_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(?=\S)")
_BOLD = re.compile(r"\s{0,3}\*\*[^*]{1,100}(?<![.!?,])\*\*:?\s*")
"""A line in bold that is no sentence stands for a heading."""
_ITALICS = re.compile(r"\s*([*_])(?!\1)[^*_].*[^*_]\1\s*")
_BULLET = re.compile(r"\s*(?:[-*+•–]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+(?=\S)")
_FOOTNOTE = re.compile(r"\[\^[\w-]{1,20}\]:\s+")
"""The mark in front of a footnote's own words."""
_QUOTE_MARK = re.compile(r"(?:\s{0,3}>\s?)+")
_NO_TEXT = re.compile(
    r"\s*<(?:!--|/?(?:figure|figcaption|img|picture|script|style|iframe|svg|video|audio|embed|object|nav|hr)\b)",
    re.IGNORECASE,
)
_TAGS = re.compile(r"\s*(?:<[a-zA-Z/][^<>]{0,200}>\s*)+")
_Q = re.compile(r"[\s>*_]*Q(?:\*\*)?(?::(?:\*\*)?\s*|\s{2,}|\.\s+)(?=\S)")
_LOOSE_Q = re.compile(r"[\s>]*Q\s(?=\S)")
_A = re.compile(r"[\s>*_]*A(?:\*\*)?(?::(?:\*\*)?\s*|\s{2,})(?=\S)")
_CAPS = re.compile(
    r"[\s>*_]*(?P<label>(?:(?:Mr|Mrs|Ms|Dr)\.[ \u00a0]+)?"
    r"(?:[A-Z][A-Z.’'\-]*[A-Z]\.?|[A-Z]\.)(?:,?[ \u00a0]+(?:[A-Z][A-Z.’'\-]*|[A-Z]\.))*)"
    r"(?P<aside>\s*\([^)\n]{1,60}\))?(?:\*\*)?:(?:\*\*)?(?=\s|$)"
)
_ROLE = re.compile(
    r"(?:THE )?(?:(?:VICE )?PRESIDENT|PRIME MINISTER|CHANCELLOR|KING|QUEEN|SPEAKER|MODERATOR|INTERVIEWER|HOST)$"
    r"|(?:MR|MRS|MS|DR|SEN|REP|GOV|GEN|AMB|SECRETARY|SENATOR|GENERAL|ADMIRAL|AMBASSADOR|GOVERNOR|DIRECTOR|"
    r"ADMINISTRATOR|MINISTER|PRESIDENT|CHAIRMAN|CHAIRWOMAN|CONGRESSMAN|CONGRESSWOMAN)\.? [A-Z]|SENIOR .*OFFICIAL"
)
"""What a label in capitals begins with where it can only be a speaker's."""
_NAMED = re.compile(
    r"[\s>*_]*(?P<label>[A-Z][\w.’'\-]+(?:[ \u00a0]+(?:[A-Z][\w.’'\-]*|of|the|de|al|bin|van|von)){0,5})"
    r"(?:\*\*)?:(?:\*\*)?(?=\s+\S)"
)


def blocks(document: Document) -> list[Block]:
    """Return the document's paragraphs in order; each span is inside one of its content spans.

    Headings are not among them: they name the section of the blocks below.
    """
    if document.media_type == json.MEDIA_TYPE:
        return list(_of_values(document))
    labels = _Labels(document)
    paragraphs = [lines for content in document.content for lines in _paragraphs(document, content, labels)]
    found = [block for lines in paragraphs if (block := _block(document, lines, labels))]
    texts = [" ".join(line.text for line in lines) for lines in paragraphs]
    if not labels.is_transcript and is_interview(texts):
        found = list(
            _answered(found, document.text, interviewed(document.metadata.title, texts, document.metadata.author))
        )
    elif len(signed := [mark for content in document.content for mark in _signatures(document, content)]) > 1:
        found = list(_signed(found, signed))
    keeps_record = document.metadata.genre in _RECORDS
    return list(_in_turns(found, document.text, keeps_record=keeps_record))


_RECORDS = frozenset({"minute", "record"})
"""Genres in which whoever keeps the record tells, between speakers, what the meeting did."""
_VOTES = (
    r"(?:unanimously|nem\.? con\.?|by (?:[\w-]+ )?(?:votes?|majority)\b[\w -]*|by [\w-]+(?: votes)? to [\w-]+"
    r"|on a [\w ]+)"
)
_RECORDED = re.compile(
    r"(?:The|An?)\s+(?:[\w’'-]+\s+){0,2}?(?:motion|amendment|proposal|resolution|recommendation|minutes|question)"
    r"(?:\s+(?:to|that|for|on|by|from)\s[\w ’'-]{2,100}?)?(?:\s+(?:was|were|then))*\s+"
    r"(?:put|carried|lost|defeated|adopted|passed|agreed|approved|rejected)"
    rf"(?:,? {_VOTES})?[.;]"
    r"|The\s+(?:meeting|sitting|session|hearing|committee|council|assembly|house)\s+(?:was\s+)?(?:rose|adjourned|closed"
    r"|ended|divided)(?:\s+(?:at|until|for)\s[\w .:]+)?[.;]"
    r"|(?:IT WAS )?RESOLVED\b|Resolved[:,]|(?:Agreed|Carried|Noted|Adopted)[.:]|There being no (?:further|other)\b"
)
"""How a paragraph opens that tells what a meeting did."""


def _answered(found: Iterable[Block], text: str, answers: str) -> Iterator[Block]:
    """Give an interview's paragraphs in bold to whoever asks, and what stands below each to whoever answers."""
    asked: bool | None = None
    for block in found:
        if asked is not None and block.is_note:
            continue  # how the interview was made is said by neither
        if block.is_asked and block.span:
            asked = True
            inner = Span(start=block.span.start + 2, end=block.span.end - 2)
            yield replace(block, span=without_label(text, inner), speaker="Q", is_heading=False)
        elif asked and block.span and not block.is_heading:
            yield replace(block, span=without_label(text, block.span), speaker=answers)
        else:
            yield block
            asked = False if asked is not None else None


def _signatures(document: Document, content: Span) -> list[tuple[int, str]]:
    """Return where letters are signed, and by whom."""
    return list(signatures(list(_lines(document.text, content))))


def _signed(found: Iterable[Block], signed: Sequence[tuple[int, str]]) -> Iterator[Block]:
    """Give each of several letters to whoever signs it."""
    waiting = list(signed)
    for block in found:
        at = block.span.start if block.span else 0
        while waiting and waiting[0][0] <= at:
            waiting.pop(0)
        theirs = waiting and not block.is_heading and block.speaker is None
        yield replace(block, speaker=waiting[0][1]) if theirs else block


def _of_values(document: Document) -> Iterator[Block]:
    """Yield a block for each piece of a JSON document's string values; each outermost key opens a section."""
    turn, section = 0, None
    for value in json.values(document.text):
        if value.keys[:1] != section:
            turn, section = turn + 1, value.keys[:1]
        yield Block(value.span, heading=value.heading, turn=turn)


class _Labels:
    """Recognises a speaker's label at the start of a line; knows first whether the document is a transcript."""

    def __init__(self, document: Document) -> None:
        lines = [line for content in document.content for line in _lines(document.text, content)]
        caps = Counter(m["label"] for line in lines if (m := _CAPS.match(line.text)))
        named = Counter(m["label"] for line in lines if (m := _NAMED.match(line.text)))
        questions = sum(1 for line in lines if _Q.match(line.text))
        speakers_return = len(caps) > 1 and max(caps.values()) > 1  # headings in capitals stand once each
        self.is_transcript = (
            questions >= 2 or (speakers_return and sum(caps.values()) >= 3) or any(map(_ROLE.match, caps))
        )
        turns = {label for label, count in named.items() if count >= 3}
        self._named = turns if len(turns) >= 2 else set()
        self.is_mail = any(fields(lines))

    def match(self, line: str) -> tuple[str, int] | None:
        """Return the label and where the words after it start, or None."""
        if self.is_mail and (sender := SENDER.fullmatch(line) or WROTE.fullmatch(line)) is not None:
            return _OFFICE.sub("", _one_space(sender["label"])), len(line)
        if self.is_transcript and (question := _Q.match(line) or _LOOSE_Q.match(line)):
            return "Q", question.end()
        if self.is_transcript and (reply := _A.match(line)):
            return "A", reply.end()
        if self.is_transcript and (caps := _CAPS.match(line)):
            return _one_space(caps["label"]), caps.end()
        if self._named and (named := _NAMED.match(line)) and named["label"] in self._named:
            return _one_space(named["label"]), named.end()
        return None


_OFFICE = re.compile(r",\s+(?=[^,]*\b[a-z]).*$")
"""A sender's office behind the name: "Corin Lee, Secretary to the Board"."""


def _one_space(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _lines(text: str, content: Span) -> Iterator[Line]:
    position = content.start
    for raw in content.of(text).splitlines(keepends=True):
        yield Line(position, position + len(raw), raw.rstrip("\r\n\f\v\x1c\x1d\x1e\x85\u2028\u2029"))
        position += len(raw)


def _paragraphs(document: Document, content: Span, labels: _Labels) -> Iterator[list[Line]]:
    """Group lines into paragraphs: at blank lines, headings, bullets, labels and ends of wrapped paragraphs."""
    lines = without_trappings(list(_lines(document.text, content)), document.metadata.author)
    width = _usual_width(lines)
    if document.media_type not in EXTRACTED:
        lines = list(_closed_up(lines, is_wrapped=width is not None))
    paragraph: list[Line] = []
    for line in lines:
        if paragraph and (
            is_blank(line) or _starts_block(line, paragraph, labels) or _HEADING.match(paragraph[-1].text)
        ):
            yield paragraph
            paragraph = []
        if is_blank(line):
            continue
        paragraph.append(line)
        if _ends_paragraph(line.text, width):
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


_MARK_SIGNS = re.compile(r"(?:[^\W_a-z]|[/.() –—-])+")
"""What a page mark is written with: no currency, per cent, brackets of links or lower case."""


def _is_page_mark(line: str) -> bool:
    """Tell whether a line holds only a page's number or a document's symbol: "23", "2/15", "AB/12/34.5"."""
    text = line.strip()
    if len(text) >= 40 or not _MARK_SIGNS.fullmatch(text) or text[-1] == ".":
        return False
    digits = sum(char.isdigit() for char in text)
    return digits > sum(char.isalpha() for char in text)


def _is_gap(line: Line) -> bool:
    return is_blank(line) or _is_page_mark(line.text)


def _closed_up(lines: list[Line], *, is_wrapped: bool) -> Iterator[Line]:
    """Yield the lines without page numbers and symbols, and without the gaps that part a sentence.

    A gap is empty lines and page marks. It parts a sentence if the line above it ends none and the one below goes on
    in lower case, or anyhow where a page ends in wrapped text. The sentence then runs on over the gap and keeps what
    stands there, for a sentence is one stretch of the text.
    """
    runs = [list(run) for _, run in groupby(lines, _is_gap)]
    for before, run, after in zip([[], *runs], runs, [*runs[1:], []], strict=False):
        if not _is_gap(run[0]):
            yield from run
        elif not (before and after and _goes_on(before[-1].text, after[0].text, run, is_wrapped=is_wrapped)):
            yield Line(run[0].start, run[0].start, "")


def _goes_on(above: str, below: str, gap: list[Line], *, is_wrapped: bool) -> bool:
    """Tell whether the sentence of the line above a gap goes on in the line below it."""
    if _CLAUSE_END.search(above) or _HEADING.match(above) or _HEADING.match(below) or _BULLET.match(below):
        return False
    return below.lstrip()[:1].islower() or (is_wrapped and not all(map(is_blank, gap)))


def _usual_width(lines: list[Line]) -> int | None:
    """Return the column at which the text was wrapped, or None where each line is a paragraph of its own."""
    lengths = [len(line.text.strip()) for line in lines if line.text.strip()]
    if len(lengths) < 3:
        return None
    width = round(quantiles(lengths, n=10)[8])
    return width if width < _WRAPPED_WIDTH else None


_SENTENCE_END = re.compile(r"[.!?:…]['\"’”»)\]*_]*\s*$")
_CLAUSE_END = re.compile(r"[.!?:;…]['\"’”»)\]*_]*\s*$")


_ADDRESS_END = re.compile(r"\]\(\S+$|\bhttps?:\S+$")


def _ends_paragraph(line: str, width: int | None) -> bool:
    """Tell whether a line ends a paragraph by itself; a full stop in an address at its end says nothing."""
    line = line.strip()
    ends = _SENTENCE_END.search(line) is not None and _ADDRESS_END.search(line) is None
    return ends and (len(line) > _WRAPPED_WIDTH if width is None else len(line) < _SHORT_LINE * width)


def _starts_block(line: Line, paragraph: list[Line], labels: _Labels) -> bool:
    """Tell whether a line opens a block; a number opens one only after the end of a sentence or clause."""
    if _HEADING.match(line.text) or labels.match(line.text) is not None:
        return True
    if ROW.match(line.text):
        return True
    if (bullet := _BULLET.match(line.text)) is None:
        return False
    is_number = any(char.isdigit() for char in bullet.group())
    return not is_number or _CLAUSE_END.search(paragraph[-1].text) is not None


def _block(document: Document, lines: list[Line], labels: _Labels) -> Block | None:
    """Turn one paragraph's lines into a block; None for raw HTML and for rules and page numbers."""
    first, marked = lines[0], document.media_type in LAID_OUT
    if document.media_type == "text/markdown" and _NO_TEXT.match(first.text):
        return None
    start, speaker, is_heading = first.start, None, False
    if (label := labels.match(first.text)) is not None:
        speaker, skip = label
        start += skip
    elif marked and (mark := _HEADING.match(first.text)):
        start, is_heading = start + mark.end(), True
    elif marked and len(lines) == 1 and _BOLD.fullmatch(first.text):
        is_heading = True
    elif ROW.match(first.text) and document.media_type == "text/markdown":
        row = first.text.rstrip(" \t|")
        start += len(row) - len(row.lstrip(" \t|"))
        lines = [replace(first, end=first.start + len(row))]
    elif mark := _BULLET.match(first.text) or _QUOTE_MARK.match(first.text):
        start += mark.end()
    elif not labels.is_transcript and (dateline := DATELINE.match(first.text)):
        start += dateline.end()
    if note_mark := _FOOTNOTE.match(document.text, start, lines[-1].end):
        start = note_mark.end()
    if document.media_type == "text/markdown" and (tags := _TAGS.match(document.text, start, lines[-1].end)):
        start = tags.end()
    span = _trimmed(document.text, start, lines[-1].end)
    asked = marked and QUESTION.fullmatch(" ".join(line.text for line in lines)) is not None
    note = marked and _ITALICS.fullmatch(" ".join(line.text for line in lines)) is not None
    return Block(span, speaker, is_heading, asked, note) if span or speaker else None


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """Cut white space from both ends; None if no letter is left."""
    piece = text[start:end]
    if not any(char.isalpha() for char in piece):
        return None
    left = len(piece) - len(piece.lstrip())
    return Span(start=start + left, end=start + len(piece.rstrip()))


def _is_recorded(words: str) -> bool:
    """Tell whether a paragraph tells what a meeting did, and nobody speaks in it of himself."""
    return _RECORDED.match(words) is not None and _IN_PERSON.search(words) is None


_IN_PERSON = re.compile(r"\b(?:I|we|We|my|our|you)\b")


def _in_turns(found: list[Block], text: str, *, keeps_record: bool) -> Iterator[Block]:
    """Carry each label and heading on to the blocks below it and number the turns; labels alone are dropped.

    In the record of a meeting what it did is nobody's speech.
    """
    speaker: str | None = None
    heading: str | None = None
    turn = 0
    for block in found:
        if block.is_heading or block.speaker:
            turn, speaker = turn + 1, block.speaker
        elif keeps_record and speaker and block.span and _is_recorded(block.span.of(text)):
            turn, speaker = turn + 1, None
        if block.is_heading and block.span:
            heading = _one_space(block.span.of(text)).strip("#* ").rstrip(":")
        elif block.span:
            yield replace(block, speaker=speaker, heading=heading, turn=turn)
