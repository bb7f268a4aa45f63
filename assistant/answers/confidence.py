"""How sure it is that a sentence answers a question: a logistic model over signals that a person can check.

The coefficients are data (`confidence.toml`); `python -m eval fit-confidence` writes them anew.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from importlib.resources import files

from assistant.answers.contrasting import contrasts, denies, otherwise
from assistant.answers.phrases import names_and_numbers, parsed
from assistant.text import nearly, root, words


@dataclass(frozen=True)
class Signals:
    """What speaks for or against a sentence as an answer, each about 0..1."""

    similarity: float
    """Cosine of question and sentence."""
    match: float
    """How nearly each of the question's words is met in it or just before it, by meaning."""
    names: float
    """How nearly the worst met of the question's names and numbers is met in it or just before it."""
    coverage: float
    """Share of the question's matter that it holds word for word: how far the question is put in its words. Less where
    the matter is a word or two, which tell little."""
    missing: float
    """How far the question's names and numbers are from being met in it, all together, rare ones first."""
    strangers: float
    """Share of the question's names and numbers that stand neither in it nor around it, however spelt."""
    denial: float
    """1 if the question says no and it does not."""
    contrast: float
    """1 if it holds the contrast of a word of the question, and not the word."""
    otherwise: float
    """1 if it speaks of a thing of the question as another one: the old bridge for the new one."""


@dataclass(frozen=True)
class Nearness:
    """How near a sentence is to a question: as a whole, word by word, and in the very words (as in `Signals`)."""

    similarity: float
    match: float
    names: float
    coverage: float
    missing: float


def signals(question: str, sentence: str, around: str, near: Nearness) -> Signals:
    """Compare a question with a sentence and with what a reader of the sentence has read; derivations count as one."""
    names = [question[start:end].lower() for start, end in names_and_numbers(question)]
    return Signals(
        **asdict(near),
        strangers=sum(not _held(name, (sentence, around)) for name in names) / max(1, len(names)),
        denial=float(denies(question, sentence)),
        contrast=float(contrasts(question, sentence)),
        otherwise=float(otherwise(question, sentence)),
    )


_LEAST_MISSPELT = 5
"""Letters from which a name may be misspelt and still be known."""


def _held(name: str, texts: Iterable[str]) -> bool:
    """Tell whether some text holds a name, a derivation of it, or what is spelt nearly so."""
    return any(root(name) in _roots(text) for text in texts) or (
        len(name) >= _LEAST_MISSPELT
        and any(nearly(name, word.removesuffix("'s")) for text in texts for word in words(text))
    )


@lru_cache(maxsize=512)
def _roots(text: str) -> frozenset[str]:
    """Return what all words of a text share with their derivations."""
    return frozenset(root(form) for token in parsed(text) for form in (token.lower_, token.lemma_.lower()))


@dataclass(frozen=True)
class Model:
    """A logistic model, and from where on it is sure enough."""

    intercept: float
    weights: dict[str, float]
    """One for each of `Signals`."""
    shared: dict[str, float]
    """How much more each of the others counts times `coverage`: somebody who asks in a document's words has read it,
    and a word of theirs that is missing means more than where somebody asks in words of their own."""
    enough: float
    """The probability from which a sentence is taken for an answer to a question in words of its own."""
    enough_shared: float
    """How much more is needed times `coverage`."""

    def sure(self, found: Signals) -> float:
        """Return the probability, 0..1, that a sentence answers."""
        drive = self.intercept
        for name, value in asdict(found).items():
            drive += value * (self.weights[name] + found.coverage * self.shared.get(name, 0.0))
        return 1 / (1 + math.exp(-drive))

    def suffices(self, found: Signals) -> bool:
        """Tell whether a sentence is taken for an answer."""
        return self.sure(found) >= self.enough + self.enough_shared * found.coverage


@cache
def shipped() -> Model:
    """Return the model that ships with the package."""
    return Model(**tomllib.loads(files("assistant.answers").joinpath("confidence.toml").read_text("utf-8")))
