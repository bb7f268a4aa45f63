"""What a question speaks of: its noun phrases, how much each matters to it, and what in it refers back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.text import FUNCTION_WORDS, content_words
from assistant.voices.lexicon import lexicon
from assistant.voices.parsing import parseable, pipeline

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

LONGEST_COMPLEMENT = 9
"""Words of a phrase with what completes it."""
LONGEST = 600
"""Code points of a question that are parsed; what comes after is not looked at."""


@dataclass(frozen=True)
class Phrase:
    """A noun phrase of a question."""

    text: str
    """As it stands, without its article."""
    head: str
    """The lemma of its head, lower case."""
    root: int
    """Where its head stands in the question."""
    plural: bool
    name: bool
    """Whether its head is a proper noun."""
    person: bool
    start: int
    end: int
    weight: float
    """How likely what is said next is about it, within its question: larger is likelier."""
    full: str
    """It with the preposition that completes it, if one does."""
    definite: bool = False
    """Whether "the" stands before it."""
    speaks: bool = False
    """Whether it is what says, claims or believes something."""

    @property
    def spoken(self) -> str:
        """It as another question would take it up."""
        said = self.text if self.name or " " in self.text else self.full
        return f"the {said}" if self.definite else said


@dataclass(frozen=True)
class Pointer:
    """A word or phrase of a question that stands for something said before."""

    start: int
    end: int
    kind: str
    """it, they, he, she, one, ones, others, there, this (what was said, not a thing), or the (a definite phrase)."""
    owning: bool = False
    """Whether it is a possessive."""
    head: str = ""
    """Of a definite phrase: the lemma of its head."""
    speaks: bool = False
    """Whether it is what says, claims or believes something."""


@lru_cache(maxsize=1024)
def parsed(text: str) -> Doc:
    """Parse a question."""
    return pipeline()(parseable(text[:LONGEST]))


@lru_cache(maxsize=1024)
def phrases(text: str) -> tuple[Phrase, ...]:
    """Return the noun phrases of a question, in order: no pronouns, no question words; "X and Y" also as one."""
    found: list[Phrase] = []
    for chunk in parsed(text).noun_chunks:
        for part in _parts(chunk):
            made = _phrase(part, text)
            if made is None or any(_is_part(made, old, text) for old in found):
                continue
            if found and part.root.dep_ == "conj" and _joins(text[found[-1].end : made.start]):
                found.append(_joined(found[-1], made, text))
            found.append(made)
    return tuple(found)


def _is_part(made: Phrase, old: Phrase, text: str) -> bool:
    """Tell whether a phrase is another, or the part of it behind a hyphen."""
    inside = old.start <= made.start and made.end <= old.end
    return inside and (made.start == old.start or text[made.start - 1] in "-–")


def phrases_beside(text: str, places: Sequence[tuple[int, int]]) -> list[Phrase]:
    """Return a question's phrases that do not overlap some stretches of it."""
    return [one for one in phrases(text) if not any(start < one.end and one.start < end for start, end in places)]


def _parts(chunk: Span) -> list[Span]:
    """Return a chunk, or its owner and what is owned."""
    marks = [token.i for token in chunk if token.tag_ == "POS" and token.i + 1 < chunk.end]
    if not marks:
        return [chunk]
    return [chunk.doc[chunk.start : marks[-1]], chunk.doc[marks[-1] + 1 : chunk.end]]


_EMPTY_HEADS = frozenset(
    """thing way kind lot bit type sort fact example difference reason time people person someone anyone everything
    something nothing anything information detail question answer term one other today day problem""".split()
)
"""Nouns that name no matter."""
_BEHIND = re.compile(r"\(about (?:the )?$")
"""What stands before a topic that was put behind a question."""


def _joins(between: str) -> bool:
    return between.strip(" ").lower() in {"and", "or", ",", "and the", "or the"}


def _joined(one: Phrase, other: Phrase, text: str) -> Phrase:
    whole = text[one.start : other.end]
    name, person = one.name and other.name, one.person and other.person
    return Phrase(
        whole, other.head, other.root, True, name, person, one.start, other.end, one.weight + 0.1, whole, one.definite
    )


