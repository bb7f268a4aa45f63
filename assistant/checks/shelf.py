"""The documents and claims that checks are made against: what of a library's record they need, and no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from assistant.model import Claim, Document, DocumentRef, Span
from assistant.record import Record


class Shelf(Protocol):
    """Where a check looks up what a citation names."""

    def document(self, ref: DocumentRef) -> Document | None:
        """Return the document a citation names, or None."""

    def claims(self, document: Document, span: Span) -> Sequence[Claim]:
        """Return the claims of a document that overlap a stretch of it."""

    def others(self, document: Document | None) -> Iterator[Document]:
        """Yield the documents of the library but one."""


class RecordShelf:
    """A library's record as a shelf."""

    def __init__(self, record: Record) -> None:
        """Take the record."""
        self._record = record
        self._listed = record.documents()

    def document(self, ref: DocumentRef) -> Document | None:
        """Return the document of an id, else of a path, else of a title that only one document bears."""
        for same in (
            [one.id for one in self._listed if one.id == ref.id],
            [one.id for one in self._listed if ref.uri and ref.uri in (one.path, one.uri)],
            [one.id for one in self._listed if ref.uri and _ends_alike(one.path, ref.uri)],
            [one.id for one in self._listed if ref.title and one.title == ref.title],
        ):
            if len(same) == 1:
                return self._record.document(same[0])
        return None

    def claims(self, document: Document, span: Span) -> Sequence[Claim]:
        """Return the claims of a document that overlap a stretch of it."""
        return self._record.claims(document.edition, span.start, span.end)

    def others(self, document: Document | None) -> Iterator[Document]:
        """Yield the documents of the library but one, by path."""
        for listed in self._listed:
            if document is None or listed.id != document.id:
                yield self._record.document(listed.id)


def _ends_alike(one: str, other: str) -> bool:
    """Tell whether one path ends in the other, folder by folder: a/b.md in b.md, and c-b.md in neither."""
    short, long = sorted((one.split("/"), other.split("/")), key=len)
    return long[-len(short) :] == short
