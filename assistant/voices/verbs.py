"""Verbs that say somebody says: the cue, its subject and its content, in a dependency parse.

Each way a verb can take its content is one small function (`clauses`, `complements`); `FRAMES` is the order in which
they are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.model import Force
from assistant.voices.clauses import FINITE, clause_content, says_so
from assistant.voices.complements import (
    as_saying,
    as_something,
    charge,
    figure,
    gerund,
    has_to,
    holding,
    infinitive,
    naming,
    noun_object,
    preposition,
    put_by_noun,
    stood_on,
    whom_infinitive,
)
from assistant.voices.cueing import believed_to, cue_at, is_parenthesis_filler, saying_of
from assistant.voices.finding import Finding, is_edge, noun_phrase, trimmed
from assistant.voices.lexicon import Cue, lexicon
from assistant.voices.modality import is_asked_for, is_negated, is_only_named, is_weakened
from assistant.voices.subjects import can_speak, heard_from, is_passive, own_subject, source_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MEANINGFUL = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM", "INTJ"})


def verb_findings(doc: Doc) -> Iterator[Finding]:
    """Yield an attribution for each verb of the lexicon that has a speaker and something said.

    A verb that may stand beside a quotation, or that opens one by a colon, and has no content in the grammar comes with
    empty content.
    """
    relayed: set[int] = set()
    for token in doc:
        found = cue_at(token)
        if found is None or token.i in relayed:
            continue
        cue, words = found
        saying = saying_of(token, cue)
        if saying is not None:
            relayed.add(saying.i)
            words = tuple(doc[token.i : saying.i + 1]) if saying.i == token.i + 2 else words
        if is_parenthesis_filler(token):
            continue
        if (answered := _answered(token, cue)) is not None:
            yield answered
            continue
        content = _without_another(_content(token, cue))
        if cue.denies and _brands(token, cue, content):
            cue = replace(cue, family="portraying", force=Force.SAID, denies=False)
        if not content and not _may_quote(token, cue):
            continue
        finding = _finding(token, cue, words, content)
        if finding is not None:
            yield finding


_ANYBODY = frozenset({"anybody", "anyone", "whoever"})
"""Who may not be there at all."""
_HEARINGS = frozenset("court jury inquiry inquest tribunal trial hearing committee panel commission".split())
"""Where people are heard."""


def _brands(token: Token, cue: Cue, content: tuple[Token, ...]) -> bool:
    """Tell whether a verb of denying says what it makes of something: "rejected the charge as baseless"."""
    return bool(content) and content in (charge(token, cue), as_something(token, cue))


def _answered(token: Token, cue: Cue) -> Finding | None:
    """Read "Asked whether the quay is shut, the mayor said no": the mayor says that it is not."""
    word = next((one for one in token.children if one.lower_ in {"yes", "no"} and one.i == token.i + 1), None)
    asked = next((one for one in token.lefts if one.dep_ == "advcl" and one.lemma_ == "ask"), None)
    put = None if asked is None else next((one for one in asked.children if one.dep_ == "ccomp"), None)
    head = own_subject(token)
    if word is None or put is None or head is None or not can_speak(head):
        return None
    mark = [one for one in put.children if one.dep_ == "mark" and one.lower_ in {"whether", "if"}]
    content = trimmed(put.subtree, without=mark)
    return Finding(cue, (token, word), head, noun_phrase(head), content, word.lower_ == "no") if mark else None


def _without_another(content: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return a content without what is told of others behind it: ", as does the mayor", ", which the mayor denies"."""
    for place, token in enumerate(content[1:-1], 1):
        if token.text == "," and place > 1 and _tells_of_another(content[place + 1]):
            return content[:place]
    return content


_TURNS_TO = frozenset({"which", "while", "whereas"})
"""What opens a clause that may tell what somebody else says: ", while the mayor speaks of nine"."""


def _tells_of_another(first: Token) -> bool:
    if first.i + 1 >= len(first.doc):
        return False
    if first.lower_ == "unlike" or (first.lower_ == "as" and first.nbor(1).lemma_ == "do"):
        return True
    verb = first.head
    teller = own_subject(verb) if first.lower_ in _TURNS_TO and cue_at(verb) is not None else None
    return teller is not None and teller != first and can_speak(teller)


def _finding(token: Token, cue: Cue, words: tuple[Token, ...], content: tuple[Token, ...]) -> Finding | None:
    head, relative = source_of(token, cue)
    if head is None and not _may_be_agentless(token, cue, content):
        return None
    if head is not None and not _fits(token, cue, head, content):
        return None
    if head is not None and cue.words == "hear" and head.lemma_.lower() in _HEARINGS:
        head, relative = heard_from(token), None  # what a court heard others said
    phrase = noun_phrase(head, relative) if head is not None else ()
    own = {one.i for one in token.subtree} if token.dep_ == "amod" else {one.i for one in words}
    phrase = tuple(one for one in phrase if one.i not in own)
    if head is not None and (head.lower_ in _ANYBODY or (head.lower_ == "it" and head.head != token)):
        return None
    if is_asked_for(token) or is_only_named(token):
        return None
    if is_negated(token) and _leads_to_colon(token):
        return None  # "She did not say: the pass was shut": what follows tells why, and is not what is not said
    if content and head is not None and phrase and phrase[-1].i >= content[0].i > head.i:
        phrase = tuple(one for one in phrase if one.i < content[0].i)  # "was told by the rebels that they fired"
        phrase = phrase[:-1] if phrase[-1].dep_ == "prep" else phrase
    aside = (*words, *phrase) if _beside(content, phrase) else words
    content = trimmed(_on_this_side(token, content), without=aside)
    if says_so(token):
        content = _without_so(content)
    if head is not None and head in content:
        return None  # "reported, citing the mayor, that the quay is shut": the quay cites nobody
    if len(content) < 3 and not any(one.pos_ in _MEANINGFUL for one in content):
        content = ()
    if not content and not _may_quote(token, cue):
        return None
    return Finding(cue, words, head, phrase, content, is_negated(token), is_weakened(token))


