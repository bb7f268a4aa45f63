"""Commands about who says what: claims, claimants, disagreements."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from assistant.console import Json, Library, line, opened

Of = Annotated[str | None, typer.Option("--document", help="Only of this document: id (or its start), path, title.")]
By = Annotated[str | None, typer.Option("--claimant", help="Only what this party says: a name, a short form of it.")]
Contested = Annotated[bool, typer.Option("--contested", help="Only what is contested.")]
About = Annotated[str | None, typer.Option("--about", help="Only what mentions these words.")]


def claims(
    document: Of = None,
    claimant: By = None,
    contested: Contested = False,
    about: About = None,
    library: Library = None,
    as_json: Json = False,
) -> None:
    """List who says what, in which words, and why it counts as contested; every condition given must hold."""
    from assistant.voices.listing import claim_lines, claim_wire

    with opened(library) as assistant:
        for held, claim in assistant.claims(document, claimant, contested, about):
            if as_json:
                line(claim_wire(claim, held))
            else:
                typer.echo("\n".join(claim_lines(held, claim)))


def claimants(
    document: Of = None,
    claimant: By = None,
    contested: Contested = False,
    about: About = None,
    library: Library = None,
    as_json: Json = False,
) -> None:
    """List who speaks, loudest first; named parties are counted across documents, all others in their own."""
    with opened(library) as assistant:
        for voice in assistant.claimants(document, claimant, contested, about):
            if as_json:
                line(asdict(voice))
            else:
                typer.echo(voice.line())


def disagreements(
    about: Annotated[str | None, typer.Option("--about", help="Only matters that hold these words.")] = None,
    library: Library = None,
    as_json: Json = False,
) -> None:
    """List where claims contradict one another: a line a party, with its words, its date, and why it counts."""
    from assistant.answers.disagreeing import in_lines

    with opened(library) as assistant:
        found = assistant.disagreements(about)
    for one in found:
        if as_json:
            line(one.model_dump(mode="json"))
        else:
            typer.echo("\n".join(in_lines(one)) + "\n")
    if not found and not as_json:
        typer.echo(
            "No claims of these documents were found to contradict one another" + (" on this." if about else ".")
        )


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    for command in (claims, claimants, disagreements):
        app.command()(command)
