"""How long the comparison of claims takes: a whole library anew, and one document among all others."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from assistant.answers import opposing
from assistant.errors import LibraryNotFound
from assistant.record import RECORD, Record
from assistant.record.rows import forget_comparison
from assistant.record.tables import EditionRow, GistRow, OppositionRow
from assistant.voices.parsing import pipeline
from eval.statistics import quantile


def forget_all(record: Record) -> None:
    """Make a record as if nothing in it had been compared."""
    with Session(record.engine) as session, session.begin():
        session.execute(delete(OppositionRow))
        session.execute(delete(GistRow))
        session.execute(update(EditionRow).values(compared=None))


def timed(record: Record) -> float:
    """Bring a record's comparison into step; return the seconds of processor time it took."""
    started = time.process_time()
    opposing.catch_up(record)
    return time.process_time() - started


def comparing(
    library: Annotated[Path, typer.Option(help="A library; a copy of its record is compared.")],
    documents: Annotated[int, typer.Option(min=1, help="How many documents are compared one by one.")] = 15,
) -> None:
    """Time the comparison of claims, in processor time: a whole library, then single documents among all others."""
    if not (library / RECORD).is_file():
        raise LibraryNotFound(f"There is no library in {library}.")
    pipeline()  # loaded once, not timed
    with tempfile.TemporaryDirectory() as folder:
        original = Record.open(library / RECORD)
        original.copy_to(Path(folder) / RECORD)
        original.close()
        record = Record.open(Path(folder) / RECORD)
        forget_all(record)
        whole = timed(record)
        editions = record.searched_ids()
        single = []
        for edition in editions[:: max(1, len(editions) // documents)]:
            with Session(record.engine) as session, session.begin():
                forget_comparison(session, edition)
            single.append(timed(record))
        claims, units = len(record.gists()), record.count_units()
        record.close()
    typer.echo(f"{len(editions)} documents, {units:,} units, {claims:,} claims compared")
    typer.echo(f"all anew           {whole:8.1f} s of processor time")
    median, worst = quantile(single, 0.5), max(single)
    typer.echo(f"one document more  {median:8.2f} s of processor time (median of {len(single)}; at most {worst:.2f} s)")


def register(app: typer.Typer) -> None:
    """Mount the command on the harness's command line."""
    app.command("comparing")(comparing)
