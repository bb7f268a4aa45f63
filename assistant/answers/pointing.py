"""Which documents a question points at: by their kind, by who published them, or as somebody's speech of a year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answers.parties import Mention, Party, key_of
from assistant.answers.periods import WHEN, periods
from assistant.answers.whose_words import asked_by
from assistant.library.formats.json import DATA_SHEET
from assistant.record import Listed
from assistant.text import FUNCTION_WORDS, path_parts, stem, words

Place = tuple[int, int]
"""Where a question points: two code point offsets into it."""

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
    "factbook": ("reference", DATA_SHEET),
    "handbook": ("reference", DATA_SHEET),
    "almanac": ("reference", DATA_SHEET),
    "data sheet": (DATA_SHEET,),
    "brief": ("brief",),
    "report": ("report",),
    "study": ("report", "study"),
    "interview": ("interview",),
    "minutes": ("minute", "minutes"),
    "letter": ("letter",),
    "memo": ("memo",),
    "fact sheet": ("fact sheet",),
}
"""The words that point at documents, and the genres they stand for."""
_POINTS = re.compile(
    r"(?:\b(?:the|this|that|his|her|their)|\b(?P<owner>[\w\-]+)['’]s)\s+(?:(?P<about>(?!(?:the|this|that)\b)[\w.'’\-]+"
    r"(?:\s+(?!(?:the|this|that)\b)[\w.'’\-]+){0,3}?)\s+)?(?P<kind>piece|article|op-ed|column|writer|author|docs?|documents?"
    r"|proclamation|order|factbook|handbook|almanac|briefing|fact sheet|data sheet|study|interview|minutes|letter"
    r"|memo)s?\b"
    r"(?:['’]s)?",
    re.IGNORECASE,
)
_SELF_EVIDENT = frozenset("piece article op-ed column writer author proclamation factbook handbook almanac".split())
"""Kinds that point at documents without saying more: "the article", but not "the order"."""
_ALONE = frozenset("study interview minutes letter memo".split())
"""Kinds that point at the one document of the kind, where there is one alone."""
_LONGEST_NAME = 6
"""Words of an outlet's name that are looked for together."""
_LEAST_LABEL = 6
"""Letters from which a name is long enough to be an outlet's."""


@dataclass(frozen=True)
class Pointed:
    """What a question points at, and by which of its words."""

    editions: frozenset[str]
    """The documents; empty if it points at none."""
    places: tuple[Place, ...]
    """The words that point at documents and name nobody who speaks in them."""
    publishing: frozenset[Mention]
    """Parties whose words stand in documents that they publish, whoever speaks there."""

    def outside(self, mentions: Iterable[Mention]) -> list[Mention]:
        """Return the mentions that are no part of the words that point."""
        return [m for m in mentions if not any(start <= m.start < end for start, end in self.places)]


def pointed_at(text: str, mentions: Sequence[Mention], documents: Sequence[Listed]) -> Pointed:
    """Find the documents a question points at by their kind, their publisher or their outlet."""
    editions, places = _of_a_kind(text, documents)
    published = _published_by(mentions, text, documents)
    outlets = list(_outlets(text, mentions, documents))
    held = [*published.values(), *(theirs for _, _, theirs in outlets)]
    return Pointed(
        editions=frozenset(editions).union(*held),
        places=(*places, *((start, end) for start, end, _ in outlets)),
        publishing=frozenset(published),
    )


