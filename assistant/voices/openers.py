"""Who has the floor before a colon, where no verb says so: "Ann was blunt: “...”", "Her message was plain: ..."."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.model import Force
from assistant.voices.cueing import cue_at
from assistant.voices.finding import Finding, noun_phrase, trimmed
from assistant.voices.lexicon import Cue, lexicon
from assistant.voices.modality import has_no, is_negated, is_weakened
from assistant.voices.nouns import OWN
from assistant.voices.subjects import can_speak, is_passive, own_subject

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_FEWEST = 3
"""Words between quotation marks that are a saying; fewer are a name or a term."""
_PARTS = frozenset({".", ";", "!", "?", "—"})


def opener_findings(doc: Doc) -> Iterator[Finding]:
    """Yield whoever the clause before a colon is about; before a quotation with empty content: the quotation tells.

    A clause with a verb of the lexicon is left to that verb, and a quotation that does not end its sentence to nobody:
    "The law has a gap: “person” is not defined".
    """
    for colon in doc:
        if colon.text != ":":
            continue
        clause = list(_before(colon))
        if any(cue_at(token) is not None and not _is_only_asked(token) for token in clause):
            continue
        quoted = _opens(colon)
        finding = _told_by_verb(clause) or _headed(clause) if quoted else _spelt_out(clause, _behind(colon))
        if finding is not None:
            yield finding


def _is_only_asked(token: Token) -> bool:
    """Tell whether a participle sets the scene: "Asked about the dam, the mayor shrugged: “...”"."""
    return token.tag_ == "VBN" and token.dep_ == "advcl" and own_subject(token) is None


def _opens(colon: Token) -> bool:
    """Tell whether a quotation of some words stands behind a colon, to the sentence's end."""
    behind = colon.doc[colon.i + 1 :]
    if len(behind) <= _FEWEST or not behind[0].is_quote:
        return False
    closing = next((token.i for token in behind[1:] if token.is_quote), None)
    if closing is None:
        return True  # it goes on in the next sentence
    rest = colon.doc[closing + 1 :]
    return closing - behind[0].i > _FEWEST and all(token.is_punct or token.is_space for token in rest)


def _before(colon: Token) -> Iterator[Token]:
    start = max((token.i + 1 for token in colon.doc[: colon.i] if token.text in _PARTS), default=0)
    yield from colon.doc[start : colon.i]


def _told_by_verb(clause: list[Token]) -> Finding | None:
    """Read "The mayor was blunt: “...”", "The mayor shrugged: “...”", "The mayor had a warning: “...”".

    Who receives or meets something is not who says it: "The mayor got a letter: “...”".
    """
    for verb in clause:
        if verb.pos_ not in {"VERB", "AUX"} or verb.dep_ in {"aux", "auxpass", "amod", "relcl", "acl", "advcl"}:
            continue
        subject = own_subject(verb)
        if subject is None or subject.i > verb.i or not can_speak(subject) or subject.tag_ in {"WP", "WDT"}:
            continue
        if subject.lower_ in {"it", "that", "this"} or is_passive(verb) or not _may_tell(verb):
            return None
        cue = Cue(verb.lemma_.lower(), "saying", Force.SAID)
        return Finding(cue, (verb,), subject, noun_phrase(subject), ())
    return None


def _may_tell(verb: Token) -> bool:
    """Tell whether a clause leads up to its subject's words: a manner, a gesture, or words that somebody has."""
    if verb.lemma_ == "be":
        manners = [child for child in verb.children if child.dep_ == "acomp"]
        return bool(manners) and not any(one.dep_ == "agent" for child in manners for one in child.children)
    given = next((child for child in verb.children if child.dep_ == "dobj"), None)
    if given is None:
        return not any(child.dep_ == "ccomp" and child.i < verb.i for child in verb.children)
    words = given.lower_ == "words" or given.lemma_.lower() in lexicon().nouns
    return words and verb.lemma_ in _HAVING


_HAVING = frozenset({"have", "offer", "give", "issue", "leave", "send", "deliver", "mince"})


def _behind(colon: Token) -> tuple[Token, ...]:
    """Return the clause behind a colon, if it is one and quotes nothing."""
    rest = trimmed(colon.doc[colon.i + 1 :])
    whole = any(one.dep_ in {"nsubj", "nsubjpass", "expl"} for one in rest) or (bool(rest) and rest[0].tag_ == "VB")
    return rest if whole and not any(one.is_quote for one in rest) else ()


def _spelt_out(clause: list[Token], told: tuple[Token, ...]) -> Finding | None:
    """Read "The mayor's message was simple: the quay is shut", "The mayor gave a warning: the quay would fall"."""
    if not told or told[0].lower_ == "it":  # "The mayor's statement was plain: it ran to two lines"
        return None
    for noun in clause:
        cue = lexicon().nouns.get(noun.lemma_.lower())
        if cue is None or noun.pos_ != "NOUN" or cue.denies or has_no(noun):
            continue
        verb, owner = noun.head, next((child for child in noun.children if child.dep_ == "poss"), None)
        owned = owner is not None and (owner.lower_ in OWN or can_speak(owner))
        if owner is not None and owned and not any(one.pos_ in {"VERB", "AUX"} for one in clause):
            return Finding(cue, (noun,), owner, noun_phrase(owner), told)
        if noun.dep_ == "nsubj" and verb.lemma_ == "be" and owner is not None and owned:
            plain = any(child.lower_ in _LEADING_UP for child in verb.children) and not is_negated(verb)
            return Finding(cue, (noun,), owner, noun_phrase(owner), told) if plain else None
        subject = own_subject(verb)
        if noun.dep_ == "dobj" and verb.lemma_ in _GIVING and subject is not None and can_speak(subject):
            heard = not is_passive(verb) and not is_negated(verb) and not is_weakened(verb)
            return Finding(cue, (noun,), subject, noun_phrase(subject), told) if heard else None
    return None


_GIVING = frozenset({"offer", "give", "issue", "leave", "send", "deliver"})
"""Verbs of giving words to somebody; who "had a warning" may have been warned."""
_LEADING_UP = frozenset({"this", "simple", "clear", "plain", "blunt", "unchanged", "familiar", "following"})
"""What words are said to be before they are spelt out; what is "true" or "false" is a verdict on them."""


def _headed(clause: list[Token]) -> Finding | None:
    """Read "The mayor's warning to drivers: “...”": a noun of saying with its owner, and no verb."""
    if any(token.pos_ in {"VERB", "AUX"} and token.tag_ != "VBG" for token in clause):
        return None
    for noun in clause:
        cue = lexicon().nouns.get(noun.lemma_.lower())
        owner = next((child for child in noun.children if child.dep_ == "poss"), None)
        if cue is not None and owner is not None and can_speak(owner) and noun.pos_ == "NOUN":
            return Finding(Cue(cue.words, "saying", Force.SAID), (noun,), owner, noun_phrase(owner), ())
    return None
