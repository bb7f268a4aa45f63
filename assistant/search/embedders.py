"""The embedding models a library can be made with, by the names libraries remember them by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from assistant.errors import UsageError
from assistant.record import Vectors
from assistant.search.embedding import NAME, MiniLM, Reading


class Embedder(Protocol):
    """Turns texts into vectors."""

    model_name: str
    """What a library remembers of it."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row of unit length a text."""

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Return each text's vector and those of its tokens."""

    def question(self, text: str) -> Reading:
        """Return the reading of a question; those asked lately are remembered."""

    def knows(self, word: str) -> bool:
        """Tell whether a word in lower case is in its vocabulary whole."""


EMBEDDERS: dict[str, Callable[[Path, int], Embedder]] = {NAME: MiniLM}
"""How each model is opened: with the folder of built graphs, and threads (0: all cores)."""

DEFAULT = NAME
"""The model a new library is made with."""


def open_embedder(name: str, cache: Path, threads: int = 0) -> Embedder:
    """Open a model by its name. Raises UsageError for a name nobody knows, WeightsError without its weights."""
    try:
        make = EMBEDDERS[name]
    except KeyError:
        raise UsageError(
            f"There is no embedding model {name!r}. Those known are: {', '.join(sorted(EMBEDDERS))}."
        ) from None
    return make(cache, threads)
