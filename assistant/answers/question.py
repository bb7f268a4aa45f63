"""What a question asks: its matter, whose words it wants, when, in which documents, and in what shape."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import dropwhile

from assistant.answers.parties import Mention, Parties, Party, is_place, key_of, may_name, state_of
from assistant.answers.periods import CALENDAR, WHEN, Period, periods, timeless
from assistant.answers.topic import SENTENCE, topic
from assistant.record import Listed
from assistant.text import FUNCTION_WORDS, content_words, stem, words
from assistant.voices.lexicon import lexicon


class Asks(StrEnum):
    """The kind of thing asked for."""

    NUMBER = "number"
    MONEY = "money"
    TIME = "time"
    NAME = "name"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    YES_NO = "yes_no"
    OPEN = "open"


@dataclass(frozen=True)
class Question:
    """A question, understood as far as its words go."""

    text: str
    topic: str
    """The words to look for: the text without what says how to answer."""
    matter: tuple[str, ...]
    """Stems of the words that say what it is about: no names of those asked, no dates, no verbs of saying."""
    asks: Asks
    mentions: tuple[Mention, ...] = ()
    """Parties it names, in order."""
    asked: tuple[Party, ...] = ()
    """Parties whose words it wants."""
    strangers: tuple[str, ...] = ()
    """Names whose words it wants and that no document gives a voice."""
    replying: tuple[str, ...] = ()
    """Those of them whose reply it wants: somebody else's words on the matter are none."""
    periods: tuple[Period, ...] = ()
    """Times it names."""
    editions: frozenset[str] = frozenset()
    """Documents it points at by publisher, kind or title; empty if it points at none."""
    sides: bool = False
    """Whether it wants several accounts beside one another."""
    change: bool = False
    """Whether it wants a position then and now."""
    attribution: bool = False
    """Whether it asks who says something, or where a figure comes from."""
    premise: bool = False
    """Whether it takes for granted that the party asked said something ("When X said ...")."""

    def called(self, party: Party) -> str:
        """Return a party's name as the question gives it, if as names are written; else as documents give it."""
        named = next((self.text[m.start : m.end] for m in self.mentions if m.party == party), "")
        bare = re.sub(r"['’]s?$", "", named)
        return bare if bare[:1].isupper() and not is_place(party.name) else party.name


def understand(text: str, parties: Parties, documents: Sequence[Listed]) -> Question:
    """Read a question that stands alone."""
    mentions = parties.mentions(text)
    editions, pointing = _documents(text, documents)
    published = _published_by(mentions, text, documents)
    outlets = list(_outlets(text, mentions, documents))
    editions |= {edition for held in published.values() for edition in held}
    editions |= {edition for _, _, held in outlets for edition in held}
    pointing += [(start, end) for start, end, _ in outlets]
    mentions = [m for m in mentions if not any(start <= m.start < end for start, end in pointing)]
    said = {m: word for m in mentions if m not in published and (word := asked_by(text, m))}
    asked = list(said)
    pointers = {word for start, end in pointing for word in words(text[start:end])}
    sought = topic(text, pointing, lambda some: tuple(_matter(some, pointers)), _named_in(mentions))
    contrasted = _contrasted(text, mentions)
    sides = bool(_SIDES.search(text)) or len({m.party.name for m in (*asked, *contrasted)}) > 1
    if sides:  # who is named only where it says how to answer is asked: "Set Kirby's account beside the minister's."
        told = [m for m in mentions if text[m.start : m.end] not in sought]
        asked += [m for m in (*told, *contrasted) if m not in asked]
    strangers = tuple(_strangers(text, mentions, pointing))
    named = periods(_outside(text, pointing) if editions else text)
    editions |= _addresses(strangers, named, documents)
    skip = {word for mention in asked for word in mention.words} | set(said.values())
    skip |= pointers
    return Question(
        text=text,
        topic=sought,
        matter=tuple(_matter(text, skip)),
        asks=_asks(text),
        mentions=tuple(mentions),
        asked=tuple({m.party.name: m.party for m in asked}.values()),
        strangers=tuple(name for name, _ in strangers),
        replying=tuple(name for name, verb in strangers if stem(verb) in _REPLYING),
        periods=named,
        editions=frozenset(editions),
        sides=sides or bool(_CHANGE.search(text)) or len(named) > 1,
        change=bool(_CHANGE.search(text)) or len(named) > 1,
        attribution=bool(_WHO_SAYS.search(text)),
        premise=bool(_PREMISE.search(text)) and bool(asked),
    )


