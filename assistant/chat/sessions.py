"""Who is logged in, and how long whoever guesses a password must wait."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock

from assistant.users import Users, named

LASTS = 7 * 24 * 3600
"""Seconds a log-in lasts."""
_FREE = {"name": 5, "address": 20}
"""Wrong passwords after which the next try must wait: for one name, and from one address."""
_LONGEST_WAIT = 15 * 60
_FORGOTTEN = 30 * 60
"""Seconds without a try after which earlier ones no longer count."""
_MOST_REMEMBERED = 10_000

Clock = Callable[[], float]


@dataclass(frozen=True)
class Refused:
    """A log-in that was refused."""

    wait: int = 0
    """Seconds until the next try is looked at; 0 if this one was, and the name or the password is wrong."""


class Sessions:
    """The log-ins of one served page, kept in memory: a restart asks everybody again. Thread-safe."""

    def __init__(self, users: Users, clock: Clock = time.time) -> None:
        """Take who may log in."""
        self._users, self._clock = users, clock
        self._tries = _Tries(clock)
        self._open: dict[str, tuple[str, str, float]] = {}

    def log_in(self, name: str, password: str, address: str) -> str | Refused:
        """Return a new session's token, or why there is none. A refused try says nothing of whether the user exists."""
        keys = (f"name:{named(name)[:64]}", f"address:{address}")
        if wait := self._tries.begin(keys):
            return Refused(wait)
        if not self._users.check(named(name), password):
            return Refused()
        self._tries.forgive(keys)
        now, kept = self._clock(), self._users.hash_of(named(name))
        token = secrets.token_urlsafe(32)
        self._open = {key: one for key, one in self._open.copy().items() if one[2] > now}
        self._open[_digest(token)] = (named(name), kept or "", now + LASTS)
        return token

    def name_of(self, token: str) -> str | None:
        """Return who holds a token: nobody once it ended, or once the user is gone or has another password."""
        found = self._open.get(_digest(token))
        if found is None or found[2] <= self._clock() or self._users.hash_of(found[0]) != found[1]:
            return None
        return found[0]

    def log_out(self, token: str) -> None:
        """End a session."""
        self._open.pop(_digest(token), None)


class _Tries:
    """Counts tries that failed; each beyond the free ones doubles the wait. Thread-safe."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._lock = clock, Lock()
        self._failed: dict[str, tuple[int, float]] = {}

    def begin(self, keys: Iterable[str]) -> int:
        """Return how long this try must wait; a try that need not counts as failed until it is forgiven."""
        now = self._clock()
        with self._lock:
            wait = max(self._wait(key, now) for key in keys)
            if wait > 0:
                return int(wait) + 1
            for key in keys:
                self._failed[key] = (self._count(key, now) + 1, now)
            if len(self._failed) > _MOST_REMEMBERED:
                self._failed = {key: one for key, one in self._failed.items() if now - one[1] < _LONGEST_WAIT}
        return 0

    def forgive(self, keys: Iterable[str]) -> None:
        """Take a try back that succeeded: the name starts anew, the address has one failure less."""
        with self._lock:
            for key in keys:
                count, last = self._failed.get(key, (0, 0.0))
                if key.startswith("name:") or count <= 1:
                    self._failed.pop(key, None)
                else:
                    self._failed[key] = (count - 1, last)

    def _count(self, key: str, now: float) -> int:
        count, last = self._failed.get(key, (0, now))
        return count if now - last < _FORGOTTEN else 0

    def _wait(self, key: str, now: float) -> float:
        beyond = self._count(key, now) - _FREE[key.partition(":")[0]]
        if beyond < 0:
            return 0.0
        return self._failed[key][1] + min(2.0 ** (beyond + 1), _LONGEST_WAIT) - now


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
