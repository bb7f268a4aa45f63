"""An answer's text as a reader meets it: sentences, quotations and [n] markers, with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TYPED = re.compile(r"(?<![\w\d])\"([^\"“”]+)\"")
_MARKER = re.compile(r"\[(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\]")
_END = re.compile(r"(?:[.!?…]+[”\"’')\]]*|[.!?][”\"])(?:(?:\s*\[\d[\d,;\s–-]*\])+[.!?]?)?(?=\s|$)|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Gen|Lt|Col|Sen|Rep|Gov|Prof|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|vs|cf|ca"
    r"|al|approx|Art|pp?)|\b[a-z]\.[a-z]|\b[A-Z]\.[A-Z])\.$"
)
_UNDERSTOOD = re.compile(r"^\W*understood as\b", re.IGNORECASE)


@dataclass(frozen=True)
class Quotation:
    """A stretch of the answer in quotation marks."""

    words: str
    """What stands between the marks."""
    start: int
    """Where the opening mark stands in the answer."""
    end: int
    """One past the closing mark."""

    @property
    def counts(self) -> bool:
        """Whether it is long enough, three words, to have to be exact."""
        return len(self.words.split()) >= 3


@dataclass(frozen=True)
class Sentence:
    """One sentence of an answer, its trailing markers included."""

    text: str
    """As it stands."""
    start: int
    """Where it starts in the answer."""
    quotations: tuple[Quotation, ...]
    """Its quotations; places are in the answer."""
    markers: tuple[int, ...]
    """The markers in it, in order."""

    @property
    def end(self) -> int:
        """One past its last character, in the answer."""
        return self.start + len(self.text)

    @property
    def asks(self) -> bool:
        """Whether it is a question, or repeats how the question was understood; it then asserts nothing."""
        bare = _MARKER.sub("", self.text).rstrip(" *_")
        return bool(_UNDERSTOOD.match(self.text)) or bare.endswith("?")

    def within_quotation(self, start: int, end: int) -> Quotation | None:
        """Return the quotation that holds `start:end`, if one does."""
        return next((one for one in self.quotations if one.start <= start and end <= one.end), None)


def read(text: str) -> tuple[Sentence, ...]:
    """Split an answer into sentences; a quotation is never split."""
    quotations = _quotations(text)
    sentences: list[Sentence] = []
    start = 0
    for end in [*_boundaries(text, quotations), len(text)]:
        piece = text[start:end]
        lead = len(piece) - len(piece.lstrip())
        if piece.strip():
            inside = tuple(one for one in quotations if start <= one.start and one.end <= end)
            sentences.append(Sentence(piece.strip(), start + lead, inside, markers(piece)))
        start = end
    return tuple(sentences)


def _quotations(text: str) -> list[Quotation]:
    """Return the outermost quotations; one that opens and never closes is none."""
    found: list[Quotation] = []
    open_at: list[int] = []
    for place, character in enumerate(text):
        if character == "“":
            open_at.append(place)
        elif character == "”" and open_at:
            start = open_at.pop()
            found = [one for one in found if one.start < start]
            found.append(Quotation(text[start + 1 : place], start, place + 1))
    typed = (Quotation(match[1], *match.span()) for match in _TYPED.finditer(text))
    found += [one for one in typed if not any(other.start < one.end and one.start < other.end for other in found)]
    return sorted(found, key=lambda one: one.start)


def _boundaries(text: str, quotations: list[Quotation]) -> list[int]:
    ends = []
    for found in _END.finditer(text):
        holder = next((one for one in quotations if one.start < found.start() < one.end), None)
        closes = holder is not None and found.end() >= holder.end
        if holder is not None and not (closes and _starts_anew(text, found.end())):
            continue
        if found[0].startswith(".") and _ABBREVIATION.search(text[: found.start() + 1]):
            continue
        if not found[0].startswith("\n") and not _starts_anew(text, found.end()):
            continue
        ends.append(found.end())
    return ends


def _starts_anew(text: str, place: int) -> bool:
    rest = re.sub(r"^(?:\s*\[\d[\d,;\s–-]*\])+", "", text[place:]).lstrip(" \n*_-•>")
    return not rest or not (rest[0].islower() or rest[0] in ",;:.")


def markers(text: str) -> tuple[int, ...]:
    """Return the citation numbers in a text; [1, 3] is two and [2-4] three."""
    found: list[int] = []
    for match in _MARKER.finditer(text):
        for part in re.split(r"\s*[,;]\s*", match[1]):
            first, *last = (int(number) for number in re.split(r"\s*[–-]\s*", part))
            found.extend(range(first, min(last[0], first + 50) + 1) if last else [first])
    return tuple(found)


def without_markers(text: str) -> str:
    """Return the text without its [n] markers."""
    return re.sub(r"\s*" + _MARKER.pattern, "", text)


def word_count(text: str) -> int:
    """Count the words of a text, markers left out."""
    return len(without_markers(text).split())
