"""Verbs that say somebody says: the cue, its subject and its content, in a dependency parse.

Each way a verb can take its content is one small function; `FRAMES` is the order in which they are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from assistant.voices.cueing import believed_to, cue_at, is_mistagged, is_parenthesis_filler, saying_of
from assistant.voices.finding import Finding, noun_phrase, trimmed
from assistant.voices.lexicon import Cue, lexicon
from assistant.voices.subjects import can_speak, is_negated, is_passive, is_weakened, source_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_MEANINGFUL = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM", "AUX", "INTJ"})
_WH = frozenset({"WP", "WRB", "WDT", "WP$"})


def verb_findings(doc: Doc) -> Iterator[Finding]:
    """Yield an attribution for each verb of the lexicon that has a speaker and something said.

    A verb that may stand beside a quotation and has no content in the grammar comes with empty content.
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
        content = _content(token, cue)
        if not content and cue.words not in lexicon().frames["quote"]:
            continue
        finding = _finding(token, cue, words, content)
        if finding is not None:
            yield finding


def _finding(token: Token, cue: Cue, words: tuple[Token, ...], content: tuple[Token, ...]) -> Finding | None:
    head, relative = source_of(token, cue)
    if head is None and not _may_be_agentless(token, cue, content):
        return None
    if head is not None and not _fits(token, cue, head, content):
        return None
    phrase = noun_phrase(head, relative) if head is not None else ()
    own = {one.i for one in token.subtree} if token.dep_ == "amod" else {one.i for one in words}
    phrase = tuple(one for one in phrase if one.i not in own)
    if head is not None and head.lower_ == "it" and head.head != token:
        return None
    content = trimmed(content, without=(*words, *phrase) if _beside(content, phrase) else words)
    if not any(one.pos_ in _MEANINGFUL for one in content):
        content = ()
    if not content and cue.words not in lexicon().frames["quote"]:
        return None
    return Finding(cue, words, head, phrase, content, is_negated(token), is_weakened(token))


_NEEDS_A_SPEAKER = frozenset({"indicating", "showing"})


def _fits(token: Token, cue: Cue, head: Token, content: tuple[Token, ...]) -> bool:
    """Tell whether the subject can be the one who says it: a clause that is argued or believed tells by itself."""
    if cue.anyone or can_speak(head):
        return True
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
    if not content or not (is_passive(token) or believed_to(token)):
        return False
    frames = lexicon().frames
    finite = any(child.dep_ == "ccomp" and child.i > token.i for child in token.children)
    infinitive = cue.words in frames["passive_infinitive"] and any(_has_to(child) for child in token.children)
    if finite or infinitive:
        return True
    relayed = lexicon().charge.keys() | frames["as_saying"] | frames["as"]
    return cue.words in relayed and cue.words not in frames["no_passive"]


# ------------------------------------------------------------------ the ways to take a content


def _content(token: Token, cue: Cue) -> tuple[Token, ...]:
    for frame in FRAMES:
        content = frame(token, cue)
        if content:
            return content
    return ()


