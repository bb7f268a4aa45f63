"""Claims anew: what a newer engine reads in the documents the library holds; nothing is read, cut or embedded again."""

from __future__ import annotations

from assistant.library.progressing import Progress, Tally
from assistant.record import Record
from assistant.voices import VERSION, claims_of

FACT = "voices"
"""The fact that says which version of the engine read the library's claims; unset in a library made before claims."""


def reclaim(record: Record, progress: Progress | None = None) -> bool:
    """Read every edition's claims again if another version of the engine read them; tell whether that was so.

    Each edition is swapped in a transaction of its own; interrupted, it begins anew.
    """
    if record.fact(FACT) == str(VERSION):
        return False
    sizes = record.all_sizes()
    tally = Tally(progress, sum(sizes.values()))
    for edition, units in sizes.items():
        document = record.editions([edition])[edition]
        record.set_claims(edition, claims_of(document, record.sentences(edition)))
        tally.move(units, document.path)
    record.set_fact(FACT, str(VERSION))
    return True
