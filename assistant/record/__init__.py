"""The system of record: documents, their editions, sentences, units with vectors, and passages.

SQLAlchemy 2 over SQLite by default. Everything else a library keeps is a cache of this.
One session a call; a write is one transaction, so a reader sees the old edition or the new.
"""

from __future__ import annotations

from assistant.record.database import RECORD
from assistant.record.opposing import Opposes
from assistant.record.reading import Reads
from assistant.record.searching import Searches
from assistant.record.tables import Base
from assistant.record.values import (
    Change,
    ClaimKey,
    FoundUnit,
    Listed,
    Opposition,
    Place,
    Pointer,
    Prepared,
    Stretch,
    Vector,
    Vectors,
    Voice,
)
from assistant.record.writing import Writes

__all__ = [
    "RECORD", "Base", "Change", "ClaimKey", "FoundUnit", "Listed", "Opposition", "Place", "Pointer", "Prepared",
    "Record", "Stretch", "Vector", "Vectors", "Voice",
]  # fmt: skip


class Record(Writes, Reads, Searches, Opposes):
    """One library's record. Thread-safe: every method opens its own session."""
