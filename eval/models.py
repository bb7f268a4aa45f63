"""One language model three ways: behind the gate, without it, and in LlamaIndex's CitationQueryEngine.

All three answer the same cases with the same model over the same library; only what stands between model and reader
differs.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import UsageError
from eval.answers import GivenAnswer, GivenCitation, GivenDocument
from eval.cases import Case
from eval.reports import Results, results_of
from eval.systems import AccordingTo, System

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

    from assistant.assistant import Assistant

_MOST_SOURCES = 4


class Named:
    """A system under another name."""

    def __init__(self, name: str, whole: System) -> None:
        """Take the system and what the results call it."""
        self.name, self._whole = name, whole

    def answer(self, case: Case) -> GivenAnswer:
        """Answer as the system does."""
        return self._whole.answer(case)


class CitationEngine:
    """LlamaIndex's CitationQueryEngine over our library's index, with the same model; its sources are whole units."""

    name = "citation-query-engine"

    def __init__(self, assistant: Assistant, llm: LLM) -> None:
        """Build the engine as its documentation does, on our retriever."""
        from llama_index.core.query_engine import CitationQueryEngine
        from llama_index.core.query_engine.citation_query_engine import CITATION_QA_TEMPLATE, CITATION_REFINE_TEMPLATE
        from llama_index.core.response_synthesizers import get_response_synthesizer

        synthesizer = get_response_synthesizer(
            llm=llm, text_qa_template=CITATION_QA_TEMPLATE, refine_template=CITATION_REFINE_TEMPLATE
        )
        self._engine = CitationQueryEngine(assistant.retriever, llm=llm, response_synthesizer=synthesizer)

    def answer(self, case: Case) -> GivenAnswer:
        """Ask the turns joined; source n stands behind [n]."""
        response = self._engine.query(" ".join(case.turns))
        text = str(response)
        used = {int(number) for number in re.findall(r"\[(\d+)\]", text)}
        nodes = enumerate(response.source_nodes, 1)
        citations = tuple(_cited(place, node.node) for place, node in nodes if place in used)
        return GivenAnswer(text=text, citations=citations)


def _cited(place: int, node: object) -> GivenCitation:
    known = getattr(node, "metadata", {})
    exact = re.sub(r"^Source \d+:\n", "", getattr(node, "text", "")).strip()
    document = GivenDocument(title=known.get("title"), uri=known.get("uri") or known.get("path") or "")
    return GivenCitation(marker=place, document=document, exact=exact)


@contextmanager
def open_three(library: Path, model: str, *, tokens: int, seconds: float) -> Iterator[tuple[System, ...]]:
    """Open a library and a model; yield the three systems. The library must exist."""
    from assistant.answers.generating import writer_of
    from assistant.answers.models import open_model
    from assistant.assistant import Assistant
    from assistant.settings import load

    free = load(llm=model, llm_schema=False, llm_tokens=tokens, llm_timeout=seconds)
    held = load(llm=model, llm_tokens=tokens, llm_timeout=seconds)
    with Assistant.open(library, create=False, llm=None, llm_tokens=tokens, llm_timeout=seconds) as assistant:
        assistant.writer = writer_of(held)
        gated = Named("gated", AccordingTo(assistant))
        yield gated, Ungated(assistant), CitationEngine(assistant, open_model(free))


class Ungated:
    """Our prompt and our claims, and whatever the model makes of them."""

    name = "ungated"

    def __init__(self, assistant: Assistant) -> None:
        """Take the assistant, whose checks are off while this system answers."""
        self._assistant = assistant

    def answer(self, case: Case) -> GivenAnswer:
        """Ask with the gate open."""
        whole = self._assistant.writer
        if whole is None:
            raise RuntimeError("the assistant words its answers without a model")
        self._assistant.writer = dataclasses.replace(whole, gated=False)
        try:
            return AccordingTo(self._assistant).answer(case)
        finally:
            self._assistant.writer = whole


def sample(cases: Sequence[Case], limit: int) -> tuple[Case, ...]:
    """Return `limit` cases, all for 0: those whose ids have the lowest digests, so that a larger sample holds it."""
    drawn = sorted(cases, key=lambda case: hashlib.sha256(case.id.encode()).hexdigest())
    return tuple(drawn[: limit or None])


SYSTEMS = {
    "gated": "behind the gate",
    "ungated": "the same without the gate",
    "citation-query-engine": "CitationQueryEngine",
}
"""The three systems, as they are named in results and in the table."""
_ROWS = {
    "no_hard_error": "answers without a hard error",
    "quotation_exactness": "quotations and citations exact",
    "contested_attribution_recall": "contested claims attributed",
    "laundering": "contested claims laundered",
    "misattribution_speaker": "said by the wrong party",
    "misattribution_document": "cited to the wrong document",
    "force_escalation": "said more strongly",
    "hedge_dropped": "hedge dropped",
    "polarity_error": "sense turned round",
    "number_error": "numbers unsupported",
    "citation_recall": "sentences their citations support",
    "abstention_f1": "abstention F1",
    "false_refusals": "false refusals",
    "repaired": "answers repaired by the gate",
    "worded": "answers with a sentence as the model worded it",
    "words": "words an answer",
    "latency_p50": "seconds an answer, median",
}


def pooled(folders: Sequence[Path]) -> list[Results]:
    """Return each system's results over several runs. Raises UsageError for a folder without a run's results."""
    whole = []
    for name in SYSTEMS:
        files = [folder / name / "results.json" for folder in folders]
        if missing := [str(file) for file in files if not file.is_file()]:
            raise UsageError(f"There is no {missing[0]}: run `python -m eval model --out FOLDER` first.")
        read = [Results.model_validate_json(file.read_text("utf-8")) for file in files]
        whole.append(results_of(name, [score for one in read for score in one.scores]))
    return whole


def columns(results: Sequence[Results]) -> str:
    """Return the systems' figures side by side, as a Markdown table with 95 % intervals and n."""
    lines = [["", *(SYSTEMS[one.system] for one in results)], ["---"] * (len(results) + 1)]
    lines += [[title, *(str(one.figures[name]) for one in results)] for name, title in _ROWS.items()]
    altered = [f"{one.errors.get('QUOTE_ALTERED', 0)} of {one.cases}" for one in results]
    lines.append(["answers with an invented or altered quotation", *altered])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


_MARKS = "<!-- models -->", "<!-- end of models -->"


def written_into(file: Path, table: str, results: Sequence[Results]) -> None:
    """Put the table between the marks of a Markdown file. Raises UsageError where it has no marks."""
    text = file.read_text("utf-8")
    start, end = (text.find(mark) for mark in _MARKS)
    if start < 0 or end < start:
        raise UsageError(f"{file} has no place for the table: it needs the lines {' and '.join(_MARKS)}.")
    gate = ", ".join(f"{kind}: {count}" for kind, count in results[0].repairs.items()) or "none"
    told = f"{results[0].cases} cases, 95 % intervals. What the gate did: {gate}."
    file.write_text(f"{text[:start]}{_MARKS[0]}\n\n{told}\n\n{table}\n\n{text[end:]}", "utf-8")
