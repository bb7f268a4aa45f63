"""The documents the briefs are accounts of: their text and what is known of them. They lie in the shared folder."""

from __future__ import annotations

import csv
import os
import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from assistant.errors import LibraryNotFound, ReadingError

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED_VARIABLE = "ACCORDINGTO_SHARED"

_GENRES = {
    "articles": "article",
    "presidential-actions": "statement",
    "press-briefings": "briefing",
    "remarks": "briefing",
    "speeches-remarks": "speech",
    "statements-releases": "statement",
}
"""Genres of the White House documents, by the folder they lie in."""


class Original(BaseModel):
    """What is known of a source document besides its text."""

    model_config = ConfigDict(frozen=True)

    path: str
    """Where it lies, relative to the shared folder."""
    title: str
    """The title its publisher gave it."""
    publisher: str
    """Who published it."""
    published: str
    """When: YYYY, YYYY-MM or YYYY-MM-DD."""
    licence: str
    """Terms under which it may be used."""
    genre: str
    """Kind of document: opinion, speech, briefing, statement, article, reference."""
    quotable: bool
    """Whether a brief may quote from it (public domain and CC0 documents only)."""
    url: str | None = None
    """Where the public original stands, if anywhere."""


def shared_folder() -> Path:
    """Return the folder that holds the source documents.

    Raises:
        LibraryNotFound: if neither the environment variable nor `../shared` names a folder.
    """
    named = os.environ.get(SHARED_VARIABLE)
    folder = Path(named) if named else REPOSITORY.parent / "shared"
    if not (folder / "sources").is_dir():
        raise LibraryNotFound(f"The source documents are not at {folder}; set {SHARED_VARIABLE} to the folder.")
    return folder


def read_text(path: Path) -> str:
    """Return a document's canonical text: decoded as it stands, with its byte order mark and line ends."""
    return path.read_bytes().decode("utf-8")


def describe(shared: Path, path: str) -> Original:
    """Tell what is known of the document at `path`, a path relative to the `shared` folder.

    Raises:
        ReadingError: if the document belongs to no collection known here.
    """
    collection = path.split("/")[1] if path.startswith("sources/") else path.split("/", maxsplit=1)[0]
    readers = {"white-house": _white_house, "un-general-debate": _speech, "factbook": _factbook, "seeds": _seed}
    if collection not in readers:
        raise ReadingError(f"{path} belongs to none of the collections {', '.join(sorted(readers))}.")
    return readers[collection](shared, path)


def _white_house(shared: Path, path: str) -> Original:
    head = yaml.safe_load(read_text(shared / path).split("---\n")[1])
    published = head["date"]
    return Original(
        path=path,
        title=" ".join(str(head["title"]).strip('"').split()),
        publisher="The White House",
        published=published.isoformat() if isinstance(published, date) else str(published),
        licence="public domain (US government work)",
        genre=_GENRES[path.split("/")[2]],
        quotable=True,
        url=head.get("source_url"),
    )


@cache
def _speeches(table: Path) -> dict[str, dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as rows:
        return {row["path"]: row for row in csv.DictReader(rows)}


def _speech(shared: Path, path: str) -> Original:
    row = _speeches(shared / "sources/un-general-debate/metadata.csv")[Path(path).name]
    return Original(
        path=path,
        title=row["title"],
        publisher=row["publisher"],
        published=row["published"],
        licence="CC0 (UN General Debate Corpus)",
        genre="speech",
        quotable=True,
    )


def _factbook(shared: Path, path: str) -> Original:
    return Original(
        path=path,
        title=f"The World Factbook: {'Afghanistan' if path.endswith('af.json') else 'Pakistan'}",
        publisher="CIA",
        published="2025",
        licence="public domain (US government work)",
        genre="reference",
        quotable=True,
        url=f"https://github.com/factbook/factbook.json/raw/master/south-asia/{Path(path).name}",
    )


def _seed(shared: Path, path: str) -> Original:
    known = tomllib.loads(read_text((shared / path).with_suffix(".toml")))
    return Original(
        path=path,
        title=known["title"],
        publisher=known["publisher"],
        published=known["published"],
        licence="all rights reserved",
        genre=known["genre"],
        quotable=False,
    )
