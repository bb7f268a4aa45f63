"""Who may log in to the page: a file with a line a user, the password as a salted scrypt hash, never as such.

A line is `NAME:scrypt:N:R:P:SALT:HASH`, the last two in hexadecimal. `accordingto user` writes it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import tempfile
import unicodedata
from pathlib import Path
from threading import Lock

from assistant.errors import SettingsError, UsageError

SHORTEST = 8
"""Characters a password has at least."""
LONGEST = 256
"""Characters of a password or name that are looked at, at most."""
_NAME = re.compile(r"[\w.@+-]{1,64}")
_COST = (2**14, 8, 5)
"""scrypt's N, r and p, as OWASP's cheat sheet has them: 16 MiB and a fraction of a second a password."""
_MOST_MEMORY = 64 * 2**20


class Users:
    """The users of one file. Whatever the file says now holds: it is read again whenever it has changed."""

    def __init__(self, file: Path) -> None:
        """Take the file's place; it may not exist yet."""
        self.file = file
        self._read: tuple[tuple[int, int, int], dict[str, str]] | None = None
        self._checking = Lock()
        self._nobody = _hashed(secrets.token_hex())

    def names(self) -> list[str]:
        """List the users. Raises SettingsError for a file that cannot be read."""
        return sorted(self._lines())

    def hash_of(self, name: str) -> str | None:
        """Return what the file keeps of a user's password: another text whenever the password is another."""
        return self._lines().get(name)

    def put(self, name: str, password: str) -> bool:
        """Add a user, or give one another password; tell whether the user is new. Raises UsageError."""
        known = named(name)
        if not _NAME.fullmatch(known):
            raise UsageError(
                f"{name!r} cannot be a user's name. Use up to 64 letters, digits, dots, hyphens, underscores, + and @."
            )
        if not SHORTEST <= len(password) <= LONGEST:
            raise UsageError(f"A password has {SHORTEST} to {LONGEST} characters. Choose another.")
        lines = self._lines()
        self._write(lines | {known: _hashed(password)})
        return known not in lines

    def remove(self, name: str) -> None:
        """Remove a user. Raises UsageError for one that the file does not hold."""
        lines = self._lines()
        if lines.pop(named(name), None) is None:
            raise UsageError(f"{self.file} holds no user {name}. `accordingto user list` lists them.")
        self._write(lines)

    def check(self, name: str, password: str) -> bool:
        """Tell whether this is the user's password. Somebody unknown takes as long as a wrong password."""
        kept = self.hash_of(name)
        with self._checking:  # one at a time: each takes memory on purpose
            same = _fits(password[: LONGEST + 1], kept or self._nobody)
        return same and kept is not None

    def _lines(self) -> dict[str, str]:
        """Return the hashes by name."""
        try:
            known = self.file.stat()
        except FileNotFoundError:
            return {}
        stamp = (known.st_mtime_ns, known.st_size, known.st_ino)
        if self._read is None or self._read[0] != stamp:
            self._read = (stamp, self._parsed())
        return self._read[1]

    def _parsed(self) -> dict[str, str]:
        try:
            written = self.file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"The users' file {self.file} cannot be read ({error}).") from error
        lines = {}
        for number, line in enumerate(written.splitlines(), 1):
            if not line.strip():
                continue
            name, _, kept = line.strip().partition(":")
            if not _NAME.fullmatch(name) or not _HASH.fullmatch(kept):
                raise SettingsError(
                    f"{self.file}, line {number} is no user. Write users with `accordingto user add NAME` only."
                )
            lines[named(name)] = kept
        return lines

    def _write(self, lines: dict[str, str]) -> None:
        """Write the file whole, for nobody but its owner to read."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, written = tempfile.mkstemp(dir=self.file.parent, prefix=f".{self.file.name}.")  # made with 0600
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.writelines(f"{name}:{kept}\n" for name, kept in sorted(lines.items()))
        Path(written).replace(self.file)


def named(name: str) -> str:
    """Return a name as the file has it: the same whichever way it is typed."""
    return unicodedata.normalize("NFKC", name.strip()).casefold()


_HASH = re.compile(r"scrypt:\d{1,8}:\d{1,3}:\d{1,3}:[0-9a-f]{32}:[0-9a-f]{64}")


def _hashed(password: str) -> str:
    salt = secrets.token_bytes(16)
    n, r, p = _COST
    return f"scrypt:{n}:{r}:{p}:{salt.hex()}:{_scrypt(password, salt, n, r, p).hex()}"


def _fits(password: str, kept: str) -> bool:
    _, n, r, p, salt, expected = kept.split(":")
    return hmac.compare_digest(_scrypt(password, bytes.fromhex(salt), int(n), int(r), int(p)), bytes.fromhex(expected))


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    typed = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(typed, salt=salt, n=n, r=r, p=p, maxmem=_MOST_MEMORY, dklen=32)
