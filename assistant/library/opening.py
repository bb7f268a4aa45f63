"""Opening a file that somebody else put there: a regular file inside its folder, or nothing."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from assistant.errors import UnreadableDocument

LARGEST_FILE = 64 * 1024 * 1024
"""Files of more bytes are not read: a person's document is not that long."""


def read_inside(path: Path, root: Path) -> bytes:
    """Return the bytes of a regular file that stands inside `root`, links followed.

    What is opened is what is checked, for it may have been swapped since it was found; a pipe is
    opened without waiting for a writer. Raises UnreadableDocument with the reason.
    """
    try:
        place = path.resolve(strict=True)
        if not place.is_relative_to(root.resolve()):
            raise UnreadableDocument("it is a link that leaves its folder; add the file it leads to")
        if not stat.S_ISREG(place.lstat().st_mode):
            raise UnreadableDocument("it is not a regular file")
        handle = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise UnreadableDocument("it is not a regular file")
            data = file.read(LARGEST_FILE + 1)
    except (OSError, RuntimeError) as error:  # RuntimeError: a link that leads to itself, before Python 3.13
        raise UnreadableDocument(f"it cannot be read ({getattr(error, 'strerror', None) or error})") from error
    if len(data) > LARGEST_FILE:
        raise UnreadableDocument(f"it has more than {LARGEST_FILE // 2**20} MiB; split it")
    return data