def _charge(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "accused Y of Z" as "Y of Z"; "Y was accused of Z", "Y, accused of Z" as "Z"."""
    prepositions = lexicon().charge.get(cue.words, frozenset())
    for child in token.children:
        if child.lower_ not in prepositions or child.i < token.i:
            continue
        if is_passive(token):
            return trimmed(one for one in child.subtree if one != child)
        target = next((one for one in token.children if one.dep_ in {"dobj", "dative"}), None)
        if target is not None and target.i < child.i:
            return _between(target.left_edge, _last(child))
    target = next((one for one in token.children if one.dep_ == "dobj"), None)
    if target is None:
        return ()
    for child in target.children:
        if child.lower_ in prepositions and child.i > target.i and cue.family == "accusing":
            return _between(target.left_edge, _last(child))
    return ()


def _as_saying(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "X was quoted as saying that Z" and "quoted X as saying Z" as "Z"."""
    saying = saying_of(token, cue)
    if saying is None:
        return ()
    return tuple(one for one in saying.subtree if one.i > saying.i)


def _clause(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read a finite clause, a question, or the main clause around ", X says," and "as X says"."""
    if cue.words not in lexicon().frames["clause"]:
        return _unmarked(token, cue)
    for child in token.children:
        if child.dep_ == "ccomp" and _is_content_clause(token, child, cue):
            return _clause_tokens(token, child)
        if child.dep_ == "xcomp" and child.i > token.i and any(one.tag_ in _WH for one in child.children):
            return tuple(child.subtree)
    if token.dep_ == "parataxis" and _says_aside(token):
        return _around(token, token.head)
    if token.dep_ == "advcl" and any(one.dep_ == "mark" and one.lower_ == "as" for one in token.children):
        return _around(token, token.head)
    if cue.words == "be like":
        return tuple(token.doc[token.i + 2 :])
    if token.dep_ == "csubj" and token.head.lemma_ == "be" and token.head.i > token.i:
        return tuple(one for one in token.head.subtree if one.i > token.head.i)
    if is_mistagged(token):
        return _rest_of_clause(token)
    return _relative_gap(token) or _trailing(token) or _that_follows(token, cue) or _unmarked(token, cue)


_PERCEIVING = frozenset({"see", "hear", "watch", "feel", "want"})


def _is_content_clause(token: Token, clause: Token, cue: Cue) -> bool:
    marks = {one.lower_ for one in clause.children if one.dep_ == "mark"}
    if "because" in marks or "as" in marks:
        return False
    finite = clause.tag_ in _FINITE or any(
        one.dep_ in {"aux", "auxpass"} and one.tag_ in _FINITE for one in clause.children
    )
    bare = clause.tag_ in {"VB", "VBG", "VBN"} and not finite
    if bare and clause.tag_ == "VB" and cue.family != "knowing" and token.lemma_ not in _PERCEIVING:
        bare = not any(one.dep_ == "nsubj" and one.tag_ in {"NNS", "NNPS", "NNP"} for one in clause.children)
    return not bare or bool(marks) or any(one.tag_ in _WH for one in clause.subtree)


def _clause_tokens(token: Token, clause: Token) -> tuple[Token, ...]:
    """Return the clause; where the cue stands at the sentence's end, everything before the cue's own clause."""
    tokens = [one for one in clause.subtree if one != token]
    after = [one for one in tokens if one.i > token.i]
    if not after and token.dep_ == "ROOT":
        start = token.doc[0]
        own = _own_words(token)
        if own and min(own) > max(one.i for one in tokens):
            return tuple(one for one in token.doc[start.i : min(own)])
    return tuple(tokens)


def _own_words(token: Token) -> list[int]:
    """Indexes of the cue, its subject and auxiliaries."""
    own = [token.i]
    for child in token.children:
        if child.dep_ in {"nsubj", "nsubjpass"}:
            own.extend(one.i for one in child.subtree)
        elif child.dep_ in {"aux", "auxpass", "neg"}:
            own.append(child.i)
    return own


def _around(token: Token, head: Token) -> tuple[Token, ...]:
    """Return the clause of `head` without the words of `token`'s clause (those inside it stay in the hull)."""
    aside = {one.i for one in token.subtree}
    return tuple(one for one in head.subtree if one.i not in aside)


def _says_aside(token: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass"} for child in token.children)


def _rest_of_clause(token: Token) -> tuple[Token, ...]:
    return tuple(token.doc[token.i + 1 :])


def _unmarked(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "X said: we shall see", "then he said, I am leaving": speech without marks, as transcripts have it."""
    doc, after = token.doc, token.i + 1
    if cue.words not in lexicon().frames["quote"] or after + 2 >= len(doc) or doc[after].text not in {":", ","}:
        return ()
    own = min(_own_words(token))
    aside = own > 0 and doc[own - 1].text == ","
    rest = tuple(doc[after + 1 :])
    finite = any(one.tag_ in _FINITE for one in rest) and not any(one.is_quote for one in rest)
    if doc[after].text == ":":
        return rest if len(rest) > 2 and not any(one.is_quote for one in rest) else ()
    starts = doc[after + 1].tag_ in {"PRP", "UH", "DT", "NNP", "VB", "WRB", "EX"} and own < token.i
    return rest if finite and starts and not aside and cue.family == "saying" else ()


def _that_follows(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "X says that ..." where the parser lost the clause: all that follows."""
    place = _behind_aside(token)
    after = token.doc[place : place + 2]
    if len(after) < 2 or after[0].lower_ != "that" or after[1].is_punct or cue.words not in lexicon().frames["clause"]:
        return ()
    if after[1].tag_ in _FINITE or not (
        after[0].tag_ == "IN" or any(one.tag_ in _FINITE for one in token.doc[place + 1 :])
    ):
        return ()
    return tuple(token.doc[place:])


def _behind_aside(token: Token) -> int:
    """Return the place behind the cue and what stands between it and "that": an address, a time, an adverbial."""
    doc, first = token.doc, token.i + 1
    for place in range(first, min(first + 9, len(doc))):
        if doc[place].lower_ == "that" and doc[place].dep_ == "mark":
            return place
        if doc[place].pos_ in {"VERB", "AUX"} or doc[place].text in {";", ":"}:
            break
    return first


def _relative_gap(token: Token) -> tuple[Token, ...]:
    """Read "what they think will happen" and "a report, which he says is false": the clause the cue interrupts."""
    head = token.head
    if token.dep_ not in {"ccomp", "relcl", "advcl", "dep"} or head.pos_ not in {"VERB", "AUX"}:
        return ()
    relative = any(one.tag_ in _WH and one.i < token.i for one in head.subtree)
    if token.dep_ == "ccomp" and relative and head.i > token.i and _says_aside(token):
        return tuple(one for one in head.subtree if one.i > token.i)
    return ()


def _trailing(token: Token) -> tuple[Token, ...]:
    """Read "A happened, X said." where the parser lost the clause: all that stands before the closing aside."""
    own = _own_words(token)
    subject = any(child.dep_ == "nsubj" for child in token.children)
    if not subject or not own or min(own) < 3 or token.tag_ not in _FINITE:
        return ()
    before = token.doc[min(own) - 1]
    tag = before.text == "," or (before.pos_ in {"NOUN", "ADJ", "ADV"} and token.doc[min(own)].lower_ in {"i", "we"})
    after = [one for one in token.doc[max(own) + 1 :] if not one.is_punct]
    closing = next((one for one in token.doc[max(own) + 1 : max(own) + 8] if one.text == ","), None)
    object_too = any(child.dep_ in {"dobj", "xcomp", "acomp", "attr"} for child in token.children)
    if (
        after
        and closing is not None
        and before.text == ","
        and not object_too
        and not any(one.tag_ in _FINITE for one in token.doc[max(own) + 1 : closing.i])
    ):
        return (*token.doc[: min(own)], *token.doc[closing.i + 1 :])
    if not tag or after or token.lemma_ in {"know", "see", "mean"}:
        return ()
    return tuple(token.doc[: min(own)])


def _infinitive(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "vows to Z"; "Y is believed to Z" in the passive."""
    frames = lexicon().frames
    agentless = cue.words in frames["passive_infinitive"] and (is_passive(token) or believed_to(token))
    if not agentless and cue.words not in frames["infinitive"]:
        return ()
    for child in token.children:
        if child.dep_ in {"xcomp", "ccomp", "advcl"} and child.i > token.i and _has_to(child):
            return tuple(one for one in child.subtree if one.i > token.i)
    return ()


def _has_to(clause: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ in {"aux", "mark"} for child in clause.children)


def _whom_infinitive(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "urged Y to Z" as "Y to Z"."""
    if cue.words not in lexicon().frames["whom_infinitive"]:
        return ()
    for child in token.children:
        if child.dep_ in {"xcomp", "ccomp", "advcl"} and child.i > token.i and _has_to(child):
            whom = [
                one for one in token.children if one.dep_ in {"dobj", "dative", "prep"} and token.i < one.i < child.i
            ]
            own = [one for one in child.children if one.dep_ == "nsubj"]
            if not whom and not own and not is_passive(token):
                return tuple(one for one in child.subtree if one.i > token.i) if cue.family == "directing" else ()
            first = min([child.left_edge, *(one.left_edge for one in whom)], key=lambda one: one.i)
            return tuple(one for one in _between(first, _last(child)) if one.i > token.i)
    return ()


def _preposition(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "called for Y to do Z" as "Y to do Z", "warned of Z" as "Z"."""
    combined = lexicon().frames["preposition"]
    for child in token.children:
        pair = cue.words if cue.words in combined else f"{cue.words} {child.lower_}"
        if pair not in combined or child.i <= token.i or child.lower_ != pair.split()[-1]:
            continue
        if child.dep_ == "mark":
            break
        rest = [one for one in child.subtree if one.i > child.i]
        return (*rest, *_purpose(token, child))
    after = token.i + 1
    if cue.words in combined and after < len(token.doc) and token.doc[after].lower_ == cue.words.split()[-1]:
        for child in token.children:
            if child.dep_ in {"advcl", "ccomp", "xcomp"} and child.left_edge.i in {after, after + 1}:
                return tuple(one for one in child.subtree if one.i > after)
    return ()


def _purpose(token: Token, preposition: Token) -> list[Token]:
    """The infinitive that belongs to "call for Y": parsers hang it on the verb."""
    for child in token.children:
        if child.dep_ in {"xcomp", "advcl"} and child.i > preposition.i and _has_to(child):
            first = child.left_edge
            if first.nbor(-1).text != ",":
                return [one for one in child.subtree if one.i > preposition.i]
    return []


def _as(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "portrays Y as Z" as "Y as Z"; in the passive as "as Z"."""
    if cue.words not in lexicon().frames["as"]:
        return ()
    for child in token.subtree:
        if child.lower_ == "as" and child.dep_ == "prep" and child.i > token.i and child.head.i - token.i < 8:
            target = next((one for one in token.children if one.dep_ == "dobj" and one.i > token.i), None)
            first = child if target is None else target.left_edge
            if target is None and not is_passive(token):
                continue
            return _between(first, _last(child))
    return ()


def _naming(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "called Y Z" as "Y Z"."""
    if cue.words not in lexicon().frames["naming"]:
        return ()
    named = next((one for one in token.children if one.dep_ == "oprd" and one.i > token.i), None)
    if named is not None and (named.pos_ == "PROPN" or is_passive(token)):
        return ()
    if named is not None:
        target = next((one for one in token.children if one.dep_ in {"dobj", "nsubj"} and one.i > token.i), None)
        first = named.left_edge if target is None or target.i > named.i else target.left_edge
        return _between(first, _last(named))
    small = next((one for one in token.children if one.dep_ == "ccomp" and one.i > token.i), None)
    if small is not None and small.pos_ in {"NOUN", "ADJ", "PROPN"}:
        return tuple(small.subtree)
    return ()


def _object(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "claims a close link" as "a close link"."""
    if cue.words not in lexicon().frames["object"] or is_passive(token):
        return ()
    for child in token.children:
        if child.dep_ == "dobj" and child.i > token.i and child.pos_ == "NOUN" and _states(child):
            return tuple(child.subtree)
    return ()


_ABSTRACT = ("tion", "sion", "ment", "ance", "ence", "ity", "ness", "ship", "ism", "al", "acy", "ure", "dom", "ing")


def _states(noun: Token) -> bool:
    """Tell whether a noun phrase can be claimed or denied: an act, a quality, or something said of something."""
    lemma = noun.lemma_.lower()
    complement = any(child.dep_ in {"prep", "acl"} and child.i > noun.i for child in noun.children)
    return complement or lemma.endswith(_ABSTRACT) or lemma in lexicon().nouns


def _gerund(token: Token, cue: Cue) -> tuple[Token, ...]:
    """Read "denies taking part" as "taking part"."""
    if cue.words not in lexicon().frames["gerund"]:
        return ()
    for child in token.children:
        if child.dep_ in {"xcomp", "ccomp"} and child.tag_ == "VBG" and child.i > token.i:
            return tuple(one for one in child.subtree if one.i > token.i)
    return ()


def _between(first: Token, last: Token) -> tuple[Token, ...]:
    return tuple(first.doc[first.i : last.i + 1])


def _last(token: Token) -> Token:
    return token.right_edge


FRAMES: tuple[Callable[[Token, Cue], tuple[Token, ...]], ...] = (
    _as_saying,
    _charge,
    _whom_infinitive,
    _clause,
    _infinitive,
    _preposition,
    _as,
    _naming,
    _gerund,
    _object,
)
"""The ways to take a content, in the order they are tried."""