def _phrase(chunk: Span, text: str) -> Phrase | None:
    inner = [
        token for token in chunk if token.pos_ not in {"DET", "PRON", "AUX", "PUNCT", "SPACE"} and token.tag_ != "WRB"
    ]
    if not inner or chunk.root.pos_ == "PRON" or chunk.root.lemma_.lower() in _EMPTY_HEADS:
        return None
    first, last = _stretched(inner[0], chunk[-1])
    start, end = first.idx, last.idx + len(last.text)
    words = text[start:end].rstrip(" \"'’?.!,;()")
    if not content_words(words):
        return None
    root = chunk.root
    return Phrase(
        text=words,
        head=root.lemma_.lower(),
        root=root.idx,
        plural=root.tag_ in {"NNS", "NNPS"},
        name=root.pos_ == "PROPN" or any(token.pos_ == "PROPN" for token in inner),
        person=any(token.ent_type_ == "PERSON" for token in chunk),
        start=start,
        end=start + len(words),
        weight=WEIGHTS.appended if _BEHIND.search(text[:start]) else _weight(chunk),
        full=_with_complement(first, root, text) or words,
        definite=chunk[0].lower_ == "the",
        speaks=_speaks(root),
    )


def _speaks(token: Token) -> bool:
    """Tell whether a word is the subject of a verb of saying."""
    return token.dep_ == "nsubj" and token.head.lemma_.lower() in lexicon().verbs


def _stretched(first: Token, last: Token) -> tuple[Token, Token]:
    """Return the ends of a phrase with the capitalised words and numbers of its name that the parser split off."""
    doc = first.doc
    while first.i > 1 and _is_hyphen(doc[first.i - 1]):  # "IS-K" is three words to the parser, and may be two phrases
        first = doc[first.i - 2]
    while last.i + 2 < len(doc) and _is_hyphen(doc[last.i + 1]):
        last = doc[last.i + 2]
    while (
        first.i > 1
        and first.is_title
        and doc[first.i - 1].is_title
        and doc[first.i - 1].pos_ in {"ADJ", "PROPN", "NOUN"}
    ):
        first = doc[first.i - 1]
    while last.i + 1 < len(doc) and last.is_title and (doc[last.i + 1].is_digit or doc[last.i + 1].pos_ == "PROPN"):
        last = doc[last.i + 1]
    return first, last


def _is_hyphen(token: Token) -> bool:
    """Tell whether a word is a hyphen with no space on either side."""
    return token.text in {"-", "–"} and not token.whitespace_ and not token.nbor(-1).whitespace_


def _with_complement(first: Token, root: Token, text: str) -> str | None:
    """Return a phrase with the preposition that completes it: "relationship between predators and prey"."""
    for child in root.rights:
        if child.dep_ == "prep":
            last = child.right_edge
            return text[first.idx : last.idx + len(last.text)] if last.i - first.i < LONGEST_COMPLEMENT else None
    return None


@dataclass(frozen=True)
class Weights:
    """How likely what is asked next is about a phrase, by its place in its question.

    Found by coordinate search on the development half of `python -m eval rewriting`, then rounded.
    """

    name: float = 0.7
    owner: float = 1.2
    """An owner, or what stands after of, about, for or on."""
    subject: float = 0.6
    object: float = 0.2
    defined: float = 1.5
    """All that is asked about: "What is anaemia?"."""
    told: float = 0.8
    """What one wants to be told about."""
    appended: float = 0.4
    """A topic that was put behind the question, when it was understood."""
    completed: float = -0.8
    """One that "of" goes on from: what matters comes after."""
    owned: float = -1.1
    definite: float = -0.1


WEIGHTS = Weights()
_ASKING_TO_TELL = frozenset({"tell", "describe", "explain", "discuss", "show"})