def _outside(text: str, places: Sequence[tuple[int, int]]) -> str:
    """Return a text without some stretches."""
    for start, end in sorted(places, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text


_SUBORDINATE = re.compile(r"\b(?:after|before|on|about|in|of|over)\s+(?:the\s+|an?\s+)?$", re.IGNORECASE)


def _contrasted(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the parties set beside one another by a later sentence that asks nothing: "The mayor vs the board."."""
    first = next((match.end() for match in SENTENCE.finditer(text)), len(text))
    if text[first:].rstrip().endswith("?"):
        return []
    found = [m for m in mentions if m.start >= first and not _SUBORDINATE.search(text[: m.start])]
    return found if len({m.party.name for m in found}) > 1 else []


def _named_in(mentions: Sequence[Mention]) -> frozenset[str]:
    """Return the stems of the words that name parties."""
    return frozenset(one for mention in mentions for word in mention.words for one in content_words(word))


# ------------------------------------------------------------------ shape

_SIDES = re.compile(
    r"\bfor or against\b|\bwho (?:says|said|puts?|thinks?|claims?|argues?)\b.*\bwho (?:\w+|['’]s)\b"
    r"|\bagainst (?:each other|one another)\b|\bside by side\b|\bboth sides\b"
    r"|\b(?:put|set|place|lay|hold)\b.+\b(?:beside|next to|alongside|against)\b|\bcompare\b|\bversus\b"
    r"|\bvs\.?\b|\bdiffer(?:s|ed|ences?)?\b"
    r"|\bdisagree\w*\b|\bcontradict\w*\b|\bdisput\w+\b|\bconflicting\b|\bother side\b|\bsides\b|\brespective\w*\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\bhow (?:did|has|have) .+\b(?:chang|mov|shift|evolv|develop|differ)\w*\b|\bover time\b|\bthen and now\b"
    r"|\bbefore and after\b|\b(?:chang|shift|evol)\w+ (?:of|in) (?:position|tone|line|stance|view)\b",
    re.IGNORECASE,
)
_WHO_SAYS = re.compile(
    r"\bwho(?:'s|s| is)? (?:says?|said|saying|claims?|claimed|alleges?|alleged|thinks?|told|counted|estimated"
    r"|warned|flagged"
    r"|put|accuses?|accused)\b|\bwhose (?:numbers?|figures?|claims?|words?|views?|estimates?|fault)\b"
    r"|\baccording to whom\b"
    r"|\bwhich (?:government|country|party|official|delegation|side) (?:says?|said|claimed|told)\b"
    r"|\bwhere (?:does|did) .+ come from\b",
    re.IGNORECASE,
)
_PREMISE = re.compile(
    r"^\W*(?:and\s+|so\s+|but\s+)?(?:when|after|since|given that)\s+(?!did|does|do|was|were|is|has|have|will)\w"
    r"|\bwhat made\b|\bwhy (?:did|does|do|has|have|was|is)\b|\bhow come\b"
    r"|\b(?:evidence|proof|reasons?) (?:did|does|do)\b|\bafter (?:he|she|they|it) \w+",
    re.IGNORECASE,
)
_AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must|any)"
_TYPES: tuple[tuple[Asks, re.Pattern[str]], ...] = (
    (Asks.TIME, re.compile(r"\bwhat time\b|\bat what hour\b", re.I)),
    (
        Asks.MONEY,
        re.compile(
            r"\bhow much\b.{0,60}\b(?:cost|paid?|spen[dt]|worth|owe|earn|charge)\b|\bhow much (?:money|did it cost)\b",
            re.I,
        ),
    ),
    (
        Asks.NAME,
        re.compile(
            r"^\W*names? (?:the|of)\b|\bnames?,? (?:pls|plz|please)\b|\bwhat (?:is|was|were) the names? of\b"
            r"|\bwhich (?:\w+ )?(?:general"
            r"|official|minister|leader|man|woman|person|commander|officer|senator|ambassador)\b",
            re.I,
        ),
    ),
    (
        Asks.NUMBER,
        re.compile(
            r"\bhow (?:many|much|long|old|often|big|large|far|high)\b|\bwhat (?:number|share|percentage"
            r"|proportion)\b|\bwhat .{0,30}\b(?:cost|figure|price|number)\b",
            re.I,
        ),
    ),
    (
        Asks.DATE,
        re.compile(
            r"\bwhen (?:did|does|was|were|is|will|has|do)\b|\bwhat (?:year|date|day|month|time)\b"
            r"|\bsince when\b|\bwhich year\b",
            re.I,
        ),
    ),
    (
        Asks.PERSON,
        re.compile(
            r"\bwho\b|\bwhom\b|\bwhose\b|\bname the\b|\bwhich \w+ (?:general|official|minister|leader|man"
            r"|woman|person)\b|\bwhich (?:general|official|minister|leader|person|commander)\b",
            re.I,
        ),
    ),
    (Asks.PLACE, re.compile(r"\bwhere\b|\bwhich (?:country|countries|city|province|place|town)\b", re.I)),
    (Asks.YES_NO, re.compile(rf"^\W*(?:and\s+|so\s+|but\s+)?{_AUXILIARY}\b", re.I)),
)


def _asks(text: str) -> Asks:
    first = text.strip().split("?")[0]
    for kind, pattern in _TYPES:
        if kind is Asks.YES_NO and pattern.search(first):
            return kind
    return next((kind for kind, pattern in _TYPES if pattern.search(text)), Asks.OPEN)


# ------------------------------------------------------------------ whose words

_ACCOUNT = frozenset(
    """line view take account telling words claim position stance charge argument version response reply address speech
    statement opinion warning answer remarks proclamation reading explanation case complaint demand appeal verdict
    comeback retort rebuttal reaction rejoinder
    assessment description estimate figure numbers allegation accusation denial promise pledge message eyes
    mind""".split()
)
_BEFORE = re.compile(r"\b(?:according to|per|in the (?:view|words|eyes|opinion) of)\s+(?:the\s+)?$", re.I)
_INSIDE = re.compile(r"\b(?:from|in|on|about|against|into|at)\s+(?:the\s+)?$", re.I)
"""What stands before a name that is no subject: "the threat from Afghanistan worried her"."""
_SAYING_MORE = frozenset(
    """want finger pin put make push lay bear tell pass flag raise voice think mean see offer give reply ask respond
    react answer sum frame justify back oppose support favour favor endorse reject claim pitch sell paint""".split()
)


_IRREGULAR = frozenset(
    """said told thought knew known wrote written saw seen felt meant made gave given put taught swore sworn held heard
    spoke spoken laid bore came sold sought""".split()
)


@cache
def _saying() -> frozenset[str]:
    """Return the stems of the verbs that give somebody's words."""
    single = (verb for verb in lexicon().verbs if " " not in verb)
    return frozenset(stem(verb) for verb in (*single, *_SAYING_MORE)) | _IRREGULAR


def _is_saying(word: str) -> bool:
    """Tell whether a word is a form of a verb that gives somebody's words, not one of who does: no "reporters"."""
    bare = word.removesuffix("s")
    agent = bare.endswith(("er", "or")) and bare not in lexicon().verbs and bare not in _SAYING_MORE
    return stem(word) in _saying() and not agent


_ROLES = frozenset(
    """president prime foreign minister premier king emir chancellor leader leaders delegation delegate government
    govt envoy ambassador representative pm fm state head of""".split()
)
"""Who speaks for a State: "the Tajik president" is Tajikistan's voice in its speech."""


def asked_by(text: str, mention: Mention) -> str | None:
    """Return the word by which a question wants this party's words (its verb of saying, "line", "per"), or None."""
    if before := _BEFORE.search(text[: mention.start]):
        return before.group().split()[0].lower()
    after = words(text[mention.end :].split("?")[0])[:5]
    named = text[mention.start : mention.end]
    if state_of(named):
        after = list(dropwhile(lambda word: word in _ROLES, after))
    after = after[:4]
    if re.match(r"['’]s?\b", text[mention.end :]) or named.endswith(("'s", "’s")):
        return next((word for word in after[:3] if word in _ACCOUNT), None)
    if is_setting(text, mention):
        return None
    if after and after[0] in _ACCOUNT and named[0].isupper():
        return after[0]
    for word in after:
        if _is_saying(word) and not (word.endswith("ing") and not _is_progressive(text, mention)):
            return word
        if word not in _LINKING and not word.endswith("ly"):
            return None
    return None


def is_setting(text: str, mention: Mention) -> bool:
    """Tell whether a name is only where or on what: "in Norland", "from the capital"."""
    return _INSIDE.search(text[: mention.start]) is not None


def _is_progressive(text: str, mention: Mention) -> bool:
    """Tell whether "X ... saying" is what X does: a form of be stands before the name or right after it."""
    around = words(text[: mention.start])[-3:] + words(text[mention.end :])[:2]
    return any(word in ("is", "are", "was", "were", "been", "be") for word in around)


_LINKING = frozenset(
    """been be have has had was were is are do does did to on in his her their its first once ever then also just still
    really actually itself himself herself themselves s""".split()
)


def _strangers(
    text: str, mentions: Sequence[Mention], pointing: Sequence[tuple[int, int]]
) -> Iterable[tuple[str, str]]:
    """Yield the capitalised names that ought to be speaking and have no voice in the library, each with its verb."""
    taken = [(m.start, m.end) for m in mentions] + list(pointing)
    for name in re.finditer(r"(?:[A-Z][\w’'\-]+)(?:\s+(?:[A-Z][\w’'\-]+|al-\w+|bin|of))*", text):
        if _is_no_name(text, name) or any(start < name.end() and name.start() < end for start, end in taken):
            continue
        bare = re.sub(r"['’]s$", "", name.group())
        if key_of(bare) in FUNCTION_WORDS or name.group() in CALENDAR:
            continue
        mention = Mention(Party(bare), name.start(), name.start() + len(bare), (bare.lower(),))
        if verb := asked_by(text, mention):
            yield state_of(bare) or bare, verb


def _is_no_name(text: str, name: re.Match[str]) -> bool:
    """Tell whether a capital says nothing: at the beginning, or of a common word that opens a sentence or points."""
    common = name.group().lower() in KINDS or not may_name(name.group())
    return name.start() == 0 or common


_REPLYING = frozenset(stem(verb) for verb in ("respond", "react", "reply"))


# ------------------------------------------------------------------ which documents

KINDS = {
    "piece": ("opinion", "article"),
    "article": ("opinion", "article"),
    "op-ed": ("opinion",),
    "column": ("opinion",),
    "writer": ("opinion", "article"),
    "author": ("opinion", "article"),
    "briefing": ("briefing",),
    "proclamation": ("presidential action", "proclamation"),
    "order": ("presidential action", "order"),
    "statement": ("statement",),
    "speech": ("speech",),
    "address": ("speech",),
    "remarks": ("speech",),
    "factbook": ("reference",),
    "brief": ("brief",),
    "report": ("report",),
    "fact sheet": ("fact sheet",),
}
"""The words that point at documents, and the genres they stand for."""
_POINTS = re.compile(
    r"\b(?:the|this|that|his|her|their|['’]s)\s+(?:(?P<about>(?!(?:the|this|that)\b)[\w.'’\-]+"
    r"(?:\s+(?!(?:the|this|that)\b)[\w.'’\-]+){0,3}?)\s+)?(?P<kind>piece|article|op-ed|column|writer|author|docs?|documents?"
    r"|proclamation|order|factbook|briefing|fact sheet)s?\b(?:['’]s)?",
    re.IGNORECASE,
)


_SELF_EVIDENT = frozenset({"piece", "article", "op-ed", "column", "writer", "author", "proclamation", "factbook"})
"""Kinds that point at documents without saying more: "the article", but not "the order"."""


def _documents(text: str, documents: Sequence[Listed]) -> tuple[set[str], list[tuple[int, int]]]:
    """Return the documents a question points at ("the X piece", "the 2025 proclamation"), and where it does."""
    editions: set[str] = set()
    places: list[tuple[int, int]] = []
    for match in _POINTS.finditer(text):
        about = (match["about"] or "").strip()
        fitting = [d for d in documents if _fits(d, about, match["kind"].lower())]
        if fitting and len(fitting) < max(2, len(documents)):
            editions |= {d.edition for d in fitting}
            places.append((match.start(), match.end()))
    return editions, places


def _published_by(mentions: Sequence[Mention], text: str, documents: Sequence[Listed]) -> dict[Mention, frozenset[str]]:
    """Return the documents whose site bears a party's name, where its words are asked ("the White House line").

    They are its words, whoever speaks in them; what others report it to have said is little beside them.
    """
    found = {}
    for mention in mentions:
        name = re.sub(r"[^a-z]", "", key_of(mention.party.name))
        held = frozenset(d.edition for d in documents if len(name) >= _LEAST_LABEL and name in _site(d))
        if held and asked_by(text, mention):
            found[mention] = held
    return found


def _outlets(
    text: str, mentions: Sequence[Mention], documents: Sequence[Listed]
) -> Iterable[tuple[int, int, frozenset[str]]]:
    """Yield where a question wants an outlet's words ("the ministry's line"), and that outlet's documents."""
    held: dict[str, set[str]] = {}
    for one in documents:
        for name in (_site(one), re.sub(r"[^a-z]", "", (one.metadata.publisher or "").lower())):
            label = re.sub(r"^www|(?:com|org|gov|net|edu|int)$", "", name)
            if len(label) >= _LEAST_LABEL:
                held.setdefault(label, set()).add(one.edition)
    tokens = list(re.finditer(r"[A-Za-z]+", text))
    taken = [(m.start, m.end) for m in mentions if asked_by(text, m)]
    for length in (3, 2, 1):
        for first in range(len(tokens) - length + 1):
            start, end = tokens[first].start(), tokens[first + length - 1].end()
            label = "".join(token.group().lower() for token in tokens[first : first + length])
            if len(label) < _LEAST_LABEL or any(start < other and at < end for at, other in taken):
                continue
            theirs = {edition for name, some in held.items() if _bears(name, label, length) for edition in some}
            mention = Mention(Party(text[start:end]), start, end, (label,))
            if 0 < len(theirs) < len(documents) and asked_by(text, mention):
                yield start, end, frozenset(theirs)


_LEAST_LABEL = 6
"""Letters from which a name is long enough to be an outlet's."""


def _bears(name: str, label: str, length: int) -> bool:
    """Tell whether an outlet's letters are a name's; those of two words or more may stand among others."""
    return name == label or (length > 1 and label in name)


_SPOKEN = frozenset({"address", "speech"})


def _addresses(
    strangers: Iterable[tuple[str, str]], named: Sequence[Period], documents: Sequence[Listed]
) -> frozenset[str]:
    """Return the speeches that may be an address, in a named year, of somebody the library does not name.

    Those are the ones that a State gave, since their speakers stand in no metadata.
    """
    if not named or not any(word in _SPOKEN for _, word in strangers):
        return frozenset()
    return frozenset(
        one.edition
        for one in documents
        if one.metadata.genre == "speech"
        and is_place(one.metadata.author or "")
        and any(period.holds(one.metadata.published) for period in named)
    )


def _site(document: Listed) -> str:
    """Return the letters of a document's host name."""
    parts = (document.metadata.url or "").split("/")
    return re.sub(r"[^a-z]", "", parts[2].lower()) if len(parts) > 3 else ""


def _fits(document: Listed, about: str, kind: str) -> bool:
    known = document.metadata
    genres = KINDS.get(kind)
    if genres and (known.genre or "") not in genres and kind not in document.title.lower():
        return False
    times = periods(about)
    if times and not any(period.holds(known.published) for period in times):
        return False
    rest = [word for word in words(WHEN.sub(" ", about)) if word not in FUNCTION_WORDS]
    if not rest:
        return bool(times) or kind in _SELF_EVIDENT
    names = [known.publisher or "", known.author or "", document.title, document.path]
    initials = {"".join(word[0] for word in name.lower().split()) for name in names[:2] if name}
    held = {stem(word) for name in names for word in words(re.sub(r"[/_\-.]", " ", name))}
    return "".join(rest) in _site(document) or all(word in initials or stem(word) in held for word in rest)


# ------------------------------------------------------------------ matter

_NO_MATTER = frozenset(
    """document documents docs library source sources speaker people person someone anybody anyone something somebody
    question tell inside side sides yes no way kind lot bit told beside besid next against name named claim alleg
    """.split()
)


def _matter(text: str, skip: Collection[str]) -> Iterable[str]:
    """Yield the stems of what the question is about."""
    plain = timeless(text)
    bare = {stem(part) for word in skip for part in word.split()}
    for one in content_words(plain):
        if one not in bare and one not in _NO_MATTER:
            yield one
