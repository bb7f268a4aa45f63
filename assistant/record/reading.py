"""Reading documents, their sentences and claims."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from sqlalchemy import Row, func, select, text

from assistant.errors import DocumentNotFound
from assistant.model import Claim, ClaimantKind, Document, Metadata, Sentence, Span
from assistant.record.database import Database
from assistant.record.tables import ClaimRow, DocumentRow, EditionRow, SentenceRow, VoiceRow
from assistant.record.values import Listed, Place, Stretch, Voice


class Reads(Database):
    """What a library holds."""

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
                _sentence(row.start, row.end, row.paragraph, row.speaker, row.heading) for row in session.scalars(query)
            ]

    def claims(self, edition_id: str, start: int = 0, end: int | None = None) -> list[Claim]:
        """Return an edition's claims in order; all, or those that overlap the stretch start:end."""
        query = select(ClaimRow.body).where(ClaimRow.edition_id == edition_id, ClaimRow.end > start)
        if end is not None:
            query = query.where(ClaimRow.start < end)
        with self._read() as session:
            return [_claim(body) for body in session.scalars(query.order_by(ClaimRow.number))]

    def sentences_in(self, stretches: Sequence[Stretch]) -> list[list[Sentence]]:
        """Return the sentences of stretches from one number to another, both included, in one query."""
        found: list[list[Sentence]] = [[] for _ in stretches]
        with self._read() as session:
            for place, *row in session.execute(_SENTENCES_IN, {"stretches": json.dumps(stretches)}):
                found[place].append(_sentence(*row))
        return found

    def claims_in(self, stretches: Sequence[Stretch]) -> list[list[Claim]]:
        """Return the claims that overlap stretches of code points, end exclusive, in one query."""
        found: list[list[Claim]] = [[] for _ in stretches]
        with self._read() as session:
            for place, body in session.execute(_CLAIMS_IN, {"stretches": json.dumps(stretches)}):
                found[place].append(_claim(body))
        return found

    def claims_of(self, names: Iterable[str], edition_ids: Iterable[str], most: int) -> list[tuple[str, Claim]]:
        """Return claims in whose chain one of the names stands, each with its edition, in order; at most so many."""
        heard = select(VoiceRow.edition_id, VoiceRow.number).where(VoiceRow.name.in_(list(names))).distinct().subquery()
        query = (
            select(ClaimRow.edition_id, ClaimRow.body)
            .join(heard, (heard.c.edition_id == ClaimRow.edition_id) & (heard.c.number == ClaimRow.number))
            .where(ClaimRow.edition_id.in_(list(edition_ids)))
            .order_by(ClaimRow.edition_id, ClaimRow.number)
            .limit(most)
        )
        with self._read() as session:
            return [(edition, _claim(body)) for edition, body in session.execute(query)]

    def heard(self, names: Iterable[str], edition_ids: Iterable[str]) -> dict[str, list[Span]]:
        """Return, by edition and in order, where the claims stand in whose chain one of the names does."""
        query = (
            select(ClaimRow.edition_id, ClaimRow.start, ClaimRow.end)
            .join(VoiceRow, (VoiceRow.edition_id == ClaimRow.edition_id) & (VoiceRow.number == ClaimRow.number))
            .where(VoiceRow.name.in_(list(names)), ClaimRow.edition_id.in_(list(edition_ids)))
            .distinct()
            .order_by(ClaimRow.edition_id, ClaimRow.start)
        )
        found: dict[str, list[Span]] = {}
        with self._read() as session:
            for edition, start, end in session.execute(query):
                found.setdefault(edition, []).append(Span(start=start, end=end))
        return found

    def voices(self) -> list[Voice]:
        """List the parties heard, by edition."""
        query = select(VoiceRow.name, VoiceRow.kind, VoiceRow.edition_id, func.count(), func.max(VoiceRow.offices))
        with self._read() as session:
            rows = session.execute(query.group_by(VoiceRow.name, VoiceRow.kind, VoiceRow.edition_id))
            return [
                Voice(name, ClaimantKind(kind), edition, count, tuple(offices.splitlines()))
                for name, kind, edition, count, offices in rows
            ]

    def speakers(self) -> list[tuple[str, int]]:
        """List the nearest speakers, authors aside, with the number of their claims, loudest first."""
        heard = (VoiceRow.position == 0) & (VoiceRow.kind != ClaimantKind.AUTHOR.value)
        query = select(VoiceRow.name, func.count()).where(heard).group_by(VoiceRow.name)
        with self._read() as session:
            rows = session.execute(query.order_by(func.count().desc(), VoiceRow.name))
            return [(name, count) for name, count in rows]


_WANTED = """
    WITH wanted AS MATERIALIZED (
        SELECT key, json_extract(value, '$[0]') AS edition, json_extract(value, '$[1]') AS start,
            json_extract(value, '$[2]') AS "end" FROM json_each(:stretches)
    )
    """
_SENTENCES_IN = text(
    f"""{_WANTED}
    SELECT key, s.start, s."end", paragraph, speaker, heading FROM wanted
    CROSS JOIN sentences AS s ON s.edition_id = wanted.edition AND s.number BETWEEN wanted.start AND wanted."end"
    ORDER BY key, s.number
    """  # noqa: S608
)
_CLAIMS_IN = text(
    f"""{_WANTED}
    SELECT key, body FROM wanted
    CROSS JOIN claims AS c ON c.edition_id = wanted.edition AND c."end" > wanted.start AND c.start < wanted."end"
    ORDER BY key, c.number
    """  # noqa: S608
)


@lru_cache(maxsize=10_000)
def _sentence(start: int, end: int, paragraph: int, speaker: str | None, heading: str | None) -> Sentence:
    """Make a sentence of its row; the latest are remembered, because the next question finds many of them again."""
    return Sentence(span=Span(start=start, end=end), paragraph=paragraph, speaker=speaker, heading=heading)


@lru_cache(maxsize=10_000)
def _claim(body: str) -> Claim:
    """Make a claim of its row; the latest are remembered as sentences are, some 3 KB each."""
    return Claim.model_validate_json(body)


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
