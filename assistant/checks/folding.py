"""A text's folded shadow: what is left when typography is taken away, with a map back to the text.

Folded away: case, curly and straight quotation marks, kinds of dash and the spaces around
them, hyphens inside words (also at a line's end, so that a hyphenated break reads on; not in
"short- and long-term"), no-break and other spaces, line wraps, zero-width characters,
variation selectors, soft hyphens, ligatures, composed and decomposed accents, Markdown's
links and asterisks. Never folded: words, digits and their separators.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_INVISIBLE = frozenset(
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\u180e\u202a\u202b\u202c\u202d\u202e"
)
_QUOTES = frozenset("'\"‘’‚‛“”„‟′″‹›«»`´＂＇")
_HYPHENS = frozenset("-‐‑﹣－")
_DASHES = frozenset("‒–—―−⸺⸻")
_COMPATIBLE = ((0xFB00, 0xFDFF), (0xFE70, 0xFEFC), (0xFF01, 0xFF5E))
"""Blocks whose characters are typographic forms of others: ligatures, Arabic presentation forms, full width."""

_LINE_ENDS = frozenset("\n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029")

DASH = "–"
QUOTE = "'"
LINE_END = "\n"

_MARKDOWN_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)")


@dataclass(frozen=True)
class Shadow:
    """A folded text and, for each of its characters, the offset it came from."""

    text: str
    origin: tuple[int, ...]
    """One offset a folded character, never decreasing."""

    def is_cut(self, position: int) -> bool:
        """Tell whether a folded position falls inside one character of the original ("ﬁ" folds to two)."""
        return 0 < position < len(self.text) and self.origin[position - 1] == self.origin[position]


@lru_cache(maxsize=4096)
def _fold_character(char: str) -> str:
    """Fold one character: empty if invisible, a space or a line's end if white, else its caseless decomposition."""
    if char in _INVISIBLE or "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef":
        return ""
    if char.isspace():
        return LINE_END if char in _LINE_ENDS else " "
    if char in _QUOTES:
        return QUOTE
    if char in _HYPHENS:
        return "-"
    if char in _DASHES:
        return DASH
    if any(first <= ord(char) <= last for first, last in _COMPATIBLE):
        char = unicodedata.normalize("NFKC", char)
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", char).casefold())


def shadow_of(text: str) -> Shadow:
    """Fold a text. Time and memory are linear in its length."""
    chars: list[str] = []
    origin: list[int] = []
    hidden = _markup(text)
    for offset, char in enumerate(text):
        if offset in hidden:
            continue
        for folded in _fold_character(char):
            chars.append(folded)
            origin.append(offset)
    return _joined("".join(chars), origin)


def _markup(text: str) -> set[int]:
    """Return the offsets of Markdown that a reader does not see: link targets, brackets of links, asterisks."""
    hidden: set[int] = set()
    if "](" in text:
        for link in _MARKDOWN_LINK.finditer(text):
            hidden.update(range(link.start(), link.start(1)))
            hidden.update(range(link.end(1), link.end()))
    hidden.update(mark.start() for mark in re.finditer(r"\*|\\(?=[^\w\s])", text))
    return hidden


_SPACES = re.compile(
    rf"(?P<dash>\s*(?:{DASH}|--+|(?<=\s)-(?=\s))[\s{DASH}]*)|(?P<space>\s+)"
    r"|(?<=[^\W\d_])(?P<hyphen>-(?:[^\S\n]*\n\s*)?)(?=[^\W\d_])"
)


def _joined(folded: str, origin: list[int]) -> Shadow:
    """Fold runs: white space to one space, dashes with the spaces around them to one dash, hyphens in words to none."""
    chars: list[str] = []
    offsets: list[int] = []
    position = 0
    for run in _SPACES.finditer(folded):
        chars.append(folded[position : run.start()])
        offsets.extend(origin[position : run.start()])
        kept = {"dash": DASH, "space": " ", "hyphen": ""}[str(run.lastgroup)]
        if kept:
            chars.append(kept)
            offsets.append(origin[run.start()])
        position = run.end()
    chars.append(folded[position:])
    offsets.extend(origin[position:])
    return Shadow("".join(chars), tuple(offsets))
