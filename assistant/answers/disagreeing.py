"""Who disagrees with whom: contradicting claims gathered by matter, a line a party, each with its verified words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answers.opposing.refusing import without_rejection
from assistant.answers.opposing.saying import said_when, words_of
from assistant.answers.opposing.wording import matter_of
from assistant.answers.parties import Parties, key_of
from assistant.checks.quotes import cite
from assistant.dates import PartialDate
from assistant.model import Citation, Claim, ClaimantKind, Document, Frozen, Sentence
from assistant.record import ClaimKey, Opposition, Record
from assistant.text import FUNCTION_WORDS, words


class Line(Frozen):
    """One side of a disagreement."""

    claimant: str
    """Who says it."""
    chain: tuple[str, ...]
    """Those through whom it reaches the reader, outward from the claimant to the document."""
    citation: Citation
    """The words, and where they stand."""
    date: PartialDate | None
    """When it was said, as precisely as the document tells."""
    inferred: bool
    """Whether the opposition is our inference from the words, not stated by a party or a document."""
    claim: str
    """Id of the claim."""


class Disagreement(Frozen):
    """A matter on which claims contradict one another."""

    matter: str
    """What it is about, in the documents' own words."""
    lines: tuple[Line, ...]
    """A line a party and date, oldest first."""
    marks: tuple[str, ...]
    """Why the claims count as contradicting one another."""
    changed: tuple[str, ...] = ()
    """Parties that say otherwise at different dates."""
    no_reply: tuple[str, ...] = ()
    """Parties accused in it that are heard nowhere in the library."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know besides its lines, a sentence each."""
        changes = (f"{name} says otherwise at different dates." for name in self.changed)
        return (*changes, *(f"No reply from {name} in these documents." for name in self.no_reply))


@dataclass(frozen=True)
class _Side:
    """A claim with what is needed to show it."""

    key: ClaimKey
    claim: Claim
    document: Document
    sentences: Sequence[Sentence]
    stated: bool

    @property
    def party(self) -> str:
        """Who says it: a party by its name wherever it is named, anybody else only in its own document."""
        first = self.claim.chain[0]
        named = first.kind in (ClaimantKind.NAMED, ClaimantKind.GROUP) or first.name == self.document.metadata.author
        return key_of(first.name) if named else f"{self.key[0]}:{first.name}"


def disagreements(record: Record, parties: Parties, about: str | None = None) -> list[Disagreement]:
    """Return a library's disagreements, those stated by a party first; only those that hold all words of `about`."""
    with record.snapshot():
        groups = [_disagreement(sides, oppositions, parties) for sides, oppositions in _groups(record, about)]
    return sorted(
        (group for group in groups if group is not None),
        key=lambda group: (all(line.inferred for line in group.lines), -len(group.lines), group.matter),
    )


def _groups(record: Record, about: str | None) -> Iterable[tuple[list[_Side], list[Opposition]]]:
    """Gather what oppositions connect; each group with the claims in it."""
    wanted = matter_of(about) if about else frozenset()
    oppositions = record.oppositions()
    claims = record.claims_at({key for one in oppositions for key in (one.one, one.other)})
    documents = record.editions({edition for edition, _ in claims})
    sentences = {edition: record.sentences(edition) for edition in documents}
    stated = {key for one in oppositions if one.stated for key in (one.one, one.other)}
    for group in _connected(oppositions):
        keys = sorted({key for one in group for key in (one.one, one.other)})
        sides = [_Side(k, claims[k], documents[k[0]], sentences[k[0]], k in stated) for k in keys if k in claims]
        if wanted <= frozenset().union(*(_known_by(side) for side in sides)):
            yield sides, group


def _connected(oppositions: Sequence[Opposition]) -> list[list[Opposition]]:
    top: dict[ClaimKey, ClaimKey] = {}

    def find(key: ClaimKey) -> ClaimKey:
        top.setdefault(key, key)
        while top[key] != key:
            top[key] = top[top[key]]
            key = top[key]
        return key

    for one in oppositions:
        top[max(find(one.one), find(one.other))] = min(find(one.one), find(one.other))
    groups: dict[ClaimKey, list[Opposition]] = defaultdict(list)
    for one in oppositions:
        groups[find(one.one)].append(one)
    return list(groups.values())


def _known_by(side: _Side) -> frozenset[str]:
    """Return the words a side is found by: its own, its sentence's, its chain's, its document's title."""
    quote = words_of(side.claim, side.document, side.sentences)
    around = [quote.of(side.document.text), side.document.title, *(link.name for link in side.claim.chain)]
    around += [s.span.of(side.document.text) for s in side.sentences if s.span.overlaps(quote)]
    return matter_of(" . ".join(around))


def _disagreement(sides: Sequence[_Side], oppositions: Sequence[Opposition], parties: Parties) -> Disagreement | None:
    kept = _one_a_party(sides)
    if len(kept) < 2:
        return None
    lines = [_line(number, side) for number, side in enumerate(kept, 1)]
    return Disagreement(
        matter=_matter(kept),
        lines=tuple(lines),
        marks=tuple(dict.fromkeys(mark for one in oppositions for mark in one.marks)),
        changed=tuple(_changed(kept, oppositions)),
        no_reply=tuple(_unheard(kept, parties)),
    )


