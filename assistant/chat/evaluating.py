"""Cases run from the page, in a process of their own: the assistant never imports its examiner."""

from __future__ import annotations

import json
import os
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
_DONE = re.compile(rb"\r(\d+)/(\d+)")
_KEPT = 4000
"""Bytes of the run's messages that are kept for its error."""


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


class Run:
    """A file of cases being run over a library. Iterate once for how many are done, of how many."""

    def __init__(self, assistant: Assistant, cases: Path) -> None:
        """Take what is to be run; nothing runs before the first step."""
        self._assistant = assistant
        self._cases = cases
        self._process: subprocess.Popen[bytes] | None = None
        self.stopped = False

    def stop(self) -> None:
        """End the run from another thread: its iteration ends, without an error, after what it is at."""
        self.stopped = True
        if self._process is not None:
            self._process.terminate()

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Run the cases. Raises AccordingToError with the run's own words if it fails."""
        out = folder_of(self._assistant)
        out.mkdir(exist_ok=True)
        (out / "answers.jsonl").unlink(missing_ok=True)  # the library may hold other documents now
        root = self._cases.parent.parent.parent
        command = [sys.executable, "-m", "eval", "run", "--cases", str(self._cases)]
        command += ["--library", str(self._assistant.folder), "--out", str(out), "--workers", "1"]
        command += ["--documents", str(root)]
        with subprocess.Popen(  # noqa: S603 - our own module, and paths of our own
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        ) as process:
            self._process = process
            try:
                if not self.stopped:
                    yield from self._progress(process)
            finally:
                if process.poll() is None:
                    process.terminate()

    def _progress(self, process: subprocess.Popen[bytes]) -> Iterator[tuple[int, int]]:
        said = b""
        # A count is written whole, so a read of what has come never ends inside one.
        while process.stderr and (come := os.read(process.stderr.fileno(), _KEPT)):
            said = (said + come)[-_KEPT:]
            yield from ((int(done), int(total)) for done, total in _DONE.findall(come))
        if process.wait() != 0 and not self.stopped:
            last = [one for one in re.split(r"[\r\n]+", said.decode("utf-8", "replace")) if one.strip()]
            raise AccordingToError(f"The cases could not be run: {last[-1] if last else 'no reason was given'}")
