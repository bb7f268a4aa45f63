"""A sentence encoder on ONNX Runtime as a LlamaIndex embedding."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np
import onnxruntime
from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from assistant.record import Vector, Vectors

S = TypeVar("S")
T = TypeVar("T")

DIMENSIONS = 384
"""How many numbers each of our models makes of a text."""


def session(graph: bytes) -> Any:  # noqa: ANN401 - onnxruntime ships no types
    """Open a built graph, to be run on one thread a text.

    Processors that multiply int8 without VNNI let products of signed weights overflow, and give other vectors than the
    rest; ONNX Runtime's x64 precision mode makes them agree, for about a quarter more time there and none elsewhere.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def available() -> int:
    """Return how many threads may run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def each(run: Callable[[S], T], texts: Sequence[S], threads: int) -> list[T]:
    """Run every text alone, on so many threads where there are enough of them."""
    if len(texts) < 2 * threads:
        return [run(one) for one in texts]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, texts))


class SentenceEncoder(BaseEmbedding):
    """A built graph that turns texts into vectors, float32 of unit length; safe to share between threads."""

    _session: Any = PrivateAttr()
    _threads: int = PrivateAttr()

    def __init__(self, name: str, graph: bytes, threads: int = 0) -> None:
        """Take the name a library remembers it by, its graph (`encoder.build`), and threads (0: all cores)."""
        super().__init__(model_name=name, embed_batch_size=32)
        self._threads = threads or available()
        self._session = session(graph)

    @classmethod
    def class_name(cls) -> str:
        """Return the name LlamaIndex shows."""
        return cls.__name__

    def encoded(self, texts: Sequence[str]) -> Sequence[Any]:
        """Cut texts into the tokens the model reads, marks of beginning and end included: objects with their `ids`."""
        raise NotImplementedError

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed texts of documents; one row of unit length a text. Longer texts are cut at what the model reads.

        Each text is run alone, on as many threads as there are cores: int8 scales are taken from
        what is run together, so in a batch a text's vector would depend on its neighbours. It
        also costs no more than batches of 32 do, which are mostly padding.
        """
        rows = self.each(self._vector, self.encoded(texts))
        return np.stack(rows) if rows else np.zeros((0, DIMENSIONS), np.float32)

    def query(self, text: str) -> Vector:
        """Return the vector of a question, to be compared with those of documents."""
        vector: Vector = self.embed([text])[0]
        return vector

    def each(self, run: Callable[[Any], T], encoded: Sequence[Any]) -> list[T]:
        """Run every text alone, on all threads where there are enough of them."""
        return each(run, encoded, self._threads)

    def run(self, outputs: list[str], encoding: Any, graph: Any = None) -> Any:  # noqa: ANN401 - arrays, as many as outputs
        """Run one text through the graph of texts, or through another that was opened with `session`."""
        tokens = np.array([encoding.ids], np.int64)
        return (graph or self._session).run(outputs, {"input_ids": tokens, "attention_mask": np.ones_like(tokens)})

    def _vector(self, encoding: Any, graph: Any = None) -> Vector:  # noqa: ANN401 - tokenizers ships no type for it
        vector: Vector = self.run(["sentence_embedding"], encoding, graph)[0][0]
        return vector

    def _get_text_embedding(self, text: str) -> list[float]:
        return [float(x) for x in self.embed([text])[0]]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [[float(x) for x in row] for row in self.embed(texts)]

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(x) for x in self.query(query)]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)
