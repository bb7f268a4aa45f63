"""The system of record: documents, their editions, sentences, units with vectors, and passages.

SQLAlchemy 2 over SQLite by default. Everything else a library keeps is a cache of this.
One session a call; a write is one transaction, so a reader sees the old edition or the new.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
from filelock import FileLock
from sqlalchemy import (
    Engine,
    ForeignKey,
    Index,
    LargeBinary,
    Row,
    Text,
    create_engine,
    delete,
    event,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from assistant.errors import DocumentNotFound, LibraryBusy, LibraryDamaged, LibraryError
from assistant.model import Claim, ClaimantKind, Document, Metadata, Passage, Sentence, Span, Unit

RECORD = "record.sqlite3"
"""The record's file in a library's folder; where it stands, a library stands."""
Vectors = np.ndarray[tuple[int, int], np.dtype[np.float32]]
"""One row a text, unit length, float32."""
Vector = np.ndarray[tuple[int], np.dtype[np.float32]]
"""One text's vector."""


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


Index("ix_units_edition_number", UnitRow.edition_id, UnitRow.number)


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


class Record:
    """One library's record. Thread-safe: every method opens its own session."""

    def __init__(self, engine: Engine) -> None:
        """Wrap an engine whose tables exist; use `Record.open` to make them."""
        self._engine = engine
        self._writer = engine.execution_options(begin="IMMEDIATE")
        self._pinned: ContextVar[Session | None] = ContextVar("pinned", default=None)

    @classmethod
    def open(cls, file: Path) -> Record:
        """Open the record in a SQLite file, making or migrating its tables.

        Raises LibraryDamaged if the file is no such database or lacks a table.
        """
        engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": 30})
        event.listen(engine, "connect", _sqlite_settings)
        event.listen(engine, "begin", _begin)
        with _explained(file):
            # Two processes may open a new library at once: one makes the tables, the other waits for it.
            with FileLock(file.with_name("migrating.lock")):
                _migrate(engine)
            missing = sorted(set(Base.metadata.tables) - set(inspect(engine).get_table_names()))
        if missing:
            engine.dispose()
            raise LibraryDamaged(f"{file} lacks the table {missing[0]}. {_RESTORE}")
        return cls(engine)

    @property
    def engine(self) -> Engine:
        """The database, for tables that are kept beside the library's own."""
        return self._engine

    def close(self) -> None:
        """Release the database."""
        self._engine.dispose()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let everything this thread reads inside the block see one state of the record, whatever others write."""
        if self._pinned.get() is not None:
            yield
            return
        with self._read() as session:
            pinned = self._pinned.set(session)
            try:
                yield
            finally:
                self._pinned.reset(pinned)

    @contextmanager
    def _read(self) -> Iterator[Session]:
        if (pinned := self._pinned.get()) is not None:
            yield pinned
            return
        with _explained(self._engine.url.database), Session(self._engine) as session:
            yield session

    @contextmanager
    def _write(self) -> Iterator[Session]:
        with _explained(self._engine.url.database), Session(self._writer) as session, session.begin():
            yield session

    # -- facts ---------------------------------------------------------------------------------

    def fact(self, name: str) -> str | None:
        """Return a fact about the library, or None."""
        with self._read() as session:
            row = session.get(FactRow, name)
            return row.value if row else None

    def set_fact(self, name: str, value: str) -> None:
        """Write a fact about the library."""
        with self._write() as session:
            session.merge(FactRow(name=name, value=value))

    @property
    def library_id(self) -> str:
        """The library's own id, made with the record."""
        return self.fact("library") or ""

    @property
    def change(self) -> int:
        """How often the searchable units changed; caches compare it with theirs."""
        return int(self.fact("change") or 0)

    # -- writing -------------------------------------------------------------------------------

    def put(self, prepared: Sequence[Prepared], pointers: Sequence[Pointer] = (), gone: Sequence[str] = ()) -> Change:
        """Write documents, flip pointers and take away places, all in one transaction; sweep what nobody points at.

        `pointers` name editions that are in the record already; `gone` are document ids.
        """
        added: list[str] = []
        with self._write() as session:
            for one in prepared:
                if session.get(EditionRow, one.document.edition) is None:
                    _insert_edition(session, one)
                    added.append(one.document.edition)
            places = [Pointer(one.document, one.file_sha256, one.fingerprint) for one in prepared]
            for pointer in (*places, *pointers):
                _point(session, pointer)
            for chunk in _chunks(list(gone)):
                session.execute(delete(DocumentRow).where(DocumentRow.id.in_(chunk)))
            removed = _sweep(session)
            number = _bump(session)
        return Change(number, tuple(added), removed)

    def delete(self, document_ids: Iterable[str]) -> Change:
        """Delete documents, and editions nobody points at any more."""
        return self.put((), gone=list(document_ids))

    def set_duplicates(self, links: Mapping[str, str]) -> bool:
        """Link editions to the edition searched in their stead, and unlink all others; tell whether that changed any.

        `links` maps an edition to the one that stands for it.
        """
        with self._write() as session:
            query = select(EditionRow.id, EditionRow.duplicate_of).where(EditionRow.duplicate_of.is_not(None))
            known = {edition: stead for edition, stead in session.execute(query) if stead is not None}
            if known == dict(links):
                return False
            for edition in known.keys() | links.keys():
                session.execute(
                    update(EditionRow).where(EditionRow.id == edition).values(duplicate_of=links.get(edition))
                )
            _bump(session)
        return True

    def replace_vectors(
        self, embedder: str, vectors: Iterable[tuple[str, Vector, Sequence[FoundUnit], Vectors]]
    ) -> None:
        """Replace every vector and the embedder's name in one transaction.

        `vectors` yields, for each edition, its id, its title's vector, its units and theirs, one row a unit.
        """
        with self._write() as session:
            for edition, title, units, rows in vectors:
                _revector(session, edition, title, units, rows)
            session.merge(FactRow(name="embedder", value=embedder))
            row = session.get(FactRow, "embeddings")
            session.merge(FactRow(name="embeddings", value=str(int(row.value) + 1 if row else 1)))
            _bump(session)

    @property
    def embeddings(self) -> str:
        """Which embedding of the library the vectors are: the model, and how often all were made anew."""
        return f"{self.fact('embedder') or ''}#{self.fact('embeddings') or 0}"

    # -- reading -------------------------------------------------------------------------------

    def documents(self) -> list[Listed]:
        """List all documents, by path."""
        counts = select(SentenceRow.edition_id, func.count().label("n")).group_by(SentenceRow.edition_id).subquery()
        query = (
            select(
                DocumentRow,
                EditionRow.sha256,
                EditionRow.read,
                func.length(EditionRow.text),
                counts.c.n,
                EditionRow.duplicate_of,
            )
            .join(EditionRow, EditionRow.id == DocumentRow.edition_id)
            .outerjoin(counts, counts.c.edition_id == EditionRow.id)
            .order_by(DocumentRow.path, DocumentRow.uri)
        )
        with self._read() as session:
            rows = session.execute(query).all()
        first: dict[str, str] = {}
        for row in rows:
            first.setdefault(row[0].edition_id, row[0].id)
        return [_listed(row, first) for row in rows]

    def places(self, document_ids: Iterable[str] | None = None) -> list[Place]:
        """List where documents (all, or a few) were read from, by path."""
        query = (
            select(DocumentRow, EditionRow.sha256)
            .join(EditionRow, EditionRow.id == DocumentRow.edition_id)
            .order_by(DocumentRow.path, DocumentRow.uri)
        )
        if document_ids is not None:
            query = query.where(DocumentRow.id.in_(list(document_ids)))
        with self._read() as session:
            return [
                Place(row.id, row.uri, row.path, row.edition_id, sha256, row.file_sha256, row.fingerprint)
                for row, sha256 in session.execute(query)
            ]

    def sketches(self) -> list[tuple[str, str, int, str, bytes | None]]:
        """List each edition's id, the first path that holds it, its length in characters, its sha256 and its sketch."""
        length = func.length(EditionRow.text)
        query = (
            select(EditionRow.id, func.min(DocumentRow.path), length, EditionRow.sha256, EditionRow.sketch)
            .join(DocumentRow, DocumentRow.edition_id == EditionRow.id)
            .group_by(EditionRow.id)
            .order_by(EditionRow.id)
        )
        with self._read() as session:
            return [(row[0], row[1], row[2], row[3], row[4]) for row in session.execute(query)]

    def document(self, document_id: str) -> Document:
        """Return a document whole. Raises DocumentNotFound."""
        with self._read() as session:
            row = session.get(DocumentRow, document_id)
            if row is None:
                raise DocumentNotFound(
                    f"The library holds no document {document_id}. `documents` lists those it holds."
                )
            return _document(row, session.get_one(EditionRow, row.edition_id))

    def editions(self, edition_ids: Iterable[str]) -> dict[str, Document]:
        """Return one document for each edition (the first by path where several places hold it)."""
        query = (
            select(DocumentRow, EditionRow)
            .join(EditionRow, EditionRow.id == DocumentRow.edition_id)
            .where(EditionRow.id.in_(list(edition_ids)))
            .order_by(DocumentRow.path.desc())
        )
        with self._read() as session:
            return {edition.id: _document(row, edition) for row, edition in session.execute(query)}

    def has_edition(self, edition_id: str) -> bool:
        """Tell whether an edition is in the record."""
        with self._read() as session:
            return session.get(EditionRow, edition_id) is not None

    def searched_ids(self) -> list[str]:
        """List the ids of the editions that are searched: of near-duplicates, one."""
        with self._read() as session:
            query = select(EditionRow.id).where(EditionRow.duplicate_of.is_(None))
            return list(session.scalars(query.order_by(EditionRow.id)))

    def sentences(self, edition_id: str, first: int = 0, last: int | None = None) -> list[Sentence]:
        """Return an edition's sentences in order; all, or those numbered from `first` to `last`."""
        query = select(SentenceRow).where(SentenceRow.edition_id == edition_id, SentenceRow.number >= first)
        if last is not None:
            query = query.where(SentenceRow.number <= last)
        query = query.order_by(SentenceRow.number)
        with self._read() as session:
            return [
                Sentence(
                    span=Span(start=row.start, end=row.end),
                    paragraph=row.paragraph,
                    speaker=row.speaker,
                    heading=row.heading,
                )
                for row in session.scalars(query)
            ]

    def claims(self, edition_id: str, start: int = 0, end: int | None = None) -> list[Claim]:
        """Return an edition's claims in order; all, or those that overlap the stretch start:end."""
        query = select(ClaimRow.body).where(ClaimRow.edition_id == edition_id, ClaimRow.end > start)
        if end is not None:
            query = query.where(ClaimRow.start < end)
        with self._read() as session:
            return [Claim.model_validate_json(body) for body in session.scalars(query.order_by(ClaimRow.number))]

    def voices(self) -> list[Voice]:
        """List the parties heard, by edition."""
        query = select(VoiceRow.name, VoiceRow.kind, VoiceRow.edition_id, func.count())
        with self._read() as session:
            rows = session.execute(query.group_by(VoiceRow.name, VoiceRow.kind, VoiceRow.edition_id))
            return [Voice(name, ClaimantKind(kind), edition, count) for name, kind, edition, count in rows]

    def set_claims(self, edition_id: str, claims: Sequence[Claim]) -> None:
        """Replace an edition's claims: what a newer engine reads in the same text."""
        with self._write() as session:
            for table in (ClaimRow, VoiceRow):
                session.execute(delete(table).where(table.edition_id == edition_id))
            _insert_claims(session, edition_id, claims)
            _bump(session)

    def count_units(self) -> int:
        """Count the searchable units."""
        with self._read() as session:
            return session.scalar(_searched(select(func.count()).select_from(UnitRow))) or 0

    def all_sizes(self) -> dict[str, int]:
        """Count the units of every edition, searched or not."""
        query = select(EditionRow.id, func.count(UnitRow.id)).outerjoin(UnitRow).group_by(EditionRow.id)
        with self._read() as session:
            return {row[0]: row[1] for row in session.execute(query.order_by(EditionRow.id))}

    def sizes(self, edition_ids: Iterable[str]) -> dict[str, int]:
        """Count the units of editions that have any."""
        found: dict[str, int] = {}
        with self._read() as session:
            for chunk in _chunks(list(edition_ids)):
                query = select(UnitRow.edition_id, func.count()).where(UnitRow.edition_id.in_(chunk))
                found.update((edition, count) for edition, count in session.execute(query.group_by(UnitRow.edition_id)))
        return found

    def units(self, ids: Iterable[str]) -> list[FoundUnit]:
        """Return units by id, in no particular order; unknown ids are left out."""
        return [unit for chunk in _chunks(list(ids)) for unit in self._units(UnitRow.id.in_(chunk))]

    def units_of_passages(self, passage_ids: Iterable[str]) -> list[FoundUnit]:
        """Return all units of the given passages."""
        return [unit for chunk in _chunks(list(passage_ids)) for unit in self._units(UnitRow.passage_id.in_(chunk))]

    def units_of_editions(self, edition_ids: Iterable[str]) -> Iterator[list[FoundUnit]]:
        """Yield the units of editions, one list an edition."""
        for edition_id in edition_ids:
            yield self._units(UnitRow.edition_id == edition_id)

    def _units(self, where: object) -> list[FoundUnit]:
        with self._read() as session:
            rows = session.execute(select(*_UNIT_COLUMNS).where(where).order_by(UnitRow.number))  # type: ignore[arg-type]
            return [FoundUnit(*row[:-1], _vector(row[-1])) for row in rows]

    def passages(self, ids: Iterable[str]) -> dict[str, tuple[Span, Vector]]:
        """Return where passages stand and their vectors, by id."""
        found = {}
        with self._read() as session:
            for chunk in _chunks(list(ids)):
                query = select(PassageRow.id, PassageRow.start, PassageRow.end, PassageRow.vector)
                for row_id, start, end, vector in session.execute(query.where(PassageRow.id.in_(chunk))):
                    found[row_id] = (Span(start=start, end=end), _vector(vector))
        return found

    def passages_of_editions(self, edition_ids: Iterable[str]) -> Iterator[list[tuple[str, Span]]]:
        """Yield the passages of editions, one list an edition."""
        with self._read() as session:
            for edition_id in edition_ids:
                query = select(PassageRow.id, PassageRow.start, PassageRow.end)
                rows = session.execute(query.where(PassageRow.edition_id == edition_id))
                yield [(row_id, Span(start=start, end=end)) for row_id, start, end in rows]

    def title_vectors(self, edition_ids: Iterable[str]) -> dict[str, Vector]:
        """Return the vectors of editions' titles, by edition."""
        found = {}
        with self._read() as session:
            for chunk in _chunks(list(edition_ids)):
                query = select(EditionRow.id, EditionRow.title_vector).where(EditionRow.id.in_(chunk))
                found.update({edition: _vector(vector) for edition, vector in session.execute(query)})
        return found

    def all_vectors(self) -> tuple[list[str], Vectors]:
        """Return the ids and vectors of all searchable units: what an exact scan reads."""
        with self._read() as session:
            query = _searched(select(UnitRow.id, UnitRow.vector))
            rows = session.execute(query.order_by(UnitRow.number)).all()
        if not rows:
            return [], np.zeros((0, 0), np.float32)
        ids = [row[0] for row in rows]
        return ids, np.frombuffer(b"".join(row[1] for row in rows), np.float32).reshape(len(ids), -1)

    # -- moving --------------------------------------------------------------------------------

    def copy_to(self, file: Path) -> None:
        """Write one state of the whole record to a new SQLite file, whatever is written meanwhile."""
        own_file = str(self._engine.url.database)
        with _explained(own_file), closing(sqlite3.connect(file)) as copy, closing(sqlite3.connect(own_file)) as own:
            own.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")

    def forget_files(self, document_ids: Iterable[str]) -> None:
        """Forget the bytes documents were read from: their files are not on this machine."""
        with self._write() as session:
            for chunk in _chunks(list(document_ids)):
                forgotten = update(DocumentRow).where(DocumentRow.id.in_(chunk))
                session.execute(forgotten.values(file_sha256=None, fingerprint=None))

    # -- health --------------------------------------------------------------------------------

    def troubles(self) -> list[str]:
        """Say what the database itself finds wrong with its pages, indexes and references; empty if nothing."""
        with self._read() as session:
            found = [str(row[0]) for row in session.execute(text("PRAGMA integrity_check(20)"))]
            broken = {str(row[0]) for row in session.execute(text("PRAGMA foreign_key_check"))}
        return [line for line in found if line != "ok"] + [
            f"rows of {table} point at what is not there" for table in sorted(broken)
        ]

    def revision(self) -> str:
        """Return the revision the tables are at."""
        with self._read() as session:
            return str(session.scalar(text("SELECT version_num FROM alembic_version")))


