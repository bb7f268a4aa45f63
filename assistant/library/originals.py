"""The public originals behind the briefs: downloaded, checked against what the briefs quote, and kept with metadata.

A page may have moved or changed since a brief was written. A text is accepted only if every quotation that the briefs
mark as its words is found in it; what is rejected is not kept.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import trafilatura
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import ReadingError
from assistant.library.fetching import Fetched

Finder = Callable[[str, str], bool]
"""Tells whether a quotation (first) stands in a text (second)."""

_STRAIGHT = str.maketrans("‘’“”", "''\"\"")
_CHARSET = re.compile(r"charset=\"?([\w-]+)", re.IGNORECASE)
_KEPT = ("title", "publisher", "published", "url", "genre", "licence")


class Original(BaseModel):
    """A public document that briefs are accounts of, as `originals.toml` lists it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    url: str
    """Where it stands."""
    title: str
    """Its title."""
    publisher: str
    """Who published it."""
    published: str
    """When: YYYY, YYYY-MM or YYYY-MM-DD."""
    licence: str
    """Terms under which it may be used."""
    genre: str | None = None
    """Kind of document: briefing, speech, statement, ..."""
    briefs: tuple[str, ...] = ()
    """File names of the briefs that use it."""
    quotations: tuple[str, ...] = ()
    """Words that the briefs mark as quoted from it, white space folded."""


class Outcome(BaseModel):
    """What became of one original."""

    model_config = ConfigDict(frozen=True)

    original: Original
    """Which."""
    path: Path | None
    """Where its text was kept; None if it was not."""
    reason: str
    """A sentence for a person: kept and how checked, or why not."""


def listed(file: Path) -> list[Original]:
    """Read the list of originals.

    Raises:
        ReadingError: if the file is not such a list.
    """
    try:
        entries = tomllib.loads(file.read_text(encoding="utf-8"))["original"]
        return [Original.model_validate(entry) for entry in entries]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, ValidationError) as error:
        raise ReadingError(f"{file} is not a list of originals ({error}).") from error


def folds_into(quotation: str, text: str) -> bool:
    """Tell whether `quotation` stands in `text` when white space and the shape of quotation marks are ignored."""
    return _folded(quotation) in _folded(text)


def text_of(fetched: Fetched) -> str:
    """Return the readable text of an answer: a page's main text, or the body of any other text as it stands.

    Raises:
        ReadingError: if it holds none.
    """
    kind = fetched.content_type.partition(";")[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml", ""):
        text = trafilatura.extract(fetched.body, url=fetched.url, include_comments=False, favor_recall=True) or ""
    elif kind.startswith("text/") or kind == "application/json":
        charset = _CHARSET.search(fetched.content_type)
        try:
            text = fetched.body.decode(charset[1] if charset else "utf-8")
        except (LookupError, UnicodeDecodeError) as error:
            raise ReadingError(f"{fetched.url} cannot be decoded ({error}).") from error
    else:
        raise ReadingError(f"{fetched.url} is {kind}, which holds no text to check.")
    if not text.strip():
        raise ReadingError(f"{fetched.url} holds no text.")
    return text


def download(
    originals: Iterable[Original],
    folder: Path,
    *,
    fetch: Callable[[str], Fetched],
    read: Callable[[Fetched], str] = text_of,
    finds: Finder = folds_into,
) -> Iterator[Outcome]:
    """Fetch each of the originals into `folder`, with its metadata beside it as NAME.toml; one outcome each, in order.

    One that cannot be had, or that does not hold what the briefs quote, does not stop the others.
    """
    for original in originals:
        try:
            fetched = fetch(original.url)
            text = read(fetched)
        except ReadingError as error:
            yield Outcome(original=original, path=None, reason=str(error))
            continue
        missing = [quotation for quotation in original.quotations if not finds(quotation, text)]
        if missing:
            count = f"{len(missing)} of {len(original.quotations)}"
            reason = f"{original.url} has changed: {count} quotations are not in it, first “{missing[0]}”."
            yield Outcome(original=original, path=None, reason=reason)
            continue
        path = _keep(original, text, fetched, folder)
        found = f"{len(original.quotations)} quotations found" if original.quotations else "nothing quoted to check"
        yield Outcome(original=original, path=path, reason=f"{path.name} was kept ({found}).")


def _keep(original: Original, text: str, fetched: Fetched, folder: Path) -> Path:
    ending = ".json" if "json" in fetched.content_type or original.url.endswith(".json") else ".txt"
    path = folder / f"{original.published}-{_slug(original.title)}{ending}"
    known = {key: value for key in _KEPT if (value := getattr(original, key))}
    known["sha256"] = hashlib.sha256(text.encode("utf-8")).hexdigest()
    beside = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in known.items())
    folder.mkdir(parents=True, exist_ok=True)
    _write(path.with_suffix(".toml"), beside)
    _write(path, text)
    return path


def _write(path: Path, text: str) -> None:
    """Write whole or not at all."""
    draft = path.with_name(path.name + ".part")
    draft.write_bytes(text.encode("utf-8"))
    draft.replace(path)


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:80].rstrip("-") or "original"


def _folded(text: str) -> str:
    return " ".join(text.translate(_STRAIGHT).split())
