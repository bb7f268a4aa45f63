"""The build: the README's commands, the locks."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import ROOT

LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-llm.lock", "weights.lock", "weights-llm.lock")


def _lock_check(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(folder / "tools" / "lock.py")]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_stale_lock_fails(tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    names = ["pyproject.toml", "weights.in", "weights-llm.in", *LOCKS]
    for name in [*names, "tools/lock.py"]:
        shutil.copy(ROOT / name, tmp_path / name)
    assert _lock_check(tmp_path).returncode == 0
    project = tmp_path / "pyproject.toml"
    project.write_text(project.read_text().replace('    "alembic",\n', '    "alembic>=1",\n'))
    stale = _lock_check(tmp_path)
    assert stale.returncode == 1
    assert "make lock" in stale.stderr
    assert len(stale.stderr.strip().splitlines()) == 1


def test_the_locks_are_hashed_and_name_no_index() -> None:
    for name in LOCKS:
        text = (ROOT / name).read_text()
        pins = re.findall(r"^(\S+)==\S+.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
        hashed = re.findall(r"^\S+==\S+[^\n]*\\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)
        assert len(pins) == len(hashed) > 0, name
        assert not re.search(r"https?://|--index|--find-links", text), name


def test_every_dependency_is_pinned_in_the_lock() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lock = (ROOT / "requirements.lock").read_text()
    for wanted in project["dependencies"]:
        name = re.split(r"[<>=\[]", wanted)[0]
        assert re.search(rf"^{re.escape(name)}==", lock, re.MULTILINE), name


def test_the_readme_s_commands_are_in_the_makefile() -> None:
    readme = ROOT / "README.md"
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z][\w-]*):", makefile, re.MULTILINE))
    wanted = set(
        re.findall(r"\bmake ([a-z][\w-]*)", "\n".join(re.findall(r"```.*?```|`[^`]+`", readme.read_text(), re.S)))
    )
    assert {"chat", "test"} <= wanted <= targets


def test_the_ci_runs_the_readme_s_test_command() -> None:
    assert re.search(r"^make test$", (ROOT / ".ci" / "run").read_text(), re.MULTILINE)