def _of_a_kind(text: str, documents: Sequence[Listed]) -> tuple[set[str], list[Place]]:
    """Return the documents a question points at ("the X piece", "the 2025 proclamation"), and where it does."""
    editions: set[str] = set()
    places: list[Place] = []
    for match in _POINTS.finditer(text):
        about, kind = (match["about"] or "").strip(), match["kind"].lower()
        owned = [d for d in documents if match["owner"] and _fits(d, f"{match['owner']} {about}", kind)]
        fitting = owned or [d for d in documents if _fits(d, about, kind)]
        alone = match[0].lower().startswith(("the ", "this ", "that "))
        if not (fitting or about) and alone and kind in _ALONE:
            alike = [d for d in documents if d.metadata.genre in KINDS[kind]]
            fitting = alike if len(alike) == 1 else []
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
    for length in range(_LONGEST_NAME, 0, -1):
        for first in range(len(tokens) - length + 1):
            start, end = tokens[first].start(), tokens[first + length - 1].end()
            label = "".join(token.group().lower() for token in tokens[first : first + length])
            if len(label) < _LEAST_LABEL or any(start < other and at < end for at, other in taken):
                continue
            theirs = {edition for name, some in held.items() if _bears(name, label, length) for edition in some}
            mention = Mention(Party(text[start:end]), start, end, (label,))
            if 0 < len(theirs) < len(documents) and asked_by(text, mention):
                yield start, end, frozenset(theirs)


def _bears(name: str, label: str, length: int) -> bool:
    """Tell whether an outlet's letters are a name's; those of two words or more may stand among others."""
    return name == label or (length > 1 and label in name)


_ITS_SPEECH = re.compile(
    r"(?:['’]s?)?\s+(?:own\s+)?(?:(?P<year>(?:19|20)\d\d)\s+(?:[\w-]+\s+){0,3}?(?P<kind>speech|address)"
    r"|(?:[\w-]+\s+){0,3}?(?P<kind2>speech|address)\s+(?:in|of|from)\s+(?P<year2>(?:19|20)\d\d))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Absent:
    """A speech that a question takes for one of the library's, and that is none."""

    party: Party
    kind: str
    year: str
    held: tuple[str, ...]
    """The years of those of the party that it holds."""


def absent(text: str, mentions: Iterable[Mention], documents: Sequence[Listed]) -> Absent | None:
    """Return the speech asked for of a party whose speeches the library holds, if it holds none of that year."""
    for mention in mentions:
        match = _ITS_SPEECH.match(text, mention.end)
        if match is None:
            continue
        theirs = [one.metadata for one in documents if one.edition in mention.party.authored]
        years = {known.published[:4] for known in theirs if known.published and known.genre == "speech"}
        year = match["year"] or match["year2"]
        if years and year not in years:
            return Absent(mention.party, (match["kind"] or match["kind2"]).lower(), year, tuple(sorted(years)))
    return None


def _site(document: Listed) -> str:
    """Return the letters of a document's host name."""
    return re.sub(r"[^a-z]", "", document.metadata.site or "")


def _folders(document: Listed) -> str:
    """Return the two folders a document without a kind, or a data sheet, stands in: "factbook south-asia"."""
    known = document.metadata.genre not in (None, DATA_SHEET)
    return "" if known else " ".join(path_parts(document.uri)[-3:-1]).lower()


def _fits(document: Listed, about: str, kind: str) -> bool:
    known = document.metadata
    genres = KINDS.get(kind)
    named = f"{document.title.lower()} {_folders(document)}"
    if genres and (known.genre or "") not in genres and kind not in named:
        return False
    times = periods(about)
    if times and not any(period.holds(known.published) for period in times):
        return False
    rest = [word for word in words(WHEN.sub(" ", about)) if word not in FUNCTION_WORDS]
    if not rest:
        return bool(times) or kind in _SELF_EVIDENT
    initials, held = called(document)
    return "".join(rest) in _site(document) or all(word in initials or stem(word) in held for word in rest)


def called(document: Listed) -> tuple[set[str], set[str]]:
    """Return the initials of a document's publisher and author, and the stems of all that it is called by."""
    known = document.metadata
    names = [known.publisher or "", known.author or "", document.title, document.path]
    initials = {"".join(word[0] for word in name.lower().split()) for name in names[:2] if name}
    return initials, {stem(word) for name in names for word in words(re.sub(r"[/_\-.]", " ", name))}
