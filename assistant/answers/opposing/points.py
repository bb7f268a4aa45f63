"""A claim's main clauses as points: who or what, doing or being what, denied or not, how many, when.

A point knows only its own sentence and who speaks in it, so that whether two claims contradict one another never
depends on what else a library holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answers.opposing.quantities import Quantity, quantities_in
from assistant.answers.opposing.wording import ADDING, NEGATIVES, matter_of
from assistant.model import Claim, Polarity
from assistant.text import stem
from assistant.voices.parsing import Reading

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECTS = {"nsubj", "nsubjpass", "csubj"}
_COMPLEMENTS = {"acomp", "attr", "oprd"}
_COPULAS = {"be", "become", "remain", "seem", "stay"}
_BELOW = {"ccomp", "advcl", "relcl", "acl", "parataxis", "csubj"}
"""Clauses below another: what they say is not what the claim puts forward."""
_REVERSING = {"fail", "refuse", "cease", "stop", "decline", "lack", "avoid"}
"""Verbs that deny what their complement says."""
_NORMS = {"must", "should", "shall", "ought", "let"}
_GUESSES = {
    "may",
    "might",
    "could",
    "would",
    "can",
    "perhaps",
    "maybe",
    "possibly",
    "probably",
    "likely",
    "if",
    "unless",
}
_FUTURE = {"will", "'ll", "wo"}
_POLAR = {"any", "anything", "anyone", "anybody", "anywhere", "ever"}
"""Words that stand only where something around the clause denies or asks it, if nothing in it does."""
_ASKING = {"whether", "if", "what", "how", "why", "who", "whom", "which", "when", "where"}
_SELF = {"i", "we", "us", "me", "my", "our", "ours", "ourselves", "myself"}
_POINTERS = frozenset(
    "he she it they him her them his its their this that these those one who which there here some others".split()
)
_EMPTY = frozenset(
    "way same thing things time point place lot kind sort bit fact something anything everything".split()
)
_TIME = re.compile(
    r"\b(?:(?:1[6-9]|20)\d\d|January|February|March|April|June|July|August|September|October|November|December)\b"
    r"|\bMay(?= \d)|(?<=\d )May\b"
)


@dataclass(frozen=True)
class Point:
    """One main clause of a claim."""

    predicate: str
    """Stem of the verb, or of what something is said to be."""
    being: bool
    """Whether it says what something is, not what it does."""
    denied: bool
    """Whether the clause is negated."""
    subject: frozenset[str]
    """Stems of what it is said of; the speaker's name for "we"; empty where only its context tells."""
    matter: frozenset[str]
    """Stems of all else it says."""
    speaker: frozenset[str]
    """Stems of the speaker's name, where they stand for "I" or "we"."""
    excluded: frozenset[str]
    """Stems that are ruled out where the clause as a whole is not negated ("in the north, not in the south")."""
    mood: str
    """fact, norm, guess or future: only the same kind can conflict."""
    growing: bool
    """Whether it tells how things stand at its own day ("have been killed so far"), which another day changes."""
    times: frozenset[str]
    """Years and months it names."""
    quantities: tuple[Quantity, ...]
    """What it counts."""

    @property
    def words(self) -> frozenset[str]:
        """All it can be compared by."""
        return self.subject | self.matter | {self.predicate}


def points_of(claim: Claim, reading: Reading) -> list[Point]:
    """Return the points of a claim whose sentence was parsed; none of a question, asked or told of."""
    tokens = reading.tokens_in(claim.attribution.content)
    if not tokens or tokens[0].lower_ in _ASKING or any(token.text == "?" for token in tokens[-3:]):
        return []
    inside = {token.i for token in tokens}
    speaker = matter_of(claim.chain[0].name)
    heads = [token for token in tokens if _is_main(token, inside)]
    denied = claim.attribution.polarity is Polarity.NEGATIVE and _is_denied(claim, reading)
    points = (_point(head, inside, speaker, denied=denied) for head in heads)
    return [point for point in points if point is not None]


_DENYING = {"deny", "reject", "dispute", "refute", "rebut", "dismiss", "contradict", "think", "believe"}


def _is_denied(claim: Claim, reading: Reading) -> bool:
    """Tell whether a negative cue denies the content ("denies that", "does not think"), not that it was said."""
    cue = claim.attribution.cue
    return cue is not None and any(token.lemma_.lower() in _DENYING for token in reading.tokens_in(cue))


def _is_main(token: Token, inside: set[int]) -> bool:
    """Tell whether a token heads a clause that the claim itself puts forward: its root, or one joined to it."""
    if token.pos_ not in {"VERB", "AUX"} or token.dep_ in {"aux", "auxpass"} or not _subject(token):
        return False
    while token.dep_ == "conj" and token.head.i in inside and token.head.pos_ in {"VERB", "AUX"}:
        token = token.head
    return token.head.i == token.i or token.head.i not in inside


