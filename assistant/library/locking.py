"""One process at a time owns a library; the lock says who."""

from __future__ import annotations

import json
import os
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import LibraryBusy


class LibraryLock:
    """The library's lock file, held until released or until the process ends."""

    def __init__(self, folder: Path) -> None:
        """Take the library's folder; nothing is locked yet."""
        self._lock = FileLock(folder / "lock", thread_local=False)
        self._holder = folder / "lock.json"

    def try_acquire(self, wait: float = 0.0) -> bool:
        """Take the lock, waiting up to `wait` seconds; tell whether it is held now."""
        if self._lock.is_locked:
            return True
        try:
            self._lock.acquire(timeout=wait)
        except Timeout:
            return False
        started = datetime.now(UTC).isoformat(timespec="seconds")
        command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:200]
        holder = {"pid": os.getpid(), "host": socket.gethostname(), "command": command, "since": started}
        self._holder.write_text(json.dumps(holder), "utf-8")
        return True

    def acquire(self, wait: float) -> None:
        """Take the lock or raise LibraryBusy, naming who holds it."""
        if not self.try_acquire(wait):
            raise LibraryBusy(
                f"The library is in use by {self.holder()}. Wait until that ends, or stop it, and run this again."
            )

    def holder(self) -> str:
        """Say who holds the lock, as far as the lock file tells."""
        try:
            who = json.loads(self._holder.read_text("utf-8"))
            return f"process {who['pid']} on {who['host']} ({who['command']}, since {who['since']})"
        except (OSError, ValueError, KeyError):
            return "another process"

    @property
    def held(self) -> bool:
        """Whether this process holds the lock."""
        return bool(self._lock.is_locked)

    def release(self) -> None:
        """Give the lock back."""
        if self._lock.is_locked:
            self._holder.unlink(missing_ok=True)
            self._lock.release()
