"""Retrieval measures through ir-measures, over TREC runs and qrels.

nDCG@10 (Järvelin and Kekäläinen 2002), recall at 5 and 10, and reciprocal rank within 10 (Voorhees 1999).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import ir_measures
from ir_measures import RR, R, nDCG

from assistant.errors import UsageError
from eval.statistics import Estimate, clustered, mean

_MEASURES = (nDCG @ 10, R @ 5, R @ 10, RR @ 10)


def measures(qrels: Path, run: Path) -> dict[str, Estimate]:
    """Return each measure's mean over the queries of the qrels; a query that the run does not rank counts as 0.

    Raises:
        UsageError: naming the file that is not in TREC's format.
    """
    judged = _read(qrels, ir_measures.read_trec_qrels)
    ranked = _read(run, ir_measures.read_trec_run)
    found: dict[str, dict[str, float]] = {str(measure): {} for measure in _MEASURES}
    for value in ir_measures.iter_calc(_MEASURES, judged, ranked):
        found[str(value.measure)][value.query_id] = float(value.value)
    queries = sorted({str(judgement.query_id) for judgement in judged})
    return {
        name: clustered([values.get(query, 0.0) for query in queries], queries, mean) for name, values in found.items()
    }


def _read(file: Path, reader: Callable[[str], Iterable[Any]]) -> list[Any]:
    try:
        return list(reader(str(file)))
    except (OSError, ValueError, IndexError, TypeError) as error:
        raise UsageError(f"{file} is not a TREC file that can be read: {error}") from error


def write_run(rankings: Mapping[str, Sequence[tuple[str, float]]], file: Path, tag: str) -> None:
    """Write a TREC run: for each query, document ids with scores, best first; ids hold no white space."""
    lines = (
        f"{query} Q0 {document} {rank} {score:.6f} {tag}\n"
        for query, ranked in rankings.items()
        for rank, (document, score) in enumerate(ranked, start=1)
    )
    file.write_text("".join(lines), encoding="utf-8")


def write_qrels(relevant: Mapping[str, Iterable[str]], file: Path) -> None:
    """Write TREC qrels: for each query, the ids of the relevant documents."""
    lines = (f"{query} 0 {document} 1\n" for query, documents in relevant.items() for document in documents)
    file.write_text("".join(lines), encoding="utf-8")
