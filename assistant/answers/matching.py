"""How closely a text speaks to a question, token by token.

Late interaction (ColBERT, Khattab and Zaharia 2020): each of the question's tokens looks for its nearest token in the
text, so that "bankroll" finds "funding" wherever it stands. Tokens of words that say nothing do not count, and the
others count the more the rarer their word is in the library.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from assistant.record import Vector
from assistant.search.embedders import Embedder
from assistant.search.embedding import Reading
from assistant.text import FUNCTION_WORDS

_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_LEAST_WEIGHT = 0.1
MET = 0.7
"""How nearly a word is met, as a rule, that a text does hold."""
RARE = 10.0
"""About the inverse document frequency of a word that stands once in a large library."""
REMEMBERED = 600
"""Texts whose readings are kept: those of a question and its follow-ups, about 30 MB."""


class Probe:
    """A question, read token by token."""

    def __init__(self, question: str, reading: Reading, rarity: Callable[[str], float]) -> None:
        """Take the question, its reading, and what tells how rare a word is (its inverse document frequency)."""
        self.question, self.vector = question, reading.vector
        self._tokens, self._offsets = reading.tokens, reading.offsets
        self._weights = np.zeros(len(reading.offsets), np.float32)
        for word in _WORD.finditer(question):
            bare = word.group().lower().replace("’", "'").removesuffix("'s")
            if bare in FUNCTION_WORDS:
                continue
            for row, (start, end) in enumerate(reading.offsets):
                if word.start() <= start < end <= word.end():
                    self._weights[row] = max(rarity(bare), _LEAST_WEIGHT)
        if not self._weights.any():
            self._weights[:] = 1.0

    def nearest(self, text: Reading) -> Vector:
        """Return, for each token of the question, the cosine of its nearest token in a text."""
        if not len(text.tokens):
            return np.zeros(len(self._weights), np.float32)
        nearest: Vector = (self._tokens @ text.tokens.T).max(axis=1)
        return nearest

    def least(self, nearest: Vector, places: Sequence[tuple[int, int]]) -> float:
        """Return how nearly the worst met of some words of the question is met, by their places; `MET` without any."""
        worst = MET if not places else 1.0
        for first, last in places:
            rows = [row for row, (start, end) in enumerate(self._offsets) if first <= start < end <= last]
            if rows:
                worst = min(worst, float(nearest[rows].mean()))
        return worst

    def shortfall(self, nearest: Vector, places: Sequence[tuple[int, int]]) -> float:
        """Return how far some words of the question are from being met, by their places: about 0..1 a rare word."""
        total = 0.0
        for first, last in places:
            rows = [row for row, (start, end) in enumerate(self._offsets) if first <= start < end <= last]
            if rows:
                total += (1.0 - float(nearest[rows].mean())) * float(self._weights[rows].mean()) / RARE
        return total

    def share(self, nearest: Vector) -> float:
        """Return how much of the question is met, about 0..1: the mean of `nearest`, rare words first."""
        total = float(self._weights.sum())
        return float(nearest @ self._weights) / total if total else 0.0


class Reader:
    """Reads texts with a library's model and remembers the latest; safe to share between threads."""

    def __init__(self, embedding: Embedder) -> None:
        """Take the model."""
        self._embedding = embedding
        self._known: OrderedDict[str, Reading] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, texts: Iterable[str]) -> dict[str, Reading]:
        """Return the reading of each text."""
        wanted = dict.fromkeys(texts)
        with self._lock:
            found = {text: self._known[text] for text in wanted if text in self._known}
        missing: Sequence[str] = [text for text in wanted if text not in found]
        found.update(zip(missing, self._embedding.read(missing), strict=True))
        with self._lock:
            for text in wanted:
                self._known[text] = found[text]
                self._known.move_to_end(text)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return found
