"""The documents that cases and citations point into, and whether words stand there.

Texts are decoded as UTF-8 as they stand: newlines are not translated and a byte order mark stays, as in the
library's canonical text, so that offsets agree.
"""

from __future__ import annotations

import hashlib
import re
from functools import cached_property
from pathlib import Path, PurePosixPath

from eval.cases import Quote
from eval.errors import DocumentMissing

_HEAD = 600
_CURLY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})


def folded(text: str) -> str:
    """Fold runs of white space to one space and curly quotation marks to straight ones; nothing else."""
    return " ".join(text.translate(_CURLY).split())


SHIPPED = Path(__file__).resolve().parent.parent / "corpus"
"""The documents that ship: `corpus/NAME` means one of these, whatever the root."""


class Documents:
    """A folder of documents, read on demand; the documents that ship always stand beside it."""

    def __init__(self, root: Path) -> None:
        """Point at `root`; nothing is read yet."""
        self.root = root
        self._texts: dict[str, str] = {}
        self._folded: dict[str, str] = {}

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for file in sorted(self.root.rglob("*")):
            if file.is_file():
                names.setdefault(file.name, []).append(file.relative_to(self.root).as_posix())
        for file in sorted(SHIPPED.glob("*.md")):
            path = f"{SHIPPED.name}/{file.name}"
            if path not in names.setdefault(file.name, []):
                names[file.name].append(path)
        return names

    def file(self, path: str) -> Path:
        """Return where a document stands: below the root, or among those that ship."""
        here = self.root / path
        parts = PurePosixPath(path).parts
        return here if here.is_file() or parts[:1] != (SHIPPED.name,) else SHIPPED.joinpath(*parts[1:])

    def text(self, path: str) -> str:
        """Return the text of the document at `path`, relative to the root.

        Raises:
            DocumentMissing: naming the file, where it cannot be read.
        """
        if path not in self._texts:
            try:
                self._texts[path] = self.file(path).read_bytes().decode("utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise DocumentMissing(f"The document {path} is not in {self.root}: {error}") from error
        return self._texts[path]

    def known(self) -> tuple[str, ...]:
        """Return the paths of the documents that have been read so far, in order."""
        return tuple(sorted(self._texts))

    def folded(self, path: str) -> str:
        """Return the document's text with white space and quotation marks folded."""
        if path not in self._folded:
            self._folded[path] = folded(self.text(path))
        return self._folded[path]

    def holds(self, path: str, words: str) -> bool:
        """Tell whether `words` stand in the document, white space and quotation marks folded."""
        return folded(words) in self.folded(path)

    def at(self, quote: Quote) -> str:
        """Return the words that a case's quotation covers."""
        return self.text(self.path_of(quote))[quote.start : quote.end]

    def path_of(self, quote: Quote) -> str:
        """Return the path of a quotation's document, found by its hash where no path is given."""
        if quote.document:
            return quote.document
        found = self.find("", quote.sha256)
        if found is None:
            raise DocumentMissing(f"No document in {self.root} has the sha256 {quote.sha256}.")
        return found

    def find(self, uri: str, sha256: str | None = None) -> str | None:
        """Return the path of the document that a citation names, or None.

        `uri` may be the path, any tail of it, or an absolute path or file URI that ends with it. A hash decides
        where several files share a name.
        """
        parts = PurePosixPath(uri.removeprefix("file://")).parts
        if uri and not uri.startswith("/") and self.file(uri).is_file():
            return PurePosixPath(uri).as_posix()
        named = self._by_name.get(parts[-1], []) if parts else [p for paths in self._by_name.values() for p in paths]
        if sha256:
            same = [path for path in named if self._sha256(path) == sha256]
            if same or not parts:
                return same[0] if same else None
        return max(named, key=lambda path: _shared_tail(PurePosixPath(path).parts, parts), default=None)

    def _sha256(self, path: str) -> str:
        return hashlib.sha256(self.file(path).read_bytes()).hexdigest()

    def head(self, path: str) -> str:
        """Return where titles and dates stand: the sidecar NAME.toml and the first 600 characters, none of JSON's."""
        text = self.text(path)
        sidecar = self.file(path).with_suffix(".toml")
        known = sidecar.read_text(encoding="utf-8") if sidecar.is_file() else ""
        return known + ("" if text.lstrip("\ufeff").startswith("{") else text[:_HEAD])

    def around(self, path: str, start: int, end: int) -> str:
        """Return the sentence or sentences that hold `start:end`, judged by full stops and blank lines."""
        text = self.text(path)
        before = list(re.finditer(r"[.!?][”\"]?\s|\n\s*\n", text[max(0, start - 600) : start]))
        left = max(0, start - 600) + before[-1].end() if before else max(0, start - 600)
        after = re.search(r"[.!?](?=[”\"]?\s)|\n\s*\n", text[end : end + 600])
        return text[left : end + (after.end() if after else 600)]


def _shared_tail(left: tuple[str, ...], right: tuple[str, ...]) -> int:
    shared = 0
    for one, other in zip(reversed(left), reversed(right), strict=False):
        if one != other:
            break
        shared += 1
    return shared
