"""The database under the record: one session a call, one transaction a write, its errors as sentences."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Self
from uuid import uuid4

from filelock import FileLock
from sqlalchemy import Engine, create_engine, event, insert, inspect, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session

from assistant.errors import LibraryBusy, LibraryDamaged, LibraryError
from assistant.record.tables import Base, FactRow

RECORD = "record.sqlite3"
"""The record's file in a library's folder; where it stands, a library stands."""


class Database:
    """One library's database: opened, migrated, read and written in sessions, copied, examined."""

    def __init__(self, engine: Engine) -> None:
        """Wrap an engine whose tables exist; use `open` to make them."""
        self._engine = engine
        self._writer = engine.execution_options(begin="IMMEDIATE")
        self._pinned: ContextVar[Session | None] = ContextVar("pinned", default=None)

    @classmethod
    def open(cls, file: Path) -> Self:
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

    @property
    def embeddings(self) -> str:
        """Which embedding of the library the vectors are: the model, and how often all were made anew."""
        return f"{self.fact('embedder') or ''}#{self.fact('embeddings') or 0}"

    def copy_to(self, file: Path) -> None:
        """Write one state of the whole record to a new SQLite file, whatever is written meanwhile."""
        own_file = str(self._engine.url.database)
        with _explained(own_file), closing(sqlite3.connect(file)) as copy, closing(sqlite3.connect(own_file)) as own:
            own.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")

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


_CHUNK = 500
"""Ids a query carries at most; SQLite bounds the number of variables."""


def chunks(ids: list[str]) -> Iterator[list[str]]:
    """Cut ids into lists a query can carry."""
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
