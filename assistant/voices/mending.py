"""A parse mended where the parser lost a sentence's subject to the phrase before or behind it.

"On 31 August Ann said that ..." has no comma, and the small parser takes "31 August Ann" for one name: the verb is
left without a subject. It is parsed again with the comma that would have told them apart, and the comma taken out.
In "officials, Ann among them, say" it takes Ann for the subject, and "records show" at a sentence's end for a noun.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.voices.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_SPEAKING = frozenset({"i", "he", "she", "it", "they", "we"})
_NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "PRON"})
_MONTHS = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday"
    " thursday friday saturday sunday".split()
)


def mended(doc: Doc, parse: Language) -> Doc:
    """Return the parse, or a better one in which the main verb of telling has the subject that stands before it."""
    return _whole(_with_closing_teller(_with_subject(_reckoned_apart(doc, parse), parse), parse))


def _with_closing_teller(doc: Doc, parse: Language) -> Doc:
    """Give "records show" behind a clause its verb: "No guard was paid, records show"."""
    verb = next((one for one in reversed(doc) if not one.is_punct and not one.is_space), None)
    if verb is None or verb.tag_ not in {"NN", "NNS", "VB", "VBP", "VBZ"} or _as_verb(verb) not in lexicon().verbs:
        return doc
    comma = next((one.i for one in reversed(doc[: verb.i]) if one.text == ","), 0)
    if any(child.dep_ in _SUBJECTS and child.i > comma for child in verb.lefts):
        return doc  # it has its own already
    teller = doc[comma + 1 : verb.i]
    if not 0 < len(teller) <= _ASIDE or teller[-1].pos_ not in _NOMINAL or any(one.pos_ == "AUX" for one in teller):
        return doc
    if any(one.dep_ == "cc" for one in teller) or not any(one.tag_ in _FINITE for one in doc[:comma]):
        return doc
    other = _parsed_with(doc, verb.i, "said", parse)
    told = [child for child in other[verb.i].children if child.dep_ in _SUBJECTS and child.i > comma]
    return _in_place_of(doc, other, verb) if told and other[verb.i].tag_ in _FINITE else doc


_ASIDE = 8
"""Tokens that whoever is named behind what he or she tells has at most."""
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})


def _reckoned_apart(doc: Doc, parse: Language) -> Doc:
    """Part whose reckoning opens a sentence from its subject: "By the paper's account officials say"."""
    reckonings = lexicon().words("phrases", "reckoned") | lexicon().words("phrases", "possessed")
    if doc[0].lower_ not in {"by", "in", "on", "to"}:
        return doc
    noun = next((one for one in doc[2:_OPENING] if one.lower_ in reckonings and one.nbor(-1).tag_ == "POS"), None)
    if noun is None or noun.i + 2 >= len(doc) or noun.nbor(1).is_punct or noun.nbor(1).pos_ in {"ADP", "VERB", "AUX"}:
        return doc
    found = _parsed_apart(doc, noun.i + 1, parse)
    return found if any(one.dep_ in _SUBJECTS and one.head.dep_ == "ROOT" for one in found[noun.i + 1 :]) else doc


_OPENING = 8
"""Tokens within which a sentence's opening phrase ends."""


def _whole(doc: Doc) -> Doc:
    """Give "officials" as the subject of "officials, Ann among them, say", not "Ann"."""
    for one in doc:
        among = next((child for child in one.children if child.dep_ == "prep" and child.lower_ == "among"), None)
        if one.dep_ != "nsubj" or among is None or not {child.lower_ for child in among.children} & {"them", "whom"}:
            continue
        place = one.left_edge.i
        if place < 2 or doc[place - 1].text != "," or doc[place - 2].tag_ not in {"NNS", "NNPS"}:
            continue
        many = doc[place - 2]
        heads, deps = [token.head.i for token in doc], [token.dep_ for token in doc]
        heads[many.i], deps[many.i] = one.head.i, "nsubj"
        heads[one.i], deps[one.i] = many.i, "appos"
        return _rebuilt(doc, list(doc), heads, [token.lemma_ for token in doc], deps)
    return doc


def _with_subject(doc: Doc, parse: Language) -> Doc:
    verb = next((token for token in doc if token.dep_ == "ROOT"), None)
    if verb is not None and verb.tag_ in {"NN", "NNS"} and _may_tell(verb):
        return _with_verb(doc, verb, parse)
    if verb is not None and verb.pos_ in _NOMINAL and (lost := _lost_verb(verb)) is not None:
        return _with_verb(doc, lost, parse, "say")
    if verb is None or verb.tag_ not in {"VBD", "VBZ", "VBP"} or verb.lemma_.lower() not in lexicon().verbs:
        return doc
    dated = _behind_date(doc)
    if any(child.dep_ in _SUBJECTS and not child.left_edge.i < dated <= child.i for child in verb.children):
        return doc  # no date stands in its subject ("31 August Ann")
    for place in _places(doc, verb):
        found = _parsed_apart(doc, place, parse)
        root = next(token for token in found if token.dep_ == "ROOT")
        if place <= root.i and any(child.dep_ in _SUBJECTS and child.i >= place for child in root.lefts):
            return found
    return doc


