"""What a sentence says otherwise than a question asks: no for yes, before for after, the old bridge for the new one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from assistant.answers.phrases import asked_nouns, parsed
from assistant.text import FUNCTION_WORDS, root, stem

if TYPE_CHECKING:
    from spacy.tokens import Token

_NEGATIONS = frozenset("not n't no never none neither nor without cannot nobody nothing".split())
_DENYING = re.compile(r"(?:non-?|un|in|im|ir|dis|anti-?)(?=\w{4})")
"""Beginnings that turn a word into its denial; what is left must be a word of the other text."""
_MODIFIERS = frozenset({"amod", "compound", "nummod", "nmod", "poss"})


def _says_no(token: Token) -> bool:
    """Tell whether a word of a question says no itself.

    "Won't it ...?" only expects a yes, and "who warned that it was not ready" and "if it does not help, why go on?"
    may be told in other words.
    """
    beside = any(one.dep_ in {"ccomp", "advcl"} or any(map(_is_if, one.lefts)) for one in token.ancestors)
    return token.lower_ in _NEGATIONS and token.i - token.sent.start > 1 and not beside


def _is_if(token: Token) -> bool:
    return bool(token.dep_ == "mark" and token.lower_ in {"if", "though", "although", "unless", "because", "since"})


def denies(question: str, sentence: str) -> bool:
    """Tell whether a question says no where a sentence does not: by a word, or by a beginning ("non-self").

    The other way round says little: a sentence may say no of something else, or say no in its answer.
    """
    asked, told = parsed(question), parsed(sentence)
    if any(token.lower_ in _NEGATIONS for token in asked):
        return any(map(_says_no, asked)) and not any(token.lower_ in _NEGATIONS for token in told)
    held = {form for token in told for form in _forms(token)}
    bare = {root(word) for word in held}
    affirmed = {root(_DENYING.sub("", word, count=1)) for word in held if _DENYING.match(word)}
    for token in asked:
        if token.lower_ in FUNCTION_WORDS or _forms(token) & held:
            continue
        word = token.lower_
        if root(word) in affirmed or (_DENYING.match(word) and root(_DENYING.sub("", word, count=1)) in bare):
            return True
    return False


def only_supposes(question: str, sentence: str) -> bool:
    """Tell whether a sentence only supposes or wants what a question asks to have been done: "somebody will drown"."""
    asked = next((one for one in parsed(question) if one.dep_ == "ROOT"), None)
    if asked is None or not any(one.lower_ in _PAST for one in asked.lefts if one.dep_ in {"aux", "auxpass"}):
        return False
    done = [one for one in parsed(sentence) if one.pos_ == "VERB" and _roots(one) & _roots(asked)]
    return bool(done) and all(map(_is_supposed, done))


_PAST = frozenset({"did", "has", "have", "had", "was", "were"})
_MODALS = frozenset("will would 'll ’ll 'd ’d can could may might shall should must".split())
_WANTING = frozenset(
    """want wish hope plan intend mean propose vow promise pledge threaten offer agree ask urge call demand request
    recommend advise seek try attempt refuse decline expect need prepare consider tempt dare""".split()
)
"""Verbs whose infinitive is only wanted, not told of: who "had to" or "was forced to" do something did it."""


def _is_supposed(verb: Token) -> bool:
    """Tell whether a verb is under a modal, an "if" or a verb of wanting, and not denied: "could not have known"."""
    if any(one.dep_ == "neg" for one in verb.children):
        return False
    helpers = [one for one in verb.lefts if one.dep_ in {"aux", "auxpass"}]
    wanted = verb.head.lemma_ in _WANTING and any(one.lower_ == "to" for one in helpers)
    wished = bool(helpers) and helpers[0].lower_ == "be"  # "I propose that it be closed"
    feared = any(one.dep_ == "mark" and one.lower_ in {"if", "unless"} for one in verb.lefts)
    return any(one.lower_ in _MODALS for one in helpers) or wanted or wished or feared


_DEGREES = frozenset("more most greater greatest higher highest less least fewer fewest lesser lower lowest".split())
"""Words that say how much, and nothing of what: "less safe" and "more at risk" are no contrast."""


def contrasts(question: str, sentence: str) -> bool:
    """Tell whether a sentence holds the contrast of a word of the question, and not the word: less for more."""
    asked, told = parsed(question), parsed(sentence)
    held = {stem(form): token for token in told for form in _forms(token)}
    named = asked_nouns(question)
    for token in asked:
        measured = token.i > 0 and token.nbor(-1).lower_ == "how"  # "how long" asks for any length
        own = {stem(form) for form in _forms(token)}
        against = [held[other] for one in own for other in _contrasts()[one] if other in held]
        if measured or token.i in named or own & held.keys():
            continue
        if any(token.lower_ not in _DEGREES or _roots(token.head) & _roots(one.head) for one in against):
            return True
    return False


def otherwise(question: str, sentence: str) -> bool:
    """Tell whether a sentence speaks of a thing of the question as another one: the wooden bridge for the stone one."""
    return any(_held_otherwise(token, sentence) for token in _modifiers(question))


def _modifiers(question: str) -> Iterator[Token]:
    named = asked_nouns(question)
    for token in parsed(question):
        modifies = token.dep_ in _MODIFIERS and token.head.pos_ in {"NOUN", "PROPN"}
        says = token.pos_ in {"ADJ", "NOUN", "PROPN", "NUM"} and token.lower_ not in FUNCTION_WORDS
        if modifies and says and token.i not in named:
            yield token


def _held_otherwise(modifier: Token, sentence: str) -> bool:
    things = [token for token in parsed(sentence) if _roots(token) & _roots(modifier.head)]
    own = _roots(modifier)
    beside = [one for thing in things for one in (*thing.subtree, *list(thing.ancestors)[:2])]
    if any(own & _roots(one) for one in beside):
        return False
    return any(child.dep_ in _MODIFIERS for thing in things for child in thing.children)


def _forms(token: Token) -> set[str]:
    return {token.lower_, token.lemma_.lower()}


def _roots(token: Token) -> set[str]:
    return {root(form) for form in _forms(token)}


class _Table(dict[str, frozenset[str]]):
    def __missing__(self, key: str) -> frozenset[str]:
        return frozenset()


@cache
def _contrasts() -> _Table:
    """Return, for the stem of each word of the list, the stems of what stands against it."""
    found: dict[str, set[str]] = {}
    for line in files("assistant.answers").joinpath("contrasts.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            _add(found, [{stem(word.strip()) for word in side.split(",")} for side in re.split(r"[|/]", line)])
    return _Table({word: frozenset(others - {word}) for word, others in found.items()})


def _add(found: dict[str, set[str]], sides: Collection[set[str]]) -> None:
    for side in sides:
        others = set().union(*(other for other in sides if other is not side))
        for word in side:
            found.setdefault(word, set()).update(others)
