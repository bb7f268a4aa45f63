"""All shared documents in one go: minutes long, run by `make slow`."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from assistant.assistant import Assistant

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.environ.get("ACCORDINGTO_SLOW") != "1", reason="minutes long; run `make slow`"),
]


def test_a_second_sync_of_everything_takes_less_than_a_tenth(tmp_path: Path) -> None:
    shared = Path(os.environ.get("ACCORDINGTO_SHARED") or Path(__file__).parent.parent.parent / "shared")
    if not (shared / "sources").is_dir():
        pytest.skip(f"{shared / 'sources'} is missing")
    with Assistant.open(tmp_path / "library") as assistant:
        started = time.perf_counter()
        first = assistant.sync(shared / "sources")
        took = time.perf_counter() - started
        assert len(first.added) >= 500
        assert not list(assistant.verify())
        started = time.perf_counter()
        second = assistant.sync(shared / "sources")
        again = time.perf_counter() - started
        assert len(second.unchanged) == len(first.added)
        assert not (second.added or second.changed or second.moved or second.removed)
        assert again < took / 10
