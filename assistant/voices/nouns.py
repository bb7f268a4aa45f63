"""Nouns that say somebody says: "X's claim that ...", "X's view is that ...", "X is of the opinion that ..."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.model import Force
from assistant.voices.agreement import is_person_noun
from assistant.voices.clauses import is_marked
from assistant.voices.complements import PUTTING, put_before
from assistant.voices.finding import Finding, noun_phrase, trimmed
from assistant.voices.lexicon import Cue, lexicon
from assistant.voices.modality import has_no, is_asked_for, is_made_to, is_negated, is_weakened
from assistant.voices.subjects import can_speak, is_passive, own_subject, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token

CLAUSES = frozenset({"ccomp", "acl", "relcl", "advcl", "appos"})
"""How a clause may hang on a noun."""


def noun_finding(token: Token) -> Finding | None:
    """Read "X's claim that ...", "reports that ...", "X's pledge to ...", "X's view is that ..."."""
    cue = lexicon().nouns.get(token.lemma_.lower()) if token.pos_ == "NOUN" else None
    if (heard := _hearsay(token)) is not None:
        return heard
    if cue is None and token.lemma_.lower() in lexicon().frames["predicate"] and _predicate(token) is not None:
        cue = Cue(token.lemma_.lower(), "asserted", Force.SAID)
    if cue is not None and (taken_up := _taken_up(token, cue)) is not None:
        return taken_up
    if cue is None or (token.i and token.nbor(-1).lower_ == "in" and token.lower_ == "order"):
        return None
    if any(child.lower_ in {"this", "such"} for child in token.children) or _is_so_called(token):
        return None
    content = next((child for child in token.children if _is_noun_content(child, cue)), None)
    predicate = None if content is not None else _predicate(token)
    content = content or predicate or _lost(token)
    if content is None:
        return None
    head = _owner(token)
    source = noun_phrase(head) if head is not None else ()
    inside = set(content.subtree)
    source = tuple(one for one in source if one.i != token.i and one not in inside)
    sure = cue.family == "doubting" and _is_scarce(token)  # who has no doubt of it says that it is so
    if not source and token.dep_ == "dobj" and has_no(token):
        return None  # who "found no evidence that ..." denies it; nobody else speaks
    somebodys = lexicon().frames["put_forward"]
    if not source and (sure or (predicate is not None and token.lemma_.lower() not in somebodys)):
        return None
    tokens = trimmed(content.subtree, without=(token, *source))
    if not tokens:
        return None
    verb = token.head if predicate is not None else _carrier(token)
    back = _taken_back(token)
    if back is not None and (is_asked_for(back) or is_made_to(back)):
        return None  # "urged the bank to withdraw its claim": nobody has
    taken_back = back is not None and not is_negated(back)
    negated = sure or has_no(token) or (verb is not None and is_negated(verb)) or taken_back
    weakened = verb is not None and is_weakened(verb)
    return Finding(cue, (token,), head if source else None, source, tokens, negated, weakened)


def _is_so_called(noun: Token) -> bool:
    """Tell whether somebody else calls it so: "what it described as the mission's confirmation that ..."."""
    verb = noun.head.head
    return noun.dep_ == "pobj" and noun.head.lower_ == "as" and verb.lemma_ in _CALLING


_CALLING = frozenset("describe portray characterise characterize present hail see regard interpret take treat".split())


def _is_scarce(noun: Token) -> bool:
    """Tell whether there is none or hardly any of a noun: "no doubt", "little doubt", "never a doubt"."""
    before = noun.nbor(-1).lower_ if noun.i else ""
    small = {child.lower_ for child in noun.children}
    scarce = has_no(noun) or before == "no" or (bool(small & {"little", "any"}) and "a" not in small)
    return scarce or (noun.head.pos_ in {"VERB", "AUX"} and is_negated(noun.head))


def _hearsay(noun: Token) -> Finding | None:
    """Read "rumour has it that ...", "word is that ...", "the story goes that ...": many say so, nobody is named."""
    verb = noun.head
    owned = any(child.dep_ in {"poss", "amod"} for child in noun.children)
    if noun.dep_ != "nsubj" or noun.lemma_.lower() not in lexicon().frames["hearsay"] or owned:
        return None
    has_it = verb.lemma_ == "have" and any(child.dep_ == "dobj" and child.lower_ == "it" for child in verb.children)
    is_it = verb.lemma_ == "be" and noun.lemma_.lower() in {"word", "rumour", "rumor"}
    if not (has_it or is_it or verb.lemma_ == "go"):
        return None
    clauses = (child for child in verb.children if child.dep_ == "ccomp" and child.i > verb.i)
    told = next((one for one in clauses if any(child.lower_ == "that" for child in one.children)), None)
    cue = Cue(noun.lemma_.lower(), "believed", Force.WEAK_EVIDENCE)
    if told is None and verb.lemma_ == "go" and verb.dep_ in {"parataxis", "advcl"}:  # "Norland, the story goes, ..."
        aside = {one.i for one in verb.subtree}
        return Finding(cue, (noun,), None, (), trimmed(one for one in verb.head.subtree if one.i not in aside))
    return Finding(cue, (noun,), None, (), trimmed(told.subtree)) if told is not None else None


def _taken_up(noun: Token, cue: Cue) -> Finding | None:
    """Read "The rebels fired first, a claim made by the army" as a claim that they did, the army's or nobody's.

    What somebody says ("Ann said that they did, a claim the army denies") is that party's, by the verb.
    """
    content = trimmed(put_before(noun))
    if not content or any(one.dep_ == "ccomp" and one.head not in content for one in content):
        return None
    made = [child for child in noun.children if child.dep_ == "acl" and child.lemma_ in PUTTING]
    by = (one for holder in (noun, *made) for one in holder.children if one.lower_ == "by")
    head = next((one for agent in by for one in agent.children if one.dep_ == "pobj" and can_speak(one)), None)
    return Finding(cue, (noun,), head, noun_phrase(head) if head is not None else (), content)


def _taken_back(noun: Token) -> Token | None:
    """Return the verb with which somebody takes back what was their own: "withdrew its claim that ..."."""
    own = any(child.dep_ == "poss" and child.lower_ in OWN for child in noun.children)
    if not own or noun.dep_ not in {"dobj", "pobj"}:
        return None
    verb = noun.head if noun.dep_ == "dobj" else noun.head.head
    verb = verb.head if verb.pos_ == "ADV" else verb  # "backed away from its claim"
    ways = {f"{verb.lemma_} {child.lower_}" for child in verb.children}
    if noun.dep_ == "dobj":
        ways.add(verb.lemma_)
    return verb if ways & lexicon().frames["retracting"] else None


OWN = frozenset({"its", "his", "her", "their", "our", "my"})
"""Possessives that point at somebody."""


def _lost(noun: Token) -> Token | None:
    """Find the clause that a parser hangs on the verb that lends a noun its subject: "express, too, the hope that"."""
    verb = noun.head
    asked = any(child.tag_ in {"WDT", "WP"} for child in noun.children)  # "What proof do you have that ..."
    pointed_at = noun.dep_ == "pobj" and verb.lower_ == "to" and verb.head.lemma_ in _POINTING
    verb = verb.head if pointed_at else verb
    lends = noun.dep_ == "dobj" and verb.lemma_ in lexicon().frames["support"]
    if asked or not (pointed_at or lends):
        return None
    return next((one for one in verb.children if one.dep_ == "ccomp" and one.i > noun.i and is_marked(one)), None)


_POINTING = frozenset({"refer", "point", "allude", "return", "listen"})
"""Verbs by which somebody takes up what another said: "I refer to the statement of the mayor that ..."."""


def _predicate(noun: Token) -> Token | None:
    """Find what a noun is said to be: "the ministry's answer was that ..."."""
    verb = noun.head
    if noun.dep_ == "attr" and verb.lemma_ == "be":  # "That the quay is shut is the view of the mayor"
        return next((one for one in verb.children if one.dep_ == "csubj" and is_marked(one)), None)
    if noun.dep_ != "nsubj" or verb.lemma_ not in {"be", "remain"}:
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
        subject = None if is_passive(verb) or is_asked_for(verb) else subject_of(verb)
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
