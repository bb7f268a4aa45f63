"""Somebody whose words a question wants, typed in lower case, whom no document names, or none but as a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from assistant.answers.phrases import parsed
from assistant.answers.whose_words import is_account
from assistant.text import FUNCTION_WORDS
from assistant.voices.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token


def unheard_of(question: str, is_nobody: Callable[[str], bool]) -> list[str]:
    """Return who a question wants to hear by a name alone: "mullah omar" in "what did mullah omar say".

    `is_nobody` tells of words whether documents never use them but as a name, or never at all. A name has no article,
    so "the officials" are no name, whatever word the documents have for them.
    """
    return [
        name
        for token in parsed(question)
        if token.dep_ == "nsubj" and _wants_words(token.head)  # "what was X accused of" does not want X's words
        if (name := _bare_name(token)) and is_nobody(name)
    ]


def _wants_words(verb: Token) -> bool:
    """Tell whether a question wants what the subject of a verb says: "what did X say", "what excuse did X give".

    "X asked Ann whether ..." wants Ann's words.
    """
    cue = lexicon().verbs.get(verb.lemma_.lower())
    if verb.tag_ in {"VBN", "VBD"} and any(child.lemma_ == "be" for child in verb.children):
        return False
    if cue is not None:
        return cue.family != "questioning" or not any(child.dep_ in {"dobj", "dative"} for child in verb.children)
    return any(child.dep_ == "dobj" and child.i < verb.i and is_account(child.lower_) for child in verb.children)


def _bare_name(token: Token) -> str:
    """Return the words of a subject that may be a name: no pronoun, no plural, nothing before it but its own parts."""
    parts = list(_parts(token))
    if any(part.tag_ == "NNS" or part.pos_ in {"PRON", "DET"} or part.lower_ in FUNCTION_WORDS for part in parts):
        return ""
    if parts[0].i and parts[0].nbor(-1).pos_ in {"DET", "PROPN", "NUM", "ADP", "PUNCT", "NOUN"}:
        return ""  # "the cia handbook", and what the parse takes for half a name
    behind = token.nbor() if token.i + 1 < len(token.doc) else None
    if behind is not None and behind.pos_ not in {"VERB", "AUX", "ADV", "PART"} and not behind.lower_.endswith("self"):
        return ""
    other = [child for child in token.children if child.dep_ in {"det", "poss", "nummod", "relcl", "prep", "acl"}]
    if other or not all(part.text.isalpha() for part in parts):
        return ""
    return " ".join(part.text for part in parts)


def _parts(token: Token) -> Iterator[Token]:
    yield from (child for child in token.children if child.dep_ in {"compound", "amod", "nmod"})
    yield token
