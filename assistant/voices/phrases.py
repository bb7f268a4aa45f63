"""Attribution without a verb of saying.

"According to X", "in X's view", "X's claim that", "allegedly", "the alleged", "X is sure that".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.model import Force
from assistant.voices.finding import Finding, noun_phrase, trimmed
from assistant.voices.lexicon import Cue, lexicon
from assistant.voices.modality import is_negated, is_weakened
from assistant.voices.nouns import CLAUSES, noun_finding
from assistant.voices.subjects import can_speak, own_subject

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_ACCORDING = Cue("according to", "saying", Force.SAID)
_VIEW = Cue("in the view of", "believing", Force.WEAK_EVIDENCE)
_REPORTATIVE = Cue("allegedly", "reportative", Force.WEAK_EVIDENCE)
_WORDS_OF_SAYING = frozenset({"words", "account", "telling", "claim", "count", "admission", "description", "testimony"})


def phrase_findings(doc: Doc) -> Iterator[Finding]:
    """Yield the attributions that no verb of saying carries."""
    for token in doc:
        for rule in (
            _according,
            _in_the_view_of,
            _in_somebodys_view,
            _if_believed,
            noun_finding,
            _adjective_predicate,
            _one_word,
        ):
            finding = rule(token)
            if finding is not None:
                yield finding
                break


def _according(token: Token) -> Finding | None:
    """Read "according to X"."""
    if token.lower_ != "according" or token.i + 2 >= len(token.doc) or token.nbor(1).lower_ != "to":
        return None
    to = token.nbor(1)
    head = next((child for one in (to, token) for child in one.children if child.dep_ in {"pobj", "pcomp"}), None)
    if head is None:
        return None
    return _beside_clause(token, _ACCORDING, (token, to), head, token.head)


def _in_the_view_of(token: Token) -> Finding | None:
    """Read "in the words of X", "as reported by X"."""
    for phrase in lexicon().words("phrases", "before"):
        words = phrase.split()
        if words[0] != token.lower_ or words[0] == "according":
            continue
        tokens = tuple(token.doc[token.i : token.i + len(words)])
        if [one.lower_ for one in tokens] != words:
            continue
        last = tokens[-1]
        head = next((child for child in last.children if child.dep_ == "pobj"), None)
        if head is not None:
            return _beside_clause(token, _VIEW, tokens, head, _governor(token))
    return None


def _in_somebodys_view(token: Token) -> Finding | None:
    """Read "in X's view", "to X's mind", "by X's own count"."""
    if token.lower_ not in {"in", "to", "by", "on"} or token.dep_ not in {"prep", "advmod", "ROOT", "dep"}:
        return None
    noun = next((child for child in token.children if child.dep_ == "pobj"), None)
    if f"{token.head.lemma_} {token.lower_}" in lexicon().frames["lending"]:
        return None  # "stuck to his view that"
    if noun is None or not (_views(token, noun) or _reckons(token, noun)):
        return None
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    if owner is None and token.lower_ == "by" and _reckons(token, noun) and _is_one_of_many(noun):
        return _beside_clause(token, _VIEW, (token,), noun, _governor(token))
    opens = noun.i + 1 < len(noun.doc) and noun.nbor(1).is_quote  # "was in his words “a trap, in a park”"
    if owner is None or (not opens and any(child.dep_ == "prep" for child in noun.children)):
        return None
    cue = _ACCORDING if noun.lower_ in _WORDS_OF_SAYING else _VIEW
    return _beside_clause(token, cue, (token, noun), owner, _governor(token))


def _if_believed(token: Token) -> Finding | None:
    """Read "if X is to be believed"."""
    if token.lower_ != "believed" or {"to", "be"} - {child.lower_ for child in token.children}:
        return None
    clause = token.head if token.dep_ == "xcomp" else token
    subject = own_subject(clause)
    conditional = clause.dep_ == "advcl" and any(child.lower_ == "if" for child in clause.children)
    if not conditional or subject is None or not can_speak(subject) or is_negated(clause):
        return None
    return _beside_clause(clause, _ACCORDING, (token,), subject, clause.head)


def _is_one_of_many(noun: Token) -> bool:
    """Tell whether a noun is somebody's whom nobody names: "by some accounts", "by one estimate"."""
    return any(child.lower_ in _SOME for child in noun.children)


_SOME = frozenset({"some", "one", "most", "many", "several", "other", "another", "all"})


def _views(token: Token, noun: Token) -> bool:
    return token.lower_ != "on" and noun.lower_ in lexicon().words("phrases", "possessed")


def _reckons(token: Token, noun: Token) -> bool:
    """Tell "by X's own count, ..." from "angered by X's claim": the phrase opens or closes its clause."""
    if token.lower_ not in {"by", "on"} or noun.lower_ not in lexicon().words("phrases", "reckoned"):
        return False
    if any(child.dep_ in CLAUSES for child in noun.children):
        return False
    before = token.nbor(-1) if token.i else None
    after = noun.nbor(1) if noun.i + 1 < len(token.doc) else None
    opens = before is None or before.is_punct or before.dep_ in {"cc", "mark"}
    return opens or (after is not None and after.text in {",", ".", ";"} and before is not None and before.text == ",")


def _governor(token: Token) -> Token:
    head = token
    while head.head != head and head.pos_ not in {"VERB", "AUX"}:
        head = head.head
    return head


