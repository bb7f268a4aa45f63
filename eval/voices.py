"""Measure the attribution engine against GUM's gold: cue recall and precision, source and content given the cue."""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from assistant.errors import UsageError
from assistant.library.segmenting import segment
from assistant.model import Attribution, Document, Form, Span
from assistant.voices import claims_of, read_documents
from eval.gum import Gold, GumDocument, read_gum

_RESAMPLES = 1000
_SEED = 20


@dataclass(frozen=True)
class Match:
    """One gold attribution that has a cue, and the prediction that shares a cue word with it, if any."""

    gold: Gold
    source: frozenset[int] = frozenset()
    content: frozenset[int] = frozenset()
    found: bool = False


@dataclass(frozen=True)
class Scored:
    """What one document contributes."""

    name: str
    matches: tuple[Match, ...]
    right: int
    """Predicted cues that share a word with a gold cue."""
    excused: int
    """Predicted cues inside a gold attribution whose cue is not annotated."""
    predicted: int
    """Predicted cues."""
    false_alarms: tuple[Span, ...] = ()
    missed: tuple[Span, ...] = ()


def document_of(gum: GumDocument) -> Document:
    """Wrap a gold document's text as the engine takes it."""
    return Document(uri=f"gum:{gum.name}", path=gum.name, text=gum.text, content=(Span(start=0, end=len(gum.text)),))


def score(gum: GumDocument, attributions: Sequence[Attribution]) -> Scored:
    """Compare the engine's attributions with one document's gold, by token numbers."""
    by_cue: dict[Span, list[Attribution]] = {}
    for one in attributions:
        if one.cue is not None:
            by_cue.setdefault(one.cue, []).append(one)
    cues = {cue: gum.tokens(cue) for cue in by_cue}
    golds = [one for one in gum.gold if one.cue]
    matches = []
    for gold in golds:
        near = [one for cue, tokens in cues.items() if tokens & gold.cue for one in by_cue[cue]]
        best = max(near, key=lambda one: _closeness(gum, gold, one), default=None)
        matches.append(
            Match(gold, gum.tokens(best.source), gum.tokens(best.content), found=True) if best else Match(gold)
        )
    right = [cue for cue, tokens in cues.items() if any(tokens & gold.cue for gold in golds)]
    silent = [one for one in gum.gold if not one.cue]
    excused = [
        cue for cue, tokens in cues.items() if cue not in right and any(tokens & one.satellite for one in silent)
    ]
    alarms = tuple(sorted((cue for cue in cues if cue not in right), key=lambda one: one.start))
    missed = tuple(
        Span(start=gum.starts[min(one.gold.cue)], end=gum.ends[min(one.gold.cue)]) for one in matches if not one.found
    )
    return Scored(gum.name, tuple(matches), len(right), len(excused), len(cues), alarms, missed)


def _closeness(gum: GumDocument, gold: Gold, one: Attribution) -> tuple[int, int]:
    source, content = gum.tokens(one.source), gum.tokens(one.content)
    return len(source & gold.source) - len(source ^ gold.source), len(content & gold.content)


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits) if hits else float("nan")


def _found(rows: Sequence[Scored]) -> list[Match]:
    return [match for row in rows for match in row.matches if match.found]


def _recall(rows: Sequence[Scored]) -> float:
    return _share([match.found for row in rows for match in row.matches])


def _precision(rows: Sequence[Scored]) -> float:
    predicted = sum(row.predicted for row in rows)
    return sum(row.right for row in rows) / predicted if predicted else float("nan")


def _lenient(rows: Sequence[Scored]) -> float:
    predicted = sum(row.predicted for row in rows)
    return sum(row.right + row.excused for row in rows) / predicted if predicted else float("nan")


def _source_overlap(rows: Sequence[Scored]) -> float:
    return _share([bool(match.source & match.gold.source) for match in _found(rows) if match.gold.source])


def _source_exact(rows: Sequence[Scored]) -> float:
    return _share([match.source == match.gold.source for match in _found(rows) if match.gold.source])


def _content_overlap(rows: Sequence[Scored]) -> float:
    return _share([bool(match.content & match.gold.content) for match in _found(rows)])


def _content_f1(rows: Sequence[Scored]) -> float:
    scores = [
        2 * len(match.content & match.gold.content) / (len(match.content) + len(match.gold.content))
        for match in _found(rows)
    ]
    return sum(scores) / len(scores) if scores else float("nan")