def _one_a_party(sides: Sequence[_Side]) -> list[_Side]:
    """Keep the fullest claim of each party and date, oldest first."""
    best: dict[tuple[str, str | None], _Side] = {}
    for side in sides:
        key = (side.party, _when(side))
        if key not in best or _length(best[key]) < _length(side):
            best[key] = side
    return sorted(best.values(), key=lambda side: (_when(side) or "9999", side.key))


def _when(side: _Side) -> str | None:
    return said_when(side.claim, side.document, side.sentences)


def _length(side: _Side) -> int:
    return side.claim.attribution.content.end - side.claim.attribution.content.start


def _line(number: int, side: _Side) -> Line:
    return Line(
        claimant=side.claim.chain[0].name,
        chain=tuple(link.name for link in side.claim.chain),
        citation=cite(side.document, words_of(side.claim, side.document, side.sentences), number),
        date=_when(side),
        inferred=not side.stated,
        claim=side.claim.attribution.id,
    )


# ------------------------------------------------------------------ what it is about


def _matter(sides: Sequence[_Side]) -> str:
    """Name the matter: phrases of the fullest side, those that hold words the sides share, if they share any."""
    quotes = [words_of(side.claim, side.document, side.sentences).of(side.document.text) for side in sides]
    counted = Counter(word for quote in quotes for word in matter_of(without_rejection(quote)))
    shared = {word for word, count in counted.items() if count > 1}
    fullest = max(quotes, key=lambda quote: (len(matter_of(quote) & shared), len(quote)))
    phrases = [phrase for phrase in _phrases(fullest) if not shared or matter_of(phrase) & shared]
    telling = [phrase for phrase in phrases if " " in phrase] or phrases
    return ", ".join(list(dict.fromkeys(telling))[:3]) or " ".join(fullest.split()[:6])


def _phrases(text: str) -> list[str]:
    """Return the runs of words that carry matter, as they stand."""
    found: list[list[str]] = [[]]
    for word in re.findall(r"[\w$%’'.,\-]+", text):
        bare = (words(word) or [""])[0]
        if not bare or bare in FUNCTION_WORDS or len(bare) < 2:
            found.append([])
            continue
        found[-1].append(word.rstrip(".,'’"))
        if word[-1] in ".,":
            found.append([])
    return [" ".join(run[:4]) for run in found if run]


# ------------------------------------------------------------------ the party's own change, the party that is silent


def _changed(sides: Sequence[_Side], oppositions: Sequence[Opposition]) -> Iterable[str]:
    by_key = {side.key: side for side in sides}
    names: dict[str, None] = {}
    for one in oppositions:
        first, second = by_key.get(one.one), by_key.get(one.other)
        if first is None or second is None or first.party != second.party or None in (_when(first), _when(second)):
            continue
        if _when(first) != _when(second):
            names[first.claim.chain[0].name] = None
    return names


_ACCUSED = re.compile(
    r"\b(?:accus(?:e|es|ed|ing)|blam(?:e|es|ed|ing)|charg(?:es|ed|ing))\s+(?:the\s+)?"
    r"((?:[A-Z][\w’'.\-]*)(?:\s+(?:of|and|the|al-\w+|[A-Z][\w’'.\-]*))*?)\s+(?:of|for|with)\s"
)


def accused_in(text: str) -> list[str]:
    """Return the names a text says are accused or blamed ("accuses NAME of")."""
    return [match[1] for match in _ACCUSED.finditer(" ".join(text.split()))]


def _unheard(sides: Sequence[_Side], parties: Parties) -> Iterable[str]:
    """Return whom the sides accuse and nobody hears in the library."""
    names: dict[str, None] = {}
    for side in sides:
        quote = words_of(side.claim, side.document, side.sentences)
        for sentence in side.sentences:
            if sentence.span.overlaps(quote):
                names.update(dict.fromkeys(accused_in(sentence.span.of(side.document.text))))
    return [name for name in names if not parties.find(name) and not parties.like(name)]


def in_lines(one: Disagreement) -> tuple[str, ...]:
    """Return a disagreement as lines of text for a person."""
    inferred = all(line.inferred for line in one.lines)
    head = f"{one.matter} ({'possible conflict, inferred' if inferred else 'stated'}: {'; '.join(one.marks)})"
    return (head, *(f"  {_told(line)}" for line in one.lines), *(f"  {note}" for note in one.notes))


def _told(line: Line) -> str:
    citation = line.citation
    via = [name for name in line.chain if name != line.claimant]
    who = line.claimant + (f" (in {', in '.join(via)})" if via else "")
    when = f", {line.date}" if line.date else ""
    return (
        f"{who}{when}: “{' '.join(citation.exact.split())}” [{citation.document.uri} {citation.start}:{citation.end}]"
    )
