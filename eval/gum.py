"""GUM's gold attributions as readable documents: tokens joined into text, spans as token numbers with a map.

The corpus itself is not part of this repository; `folder` is where somebody put it (documents.jsonl and
attributions.jsonl).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.model import Span

_GLUED_LEFT = frozenset(",.;:?!)]}%’”…") | {"'s", "’s", "n't", "n’t", "'re", "'ve", "'ll", "'d", "'m", "'"}
_GLUED_LEFT |= frozenset({"’re", "’ve", "’ll", "’d", "’m", "na", "...", "''"})
_MARK = chr(34)
_GLUED_RIGHT = frozenset("([{“‘$£€#@") | {"``"}


@dataclass(frozen=True)
class Gold:
    """One annotated attribution; each field holds token numbers."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]
    satellite: frozenset[int]
    """The whole clause that attributes."""
    negative: bool


@dataclass(frozen=True)
class GumDocument:
    """One document, its text rebuilt from tokens, and its gold."""

    name: str
    split: str
    text: str
    starts: tuple[int, ...]
    """Where each token starts in `text`."""
    ends: tuple[int, ...]
    """Where each token ends."""
    gold: tuple[Gold, ...]

    def tokens(self, span: Span | None) -> frozenset[int]:
        """Return the numbers of the tokens that overlap a span; none for no span."""
        if span is None:
            return frozenset()
        pairs = enumerate(zip(self.starts, self.ends, strict=True))
        return frozenset(number for number, (start, end) in pairs if start < span.end and end > span.start)


def read_gum(folder: Path, splits: Sequence[str]) -> Iterator[GumDocument]:
    """Yield the documents of some splits (train, dev, test)."""
    gold: dict[str, list[Gold]] = {}
    for line in (folder / "attributions.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        parts = [frozenset(row[f"{part}_tokens"]) for part in ("source", "cue", "content", "satellite")]
        one = Gold(parts[0], parts[1], parts[2], parts[3], row["polarity"] == "negative")
        gold.setdefault(row["doc"], []).append(one)
    for line in (folder / "documents.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["split"] in splits:
            text, starts, ends = detokenised(row["tokens"])
            yield GumDocument(row["doc"], row["split"], text, starts, ends, tuple(gold.get(row["doc"], ())))


def detokenised(tokens: Sequence[str]) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """Join tokens as print would: no space before a comma, after a bracket, around a hyphen inside a word."""
    text = ""
    starts, ends = [], []
    glue, quoted = True, False
    for number, token in enumerate(tokens):
        left = token in _GLUED_LEFT or (token == _MARK and quoted) or _is_hyphen(tokens, number)
        if text and not glue and not left:
            text += " "
        starts.append(len(text))
        text += token
        ends.append(len(text))
        glue = token in _GLUED_RIGHT or (token == _MARK and not quoted) or _is_hyphen(tokens, number)
        quoted = quoted != (token == _MARK)
    return text, tuple(starts), tuple(ends)


def _is_hyphen(tokens: Sequence[str], number: int) -> bool:
    if tokens[number] not in {"-", "‐", "/"} or not 0 < number < len(tokens) - 1:
        return False
    return bool(re.match(r"\w", tokens[number - 1][-1]) and re.match(r"\w", tokens[number + 1]))
