"""How far a long work is, told from any thread."""

from __future__ import annotations

from concurrent.futures import CancelledError
from threading import Lock
from typing import Protocol


class Progress(Protocol):
    """Is told how far a long work is; may be called from any thread, one call at a time."""

    def __call__(self, done: int, total: int, what: str) -> None:
        """Take the work done, the work in all (bytes, units, texts, claims or documents) and what is worked on."""


class Tally:
    """Counts work done and tells a `Progress` of it."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        """Take whom to tell, if anybody, and the work in all."""
        self._progress, self._total = progress, total
        self._done = 0.0
        self._stopped = False
        self._lock = Lock()

    def move(self, amount: float, what: str) -> None:
        """Count some work. Raises CancelledError once the tally was stopped: nobody wants the rest."""
        if self._stopped:
            raise CancelledError
        with self._lock:
            self._done += amount
            if self._progress:
                self._progress(min(self._total, round(self._done)), self._total, what)

    def stop(self) -> None:
        """Make the work end at its next movement."""
        self._stopped = True
