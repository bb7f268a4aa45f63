"""Which claims contradict one another: a derived table, and what claims are compared by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Select, insert, select, tuple_, update
from sqlalchemy.orm import aliased

from assistant.model import Claim
from assistant.record.database import Database, chunks
from assistant.record.rows import forget_comparison
from assistant.record.tables import ClaimRow, EditionRow, GistRow, OppositionRow
from assistant.record.values import ClaimKey, Opposition


class Opposes(Database):
    """What the comparison of claims reads and writes; the claims themselves it never touches."""

    def uncompared(self, version: str) -> list[str]:
        """List the editions whose claims this version of the comparison has not seen."""
        query = select(EditionRow.id).where(EditionRow.compared.is_distinct_from(version)).order_by(EditionRow.id)
        with self._read() as session:
            return list(session.scalars(query))

    def gists(self) -> dict[ClaimKey, frozenset[str]]:
        """Return the words every compared claim is compared by."""
        with self._read() as session:
            rows = session.execute(select(GistRow.edition_id, GistRow.number, GistRow.words))
            return {(edition, number): frozenset(words.split(" ")) for edition, number, words in rows}

    def set_compared(
        self, version: str, gists: Mapping[str, Mapping[int, Iterable[str]]], oppositions: Sequence[Opposition]
    ) -> None:
        """Write what a comparison found, replacing what was known of the editions in `gists`, in one transaction.

        `gists` gives each edition its claims' words, by their number; one that is gone meanwhile is left out.
        """
        with self._write() as session:
            held = set(session.scalars(select(EditionRow.id)))
            for edition, claims in gists.items():
                if edition not in held:
                    continue
                forget_comparison(session, edition)
                rows = [{"edition_id": edition, "number": n, "words": " ".join(sorted(w))} for n, w in claims.items()]
                if rows:
                    session.execute(insert(GistRow), rows)
                session.execute(update(EditionRow).where(EditionRow.id == edition).values(compared=version))
            kept = [_values(one) for one in oppositions if {one.one[0], one.other[0]} <= held]
            if kept:
                session.execute(insert(OppositionRow), kept)

    def oppositions(self) -> list[Opposition]:
        """List the claims that contradict one another, of editions that are searched."""
        with self._read() as session:
            return [_opposition(row) for row in session.scalars(_searched())]

    def oppositions_of(self, claim_ids: Iterable[str]) -> list[Opposition]:
        """List what contradicts some claims, of editions that are searched."""
        found: dict[tuple[ClaimKey, ClaimKey], Opposition] = {}
        with self._read() as session:
            for chunk in chunks(list(claim_ids)):
                query = select(ClaimRow.edition_id, ClaimRow.number).where(ClaimRow.id.in_(chunk))
                keys = [(edition, number) for edition, number in session.execute(query)]
                one = tuple_(OppositionRow.edition_id, OppositionRow.number)
                other = tuple_(OppositionRow.other_edition_id, OppositionRow.other_number)
                for side in (one, other):
                    rows = map(_opposition, session.scalars(_searched().where(side.in_(keys))))
                    found.update(((row.one, row.other), row) for row in rows)
        return list(found.values())

    def claims_at(self, keys: Iterable[ClaimKey]) -> dict[ClaimKey, Claim]:
        """Return claims by their edition and number."""
        wanted: dict[str, set[int]] = {}
        for edition, number in keys:
            wanted.setdefault(edition, set()).add(number)
        found: dict[ClaimKey, Claim] = {}
        with self._read() as session:
            for edition, numbers in wanted.items():
                query = select(ClaimRow.number, ClaimRow.body).where(
                    ClaimRow.edition_id == edition, ClaimRow.number.in_(numbers)
                )
                for number, body in session.execute(query):
                    found[edition, number] = Claim.model_validate_json(body)
        return found

    def contradicted(self) -> frozenset[str]:
        """Return the ids of all claims that another claim contradicts (rule R9)."""
        found = _searched().subquery()
        one = (ClaimRow.edition_id == found.c.edition_id) & (ClaimRow.number == found.c.number)
        other = (ClaimRow.edition_id == found.c.other_edition_id) & (ClaimRow.number == found.c.other_number)
        with self._read() as session:
            return frozenset(
                claim for side in (one, other) for claim in session.scalars(select(ClaimRow.id).join(found, side))
            )


def _searched() -> Select[OppositionRow]:
    here, there = aliased(EditionRow), aliased(EditionRow)
    return (
        select(OppositionRow)
        .join(here, here.id == OppositionRow.edition_id)
        .join(there, there.id == OppositionRow.other_edition_id)
        .where(here.duplicate_of.is_(None), there.duplicate_of.is_(None))
        .order_by(
            OppositionRow.edition_id, OppositionRow.number, OppositionRow.other_edition_id, OppositionRow.other_number
        )
    )


def _values(one: Opposition) -> dict[str, object]:
    return {
        "edition_id": one.one[0],
        "number": one.one[1],
        "other_edition_id": one.other[0],
        "other_number": one.other[1],
        "stated": one.stated,
        "marks": "\n".join(one.marks),
    }


def _opposition(row: OppositionRow) -> Opposition:
    marks = tuple(row.marks.split("\n"))
    return Opposition((row.edition_id, row.number), (row.other_edition_id, row.other_number), row.stated, marks)