def _beside_clause(token: Token, cue: Cue, words: tuple[Token, ...], head: Token, clause: Token) -> Finding | None:
    source = tuple(one for one in noun_phrase(head) if one not in words)
    if not source:
        return None
    aside = {one.i for one in token.subtree} | {one.i for one in words} | {one.i for one in source}
    aside -= {one.i for name in (head, *words) for one in _predicate_behind(name, clause)}
    while clause.pos_ not in {"VERB", "AUX"} and clause.head != clause:
        clause = clause.head
    if clause.i in aside:
        clause = token.doc[:].root
    part = _between_semicolons(token)
    own = [one for one in clause.subtree if one.i not in aside | _joined_behind(clause, token) and one.i in part]
    content = _without_brackets(trimmed(own or (one for one in clause.subtree if one.i not in aside)))
    if not content:
        content = _without_brackets(trimmed(one for one in token.doc if one.i not in aside))
    return Finding(cue, words, head, source, content) if content else None


def _joined_behind(clause: Token, token: Token) -> set[int]:
    """Return the places of a main clause joined behind the phrase that closes the one before: "..., but it is not"."""
    if token.i < clause.i:
        return set()
    joined = [one for one in clause.children if one.dep_ == "conj" and one.left_edge.i > token.i]
    own = [one for one in joined if any(child.dep_ in {"nsubj", "nsubjpass", "expl"} for child in one.children)]
    if not own:
        return set()
    words = {child.i for child in clause.children if child.dep_ in {"cc", "punct"} and child.i > token.i}
    return words | {below.i for one in own for below in one.subtree}


def _between_semicolons(token: Token) -> range:
    """Return the places of a sentence's part in which a token stands, semicolons left out."""
    parts = [one.i for one in token.doc if one.text == ";"]
    first = max((place for place in parts if place < token.i), default=-1) + 1
    return range(first, min((place for place in parts if place > token.i), default=len(token.doc)))


def _without_brackets(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the words within brackets that hold a whole sentence: "(It has risen, according to the office.)"."""
    whole = bool(tokens) and tokens[0].i == 0 and tokens[0].text == "(" and any(one.text == ")" for one in tokens)
    closes = whole and next(one.i for one in tokens if one.text == ")") >= len(tokens[0].doc) - 2
    return trimmed(one for one in tokens[1:] if one.text != ")") if closes else tokens


def _predicate_behind(name: Token, clause: Token) -> list[Token]:
    """Return what a parser takes for the name's title and is what something is: "It is, in Ann's words, a danger"."""
    told = any(child.dep_ in {"attr", "acomp", "prep"} and name not in child.subtree for child in clause.children)
    if clause.lemma_ != "be" or told:
        return []
    if name.i + 1 < len(name.doc) and name.nbor(1).is_quote:
        return [one for one in name.subtree if one.i > name.i]
    title = next((one for one in name.children if one.dep_ == "appos" and one.left_edge.lower_ in {"a", "an"}), None)
    return list(title.subtree) if title is not None else []


def _adjective_predicate(token: Token) -> Finding | None:
    """Read "X is sure that ..."."""
    cue = lexicon().adjectives.get(token.lower_)
    felt = next((child for child in token.children if child.dep_ == "auxpass"), None)
    if cue is None or not (felt or token.dep_ in {"acomp", "ROOT", "conj", "ccomp"}):
        return None
    verb = token.head if token.dep_ == "acomp" else token
    clause = next((one for holder in (token, verb) for one in holder.children if _after(one, token)), None)
    subject = own_subject(verb) or (own_subject(verb.head) if verb.dep_ == "conj" else None)
    subject = subject or (own_subject(felt) if felt is not None else None)  # "is convinced", taken for a passive
    if clause is None or subject is None or not can_speak(subject) or subject.lower_ in {"it", "that"}:
        return None
    source = noun_phrase(subject)
    content = trimmed(clause.subtree, without=(token, verb, *source))
    if not content:
        return None
    return Finding(cue, (token,), subject, source, content, is_negated(verb), is_weakened(verb))


def _after(clause: Token, token: Token) -> bool:
    return clause.dep_ == "ccomp" and clause.i > token.i


def _one_word(token: Token) -> Finding | None:
    """Read "allegedly", "reportedly", "alleged", "suspected": somebody else says so, nobody says who."""
    words = lexicon().words
    if token.lower_ in words("reportative", "adverbs") and token.dep_ in {"advmod", "amod", "dep", "ROOT"}:
        return _adverb(token)
    if (
        token.lower_ in words("reportative", "adjectives")
        and token.dep_ in {"amod", "compound"}
        and token.head.i > token.i
    ):
        head = token.head
        rest = tuple(one for one in head.subtree if one.i > token.i)
        content = trimmed(one for one in rest if one.i <= _restrictive_end(head))
        return Finding(_REPORTATIVE, (token,), None, (), content) if content else None
    return None


def _adverb(token: Token) -> Finding | None:
    head = token.head
    if head.pos_ in {"VERB", "AUX"} and head.dep_ != "amod":
        content = trimmed(head.subtree, without=(token,)) if token.i < head.i else tuple(head.subtree)
        edge = [one for one in content if one.i > token.i]
        subjects = [one for child in head.children if child.dep_ in {"nsubj", "nsubjpass"} for one in child.subtree]
        content = tuple(sorted({*edge, *subjects}, key=lambda one: one.i))
    else:
        while head.head != head and head.pos_ == "ADV" and head.head.pos_ in {"ADJ", "ADV"}:
            head = head.head
        content = tuple(one for one in head.subtree if one.i > token.i)
    content = trimmed(content, without=(token,))
    return Finding(_REPORTATIVE, (token,), None, (), content) if content else None


def _restrictive_end(head: Token) -> int:
    return max(one.i for one in noun_phrase(head)) if noun_phrase(head) else head.i
