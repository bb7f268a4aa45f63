"""Commands about the documents that ship: `corpus fetch`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.console import interruptible

app = typer.Typer(name="corpus", help="The documents that ship, and the originals they are accounts of.")


@app.callback()
def _corpus() -> None:
    """Keep `fetch` a command of its own: an app with a single command would be that command."""


@app.command()
def fetch(
    folder: Annotated[Path, typer.Argument(help="Where the originals go; add it with `accordingto add`.")],
    originals: Annotated[Path, typer.Option("--list", help="The list of originals.")] = Path("corpus/originals.toml"),
) -> None:
    """Download the public originals behind the briefs, and keep those that hold what the briefs quote.

    Exits with 1 if one was not kept; the others are.
    """
    from assistant.checks.quotes import find_quote
    from assistant.library.fetching import fetch as get
    from assistant.library.originals import download, listed

    def finds(quotation: str, text: str) -> bool:
        return find_quote(text, quotation).span is not None

    lost = 0
    with interruptible():
        for outcome in download(listed(originals), folder, fetch=get, finds=finds):
            lost += outcome.path is None
            typer.echo(outcome.reason, err=outcome.path is None)
    if lost:
        raise typer.Exit(1)