def _point(head: Token, inside: set[int], speaker: frozenset[str], *, denied: bool) -> Point | None:
    """Return a clause as a point; None where something around it takes back what it says ("if anything")."""
    verb = _meant(head)
    own = sorted((token for token in _clause(head) if token.i in inside), key=lambda token: token.i)
    complement = next((child for child in verb.children if child.dep_ in _COMPLEMENTS), None)
    being = verb.lemma_ in _COPULAS and complement is not None
    centre = complement if being and complement is not None else verb
    of_subject = {below.i for one in _subject(head) for below in one.subtree}
    subject = [token for token in own if token.i in of_subject]
    rest = [token for token in own if token.i not in of_subject]
    ruled_out = [token for token in rest if _excludes(token)]
    excluded = [below for token in ruled_out for below in _scope(token) if below in rest]
    negatives = sum(_negates(token, {head.i, verb.i, centre.i}) for token in own if token not in ruled_out)
    negatives += head.lemma_ in _REVERSING
    said = {token.lower_ for token in own}
    if (said & _POLAR and not negatives) or said & {"if", "unless", "whether"}:
        return None
    rest = [token for token in rest if token not in excluded]
    verbs = [head, *(child for child in head.children if child.dep_ in {"aux", "auxpass"})]
    predicate = stem(centre.lower_ if being else centre.lemma_.lower())
    return Point(
        predicate=predicate,
        being=being,
        denied=(negatives % 2 == 1) != denied,
        subject=_stems(subject, speaker),
        matter=_stems(rest, speaker) - {predicate, stem(head.lower_), stem(verb.lower_)},
        speaker=speaker if any(token.lower_ in _SELF for token in own) else frozenset(),
        excluded=_stems(excluded, frozenset()),
        mood="future" if verb is not head else _mood(own),
        growing=any(one.lemma_ == "have" and one.tag_ in {"VBZ", "VBP"} for one in verbs)
        or bool(said & {"far", "already", "now", "since", "today", "currently", "yet"}),
        times=frozenset(_TIME.findall(" ".join(token.text for token in own))),
        quantities=tuple(quantities_in(own)),
    )


def _meant(head: Token) -> Token:
    """Return the verb a clause is about: of "is going to sell" what is going to be done."""
    if head.lemma_ == "go" and head.tag_ == "VBG":
        return next((child for child in head.children if child.dep_ == "xcomp" and child.pos_ == "VERB"), head)
    return head


def _negates(token: Token, heads: set[int]) -> bool:
    """Tell whether a word negates a clause: on its verb, or on its subject, object or complement."""
    if token.lower_ not in NEGATIVES and token.lower_ != "n't":
        return False
    if token.i + 1 < len(token.doc) and token.nbor(1).lower_ in ADDING:
        return False
    if token.head.i in heads:
        return True
    return token.dep_ == "det" and token.head.head.i in heads and token.head.dep_ in {*_SUBJECTS, *_COMPLEMENTS, "dobj"}


def _excludes(token: Token) -> bool:
    """Tell whether a "not" rules out only the phrase behind it: "not in the south", "not the mayor but the board"."""
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return (
        token.lower_ == "not"
        and following is not None
        and (following.pos_ in {"ADP", "DET", "PROPN"} or following.lower_ == "to")
    )


def _scope(token: Token) -> list[Token]:
    """Return the phrase behind a "not": the first preposition, noun or verb after it with all that hangs on it."""
    for place in range(token.i + 1, min(token.i + 5, len(token.doc))):
        head = token.doc[place]
        if head.pos_ in {"ADP", "NOUN", "PROPN", "VERB"}:
            return [below for below in head.subtree if below.i > token.i and below.dep_ != "conj"]
    return []


def _clause(head: Token) -> Iterator[Token]:
    """Yield the tokens of a head's own clause, without the clauses below it."""
    yield head
    for child in head.children:
        joined = child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"}
        if not joined and child.dep_ not in _BELOW:
            yield from _clause(child)


def _subject(head: Token) -> list[Token]:
    """Return a head's subjects, or those of the clause it is joined to."""
    own = [child for child in head.children if child.dep_ in _SUBJECTS]
    if own or head.dep_ != "conj" or head.head.i == head.i:
        return own
    return _subject(head.head)


def _stems(tokens: Iterable[Token], speaker: frozenset[str]) -> frozenset[str]:
    said = list(tokens)
    text = " ".join(token.text for token in said if token.lower_ not in _POINTERS | _EMPTY | NEGATIVES)
    return matter_of(text) | (speaker if any(token.lower_ in _SELF for token in said) else frozenset())


def _mood(own: list[Token]) -> str:
    said = {token.lower_ for token in own}
    if said & _NORMS or any(token.lemma_ in {"need", "have"} and _obliges(token) for token in own):
        return "norm"
    if said & _GUESSES:
        return "guess"
    return "future" if said & _FUTURE else "fact"


def _obliges(token: Token) -> bool:
    return any(
        child.dep_ == "xcomp" and any(below.lower_ == "to" for below in child.children) for child in token.children
    )
