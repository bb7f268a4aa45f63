"""Is a quotation in its document, word for word? Only this module makes a `Citation`.

A quotation is found when its folded form (see `folding`) stands in the document's, from a
word's start to a word's end. It may leave words out at an ellipsis, inside one sentence and
without taking a negation away, and may hold an editor's [insertion] that negates nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assistant.checks.folding import QUOTE, Shadow, shadow_of
from assistant.model import Citation, Document, DocumentRef, Span

CONTEXT = 32
"""Characters of text kept before and after a quotation (W3C TextQuoteSelector's prefix and suffix)."""
LONGEST_GAP = 200
"""Characters an ellipsis may stand for."""
LONGEST_INSERTION = 80
"""Characters an editor's [insertion] may have."""


class Verdict(StrEnum):
    """What became of a quotation."""

    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    NOT_FOUND = "not_found"


@dataclass(frozen=True)
class Finding:
    """Where a quotation stands in a text."""

    verdict: Verdict
    span: Span | None
    """The place in the original: the only one, or the one nearest the evidence; None if not found."""
    occurrences: tuple[Span, ...]
    """All the places, in order."""


def find_quote(text: str | Shadow, quote: str, near: Span | None = None) -> Finding:
    """Find a quotation in a text (or in its shadow, made once for many quotations).

    With several occurrences the verdict is ambiguous and the span is the one nearest to
    `near`, or the first without it.
    """
    shadow = text if isinstance(text, Shadow) else shadow_of(text)
    for pieces in _readings(quote):
        if spans := tuple(dict.fromkeys(_occurrences(shadow, pieces))):
            verdict = Verdict.FOUND if len(spans) == 1 else Verdict.AMBIGUOUS
            return Finding(verdict, _nearest(spans, near), spans)
    return Finding(Verdict.NOT_FOUND, None, ())


def cite(document: Document, span: Span, marker: int) -> Citation:
    """Make the citation of a stretch of a document. Raises ValueError for a span outside its text."""
    if span.end > len(document.text):
        raise ValueError(
            f"{span.start}:{span.end} is outside {document.path}, which has {len(document.text)} characters"
        )
    return Citation(
        marker=marker,
        document=reference(document),
        exact=span.of(document.text),
        prefix=document.text[max(0, span.start - CONTEXT) : span.start],
        suffix=document.text[span.end : span.end + CONTEXT],
        start=span.start,
        end=span.end,
        sha256=document.sha256,
        page=document.page_of(span.start),
    )


def reference(document: Document) -> DocumentRef:
    """Name a document without its text."""
    known = document.metadata
    return DocumentRef(
        id=document.id,
        title=document.title,
        uri=document.path,
        publisher=known.publisher,
        published=known.published,
        genre=known.genre,
        url=known.url,
    )


_ELLIPSIS = re.compile(r"\s*(?:[\[(]\s*(?:…|\.\s?\.\s?\.)\s*[\])]|…|\.\s?\.\s?\.(?:\s?\.)?)\s*")
_CASE_CHANGE = re.compile(r"\[(\w)\](?=\w)")
_INSERTION = re.compile(rf"\s*\[([^\[\]]{{1,{LONGEST_INSERTION}}})\]\s*")
_NEGATION = re.compile(
    r"\b(?:no|not|never|nor|none|neither|nobody|nothing|nowhere|cannot|without|hardly|scarcely|barely|unless|except"
    r"|den(?:y|ies|ied|ying)|refus\w+|fail(?:s|ed|ing)?|false(?:ly)?|un(?:true|likely))\b|n[’']t\b",
    re.IGNORECASE,
)
_EDGE = " ,.;:!?…–-'"
_BLANK = " –"
_SPACED_HYPHEN = re.compile(r"(?<=[^\W\d_])- (?=[^\W\d_])")


def _readings(quote: str) -> Iterator[list[str]]:
    """Yield the ways to read a quotation, as folded pieces: as it stands; with ellipses and insertions understood."""
    literal = shadow_of(quote).text.strip(_BLANK)
    if _has_words(literal):
        yield [literal]
        # a hyphenated break, copied with a space in place of its line's end
        if (joined := _SPACED_HYPHEN.sub("", literal)) != literal:
            yield [joined]
        if _has_words(bare := literal.strip(_EDGE)) and bare != literal:
            yield [bare]
    understood = _without_insertions(quote)
    if understood is None:
        return
    pieces = [shadow_of(piece).text.strip(_EDGE) for piece in _ELLIPSIS.split(understood)]
    pieces = [piece for piece in pieces if piece]
    if pieces and pieces != [literal] and all(_has_words(piece) for piece in pieces):
        yield pieces


def _has_words(folded: str) -> bool:
    return any(char.isalnum() for char in folded)


def _without_insertions(quote: str) -> str | None:
    """Take [insertions] out, keep a letter whose case was changed; None if an insertion negates."""
    plain = _CASE_CHANGE.sub(r"\1", quote)
    inserted = [words for words in _INSERTION.findall(plain) if words.strip() not in {"…", "..."}]
    if any(_NEGATION.search(words) for words in inserted):
        return None
    return _INSERTION.sub(lambda m: m.group() if m[1].strip() in {"…", "..."} else " ", plain)


def _occurrences(shadow: Shadow, pieces: list[str]) -> Iterator[Span]:
    """Yield the spans in the original where the pieces stand in order, gaps bounded."""
    for start, end in _places(shadow, pieces[0], 0, len(shadow.text)):
        last = end
        for piece in pieces[1:]:
            limit = min(len(shadow.text), last + LONGEST_GAP + len(piece))
            follow = next(
                ((a, b) for a, b in _places(shadow, piece, last, limit) if _may_omit(shadow.text[last:a])), None
            )
            if follow is None:
                break
            last = follow[1]
        else:
            yield Span(start=shadow.origin[start], end=shadow.origin[last - 1] + 1)


def _places(shadow: Shadow, piece: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield where a folded piece stands between two positions, whole words only."""
    at = shadow.text.find(piece, start, stop)
    while at >= 0:
        end = at + len(piece)
        if _starts_word(shadow, at) and _ends_word(shadow, end):
            yield at, end
        at = shadow.text.find(piece, at + 1, stop)


_SENTENCE_END = re.compile(r"[.!?؟۔।॥][')\]]*\s|[.!?]'|[。｡！？]")


def _may_omit(gap: str) -> bool:
    """Tell whether an ellipsis may stand for these words: within one sentence, no negation among them."""
    return len(gap) <= LONGEST_GAP and not _SENTENCE_END.search(gap) and not _NEGATION.search(gap)


def _unspaced(char: str) -> bool:
    """Tell whether a character belongs to a script that writes no spaces between words (CJK, kana, Thai, ...)."""
    code = ord(char)
    return (
        0x0E00 <= code <= 0x0EFF
        or 0x1000 <= code <= 0x109F
        or 0x1780 <= code <= 0x17FF
        or (0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF)
    )


def _continues(before: str, after: str) -> bool:
    """Tell whether two neighbouring characters belong to one word or number."""
    if _is_mark(after):
        return True
    joins = before.isalnum() or _is_mark(before)
    return joins and after.isalnum() and not _unspaced(before) and not _unspaced(after)


def _is_mark(char: str) -> bool:
    """Tell whether a character only changes the one before it: an accent, a vowel sign, a skin tone."""
    return unicodedata.category(char).startswith("M") or "\U0001f3fb" <= char <= "\U0001f3ff"


def _starts_word(shadow: Shadow, at: int) -> bool:
    text = shadow.text
    if shadow.is_cut(at):
        return False
    if at == 0:
        return True
    if _continues(text[at - 1], text[at]):
        return False
    return not (text[at].isdigit() and at > 1 and text[at - 1] in ".," and text[at - 2].isdigit())


def _ends_word(shadow: Shadow, end: int) -> bool:
    text = shadow.text
    if shadow.is_cut(end):
        return False
    if end == len(text):
        return True
    if _continues(text[end - 1], text[end]):
        return False
    rest = text[end : end + 3]
    if text[end - 1].isdigit() and len(rest) > 1 and rest[0] in ".," and rest[1].isdigit():
        return False
    return not (rest[:2] == f"{QUOTE}t" and (len(rest) < 3 or not rest[2].isalnum()))  # can | can't


def _nearest(spans: tuple[Span, ...], near: Span | None) -> Span:
    if near is None:
        return spans[0]
    return min(
        spans, key=lambda span: (max(0, near.start - span.end, span.start - near.end), abs(span.start - near.start))
    )
