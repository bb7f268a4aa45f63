"""Is a claim contested, by which rules, and why: rules R0 to R8 of the design, in words a person can read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.model import Metadata, Rule
from assistant.voices.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

_YEAR = re.compile(r"(1[5-9]|20)\d\d")
_DATED = frozenset({"DATE", "TIME"})
_COUNTED = frozenset({"CARDINAL", "MONEY", "PERCENT", "QUANTITY", "ORDINAL"})
_PLACED = frozenset({"GPE", "LOC", "FAC", "EVENT"})
_VAGUE_DATES = frozenset({"today", "now", "years", "decades", "future", "past", "recent", "days", "daily", "ago"})
_ARGUING = frozenset({"opinion", "letter", "speech", "briefing", "statement", "fact sheet", "presidential action"})
"""Genres that argue."""
_OWN_ACCOUNTS = frozenset({None, "article", "announcement", "blog", "page", "readout", "update"})
"""Genres that argue where a government or the writer publishes them: it tells of itself there."""
_GOVERNMENT = re.compile(
    r"(?:^|\.)(?:gov|govt|gouv|gob|gub|government)(?:\.[a-z]{2,5})?$|\.(?:mil|(?:go|gc|mil)\.[a-z]{2})$"
)
"""How the sites of governments are named: whitehouse.gov, gov.scot, diplomatie.gouv.fr, mofa.go.jp, army.mil."""


def argues(known: Metadata) -> bool:
    """Tell whether a document argues: what is not a dated or counted fact in it is the view of whoever wrote it.

    That is so by its genre, or because a government, or whoever publishes what it writes, tells of itself.
    """
    publishes = known.author is not None and known.author == known.publisher
    itself = publishes or _GOVERNMENT.search(known.site or "") is not None
    return known.genre in _ARGUING or (known.genre in _OWN_ACCOUNTS and itself)


@dataclass(frozen=True)
class Verdict:
    """Which rules fired on a stretch of words."""

    fired: tuple[tuple[Rule, str], ...]
    """Each rule with its reason."""
    hedges: tuple[Token, ...]
    """The words that soften it."""


def judge(tokens: Sequence[Token], known: Metadata, *, own: bool, party: str = "") -> Verdict:
    """Apply R3 to R8 to some words of a document; with `own`, also R0 and what one that argues adds.

    `party` is who says them: what somebody says of themselves in a document that argues is no neutral fact.
    """
    hedges = tuple(_hedges(tokens))
    partial = argues(known)
    checkable = _is_checkable(tokens, partial=partial) and not (partial and _speaks_of_itself(tokens, party))
    fired: list[tuple[Rule, str]] = []
    if hedges:
        fired.append((Rule.HEDGED, _because("hedged or conditional", hedges)))
    for rule, what, finder in _RULES:
        words = tuple(finder(tokens))
        if words and not (own and checkable and rule in _SOFT and not partial):
            fired.append((rule, _because(what, words)))
    if own and not fired:
        fired.append(_otherwise(known, checkable))
    return Verdict(tuple(fired), hedges)


def _otherwise(known: Metadata, checkable: bool) -> tuple[Rule, str]:
    if argues(known) and not checkable:
        return (
            Rule.INTERPRETATION,
            f"neither dated nor counted, so the view of this {known.genre or 'document'}",
        )
    return (
        Rule.UNCONTESTED,
        "a plain fact: dated, placed, counted or defining" if checkable else "nothing in it is contested",
    )


def _because(what: str, words: Iterable[Token]) -> str:
    quoted = ", ".join(dict.fromkeys(f"“{word.text}”" for word in words))
    return f"{what}: {quoted}"


def _hedges(tokens: Sequence[Token]) -> Iterable[Token]:
    words = lexicon().words
    for token in tokens:
        lower = token.lower_
        modal = lower in words("hedges", "modals") and token.tag_ == "MD"
        verb = token.lemma_ in words("hedges", "verbs") and token.pos_ == "VERB"
        condition = lower in words("hedges", "conditions") and token.dep_ == "mark"
        if modal or verb or condition or lower in words("hedges", "adverbs"):
            yield token


def _norms(tokens: Sequence[Token]) -> Iterable[Token]:
    words = lexicon().words
    for token in tokens:
        infinitive = any(child.dep_ == "xcomp" and _has_to(child) for child in token.children)
        needs = token.lemma_ in {"need", "have"} and token.pos_ in {"VERB", "AUX"} and infinitive
        asks = token.lemma_ in {"urge", "demand"} and token.pos_ == "VERB"
        modal = token.lower_ in words("norms", "modals") and token.tag_ == "MD"
        adjective = token.lower_ in words("norms", "adjectives") and token.dep_ in {
            "acomp",
            "ccomp",
            "ROOT",
            "conj",
            "oprd",
        }
        if needs or asks or modal or adjective:
            yield token


def _has_to(verb: Token) -> bool:
    return any(child.lower_ == "to" for child in verb.children)


def _predictions(tokens: Sequence[Token]) -> Iterable[Token]:
    words = lexicon().words
    inside = {token.i for token in tokens}
    for token in tokens:
        modal = token.lower_ in words("predictions", "modals") and token.tag_ == "MD"
        verb = token.lemma_ in words("predictions", "verbs") and token.pos_ == "VERB"
        following = token.nbor(1) if token.i + 1 in inside else None
        phrase = following is not None and f"{token.lower_} {following.lower_}" in words("predictions", "phrases")
        if modal or verb or phrase:
            yield token


def _interpretations(tokens: Sequence[Token]) -> Iterable[Token]:
    words = lexicon().words
    text = " ".join(token.lower_ for token in tokens)
    for token in tokens:
        pair = _with_preposition(token)
        cause = token.pos_ == "VERB" and (token.lemma_ in words("interpretations", "causes") or pair)
        if cause or token.lower_ in words("interpretations", "boosters") or token.lower_ in _single_connectives():
            yield token
    for phrase in words("interpretations", "connectives") | words("interpretations", "boosters"):
        if " " in phrase and f" {phrase} " in f" {text} ":
            first = phrase.split()[0]
            yield next(token for token in tokens if token.lower_ == first)


def _single_connectives() -> frozenset[str]:
    return frozenset(one for one in lexicon().words("interpretations", "connectives") if " " not in one)


def _with_preposition(token: Token) -> bool:
    pairs = {f"{token.lemma_} {child.lower_}" for child in token.children if child.dep_ in {"prep", "prt"}}
    if any(child.dep_ == "xcomp" and _has_to(child) for child in token.children):
        pairs.add(f"{token.lemma_} to")
    return bool(pairs & lexicon().words("interpretations", "causes"))


def _accusations(tokens: Sequence[Token]) -> Iterable[Token]:
    words = lexicon().words
    for token in tokens:
        verb = token.pos_ == "VERB" and token.lemma_ in words("accusations", "verbs")
        noun = token.pos_ == "NOUN" and token.lemma_.lower() in words("accusations", "nouns")
        if verb or noun:
            yield token


def _labels(tokens: Sequence[Token]) -> Iterable[Token]:
    words = lexicon().words
    for token in tokens:
        noun = token.pos_ == "NOUN" and token.lemma_.lower() in words("labels", "nouns")
        adjective = token.pos_ == "ADJ" and token.lower_ in words("labels", "adjectives")
        if noun or adjective:
            yield token


_RULES = (
    (Rule.NORM, "says what ought to be", _norms),
    (Rule.PREDICTION, "predicts or warns", _predictions),
    (Rule.INTERPRETATION, "explains, interprets or insists", _interpretations),
    (Rule.ACCUSATION, "accuses", _accusations),
    (Rule.LABEL, "labels or evaluates", _labels),
)
_SOFT = frozenset({Rule.ACCUSATION, Rule.LABEL})
"""Rules that a dated and counted fact does not trip by its vocabulary alone ("12 people were killed on Friday")."""


def _is_checkable(tokens: Sequence[Token], *, partial: bool) -> bool:
    """Tell whether the words hold a date, a number or a named event (in what does not argue, a place will do)."""
    for token in tokens:
        if _YEAR.fullmatch(token.text):
            return True
        if token.ent_type_ in _DATED and token.lower_ not in _VAGUE_DATES and _is_exact(token):
            return True
        if token.ent_type_ in _COUNTED and token.like_num and token.lower_ != "one" and not _is_prefix(token):
            return True
        if token.ent_type_ == "EVENT" or (not partial and token.ent_type_ in _PLACED and _is_past(tokens)):
            return True
    return False


_MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday yesterday month week".split()
)


def _is_prefix(token: Token) -> bool:
    """Tell whether a number only begins a compound: "three-pronged"."""
    return token.i + 1 < len(token.doc) and token.nbor(1).text == "-" and token.lower_.isalpha()


_SELF = frozenset({"i", "we", "my", "our", "us", "me", "ours", "mine", "ourselves", "myself"})


def _speaks_of_itself(tokens: Sequence[Token], party: str) -> bool:
    names = {word.casefold() for word in party.split() if word[0].isupper()}
    return any(token.lower_ in _SELF or (token.pos_ == "PROPN" and token.lower_ in names) for token in tokens)


def _is_exact(token: Token) -> bool:
    return token.lower_ in _MONTHS or token.like_num


def _is_past(tokens: Sequence[Token]) -> bool:
    return any(token.tag_ in {"VBD", "VBN"} for token in tokens)
