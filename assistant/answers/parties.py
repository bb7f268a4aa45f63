"""Who can be asked about: the parties heard in a library, under every name a person may use for them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

from assistant.answers.offices import RULERS, Offices, office, owner_words
from assistant.library.masthead import is_body
from assistant.model import ClaimantKind
from assistant.record import Listed, Voice
from assistant.text import FUNCTION_WORDS
from assistant.voices.lexicon import lexicon

_TITLES = frozenset(
    """mr mrs ms miss dr sir president vice prime minister premier secretary general senator congressman congresswoman
    representative ambassador admiral colonel captain major sergeant judge justice king queen prince princess sheikh
    mullah imam pope chancellor governor mayor chairman chairwoman spokesman spokeswoman spokesperson professor former
    deputy foreign national security adviser advisor the""".split()
)
_COMMON_NOUNS = frozenset(
    """government state states people official officials administration house department council assembly party group
    report nation nations world union force forces army news post times media press public service agency office
    minister president secretary american company university institute center centre committee court church city
    intelligence sources delegation reporter reporters briefing ngo ngos mp mps ceo""".split()
)
"""Words that end many names and therefore name nobody by themselves."""
_MOUTHPIECE = re.compile(
    r"(?:the )?(.+?)[’'](?:s)? (?:[a-z]+ )?(?:speech|address|statement|delegation|representative|answer|reply"
    r"|response|letter|proclamation|remarks|government|mission)"
    r"(?: (?:of|in|from) (?:the same year|(?:\d{1,2} )?(?:[a-z]+ )?(?:19|20)\d\d))?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*\.?")


@dataclass(eq=False)
class Party:
    """Somebody who speaks in the library."""

    name: str
    """The fullest name the documents give."""
    names: set[str] = field(default_factory=set)
    """All names it stands under in claims' chains."""
    editions: set[str] = field(default_factory=set)
    """Editions it is heard in."""
    authored: set[str] = field(default_factory=set)
    """Editions it is the author of."""
    offices: set[str] = field(default_factory=set)
    """What documents say a person is, as worded."""
    claims: int = 0
    named: bool = True
    """Whether documents give it a name, and do not only describe it: "the army"."""


@dataclass(frozen=True)
class Mention:
    """A party named in a question."""

    party: Party
    start: int
    """Where the mention starts in the question, in code points."""
    end: int
    words: tuple[str, ...]
    """The words that name it, lower case."""


def key_of(name: str) -> str:
    """Return a name as it is compared: lower case, without titles, articles, stops and possessives.

    Of "Afghan Ambassador to Norland Ann Lee" the person's own name is left.
    """
    written = _WORD.findall(name.replace("’", "'"))
    words = [word.strip(".").lower() for word in written]
    if person := _behind_a_role(written):
        words = [word.strip(".").lower() for word in person]
    words = [word.removesuffix("'s").replace(".", "").replace("-", " ") for word in words]
    while len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    return " ".join(words)


_ROLES = frozenset(
    """president minister premier secretary senator congressman congresswoman representative ambassador admiral colonel
    captain judge justice chancellor governor mayor chairman chairwoman spokesman spokeswoman spokesperson professor
    adviser advisor director founder manager commissioner executive attorney lawyer economist biologist activist
    philosopher coach""".split()
)
"""Words for what somebody is, behind which the name may stand: "Norland's Prime Minister Ann Lee"."""


def _behind_a_role(words: Sequence[str]) -> list[str]:
    """Return the person's own name behind words for whose and what he or she is; nothing where none stands there."""
    lower = [word.strip(".").lower() for word in words]
    last = max((place for place, word in enumerate(lower) if word in _ROLES), default=0)
    person = list(words[last + 1 :])
    if person[:1] in (["to"], ["of"], ["for"]):  # whose: "Ambassador to the United States"
        rest = person[2:] if person[1:2] == ["the"] else person[1:]
        length = next((n for n in (3, 2, 1) if len(rest) > n and " ".join(rest[:n]).lower() in _states()), 0)
        person = rest[length:] if length else []
    named = 1 <= len(person) <= 3 and all(word[0].isupper() and word.replace("-", "").isalpha() for word in person)
    return person if last and named and not {word.lower() for word in person} & (_COMMON_NOUNS | _TITLES) else []


