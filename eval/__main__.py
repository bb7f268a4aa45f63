"""The harness's command line: `python -m eval --help`."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.errors import AccordingToError, UsageError
from eval import abstaining, adapting, comparing, finding, fitting, judging, ramdocs, rewriting, timing, voices
from eval.cases import Case, load_cases
from eval.documents import Documents
from eval.places import CASES, GATE, SHOWCASE, WORDINGS, documents_root

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False)
for part in (voices, rewriting, abstaining, fitting, ramdocs, comparing, finding, adapting, judging, timing):
    part.register(app)

CasesOption = Annotated[list[Path] | None, typer.Option("--cases", help="Case files; default: eval/cases/*.jsonl.")]
DocumentsOption = Annotated[Path | None, typer.Option("--documents", help="The folder that document paths start from.")]


def _cases(files: list[Path] | None) -> tuple[Case, ...]:
    chosen = files or sorted(CASES.glob("*.jsonl"))
    if not chosen:
        raise UsageError(f"There are no case files in {CASES}; name one with --cases FILE.")
    return load_cases(chosen)


@app.command()
def run(
    system: Annotated[
        str, typer.Option(help="accordingto, top-passage, stripped, or answers:FILE for anybody's answers.")
    ] = "accordingto",
    cases: CasesOption = None,
    library: Annotated[
        Path | None, typer.Option(help="A library to ask; one is built in OUT if none is given.")
    ] = None,
    documents: DocumentsOption = None,
    out: Annotated[Path, typer.Option(help="Where answers and reports go; an interrupted run goes on there.")] = Path(
        "eval-out"
    ),
    workers: Annotated[int, typer.Option(min=1, help="How many cases are asked at once.")] = 2,
) -> None:
    """Answer every case, score the answers, and write results.json, junit.xml and report.html."""
    from eval.reports import results_of, table, write_reports
    from eval.running import run as run_cases
    from eval.systems import open_system

    asked = _cases(cases)
    held = Documents(documents_root(documents))
    with open_system(system, library, held, asked, out) as opened:
        scores = run_cases(asked, opened, held, out, workers, _progress)
    results = results_of(system, scores)
    write_reports(results, out)
    typer.echo(table(results.figures))
    typer.echo(f"errors: {', '.join(f'{code} {count}' for code, count in results.errors.items()) or 'none'}")
    if results.repairs:
        typer.echo(f"repairs: {', '.join(f'{kind} {count}' for kind, count in results.repairs.items())}")
    typer.echo(f"written: {out / 'report.html'}", err=True)


def _progress(done: int, total: int, last: object) -> None:
    typer.echo(f"\r{done}/{total}", nl=done == total, err=True)


@app.command()
def model(
    name: Annotated[str, typer.Option("--model", help="provider:model, as in ACCORDINGTO_LLM.")],
    library: Annotated[Path, typer.Option(help="The library to ask.")],
    cases: CasesOption = None,
    documents: DocumentsOption = None,
    out: Annotated[
        Path, typer.Option(help="Where answers and reports go, a folder a system; an interrupted run goes on there.")
    ] = Path("eval-out/llm"),
    tokens: Annotated[int, typer.Option(help="Tokens the model may write for one answer.")] = 300,
    seconds: Annotated[float, typer.Option(help="Seconds it may take for one answer.")] = 120.0,
    limit: Annotated[int, typer.Option(help="So many cases, drawn evenly by their ids' digests; 0 for all.")] = 0,
) -> None:
    """Score one language model behind the gate, without it, and in LlamaIndex's CitationQueryEngine."""
    from eval.models import columns, open_three, sample
    from eval.reports import results_of, write_reports
    from eval.running import run as run_cases

    asked = sample(_cases(cases), limit)
    held = Documents(documents_root(documents))
    results = []
    with open_three(library, name, tokens=tokens, seconds=seconds) as systems:
        for place, case in enumerate(asked, 1):  # case by case, so that a run cut short compares the same cases
            for system in systems:
                last = run_cases([case], system, held, out / system.name, 1)[0]
                state = "unscored" if last.unscored else "ok" if last.ok else "wrong"
                typer.echo(
                    f"{place}/{len(asked)} {case.id} {system.name}: {state}, {last.seconds or 0:.0f} s", err=True
                )
        for system in systems:
            results.append(results_of(system.name, run_cases(asked, system, held, out / system.name, 1)))
            write_reports(results[-1], out / system.name)
    typer.echo(columns(results))


