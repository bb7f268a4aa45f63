"""How much processor time an answer takes without a language model: the first question, and those after it."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from assistant import Assistant
from assistant.errors import LibraryNotFound
from assistant.record import RECORD
from assistant.search.readings import READINGS
from eval.cases import Case, load_cases
from eval.places import CASES
from eval.statistics import quantile

_IMPORT = "import time; began = time.process_time(); import assistant.assistant; print(time.process_time() - began)"


def timed(assistant: Assistant, cases: list[Case]) -> list[float]:
    """Ask the last turn of each case after its earlier ones; return the seconds of processor time each took."""
    took = []
    for case in cases:
        began = time.process_time()
        assistant.extract(case.turns[-1], case.turns[:-1])
        took.append(time.process_time() - began)
    return took


def timing(
    library: Annotated[Path, typer.Option(help="The library to ask; what is read of it is kept there.")],
    cases: Annotated[
        list[Path] | None, typer.Option("--cases", help="Case files; default: eval/cases/*.jsonl.")
    ] = None,
) -> None:
    """Time answers in processor time, all threads together: other work on the machine counts little."""
    if not (library / RECORD).is_file():
        raise LibraryNotFound(f"There is no library in {library}.")
    asked = list(load_cases(cases or sorted(CASES.glob("*.jsonl"))))
    imported = float(subprocess.run([sys.executable, "-c", _IMPORT], capture_output=True, check=True).stdout)  # noqa: S603
    began = time.process_time()
    with Assistant.open(library) as assistant:
        opened = time.process_time() - began
        first, *others = timed(assistant, asked)
        again = timed(assistant, asked)
        units = assistant.units
    typer.echo(f"{len(asked)} questions, {units:,} units; seconds of processor time")
    typer.echo(f"import          {imported:6.2f}")
    typer.echo(f"open            {opened:6.2f}")
    typer.echo(f"first question  {first:6.2f}")
    size = (library / READINGS).stat().st_size
    typer.echo(f"token vectors   {size / 1e6:6.0f} MB, {size / max(1, units) / 1000:.1f} KB a unit")
    for name, took in (("others", others), ("asked again", again)):
        half, most = (quantile(sorted(took), share) for share in (0.5, 0.95))
        typer.echo(f"{name:<14}  {half:6.3f} (median; 95 of 100 at most {most:.3f})")


def register(app: typer.Typer) -> None:
    """Mount the command on the harness's command line."""
    app.command("timing")(timing)
