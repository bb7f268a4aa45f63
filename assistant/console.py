"""What the commands share: options, opening a library, lines of JSON, the progress bar."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.progress import Task
    from rich.text import Text

    from assistant.assistant import Assistant
    from assistant.library.progressing import Progress

Library = Annotated[
    Path | None,
    typer.Option("--library", help="Folder of the library.", envvar="ACCORDINGTO_LIBRARY", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")]


@contextmanager
def opened(library: Path | None, *, create: bool = False) -> Iterator[Assistant]:
    """Open a library for the length of a command."""
    from assistant.assistant import Assistant

    with Assistant.open(library, create=create) as assistant:
        yield assistant


def line(value: dict[str, object]) -> None:
    """Print one JSON object."""
    typer.echo(json.dumps(value, ensure_ascii=False))


@contextmanager
def interruptible() -> Iterator[None]:
    """Say in one line what Ctrl-C leaves behind, and exit with 130."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo("Interrupted. What was finished is kept; run the same command again to go on.", err=True)
        raise typer.Exit(130) from None


@contextmanager
def progress_bar(unit: str) -> Iterator[Progress]:
    """Show a bar with rate and time left on stderr; `unit` is what is counted (B stands for bytes)."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(_rate(task.speed, str(task.fields["unit"])))

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), Rate(), TimeRemainingColumn())
    lock = threading.Lock()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, unit=unit)

        def show(done: int, total: int, what: str) -> None:
            with lock:
                counted = _COUNTED.get(what, unit)
                if (bar.tasks[0].total, bar.tasks[0].fields["unit"]) != (total, counted):  # another work begins
                    bar.reset(task, total=total, unit=counted)
                bar.update(task, completed=done, description=what[-40:])

        yield show


_COUNTED = {"search index": "units", "token vectors": "texts", "comparing claims": "claims"}
"""What is counted of works that are not of the documents' bytes."""


def _rate(speed: float | None, unit: str) -> str:
    if speed is None:
        return ""
    return f"{speed / 1000:,.1f} kB/s" if unit == "B" else f"{speed:,.1f} {unit}/s"
