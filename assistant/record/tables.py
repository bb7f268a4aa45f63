"""The tables of the record."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables."""


class FactRow(Base):
    """A fact about the library itself: its id, its embedder, how often it changed."""

    __tablename__ = "facts"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class EditionRow(Base):
    """One version of a text with the metadata it was read with; never altered, only replaced."""

    __tablename__ = "editions"
    id: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(index=True)
    text: Mapped[str] = mapped_column(Text)
    read: Mapped[str] = mapped_column(Text)
    """Metadata, encoding, media type, content spans and pages, as JSON."""
    title_vector: Mapped[bytes] = mapped_column(LargeBinary)
    sketch: Mapped[bytes | None] = mapped_column(LargeBinary)
    """What near-duplicates are found by; see `library.duplicates`. None before it was computed."""
    duplicate_of: Mapped[str | None] = mapped_column(index=True)
    """The edition that is searched in this one's stead, if the two are near-duplicates."""
    compared: Mapped[str | None]
    """Which version of the comparison its claims went through with all others; None before."""


class DocumentRow(Base):
    """A place a document was read from, and the edition that stands there now."""

    __tablename__ = "documents"
    id: Mapped[str] = mapped_column(primary_key=True)
    uri: Mapped[str] = mapped_column(unique=True)
    path: Mapped[str]
    edition_id: Mapped[str] = mapped_column(ForeignKey("editions.id"), index=True)
    added: Mapped[str]
    """When this edition was added, ISO 8601 in UTC."""
    file_sha256: Mapped[str | None]
    """SHA-256 of the file's bytes when it was read; None where no file was (an address, an imported library)."""
    fingerprint: Mapped[str | None]
    """What `library.standing` makes of everything the document was read from; the same means nothing changed."""


class PassageRow(Base):
    """A passage; its vector is the mean of its units'."""

    __tablename__ = "passages"
    id: Mapped[str] = mapped_column(primary_key=True)
    edition_id: Mapped[str] = mapped_column(ForeignKey("editions.id", ondelete="CASCADE"), index=True)
    start: Mapped[int]
    end: Mapped[int]
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class UnitRow(Base):
    """A unit with its vector."""

    __tablename__ = "units"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(unique=True)
    edition_id: Mapped[str] = mapped_column(ForeignKey("editions.id", ondelete="CASCADE"))
    passage_id: Mapped[str] = mapped_column(ForeignKey("passages.id", ondelete="CASCADE"), index=True)
    start: Mapped[int]
    end: Mapped[int]
    first: Mapped[int]
    last: Mapped[int]
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class SentenceRow(Base):
    """A sentence of an edition."""

    __tablename__ = "sentences"
    edition_id: Mapped[str] = mapped_column(ForeignKey("editions.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    start: Mapped[int]
    end: Mapped[int]
    paragraph: Mapped[int]
    speaker: Mapped[str | None]
    heading: Mapped[str | None]


class ClaimRow(Base):
    """A claim of an edition, whole as JSON, with what it is found by."""

    __tablename__ = "claims"
    edition_id: Mapped[str] = mapped_column(ForeignKey("editions.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(index=True)
    start: Mapped[int]
    end: Mapped[int]
    body: Mapped[str] = mapped_column(Text)


class VoiceRow(Base):
    """A party in a claim's chain: position 0 is the nearest speaker."""

    __tablename__ = "voices"
    edition_id: Mapped[str] = mapped_column(ForeignKey("editions.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    offices: Mapped[str] = mapped_column(default="")
    """What the document says it is, one a line."""


class GistRow(Base):
    """What a claim is compared by: derived, so that adding a document reads no other again."""

    __tablename__ = "gists"
    edition_id: Mapped[str] = mapped_column(ForeignKey("editions.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(Text)


class OppositionRow(Base):
    """Two claims that contradict one another; derived from them alone. The pair stands once, the lesser first."""

    __tablename__ = "oppositions"
    edition_id: Mapped[str] = mapped_column(ForeignKey("editions.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    other_edition_id: Mapped[str] = mapped_column(ForeignKey("editions.id", ondelete="CASCADE"), primary_key=True)
    other_number: Mapped[int] = mapped_column(primary_key=True)
    stated: Mapped[bool]
    """Whether a party says that it opposes the other claim, or the document sets the two against one another."""
    marks: Mapped[str] = mapped_column(Text)
    """Why, one a line, in words a person can read."""


Index("ix_claims_place", ClaimRow.edition_id, ClaimRow.start, ClaimRow.end)
Index("ix_oppositions_other", OppositionRow.other_edition_id, OppositionRow.other_number)
Index("ix_units_edition_number", UnitRow.edition_id, UnitRow.number)