def _weight(chunk: Span) -> float:
    root, first = chunk.root, chunk.doc[0].lower_
    weight = WEIGHTS.name * (root.pos_ == "PROPN")
    if root.dep_ == "poss" or (root.dep_ == "pobj" and root.head.lower_ in {"of", "about", "for", "on"}):
        weight += WEIGHTS.owner
    elif root.dep_ in {"nsubj", "nsubjpass"}:
        weight += WEIGHTS.subject
    elif root.dep_ in {"dobj", "attr"}:
        weight += WEIGHTS.object
    weight += WEIGHTS.defined * _defined(chunk)
    weight += WEIGHTS.completed * any(child.dep_ == "prep" and child.lower_ == "of" for child in root.children)
    weight += WEIGHTS.owned * any(child.dep_ == "poss" for child in root.children)
    weight += WEIGHTS.definite * (chunk[0].lower_ == "the" and root.pos_ == "NOUN")
    return weight + WEIGHTS.told * (first in _ASKING_TO_TELL and root.dep_ in {"dobj", "pobj"})


def _defined(chunk: Span) -> bool:
    """Tell whether a question asks what a thing is: "What is anaemia?"; its topic from then on."""
    before = [token.lower_ for token in chunk.doc[: chunk.start]]
    after = [token for token in chunk.doc[chunk.end :] if not token.is_punct and not token.is_space]
    return (
        len(before) == 2
        and before[0] in {"what", "who"}
        and before[1] in {"is", "are", "was", "were", "'s"}
        and not after
    )


_KINDS = {
    "it": "it", "its": "it", "they": "they", "them": "they", "their": "they", "theirs": "they",
    "he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "hers": "she",
    "this": "this", "that": "this", "one": "one", "ones": "ones", "others": "others",
}  # fmt: skip


_PLACES = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})


def pointers(text: str) -> list[Pointer]:
    """Return what refers back in a question, in order: pronouns, and definite phrases that say little themselves."""
    doc = parsed(text)
    found = [pointer for token in doc if (pointer := _pronoun(token))]
    found += [pointer for chunk in doc.noun_chunks if (pointer := _definite(chunk))]
    return sorted(found, key=lambda pointer: pointer.start)


def _pronoun(token: Token) -> Pointer | None:
    word = token.lower_
    end = token.idx + len(token.text)
    if word == "there" and token.dep_ == "advmod" and token.tag_ == "RB":
        return Pointer(token.idx, end, "there")
    kind = _KINDS.get(word)
    if kind is None or (word == "it" and _is_expletive(token)):
        return None
    if kind == "this" and (token.dep_ not in _PLACES or token.tag_ == "WDT" or token.head.dep_ == "relcl"):
        return None
    specified = any(child.dep_ in {"prep", "relcl", "acl"} for child in token.children)
    if kind in {"one", "ones"} and (token.dep_ in {"nummod", "det"} or specified):
        return None
    kind = "this" if kind == "it" and _is_propositional(token) else kind
    return Pointer(
        token.idx, end, kind, owning=token.dep_ == "poss" or word in {"its", "their", "his"}, speaks=_speaks(token)
    )


def _is_expletive(token: Token) -> bool:
    """Tell whether "it" stands for nothing: "is it true that", "does it rain"."""
    verb = token.head
    clauses = {"ccomp", "xcomp", "advcl", "csubj", "acl"}
    if verb.lemma_ == "be":
        complements = [child for child in verb.children if child.dep_ in {"acomp", "attr"}]
        below = [grandchild for child in complements for grandchild in child.children]
        return bool(complements) and any(child.dep_ in clauses for child in [*verb.children, *below])
    takes = verb.lemma_ == "take" and any(child.dep_ == "xcomp" for child in verb.children)
    return takes or verb.lemma_ in {"rain", "snow", "seem", "appear"}


_OF_WHAT_IS_SAID = frozenset(
    """true false right wrong correct accurate certain sure aware convinced fair likely real confirm deny admit agree
    disagree accept dispute tell inform say claim think believe know mean happen prove""".split()
)
"""Words whose "it" is what was said, not a thing: "was he sure of it?", "is it true?"."""


