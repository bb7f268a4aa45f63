"""What the extractors find: tokens of a parse that are a source, a cue and a content."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.voices.lexicon import Cue

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True)
class Finding:
    """One attribution as tokens of one sentence's parse."""

    cue: Cue
    """The lexicon's entry."""
    cue_tokens: tuple[Token, ...]
    """The words that signal it."""
    source: Token | None
    """Head of the noun phrase that names the source; None where nobody is named."""
    source_tokens: tuple[Token, ...]
    """The whole noun phrase."""
    content: tuple[Token, ...]
    """What is attributed; empty if only a quotation beside the cue can tell."""
    negated: bool = False
    """Whether the cue itself is negated ("did not say")."""
    weakened: bool = False
    """Whether the saying is only possible, asked or wished ("would say", "if they say")."""


_EDGE = frozenset({",", ";", ":", ".", "—", "–", "--", "-", "!", "?", "(", ")", "…", "..."})


def is_edge(token: Token) -> bool:
    """Tell whether a token is punctuation that no source or content begins or ends with."""
    return token.text in _EDGE or token.is_space


def trimmed(tokens: Iterable[Token], without: Iterable[Token] = ()) -> tuple[Token, ...]:
    """Return `tokens` in order, without those of `without` and without punctuation at either end."""
    excluded = {token.i for token in without}
    kept = sorted((token for token in set(tokens) if token.i not in excluded), key=lambda token: token.i)
    while kept and is_edge(kept[0]) and not (kept[0].text == "(" and _has(kept, ")")):
        kept.pop(0)
    while kept and is_edge(kept[-1]) and not (kept[-1].text == ")" and _has(kept, "(")):
        kept.pop()
    return tuple(kept)


def _has(tokens: Iterable[Token], text: str) -> bool:
    return any(token.text == text for token in tokens)


_INCLUDING = frozenset({"including", "such", "like", "among", "and", "or"})


def noun_phrase(head: Token, relative: Token | None = None) -> tuple[Token, ...]:
    """Return the noun phrase of `head` as somebody would name it.

    Restrictive modifiers stay ("the courts that looked at this", "sources, including a former official"); what
    stands behind a comma as an afterthought (an apposition, a non-restrictive clause) does not. `relative` is the
    relative clause the phrase is looked at from: only its pronoun stays, if no comma parts them.
    """
    kept = {head.i}
    for child in head.children:
        if child == relative:
            continue
        if child.i > head.i and (_afterthought(child) or _is_when(child) or is_left_out(child)):
            continue
        if child.dep_ in {"punct", "cc", "advmod", "neg", "mark"} and child.i > head.i and child.text != "-":
            continue
        kept.update(token.i for token in child.subtree)
    first, last = _from_hyphen(head.doc[min(kept)]).i, max(kept)
    if relative is not None:
        edge = relative.left_edge
        parted = edge.i > head.i + 1 and edge.nbor(-1).text == ","
        last = min(last, edge.i - 2 if parted else edge.i) if edge.i > head.i else last
    while first < head.i and head.doc[first].dep_ in {"advmod", "cc", "preconj"} and head.doc[first].pos_ != "ADJ":
        first += 1
    if first < head.i and _is_year_before(head.doc[first]):
        first += 1
    while last > head.i and head.doc[last].lower_ in _ALL_OF_THEM:
        last -= 1
    return _unquoted(trimmed(token for token in head.doc[first : last + 1]))


def _unquoted(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return a phrase without the mark that closes a quotation before it, or opens one behind it."""
    odd = sum(one.is_quote for one in tokens) % 2 == 1
    if odd and tokens[0].is_quote:
        return trimmed(tokens[1:])
    return trimmed(tokens[:-1]) if odd and tokens[-1].is_quote else tokens


def is_left_out(token: Token) -> bool:
    """Tell whether one of a row is named as not belonging to it: "the guild, but not the mayor"."""
    return token.dep_ == "conj" and any(one.dep_ == "neg" and one.i < token.i for one in token.children)


def _from_hyphen(token: Token) -> Token:
    """Return where a word begins that a parser parts at its hyphen: "one e-mail"."""
    if token.i < 2 or token.nbor(-1).text != "-" or token.nbor(-1).whitespace_ or token.nbor(-2).whitespace_:
        return token
    return token.nbor(-2).left_edge


_ALL_OF_THEM = frozenset({"both", "all", "each", "alike"})
"""Words behind a row of names that belong to no name: "the army and the ministry both say"."""


def _is_year_before(token: Token) -> bool:
    """Tell whether a year that opens a phrase is its sentence's, as no comma tells: "In 2000 Norland's speech said"."""
    year = re.fullmatch(r"(?:19|20)\d\d", token.text) is not None
    return year and token.i > 0 and token.nbor(-1).lower_ in {"in", "since", "during"}


def _is_when(child: Token) -> bool:
    """Tell whether a phrase behind a name only says when: "Norland in 2022 warned" is Norland's warning."""
    if child.dep_ != "prep" or child.head.pos_ != "PROPN" or child.lower_ not in {"in", "on", "since", "during"}:
        return False
    return any(one.dep_ == "pobj" and one.ent_type_ == "DATE" for one in child.children)


def _afterthought(child: Token) -> bool:
    edge = child.left_edge
    if edge.i == 0:
        return False
    parted = edge.nbor(-1).text in {",", "—", "–", "--", "("} or edge.text in {",", "—", "–", "--", "("}
    if child.dep_ == "conj":
        return child.pos_ in {"VERB", "AUX"}
    if child.dep_ in {"prep", "nmod"} and edge.lower_ in _INCLUDING and not (parted and edge.lower_ == "like"):
        return False
    return parted or child.dep_ in {"parataxis", "dep"} or (child.dep_ == "appos" and not child.tag_.startswith("NNP"))
