"""Nouns that say somebody says: "X's claim that ...", "X's view is that ...", "X is of the opinion that ..."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.voices.agreement import is_person_noun
from assistant.voices.clauses import is_marked
from assistant.voices.finding import Finding, noun_phrase, trimmed
from assistant.voices.lexicon import Cue, lexicon
from assistant.voices.subjects import can_speak, has_no, is_negated, is_weakened, own_subject

if TYPE_CHECKING:
    from spacy.tokens import Token

CLAUSES = frozenset({"ccomp", "acl", "relcl", "advcl", "appos"})
"""How a clause may hang on a noun."""


def noun_finding(token: Token) -> Finding | None:
    """Read "X's claim that ...", "reports that ...", "X's pledge to ...", "X's view is that ..."."""
    cue = lexicon().nouns.get(token.lemma_.lower()) if token.pos_ == "NOUN" else None
    if cue is None or (token.i and token.nbor(-1).lower_ == "in" and token.lower_ == "order"):
        return None
    if any(child.lower_ in {"this", "such"} for child in token.children):
        return None
    content = next((child for child in token.children if _is_noun_content(child, cue)), None)
    predicate = None if content is not None else _predicate(token)
    content = content or predicate
    if content is None:
        return None
    head = _owner(token)
    source = noun_phrase(head) if head is not None else ()
    source = tuple(one for one in source if one.i != token.i and one.i < content.left_edge.i)
    sure = token.lemma_.lower() == "doubt" and has_no(token)  # who has no doubt of it says that it is so
    if not source and (sure or (predicate is not None and token.lemma_.lower() not in _SOMEBODYS)):
        return None
    tokens = trimmed(content.subtree, without=(token, *source))
    if not tokens:
        return None
    verb = token.head if predicate is not None else _carrier(token)
    negated = not sure and (has_no(token) or (verb is not None and is_negated(verb)))
    weakened = verb is not None and is_weakened(verb)
    return Finding(cue, (token,), head if source else None, source, tokens, negated, weakened)


_SOMEBODYS = frozenset(
    "claim allegation accusation assertion contention charge narrative rumour rumor speculation".split()
)
"""What is put forward by somebody even where nobody is named: "one claim is that ..."; an idea is the speaker's."""


def _predicate(noun: Token) -> Token | None:
    """Find what a noun is said to be: "the ministry's answer was that ..."."""
    verb = noun.head
    if noun.dep_ != "nsubj" or verb.lemma_ != "be":
        return None
    return next((one for one in verb.children if one.dep_ == "ccomp" and one.i > verb.i and is_marked(one)), None)


def _is_noun_content(child: Token, cue: Cue) -> bool:
    if child.i < child.head.i or child.dep_ not in CLAUSES:
        return False
    if child.dep_ in {"acl", "relcl", "ccomp", "appos"}:
        if is_marked(child):
            return True
        infinitive = any(one.lower_ == "to" and one.dep_ == "aux" for one in child.children)
        return infinitive and cue.words in lexicon().infinitive_nouns and child.dep_ == "acl"
    return False


def _owner(noun: Token) -> Token | None:
    """Find whose claim it is: "X's claim", "the claim by X", or who makes, issues, voices, holds or opens with it."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for child in noun.children:
        if child.dep_ in {"prep", "agent"} and child.lower_ in {"by", "from", "of", "among"}:
            pobj = next((one for one in child.children if one.dep_ == "pobj"), None)
            if pobj is not None and can_speak(pobj):
                return pobj
    verb = _carrier(noun)
    if verb is not None:
        subject = next((one for one in verb.children if one.dep_ == "nsubj"), None)
        return subject if subject is not None and can_speak(subject) else None
    return _opening_with(noun)


def _carrier(noun: Token) -> Token | None:
    """Return the verb whose subject a noun's content is: "X made the claim that", "X is of the view that"."""
    frames = lexicon().frames
    if noun.dep_ == "dobj":
        verb, pair = noun.head, f"{noun.head.lemma_} {noun.lemma_.lower()}"
        return verb if verb.lemma_ in frames["support"] or pair in frames["reaching"] else None
    verb = noun.head.head
    lends = noun.dep_ == "pobj" and f"{verb.lemma_} {noun.head.lower_}" in frames["lending"]
    return verb if lends else None


def _opening_with(noun: Token) -> Token | None:
    """Find whose claim it is in "Ann's speech opened with a charge that ..."; a trial or a day opens with another's."""
    verb = noun.head.head
    if noun.dep_ != "pobj" or noun.head.lower_ != "with" or verb.lemma_ not in lexicon().frames["opens_with"]:
        return None
    subject = own_subject(verb)
    if subject is None or is_negated(verb) or not can_speak(subject):
        return None
    owned = any(child.dep_ == "poss" for child in subject.children)
    return subject if subject.pos_ == "PROPN" or owned or is_person_noun(subject) else None
