"""Rows written in a session: a document's pieces, the place it was read from, what nobody points at any more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import numpy as np
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from assistant.model import Claim, Claimant, ClaimantKind, Sentence, Unit
from assistant.record.tables import (
    ClaimRow,
    DocumentRow,
    EditionRow,
    FactRow,
    GistRow,
    OppositionRow,
    PassageRow,
    SentenceRow,
    UnitRow,
    VoiceRow,
)
from assistant.record.values import FoundUnit, Pointer, Prepared, Vector, Vectors


def insert_edition(session: Session, one: Prepared) -> None:
    """Write an edition with all its pieces."""
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
    insert_claims(session, document.edition, one.claims)
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


def insert_claims(session: Session, edition_id: str, claims: Sequence[Claim]) -> None:
    """Write an edition's claims and who is heard in them."""
    edition: dict[str, object] = {"edition_id": edition_id}
    rows = [edition | _claim_values(number, claim) for number, claim in enumerate(claims)]
    voices = [
        edition
        | {"number": number, "position": position, "name": one.name, "kind": one.kind.value}
        | {"offices": "\n".join(one.offices)}
        for number, claim in enumerate(claims)
        for position, one in enumerate(_heard(claim))
    ]
    if rows:
        session.execute(insert(ClaimRow), rows)
        session.execute(insert(VoiceRow), voices)


def forget_comparison(session: Session, edition_id: str) -> None:
    """Delete what was derived from an edition's claims; they are compared anew."""
    ours = (OppositionRow.edition_id == edition_id) | (OppositionRow.other_edition_id == edition_id)
    session.execute(delete(OppositionRow).where(ours))
    session.execute(delete(GistRow).where(GistRow.edition_id == edition_id))
    session.execute(update(EditionRow).where(EditionRow.id == edition_id).values(compared=None))


def _heard(claim: Claim) -> Iterator[Claimant]:
    """Yield everybody a claim is heard from: its chain, nearest first, then the members that groups count in."""
    for party in claim.chain:
        yield party
    for party in claim.chain:
        for member in party.members:
            yield Claimant(name=member, kind=ClaimantKind.NAMED)


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


def revector(session: Session, edition: str, title: Vector, units: Sequence[FoundUnit], rows: Vectors) -> None:
    """Replace the vectors of an edition's title, units (one row each) and passages."""
    session.execute(update(EditionRow).where(EditionRow.id == edition).values(title_vector=title.tobytes()))
    members: dict[str, list[int]] = {}
    for number, unit in enumerate(units):
        members.setdefault(unit.passage, []).append(number)
        session.execute(update(UnitRow).where(UnitRow.id == unit.id).values(vector=rows[number].tobytes()))
    for passage, numbers in members.items():
        session.execute(update(PassageRow).where(PassageRow.id == passage).values(vector=_mean(rows[numbers])))


def point(session: Session, pointer: Pointer) -> None:
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


def sweep(session: Session) -> tuple[str, ...]:
    """Delete the editions no document points at."""
    orphans = tuple(
        session.scalars(select(EditionRow.id).where(~EditionRow.id.in_(select(DocumentRow.edition_id).distinct())))
    )
    if orphans:
        session.execute(delete(EditionRow).where(EditionRow.id.in_(orphans)))
    return orphans


def bump(session: Session) -> int:
    """Count a change of the library; return how many there were."""
    row = session.get(FactRow, "change")
    number = int(row.value) + 1 if row else 1
    session.merge(FactRow(name="change", value=str(number)))
    return number