@cache
def _places() -> dict[str, tuple[str, ...]]:
    """Return each State's other names by its key: peoples, adjectives, capitals."""
    found = {}
    for line in files("assistant.answers").joinpath("places.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            state, people, capitals = line.split("|")
            found[key_of(state)] = tuple(key_of(name) for name in f"{people},{capitals}".split(",") if name.strip())
    return found


def is_place(name: str) -> bool:
    """Tell whether a name is a State's."""
    return key_of(name) in _places()


@cache
def _states() -> dict[str, str]:
    """Return each State's name by the keys of its people, adjectives and capitals."""
    lines = files("assistant.answers").joinpath("places.txt").read_text("utf-8").splitlines()
    states = (line.split("|")[0].strip() for line in lines if line.strip() and not line.startswith("#"))
    return {name: state for state in states for name in (key_of(state), *_places()[key_of(state)])}


def state_of(name: str) -> str | None:
    """Return the State that a name, an adjective, a people or a capital stands for: "French" is France's."""
    return _states().get(key_of(name))


class Parties:
    """All parties of a library, found by any of their names."""

    def __init__(self, voices: Iterable[Voice], documents: Sequence[Listed]) -> None:
        """Gather the parties from the claims' chains and the documents' authors."""
        self._by_key: dict[str, Party] = {}
        self._aliases: dict[str, list[Party]] = defaultdict(list)
        described = []
        writers: dict[str, tuple[str, ...]] = {}
        for voice in voices:
            if voice.kind is ClaimantKind.AUTHOR and voice.offices:
                writers[voice.edition] = voice.offices
            if not _is_name(voice):
                described.append(voice)
            else:
                party = self._party(voice.name)
                party.editions.add(voice.edition)
                party.claims += voice.claims
                party.offices.update(voice.offices)
        for document in documents:
            if document.metadata.author:
                party = self._party(document.metadata.author)
                party.editions.add(document.edition)
                party.authored.add(document.edition)
                party.offices.update(writers.get(document.edition, ()))
        self._described = self._join_described(described)
        self._join_last_names()
        self._join_members()
        short = self._join_first_words()
        self._join_mouthpieces()
        for key, party in self._by_key.items():
            for alias in _aliases_of(key, party.name) | _double_name(party.name) | short.get(key, set()):
                self._aliases[alias].append(party)
        self._offices = Offices((party, [*party.offices, *_offices_in(party)]) for party in self)
        self._widened = dict(self._with_mouths())
        self._documents = len(documents)

    def _party(self, name: str) -> Party:
        party = self._by_key.setdefault(key_of(name), Party(name))
        party.names.add(name)
        if len(name) > len(party.name):
            party.name = name
        return party

    def _join_last_names(self) -> None:
        """Take a last name alone for the one person who bears it in full ("Kirby" is John Kirby): two are a tie."""
        bearers: dict[str, list[str]] = defaultdict(list)
        for key, party in self._by_key.items():
            if len(words := key.split()) in (2, 3) and _is_bearer(party.name):
                bearers[words[-1]].append(key)
        for last, keys in bearers.items():
            if last in self._by_key and len(keys) == 1:
                self._join(self._by_key.pop(last), self._by_key[keys[0]])

    def _join_members(self) -> None:
        """Take "Ann Lee of the Ferry Guild" for Ann Lee, who is heard by her name alone, too."""
        members: dict[str, list[str]] = defaultdict(list)
        for key, party in self._by_key.items():
            bare, of, _ = party.name.partition(" of ")
            if of and _is_bearer(bare):
                members[key_of(bare)].append(key)
        for bare, keys in members.items():
            alone = len(keys) == 1  # of two namesakes neither is just "Ann Lee"
            if alone and bare in self._by_key and keys[0] != bare:
                self._join(self._by_key.pop(keys[0]), self._by_key[bare])

    def _join_described(self, voices: Iterable[Voice]) -> dict[str, Party]:
        """Take "the water board" for the one "Norland Water Board" that is heard in the same document.

        Return the others by their names: bodies and people that no document names, "the army", "the villagers".
        """
        others: dict[str, Party] = {}
        voices = list(voices)
        keys = {key_of(name) for name in (*self._by_key, *(one.name for one in voices))}
        last = Counter(words[-1] for words in map(str.split, keys) if words)
        for voice in voices:
            key = key_of(voice.name)
            if not voice.name.startswith("the ") and not _PLURAL.fullmatch(voice.name):
                continue
            ending = [party for other, party in self._by_key.items() if other.endswith(f" {key}")]
            alone = " " in key or last[key] == 1 + len(ending)  # itself, and the one that ends so
            if alone and is_body(key) and len(ending) == 1 and voice.edition in ending[0].editions:
                ending[0].names.add(voice.name)
                ending[0].claims += voice.claims
            elif voice.kind in (ClaimantKind.GROUP, ClaimantKind.UNSPECIFIED) and _DESCRIBED.fullmatch(voice.name):
                party = others.setdefault(key, Party(voice.name, set(), named=False))
                party.names.add(voice.name)
                party.editions.add(voice.edition)
                party.claims += voice.claims
        return others

    def _join_first_words(self) -> dict[str, set[str]]:
        """Take "Norland" for the one "Norland Foods" that is heard: no place, and no body named after one.

        Return the short names by the key of whom they stand for.
        """
        longer: dict[str, list[str]] = defaultdict(list)
        for key, party in self._by_key.items():
            first, _, rest = key.partition(" ")
            owned = any(mark in party.name.split()[0] for mark in "'’")
            if rest and not (owned or is_body(party.name) or is_place(first)):
                longer[first].append(key)
        alone = {first: keys[0] for first, keys in longer.items() if len(keys) == 1 and keys[0].count(" ") == 1}
        joined = {key: {first} for first, key in alone.items() if first in self._by_key}
        for key, (first,) in joined.items():
            self._join(self._by_key.pop(first), self._by_key[key])
        return joined

    def _with_mouths(self) -> Iterator[tuple[str, Party]]:
        """Yield each body that somebody speaks for by office, by its name: a guild, heard through its chair."""
        bodies = {owner_words(one.name): one for one in (*self, *self._described.values()) if is_body(one.name)}
        states = {owner_words(one.name): one for one in self if one.named and " " not in one.name}
        mouths: dict[str, list[Party]] = defaultdict(list)
        for person in self:
            held = [found for wording in person.offices if (found := office(wording)) is not None]
            owners = {bodies[one.owner].name for one in held if one.owner in bodies}
            if person.authored:  # "Statement by Ann Lee, Minister of Trade of the Republic of Norland"
                owners |= {states[words].name for words in states for one in held if words and words <= one.owner}
            for body in owners - {person.name}:
                mouths[body].append(person)
        for body in (*bodies.values(), *states.values()):
            if heard := mouths.get(body.name, []):
                names = body.names.union(*(one.names for one in heard))
                editions = body.editions.union(*(one.editions for one in heard))
                yield body.name, replace(body, names=names, editions=editions)

    def heard_as(self, party: Party) -> Party:
        """Return a party with the names of those who speak for it by office, under which it is heard, too."""
        return self._widened.get(party.name, party)

    @staticmethod
    def _join(one: Party, into: Party) -> None:
        into.names |= one.names
        into.editions |= one.editions
        into.authored |= one.authored
        into.claims += one.claims
        into.offices |= one.offices

    def _join_mouthpieces(self) -> None:
        """Take what speaks for a party for the party: its speech, its delegation, its answer."""
        for key, party in list(self._by_key.items()):
            found = _MOUTHPIECE.fullmatch(party.name)
            owner = self._by_key.get(key_of(found[1])) if found else None
            if owner is not None and owner is not party:
                self._join(self._by_key.pop(key), owner)

    def __iter__(self) -> Iterator[Party]:
        """Iterate over the parties."""
        return iter(self._by_key.values())

    def find(self, name: str) -> list[Party]:
        """Return the parties a name may stand for, the most heard first; those of the same last name come together.

        Whoever bears just this name and speaks in a document of their own comes before all: "India", not "British
        India".
        """
        key = key_of(name)
        found = self._aliases.get(key, [])
        if is_body(key) and " " not in key and len(found) > 1 and key not in self._by_key:
            return []  # "the ministry", where there are two
        return sorted(found, key=lambda one: (not (one.authored and self._by_key.get(key) is one), -one.claims))

    def of_claimant(self, name: str) -> Party | None:
        """Return the party that a claim's claimant is: Norland, for "Norland’s speech of 2022"."""
        if found := self.find(name):
            return found[0]
        return next((party for party in self if name in party.names), None)

    def like(self, name: str) -> list[Party]:
        """Return parties whose names hold every word of a name, each in full or shortened ("State Dept")."""
        wanted = key_of(name).split()
        written = ((one, {_bare(word) for other in one.names for word in _WORD.findall(other)}) for one in self)
        return [one for one, words in written if all(any(_shortens(w, o) for o in words) for w in wanted)]

    def only_like(self, name: str) -> Party | None:
        """Return the party whose name holds every word of one in full ("Norland" of "Norland Lines"), if it is one."""
        wanted = set(key_of(name).split())
        found = [one for one in self.like(name) if wanted <= {_bare(w) for n in one.names for w in _WORD.findall(n)}]
        return found[0] if len(found) == 1 and len(wanted) == 1 and len(name) > 3 else None

    def mentions(self, question: str) -> list[Mention]:
        """Find the parties a question names, longest names first, not overlapping, in the question's order."""
        tokens = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(question)]
        found = self._in_office(tokens)
        taken = {place for place, (start, _, _) in enumerate(tokens) if any(m.start <= start < m.end for m in found)}
        for length in range(min(6, len(tokens)), 0, -1):
            for first in range(len(tokens) - length + 1):
                span = range(first, first + length)
                if taken & set(span):
                    continue
                text = " ".join(token for _, _, token in tokens[first : first + length])
                parties = (self.find(text) or self.find(_without_s(text))) if may_name(text) else []
                if parties:
                    taken |= set(span)
                    words = tuple(_bare(token) for _, _, token in tokens[first : first + length])
                    found.append(Mention(parties[0], tokens[first][0], tokens[first + length - 1][1], words))
        return sorted(found, key=lambda mention: mention.start)

    def described(self, question: str, known: Sequence[Mention]) -> list[Mention]:
        """Find those whom a question describes as documents do that never name them: "the army", "the villagers"."""
        found: list[Mention] = []
        for name, party in sorted(self._described.items(), key=lambda one: -len(one[0])):
            article = "(?:the )?" if all(map(_PLURAL.fullmatch, party.names)) else "the "
            called = "|".join(sorted({re.escape(one.removeprefix("the ")) for one in party.names} | self._short(name)))
            for match in re.finditer(rf"\b{article}(?:{called})\b(?!['’])", question, re.IGNORECASE):
                if not any(m.start < match.end() and match.start() < m.end for m in (*known, *found)):
                    words = tuple(_bare(word) for word in match.group().split() if word.lower() != "the")
                    found.append(Mention(party, match.start(), match.end(), words))
        return found

    def _short(self, key: str) -> set[str]:
        """Return the last word of a described body, if it is the only one of the library: the union, of bakers."""
        word = key.rpartition(" ")[2]
        ends = [one for one in (*self._by_key, *self._described) if one.rpartition(" ")[2] == word]
        return {word} if word and len(ends) == 1 and is_body(word) and not _PLURAL.fullmatch(word) else set()

    def _in_office(self, tokens: Sequence[tuple[int, int, str]]) -> list[Mention]:
        """Find the parties that a question names by office: "the mayor", not "Mayor Lee"."""
        found: list[Mention] = []
        for asked, party, told in self._offices.find([token for _, _, token in tokens]):
            behind = tokens[asked.last + 1][2] if asked.last + 1 < len(tokens) else ""
            article = asked.first > 0 and tokens[asked.first - 1][2].lower() == "the"
            known = len(party.editions) >= max(2, self._documents * _WELL_KNOWN)
            sure = told or (article and (asked.core[-1] not in RULERS or known))
            if asked.core[-1] in RULERS and any(map(state_of, (*asked.core, *asked.owner))):
                continue  # "the Tajik president": who speaks for a State is known otherwise
            if sure and not (behind and self.find(behind)):
                start, end = tokens[asked.first][0], tokens[asked.last][1]
                words = tuple(_bare(token) for _, _, token in tokens[asked.first : asked.last + 1])
                found.append(Mention(party, start, end, words))
        return found


