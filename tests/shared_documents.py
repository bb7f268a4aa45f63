"""The folder of source documents, for tests that need it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import LibraryNotFound
from eval.sources import shared_folder


def shared_or_skip() -> Path:
    """Return the folder, or skip the test with a message that names what is missing."""
    try:
        return shared_folder()
    except LibraryNotFound as missing:
        pytest.skip(str(missing))
