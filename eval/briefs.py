"""From a person's draft of a brief to the brief and its provenance, offsets computed.

    python -m eval.briefs DRAFTS

A draft is a text file `NAME.md`. After its front matter (title, about) come paragraphs, blank lines between them; each
sentence stands on a line of its own, and under it one or more lines say where it is from:

    @ NAME first words … last words

NAME is a short name from `documents.yaml` beside the drafts (short name: path relative to the shared folder), the words
are the source's own, and the span runs from the first to the last of them; without `…` it is just the words, and `*`
is the whole document. White space and the shape of quotation marks do not matter; the first words must stand in the
document only once. Drafts hold words of the sources and therefore stay outside the repository; the briefs do not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from assistant.errors import AccordingToError, UsageError
from eval.sources import REPOSITORY, Original, describe, read_text, shared_folder

BRIEFS = REPOSITORY / "corpus"
_FRONT_MATTER = {"publisher": "According To", "genre": "brief", "published": "2026-11"}
_QUOTATION = re.compile(r"“([^”]*)”")
_QUOTES = str.maketrans("‘’“”\u00a0", "''\"\" ")


class Sourced(BaseModel):
    """A sentence with the anchors that say where it is from."""

    model_config = ConfigDict(frozen=True)

    text: str
    """The sentence."""
    anchors: tuple[tuple[str, str], ...]
    """Short name of a document, and the words there."""


def parse(draft: str, name: str) -> tuple[dict[str, str], list[str | list[Sourced]]]:
    """Take a draft apart: its front matter, and its headings and paragraphs in order.

    Raises:
        UsageError: if a sentence has no anchor or an anchor no sentence.
    """
    _, head, body = draft.split("---\n", maxsplit=2)
    blocks: list[str | list[Sourced]] = []
    for part in body.strip().split("\n\n"):
        if part.startswith("#"):
            blocks.append(part.strip())
            continue
        sentences: list[Sourced] = []
        for line in part.strip().splitlines():
            if line.startswith("@ "):
                document, _, words = line[2:].partition(" ")
                last = sentences.pop()
                sentences.append(Sourced(text=last.text, anchors=(*last.anchors, (document, words))))
            else:
                sentences.append(Sourced(text=line.strip(), anchors=()))
        bare = [sentence.text for sentence in sentences if not sentence.anchors]
        if bare:
            raise UsageError(f"{name}: no anchor under “{bare[0]}”.")
        blocks.append(sentences)
    return yaml.safe_load(head), blocks


def fold(text: str) -> tuple[str, list[int]]:
    """Return `text` with white space collapsed and quotation marks straightened, and where each character stood."""
    shadow: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text.translate(_QUOTES)):
        if character.isspace():
            if shadow and shadow[-1] == " ":
                continue
            character = " "
        shadow.append(character)
        places.append(place)
    return "".join(shadow), places


def locate(words: str, text: str) -> tuple[int, int]:
    """Return start and end, in code points of `text`, of what an anchor's `words` point at.

    Raises:
        UsageError: if the words are not there, or the first of them in more than one place.
    """
    if words.strip() == "*":
        return 0, len(text)
    shadow, places = fold(text)
    first, _, last = (fold(part)[0].strip() for part in words.partition("…"))
    start = shadow.find(first)
    if start < 0:
        raise UsageError(f"Not in the document: “{first}”.")
    if shadow.find(first, start + 1) >= 0:
        raise UsageError(f"More than once in the document: “{first}”. Begin earlier.")
    end = shadow.find(last, start + len(first)) + len(last) if last else start + len(first)
    if last and end < start + len(first) + len(last):
        raise UsageError(f"Not in the document after “{first}”: “{last}”.")
    return places[start], places[end - 1] + 1


def compose(name: str, draft: str, documents: Mapping[str, str], shared: Path) -> tuple[str, list[dict[str, Any]]]:
    """Make a brief's text and its provenance records from a draft.

    Raises:
        UsageError: if an anchor points nowhere.
    """
    front, blocks = parse(draft, name)
    sentences = [sentence for block in blocks if isinstance(block, list) for sentence in block]
    paths = dict.fromkeys(documents[short] for sentence in sentences for short, _ in sentence.anchors)
    text = _front_matter(front, list(paths), shared)
    records: list[dict[str, Any]] = []
    for block in blocks:
        text += "\n"
        if isinstance(block, str):
            text += block + "\n"
            continue
        for position, sentence in enumerate(block):
            text += " " if position else ""
            start = len(text)
            text += _typeset(sentence, documents, shared)
            sources = [_source(name, documents[short], words, shared) for short, words in sentence.anchors]
            records.append({"brief": name, "start": start, "end": len(text), "sources": sources})
        text += "\n"
    return text, records


def _typeset(sentence: Sourced, documents: Mapping[str, str], shared: Path) -> str:
    """Give quotations the source's own characters, white space folded, and the rest typographic apostrophes."""
    texts = [read_text(shared / documents[short]) for short, _ in sentence.anchors]

    def exact(match: re.Match[str]) -> str:
        shadow, _ = fold(match[1])
        for text in texts:
            folded, places = fold(text)
            start = folded.find(shadow)
            if start >= 0:
                return f"“{' '.join(text[places[start] : places[start + len(shadow) - 1] + 1].split())}”"
        raise UsageError(f"Quoted, but not in the documents its sentence points at: “{match[1]}”.")

    return _QUOTATION.sub(exact, sentence.text.replace("'", "’"))