_RESTORE = "Restore it from a copy (`accordingto import`), or delete the folder and add the documents again."


_OPERATIONAL = (OperationalError, sqlite3.OperationalError)


@contextmanager
def _explained(file: Path | str | None) -> Iterator[None]:
    """Turn what the database says of a file it cannot use into a sentence."""
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as error:
        said = str(getattr(error, "orig", error))
        if isinstance(error, _OPERATIONAL) and "locked" in said:
            raise LibraryBusy(f"Another process keeps {file} locked ({said}). Wait until it ends.") from error
        if isinstance(error, _OPERATIONAL) and ("full" in said or "readonly" in said):
            raise LibraryError(f"{file} cannot be written ({said}). Make room for it, or make it writable.") from error
        raise LibraryDamaged(f"{file} is not a readable library record ({said}). {_RESTORE}") from error


def _begin(connection: Connection) -> None:
    """Begin for real: sqlite3 alone would begin at the first write, and readers would see mixtures."""
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin', '')}")


def _searched(query: Any) -> Any:  # noqa: ANN401 - a select of any columns over units
    """Narrow a query over units to those of editions that are searched."""
    return query.join(EditionRow, EditionRow.id == UnitRow.edition_id).where(EditionRow.duplicate_of.is_(None))


_UNIT_COLUMNS = (
    UnitRow.id,
    UnitRow.edition_id,
    UnitRow.passage_id,
    UnitRow.start,
    UnitRow.end,
    UnitRow.first,
    UnitRow.last,
    UnitRow.vector,
)
_CHUNK = 500
"""Ids a query carries at most; SQLite bounds the number of variables."""


