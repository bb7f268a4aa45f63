"""How well a sentence answers a question, told by a model that reads both together (Nogueira & Cho 2019).

The model is MiniLM with low-rank changes and a small head on top, learnt on questions and the sentences that answer
them, others found for them, and questions that their documents do not answer (`eval/judging.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from math import erf
from pathlib import Path
from typing import Any

import numpy as np

from assistant.search import minilm
from assistant.search.adapting import adapted, extras, graph_of
from assistant.search.embedding import available, each, session
from assistant.search.weights import built

NAME = "judge"
"""What the changes are called."""
QUESTION, LEAD, SENTENCE, LONGEST = 32, 20, 64, 80
"""Tokens that are read of a question, of what a reader knows of a sentence, of the sentence, and of all together."""
KEPT = 4096
"""Judgements remembered: a question is looked for several times."""
MARKS = 4
"""Tokens that begin, part and end a pair."""


@dataclass(frozen=True)
class Passage:
    """A sentence as its reader comes to it."""

    text: str
    lead: str
    """Who says it, when, and under which title."""
    before: str
    """The sentence before it; empty where there is none."""

    @classmethod
    def of(cls, texts: Sequence[str]) -> Passage:
        """Make one of a sentence, its lead, and the sentences before it, the nearest last."""
        text, lead, *before = texts
        return cls(text, lead, before[-1] if before else "")


class Judge:
    """Tells how well passages answer; safe to share between threads."""

    def __init__(self, cache: Path, threads: int = 0) -> None:
        """Load the graph from `cache`, building it there first if need be.

        Raises WeightsError if the weights are missing or are not the published ones.
        """
        change = partial(adapted, NAME)
        graph = built(graph_of(NAME, minilm.NAME), cache, lambda file: minilm.build(file, change))
        self._session, self._tokenizer, self._head = session(graph), minilm.tokenizer(), extras(NAME)
        self._threads = threads or available()
        self._judged = lru_cache(KEPT)(self._judge)
        self._cut = lru_cache(KEPT)(self._tokens)

    def answers(self, question: str, passages: Sequence[Passage]) -> list[float]:
        """Return for each passage the log odds that it answers, about -8 to 8: above 0, it more likely does."""
        return each(partial(self._judged, question), passages, self._threads)

    def _judge(self, question: str, passage: Passage) -> float:
        ids = np.array([self.pair(question, passage)], np.int64)
        (tokens,) = self._session.run(["token_embeddings"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        inner = tokens[0].mean(0) @ self._head["inner.weight"].T + self._head["inner.bias"]
        return float(_gelu(inner) @ self._head["outer.weight"][0] + self._head["outer.bias"][0])

    def pair(self, question: str, passage: Passage) -> list[int]:
        """Return the tokens of a question and a passage as they are read together; what goes before is cut first."""
        asked, lead = self._cut(question)[:QUESTION], self._cut(passage.lead)[:LEAD]
        own = self._cut(passage.text)[:SENTENCE]
        room = LONGEST - len(asked) - len(lead) - len(own) - MARKS
        before = self._cut(passage.before)[-room:] if room > MARKS else ()
        begin, part = (self._tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))
        return [begin, *asked, part, *lead, part, *before, *own, part]

    def _tokens(self, text: str) -> tuple[int, ...]:
        return tuple(self._tokenizer.encode(text, add_special_tokens=False).ids)


def _gelu(x: Any) -> Any:  # noqa: ANN401 - an array
    """Hendrycks & Gimpel 2016, by its exact form."""
    return x * 0.5 * (1 + np.vectorize(erf)(x / 2**0.5))
