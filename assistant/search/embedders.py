"""The models: those whose vectors a library can be searched by, by the names libraries remember, and the reader."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from assistant.errors import UsageError
from assistant.record import Vector, Vectors
from assistant.search import e5, minilm
from assistant.search.e5 import E5
from assistant.search.judging import Judge
from assistant.search.minilm import MiniLM, Reading


class Embedder(Protocol):
    """Turns texts into vectors by which they are found."""

    model_name: str
    """What a library remembers of it."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row of unit length a text of a document."""

    def encoded_question(self, text: str) -> Any:  # noqa: ANN401 - tokenizers ships no type for it
        """Cut a question into tokens: an object with their `ids`."""

    def query(self, text: str) -> Vector:
        """Return the vector of a question, to be compared with those; questions asked lately are remembered."""


class Reader(Protocol):
    """Reads texts word by word, to tell which of those that were found answers."""

    model_name: str
    """What kept readings remember of it."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row of unit length a text."""

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Return each text's vector and those of its tokens."""

    def encoded_question(self, text: str) -> Any:  # noqa: ANN401 - tokenizers ships no type for it
        """Cut a question into tokens: an object with their `ids`."""

    def question(self, text: str) -> Reading:
        """Return the reading of a question, as of any text; those asked lately are remembered."""

    def seeking(self, text: str) -> Reading:
        """Return the reading of a question that comes nearest to what answers it."""

    def knows(self, word: str) -> bool:
        """Tell whether a word in lower case is in its vocabulary whole."""


EMBEDDERS: dict[str, Callable[[Path, int], Embedder]] = {e5.NAME: E5, minilm.NAME: MiniLM}
"""How each model is opened: with the folder of built graphs, and threads (0: all cores)."""

DEFAULT = e5.NAME
"""The model a new library is made with; older libraries were made with MiniLM and go on with it."""


READER = minilm.NAME
"""The model that reads."""


def open_embedder(name: str, cache: Path, threads: int = 0) -> Embedder:
    """Open a model by its name; libraries of a process share it.

    Raises UsageError for a name nobody knows, WeightsError without its weights.
    """
    try:
        make = EMBEDDERS[name]
    except KeyError:
        raise UsageError(
            f"There is no embedding model {name!r}. Those known are: {', '.join(sorted(EMBEDDERS))}."
        ) from None
    opened: Embedder = _shared(make, cache, threads)
    return opened


def open_reader(cache: Path, threads: int = 0) -> Reader:
    """Open the model that reads; libraries of a process share it. Raises WeightsError without its weights."""
    opened: Reader = _shared(MiniLM, cache, threads)
    return opened


def open_judge(cache: Path, threads: int = 0) -> Judge:
    """Open the model that judges; libraries of a process share it. Raises WeightsError without its weights."""
    opened: Judge = _shared(Judge, cache, threads)
    return opened


@functools.cache
def _shared(make: Callable[[Path, int], object], cache: Path, threads: int) -> Any:  # noqa: ANN401 - what `make` makes
    """Open a model once: its graphs take 150 MB, which ONNX Runtime keeps when a library is closed."""
    return make(cache, threads)