def _chunks(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]


def _vector(data: bytes) -> Vector:
    return np.frombuffer(data, np.float32)


def _sqlite_settings(connection: object, _record: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined] # `_begin` begins; DDL is part of it too
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _migrate(engine: Engine) -> None:
    """Bring the tables to the newest revision; a new record is made at it."""
    from alembic import command  # deferred: only opening a record needs it
    from alembic.config import Config
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "assistant:migrations")
    scripts = ScriptDirectory.from_config(config)
    head = scripts.get_current_head()
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == head:
        return
    if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
        raise LibraryError(
            f"The library was made by a newer version of this program (its record is at revision {current}). "
            "Install that version."
        )
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _introduce(connection)


def _introduce(connection: Connection) -> None:
    """Give a new record its own id."""
    if connection.execute(select(FactRow.value).where(FactRow.name == "library")).first() is None:
        connection.execute(insert(FactRow).values(name="library", value=str(uuid4())))


def _insert_edition(session: Session, one: Prepared) -> None:
    document = one.document
    session.add(
        EditionRow(
            id=document.edition,
            sha256=document.sha256,
            text=document.text,
            read=document.model_dump_json(include={"metadata", "encoding", "media_type", "content", "pages"}),
            title_vector=one.title_vector.tobytes(),
            sketch=one.sketch,
        )
    )
    session.flush()
    edition = {"edition_id": document.edition}
    if one.sentences:
        session.execute(insert(SentenceRow), [edition | _sentence_values(n, s) for n, s in enumerate(one.sentences)])
    _insert_claims(session, document.edition, one.claims)
    members: dict[str, list[int]] = {passage.id: [] for passage in one.passages}
    for row, unit in enumerate(one.units):
        members[unit.passage].append(row)
    if one.passages:
        session.execute(
            insert(PassageRow),
            [
                edition
                | {"id": p.id, "start": p.span.start, "end": p.span.end, "vector": _mean(one.vectors[members[p.id]])}
                for p in one.passages
            ],
        )
        session.execute(
            insert(UnitRow), [edition | _unit_values(u, v) for u, v in zip(one.units, one.vectors, strict=True)]
        )


