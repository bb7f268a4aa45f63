"""Who is asked for by office: "the mayor", "the port's director general", "the Health Minister"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from assistant.checks.naming import is_kin
from assistant.text import FUNCTION_WORDS
from assistant.voices.lexicon import lexicon
from assistant.voices.subjects import is_for_people

_WORD = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*(?:['’](?!\w))?")
_GENITIVE = re.compile(r"(?:['’]s|['’])$")
_OWNED = re.compile(r"^(?:(?P<owner>.+)(?:['’]s|s['’])\s+)(?P<core>.+)$")
_BEHIND = re.compile(r"^(?P<core>.+?)\s+(?:of|for|at|in|on|to)\s+(?P<owner>.+)$")
_DETERMINER = re.compile(r"^(?:the|an?|its|his|her|their)\s+", re.IGNORECASE)
_PASSING = frozenset("present current new senior first own long-time".split())
"""Words of an office that rank, and tell nobody from another."""
_ANYBODY = frozenset(
    """author writer reporter journalist member official source expert witness resident critic man woman person
    people columnist contributor correspondent editor""".split()
)
"""Nouns that are no office, or that every document has one of."""
RULERS = frozenset("president minister premier king queen emir chancellor secretary general ambassador".split())
"""Offices of which every State has one: without whose it is, only who is heard much in a library is meant."""
_PREPOSITIONS = frozenset({"of", "for", "at", "in"})
_LONGEST = 4
"""Words of an office itself."""

Holder = TypeVar("Holder")


@dataclass(frozen=True)
class Office:
    """What somebody is, and of what."""

    core: tuple[str, ...]
    """Its own words, in lower case, the noun last: health, minister."""
    owner: frozenset[str]
    """The words that say whose it is, in lower case; empty where none do."""
    is_named: bool
    """Whether they hold a name: "Norland's", not "the company's"."""


@dataclass(frozen=True)
class Asked:
    """An office as a question names it."""

    first: int
    """The first and the last of the question's words that name it, counted from 0."""
    last: int
    core: tuple[str, ...]
    owner: frozenset[str]
    is_named: bool


def office(wording: str) -> Office | None:
    """Read what a document says somebody is: "the port’s director general"; None where that is no office."""
    bare = _DETERMINER.sub("", re.split(r",|\s(?:who|which)\s", wording)[0].strip())
    parted = _OWNED.match(bare) or _BEHIND.match(bare)
    core, owner = (parted["core"], parted["owner"]) if parted else (bare, "")
    core, *more = re.split(r"\s(?:of|for|at|in|on|to|and)\s", core)
    owner = " ".join([owner, *more])
    words = [word for word in core.lower().split() if word not in _PASSING]
    passed = lexicon().words("speakers", "passed") & set(words)
    if passed or not 0 < len(words) <= _LONGEST or not is_office(words[-1]):
        return None
    named = any(word[0].isupper() for word in _bare(owner) if word.lower() not in FUNCTION_WORDS)
    return Office(tuple(words), owner_words(owner), named)


def owner_words(name: str) -> frozenset[str]:
    """Return the words of a name as those of an office's owner are compared: midwives, union."""
    return frozenset(word.lower() for word in _bare(name) if word.lower() not in FUNCTION_WORDS)


def is_office(noun: str) -> bool:
    """Tell whether a noun, in lower case, is for what a single person is."""
    words = lexicon().words
    persons = noun in words("speakers", "titles") or (is_for_people(noun) and noun not in words("speakers", "bodies"))
    return persons and noun not in _ANYBODY


def _bare(text: str) -> list[str]:
    return [_GENITIVE.sub("", word) for word in _WORD.findall(text)]


def asked_for(words: Sequence[str], heads: Iterable[str]) -> Iterator[Asked]:
    """Yield the offices that a question's words may name, by the nouns that offices of the library end in."""
    known = set(heads)
    for last, word in enumerate(words):
        if _GENITIVE.sub("", word).lower() not in known:
            continue
        first = last
        while first > 0 and _goes_before(words[first - 1]):
            first -= 1
        core = tuple(_GENITIVE.sub("", one).lower() for one in words[first : last + 1])
        start, end = _owner_before(words, first), last
        owner = list(words[start:first])
        if not _GENITIVE.search(word):
            end = _owner_behind(words, last)
            owner += [one for one in words[last + 2 : end + 1] if one.lower() not in FUNCTION_WORDS]
        named = any(one[0].isupper() for one in owner)
        yield Asked(start, end, core, frozenset(_GENITIVE.sub("", one).lower() for one in owner), named)


def _owner_before(words: Sequence[str], first: int) -> int:
    """Return where an owner begins that stands right before a place: "Port Norland's mayor"; else the place."""
    if not first or not _GENITIVE.search(words[first - 1]):
        return first
    start = first - 1
    while start > 0 and words[start - 1][0].isupper() and words[start - 1].lower() not in FUNCTION_WORDS:
        start -= 1
    return start


def _owner_behind(words: Sequence[str], last: int) -> int:
    """Return where an owner ends that stands behind a noun: "mayor of the old town"; else the noun's place."""
    if words[last + 1 : last + 2] not in [[one] for one in _PREPOSITIONS]:
        return last
    end = last + 2
    while end < len(words) and words[end].lower() in {"the", "a"}:
        end += 1
    if end >= len(words):
        return last
    while words[end][0].isupper() and words[end + 1 : end + 2] and words[end + 1][0].isupper():
        end += 1
    return end


def _goes_before(word: str) -> bool:
    """Tell whether a word may be part of an office before its noun: "director", "Health", "board"."""
    return word.lower() not in FUNCTION_WORDS and not _GENITIVE.search(word) and word.isalpha()


class Offices(Generic[Holder]):
    """Who holds which office in a library."""

    def __init__(self, held: Iterable[tuple[Holder, Iterable[str]]]) -> None:
        """Take everybody with what the documents say they are, as worded."""
        self._held: dict[str, list[tuple[Office, Holder]]] = defaultdict(list)
        for holder, wordings in held:
            for one in filter(None, map(office, wordings)):
                self._held[one.core[-1]].append((one, holder))

    def find(self, words: Sequence[str]) -> Iterator[tuple[Asked, Holder, bool]]:
        """Yield whom a question's words ask for by office, and whether they say whose or which office it is.

        Nobody where two hold it.
        """
        for asked in asked_for(words, self._held):
            fits = [(how, holder) for one, holder in self._held[asked.core[-1]] if (how := _fits(asked, one))]
            best = max((how for how, _ in fits), default=0)
            holders = {id(holder): holder for how, holder in fits if how == best}
            if len(holders) == 1:
                yield asked, next(iter(holders.values())), len(asked.core) > 1 or best == _SURE


_SURE = 3


def _fits(asked: Asked, one: Office) -> int:
    """Tell how well an office is the one asked for: 0 not at all, 3 where whose it is is met, too."""
    words = {*one.core, *one.owner}
    beside = lexicon().words("speakers", "beside")  # the deputy mayor is not the mayor
    if beside & set(one.core) != beside & set(asked.core):
        return 0
    if not all(any(word == other or is_kin(word, other) for other in words) for word in asked.core):
        return 0
    if not asked.owner:
        whole = not one.owner or (one.is_named and asked.core[-1] not in RULERS)  # "the minister": of what?
        return 2 if asked.core == one.core and whole else 1
    if any(word == other or is_kin(word, other) for word in asked.owner for other in words):
        return _SURE
    return 1 if not asked.is_named and (len(asked.core) > 1 or not one.owner) else 0
