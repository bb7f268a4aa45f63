"""Writing the record: each method is one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, select, update

from assistant.model import Claim
from assistant.record.database import Database, chunks
from assistant.record.rows import bump, forget_comparison, insert_claims, insert_edition, point, revector, sweep
from assistant.record.tables import ClaimRow, DocumentRow, EditionRow, FactRow, VoiceRow
from assistant.record.values import Change, FoundUnit, Pointer, Prepared, Vector, Vectors


class Writes(Database):
    """What changes a library."""

    def put(self, prepared: Sequence[Prepared], pointers: Sequence[Pointer] = (), gone: Sequence[str] = ()) -> Change:
        """Write documents, flip pointers and take away places, all in one transaction; sweep what nobody points at.

        `pointers` name editions that are in the record already; `gone` are document ids.
        """
        added: list[str] = []
        with self._write() as session:
            for one in prepared:
                if session.get(EditionRow, one.document.edition) is None:
                    insert_edition(session, one)
                    added.append(one.document.edition)
            places = [Pointer(one.document, one.file_sha256, one.fingerprint) for one in prepared]
            for pointer in (*places, *pointers):
                point(session, pointer)
            for chunk in chunks(list(gone)):
                session.execute(delete(DocumentRow).where(DocumentRow.id.in_(chunk)))
            removed = sweep(session)
            number = bump(session)
        return Change(number, tuple(added), removed)

    def delete(self, document_ids: Iterable[str]) -> Change:
        """Delete documents, and editions nobody points at any more."""
        return self.put((), gone=list(document_ids))

    def set_claims(self, edition_id: str, claims: Sequence[Claim]) -> None:
        """Replace an edition's claims: what a newer engine reads in the same text."""
        with self._write() as session:
            for table in (ClaimRow, VoiceRow):
                session.execute(delete(table).where(table.edition_id == edition_id))
            insert_claims(session, edition_id, claims)
            forget_comparison(session, edition_id)
            bump(session)

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
            bump(session)
        return True

    def replace_vectors(
        self, embedder: str, vectors: Iterable[tuple[str, Vector, Sequence[FoundUnit], Vectors]]
    ) -> None:
        """Replace every vector and the embedder's name in one transaction.

        `vectors` yields, for each edition, its id, its title's vector, its units and theirs, one row a unit.
        """
        with self._write() as session:
            for edition, title, units, rows in vectors:
                revector(session, edition, title, units, rows)
            session.merge(FactRow(name="embedder", value=embedder))
            row = session.get(FactRow, "embeddings")
            session.merge(FactRow(name="embeddings", value=str(int(row.value) + 1 if row else 1)))
            bump(session)

    def forget_files(self, document_ids: Iterable[str]) -> None:
        """Forget the bytes documents were read from: their files are not on this machine."""
        with self._write() as session:
            for chunk in chunks(list(document_ids)):
                forgotten = update(DocumentRow).where(DocumentRow.id.in_(chunk))
                session.execute(forgotten.values(file_sha256=None, fingerprint=None))
