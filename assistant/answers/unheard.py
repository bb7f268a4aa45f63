"""Somebody whose words a question wants, typed in lower case, whom no document so much as names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from assistant.answers.phrases import parsed
from assistant.text import FUNCTION_WORDS
from assistant.voices.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token


def unheard_of(question: str, holds: Callable[[str], bool]) -> list[str]:
    """Return who a question wants to hear and no document knows: "mullah omar" in "what did mullah omar say".

    A name has no article, so "the officials" are no name, whatever word the documents have for them.
    """
    return [
        name
        for token in parsed(question)
        if token.dep_ in {"nsubj", "nsubjpass"} and token.head.lemma_.lower() in lexicon().verbs
        if (name := _bare_name(token)) and not any(holds(word) for word in name.split())
    ]


def _bare_name(token: Token) -> str:
    """Return the words of a subject that may be a name: no pronoun, no plural, nothing before it but its own parts."""
    parts = list(_parts(token))
    if any(part.tag_ == "NNS" or part.pos_ in {"PRON", "DET"} or part.lower_ in FUNCTION_WORDS for part in parts):
        return ""
    if parts[0].i and parts[0].nbor(-1).pos_ in {"DET", "PROPN", "NUM", "ADP", "PUNCT", "NOUN"}:
        return ""  # "the cia handbook", and what the parse takes for half a name
    if token.i + 1 < len(token.doc) and token.nbor().pos_ not in {"VERB", "AUX", "ADV", "PART"}:
        return ""
    other = [child for child in token.children if child.dep_ in {"det", "poss", "nummod", "relcl", "prep", "acl"}]
    if other or not all(part.text.isalpha() for part in parts):
        return ""
    return " ".join(part.text for part in parts)


def _parts(token: Token) -> Iterator[Token]:
    yield from (child for child in token.children if child.dep_ in {"compound", "amod", "nmod"})
    yield token
