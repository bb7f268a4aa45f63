"""Questions the library can answer, made from what it holds and kept only if asking them brings an answer."""

from __future__ import annotations

import calendar
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from assistant.assistant import Assistant
from assistant.model import Answer, Claim, ClaimantKind, Document, Status
from assistant.text import FUNCTION_WORDS

SHOWN = 4
"""Questions offered at a time."""
_TRIED = 6
"""Questions asked at most to find those to offer."""
_ENOUGH_TIME = 1.5
"""Seconds after which none is asked any more: what was found until then is offered."""
_CANDIDATES = 24
"""Questions made of some documents, the best supported."""
_REMEMBERED = 2000
"""Questions of which it is remembered whether they have an answer."""
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
_NOBODY = frozenset("nobody somebody everybody anybody nothing something everything anything none neither".split())
"""Words that open a quotation with a capital and are no topic."""
_LONGEST_NAME = 40

Held = Iterable[tuple[Document, Claim]]


class Suggester:
    """Offers questions over one library. What it learns is forgotten when the library changes."""

    def __init__(self, assistant: Assistant) -> None:
        """Take the library."""
        self._assistant = assistant
        self._change = assistant.change
        self._made: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._answered: dict[str, bool] = {}

    def examples(self, wanted: Callable[[], bool] = lambda: True) -> tuple[str, ...]:
        """Return questions to start with; `wanted` is asked before each try, and ends the search when it says no."""
        return self._offered(_Tries(wanted), (), self._anywhere)

    def nearest(
        self, question: str, asked: Iterable[str], wanted: Callable[[], bool] = lambda: True
    ) -> tuple[str, ...]:
        """Return questions near to one, for an answer to go on from; `wanted` is as in `examples`."""
        return self._offered(_Tries(wanted), asked, lambda: self._near(question))

    def instead(
        self, question: str, asked: Iterable[str], wanted: Callable[[], bool] = lambda: True
    ) -> tuple[str, ...]:
        """Return questions for an abstention to offer: near ones first, then any, with no more tries than else."""
        return self._offered(_Tries(wanted), asked, lambda: self._near(question), self._anywhere)

    def _offered(self, tries: _Tries, asked: Iterable[str], *sources: Callable[[], Iterable[str]]) -> tuple[str, ...]:
        """Return those of the sources' questions that have an answer, as far as the tries go."""
        if self._assistant.change != self._change or len(self._answered) > _REMEMBERED:
            self._change, self._made, self._answered = self._assistant.change, {}, {}
        answered, passed = self._answered, {one.casefold() for one in asked}
        offered: list[str] = []
        for question in (one for source in sources for one in source()):
            if question.casefold() in passed:
                continue
            passed.add(question.casefold())
            if question not in answered:
                if not tries.another():
                    break
                answered[question] = _is_answer(self._assistant.extract(question), question)
            if answered[question]:
                offered.append(question)
            if len(offered) == SHOWN:
                break
        return tuple(offered)

    def _anywhere(self) -> tuple[str, ...]:
        listed = self._assistant.documents()
        return self._candidates(tuple(one.id for one in listed[:: max(1, len(listed) // _READ)]))

    def _near(self, question: str) -> tuple[str, ...]:
        places = [node.node.metadata for node in self._assistant.retriever.retrieve(question)[:_NEAR]]
        documents = list(dict.fromkeys(str(place["document_id"]) for place in places))
        return self._candidates(tuple(documents[:_NEAR_DOCUMENTS]))

    def _candidates(self, documents: tuple[str, ...]) -> tuple[str, ...]:
        """Make questions of some documents; once for each state of the library."""
        made = self._made
        if documents not in made:
            made[documents] = tuple(islice(_questions(self._held(documents)), _CANDIDATES))
        return made[documents]

    def _held(self, documents: Iterable[str]) -> Iterator[tuple[Document, Claim]]:
        for name in documents:
            document = self._assistant.document(name)
            for claim in self._assistant.claims_in(name):
                yield document, claim


class _Tries:
    """How many questions may still be asked to find those to offer, and for how long."""

    def __init__(self, wanted: Callable[[], bool]) -> None:
        self._wanted, self._began, self._left = wanted, time.monotonic(), _TRIED

    def another(self) -> bool:
        """Take one try, if there is one left; the first may come late, for making the questions takes time too."""
        late = self._left < _TRIED and time.monotonic() - self._began > _ENOUGH_TIME
        if self._left == 0 or late or not self._wanted():
            return False
        self._left -= 1
        return True


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
            topic = " ".join(found[2].split()).removesuffix("’s").removesuffix("’")
            first = topic.split()[0]
            common = first.lower() in FUNCTION_WORDS | _NOBODY
            if _DEMONYM.search(topic) or first in _CALENDAR or common or len(topic) <= 2:
                continue
            if topic not in name and name not in topic:
                yield name, topic, "the " if found[1] else ""


def _is_name(name: str) -> bool:
    words = name.removeprefix("the ").split()
    return bool(words) and all(word[0].isupper() for word in words)


def _is_answer(answer: Answer, question: str) -> bool:
    return answer.status is Status.ANSWERED and any(
        name in question for statement in answer.statements for name in statement.claimants
    )
