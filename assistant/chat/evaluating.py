"""Cases run from the page, in a process of their own: the assistant never imports its examiner."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.errors import AccordingToError, UsageError

REPORT = "report.html"
_RESULTS = "results.json"
_DONE = re.compile(r"(\d+)/(\d+)\s*$")
_KEPT = 4000
"""Characters of the run's messages that are kept for its error."""


def folder_of(assistant: Assistant) -> Path:
    """Return where the runs over a library are kept."""
    return assistant.folder / "evaluation"


def case_files() -> dict[str, Path]:
    """Return the case files that ship, by name; none where the harness is not installed."""
    found = find_spec("eval")
    places = [Path(place) for place in (found.submodule_search_locations or [])] if found else []
    return {file.stem: file for place in places for file in sorted((place / "cases").glob("*.jsonl"))}


def latest(assistant: Assistant) -> dict[str, Any] | None:
    """Return the last run's results.json, or None. Raises UsageError if it cannot be read."""
    file = folder_of(assistant) / _RESULTS
    if not file.is_file():
        return None
    try:
        read: dict[str, Any] = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{file} cannot be read ({error}). Run the cases again.") from error
    return read


def run(assistant: Assistant, cases: Path) -> Iterator[tuple[int, int]]:
    """Run a file of cases over the library; yield how many are done, of how many.

    Raises AccordingToError with the run's own words if it fails.
    """
    out = folder_of(assistant)
    out.mkdir(exist_ok=True)
    (out / "answers.jsonl").unlink(missing_ok=True)  # the library may hold other documents now
    root = cases.parent.parent.parent
    command = [sys.executable, "-m", "eval", "run", "--cases", str(cases), "--library", str(assistant.folder)]
    command += ["--out", str(out), "--workers", "1", "--documents", str(root)]
    with subprocess.Popen(  # noqa: S603 - our own module, and paths of our own
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace"
    ) as process:
        try:
            yield from _progress(process)
        finally:
            if process.poll() is None:
                process.terminate()


def _progress(process: subprocess.Popen[str]) -> Iterator[tuple[int, int]]:
    said, line = "", ""
    while char := process.stderr.read(1) if process.stderr else "":
        said = (said + char)[-_KEPT:]
        if char in "\r\n":
            line = ""
            continue
        line += char
        if (found := _DONE.search(line)) and line.strip() == found.group().strip():
            yield int(found[1]), int(found[2])
    if process.wait() != 0:
        last = [one for one in re.split(r"[\r\n]+", said) if one.strip()]
        raise AccordingToError(f"The cases could not be run: {last[-1] if last else 'no reason was given'}")
