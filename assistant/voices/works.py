"""Which text "the piece" is: the one that was brought in with a name ("the magazine X published an opinion piece")."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.voices.names import possessive, proper_name
from assistant.voices.parsing import Reading
from assistant.voices.subjects import own_subject

if TYPE_CHECKING:
    from spacy.tokens import Token

_KINDS = (
    frozenset({"piece", "article", "essay", "column", "op-ed", "editorial", "commentary", "story"}),
    frozenset({"speech", "address"}),
    frozenset({"statement", "communique"}),
    frozenset({"letter"}),
    frozenset({"report", "study", "paper", "survey", "review"}),
    frozenset({"proclamation", "order"}),
    frozenset({"book", "memoir"}),
)
"""Words that a later sentence may use for one another."""
_GIVING = frozenset("publish run print issue give deliver write release make carry sign".split())
_WRITERS = frozenset({"writer", "author", "columnist"})


@dataclass
class Works:
    """The texts that a document tells of, as far as it has been read."""

    _named: dict[frozenset[str], str] = field(default_factory=dict)
    """The latest name of each kind of text."""

    def read(self, reading: Reading) -> None:
        """Learn the texts that one sentence brings in with a name."""
        for token in reading.doc:
            kind = _kind(token)
            if kind is not None and (name := _whose(token)):
                self._named[kind] = f"{possessive(name)} {token.lower_}"

    def named(self, head: Token, phrase: tuple[Token, ...]) -> str | None:
        """Return the name behind "the piece", "this report", and "the writer" of the only text; None otherwise."""
        if sum(one.tag_ != "POS" for one in phrase) != 2 or phrase[0].lower_ not in {"the", "this"}:
            return None
        kind = _kind(head)
        if kind is not None:
            return self._named.get(kind)
        written = list(self._named.values())
        return written[0] if head.lemma_.lower() in _WRITERS and len(written) == 1 else None


def _kind(token: Token) -> frozenset[str] | None:
    if token.pos_ != "NOUN" or token.tag_ == "NNS":
        return None
    return next((kind for kind in _KINDS if token.lemma_.lower() in kind), None)


def _whose(noun: Token) -> str | None:
    """Return whose text it is: "X's piece", "the X piece", "a piece in X", "X published a piece"."""
    for child in noun.children:
        if child.dep_ in {"poss", "compound", "nmod"} and child.pos_ == "PROPN":
            return _in_full(child)
        if child.dep_ in {"prep", "agent"} and child.lower_ in {"in", "by", "of", "from"}:
            names = [one for one in child.children if one.dep_ == "pobj" and one.pos_ == "PROPN" and _may_publish(one)]
            if names:
                return _in_full(names[0])
    verb = noun.head
    if noun.dep_ != "dobj" or verb.lemma_.lower() not in _GIVING:
        return None
    subject = own_subject(verb)
    return _in_full(subject) if subject is not None and subject.pos_ == "PROPN" else None


def _in_full(name: Token) -> str:
    """Return a name with the capitalised words before it that a tagger takes for none: "Foreign Policy"."""
    found = proper_name(name)
    for before in reversed(list(name.doc[1 : name.i])):
        if before.text not in found and (not before.is_title or before.pos_ == "DET"):
            break
        found = found if before.text in found else f"{before.text} {found}"
    return found


def _may_publish(name: Token) -> bool:
    return name.ent_type_ not in {"DATE", "TIME", "GPE", "LOC"} or name.head.lower_ == "by"
