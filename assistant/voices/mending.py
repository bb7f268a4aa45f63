"""A parse mended where the parser lost a sentence's subject to the phrase before it.

"On 31 August Ann said that ..." has no comma, and the small parser takes "31 August Ann" for one name: the verb is
left without a subject. It is parsed again with the comma that would have told them apart, and the comma taken out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.voices.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "PRON"})
_MONTHS = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday"
    " thursday friday saturday sunday".split()
)


def mended(doc: Doc, parse: Language) -> Doc:
    """Return the parse, or a better one in which the main verb of telling has the subject that stands before it."""
    verb = next((token for token in doc if token.dep_ == "ROOT"), None)
    if verb is None or verb.tag_ not in {"VBD", "VBZ", "VBP"} or verb.lemma_.lower() not in lexicon().verbs:
        return doc
    if any(child.dep_ in _SUBJECTS for child in verb.children):
        return doc
    for place in _places(doc, verb):
        found = _parsed_apart(doc, place, parse)
        if any(child.dep_ in _SUBJECTS and child.i < verb.i for child in found[verb.i].children):
            return found
    return doc


def _places(doc: Doc, verb: Token) -> Iterator[int]:
    """Yield where the subject before the verb may begin; the preposition before it keeps an object."""
    dated = _behind_date(doc)
    if 1 < dated < verb.i:
        yield dated
    last = verb.i - 1
    if last > 0 and doc[last].text == ",":  # "On 3 May Ann Lee, the clerk, said"
        last = next((one.i - 1 for one in reversed(doc[1:last]) if one.text == ","), 0)
    first = last
    while first > 0 and doc[first].pos_ == "PROPN" and doc[first].lower_ not in _MONTHS:
        first -= 1
    preposition = next((one.i for one in reversed(doc[: last + 1]) if one.pos_ in {"ADP", "SCONJ"}), None)
    if preposition is None or first == last:
        return
    for place in range(first + 1, last + 1):
        if any(one.pos_ in _NOMINAL for one in doc[preposition + 1 : place]):
            yield place


def _behind_date(doc: Doc) -> int:
    """Return the place behind the date that opens a sentence ("On 3 May 2021"), or 0."""
    place = 1 if doc[0].lower_ in {"on", "in", "by", "since", "during"} else 0
    while place and place < len(doc) and (doc[place].lower_ in _MONTHS or doc[place].like_num):
        place += 1
    return place if place > 1 and doc[place - 1].text[-1].isalnum() else 0


def _parsed_apart(doc: Doc, place: int, parse: Language) -> Doc:
    """Parse the words with a comma before one of them, and give the parse without the comma."""
    blank = type(doc)  # spaCy is imported with the pipeline, on first use
    words, spaces = [one.text for one in doc], [bool(one.whitespace_) for one in doc]
    spaces[place - 1 : place] = [False, True]
    apart = blank(doc.vocab, words=[*words[:place], ",", *words[place:]], spaces=spaces)
    for _, component in parse.pipeline:
        apart = component(apart)
    kept = [one for one in apart if one.i != place]
    number = {one.i: row for row, one in enumerate(kept)}
    head = apart[place].head if apart[place].head.i != place else kept[0]
    return blank(
        doc.vocab,
        words=words,
        spaces=[bool(one.whitespace_) for one in doc],
        tags=[one.tag_ for one in kept],
        pos=[one.pos_ for one in kept],
        lemmas=[one.lemma_ for one in kept],
        deps=[one.dep_ for one in kept],
        heads=[number.get(one.head.i, number[head.i]) for one in kept],
        ents=_entities(kept),
    )


def _entities(tokens: list[Token]) -> list[str]:
    return [f"{one.ent_iob_}-{one.ent_type_}" if one.ent_type_ else "O" for one in tokens]
