"""Commands that keep a library: sync, verify, rebuild, doctor, export, import."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.console import Json, Library, interruptible, line, opened, progress_bar

if TYPE_CHECKING:
    from assistant.library.ingesting import Report

Replace = Annotated[bool, typer.Option("--replace", help="Overwrite what stands there.")]


def sync(
    folder: Annotated[Path, typer.Argument(help="The folder to mirror.")],
    library: Library = None,
    as_json: Json = False,
) -> None:
    """Mirror a folder: add, change, move and remove documents until the library holds what the folder holds.

    What differs is told by content, never by clock. Only documents read from this folder are removed.
    Exits with 1 if a document was skipped; the others are taken all the same.
    """
    with interruptible(), opened(library, create=True) as assistant, progress_bar("B") as progress:
        report = assistant.sync(folder, progress)
    tell(report, as_json=as_json)
    if report.skipped:
        raise typer.Exit(1)


def tell(report: Report, *, as_json: bool) -> None:
    """Print what an add or a sync did: counts, or a JSON line a document; skipped ones with their reasons."""
    outcomes = ("added", "changed", "moved", "removed", "unchanged", "skipped")
    if not as_json:
        counts = ((len(getattr(report, outcome)), outcome) for outcome in outcomes)
        typer.echo(", ".join(f"{count} {outcome}" for count, outcome in counts if count) or "No documents were found.")
        for path, reason in report.skipped:
            typer.echo(f"skipped {path}: {reason}", err=True)
        return
    for outcome in ("added", "changed", "removed", "unchanged"):
        for path in getattr(report, outcome):
            line({"path": path, "outcome": outcome})
    for was, path in report.moved:
        line({"path": path, "outcome": "moved", "was": was})
    for path, reason in report.skipped:
        line({"path": path, "outcome": "skipped", "reason": reason})


def verify(library: Library = None, as_json: Json = False) -> None:
    """Check the record, every span, and every document that still stands where it was read.

    Prints a line a finding and exits with 1 if there is any.
    """
    found = 0
    with opened(library) as assistant:
        for finding in assistant.verify():
            found += 1
            if as_json:
                line({"code": finding.code, "document": finding.document, "why": finding.why})
            else:
                typer.echo(f"{finding.code}  {finding.document or 'record'}  {finding.why}")
        checked = len(assistant.documents())
    if not as_json:
        typer.echo(f"{checked} documents checked, {found} findings.", err=bool(found))
    if found:
        raise typer.Exit(1)


def rebuild(
    embedder: Annotated[
        str | None, typer.Option("--embedder", help="Embed everything anew with this model first.")
    ] = None,
    library: Library = None,
) -> None:
    """Make the search caches anew from the record alone, and claims that an older version of this program read."""
    with interruptible(), opened(library) as assistant, progress_bar("units") as progress:
        assistant.rebuild(embedder, progress)
        count = len(assistant.documents())
    typer.echo(f"Rebuilt the search caches of {count} documents.")


def doctor(library: Library = None, as_json: Json = False) -> None:
    """Report versions, settings, checksums, the state of the record and its caches, and what is stale.

    Changes nothing. Exits with 1 if something should be seen to.
    """
    from assistant import settings as configured
    from assistant.doctor import examine

    settings = configured.load(**({"library": library} if library is not None else {}))
    healthy = True
    for one in examine(settings.library_folder(), settings):
        healthy = healthy and one.ok
        if as_json:
            line(asdict(one))
        else:
            typer.echo(f"{' ' if one.ok else '!'} {one.part:10} {one.name}: {one.value}")
    if not healthy:
        raise typer.Exit(1)


def export(
    file: Annotated[Path, typer.Argument(help="The file to write, such as library.zip.")],
    library: Library = None,
    replace: Replace = False,
) -> None:
    """Write the whole library to one file: documents, claims and vectors; caches are rebuilt from them."""
    with opened(library) as assistant:
        manifest = assistant.export(file, replace=replace)
    typer.echo(f"Exported {manifest.documents} documents to {file}.")


def import_(
    file: Annotated[Path, typer.Argument(help="A file that `export` wrote.")],
    library: Library = None,
    replace: Replace = False,
) -> None:
    """Make a library of an exported file. Refuses a damaged or newer file, and to overwrite without --replace."""
    from assistant.assistant import Assistant

    with interruptible(), Assistant.restore(file, library, replace=replace) as assistant:
        typer.echo(f"Imported {len(assistant.documents())} documents into {assistant.folder}.")


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    for command in (sync, verify, rebuild, doctor, export):
        app.command()(command)
    app.command("import")(import_)
