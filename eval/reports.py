"""What a run leaves behind: results.json for programs, junit.xml for CI, report.html for people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from xml.etree import ElementTree

from pydantic import Field

from eval.scoring import Record, Score, summarise
from eval.statistics import Estimate


class Results(Record):
    """results.json: figures first, then every answer."""

    system: str
    """What was scored."""
    cases: int
    """How many cases were asked."""
    unscored: int
    """How many could not be scored."""
    figures: dict[str, Estimate]
    """Every metric over all cases."""
    by_kind: dict[str, Estimate]
    """The headline by kind of case."""
    errors: dict[str, int]
    """In how many answers each error was found."""
    repairs: dict[str, int] = Field(default_factory=dict)
    """How often the system's own checks mended what its language model wrote, by kind."""
    scores: tuple[Score, ...]
    """Every answer's score."""


def results_of(system: str, scores: Sequence[Score]) -> Results:
    """Put a run's scores together."""
    kinds = sorted({one.kind.value for one in scores})
    codes = sorted({finding.code.value for one in scores for finding in one.findings})
    return Results(
        system=system,
        cases=len(scores),
        unscored=sum(one.unscored is not None for one in scores),
        figures=summarise(scores),
        by_kind={kind: summarise([one for one in scores if one.kind == kind])["no_hard_error"] for kind in kinds},
        repairs=dict(Counter(kind_of(line) for one in scores for line in one.repairs).most_common()),
        errors={code: sum(any(f.code == code for f in one.findings) for one in scores) for code in codes},
        scores=tuple(scores),
    )


def kind_of(repair: str) -> str:
    """Return the kind of a repair: its line without the codes and reasons in brackets."""
    return re.sub(r"\s*\([^()]*\)", "", repair)


def write_reports(results: Results, out: Path) -> None:
    """Write results.json, junit.xml and report.html into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "results.json").write_text(results.model_dump_json(indent=1) + "\n", encoding="utf-8")
    ElementTree.ElementTree(junit(results)).write(out / "junit.xml", encoding="utf-8", xml_declaration=True)
    (out / "report.html").write_text(html(results), encoding="utf-8")


def junit(results: Results) -> ElementTree.Element:
    """Return the run as a JUnit test suite: a case with a hard error is a failure, an unscored one is skipped."""
    failed = sum(one.unscored is None and not one.ok for one in results.scores)
    counts = {"tests": str(results.cases), "failures": str(failed), "skipped": str(results.unscored)}
    suite = ElementTree.Element("testsuite", {"name": _printable(results.system), **counts})
    for one in results.scores:
        entry = {"classname": one.kind.value, "name": one.id, "time": f"{one.seconds or 0:.3f}"}
        test = ElementTree.SubElement(suite, "testcase", entry)
        if one.unscored is not None:
            ElementTree.SubElement(test, "skipped", {"message": _printable(one.unscored)})
        elif not one.ok:
            why = "; ".join(f"{finding.code}: {finding.why}" for finding in one.findings)
            failure = ElementTree.SubElement(test, "failure", {"message": _printable(why)})
            failure.text = _printable(one.text)
    return suite


def _printable(text: str) -> str:
    """Return the text without the control characters that XML 1.0 forbids."""
    return "".join(
        c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }}
table {{ border-collapse: collapse; }}
th, td {{ text-align: left; padding: .2rem .8rem; border-bottom: 1px solid #ccc; }}
td.n {{ font-variant-numeric: tabular-nums; }} details {{ margin: .4rem 0; }}
.bad {{ color: #8a1c1c; }} .ok {{ color: #1c5a2a; }}
</style></head><body>
<h1>{title}</h1>
<p>{summary}</p>
<h2>Figures</h2>{figures}
<h2>Without a hard error, by kind</h2>{kinds}
<h2>Answers with each error</h2>{errors}
<h2>Repairs of a language model's wording</h2>{repairs}
<h2>Every answer</h2>{answers}
</body></html>
"""


def html(results: Results) -> str:
    """Return the run as one plain page that needs nothing else; everything that is not ours is escaped."""
    headline = results.figures["no_hard_error"]
    return _PAGE.format(
        title=escape(f"Evaluation of {results.system}"),
        summary=escape(f"{results.cases} cases, {results.unscored} unscored. Without a hard error: {headline}."),
        figures=_table(results.figures),
        kinds=_table(results.by_kind),
        errors=_rows(("error", "answers"), [(code, str(count)) for code, count in results.errors.items()]),
        repairs=_rows(("repair", "times"), [(kind, str(count)) for kind, count in results.repairs.items()]),
        answers="".join(_answer(one) for one in results.scores),
    )


def _table(figures: Mapping[str, Estimate]) -> str:
    rows = [(name, "-" if e.value is None else str(e).split(" n=")[0], str(e.n)) for name, e in figures.items()]
    return _rows(("figure", "value [95 % interval]", "n"), rows)


def _rows(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th scope=col>{escape(cell)}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td class=n>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _answer(one: Score) -> str:
    state = "unscored" if one.unscored is not None else "ok" if one.ok else "wrong"
    found = "".join(f"<li class=bad>{escape(f.code.value)}: {escape(f.why)}</li>" for f in one.findings)
    note = f"<p>{escape(one.unscored)}</p>" if one.unscored is not None else ""
    note += "".join(f"<p>repaired: {escape(line)}</p>" for line in one.repairs)
    mark = "ok" if state == "ok" else "bad"
    return (
        f"<details><summary><span class={mark}>{state}</span> {escape(one.id)}: {escape(one.question)}</summary>"
        f"<blockquote>{escape(one.text)}</blockquote>{note}<ul>{found}</ul></details>"
    )


def table(figures: Mapping[str, Estimate]) -> str:
    """Return the figures as a plain text table."""
    width = max(len(name) for name in figures)
    return "\n".join(f"{name:{width}}  {estimate}" for name, estimate in figures.items())
