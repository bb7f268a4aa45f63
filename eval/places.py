"""Where the harness finds its own files and other people's."""

from __future__ import annotations

import os
from pathlib import Path

from assistant.errors import UsageError

HERE = Path(__file__).resolve().parent
CASES = HERE / "cases"
"""The cases that ship."""
GATE = HERE / "gate.toml"
"""The thresholds that ship."""
CORPUS = HERE.parent / "corpus"
"""The documents that ship."""
SHOWCASE = HERE / "showcase.txt"
"""The questions of the showcase."""
WORDINGS = HERE / "wordings"
"""Wordings that were written while the scorer lay still; each file was scored before anything was learnt from it."""


def shared_root() -> Path:
    """Return the folder of documents that may not be copied: ACCORDINGTO_SHARED, else `shared` beside the checkout."""
    return Path(os.environ.get("ACCORDINGTO_SHARED") or HERE.parent.parent / "shared")


def documents_root(given: Path | None) -> Path:
    """Return the folder that document paths start from: the given one, the shared one, else the checkout.

    Raises:
        UsageError: naming the folder, where the given one is none.
    """
    if given is not None:
        if not given.is_dir():
            raise UsageError(f"--documents {given}: there is no such folder.")
        return given
    return shared_root() if shared_root().is_dir() else HERE.parent
