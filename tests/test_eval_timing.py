"""The command that says how much processor time an answer takes."""

from __future__ import annotations

import re
from pathlib import Path

from typer.testing import CliRunner

from eval.__main__ import app
from eval.places import CASES


def test_every_question_is_timed_and_says_what_it_was_timed_over(library: Path, tmp_path: Path) -> None:
    cases = (CASES / "corpus.jsonl").read_text("utf-8").splitlines(keepends=True)[:2]
    (tmp_path / "cases.jsonl").write_text("".join(cases), "utf-8")
    ran = CliRunner().invoke(app, ["timing", "--library", str(library), "--cases", str(tmp_path / "cases.jsonl")])
    assert ran.exit_code == 0, ran.output
    assert ran.output.startswith("2 questions, ")
    took = {name: float(seconds) for name, seconds in re.findall(r"^(\D+?)  +(\d+\.\d+)", ran.output, re.MULTILINE)}
    assert took.keys() == {"import", "open", "first question", "others", "asked again"}
    assert all(seconds > 0 for seconds in took.values())


def test_a_folder_without_a_library_is_said_to_hold_none(tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, ["timing", "--library", str(tmp_path)])
    assert ran.exit_code != 0
    assert "There is no library" in str(ran.exception)
