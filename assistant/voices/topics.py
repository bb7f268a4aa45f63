"""Whom a passage goes on about: the subjects of its main clauses, to which a later "it" or "she" that speaks points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.model import Claimant, ClaimantKind, Span
from assistant.voices.parsing import Reading

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_APART = frozenset({";", ":", "—", "–"})
REACH = 5
"""How many sentences back a pronoun looks."""


@dataclass(frozen=True)
class Topic:
    """The subject of a main clause: one party, or several that are joined."""

    reading: Reading
    start: int
    claimants: tuple[Claimant, ...]
    sort: str
    """person, many, body or either: which pronouns fit."""
    gender: str | None
    asks: bool
    """Whether it is who puts a question: whoever speaks next is likelier to answer it."""
    speaks: bool
    """Whether its verb is one of telling, or it is itself a text: whoever had the floor keeps it."""
    quoted: Span | None
    """The quotation it stands in, if any."""

    @property
    def known(self) -> bool:
        """Whether it is somebody, not a pronoun that nobody could resolve."""
        return self.sort != "unknown"


def main_subjects(doc: Doc) -> Iterator[Token]:
    """Yield the subjects of a sentence's main clauses, and of asides that speak ("A boycott, Lund said, ...")."""
    for token in doc:
        if token.dep_ in _SUBJECTS and _is_main(token.head):
            yield token


def _is_main(verb: Token) -> bool:
    while verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
        verb = verb.head
    if verb.dep_ in {"ROOT", "parataxis"}:
        return True
    parted = {one.text for one in verb.doc[verb.right_edge.i : verb.head.i]} & _APART if verb.i < verb.head.i else set()
    return verb.dep_ in {"ccomp", "dep"} and verb.head.dep_ == "ROOT" and bool(parted)


def is_in_relative(token: Token) -> bool:
    """Tell whether a token stands in a relative clause, whose own antecedent is nearer than any main subject."""
    return any(one.dep_ in {"relcl", "acl"} for one in (token, *token.ancestors))


def latest(topics: Sequence[Topic], reading: Reading, at: int, quoted: Span | None) -> Iterator[list[Topic]]:
    """Yield the topics of the sentences before a place, the nearest sentence first.

    They are of the same paragraph, of the same speaker's turn, and on the same side of quotation marks.
    """
    for index in range(reading.index, reading.index - REACH - 1, -1):
        here = [one for one in topics if one.reading.index == index and one.start < at and one.quoted == quoted]
        here = [
            one
            for one in here
            if one.reading.sentence.paragraph == reading.sentence.paragraph
            and one.reading.sentence.speaker == reading.sentence.speaker
        ]
        if here:
            yield here


def unresolved(word: str, span: Span) -> Claimant:
    """Return a pronoun as its own name."""
    return Claimant(name=word, kind=ClaimantKind.UNSPECIFIED, mention=span)
