"""Whether a saying holds: denied, only asked for, only possible, or done by somebody who was made to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.voices.lexicon import lexicon
from assistant.voices.subjects import (
    SUBJECTS,
    VERBAL,
    can_speak,
    having_us_believe,
    is_passive,
    own_subject,
    went_so_far,
)

if TYPE_CHECKING:
    from spacy.tokens import Token


def is_negated(token: Token) -> bool:
    """Tell whether the saying itself is negated: "did not say", "no official said", "refused to say"."""
    if _cannot_but(token):
        return False
    if any(
        child.dep_ == "neg" or child.lower_ in {"never", "hardly"} or _is_no_longer(child) for child in token.children
    ):
        return True
    for child in token.children:
        if child.dep_ in SUBJECTS and (child.lower_ in _NOBODY or has_no(child) or _few(child)):
            return True
        noun = lexicon().nouns.get(child.lemma_.lower())
        if child.dep_ == "dobj" and has_no(child) and noun is not None and not noun.denies:
            return True  # "found no evidence that"
    if token.dep_ == "xcomp" and token.head.lower_ in {"unable", "unwilling"}:
        return True
    if (outer := went_so_far(token) or having_us_believe(token)) is not None:
        return is_negated(outer)
    if token.dep_ == "xcomp" and any(child.lower_ == "yet" for child in token.head.children):
        return True  # "has yet to admit that"
    if token.dep_ in {"acl", "relcl"} and has_no(token.head) and any(child.tag_ == "TO" for child in token.children):
        return True  # "has no reason to believe that"
    if token.dep_ == "conj" and own_subject(token) is None:
        joints = [one for one in token.head.children if one.dep_ == "cc" and one.i < token.i]
        if joints and joints[-1].lower_ == "nor":
            return True  # "would neither confirm nor deny that"
    if token.dep_ in {"xcomp", "ccomp"} and token.head.pos_ in VERBAL:
        cue = lexicon().verbs.get(token.head.lemma_.lower())
        if cue is not None and cue.denies:
            return not is_negated(token.head)  # "denies having said that", "denies that she said that"
    if token.dep_ == "xcomp" and token.head.pos_ in VERBAL and token.head != token:
        return token.head.lemma_ in {"refuse", "decline", "fail", "avoid"} or is_negated(token.head)
    return _is_held_back(token)


_HOLDING_BACK = frozenset(
    """refrain abstain desist shy shrink stop keep prevent bar ban deter dissuade discourage prohibit stay""".split()
)
_CLEARING = frozenset({"clear", "acquit", "exonerate", "absolve"})


def _is_held_back(token: Token) -> bool:
    """Tell whether something is not said: "without saying", "stopped short of saying", "kept the board from saying"."""
    before = [one.lower_ for one in token.doc[max(0, token.i - 2) : token.i]]
    if before == ["rather", "than"] or before in (["short", "of"], ["instead", "of"]):
        return True
    if token.dep_ != "pcomp":
        return False
    preposition, verb = token.head, token.head.head
    kept = preposition.lower_ == "from" and verb.lemma_ in _HOLDING_BACK
    return preposition.lower_ == "without" or kept or (preposition.lower_ == "of" and verb.lemma_ in _CLEARING)


_NOBODY = frozenset({"nobody", "none", "nothing", "little"})


def _few(subject: Token) -> bool:
    """Tell whether hardly anybody is meant: "few", "not everyone", "not a single expert"; not "a few"."""
    before = [child for child in subject.children if child.i < subject.i]
    few = subject.lower_ == "few" or any(child.lower_ == "few" for child in before)
    return any(child.dep_ == "neg" for child in before) or (few and not any(child.lower_ == "a" for child in before))


def _is_no_longer(adverb: Token) -> bool:
    return adverb.lower_ == "longer" and adverb.i > 0 and adverb.nbor(-1).lower_ == "no"


def _cannot_but(token: Token) -> bool:
    """Tell whether somebody says it after all: "we cannot but conclude that ..."."""
    return token.i > 1 and token.nbor(-1).lower_ == "but" and token.nbor(-2).lower_ in {"not", "n't", "n’t", "help"}


def has_no(noun: Token) -> bool:
    """Tell whether there is none of a noun: "no official", "neither side"."""
    return any(child.lower_ in {"no", "neither"} and child.dep_ in {"det", "preconj"} for child in noun.children)


_REQUESTS = frozenset(
    """ask urge want like press push require request beg order tell instruct encourage expect need challenge
    implore""".split()
)
_REQUESTS_OF = {"call": {"on", "upon", "for"}, "appeal": {"to"}, "plead": {"with"}}
"""Verbs that ask something of whoever stands behind their preposition."""


def is_asked_for(token: Token) -> bool:
    """Tell whether a saying is only wanted of somebody: "urged the bank to admit that ..."; nobody has said it."""
    while token.dep_ == "conj" and not any(child.dep_ in {*SUBJECTS, "aux"} for child in token.children):
        token = token.head  # "urged the bank to resign and admit that ..."
    if _ought(token):
        return True
    if token.dep_ not in {"xcomp", "ccomp", "advcl"} or not any(child.tag_ == "TO" for child in token.children):
        return False
    verb, lemma = token.head, token.head.lemma_.lower()
    if lemma in _REQUESTS_OF:
        prepositions = [one for one in verb.children if one.dep_ == "prep" and one.lower_ in _REQUESTS_OF[lemma]]
        others = [one for prep in prepositions for one in prep.children if one.dep_ == "pobj"]
    elif lemma in _REQUESTS:
        own = [one for one in token.children if one.dep_ in SUBJECTS]
        others = own + [one for one in verb.children if one.dep_ in {"dobj", "dative"} and one.i < token.i]
    else:
        return is_asked_for(verb)
    return any(map(can_speak, others)) or (lemma in _REQUESTS and is_passive(verb))


def is_made_to(verb: Token) -> bool:
    """Tell whether somebody is made to do something: "forced the paper to retract its claim"."""
    return verb.dep_ in {"xcomp", "ccomp"} and verb.head.lemma_ in {"force", "compel", "oblige", "make", "lead", "get"}


def is_only_named(token: Token) -> bool:
    """Tell whether a saying is only spoken of, by whoever it may be: "To say that the quay is shut is premature"."""
    opens = token.i == 1 and token.nbor(-1).lower_ == "to"
    return opens and token.dep_ in {"csubj", "advcl"} and token.head.i > token.i


def _ought(token: Token) -> bool:
    """Tell whether it is somebody's duty to say it: "the bank must admit that ...".

    "We must admit" and "my delegation must stress" say it; who "had to admit" something has.
    """
    helping = {child.lower_ for child in token.children if child.dep_ == "aux"}
    due = token.head.lemma_ in {"have", "need", "ought"} and token.head.tag_ not in {"VBD", "VBN"}
    yet = any(child.lower_ == "yet" for child in token.head.children)  # who "has yet to admit it" has not
    bound = token.dep_ == "xcomp" and due and "to" in helping and not yet
    if not (bound or (helping & {"must", "should"} and "have" not in helping)):
        return False
    if token.lemma_.lower() in _PERFORMED:
        return False
    subjects = [one for one in (token.head if bound else token).children if one.dep_ == "nsubj"]
    own = any(child.lower_ in {"my", "our", "this"} for one in subjects for child in one.children)
    return not own and any(one.lower_ not in {"i", "we", "you", "one", "it"} for one in subjects)


_PERFORMED = frozenset("stress emphasize emphasise reiterate underline underscore recall point note conclude".split())
"""Verbs by which a delegation that "must" do it does it."""


_UNREAL = frozenset({"may", "might", "could", "would", "should", "can", "must"})


def is_weakened(token: Token) -> bool:
    """Tell whether the saying is only possible, conditional or asked about: "would say", "if they say"."""
    unreal = any(child.dep_ == "aux" and child.lemma_.lower() in _UNREAL for child in token.children)
    only = any(child.lower_ == "only" and child.dep_ == "advmod" for child in token.children)  # "would only say that"
    if unreal and not (only or _cannot_but(token) or _must_say(token)):
        return True
    if any(child.dep_ == "mark" and child.lower_ in {"if", "unless", "whether"} for child in token.children):
        return True
    if _asked(token):
        return True
    if token.dep_ == "xcomp" and token.head.lemma_ in {"like", "want", "wish"}:
        return False
    return (
        token.dep_ in {"xcomp", "conj"}
        and token.head.pos_ in VERBAL
        and token.head != token
        and is_weakened(token.head)
    )


def _must_say(token: Token) -> bool:
    """Tell whether "must" or "would" only leads up to what is said: "I must tell you that", "I would say that"."""
    own, cue = own_subject(token), lexicon().verbs.get(token.lemma_.lower())
    helping = {child.lower_ for child in token.children if child.dep_ == "aux"}
    says = cue is not None and cue.family in {"saying", "asserting", "noting", "conceding"}
    depends = any(child.dep_ == "advcl" and _is_if(child) for child in token.children)
    leads_up = bool(helping & _LEADING_UP) and "have" not in helping and not depends
    return says and leads_up and own is not None and own.lower_ in {"i", "we"}


def _is_if(clause: Token) -> bool:
    return any(one.dep_ == "mark" and one.lower_ in {"if", "unless"} for one in clause.children)


_LEADING_UP = frozenset({"must", "would", "'d", "’d", "can"})


def _asked(token: Token) -> bool:
    """Tell whether the verb heads a question: an auxiliary before its subject and a question mark at the end."""
    subject = next((child for child in token.children if child.dep_ in SUBJECTS), None)
    auxiliary = next((child for child in token.children if child.dep_ in {"aux", "auxpass"}), None)
    if subject is None or auxiliary is None or auxiliary.i > subject.i:
        return False
    return any(one.text == "?" for one in token.doc[token.i :])