_DESCRIBED = re.compile(r"(?:the )?[a-z][a-z-]+(?:['’]s?)?(?: [a-z][a-z-]+)?")
"""How a body or some people are called that have no name: the midwives' union, villagers."""
_PLURAL = re.compile(r"[a-z][a-z-]+s|people")
"""How some people are called without an article."""
_WELL_KNOWN = 0.15
"""Share of a library's documents that somebody is heard in whom "the president" means."""


def _offices_in(party: Party) -> Iterator[str]:
    """Yield what a person is by the words before the name: "Health Minister" of "Health Minister Ann Lee"."""
    for name in party.names:
        person = _behind_a_role(_WORD.findall(name))
        if person and (before := name[: name.rfind(person[0])].strip()):
            yield before


def _is_bearer(name: str) -> bool:
    """Tell whether a name may be a person's in full: capitalised words, none of which names a body or a State."""
    bare = " ".join(_behind_a_role(_WORD.findall(name))) or name
    parts = [part for part in bare.replace(".", "").split() if part.lower() not in _TITLES]
    return (
        len(parts) > 1
        and all(part[0].isupper() for part in parts)
        and not any(part.lower() in _COMMON_NOUNS for part in parts)
        and not is_place(parts[-1])
    )


def _shortens(short: str, word: str) -> bool:
    """Tell whether a word is another or an abbreviation of it: same first letter, its letters in order."""
    if short == word or is_place(short):
        return short == word  # Niger is no short form of Nigeria
    letters = iter(word)
    return 2 < len(short) < len(word) and short[0] == word[0] and all(letter in letters for letter in short)