@app.command(name="model-table")
def model_table(
    folders: Annotated[list[Path], typer.Argument(help="The folders that `model` wrote to; they are pooled.")],
    into: Annotated[Path | None, typer.Option(help="A Markdown file with <!-- models --> marks, to write to.")] = None,
) -> None:
    """Print the three systems' figures over one or more runs of `model`, or write them into a Markdown file."""
    from eval.models import columns, pooled, written_into

    results = pooled(folders)
    table = columns(results)
    if into is None:
        typer.echo(table)
    else:
        written_into(into, table, results)
        typer.echo(f"written: {into}", err=True)


@app.command(name="check-cases")
def check_cases(cases: CasesOption = None, documents: DocumentsOption = None) -> None:
    """Prove every span, every passing and every failing example; exit 1 if one does not hold."""
    from eval.checking import check_case

    read = _cases(cases)
    held = Documents(documents_root(documents))
    problems = [problem for case in read for problem in check_case(case, held)]
    for problem in problems:
        typer.echo(f"{problem.case}: {problem.why}")
    passing, failing = sum(len(c.passing) for c in read), sum(len(c.fail_examples) for c in read)
    spans = sum(len(case.quotes) for case in read)
    typer.echo(
        f"{len(read)} cases, {spans} spans, {passing} passing and {failing} failing examples: {len(problems)} problems"
    )
    raise typer.Exit(1 if problems else 0)


@app.command()
def selftest(
    cases: CasesOption = None,
    documents: DocumentsOption = None,
    wordings: Annotated[Path, typer.Option(help="A folder of wordings to score as well.")] = WORDINGS,
) -> None:
    """Plant errors in passing answers and see them caught; exit 1 below .97 caught or above .02 false alarms."""
    from eval.selftest import CAUGHT, FALSE_ALARMS, wordings_test
    from eval.selftest import selftest as test_self

    read = _cases(cases)
    held = Documents(documents_root(documents))
    report = test_self(read, held)
    for name, estimate in report.caught.items():
        typer.echo(f"{name:28} caught {estimate}")
    typer.echo(f"{'all planted errors':28} caught {report.all_caught}")
    typer.echo(f"{'passing answers':28} false alarms {report.false_alarms}")
    for line in report.missed[:20]:
        typer.echo(f"  missed: {line}", err=True)
    for file in sorted(wordings.glob("*.jsonl")):
        honest = wordings_test(file, read, held)
        typer.echo(f"{'wordings ' + file.stem + ', failing':28} caught {honest.all_caught}, flagged {honest.flagged}")
        typer.echo(f"{'wordings ' + file.stem + ', passing':28} false alarms {honest.false_alarms}")
    enough = (report.all_caught.value or 0) >= CAUGHT and (report.false_alarms.value or 0) <= FALSE_ALARMS
    raise typer.Exit(0 if enough and report.all_caught.n else 1)


@app.command()
def audit(
    library: Annotated[Path | None, typer.Option(help="A library of the documents; one is built in OUT.")] = None,
    cases: CasesOption = None,
    documents: DocumentsOption = None,
    wordings: Annotated[Path, typer.Option(help="A folder of wordings to judge as well.")] = WORDINGS,
    out: Annotated[Path, typer.Option(help="Where the library is built.")] = Path("eval-out/audit"),
    verbose: Annotated[bool, typer.Option(help="List honest answers refused, bad ones let through.")] = False,
) -> None:
    """Put honest and bad answers before the assistant's own gate (`accordingto check`); print the share refused."""
    from eval.auditing import judge, refused
    from eval.systems import opened_library

    read = _cases(cases)
    held = Documents(documents_root(documents))
    with opened_library(library, held, read, out) as assistant:
        judged = judge(read, held, assistant.shelf(), sorted(wordings.glob("*.jsonl")))
    for kind, estimate in refused(judged).items():
        typer.echo(f"{kind:38} refused {estimate}")
    for one in judged if verbose else ():
        if one.kind.startswith("passing") == bool(one.codes):
            typer.echo(f"{one.case} {one.kind} {','.join(one.codes) or 'let through'}: {one.why}: {one.text}", err=True)