MEASURES: dict[str, Callable[[Sequence[Scored]], float]] = {
    "cue recall": _recall,
    "cue precision": _precision,
    "cue precision, cue-less gold counted": _lenient,
    "source overlap given the cue": _source_overlap,
    "source exact given the cue": _source_exact,
    "content overlap given the cue": _content_overlap,
    "content token F1 given the cue": _content_f1,
}
"""Every measure, as a function of scored documents."""


def interval(rows: Sequence[Scored], measure: Callable[[Sequence[Scored]], float]) -> tuple[float, float]:
    """Return the 95 % percentile bootstrap interval of a measure, resampling documents."""
    generator = random.Random(_SEED)  # noqa: S311 (a bootstrap, not a secret)
    values = sorted(
        value
        for _ in range(_RESAMPLES)
        if (value := measure(generator.choices(rows, k=len(rows)))) == value  # a resample may hold no gold: NaN
    )
    if not values:
        return float("nan"), float("nan")
    return values[int(0.025 * len(values))], values[min(len(values) - 1, int(0.975 * len(values)))]


def measure(folder: Path, split: str) -> list[Scored]:
    """Run the engine on one split of GUM and score every document.

    Raises:
        UsageError: the corpus is not in `folder`.
    """
    if not (folder / "documents.jsonl").exists():
        raise UsageError(f"GUM's attributions are not in {folder}: pass --gum FOLDER or set ACCORDINGTO_SHARED.")
    gums = list(read_gum(folder, [split]))
    documents = [(document, segment(document).sentences) for document in map(document_of, gums)]
    return [
        score(gum, [claim.attribution for claim in claims if claim.attribution.form is not Form.OWN_VOICE])
        for gum, claims in zip(gums, read_documents(documents), strict=True)
    ]


def words_per_minute(texts: Sequence[str]) -> tuple[float, float]:
    """Time the engine, parsing included, on texts; the segmenter and loading the parser are not counted.

    Returns:
        Words a minute by the clock, and by processor time (what it would be on an idle machine, on one core).
    """
    documents = [
        Document(uri=f"speed:{number}", path=str(number), text=text, content=(Span(start=0, end=len(text)),))
        for number, text in enumerate(texts)
    ]
    pairs = [(document, segment(document).sentences) for document in documents]
    claims_of(*pairs[0])
    began, busy = time.perf_counter(), time.process_time()
    for _ in read_documents(pairs):
        pass
    words = 60 * sum(len(text.split()) for text in texts)
    return words / (time.perf_counter() - began), words / (time.process_time() - busy)


def shared() -> Path:
    """Return the folder of shared data: ACCORDINGTO_SHARED, else ../shared beside the checkout."""
    named = os.environ.get("ACCORDINGTO_SHARED")
    return Path(named) if named else Path(__file__).resolve().parents[1].parent / "shared"


def voices(
    split: Annotated[str, typer.Option(help="train, dev or test; test once per change of method")] = "dev",
    gum: Annotated[Path | None, typer.Option(help="folder with documents.jsonl and attributions.jsonl")] = None,
    speed: Annotated[bool, typer.Option(help="also time the engine on this split")] = False,
    errors: Annotated[
        bool, typer.Option(help="list misses and false alarms by offsets into the rebuilt texts")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object instead of a table")] = False,
) -> None:
    """Measure who-says-what against GUM: recall, precision, source and content, with 95 % intervals by document."""
    folder = gum or shared() / "data" / "gum"
    rows = measure(folder, split)
    table = {name: (function(rows), *interval(rows, function)) for name, function in MEASURES.items()}
    if as_json:
        typer.echo(json.dumps({"split": split, "documents": len(rows), "measures": table}))
    else:
        gold = sum(len(row.matches) for row in rows)
        typer.echo(
            f"{split}: {len(rows)} documents, {gold} gold cues, {sum(row.predicted for row in rows)} predicted cues"
        )
        for name, (value, low, high) in table.items():
            typer.echo(f"  {name:<40} {value:.3f}  [{low:.3f}, {high:.3f}]")
    if errors:
        for row in rows:
            for kind, spans in (("missed", row.missed), ("false alarm", row.false_alarms)):
                for span in spans:
                    typer.echo(f"{row.name}\t{kind}\t{span.start}\t{span.end}")
    if speed:
        clock, processor = words_per_minute([one.text for one in read_gum(folder, [split])])
        typer.echo(f"  words a minute, parsing included          {clock:,.0f} (of processor time {processor:,.0f})")


def register(app: typer.Typer) -> None:
    """Mount the command on the harness's command line."""
    app.command("voices")(voices)


if __name__ == "__main__":
    typer.run(voices)
