"""Does the record hold together, and do the documents still stand as they were read?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from assistant.library.standing import Standing, standing_of
from assistant.model import Document, Sentence, Span
from assistant.record import FoundUnit, Listed, Record


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be."""

    code: str
    """database, stale, text, sentence, unit, passage, vector, claim or duplicate."""
    document: str
    """Path of the document; empty where the whole record is meant."""
    why: str
    """A sentence."""


def verify(record: Record) -> Iterator[Finding]:
    """Check the database, each document's file against what was read, each text, span and vector.

    A document whose file is gone is none of the findings: its text stands in the record
    (`doctor`, `show` and answers call it stale).
    """
    with record.snapshot():
        for trouble in record.troubles():
            yield Finding("database", "", f"The database says: {trouble}.")
        checked: set[str] = set()
        for listed in record.documents():
            if standing_of(listed.uri, listed.file_sha256) is Standing.ALTERED:
                why = "The file is no longer what was read. `accordingto sync` or `add` takes it in again."
                yield Finding("stale", listed.path, why)
            if listed.edition not in checked:
                checked.add(listed.edition)
                yield from (Finding(code, listed.path, why) for code, why in _edition(record, listed))


Found = Iterator[tuple[str, str]]
"""Codes and sentences."""


def _edition(record: Record, listed: Listed) -> Found:
    """Check all that hangs on one edition."""
    try:
        document = record.document(listed.id)
        sentences = record.sentences(listed.edition)
        passages = dict(next(record.passages_of_editions([listed.edition])))
        claims = record.claims(listed.edition)
    except ValueError as error:  # a span that ends before it starts, metadata of no known shape
        yield "text", f"What the record holds of it cannot be read: {' '.join(str(error).split())[:200]}."
        return
    if document.sha256 != listed.sha256:
        yield "text", "The recorded text does not have the recorded checksum."
    elif document.edition != listed.edition:
        yield "text", "The recorded text or metadata is not that of its edition."
    units = next(record.units_of_editions([listed.edition]))
    yield from _sentences(document, sentences)
    yield from _units(sentences, units)
    yield from _passages(record, units, passages)
    for claim in claims:
        spans = (claim.attribution.source, claim.attribution.cue, claim.attribution.content)
        yield from _inside(document, "claim", (span for span in spans if span is not None))


def _inside(document: Document, code: str, spans: Iterable[Span]) -> Found:
    for span in spans:
        if span.end > len(document.text):
            yield code, f"{span.start}:{span.end} is outside the text, which has {len(document.text)} characters."


def _sentences(document: Document, sentences: list[Sentence]) -> Found:
    yield from _inside(document, "sentence", (sentence.span for sentence in sentences))
    end = 0
    for sentence in sentences:
        span = sentence.span
        if span.start < end:
            yield "sentence", f"{span.start}:{span.end} overlaps the sentence before it."
        if not any(content.overlaps(span) for content in document.content):
            yield "sentence", f"{span.start}:{span.end} is not among the document's content."
        end = span.end


def _units(sentences: list[Sentence], units: list[FoundUnit]) -> Found:
    expected = 0
    for unit in units:
        if not expected == unit.first <= unit.last < len(sentences):
            yield "unit", f"{unit.start}:{unit.end} is not made of the sentences that follow the unit before it."
            return
        if (unit.start, unit.end) != (sentences[unit.first].span.start, sentences[unit.last].span.end):
            yield "unit", f"{unit.start}:{unit.end} does not span its sentences {unit.first} to {unit.last}."
        if not abs(float(np.linalg.norm(unit.vector)) - 1) < 1e-3:  # also false for NaN
            yield "vector", f"The vector of unit {unit.start}:{unit.end} is not of unit length."
        expected = unit.last + 1
    if expected != len(sentences):
        yield "unit", f"{len(sentences) - expected} sentences at the end stand in no unit."


def _passages(record: Record, units: list[FoundUnit], passages: dict[str, Span]) -> Found:
    members: dict[str, list[FoundUnit]] = {}
    for unit in units:
        members.setdefault(unit.passage, []).append(unit)
    if members.keys() != passages.keys():
        yield "passage", "The passages are not those its units stand in."
        return
    vectors = record.passages(passages)
    for passage, inside in members.items():
        span, vector = vectors[passage]
        if (span.start, span.end) != (inside[0].start, inside[-1].end):
            yield "passage", f"{span.start}:{span.end} does not span its units."
        mean = np.mean([unit.vector for unit in inside], axis=0)
        if not np.allclose(mean / max(float(np.linalg.norm(mean)), 1e-9), vector, atol=1e-3):
            yield "vector", f"The vector of passage {span.start}:{span.end} is not the mean of its units'."
