"""Evidence into the lines of an overview or a list: one short quotation each, each checked, within a budget of words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.answers.clauses import shortened, windows
from assistant.answers.composing import Draft, draft
from assistant.answers.evidence import Evidence
from assistant.checks.attributions import sound
from assistant.model import Span
from assistant.text import words

BUDGET = 115
"""Words the lines of an answer may have together, unless more than three sides speak."""


def written(found: Iterable[Evidence], longest: int, *, fact: bool = False) -> Iterator[Draft]:
    """Write each piece of evidence that has a stretch of at most `longest` words to quote and passes the checks."""
    for one in found:
        span = stretch(one, longest)
        if span is not None and sound(made := draft(one, span, longest, fact=fact)):
            yield made


def stretch(one: Evidence, longest: int) -> Span | None:
    """Return the words to quote of a sentence: all of it, its first clauses, else the longest stretch; None if none."""
    choices = windows(one, longest)
    text = one.document.text
    whole = choices[0]
    if len(whole.of(text).split()) <= longest:
        return whole
    if (first := shortened(text, whole, longest)) is not None and first in choices:
        return first
    short = [span for span in choices if len(span.of(text).split()) <= longest]
    return max(short, key=lambda span: span.end - span.start, default=None)


def length(one: Draft) -> int:
    """Return how many words a drafted line has."""
    quoted = one.span.of(one.evidence.document.text)
    return len(words(f"{one.before} {one.after}")) + len(quoted.split())


def within(drafts: Iterable[Draft], most: int, budget: int = BUDGET) -> list[Draft]:
    """Keep the first lines, at most so many and so many words; two at least, if there are two."""
    kept: list[Draft] = []
    spent = 0
    for one in drafts:
        if len(kept) == most:
            break
        if len(kept) < 2 or spent + length(one) <= budget:
            kept.append(one)
            spent += length(one)
    return kept


def by_date(drafts: Sequence[Draft]) -> list[Draft]:
    """Order lines by the date of their document, then by their place in it."""
    return sorted(
        drafts,
        key=lambda one: (
            one.evidence.document.metadata.published or "9999",
            one.evidence.document.path,
            one.span.start,
        ),
    )


def opened(one: Draft, lead: str) -> Draft:
    """Return a line with words before what stands before its quotation."""
    return replace(one, before=f"{lead}{one.before}")
