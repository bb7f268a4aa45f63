"""Words and vectors fused: a unit, embedded with its document's title, is scored together with its passage."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeRelationship, NodeWithScore, QueryBundle, RelatedNodeInfo, TextNode

from assistant.model import Span
from assistant.record import FoundUnit, Record, Vector, Vectors
from assistant.search.caches import Caches
from assistant.search.embedders import Embedder

Scores = np.ndarray[tuple[int], np.dtype[np.float32]]


@dataclass(frozen=True)
class Weights:
    """How much each signal counts; each is scaled to 0..1 over the candidates before it is weighed."""

    unit_words: float = 0.2
    unit_vector: float = 0.6
    passage_words: float = 0.1
    passage_vector: float = 0.2


CANDIDATES = 200
"""Units each index contributes before they are scored together."""
CANDIDATE_PASSAGES = 50
"""Passages the word index contributes with all their units."""


@dataclass(frozen=True)
class Hit:
    """A unit found for a question."""

    unit: FoundUnit
    score: float
    """The fused score: comparable within one search only."""
    similarity: float
    """Cosine between question and unit, -1..1: comparable between searches."""


class HybridRetriever(BaseRetriever):
    """Finds units by BM25 and by meaning; a LlamaIndex retriever whose nodes carry exact offsets."""

    def __init__(
        self, record: Record, caches: Caches, embedding: Embedder, *, limit: int = 20, weights: Weights | None = None
    ) -> None:
        """Take the record, its caches and the model that embedded it; `limit` units are returned."""
        super().__init__()
        self._record, self._caches, self._embedding = record, caches, embedding
        self._limit, self._weights = limit, weights or Weights()

    def weighed(self, weights: Weights) -> HybridRetriever:
        """Return a retriever over the same library that weighs otherwise."""
        return HybridRetriever(self._record, self._caches, self._embedding, limit=self._limit, weights=weights)

    @property
    def embedder(self) -> Embedder:
        """The model that embedded the library."""
        return self._embedding

    def frequency(self, word: str) -> int:
        """Return how many units hold a word (or a form of it)."""
        return self._caches.words.frequency(word)

    def count(self, word: str) -> int:
        """Count the units that hold a word as it is spelt (or a form of it)."""
        return self._caches.words.count(word)

    def terms_like(self, word: str) -> list[str]:
        """Return stems of the library's words that are spelt nearly as a word is, nearest first."""
        return self._caches.words.terms_like(word)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of texts, one row each, in the space of the library's own."""
        return self._embedding.embed(texts)

    def units_with(self, text: str, most: int) -> list[FoundUnit]:
        """Return units that hold some word of a text, those that hold most of them first in the choice; unordered."""
        return self._record.units(self._caches.words.search(text, "unit", most))

    def texts_with(self, text: str, most: int) -> Iterator[str]:
        """Yield the texts of the units that hold the words of a text best."""
        units = self.units_with(text, most)
        documents = self._record.editions({unit.edition for unit in units})
        for unit in units:
            yield unit.span.of(documents[unit.edition].text)

    def search(
        self,
        question: str,
        limit: int | None = None,
        within: Collection[str] | None = None,
        heard: Mapping[str, Sequence[Span]] | None = None,
    ) -> list[Hit]:
        """Return the best units for a question, best first; only those of some editions, if given.

        Of them, with `heard`, only units that overlap one of its stretches of their edition. All come from one state of
        the record.
        """
        with self._record.snapshot():
            return self._search(question, limit or self._limit, within, heard)

    def _search(
        self,
        question: str,
        limit: int,
        within: Collection[str] | None,
        heard: Mapping[str, Sequence[Span]] | None,
    ) -> list[Hit]:
        vector = self._embedding.query(question)
        spread = CANDIDATES if within is None else 10 * CANDIDATES
        by_unit = self._caches.words.search(question, "unit", spread)
        by_passage = self._caches.words.search(question, "passage", spread)
        if within is None:
            units = self._candidates(vector, by_unit, by_passage)
        else:
            units = [unit for batch in self._record.units_of_editions(within) for unit in batch]
        if heard is not None:
            units = _heard(units, heard)
        if not units:
            return []
        similarity = np.stack([unit.vector for unit in units]) @ vector
        scores = self._fused(units, similarity, vector, by_unit, by_passage)
        best = (-scores).argsort(kind="stable")[:limit]
        return [Hit(units[row], float(scores[row]), float(similarity[row])) for row in best]

    def _candidates(
        self, vector: Vector, by_unit: Mapping[str, float], by_passage: Mapping[str, float]
    ) -> list[FoundUnit]:
        ids = dict.fromkeys([*self._caches.vectors.nearest(vector, CANDIDATES), *by_unit])
        units = {unit.id: unit for unit in self._record.units(ids)}
        passages = list(by_passage)[:CANDIDATE_PASSAGES]
        units.update({unit.id: unit for unit in self._record.units_of_passages(passages)})
        return sorted(units.values(), key=lambda unit: unit.id)

    def _fused(
        self,
        units: Sequence[FoundUnit],
        similarity: Scores,
        vector: Vector,
        by_unit: Mapping[str, float],
        by_passage: Mapping[str, float],
    ) -> Scores:
        passages = _cosines(self._record.passage_vectors({unit.passage for unit in units}), vector)
        weights = self._weights
        fused: Scores = (
            weights.unit_words * _scaled([by_unit.get(unit.id, 0.0) for unit in units])
            + weights.unit_vector * _scaled(similarity)
            + weights.passage_words * _scaled([by_passage.get(unit.passage, 0.0) for unit in units])
            + weights.passage_vector * _scaled([passages[unit.passage] for unit in units])
        )
        return fused

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self.search(query_bundle.query_str)
        documents = self._record.editions({hit.unit.edition for hit in hits})
        return [_node(hit, documents[hit.unit.edition].text, documents[hit.unit.edition].id) for hit in hits]


def _heard(units: Sequence[FoundUnit], heard: Mapping[str, Sequence[Span]]) -> list[FoundUnit]:
    """Return the units that overlap one of their edition's stretches, which come in the order of their beginnings."""
    starts = {edition: [span.start for span in spans] for edition, spans in heard.items()}
    reach = {edition: list(accumulate((span.end for span in spans), max)) for edition, spans in heard.items()}

    def overlaps(unit: FoundUnit) -> bool:
        before = bisect_left(starts.get(unit.edition, []), unit.span.end)  # stretches that begin before its end
        return before > 0 and reach[unit.edition][before - 1] > unit.span.start

    return [unit for unit in units if overlaps(unit)]


def _cosines(vectors: Mapping[str, Vector], vector: Vector) -> dict[str, float]:
    """Compare vectors of unit length with one, by their names."""
    return {name: float(other @ vector) for name, other in vectors.items()}


def _scaled(values: Sequence[float] | Scores) -> Scores:
    """Scale to 0..1 by the smallest and largest (min-max fusion); all equal becomes all zero."""
    array = np.asarray(values, np.float32)
    low, high = float(array.min()), float(array.max())
    return (array - low) / (high - low) if high > low else np.zeros_like(array)


def _node(hit: Hit, text: str, document_id: str) -> NodeWithScore:
    span = hit.unit.span
    node = TextNode(
        id_=hit.unit.id,
        text=span.of(text),
        start_char_idx=span.start,
        end_char_idx=span.end,
        metadata={"document_id": document_id, "start": span.start, "end": span.end},
        excluded_embed_metadata_keys=["document_id", "start", "end"],
        excluded_llm_metadata_keys=["document_id", "start", "end"],
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=document_id)},
    )
    return NodeWithScore(node=node, score=hit.score)
