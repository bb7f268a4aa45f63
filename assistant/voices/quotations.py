"""Quotation marks in pairs, also where a quotation runs over sentences and paragraphs.

In print, a quotation that goes on in the next paragraph is not closed at the end of the first, and the next
paragraph opens with a mark again; such stretches share one `chain`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.model import Sentence, Span

_CLOSING = {"“": "”", "„": "“", "«": "»", '"': '"', "‘": "’"}
_LONGEST_CHAIN = 40


@dataclass(frozen=True)
class Quotation:
    """A stretch of text between quotation marks, within one paragraph."""

    outer: Span
    """With its marks."""
    inner: Span
    """Without them."""
    chain: int
    """The same number for the stretches of one quotation that goes on over paragraphs."""

    @property
    def continues(self) -> bool:
        """Tell whether no mark closes it in this paragraph."""
        return self.outer.end == self.inner.end


def quotations(text: str, sentences: Sequence[Sentence]) -> tuple[Quotation, ...]:
    """Find the quotations of a text, paragraph by paragraph; an unclosed one counts only if the next one continues it.

    A quotation continues over a paragraph only where the next paragraph opens with a mark too and the same person has
    the floor; anything else is a stray mark and is left alone.
    """
    found: list[Quotation] = []
    dangling: Quotation | None = None
    chain = length = 0
    for _, speaker, region in _paragraphs(sentences):
        here = list(_pairs(text, region))
        continued = dangling is not None and bool(here) and here[0][0].start == region.start and speaker is not None
        if not continued or dangling is None or length >= _LONGEST_CHAIN:
            dangling, length = None, 0
        for number, (outer, inner) in enumerate(here):
            goes_on = continued and number == 0 and dangling is not None
            if goes_on and dangling is not None:
                if dangling not in found:
                    found.append(dangling)
                length += 1
            else:
                chain, length = chain + 1, 0
            quotation = Quotation(outer, inner, chain)
            if quotation.continues:
                dangling = quotation
                if goes_on:
                    found.append(quotation)
            else:
                dangling = None
                found.append(quotation)
    return tuple(found)


def _paragraphs(sentences: Sequence[Sentence]) -> Iterator[tuple[int, str, Span]]:
    for (number, speaker), members in groupby(sentences, key=lambda one: (one.paragraph, one.speaker or "")):
        spans = [one.span for one in members]
        yield number, speaker, Span(start=min(one.start for one in spans), end=max(one.end for one in spans))


def _pairs(text: str, region: Span) -> Iterator[tuple[Span, Span]]:
    """Yield (with marks, without marks) for each quotation of a paragraph; the last may lack its closing mark."""
    position = region.start
    while position < region.end:
        mark = text[position]
        if mark not in _CLOSING or not _opens(text, position, region):
            position += 1
            continue
        end = _closing(text, position, region)
        if end is None:
            if mark != "‘" and region.end - position > 2:
                yield Span(start=position, end=region.end), Span(start=position + 1, end=region.end)
                return
            position += 1
            continue
        if end > position + 1:
            yield Span(start=position, end=end + 1), Span(start=position + 1, end=end)
        position = end + 1


def _opens(text: str, position: int, region: Span) -> bool:
    before = text[position - 1] if position > region.start else " "
    after = text[position + 1] if position + 1 < region.end else " "
    if text[position] in '"‘':
        return (before.isspace() or before in "([{—–-:/“") and not after.isspace()
    return True


def _closing(text: str, position: int, region: Span) -> int | None:
    mark = _CLOSING[text[position]]
    if mark == "’":
        match = re.compile(r"’(?![\w])").search(text, position + 1, region.end)
        return match.start() if match else None
    end = text.find(mark, position + 1, region.end)
    return None if end < 0 else end
