"""What is known of a document besides its text: front matter, sidecars, metadata.csv, and aliases.

Nothing is guessed: a field nobody gives stays empty.
"""

from __future__ import annotations

import csv
import datetime
import io
import logging
import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from assistant.dates import in_the_calendar
from assistant.errors import UnreadableDocument
from assistant.library.decoding import decode
from assistant.library.opening import read_inside
from assistant.model import Metadata, Span

log = logging.getLogger(__name__)

FIELDS = ("title", "author", "publisher", "published", "url", "genre", "language", "licence")

_ALIASES = {
    "headline": "title",
    "name": "title",
    "authors": "author",
    "byline": "author",
    "by": "author",
    "creator": "author",
    "site": "publisher",
    "site_name": "publisher",
    "organization": "publisher",
    "organisation": "publisher",
    "date": "published",
    "pubdate": "published",
    "published_time": "published",
    "publication_date": "published",
    "date_published": "published",
    "source_url": "url",
    "link": "url",
    "canonical_url": "url",
    "type": "genre",
    "kind": "genre",
    "category": "genre",
    "categories": "genre",
    "tags": "genre",
    "lang": "language",
    "license": "licence",
}
"""Other people's names for our fields; a field's own name wins over its aliases."""

_GENRES = {
    "op-ed": "opinion",
    "commentary": "opinion",
    "editorial": "opinion",
    "column": "opinion",
    "press briefing": "briefing",
    "press gaggle": "briefing",
    "press conference": "briefing",
    "remark": "speech",
    "address": "speech",
    "speech remark": "speech",
    "press release": "statement",
    "statement release": "statement",
    "briefing statement": "statement",
    "release": "statement",
    "new": "news",
    "uncategorized": "",
    "uncategorised": "",
}
"""Genres under another name; the keys are lower case and singular."""


def singular(phrase: str) -> str:
    """Return a kind in lower case, hyphens as spaces, without plurals ("Press-Briefings": press briefing)."""
    words = re.sub(r"[-_/\s]+", " ", phrase).strip().lower().split()
    return " ".join(re.sub(r"(?<=ch|sh)es$|(?<=[^su])s$", "", word) for word in words)


def genre_of(value: str) -> str | None:
    """Return the genre a person's word for it means, or None for "uncategorized"."""
    if value.lower() in _GENRES:
        return _GENRES[value.lower()] or None
    word = singular(value)
    return _GENRES.get(word, word) or None


_MONTHS = {
    name: number
    for number, full in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )
    for name in (full, full[:3])
}
_IN_WORDS = re.compile(
    r"(?:(?P<month>[A-Za-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,?|(?P<day2>\d{1,2})(?:st|nd|rd|th)? (?P<month2>"
    r"[A-Za-z]{3,9})\.?,?) (?P<year>\d{4})\b"
)
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?!\d)")


def date_of(value: object) -> str | None:
    """Return a date as YYYY, YYYY-MM or YYYY-MM-DD, as precise as it was given; None if it is no date.

    It understands ISO 8601 and a date with its month in words; 3/4/2021 could be two dates and is none.
    A day or month that the calendar does not have (30 February) is left out.
    """
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()[:10]
    written = str(value).strip()
    match = _DATE.match(written)
    if not match:
        return _date_in_words(written)
    return in_the_calendar(*(int(part) for part in match.groups() if part))


def _date_in_words(written: str) -> str | None:
    if (match := _IN_WORDS.search(written)) is None:
        return None
    month = _MONTHS.get((match["month"] or match["month2"]).lower())
    return in_the_calendar(int(match["year"]), month, int(match["day"] or match["day2"])) if month else None


_DAY_IN_NAME = re.compile(r"(?<!\d)(?:19|20)\d\d([-_])\d\d\1\d\d(?!\d)")


def day_in_name(name: str) -> str | None:
    """Return the whole day that a file's name or an address holds: minutes-2025-04-02.txt; None where two do."""
    days = {found[0].replace("_", "-") for found in _DAY_IN_NAME.finditer(name)}
    day = date_of(days.pop()) if len(days) == 1 else None
    return day if day is not None and len(day) == 10 else None


def metadata_from(fields: Mapping[str, object]) -> Metadata:
    """Build metadata from a mapping with anybody's field names; what it does not know it leaves out."""
    found: dict[str, object] = {}
    for key, value in fields.items():
        name = key.strip().lower().replace("-", "_")
        if name in FIELDS and value not in (None, ""):
            found[name] = value
    for key, value in fields.items():
        alias = _ALIASES.get(key.strip().lower().replace("-", "_"))
        if alias and value not in (None, ""):
            found.setdefault(alias, value)
    return Metadata.model_validate({name: _clean(name, value) or None for name, value in found.items()})


