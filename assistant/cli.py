"""The command line. Heavy libraries are imported by the commands that need them, never by `--help`."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from assistant import commands_claims, commands_corpus, commands_library, commands_users
from assistant.console import Json, Library, interruptible, line, opened, progress_bar
from assistant.errors import AccordingToError, UsageError
from assistant.text import MARKDOWN_LINK

if TYPE_CHECKING:
    from assistant.model import Answer, Citation

app = typer.Typer(
    name="accordingto",
    help="Answers that say who says so: exact quotations from the documents you chose.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

commands_library.register(app)
commands_claims.register(app)
app.add_typer(commands_corpus.app)
app.add_typer(commands_users.app)


@app.callback()
def _options(
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say on stderr what is being done.")] = False,
) -> None:
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING, format="%(levelname)s %(message)s", stream=sys.stderr
    )
    if not verbose:
        for noisy in ("alembic", "chromadb", "httpx"):
            logging.getLogger(noisy).setLevel(logging.ERROR)


@app.command()
def add(
    places: Annotated[list[Path], typer.Argument(help="Files and folders of documents.")],
    library: Library = None,
    as_json: Json = False,
) -> None:
    """Add documents; what changed is replaced, what stands unchanged is left alone.

    Exits with 1 if a document was skipped; the others are added all the same.
    """
    with interruptible(), opened(library, create=True) as assistant, progress_bar("B") as progress:
        report = assistant.add(places, progress)
    commands_library.tell(report, as_json=as_json)
    if report.skipped or not (report.added or report.changed or report.unchanged):
        raise typer.Exit(1)


@app.command()
def documents(library: Library = None, as_json: Json = False) -> None:
    """List the documents of the library."""
    from assistant.library.standing import standing_of

    with opened(library) as assistant:
        for listed in assistant.documents():
            if as_json:
                known = listed.metadata.model_dump()
                line(
                    {"id": listed.id, "uri": listed.path, "sha256": listed.sha256, "characters": listed.characters}
                    | {"sentences": listed.sentences, "added": listed.added, "duplicate_of": listed.duplicate_of}
                    | {"stale": standing_of(listed.uri, listed.file_sha256).stale}
                    | known
                    | {"title": listed.title}
                )
            else:
                about = ", ".join(filter(None, [listed.metadata.genre, listed.metadata.published]))
                typer.echo(f"{listed.id[:8]}  {listed.title}" + (f" ({about})" if about else "") + f"  {listed.path}")


@app.command()
def show(
    document: Annotated[str, typer.Argument(help="Id (or its start), path, file name or title.")],
    span: Annotated[str | None, typer.Option("--span", help="Only the code points a:b, as in a citation.")] = None,
    library: Library = None,
    as_json: Json = False,
) -> None:
    """Print a document's canonical text, or the stretch a citation points at."""
    with opened(library) as assistant:
        found, standing = assistant.document(document), assistant.standing(document)
    start, end = _span(span, len(found.text)) if span else (0, len(found.text))
    if as_json:
        line(
            {"id": found.id, "uri": found.path, "sha256": found.sha256, "start": start, "end": end}
            | {"text": found.text[start:end], "metadata": found.metadata.model_dump()}
            | {"stale": standing.stale, "standing": standing}
        )
    else:
        typer.echo(found.text[start:end])
        if standing.stale:
            typer.echo(f"This is what was read; the file is {standing} now.", err=True)


def _span(span: str, length: int) -> tuple[int, int]:
    first, colon, last = span.partition(":")
    if not (colon and first.strip().isdigit() and last.strip().isdigit()):
        raise UsageError(f"A span is written start:end, such as 120:180, not {span!r}.")
    start, end = int(first), int(last)
    if not 0 <= start < end <= length:
        raise UsageError(f"The span {span} is not inside the document, which has {length} characters.")
    return start, end


@app.command()
def remove(
    document: Annotated[str, typer.Argument(help="Id (or its start), path, file name or title.")],
    library: Library = None,
    as_json: Json = False,
) -> None:
    """Remove a document from the library; its file is not touched."""
    with opened(library) as assistant:
        gone = assistant.remove(document)
    if as_json:
        line({"id": gone.id, "uri": gone.path, "outcome": "removed"})
    else:
        typer.echo(f"Removed {gone.title} ({gone.path}).")


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotes.")],
    since: Annotated[str | None, typer.Option(help="Only documents published on or after: 2022, 2022-08.")] = None,
    until: Annotated[str | None, typer.Option(help="Only documents published on or before: 2022, 2022-08.")] = None,
    claimant: Annotated[str | None, typer.Option(help="Only this party's words.")] = None,
    library: Library = None,
    as_json: Json = False,
) -> None:
    """Answer a question, with the sources below; narrowed to a time or to one claimant, if asked."""
    from assistant.answers.limiting import Limits

    limits = Limits(since, until, claimant)
    with opened(library) as assistant:
        answer = assistant.ask(question, limits=limits)
    if as_json:
        line(answer.wire())
    else:
        typer.echo(_as_text(answer))


