"""Questions the library can answer, made from what it holds and kept only if asking them brings an answer."""

from __future__ import annotations

import calendar
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice

from assistant.assistant import Assistant
from assistant.model import Answer, Claim, ClaimantKind, Document, Status

SHOWN = 4
"""Questions offered at a time."""
_TRIED = 6
"""Questions asked at most to find those to offer."""
_ENOUGH_TIME = 1.5
"""Seconds after which what was found is offered as it is."""
_CANDIDATES = 24
"""Questions made of some documents, the best supported."""
_READ = 40
"""Documents looked through for examples."""
_NEAR = 8
"""Units looked at for what is near to a question, and the documents they stand in."""
_NEAR_DOCUMENTS = 3
_NAME = re.compile(
    r"(?<![.!?“”\"]\s)(?<!^)\b(?:(the) )?((?:al[ -])?[A-Z][\w’-]*[a-z][\w’-]*(?: (?:al-)?[A-Z][\w’-]+)*)"
)
_CALENDAR = frozenset([*calendar.month_name, *calendar.day_name, *calendar.month_abbr])
_DEMONYM = re.compile(r"(?:ian|ish|ese|[a-z]{3}i)$")
"""Names that are mostly adjectives ("Latvian"): cut from their noun, they are no topic."""
_LONGEST_NAME = 40

Held = Iterable[tuple[Document, Claim]]


def examples(assistant: Assistant, wanted: Callable[[], bool] = lambda: True) -> tuple[str, ...]:
    """Return questions to start with; `wanted` is asked before each try, and ends the search when it says no."""
    listed = assistant.documents()
    step = max(1, len(listed) // _READ)
    candidates = _candidates(assistant, assistant.change, tuple(one.id for one in listed[::step]))
    return tuple(_answered(assistant, candidates, set(), wanted))


@lru_cache(maxsize=64)
def _candidates(assistant: Assistant, _change: int, documents: tuple[str, ...]) -> tuple[str, ...]:
    """Make questions of some documents; once for each state of the library."""
    return tuple(islice(_questions(_held(assistant, documents)), _CANDIDATES))


def _held(assistant: Assistant, documents: Iterable[str]) -> Iterator[tuple[Document, Claim]]:
    for name in documents:
        document = assistant.document(name)
        for claim in assistant.claims_in(name):
            yield document, claim


def nearest(
    assistant: Assistant, question: str, asked: Iterable[str], wanted: Callable[[], bool] = lambda: True
) -> tuple[str, ...]:
    """Return questions near to one, for an answer to go on from or an abstention to offer instead.

    `wanted` is as in `examples`.
    """
    places = [node.node.metadata for node in assistant.retriever.retrieve(question)[:_NEAR]]
    documents = list(dict.fromkeys(str(place["document_id"]) for place in places))
    near = _candidates(assistant, assistant.change, tuple(documents[:_NEAR_DOCUMENTS]))
    return tuple(_answered(assistant, near, {one.casefold() for one in asked}, wanted))


def _questions(held: Held) -> Iterator[str]:
    """Yield questions, the best supported first, no claimant and no topic twice."""
    pairs: Counter[tuple[str, str]] = Counter()
    called: dict[str, str] = {}
    for document, claim in held:
        for who, topic, article in set(_pairs(document, claim)):
            pairs[who, topic] += 1
            called[topic] = called.get(topic) or article
    claimants: set[str] = set()
    topics: set[str] = set()
    for (who, topic), _ in pairs.most_common():
        if who not in claimants and topic not in topics:
            claimants.add(who)
            topics.add(topic)
            yield f"What did {who} say about {called[topic]}{topic}?"


def _pairs(document: Document, claim: Claim) -> Iterator[tuple[str, str, str]]:
    """Yield who speaks, what it names, and with which article, of a claim whose claimants are named."""
    content = claim.attribution.content.of(document.text)
    for claimant in claim.attribution.claimants:
        name = claimant.name
        if claimant.kind is not ClaimantKind.NAMED or len(name) > _LONGEST_NAME or not _is_name(name):
            continue
        for found in _NAME.finditer(content):
            topic = " ".join(found[2].split())
            if _DEMONYM.search(topic) or topic.split()[0] in _CALENDAR or len(topic) <= 2:
                continue
            if topic not in name and name not in topic:
                yield name, topic, "the " if found[1] else ""


def _is_name(name: str) -> bool:
    words = name.removeprefix("the ").split()
    return bool(words) and all(word[0].isupper() for word in words)


def _answered(
    assistant: Assistant, questions: Iterable[str], asked: set[str], wanted: Callable[[], bool]
) -> Iterator[str]:
    """Yield those of the first questions that the assistant answers; what it cannot answer is not offered."""
    began, offered = time.monotonic(), 0
    for question in islice((one for one in questions if one.casefold() not in asked), _TRIED):
        late = offered > 0 and time.monotonic() - began > _ENOUGH_TIME
        if late or offered >= SHOWN or not wanted():
            return
        if _has_answer(assistant, assistant.change, question):
            offered += 1
            yield question


@lru_cache(maxsize=2048)
def _has_answer(assistant: Assistant, _change: int, question: str) -> bool:
    """Ask a question, once for each state of the library."""
    return _is_answer(assistant.ask(question), question)


def _is_answer(answer: Answer, question: str) -> bool:
    return answer.status is Status.ANSWERED and any(
        name in question for statement in answer.statements for name in statement.claimants
    )