def _insert_claims(session: Session, edition_id: str, claims: Sequence[Claim]) -> None:
    edition: dict[str, object] = {"edition_id": edition_id}
    rows = [edition | _claim_values(number, claim) for number, claim in enumerate(claims)]
    voices = [
        edition | {"number": number, "position": position, "name": name, "kind": kind.value}
        for number, claim in enumerate(claims)
        for position, (name, kind) in enumerate(_heard(claim))
    ]
    if rows:
        session.execute(insert(ClaimRow), rows)
        session.execute(insert(VoiceRow), voices)


def _heard(claim: Claim) -> Iterator[tuple[str, ClaimantKind]]:
    """Yield everybody a claim is heard from: its chain, nearest first, then the members that groups count in."""
    for party in claim.chain:
        yield party.name, party.kind
    for party in claim.chain:
        for member in party.members:
            yield member, ClaimantKind.NAMED


def _claim_values(number: int, claim: Claim) -> dict[str, object]:
    content = claim.attribution.content
    return {
        "number": number,
        "id": claim.attribution.id,
        "start": content.start,
        "end": content.end,
        "body": claim.model_dump_json(exclude_defaults=True),
    }


def _sentence_values(number: int, sentence: Sentence) -> dict[str, object]:
    return {
        "number": number,
        "start": sentence.span.start,
        "end": sentence.span.end,
        "paragraph": sentence.paragraph,
        "speaker": sentence.speaker,
        "heading": sentence.heading,
    }