def _front_matter(front: Mapping[str, str], paths: list[str], shared: Path) -> str:
    title = front["title"].replace("'", "’")
    lines = ["---", f"title: {json.dumps(title, ensure_ascii=False)}"]
    lines += [f"{key}: {value}" for key, value in _FRONT_MATTER.items()]
    lines += ["language: en", "licence: MIT", f'about: "{front["about"]}"', "sources:"]
    for path in paths:
        original = describe(shared, path)
        named = f"{original.title}. {original.publisher}, {original.published}."
        lines.append(f"  - {json.dumps(named + (f' {original.url}' if original.url else ''), ensure_ascii=False)}")
    return "\n".join([*lines, "---", ""])


def _source(name: str, path: str, words: str, shared: Path) -> dict[str, Any]:
    text = read_text(shared / path)
    try:
        start, end = locate(words, text)
    except UsageError as error:
        raise UsageError(f"{name}, {path}: {error}") from error
    source: dict[str, Any] = {
        "document": path,
        "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
        "start": start,
        "end": end,
    }
    url = describe(shared, path).url
    return {**source, "url": url} if url else source


def originals(records: Sequence[Mapping[str, Any]], shared: Path) -> str:
    """List, as TOML, each source document with a public address, the briefs that use it and what they quote from it."""
    used: dict[str, set[str]] = {}
    quoted: dict[str, set[str]] = {}
    for record in records:
        sentence = read_text(BRIEFS / record["brief"])[record["start"] : record["end"]]
        for source in record["sources"]:
            if "url" not in source:
                continue
            text = " ".join(read_text(shared / source["document"]).split())
            used.setdefault(source["document"], set()).add(record["brief"])
            marked = (" ".join(quotation.split()) for quotation in _QUOTATION.findall(sentence))
            quoted.setdefault(source["document"], set()).update(words for words in marked if words in text)
    return _ORIGINALS_HEAD + "".join(_entry(describe(shared, path), used[path], quoted[path]) for path in sorted(used))


_ORIGINALS_HEAD = """\
# The public originals that the briefs are accounts of, for `accordingto corpus fetch`: what it downloads is accepted
# when the quotations below are found in it. Made by eval/briefs.py.
"""


def _entry(original: Original, used: Iterable[str], quoted: Iterable[str]) -> str:
    known = original.model_dump(include={"url", "title", "publisher", "published", "licence", "genre"})
    fields = {**known, "document": original.path, "briefs": sorted(used), "quotations": sorted(quoted)}
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())
    return "\n[[original]]\n" + "".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Write every brief of a folder of drafts, and their provenance, to `corpus/`."""
    parser = argparse.ArgumentParser(prog="python -m eval.briefs", description=__doc__)
    parser.add_argument("drafts", type=Path, help="folder with documents.yaml and the drafts")
    drafts: Path = parser.parse_args(arguments).drafts
    try:
        shared = shared_folder()
        documents = yaml.safe_load((drafts / "documents.yaml").read_text(encoding="utf-8"))
        records: list[dict[str, Any]] = []
        for path in sorted(drafts.glob("*.md")):
            text, found = compose(path.name, path.read_text(encoding="utf-8"), documents, shared)
            (BRIEFS / path.name).write_text(text, encoding="utf-8", newline="\n")
            records += found
    except AccordingToError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    (BRIEFS / "provenance.jsonl").write_text(lines, encoding="utf-8", newline="\n")
    (BRIEFS / "originals.toml").write_text(originals(records, shared), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