def _is_propositional(token: Token) -> bool:
    head = token.head.head if token.dep_ == "pobj" else token.head
    near = {head.lemma_, *(child.lemma_ for child in head.children if child.dep_ in {"acomp", "attr"})}
    return bool({word.lower() for word in near} & _OF_WHAT_IS_SAID)


def _definite(chunk: Span) -> Pointer | None:
    """Return "the film", "this problem": definite, a common noun, nothing behind it that says which."""
    root, first = chunk.root, chunk[0]
    if root.pos_ != "NOUN" or first.lower_ not in {"the", "this", "that", "these", "those", "such"}:
        return None
    if any(child.dep_ in {"prep", "relcl", "acl", "appos"} for child in root.children) or root.lemma_ in _EMPTY_HEADS:
        return None
    if any(token.pos_ == "PROPN" or token.ent_type_ == "NORP" or token.tag_ in {"JJS", "RBS"} for token in chunk):
        return None  # a name says which: "the Iranian diplomats"
    return Pointer(chunk[0].idx, chunk[-1].idx + len(chunk[-1].text), "the", head=root.lemma_.lower())


def is_bound(pointer: Pointer, phrase: Phrase, text: str) -> bool:
    """Tell whether a phrase before a pronoun, in the same question, may be what the pronoun stands for.

    Not within one clause ("why did she start it"), unless as its owner, and not from a clause that describes the
    phrase ("the plants they found").
    """
    if pointer.head or phrase.end > pointer.start:
        return False
    doc = parsed(text)
    pronoun, root = (next(token for token in doc if token.idx == place) for place in (pointer.start, phrase.root))
    if root.is_ancestor(pronoun):
        return False
    return _clause(root) != _clause(pronoun) or (pointer.owning and root.dep_ in {"nsubj", "nsubjpass"})


def _clause(token: Token) -> int:
    """Return the number of the verb a word belongs to."""
    while token.head != token and token.pos_ not in {"VERB", "AUX"}:
        token = token.head
    return int(token.i)


@lru_cache(maxsize=512)
def names_and_numbers(text: str) -> tuple[tuple[int, int], ...]:
    """Return where the words of a question's names and its numbers stand.

    Left out are what it asks for ("which battle") and small numbers in letters: "name two ways" tells of no two.
    """
    named = asked_nouns(text)
    said = (token for token in parsed(text) if token.lower_ not in FUNCTION_WORDS and token.i not in named)
    found = (token for token in said if is_name(token))
    return tuple((token.idx, token.idx + len(token.text)) for token in found)


_SMALL = frozenset("one two three four five six seven eight nine ten".split())


def is_name(token: Token) -> bool:
    """Tell whether a word is part of a name, or a number that tells of something."""
    small = token.lower_ in _SMALL or token.tag_ == "POS" or token.is_punct
    return not small and (token.pos_ in {"PROPN", "NUM"} or bool(token.ent_type_))


_KIND_NOUNS = frozenset("kind type sort name part form example".split())


@lru_cache(maxsize=1024)
def asked_nouns(text: str) -> frozenset[int]:
    """Return the places, counted in words, of the nouns that say what kind of thing is asked for.

    "Which treaty", "what kind of bridge", "what was the result": an answer seldom holds them.
    """
    found: set[int] = set()
    for token in parsed(text):
        if token.lower_ not in {"what", "which", "whose"} or token.tag_ not in {"WDT", "WP", "WP$"}:
            continue
        head = token.head
        if token.dep_ == "det" or (head.pos_ == "NOUN" and head.i > token.i):
            found.add(head.i)
        if head.lemma_.lower() in _KIND_NOUNS:
            found |= {one.i for one in head.subtree if one.dep_ == "pobj" and one.head.head == head}
        if head.lemma_ == "be" and token.dep_ in {"attr", "nsubj"}:
            beside = (one for one in head.children if one.dep_ in {"attr", "nsubj"} and one != token)
            found |= {one.i for one in beside if one.pos_ == "NOUN"}
    return frozenset(found)
