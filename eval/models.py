"""One language model three ways: behind the gate, without it, and in LlamaIndex's CitationQueryEngine.

All three answer the same cases with the same model over the same library; only what stands between model and reader
differs.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from eval.answers import GivenAnswer, GivenCitation, GivenDocument
from eval.cases import Case
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
    from assistant.answers.models import open_model
    from assistant.assistant import Assistant
    from assistant.settings import load

    free = load(llm=model, llm_schema=False, llm_tokens=tokens, llm_timeout=seconds)
    held = load(llm=model, llm_tokens=tokens, llm_timeout=seconds)
    with Assistant.open(library, create=False, llm=None, llm_tokens=tokens, llm_timeout=seconds) as assistant:
        assistant.word_with(open_model(held), model)
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
