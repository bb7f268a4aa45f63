"""Does the cited text support a sentence? A deterministic test, and how well it agrees with people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import snowballstemmer

SUPPORTED = 0.25
"""From this score on a sentence counts as supported; chosen on one half of ExpertQA (`eval.experts`)."""
UNRELATED = 0.12
"""Below this share of its sentence's content words a citation has nothing to do with it."""
_WINDOW = 4

_STEMMER = snowballstemmer.stemmer("english")
_WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’-][A-Za-zÀ-ÿ]+)*|\d+(?:[.,:]\d+)*")
_STOP = frozenset(
    "a an the and or but if of in on at to from by for with about as into over after before between against during"
    " is are was were be been being am do does did has have had having will would shall should can could may might"
    " must not no nor it its this that these those he she they we you i his her their our your my me him them us who"
    " whom which what when where why how there here than then so such also more most very just only own same other"
    " some any all both each few one said says say according told stated it's he's they're".split()
)
_NEGATION = re.compile(r"\b(?:not|no|never|none|neither|nor|cannot|without)\b|n['’]t\b", re.IGNORECASE)


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word.lower().replace("’", "'").removesuffix("'s")))


def content_words(text: str) -> list[str]:
    """Return the stems of a text's content words and its numbers, in order."""
    bare = re.sub(r"\[\d[\d,\s–-]*\]", " ", text)
    words = (match[0] for match in _WORD.finditer(bare))
    return [_stem(word) if word[0].isalpha() else word.replace(",", "") for word in words if word.lower() not in _STOP]


def overlap(statement: str, premises: Sequence[str]) -> float:
    """Return the share of a statement's content words found in the premises together: the baseline to beat."""
    words = set(content_words(statement))
    held = {word for premise in premises for word in content_words(premise)}
    return len(words & held) / len(words) if words else 0.0


def support(statement: str, premises: Sequence[str]) -> float:
    """Return how well the premises support a statement, 0 to 1.

    The share of the statement's neighbouring content words that stand near each other, within four content words and
    in either order, in one premise; of a statement of one content word, whether it is there. That words stand
    together says more than that they occur (skip-bigrams, ROUGE-S, Lin 2004, with a window). A number that no premise
    holds takes a third away.
    """
    words = content_words(statement)
    if len(words) < 2:
        return overlap(statement, premises)
    held = [content_words(premise) for premise in premises]
    near = {
        pair for premise in held for gap in range(1, _WINDOW + 1) for pair in zip(premise, premise[gap:], strict=False)
    }
    pairs = set(pairwise(words))
    together = sum((a, b) in near or (b, a) in near for a, b in pairs) / len(pairs)
    numbers = {word for word in words if word[0].isdigit()}
    missing = 1 / 3 if numbers - {word for premise in held for word in premise} else 0.0
    return together * (1 - missing)
