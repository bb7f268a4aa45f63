"""Reading units, passages and vectors: what search needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from assistant.model import Span
from assistant.record.database import Database, chunks
from assistant.record.tables import EditionRow, PassageRow, UnitRow
from assistant.record.values import FoundUnit, Vector, Vectors


class Searches(Database):
    """What search reads: units and passages, where they stand, their vectors."""

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
            for chunk in chunks(list(edition_ids)):
                query = select(UnitRow.edition_id, func.count()).where(UnitRow.edition_id.in_(chunk))
                found.update((edition, count) for edition, count in session.execute(query.group_by(UnitRow.edition_id)))
        return found

    def units(self, ids: Iterable[str]) -> list[FoundUnit]:
        """Return units by id, in no particular order; unknown ids are left out."""
        return [unit for chunk in chunks(list(ids)) for unit in self._units(UnitRow.id.in_(chunk))]

    def units_of_passages(self, passage_ids: Iterable[str]) -> list[FoundUnit]:
        """Return all units of the given passages."""
        return [unit for chunk in chunks(list(passage_ids)) for unit in self._units(UnitRow.passage_id.in_(chunk))]

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
            for chunk in chunks(list(ids)):
                query = select(PassageRow.id, PassageRow.start, PassageRow.end, PassageRow.vector)
                for row_id, start, end, vector in session.execute(query.where(PassageRow.id.in_(chunk))):
                    found[row_id] = (Span(start=start, end=end), _vector(vector))
        return found

    def passage_vectors(self, ids: Iterable[str]) -> dict[str, Vector]:
        """Return passages' vectors, by id."""
        return self._vectors(PassageRow.id, PassageRow.vector, ids)

    def passages_of_editions(self, edition_ids: Iterable[str]) -> Iterator[list[tuple[str, Span]]]:
        """Yield the passages of editions, one list an edition."""
        with self._read() as session:
            for edition_id in edition_ids:
                query = select(PassageRow.id, PassageRow.start, PassageRow.end)
                rows = session.execute(query.where(PassageRow.edition_id == edition_id))
                yield [(row_id, Span(start=start, end=end)) for row_id, start, end in rows]

    def title_vectors(self, edition_ids: Iterable[str]) -> dict[str, Vector]:
        """Return the vectors of editions' titles, by edition."""
        return self._vectors(EditionRow.id, EditionRow.title_vector, edition_ids)

    def _vectors(
        self, key: InstrumentedAttribute[str], vector: InstrumentedAttribute[bytes], ids: Iterable[str]
    ) -> dict[str, Vector]:
        found = {}
        with self._read() as session:
            for chunk in chunks(list(ids)):
                rows = session.execute(select(key, vector).where(key.in_(chunk)))
                found.update({row_id: _vector(data) for row_id, data in rows})
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


def _vector(data: bytes) -> Vector:
    return np.frombuffer(data, np.float32)
