"""Whom "the ministry", "the officials", "the company", "both" mean: the party that was described so before.

A text brings a party in by its name or at length ("two intelligence officials of Norland") and goes on with the bare
noun. Nothing is guessed: where two parties of the kind are as near, the noun stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.model import Claimant
from assistant.voices.lexicon import lexicon
from assistant.voices.names import proper_name
from assistant.voices.parsing import Reading
from assistant.voices.subjects import names_people

if TYPE_CHECKING:
    from spacy.tokens import Token

REACH = 10
"""Sentences within which one party of a kind must be alone; where none stands there, it must be alone in the text."""
FAR = 10_000
_FIRM = frozenset(
    """inc ltd plc corp corporation company group bank industries holdings partners systems works construction
    technologies enterprises airlines motors foods pharmaceuticals logistics shipping lines""".split()
)
_POLITICAL = frozenset("party union league alliance front movement coalition democrats greens labour bloc".split())
_PAPER = frozenset("times post news journal herald gazette courier ledger tribune guardian observer chronicle".split())
_GENERAL = {
    **dict.fromkeys("company firm maker manufacturer supplier carrier lender operator".split(), _FIRM),
    **dict.fromkeys("party movement".split(), _POLITICAL),
    **dict.fromkeys("paper newspaper outlet publisher".split(), _PAPER),
}
"""Nouns by which a text goes on about a body that it has just named without them, and how such bodies' names end."""
_ARTICLES = frozenset({"the", "these", "those", "this"})
_EMPTY = frozenset("the a an this that these those some other same new whole very".split())
"""Words that make no noun phrase a description."""
LONGEST = 9
"""Words of a description that a later sentence can be told with."""
_LONE = frozenset(
    """army chancellor city country court emperor government governor king law leadership military monarch nation
    opposition parliament people police pope premier president public queen regime senate state sultan town""".split()
)
"""Nouns of what a place has one of: a bare "the government" is the own one, unless another's stands just before."""


@dataclass(frozen=True)
class Party:
    """A party where the text names or describes it."""

    reading: Reading
    start: int
    claimant: Claimant
    called: str
    """The noun, in the singular, that it may go by from here on; empty where its name tells none."""
    many: bool
    """Whether it is called so in the plural."""
    two: bool
    """Whether it is told to be two."""
    is_body: bool
    """Whether it is a body of people, or may be one."""
    is_subject: bool


@dataclass
class Descriptions:
    """The parties that a document has brought in, as far as it has been read."""

    _called: dict[tuple[str, bool], list[Party]] = field(default_factory=dict)
    """By the noun they go by, and whether in the plural."""
    _pairs: list[Party] = field(default_factory=list)
    _subjects: list[Party] = field(default_factory=list)

    def note(self, party: Party) -> None:
        """Keep that a party is named or described at a place."""
        self._called.setdefault((party.called, party.many), []).append(party)
        self._pairs += [party] if party.two else []
        self._subjects += [party] if party.is_subject else []

    def meant(self, reading: Reading, head: Token, phrase: Sequence[Token]) -> Claimant | None:
        """Return the party that a bare description goes on about; None where there is none, or no telling which."""
        at = reading.span([head]).start
        if _is_pair(phrase):
            return _alone(self._pairs, reading, at)
        if not is_bare(head, phrase):
            return None
        noun, many = head.lemma_.lower(), head.tag_ == "NNS"
        called = self._called.get((noun, many), [])
        if noun in _LONE:
            return _latest(_near(called, reading, at, 1))
        if called or many or noun not in _GENERAL:
            return _alone(called, reading, at)
        topics = _near(self._subjects, reading, at, 2)
        fits = [one for one in topics if one.is_body and _last_word(one.claimant.name) in _GENERAL[noun]]
        return _only(fits) if fits and topics[-1] is fits[-1] else None


def _last_word(name: str) -> str:
    return name.split()[-1].casefold()


def _near(parties: Sequence[Party], reading: Reading, at: int, reach: int) -> list[Party]:
    """Return the parties named before a place by the same speaker, within so many sentences."""
    speaker, found = reading.sentence.speaker, []
    for one in reversed(parties):
        if reading.index - one.reading.index > reach:
            break
        if one.start < at and one.reading.sentence.speaker == speaker:
            found.append(one)
    return found[::-1]