def _unit_values(unit: Unit, vector: Vector) -> dict[str, object]:
    return {
        "id": unit.id,
        "passage_id": unit.passage,
        "start": unit.span.start,
        "end": unit.span.end,
        "first": unit.sentences[0],
        "last": unit.sentences[-1],
        "vector": vector.tobytes(),
    }


def _mean(vectors: Vectors) -> bytes:
    mean = vectors.mean(axis=0)
    unit: Vector = (mean / max(float(np.linalg.norm(mean)), 1e-9)).astype(np.float32)
    return unit.tobytes()


def _revector(session: Session, edition: str, title: Vector, units: Sequence[FoundUnit], rows: Vectors) -> None:
    session.execute(update(EditionRow).where(EditionRow.id == edition).values(title_vector=title.tobytes()))
    members: dict[str, list[int]] = {}
    for number, unit in enumerate(units):
        members.setdefault(unit.passage, []).append(number)
        session.execute(update(UnitRow).where(UnitRow.id == unit.id).values(vector=rows[number].tobytes()))
    for passage, numbers in members.items():
        session.execute(update(PassageRow).where(PassageRow.id == passage).values(vector=_mean(rows[numbers])))


def _point(session: Session, pointer: Pointer) -> None:
    """Let a document's place hold an edition; the date it was added moves only with the edition."""
    document = pointer.document
    row = session.get(DocumentRow, document.id)
    if row is None or row.edition_id != document.edition:
        added = datetime.now(UTC).isoformat(timespec="seconds")
        row = session.merge(
            DocumentRow(id=document.id, uri=document.uri, path=document.path, edition_id=document.edition, added=added)
        )
    row.path = document.path
    row.file_sha256, row.fingerprint = pointer.file_sha256, pointer.fingerprint
    session.flush()


