"""Passages into evidence: the sentences that speak to a question, or too little to answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.model import Document, Sentence
from assistant.record import Record
from assistant.search.embedders import Embedder
from assistant.search.hybrid import Hit, HybridRetriever
from assistant.text import content_words, readable

UNITS = 12
"""Units whose sentences are weighed."""
SIMILARITY, COVERAGE = 0.6, 0.4
"""How much a sentence's closeness in meaning counts, and its share of the question's content words."""
ENOUGH = 0.42
"""A best sentence below this says nothing on the question."""
LEAST_WORDS = 4
"""Shorter sentences ("Go ahead.") are evidence of nothing."""


@dataclass(frozen=True)
class Evidence:
    """A sentence retrieved for a question, with its score."""

    document: Document
    sentence: Sentence
    score: float
    """0..1: weighted similarity and coverage."""
    covers: frozenset[str]
    """Stems of the question's content words that the sentence or its document's title holds."""


def gather(question: str, retriever: HybridRetriever, record: Record, embedding: Embedder) -> list[Evidence]:
    """Return the sentences of the best units that speak to a question, best first."""
    hits = retriever.search(question, UNITS)
    documents = record.editions({hit.unit.edition for hit in hits})
    found = [(documents[hit.unit.edition], sentence) for hit in hits for sentence in _sentences(record, hit)]
    found = [(document, s) for document, s in found if len(s.span.of(document.text).split()) >= LEAST_WORDS]
    if not found:
        return []
    vectors = embedding.embed([question, *(readable(s.span.of(document.text)) for document, s in found)])
    similarity = np.maximum(vectors[1:] @ vectors[0], 0)
    asked = frozenset(content_words(question))
    weighed = [_weigh(d, s, float(near), asked) for (d, s), near in zip(found, similarity, strict=True)]
    return sorted(weighed, key=lambda one: -one.score)


def _sentences(record: Record, hit: Hit) -> list[Sentence]:
    return record.sentences(hit.unit.edition, hit.unit.first, hit.unit.last)


def _weigh(document: Document, sentence: Sentence, similarity: float, asked: frozenset[str]) -> Evidence:
    said = set(content_words(sentence.span.of(document.text)))
    context = set(content_words(" ".join(filter(None, [document.title, document.metadata.author, sentence.heading]))))
    covers = asked & (said | context)
    coverage = (len(asked & said) + 0.5 * len(covers - said)) / max(1, len(asked))
    return Evidence(document, sentence, SIMILARITY * similarity + COVERAGE * coverage, covers)


def choose(weighed: Sequence[Evidence], most: int = 4) -> list[Evidence]:
    """Keep the best sentence and a few nearly as good that add something, `most` in all; none if none is enough."""
    if not weighed or weighed[0].score < ENOUGH:
        return []
    kept = [weighed[0]]
    for one in weighed[1:]:
        if len(kept) == most or one.score < max(ENOUGH, 0.8 * weighed[0].score):
            break
        known = frozenset().union(*(k.covers for k in kept))
        elsewhere = all(one.document.id != k.document.id for k in kept)
        if one.covers - known or elsewhere:
            kept.append(one)
    return kept
