"""Whether some words of a sentence can stand alone: a clause that says something, cut nowhere in its middle."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.voices.parsing import NAMES, parseable, pipeline

if TYPE_CHECKING:
    from spacy.tokens import Token

_OPEN_ENDED = frozenset({"DET", "ADP", "CCONJ", "SCONJ", "AUX"})
_NEGATION = frozenset({"not", "n't", "no", "never"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})


@lru_cache(maxsize=1024)
def stands_alone(words: str) -> bool:
    """Tell whether words make a clause: a finite verb with its subject, not broken off after a word that wants more."""
    doc = pipeline()(parseable(" ".join(words.split())), disable=NAMES)
    tokens = [token for token in doc if not token.is_punct and not token.is_space]
    if not tokens or tokens[-1].lower_ in _NEGATION or _wants_more(tokens[-1]):
        return False
    return any(_is_clause(token) for token in tokens if token.dep_ == "ROOT")


def _wants_more(last: Token) -> bool:
    """Tell whether a last word leaves something open: an article, a preposition, an adjective without its noun."""
    stranded = last.pos_ == "ADP" and last.dep_ in ("prt", "prep") and last.head.pos_ == "VERB"
    return (last.pos_ in _OPEN_ENDED and not stranded) or (last.tag_ == "PRP$") or last.dep_ == "amod"


def _is_clause(root: Token) -> bool:
    finite = root.pos_ in ("VERB", "AUX") and (
        "Fin" in root.morph.get("VerbForm", []) or any(child.dep_ in ("aux", "auxpass") for child in root.children)
    )
    return finite and any(child.dep_ in _SUBJECTS for child in root.children)