def _sweep(session: Session) -> tuple[str, ...]:
    """Delete the editions no document points at."""
    orphans = tuple(
        session.scalars(select(EditionRow.id).where(~EditionRow.id.in_(select(DocumentRow.edition_id).distinct())))
    )
    if orphans:
        session.execute(delete(EditionRow).where(EditionRow.id.in_(orphans)))
    return orphans


def _bump(session: Session) -> int:
    row = session.get(FactRow, "change")
    number = int(row.value) + 1 if row else 1
    session.merge(FactRow(name="change", value=str(number)))
    return number


def _listed(found: Row[DocumentRow, str, str, int, int, str | None], first: Mapping[str, str]) -> Listed:
    row, sha256, read, characters, sentences, duplicate_of = found
    metadata = Metadata.model_validate(json.loads(read)["metadata"])
    about = (row.id, row.uri, row.path, sha256, row.edition_id, metadata, characters, sentences or 0, row.added)
    return Listed(*about, row.file_sha256, _stead(row, duplicate_of, first))


def _stead(row: DocumentRow, duplicate_of: str | None, first: Mapping[str, str]) -> str | None:
    """Return the document searched instead: the first with the linked edition, or the first with the same one."""
    stead = first.get(duplicate_of or row.edition_id)
    return stead if stead != row.id else None


def _document(row: DocumentRow, edition: EditionRow) -> Document:
    return Document.model_validate({"uri": row.uri, "path": row.path, "text": edition.text} | json.loads(edition.read))
