"""How closely a text speaks to a question, token by token.

Late interaction (ColBERT, Khattab and Zaharia 2020): each of the question's tokens looks for its nearest token in the
text, so that "bankroll" finds "funding" wherever it stands. Tokens of words that say nothing do not count, and the
others count the more the rarer their word is in the library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.record import Vector
from assistant.search.minilm import Meaning, Reading
from assistant.text import FUNCTION_WORDS

_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_LEAST_WEIGHT = 0.1
MET = 0.7
"""How nearly a word is met, as a rule, that a text does hold."""
RARE = 10.0
"""About the inverse document frequency of a word that stands once in a large library."""


@dataclass(frozen=True)
class Met:
    """How near a text comes to a question."""

    similarity: float
    """Cosine of the two as wholes."""
    nearest: Vector
    """For each token of the question, the cosine of its nearest token in the text."""


class Probe:
    """A question, read token by token."""

    def __init__(self, question: str, reading: Reading, rarity: Callable[[str], float]) -> None:
        """Take the question, its reading, and what tells how rare a word is (its inverse document frequency)."""
        self.question, self.vector = question, reading.vector
        self._tokens, self._offsets = reading.tokens, reading.offsets
        self._rows: dict[tuple[int, int], list[int]] = {}
        self.content: list[tuple[int, int]] = []
        """Where the words stand that say something."""
        self._weights = np.zeros(len(reading.offsets), np.float32)
        for word in _WORD.finditer(question):
            bare = word.group().lower().replace("’", "'").removesuffix("'s")
            if bare in FUNCTION_WORDS:
                continue
            self.content.append((word.start(), word.start() + len(bare)))
            for row, (start, end) in enumerate(reading.offsets):
                if word.start() <= start < end <= word.start() + len(bare):  # not the "'s" of an owner
                    self._weights[row] = max(rarity(bare), _LEAST_WEIGHT)
        if not self._weights.any():
            self._weights[:] = 1.0

    @property
    def weights(self) -> Vector:
        """How much each token of the question counts."""
        return self._weights

    def met(self, texts: Mapping[str, Meaning]) -> dict[str, Met]:
        """Return how near each text comes, all compared at once."""
        if not texts:
            return {}
        similar = np.stack([text.vector for text in texts.values()]) @ self.vector
        cosines = np.concatenate([text.tokens for text in texts.values()]) @ self._tokens.T
        found: dict[str, Met] = {}
        nothing, start = np.zeros(len(self._weights), np.float32), 0
        for (name, text), similarity in zip(texts.items(), similar, strict=True):
            own = cosines[start : (start := start + len(text.tokens))]
            found[name] = Met(float(similarity), own.max(axis=0) if len(own) else nothing)
        return found

    def least(self, nearest: Vector, places: Sequence[tuple[int, int]]) -> float:
        """Return how nearly the worst met of some words of the question is met, by their places; `MET` without any."""
        worst = MET if not places else 1.0
        for first, last in places:
            if (rows := self._rows.get((first, last))) is None:
                rows = [row for row, (start, end) in enumerate(self._offsets) if first <= start < end <= last]
                self._rows[first, last] = rows
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
