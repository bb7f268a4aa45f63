"""Where every sentence of a brief is from, and the rules that a brief must keep towards its sources.

`corpus/provenance.jsonl` holds one record a sentence. Spans are code points, end exclusive: into the brief's file for
the sentence, into the source document's file for its sources, both decoded as UTF-8 as they stand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from eval.sources import REPOSITORY, Original, read_text

BRIEFS = REPOSITORY / "corpus"
RECORDS = BRIEFS / "provenance.jsonl"
NGRAM = 8
"""So many words in a row, the same as in a source document, count as copied."""

_FRONT_MATTER = re.compile(r"---\n.*?\n---\n", re.DOTALL)
_HEADING = re.compile(r"^#.*$", re.MULTILINE)
_QUOTATION = re.compile(r"“([^”]*)”")
_WORD = re.compile(r"[^\W\d_]+(?:['’.](?=[^\W\d_])[^\W\d_]+)*|\d+(?:[.,:]\d+)*")
_SPELLINGS = {"qaida": "qaeda", "taleban": "taliban"}
_NUMBERS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_TENS = {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "half": "half"}


class Source(BaseModel):
    """A place in a source document."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str
    """Path relative to the shared folder."""
    sha256: str = Field(pattern="[0-9a-f]{64}")
    """SHA-256 of the document's text in UTF-8, in hex."""
    start: int = Field(ge=0)
    """First code point."""
    end: int
    """One past the last."""
    url: str | None = None
    """Where the public original stands, if anywhere."""


class Record(BaseModel):
    """A sentence of a brief, and the places it is the account of."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    brief: str
    """File name of the brief."""
    start: int = Field(ge=0)
    """First code point of the sentence in the brief's file."""
    end: int
    """One past the last."""
    sources: tuple[Source, ...] = Field(min_length=1)
    """The places."""


def records(path: Path = RECORDS) -> list[Record]:
    """Read the records, in the order of the file."""
    return [Record.model_validate_json(line) for line in path.read_text(encoding="utf-8").splitlines()]


def briefs(folder: Path = BRIEFS) -> dict[str, str]:
    """Return the text of each brief by file name; the datasheet is not a brief."""
    return {path.name: read_text(path) for path in sorted(folder.glob("*.md")) if path.name != "README.md"}


def prose(brief: str) -> str:
    """Return the brief with front matter and headings blanked out, so that offsets stay."""

    def blank(match: re.Match[str]) -> str:
        return " " * len(match[0])

    return _HEADING.sub(blank, _FRONT_MATTER.sub(blank, brief, count=1))


def quotations(text: str) -> list[str]:
    """Return what stands between “ and ”, white space folded."""
    return [" ".join(match.split()) for match in _QUOTATION.findall(text)]


def unquoted(text: str) -> str:
    """Return the text with every marked quotation replaced by the word quoted."""
    return _QUOTATION.sub("quoted", text)


def words(text: str) -> list[str]:
    """Return the words and numbers of `text`: lower case, no accents, no apostrophes, no separators in numbers.

    "U.S." and "US" are one word; a hyphen parts two; a possessive 's is dropped.
    """
    return [_plain(word) for word in _WORD.findall(text)]


def _plain(word: str) -> str:
    if not word[0].isdigit():
        word = re.sub(r"['’]s$", "", word)
    bare = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    bare = re.sub(r"['’.,]", "", bare)
    return _SPELLINGS.get(bare, bare)


def grams(tokens: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield every run of `NGRAM` words."""
    return zip(*(tokens[start:] for start in range(NGRAM)), strict=False)


def own_grams(brief: str) -> set[tuple[str, ...]]:
    """Return the runs of words of the brief's prose that lie wholly outside marked quotations."""
    return {gram for part in _QUOTATION.split(prose(brief))[::2] for gram in grams(words(part))}


def unsupported(sentence: str, spans: Iterable[str], originals: Iterable[Original], ordinary: set[str]) -> list[str]:
    """Return the names and numbers of `sentence` that occur neither in its spans nor in their documents' metadata.

    A name is a capitalised word, save the first of the sentence or of a quotation if it is an `ordinary` word (one that
    the briefs write in lower case elsewhere). It occurs if the same word does, or one that shares its stem (one begins
    with the other, four letters at least, a plural s aside: Pakistan, Pakistanis), or an abbreviation of it (United
    States, US) or what it abbreviates, and American stands for US. A number occurs in digits or as a word; it may also
    be the number of documents the sentence points at. "One" counts as an article. Metadata are title, publisher, the
    date in words and digits, and the body that a collection belongs to.
    """
    spans, originals = list(spans), list(originals)
    known = " . ".join([*spans, *(_metadata(original) for original in originals)])
    tokens = {_digits(word) for word in words(known)} | _abbreviations(known)
    tokens |= {str(len({original.path for original in originals}))}
    tokens |= {"american", "america"} if "us" in tokens else set()
    spelled_out = _abbreviations(sentence) & tokens
    missing = []
    for match in _WORD.finditer(sentence):
        word, plain = match[0], _digits(_plain(match[0]))
        if plain.isdigit() or ":" in plain:
            if plain != "1" and plain not in tokens:
                missing.append(word)
        elif word[0].isupper() and not _opens(sentence, match.start(), plain, ordinary) and not _occurs(plain, tokens):
            run = _abbreviations(_run_around(sentence, match.start()))
            if not run & spelled_out:
                missing.append(word)
    return missing


def _opens(sentence: str, place: int, plain: str, ordinary: set[str]) -> bool:
    return plain in ordinary and re.search(r"(^|[“:;(] ?)$", sentence[:place]) is not None


def _occurs(plain: str, tokens: set[str]) -> bool:
    if plain in tokens:
        return True
    plain = plain.removesuffix("s") if len(plain) > 4 else plain
    return any(min(len(plain), len(t)) >= 4 and (t.startswith(plain) or plain.startswith(t)) for t in tokens)


def _digits(plain: str) -> str:
    if plain in _NUMBERS:
        return str(_NUMBERS.index(plain))
    return _TENS.get(plain, plain)


def _abbreviations(text: str) -> set[str]:
    runs = re.findall(r"[A-Z]\w+(?:[ -](?:of |the |for |and )*[A-Z]\w+)+", " ".join(text.split()))
    return {"".join(c for c in run if c.isupper()).casefold() for run in runs} | {
        "".join(word[0] for word in part).casefold() for run in runs for part in _parts(re.findall(r"[A-Z]\w+", run))
    }


def _parts(names: list[str]) -> list[list[str]]:
    return [names[a:b] for a in range(len(names)) for b in range(a + 2, len(names) + 1)]


def _run_around(sentence: str, place: int) -> str:
    runs = re.finditer(r"[A-Z]\w+(?:[ -](?:of |the |for |and )*[A-Z]\w+)+", sentence)
    return next((run[0] for run in runs if run.start() <= place < run.end()), "")


_COLLECTIONS = {
    "sources/white-house": "The White House, United States, American, Washington",
    "sources/un-general-debate": "UN, United Nations General Assembly, General Debate",
    "sources/factbook": "CIA World Factbook, American",
    "seeds": "",
}


def _metadata(original: Original) -> str:
    parts = [int(part) for part in original.published.split("-")]
    spoken = [str(part) for part in parts]
    if len(parts) > 1:
        spoken.append(date(parts[0], parts[1], 1).strftime("%B"))
    body = next(text for start, text in _COLLECTIONS.items() if original.path.startswith(start))
    return " . ".join([original.title, original.publisher, " ".join(spoken), body])
