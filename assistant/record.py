"""The system of record: documents, their editions, sentences, units with vectors, and passages.

SQLAlchemy 2 over SQLite by default. Everything else a library keeps is a cache of this.
One session a call; a write is one transaction, so a reader sees the old edition or the new.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import numpy as np
from sqlalchemy import (
    Engine,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from assistant.errors import DocumentNotFound, LibraryDamaged
from assistant.model import Claim, ClaimantKind, Document, Metadata, Passage, Sentence, Span, Unit

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


class DocumentRow(Base):
    """A place a document was read from, and the edition that stands there now."""

    __tablename__ = "documents"
    id: Mapped[str] = mapped_column(primary_key=True)
    uri: Mapped[str] = mapped_column(unique=True)
    path: Mapped[str]
    edition_id: Mapped[str] = mapped_column(ForeignKey("editions.id"), index=True)
    added: Mapped[str]
    """When this edition was added, ISO 8601 in UTC."""


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

    @classmethod
    def open(cls, file: Path) -> Record:
        """Open the record in a SQLite file, making or migrating its tables.

        Raises LibraryDamaged if the file is no such database.
        """
        engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": 30})
        event.listen(engine, "connect", _sqlite_settings)
        try:
            _migrate(engine)
        except DatabaseError as error:
            raise LibraryDamaged(
                f"{file} is not a readable library record ({error.orig}). Restore it from a copy, or delete the folder "
                "and add the documents again."
            ) from error
        return cls(engine)

    @property
    def engine(self) -> Engine:
        """The database, for tables that are kept beside the library's own."""
        return self._engine

    def close(self) -> None:
        """Release the database."""
        self._engine.dispose()

    @contextmanager
    def _write(self) -> Iterator[Session]:
        with Session(self._engine) as session, session.begin():
            yield session

    # -- facts ---------------------------------------------------------------------------------

    def fact(self, name: str) -> str | None:
        """Return a fact about the library, or None."""
        with Session(self._engine) as session:
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

    def put(self, prepared: Sequence[Prepared]) -> Change:
        """Write documents and flip their pointers, all in one transaction; delete editions nobody points at."""
        added: list[str] = []
        with self._write() as session:
            for one in prepared:
                if session.get(EditionRow, one.document.edition) is None:
                    _insert_edition(session, one)
                    added.append(one.document.edition)
                _point(session, one.document)
            removed = _sweep(session)
            number = _bump(session)
        return Change(number, tuple(added), removed)

    def point(self, document: Document) -> None:
        """Record that a known edition (also) stands at this document's place."""
        with self._write() as session:
            _point(session, document)

    def delete(self, document_ids: Iterable[str]) -> Change:
        """Delete documents, and editions nobody points at any more."""
        with self._write() as session:
            session.execute(delete(DocumentRow).where(DocumentRow.id.in_(list(document_ids))))
            removed = _sweep(session)
            number = _bump(session)
        return Change(number, (), removed)

    # -- reading -------------------------------------------------------------------------------

    def documents(self) -> list[Listed]:
        """List all documents, by path."""
        counts = select(SentenceRow.edition_id, func.count().label("n")).group_by(SentenceRow.edition_id).subquery()
        query = (
            select(DocumentRow, EditionRow.sha256, EditionRow.read, func.length(EditionRow.text), counts.c.n)
            .join(EditionRow, EditionRow.id == DocumentRow.edition_id)
            .outerjoin(counts, counts.c.edition_id == EditionRow.id)
            .order_by(DocumentRow.path, DocumentRow.uri)
        )
        with Session(self._engine) as session:
            return [_listed(*row) for row in session.execute(query)]

    def document(self, document_id: str) -> Document:
        """Return a document whole. Raises DocumentNotFound."""
        with Session(self._engine) as session:
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
        with Session(self._engine) as session:
            return {edition.id: _document(row, edition) for row, edition in session.execute(query)}

    def has_edition(self, edition_id: str) -> bool:
        """Tell whether an edition is in the record."""
        with Session(self._engine) as session:
            return session.get(EditionRow, edition_id) is not None

    def edition_ids(self) -> list[str]:
        """List the ids of all editions."""
        with Session(self._engine) as session:
            return list(session.scalars(select(EditionRow.id).order_by(EditionRow.id)))

    def sentences(self, edition_id: str, first: int = 0, last: int | None = None) -> list[Sentence]:
        """Return an edition's sentences in order; all, or those numbered from `first` to `last`."""
        query = select(SentenceRow).where(SentenceRow.edition_id == edition_id, SentenceRow.number >= first)
        if last is not None:
            query = query.where(SentenceRow.number <= last)
        query = query.order_by(SentenceRow.number)
        with Session(self._engine) as session:
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
        with Session(self._engine) as session:
            return [Claim.model_validate_json(body) for body in session.scalars(query.order_by(ClaimRow.number))]

    def voices(self) -> list[Voice]:
        """List the parties heard, by edition."""
        query = select(VoiceRow.name, VoiceRow.kind, VoiceRow.edition_id, func.count())
        with Session(self._engine) as session:
            rows = session.execute(query.group_by(VoiceRow.name, VoiceRow.kind, VoiceRow.edition_id))
            return [Voice(name, ClaimantKind(kind), edition, count) for name, kind, edition, count in rows]

    def set_claims(self, edition_id: str, claims: Sequence[Claim]) -> None:
        """Replace an edition's claims: what a newer engine reads in the same text."""
        with self._write() as session:
            for table in (ClaimRow, VoiceRow):
                session.execute(delete(table).where(table.edition_id == edition_id))
            _insert_claims(session, edition_id, claims)

    def count_units(self) -> int:
        """Count the searchable units."""
        with Session(self._engine) as session:
            return session.scalar(select(func.count()).select_from(UnitRow)) or 0

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
        with Session(self._engine) as session:
            rows = session.execute(select(*_UNIT_COLUMNS).where(where).order_by(UnitRow.number))  # type: ignore[arg-type]
            return [FoundUnit(*row[:-1], _vector(row[-1])) for row in rows]

    def passages(self, ids: Iterable[str]) -> dict[str, tuple[Span, Vector]]:
        """Return where passages stand and their vectors, by id."""
        found = {}
        with Session(self._engine) as session:
            for chunk in _chunks(list(ids)):
                query = select(PassageRow.id, PassageRow.start, PassageRow.end, PassageRow.vector)
                for row_id, start, end, vector in session.execute(query.where(PassageRow.id.in_(chunk))):
                    found[row_id] = (Span(start=start, end=end), _vector(vector))
        return found

    def passages_of_editions(self, edition_ids: Iterable[str]) -> Iterator[list[tuple[str, Span]]]:
        """Yield the passages of editions, one list an edition."""
        with Session(self._engine) as session:
            for edition_id in edition_ids:
                query = select(PassageRow.id, PassageRow.start, PassageRow.end)
                rows = session.execute(query.where(PassageRow.edition_id == edition_id))
                yield [(row_id, Span(start=start, end=end)) for row_id, start, end in rows]

    def title_vectors(self, edition_ids: Iterable[str]) -> dict[str, Vector]:
        """Return the vectors of editions' titles, by edition."""
        found = {}
        with Session(self._engine) as session:
            for chunk in _chunks(list(edition_ids)):
                query = select(EditionRow.id, EditionRow.title_vector).where(EditionRow.id.in_(chunk))
                found.update({edition: _vector(vector) for edition, vector in session.execute(query)})
        return found

    def all_vectors(self) -> tuple[list[str], Vectors]:
        """Return the ids and vectors of all units: what an exact scan reads."""
        with Session(self._engine) as session:
            rows = session.execute(select(UnitRow.id, UnitRow.vector).order_by(UnitRow.number)).all()
        if not rows:
            return [], np.zeros((0, 0), np.float32)
        ids = [row[0] for row in rows]
        return ids, np.frombuffer(b"".join(row[1] for row in rows), np.float32).reshape(len(ids), -1)


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
    head = ScriptDirectory.from_config(config).get_current_head()
    with engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() == head:
            return
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
    edition = {"edition_id": edition_id}
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


def _point(session: Session, document: Document) -> None:
    session.merge(
        DocumentRow(
            id=document.id,
            uri=document.uri,
            path=document.path,
            edition_id=document.edition,
            added=datetime.now(UTC).isoformat(timespec="seconds"),
        )
    )
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


def _listed(row: DocumentRow, sha256: str, read: str, characters: int, sentences: int | None) -> Listed:
    metadata = Metadata.model_validate(json.loads(read)["metadata"])
    return Listed(row.id, row.uri, row.path, sha256, row.edition_id, metadata, characters, sentences or 0, row.added)


def _document(row: DocumentRow, edition: EditionRow) -> Document:
    return Document.model_validate({"uri": row.uri, "path": row.path, "text": edition.text} | json.loads(edition.read))