def _may_tell(noun: Token) -> bool:
    """Tell whether a "noun" may be a verb: "The World Factbook states that", "The bank forecast in May that"."""
    if noun.i == 0 or _as_verb(noun) not in lexicon().verbs:
        return False
    before = noun.nbor(-1)
    follows = before.pos_ == "PROPN" if noun.tag_ == "NNS" else before.dep_ == "compound" and noun.left_edge.i == 0
    return follows and any(one.lower_ == "that" for one in noun.doc[noun.i + 1 :])


def _as_verb(noun: Token) -> str:
    return str(noun.lower_[:-1] if noun.tag_ in {"NNS", "VBZ"} else noun.lower_)


def _lost_verb(root: Token) -> Token | None:
    """Find the verb of telling in a sentence without one: "Two members in Verrin allege that they were threatened"."""
    for token in root.doc[root.i + 1 : -1]:
        bare = token.tag_ == "NN" and not any(child.dep_ in {"det", "poss", "amod"} for child in token.children)
        if bare and token.lower_ in lexicon().verbs and token.nbor(1).lower_ == "that":
            return token
    return None


def _with_verb(doc: Doc, noun: Token, parse: Language, other_verb: str = "says") -> Doc:
    """Parse a sentence with a verb that no tagger mistakes, and give the parse with the sentence's own word."""
    other = _parsed_with(doc, noun.i, other_verb, parse)
    verb = other[noun.i]
    if verb.dep_ != "ROOT" or not any(child.dep_ in _SUBJECTS and child.i < verb.i for child in verb.children):
        return doc
    return _in_place_of(doc, other, noun)


def _parsed_with(doc: Doc, place: int, verb: str, parse: Language) -> Doc:
    """Parse the words with another verb in one's place."""
    words, spaces = [one.text for one in doc], [bool(one.whitespace_) for one in doc]
    return _parsed([*words[:place], verb, *words[place + 1 :]], spaces, doc, parse)


def _in_place_of(doc: Doc, other: Doc, verb: Token) -> Doc:
    """Return the words of a sentence with the grammar of one that has another verb in that one's place."""
    lemmas = [_as_verb(verb) if one.i == verb.i else one.lemma_ for one in other]
    return _rebuilt(doc, list(other), [one.head.i for one in other], lemmas)


def _places(doc: Doc, verb: Token) -> Iterator[int]:
    """Yield where the subject before the verb may begin; the preposition before it keeps an object."""
    dated = _behind_date(doc)
    if 1 < dated < verb.i:
        yield dated
    if doc[0].pos_ == "ADP" and (pronoun := next((one.i for one in doc[2 : verb.i] if one.lower_ in _SPEAKING), 0)):
        yield pronoun
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
    words, spaces = [one.text for one in doc], [bool(one.whitespace_) for one in doc]
    spaces[place - 1 : place] = [False, True]
    apart = _parsed([*words[:place], ",", *words[place:]], spaces, doc, parse)
    kept = [one for one in apart if one.i != place]
    number = {one.i: row for row, one in enumerate(kept)}
    above = apart[place].head
    number[place] = number[above.i] if above.i != place else 0
    return _rebuilt(doc, kept, [number[one.head.i] for one in kept], [one.lemma_ for one in kept])


def _parsed(words: list[str], spaces: list[bool], doc: Doc, parse: Language) -> Doc:
    made = type(doc)(doc.vocab, words=words, spaces=spaces)  # spaCy is imported with the pipeline, on first use
    for _, component in parse.pipeline:
        made = component(made)
    return made


def _rebuilt(doc: Doc, parsed: list[Token], heads: list[int], lemmas: list[str], deps: list[str] | None = None) -> Doc:
    """Return the words of one parse with the grammar of another."""
    return type(doc)(
        doc.vocab,
        words=[one.text for one in doc],
        spaces=[bool(one.whitespace_) for one in doc],
        tags=[one.tag_ for one in parsed],
        pos=[one.pos_ for one in parsed],
        lemmas=lemmas,
        deps=deps or [one.dep_ for one in parsed],
        heads=heads,
        ents=_entities(parsed),
    )


def _entities(tokens: list[Token]) -> list[str]:
    return [f"{one.ent_iob_}-{one.ent_type_}" if one.ent_type_ else "O" for one in tokens]