def _clean(name: str, value: object) -> str | None:
    if isinstance(value, list | tuple):
        items = [str(item) for item in value] or [""]
        value = ", ".join(items) if name == "author" else items[0]
    if name == "published":
        return date_of(value)
    text = re.sub(r"\s+", " ", str(value)).strip()
    if name == "author" and text.lower() in _PROGRAMS:
        return None
    if name == "author":
        text = _DESK.sub("", re.sub(r"^[Bb]y\s+", "", text))
    return genre_of(text) if name == "genre" else text


DESKS = "editor|correspondent|reporter|columnist|staff writer"
"""What writers are to a paper, as a pattern."""
_DESK = re.compile(rf",\s+(?:[\w-]+\s+){{0,3}}(?i:{DESKS})$")
"""What a writer is to a paper, behind the name."""
_PROGRAMS = frozenset(
    {
        *("python-docx", "openpyxl", "apache poi", "libreoffice", "openoffice", "google docs", "microsoft", "pandoc"),
        *("microsoft office user", "microsoft word", "windows user", "office user", "user", "admin", "administrator"),
        *("unknown", "author", "owner", "default"),
    }
)
"""What programs write into a file as its author."""


def merged(*sources: Metadata) -> Metadata:
    """Merge field by field; the first source that has a field wins."""
    values = {name: next((v for s in sources if (v := getattr(s, name))), None) for name in FIELDS}
    return Metadata(**values)


_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)


def front_matter(text: str) -> tuple[Metadata, int]:
    """Read YAML front matter; return the metadata and where the content starts (0 without front matter).

    Raises UnreadableDocument with the line where the YAML breaks.
    """
    match = _FRONT_MATTER.match(text)
    if not match:
        return Metadata(), 0
    try:
        fields = yaml.safe_load(match.group(1))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" at line {mark.line + 2}" if mark else ""
        raise UnreadableDocument(
            f"its front matter is not valid YAML{line}; correct it or remove the --- lines"
        ) from error
    if not isinstance(fields, dict):
        return Metadata(), 0
    return metadata_from({str(key): value for key, value in fields.items()}), match.end()


_FOOTER = re.compile(r"\s*^The post (?P<title>.+?) appeared first on (?P<publisher>.+?)\.?\s*\Z", re.MULTILINE)


def footer(text: str) -> tuple[Metadata, int]:
    """Read the syndication footer "The post T appeared first on P."; return its metadata and where content ends."""
    tail = max(0, len(text) - 1000)
    match = _FOOTER.search(text, tail)
    if not match:
        return Metadata(), len(text)
    return metadata_from(match.groupdict()), match.start()


def sidecar_of(path: Path) -> Path:
    """Return where the sidecar of a document would stand: NAME.toml beside it."""
    return path.with_suffix(".toml")


def sidecar(path: Path, sha256: str) -> Metadata:
    """Read NAME.toml beside a document, if there is one. Raises UnreadableDocument if it is not TOML."""
    beside = sidecar_of(path)
    if not beside.is_file():
        return Metadata()
    try:
        fields = tomllib.loads(decode(read_inside(beside, path.parent))[0].removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise UnreadableDocument(f"its sidecar {beside.name} is not valid TOML: {error}") from error
    if fields.get("sha256", sha256) != sha256:
        log.warning("%s was written for another version of %s (its sha256 differs)", beside.name, path.name)
    return metadata_from(fields)


@lru_cache(maxsize=256)
def _rows(table: Path, _stamp: tuple[int, int]) -> dict[str, Metadata]:
    reader = csv.DictReader(io.StringIO(decode(read_inside(table, table.parent))[0].removeprefix("\ufeff")))
    if not reader.fieldnames or "path" not in reader.fieldnames:
        log.warning("%s has no column 'path' and is ignored", table)
        return {}
    return {
        row["path"]: metadata_from({k: v for k, v in row.items() if isinstance(k, str) and k != "path"})
        for row in reader
        if row["path"]
    }


def from_tables(path: Path, root: Path) -> Metadata:
    """Read the document's rows in metadata.csv of its folder and the folders above it, up to `root`; nearest first."""
    found = []
    for folder in path.parents:
        table = folder / "metadata.csv"
        if table.is_file():
            stat = table.stat()
            rows = _rows(table, (stat.st_mtime_ns, stat.st_size))
            found.append(rows.get(path.relative_to(folder).as_posix(), Metadata()))
        if folder == root or not folder.is_relative_to(root):
            break
    return merged(*found)


def content_between(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Return the content as spans: what is left between front matter and footer."""
    return (Span(start=start, end=end),) if text[start:end].strip() else ()
