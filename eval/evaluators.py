"""The harness's metrics as LlamaIndex evaluators: for a case, one evaluator for each metric."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llama_index.core.base.response.schema import Response
from llama_index.core.evaluation import BaseEvaluator, EvaluationResult
from llama_index.core.schema import NodeWithScore

from eval.answers import GivenAnswer, GivenCitation, GivenDocument
from eval.cases import Case
from eval.documents import Documents
from eval.examining import Examined
from eval.faults import find_faults
from eval.metrics import METRICS, Metric


class MetricEvaluator(BaseEvaluator):
    """One metric of one case. A metric that does not apply gives an invalid result that says so."""

    def __init__(self, metric: Metric, case: Case, documents: Documents) -> None:
        """Take the metric, the case that says what is right, and the documents it points into."""
        self.metric, self.case, self.documents = metric, case, documents

    def _get_prompts(self) -> dict[str, Any]:
        return {}

    def _update_prompts(self, prompts: dict[str, Any]) -> None:
        """There are no prompts: the metrics are deterministic."""

    async def aevaluate(
        self,
        query: str | None = None,
        response: str | None = None,
        contexts: Sequence[str] | None = None,
        *,
        citations: Sequence[GivenCitation] = (),
        **kwargs: object,
    ) -> EvaluationResult:
        """Score an answer's text; `citations` say what its [n] stand for."""
        answer = GivenAnswer(text=response or "", citations=tuple(citations))
        examined = Examined(self.case, answer, self.documents)
        faults = find_faults(examined)
        value = self.metric.measure(examined, faults)
        known = {"query": query, "response": response, "contexts": list(contexts or [])}
        if value is None:
            reason = f"{self.metric.name} does not apply to this answer"
            return EvaluationResult(**known, invalid_result=True, invalid_reason=reason)
        right = {"high": value == 1, "low": value == 0}.get(self.metric.better)
        feedback = "; ".join(f"{fault.code}: {fault.why}" for fault in faults) or None
        return EvaluationResult(**known, score=value, passing=right, feedback=feedback)

    async def aevaluate_response(
        self, query: str | None = None, response: Response | None = None, **kwargs: object
    ) -> EvaluationResult:
        """Score a response whose source nodes are citations, as our engines give them."""
        nodes = response.source_nodes if response is not None else []
        text = response.response if response is not None else None
        contexts = [node.get_content() for node in nodes]
        return await self.aevaluate(query, text, contexts, citations=citations_of(nodes), **kwargs)

    def evaluate_response(
        self, query: str | None = None, response: Response | None = None, **kwargs: object
    ) -> EvaluationResult:
        """Do what `aevaluate_response` does."""
        nodes = response.source_nodes if response is not None else []
        text = response.response if response is not None else None
        contexts = [node.get_content() for node in nodes]
        return self.evaluate(query, text, contexts, citations=citations_of(nodes), **kwargs)


def citations_of(nodes: Sequence[NodeWithScore]) -> tuple[GivenCitation, ...]:
    """Return source nodes as citations: by their own marker and document, or numbered in their order."""
    return tuple(_citation(place, node) for place, node in enumerate(nodes, 1))


def _citation(place: int, node: NodeWithScore) -> GivenCitation:
    known = node.node.metadata
    path = known.get("uri") or known.get("file_path") or known.get("file_name") or ""
    return GivenCitation(
        marker=known.get("marker", place),
        document=GivenDocument(title=known.get("title"), uri=path),
        exact=node.node.get_content(),
        start=known.get("start"),
        end=known.get("end"),
    )


def evaluators(case: Case, documents: Documents) -> dict[str, MetricEvaluator]:
    """Return an evaluator for each metric, by the metric's name."""
    return {metric.name: MetricEvaluator(metric, case, documents) for metric in METRICS}