def _on_this_side(token: Token, content: tuple[Token, ...]) -> tuple[Token, ...]:
    """Leave out what a colon or semicolon before the cue parts from it: "Nothing is given: data, it says, are not"."""
    parts = [one.i for one in token.doc[: token.i] if one.text in {";", ":"}]
    last = max(parts, default=-1)
    own = tuple(one for one in content if one.i > last or says_so(token))
    quoted = any(one.is_quote for one in token.doc[: token.i])
    return own if own and not quoted else content


def _without_so(content: tuple[Token, ...]) -> tuple[Token, ...]:
    """Leave off what leads over to who says so: "The quay is safe, or so the mayor says"."""
    kept = list(content)
    while kept and (kept[-1].lower_ in {"so", "or", "and"} or is_edge(kept[-1])):
        kept.pop()
    return tuple(kept)


def _may_quote(token: Token, cue: Cue) -> bool:
    """Tell whether a quotation may be what the verb tells: by the verb's nature, or because a colon opens one."""
    return cue.words in lexicon().frames["quote"] or opens_quotation(token)


def opens_quotation(token: Token) -> bool:
    """Tell whether a verb's clause ends in a colon before a quotation: "She rejected this on 9 June: “..."."""
    for place in range(token.i + 1, min(token.i + _COLON_REACH, len(token.doc) - 1)):
        one = token.doc[place]
        if one.text == ":":
            return token.doc[place + 1].is_quote
        if one.is_quote or one.text == ";" or one.tag_ in FINITE:
            return False
    return False


def _leads_to_colon(token: Token) -> bool:
    """Tell whether a colon stands straight behind a verb, and behind it a clause about somebody else than who speaks.

    "No minister would say: we were wrong" and "we do not say: shut it" tell what is not said.
    """
    after = token.doc[token.i + 1 :]
    if len(after) < 3 or after[0].text != ":" or after[1].is_quote:
        return False
    subject = next((one for one in after if one.dep_ in {"nsubj", "nsubjpass", "expl"}), None)
    return subject is not None and subject.lower_ not in {"i", "we", "you"}


_COLON_REACH = 16
"""Tokens from a verb within which a colon still belongs to its clause."""
_NEEDS_A_SPEAKER = frozenset({"indicating", "showing"})
_WITNESSING = frozenset({"see", "witness", "find"})
"""Verbs by which a time or an event is the scene of something: "the years of war saw the city fall"."""


def _fits(token: Token, cue: Cue, head: Token, content: tuple[Token, ...]) -> bool:
    """Tell whether the subject can be the one who says it: a clause that is argued or believed tells by itself."""
    if cue.anyone or can_speak(head):
        return True
    if token.lemma_ in _WITNESSING:
        return False
    clause = any(child.dep_ == "ccomp" and child.i in {one.i for one in content} for child in token.children)
    return clause and cue.family not in _NEEDS_A_SPEAKER


def _beside(content: tuple[Token, ...], phrase: tuple[Token, ...]) -> bool:
    """Tell whether the source stands at an edge of the content, not in its midst."""
    if not content or not phrase:
        return True
    first, last = min(one.i for one in content), max(one.i for one in content)
    return not (first < phrase[0].i and phrase[-1].i < last)


def _may_be_agentless(token: Token, cue: Cue, content: tuple[Token, ...]) -> bool:
    """Tell whether a passive without an agent still relays somebody's claim: "is said to", "was accused of"."""
    if not content or not (is_passive(token) or believed_to(token)) or token.lower_ in lexicon().adjectives:
        return False  # who "is convinced that ..." is of that opinion: an adjective
    frames = lexicon().frames
    finite = any(child.dep_ == "ccomp" and child.i > token.i for child in token.children)
    infinitive = cue.words in frames["passive_infinitive"] and any(has_to(child) for child in token.children)
    subject = own_subject(token)
    it_is = subject is not None and subject.lower_ == "it"
    aside = token.dep_ == "parataxis" and it_is  # "The quay, it is said, is shut"
    if finite or infinitive or aside:
        return True
    relayed = lexicon().charge.keys() | frames["as_saying"] | frames["as"]
    return cue.words in relayed and cue.words not in frames["no_passive"]


def _content(token: Token, cue: Cue) -> tuple[Token, ...]:
    for frame in FRAMES:
        content = frame(token, cue)
        if content:
            return content
    return ()


FRAMES: tuple[Callable[[Token, Cue], tuple[Token, ...]], ...] = (
    as_saying,
    charge,
    figure,
    holding,
    whom_infinitive,
    clause_content,
    stood_on,
    put_by_noun,
    infinitive,
    preposition,
    as_something,
    naming,
    gerund,
    noun_object,
)
"""The ways to take a content, in the order they are tried."""