def is_bare(head: Token, phrase: Sequence[Token]) -> bool:
    """Tell whether a noun stands with its article alone: "the ministry", "these officials"."""
    words = [one for one in phrase if one.tag_ != "POS"]
    text = head.lemma_.lower() in lexicon().words("speakers", "artifacts")  # which `works` tells
    bare = len(words) == 2 and words[0].lower_ in _ARTICLES and words[1] == head
    return bare and head.pos_ == "NOUN" and not text


def _is_pair(phrase: Sequence[Token]) -> bool:
    """Tell whether a phrase means two parties at once: "both", "the two", "the pair"."""
    return [one.lower_ for one in phrase] in (["both"], ["the", "two"], ["the", "pair"])


def without_clause(phrase: tuple[Token, ...], head: Token) -> tuple[Token, ...]:
    """Return a noun phrase up to a clause that says more of it: "two nurses (who asked not to be named)"."""
    edges = [child.left_edge.i for child in head.children if child.dep_ == "relcl"]
    return tuple(one for one in phrase if one.i < min(edges, default=one.i + 1))


def describes(head: Token, phrase: Sequence[Token]) -> bool:
    """Tell whether a noun phrase says of a party more than that it is one: "an official at the ministry"."""
    words = [one for one in phrase if one.lower_ not in _EMPTY and one != head and not one.is_punct]
    pronoun = any(one.tag_ in {"PRP", "PRP$", "WP", "WDT"} for one in words)
    return head.pos_ == "NOUN" and bool(words) and len(phrase) <= LONGEST and not pronoun


def nouns_for(head: Token, name: str, *, is_body: bool) -> tuple[str, ...]:
    """Return the nouns, in the singular, that a party may go by once the text has named it.

    "ministry" for the Health Ministry and for the Ministry of Health, "mayor" for Mayor Ann Lee, "company" for
    "Dornik, a company of the port", the noun itself for one that is described.
    """
    if head.pos_ == "NOUN":
        return (head.lemma_.lower(),)
    behind = (child for child in head.children if child.dep_ == "appos" and child.pos_ == "NOUN")
    nouns = [one.lemma_.lower() for one in behind if not any(word.lower_ in _not_now() for word in one.children)]
    words = lexicon().words
    if is_body:
        kind = name.split(" of ")[0].split(" for ")[0].split()[-1].casefold()
        nouns += [kind] if kind in words("speakers", "bodies") or kind in _GENERAL else []
    title = title_before(head).lower().split()
    nouns += title[-1:] if not _not_now() & set(title) else []
    return tuple(dict.fromkeys(nouns))


def _not_now() -> frozenset[str]:
    """Return the words with which an office is not, or not quite, the one that the bare noun means."""
    return lexicon().words("speakers", "passed") | lexicon().words("speakers", "beside")


def title_before(head: Token) -> str:
    """Return what a person is said to be right before the name: "Health Minister" of "Health Minister Dr Ann Lee"."""
    first = head.i - len(proper_name(head).split()) + 1
    title: list[Token] = []
    while first - len(title) > 0:
        before = head.doc[first - len(title) - 1]
        if before.dep_ not in {"compound", "nmod", "amod"} or before.lower_ in _EMPTY:
            break
        title.insert(0, before)
    title = [one for one in title if one.lower_ not in _FORMS]
    told = title and (title[-1].lower_ in lexicon().words("speakers", "titles") or names_people(title[-1]))
    return " ".join(one.text for one in title) if told else ""


_FORMS = frozenset("mr mr. mrs mrs. ms ms. miss dr dr. sir lady lord dame".split())
"""What stands before a name and is no office."""


def _alone(parties: Sequence[Party], reading: Reading, at: int) -> Claimant | None:
    """Return the one party near by; where none is near, the one of the text."""
    return _only(_near(parties, reading, at, REACH) or _near(parties, reading, at, FAR))


def _only(parties: Sequence[Party]) -> Claimant | None:
    """Return the one party of some; None where there are several, or none."""
    names = {one.claimant.name.casefold() for one in parties}
    return parties[-1].claimant if len(names) == 1 else None


def _latest(parties: Sequence[Party]) -> Claimant | None:
    """Return the party named last, a sentence's subject before what else it names; two in one sentence are a tie."""
    if not parties:
        return None
    last = [one for one in parties if one.reading.index == parties[-1].reading.index]
    return _only([one for one in last if one.is_subject]) or _only(last)
