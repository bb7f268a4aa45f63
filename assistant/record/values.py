"""What goes into the record and what comes out, where the domain has no type for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assistant.model import Claim, ClaimantKind, Document, Metadata, Passage, Sentence, Span, Unit

Vectors = np.ndarray[tuple[int, int], np.dtype[np.float32]]
"""One row a text, unit length, float32."""
Vector = np.ndarray[tuple[int], np.dtype[np.float32]]
"""One text's vector."""


@dataclass(frozen=True)
class Prepared:
    """A document with all its pieces and their vectors, ready to be written."""

    document: Document
    sentences: tuple[Sentence, ...]
    units: tuple[Unit, ...]
    passages: tuple[Passage, ...]
    vectors: Vectors
    """One row a unit."""
    title_vector: Vector
    claims: tuple[Claim, ...] = ()
    file_sha256: str | None = None
    """Of the bytes it was read from."""
    fingerprint: str | None = None
    """Of everything it was read from."""
    sketch: bytes | None = None
    """What near-duplicates are found by."""


@dataclass(frozen=True)
class Place:
    """A place a document was read from, as the record remembers it."""

    id: str
    uri: str
    path: str
    edition: str
    sha256: str
    """Of the canonical text."""
    file_sha256: str | None
    """Of the file's bytes; None where no file was read."""
    fingerprint: str | None
    """Of everything it was read from."""


@dataclass(frozen=True)
class Pointer:
    """A document's place and the edition, already in the record, that is to stand there."""

    document: Document
    file_sha256: str | None = None
    fingerprint: str | None = None


@dataclass(frozen=True)
class Voice:
    """A party heard in the library, by the name the documents give it."""

    name: str
    kind: ClaimantKind
    edition: str
    claims: int
    """Claims of that edition in whose chain it stands."""
    offices: tuple[str, ...] = ()
    """What that edition says it is: "mayor of Norland", "the port’s director"."""


ClaimKey = tuple[str, int]
"""A claim by its edition and its number in it."""


Stretch = tuple[str, int, int]
"""A stretch of an edition: its id, and from where to where."""


@dataclass(frozen=True)
class Opposition:
    """Two claims that contradict one another."""

    one: ClaimKey
    """The lesser key."""
    other: ClaimKey
    stated: bool
    """Whether a party or a document says so; otherwise it is inferred from the two claims."""
    marks: tuple[str, ...]
    """Why, in words a person can read."""

    @classmethod
    def between(cls, one: ClaimKey, other: ClaimKey, *, stated: bool, marks: tuple[str, ...]) -> Opposition:
        """Make the opposition of two claims, whichever way round they come."""
        return cls(min(one, other), max(one, other), stated, marks)


@dataclass(frozen=True)
class Change:
    """What a write did to the searchable units."""

    number: int
    """How often the library had changed after it."""
    added: tuple[str, ...] = ()
    """Editions that became searchable."""
    removed: tuple[str, ...] = ()
    """Editions that are gone."""


@dataclass(frozen=True)
class Listed:
    """A document as `documents` lists it, without its text."""

    id: str
    uri: str
    path: str
    sha256: str
    edition: str
    metadata: Metadata
    characters: int
    sentences: int
    added: str
    file_sha256: str | None = None
    """Of the file's bytes when it was read; None where no file was."""
    duplicate_of: str | None = None
    """Id of the document that is searched in this one's stead."""

    @property
    def title(self) -> str:
        """The title, or the file's name."""
        return self.metadata.title or self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class FoundUnit:
    """A unit as search needs it: where it stands and its vectors."""

    id: str
    edition: str
    passage: str
    start: int
    end: int
    first: int
    """Number of its first sentence."""
    last: int
    """Number of its last sentence."""
    vector: Vector

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(start=self.start, end=self.end)
