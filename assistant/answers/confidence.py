"""How sure it is that a sentence answers a question: a logistic model over signals that a person can check.

The coefficients are data (`confidence.toml`); `python -m eval fit-confidence` writes them anew.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from assistant.answers.phrases import parsed
from assistant.text import FUNCTION_WORDS, root

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True)
class Signals:
    """What speaks for or against a sentence as an answer, each about 0..1."""

    similarity: float
    """Cosine of question and sentence."""
    match: float
    """How nearly each of the question's words is met in it or just before it, by meaning."""
    names: float
    """How nearly the worst met of the question's names and numbers is met in it."""
    coverage: float
    """Share of the question's matter that it holds word for word: how far the question is put in its words."""
    strangers: float
    """Share of the question's names and numbers that stand neither in it nor around it."""
    negation: float
    """1 if one of question and sentence says no and the other does not."""


@dataclass(frozen=True)
class Nearness:
    """How near a sentence is to a question: as a whole, word by word, and in the very words (as in `Signals`)."""

    similarity: float
    match: float
    names: float
    coverage: float


def signals(question: str, sentence: str, around: str, near: Nearness) -> Signals:
    """Compare a question with a sentence and with what a reader of the sentence has read; derivations count as one."""
    asked, told = _gist(question), _gist(sentence)
    held = told.roots | _gist(around).roots
    return Signals(
        **asdict(near),
        strangers=sum(root(name) not in held for name in asked.names) / max(1, len(asked.names)),
        negation=float(asked.negative != told.negative),
    )


@dataclass(frozen=True)
class Gist:
    """What of a text is compared, in lower case."""

    names: tuple[str, ...]
    """The words that are part of a name, and numbers."""
    roots: frozenset[str]
    """What all its words share with their derivations."""
    negative: bool


_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV"})
_QUESTION_TAGS = frozenset({"WRB", "WP", "WDT", "WP$"})
_NEGATIONS = frozenset("not n't no never none neither nor without cannot nobody nothing".split())


@lru_cache(maxsize=512)
def _gist(text: str) -> Gist:
    doc = parsed(text)
    content = [token for token in doc if _says_something(token)]
    return Gist(
        names=tuple(token.lower_ for token in content if token.pos_ in {"PROPN", "NUM"} or token.ent_type_),
        roots=frozenset(root(form) for token in doc for form in (token.lower_, token.lemma_.lower())),
        negative=any(token.lower_ in _NEGATIONS for token in doc),
    )


def _says_something(token: Token) -> bool:
    return token.pos_ in _CONTENT and token.lower_ not in FUNCTION_WORDS and token.tag_ not in _QUESTION_TAGS


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