def _without_s(word: str) -> str:
    """Return a name typed as a genitive without its apostrophe ("bidens line") without its s; nothing for others."""
    return word[:-1] if " " not in word and word.endswith("s") and may_name(word[:-1]) else ""


def _bare(token: str) -> str:
    return token.lower().replace("’", "'").removesuffix("'s").strip(".")


def _is_name(voice: Voice) -> bool:
    named = voice.kind in (ClaimantKind.NAMED, ClaimantKind.GROUP, ClaimantKind.ARTIFACT)
    words = [word for word in re.findall(r"[^\W_]+", voice.name) if word.lower() not in FUNCTION_WORDS]
    return named and any(word[0].isupper() for word in words)


def may_name(text: str) -> bool:
    """Tell whether words may name somebody: no common noun, title or function word alone."""
    key = key_of(text)
    return len(key) > 1 and key not in FUNCTION_WORDS and key not in _COMMON_NOUNS and key not in _TITLES


def _double_name(name: str) -> set[str]:
    """Return the last name of a person who bears two with a hyphen between, as it is compared."""
    last = name.split()[-1] if name.split() else ""
    return {key_of(last)} if "-" in last.strip("-") and len(name.split()) > 1 else set()


def _aliases_of(key: str, name: str) -> set[str]:
    """Return a party's keys: its own, its last word where that is a name, its initials, a State's other names."""
    words = key.split()
    aliases = {key}
    last = words[-1] if 2 <= len(words) <= 4 and " of the " not in name else ""  # "Dr Lee of the Gazette"
    text = name.split()[-1].islower() and last in lexicon().words("speakers", "artifacts")  # "the Norland speech"
    common = text or last in _COMMON_NOUNS
    if not common and len(last) > 2 and last.isalpha():
        aliases.add(last)
    if len(words) >= 2 and not _is_bearer(name):  # a person's initials stand for too much else: "the EU", "PM"
        aliases.add("".join(word[0] for word in words if word not in FUNCTION_WORDS))
    aliases.update(_places().get(key, ()))
    for state, others in _places().items():
        if key in others:
            aliases.add(state)
    return {alias for alias in aliases if len(alias) > 1}