@app.command()
def gate(results: Path, thresholds: Annotated[Path, typer.Option(help="The gate file.")] = GATE) -> None:
    """Hold a run's results.json against the gate; exit 1 if a figure falls below it."""
    from eval.gating import breaches, load_gate
    from eval.reports import Results

    try:
        read = Results.model_validate_json(results.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{results} is not the results.json of a run: {error}") from error
    found = list(breaches(load_gate(thresholds), read))
    for line in found:
        typer.echo(line)
    typer.echo(f"{len(found)} of {len(load_gate(thresholds).figures)} thresholds not reached")
    raise typer.Exit(1 if found else 0)


@app.command()
def support(
    data: Annotated[Path | None, typer.Option(help="ExpertQA's file of judged answers (JSON Lines).")] = None,
) -> None:
    """Hold the support test against expert judgements; exit 1 unless it beats plain content overlap."""
    from eval.experts import agreement, expertqa_file, load_judged, unseen_half

    judged = load_judged(expertqa_file(data))
    report = agreement(judged)
    for line in (
        *report.lines(),
        "of which the half on which nothing was chosen:",
        *agreement(unseen_half(judged)).lines(),
    ):
        typer.echo(line)
    raise typer.Exit(0 if report.beats_baseline else 1)


@app.command()
def retrieval(
    qrels: Annotated[Path, typer.Option(help="TREC qrels: query 0 document relevance.")],
    ranking: Annotated[Path, typer.Option("--run", help="TREC run: query Q0 document rank score tag.")],
) -> None:
    """Print nDCG@10, recall@10, recall@5 and reciprocal rank of a TREC run, with intervals."""
    from eval.ranking import measures

    for name, estimate in measures(qrels, ranking).items():
        typer.echo(f"{name:8} {estimate}")


@app.command(name="new-case")
def new_case(
    question: str,
    document: Annotated[str, typer.Option(help="The document that answers it, relative to --documents.")],
    words: Annotated[str, typer.Option("--words", help="Words of the document that answer it.")],
    identity: Annotated[str, typer.Option("--id", help="The case's id.")] = "new-01",
    documents: DocumentsOption = None,
) -> None:
    """Draft a case for a person to finish: the quotation is found and placed, the rest is marked TODO."""
    from eval.drafting import draft

    typer.echo(draft(identity, question, document, words, Documents(documents_root(documents))))


@app.command()
def showcase(
    questions: Annotated[Path, typer.Option(help="Questions, one a line.")] = SHOWCASE,
    library: Annotated[Path, typer.Option(help="The library to ask; documents that it lacks are added.")] = Path(
        "eval-out/showcase-library"
    ),
) -> None:
    """Print thirty answers for a person to read: over the shared documents where they are, else over the corpus."""
    from assistant import Assistant
    from eval.places import CORPUS
    from eval.showcase import documents_for, load_questions, shown

    documents, with_shared = documents_for(CORPUS, documents_root(None))
    if not with_shared:
        typer.echo("The shared documents are not here: these answers are from the shipped documents alone.\n")
    with Assistant.open(library) as assistant:
        assistant.add(documents)
        for text in shown(assistant, [one for one in load_questions(questions) if with_shared or not one.shared]):
            typer.echo(text)


def main() -> None:
    """Run the command line; errors we raise on purpose are sentences, not tracebacks."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        app()
    except AccordingToError as error:
        typer.echo(str(error), err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