@app.command()
def answer(
    cases: Annotated[Path, typer.Argument(help='JSON lines with "id" and "turns".')],
    out: Annotated[Path, typer.Option("--out", help="Where the answers go, one JSON object a line.")],
    library: Library = None,
) -> None:
    """Answer a file of questions; of each, earlier turns are asked first, in order."""
    questions = list(_cases(cases))
    with opened(library) as assistant, progress_bar("questions") as progress, _writable(out) as file:
        for number, (case, turns) in enumerate(questions, 1):
            answered = assistant.ask(turns[-1], turns[:-1]).wire()
            file.write(json.dumps({"id": case, "answer": answered}, ensure_ascii=False) + "\n")
            progress(number, len(questions), case)


def _writable(file: Path) -> TextIO:
    try:
        return file.open("w", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{file} cannot be written ({error.strerror}). Name another file with --out.") from error


def _cases(file: Path) -> Iterator[tuple[str, list[str]]]:
    """Read id and turns of each line; other fields are ignored. Raises UsageError with file and line."""
    try:
        lines = file.read_text("utf-8").split("\n")  # not splitlines: JSON allows U+2028 in a string
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read: {error}") from error
    for number, written in enumerate(lines, 1):
        if not written.strip():
            continue
        try:
            case = json.loads(written)
            turns, name = case["turns"], str(case["id"])
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(f'{file}, line {number} is not a case: it needs "id" and "turns" ({error}).') from error
        if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
            raise UsageError(f'{file}, line {number}: "turns" is not a list of questions.')
        if not any(char.isalnum() for char in turns[-1]):
            raise UsageError(f"{file}, line {number}: the last turn asks nothing.")
        yield name, turns


@app.command()
def check(
    answers: Annotated[Path, typer.Argument(help='JSON lines with "id" and "answer"; "question" may stand beside.')],
    library: Library = None,
    as_json: Json = False,
) -> None:
    """Audit anybody's answers: is every quotation in its document, and said by whoever says it?

    Exits with 1 if something is wrong with any of them.
    """
    from assistant.checks.auditing import check_answer, load_answers

    given = list(load_answers(answers))
    wrong = 0
    with opened(library) as assistant:
        shelf = assistant.shelf()
        for name, question, one in given:
            audit = check_answer(one, shelf, question)
            wrong += not audit.ok
            if as_json:
                line(audit.wire(name))
            else:
                typer.echo(audit.in_words(name))
    if not as_json:
        typer.echo(f"{len(given) - wrong} of {len(given)} answers are without a finding.")
    if wrong:
        raise typer.Exit(1)


@app.command()
def chat(
    library: Library = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", show_default="7860")] = None,
    with_documents: Annotated[
        Path | None, typer.Option("--add", help="Add these documents first, if they changed.")
    ] = None,
) -> None:
    """Serve the chat page."""
    from assistant import settings as configured
    from assistant.chat.app import serve

    settings = configured.load(**{k: v for k, v in (("host", host), ("port", port)) if v is not None})
    with opened(library, create=True) as assistant:
        if with_documents is not None:
            with progress_bar("B") as progress:
                assistant.add([with_documents], progress)
        serve(assistant, settings.host, settings.port, announce=typer.echo)


@app.command()
def mcp(library: Library = None) -> None:
    """Serve the library to programs over MCP (standard input and output): ask, claims, disagreements, check_quote."""
    from assistant.mcp_server import serve

    with opened(library) as assistant:
        serve(assistant)


def _as_text(answer: Answer) -> str:
    """Word an answer for a reader: of a Markdown link in a quotation its words are shown, not its address."""
    understood = f"Understood as: {answer.standalone_question}\n\n" if answer.standalone_question else ""
    sources = "\n".join(_source(citation) for citation in answer.citations)
    text = MARKDOWN_LINK.sub(r"\1", answer.text)
    return understood + text + (f"\n\n{sources}" if sources else "")


def _source(citation: Citation) -> str:
    document = citation.document
    about = ", ".join(filter(None, [document.title, document.publisher, document.published]))
    page = f", page {citation.page}" if citation.page else ""
    stale = " (as read; the file has changed or is gone)" if citation.stale else ""
    return f"[{citation.marker}] {about}{page}. {document.uri} {citation.start}:{citation.end}{stale}"


def _run(command: Callable[..., Any]) -> int:
    """Run the command line; an error of ours is one line on stderr and its own exit code."""
    try:
        command()
    except AccordingToError as error:
        typer.echo(f"{type(error).__name__}: {error}", err=True)
        return error.exit_code
    return 0


def main() -> None:
    """Enter from the `accordingto` command."""
    sys.exit(_run(app))
