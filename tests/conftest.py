"""What the tests share: a library built once from `tests/documents`, the command line, and the shared material."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

os.environ.pop("ACCORDINGTO_LIBRARY", None)  # no test may touch the library of the person who runs it

from assistant import Assistant, cli

pytest_plugins = ["browsing"]

ROOT = Path(__file__).parent.parent
DOCUMENTS = Path(__file__).parent / "documents"

settings.register_profile(
    "suite", max_examples=120, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("suite")


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The objects it printed, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """Find a file of the shared material, or skip the test and name what is missing."""
    folder = Path(os.environ.get("ACCORDINGTO_SHARED") or ROOT.parent / "shared")

    def find(name: str) -> Path:
        if not (folder / name).exists():
            pytest.skip(f"{folder / name} is missing")
        return folder / name

    return find


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed library of `tests/documents`; copy it, never write to it."""
    folder = tmp_path_factory.mktemp("built") / "library"
    with Assistant.open(folder) as assistant:
        report = assistant.add([DOCUMENTS])
    assert not report.skipped
    return folder


@pytest.fixture
def library(built: Path, tmp_path: Path) -> Path:
    """A library of `tests/documents` that the test may spoil."""
    return shutil.copytree(built, tmp_path / "library")


@pytest.fixture(scope="session")
def assistant(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An open library of `tests/documents` for tests that only ask."""
    folder = shutil.copytree(built, tmp_path_factory.mktemp("open") / "library")
    with Assistant.open(folder) as opened:
        yield opened


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run the command line in this process: `command("ask", "Why?", "--json")`."""

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["accordingto", *map(str, arguments)])
        out, err = io.StringIO(), io.StringIO()
        code = 0
        with redirect_stdout(out), redirect_stderr(err):
            try:
                cli.main()
            except SystemExit as ended:
                code = int(ended.code or 0)
        return Ran(code, out.getvalue(), err.getvalue())

    return run


def python(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a process of its own, over this checkout's code."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=env, timeout=300, check=False)
