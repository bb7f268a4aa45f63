"""Questions the library can answer, made from what it holds and kept only if asking them brings an answer."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from assistant.assistant import Assistant
from assistant.model import Answer, Claim, ClaimantKind, Document, Status

SHOWN = 4
"""Questions offered at a time."""
_TRIED = 3 * SHOWN
_READ = 40
"""Documents looked through for examples."""
_NEAR = 8
"""Units looked at for what is near to a question, and the documents they stand in."""
_NEAR_DOCUMENTS = 3
_NAME = re.compile(
    r"(?<![.!?“”\"]\s)(?<!^)\b(?:(the) )?((?:al[ -])?[A-Z][\w’-]*[a-z][\w’-]*(?: (?:al-)?[A-Z][\w’-]+)*)"
)
_CALENDAR = frozenset([*calendar.month_name, *calendar.day_name, *calendar.month_abbr])
_LONGEST_NAME = 40

Held = Iterable[tuple[Document, Claim]]


def examples(assistant: Assistant) -> tuple[str, ...]:
    """Return questions to start with; computed once for each state of the library."""
    return _examples(assistant, assistant.change)


@lru_cache(maxsize=8)
def _examples(assistant: Assistant, _change: int) -> tuple[str, ...]:
    listed = assistant.documents()
    step = max(1, len(listed) // _READ)
    return tuple(_answered(assistant, _questions(_held(assistant, [one.id for one in listed[::step]])), set()))


def _held(assistant: Assistant, documents: Iterable[str]) -> Iterator[tuple[Document, Claim]]:
    for name in documents:
        document = assistant.document(name)
        for claim in assistant.claims_in(name):
            yield document, claim


def nearest(assistant: Assistant, question: str, asked: Iterable[str]) -> tuple[str, ...]:
    """Return questions near to one, for an answer to go on from or an abstention to offer instead."""
    places = [node.node.metadata for node in assistant.retriever.retrieve(question)[:_NEAR]]
    documents = list(dict.fromkeys(str(place["document_id"]) for place in places))
    near = list(_questions(_held(assistant, documents[:_NEAR_DOCUMENTS])))
    return tuple(_answered(assistant, near, {one.casefold() for one in asked}))


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
            if topic.split()[0] not in _CALENDAR and topic not in name and name not in topic and len(topic) > 2:
                yield name, topic, "the " if found[1] else ""


def _is_name(name: str) -> bool:
    words = name.removeprefix("the ").split()
    return bool(words) and all(word[0].isupper() for word in words)


def _answered(assistant: Assistant, questions: Iterable[str], asked: set[str]) -> Iterator[str]:
    """Yield those of the first questions that the assistant answers; what it cannot answer is not offered."""
    offered = 0
    for tried, question in enumerate(questions):
        if tried >= _TRIED or offered >= SHOWN:
            return
        if question.casefold() not in asked and _is_answer(assistant.ask(question), question):
            offered += 1
            yield question


def _is_answer(answer: Answer, question: str) -> bool:
    return answer.status is Status.ANSWERED and any(
        name in question for statement in answer.statements for name in statement.claimants
    )
