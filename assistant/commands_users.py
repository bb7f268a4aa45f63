"""Commands for the people who may log in to the page: user add, user remove, user list."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.console import Library

if TYPE_CHECKING:
    from assistant.users import Users

app = typer.Typer(name="user", help="Who may log in to the chat page.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The name to log in with; capitals make no difference.")]


@app.command()
def add(name: Name, library: Library = None) -> None:
    """Add a user, or give one a new password. It is asked for, or read from a pipe's first line."""
    users = _users(library)
    first = not users.names()
    new = users.put(name, _password())
    typer.echo(f"{name} may log in." if new else f"{name} has a new password; open log-ins have ended.")
    if first:
        typer.echo(f"Users are kept in {users.file}. Restart the chat if it runs: it now asks everybody to log in.")


@app.command()
def remove(name: Name, library: Library = None) -> None:
    """Remove a user; their log-ins end at once, their conversations stay in the record."""
    _users(library).remove(name)
    typer.echo(f"{name} can no longer log in.")


@app.command(name="list")
def names(library: Library = None) -> None:
    """List the users."""
    for name in _users(library).names():
        typer.echo(name)


def _users(library: Path | None) -> Users:
    from assistant import settings as configured
    from assistant.users import Users

    settings = configured.load(**({"library": library} if library is not None else {}))
    return Users(settings.users_place())


def _password() -> str:
    """Ask for a password twice, unseen; a pipe gives it once."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
