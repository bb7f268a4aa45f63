"""From an answer to its score, and from scores to a table."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from eval.answers import GivenAnswer
from eval.cases import Case, Code, Kind
from eval.documents import Documents
from eval.errors import DocumentMissing
from eval.examining import Examined
from eval.faults import find_faults
from eval.metrics import METRICS, Metric
from eval.statistics import Estimate, clustered, mean, quantile, wilson


class Record(BaseModel):
    """Base of what is written to results: immutable, documented."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Finding(Record):
    """A fault as results.json holds it."""

    code: Code
    """What kind."""
    why: str
    """In words."""
    sentence: int | None = None
    """Index of the sentence, where it is in one."""


class Score(Record):
    """What one answer to one case is worth."""

    id: str
    """The case's id."""
    kind: Kind
    """The case's kind."""
    cluster: str
    """Cases that share evidence."""
    expect: str
    """answer or abstain."""
    question: str
    """The scored turn."""
    text: str = ""
    """The answer's text."""
    unscored: str | None = None
    """Why it could not be scored; then it counts nowhere."""
    abstained: bool = False
    """Whether the answer refuses."""
    findings: tuple[Finding, ...] = ()
    """Everything that is wrong with it."""
    measures: dict[str, float | None] = {}
    """Every metric of it; None where the metric does not apply."""
    repairs: tuple[str, ...] = ()
    """What the system's own checks did to a language model's wording."""
    seconds: float | None = None
    """How long it took."""
    confidence: float | None = None
    """How sure the system was, if it said."""

    @property
    def ok(self) -> bool:
        """Whether it is without a hard error."""
        return not self.findings


def score(case: Case, answer: GivenAnswer, documents: Documents) -> Score:
    """Score one answer; a case whose documents are not at hand is unscored, not wrong."""
    known = {
        "id": case.id,
        "kind": case.kind,
        "cluster": case.cluster or case.id,
        "expect": case.expect,
        "question": case.turns[-1],
        "text": answer.text,
        "repairs": answer.repairs,
        "seconds": answer.seconds,
        "confidence": answer.confidence,
    }
    if answer.error is not None:
        finding = Finding(code=Code.NOT_ANSWERED, why=f"the system failed: {answer.error}")
        return Score(**known, findings=(finding,), measures={"no_hard_error": 0.0})
    examined = Examined(case, answer, documents)
    try:
        faults = find_faults(examined)
        measures = {metric.name: metric.measure(examined, faults) for metric in METRICS}
    except DocumentMissing as error:
        return Score(**known, unscored=str(error))
    findings = tuple(Finding(code=f.code, why=f.why, sentence=f.sentence) for f in faults)
    return Score(**known, abstained=examined.abstains, findings=findings, measures=measures)


def summarise(scores: Sequence[Score]) -> dict[str, Estimate]:
    """Return every figure over a set of scores, with its interval and n."""
    scored = [one for one in scores if one.unscored is None]
    table = {metric.name: _figure(metric, scored) for metric in METRICS}
    table |= {
        "abstention_precision": abstention_precision(scored),
        "abstention_recall": abstention_recall(scored),
        "abstention_f1": abstention_f1(scored),
        "false_refusals": false_refusals(scored),
        "risk_coverage_area": risk_coverage_area(scored),
        "latency_p50": latency(scored, 0.5),
        "latency_p95": latency(scored, 0.95),
    }
    return table


def _figure(metric: Metric, scored: Sequence[Score]) -> Estimate:
    held = [(one.measures[metric.name], one.cluster) for one in scored if one.measures.get(metric.name) is not None]
    values = [value for value, _ in held if value is not None]
    if metric.yes_no:
        return wilson(round(sum(values)), len(values))
    return clustered(values, [cluster for _, cluster in held], mean)


def abstention_precision(scored: Sequence[Score]) -> Estimate:
    """Right refusals / refusals."""
    refused = [one for one in scored if one.abstained]
    return wilson(sum(one.expect == "abstain" for one in refused), len(refused))


def abstention_recall(scored: Sequence[Score]) -> Estimate:
    """Right refusals / questions that the documents do not answer."""
    asked = [one for one in scored if one.expect == "abstain"]
    return wilson(sum(one.abstained for one in asked), len(asked))


def false_refusals(scored: Sequence[Score]) -> Estimate:
    """Refusals / questions that the documents answer."""
    asked = [one for one in scored if one.expect == "answer"]
    return wilson(sum(one.abstained for one in asked), len(asked))


def abstention_f1(scored: Sequence[Score]) -> Estimate:
    """Harmonic mean of abstention's precision and recall (van Rijsbergen 1979)."""
    return clustered(scored, [one.cluster for one in scored], _f1)


def _f1(scored: Sequence[Score]) -> float | None:
    right = sum(one.abstained and one.expect == "abstain" for one in scored)
    either = sum(one.abstained for one in scored) + sum(one.expect == "abstain" for one in scored)
    return 2 * right / either if either else None


def risk_coverage_area(scored: Sequence[Score]) -> Estimate:
    """Area under the risk-coverage curve (El-Yaniv and Wiener 2010): the mean, over coverages, of the error share.

    Answers are taken from the surest down; refusals are not answers. Unscored where the system states no confidence.
    """
    sure = [one for one in scored if one.confidence is not None and not one.abstained]
    return clustered(sure, [one.cluster for one in sure], _area)


def _area(sure: Sequence[Score]) -> float | None:
    ordered = sorted(sure, key=lambda one: -(one.confidence or 0.0))
    wrong, risks = 0, []
    for place, one in enumerate(ordered, start=1):
        wrong += not one.ok
        risks.append(wrong / place)
    return mean(risks)


def latency(scored: Sequence[Score], share: float) -> Estimate:
    """Seconds below which `share` of the answers came; unscored where they were not timed."""
    timed = [one for one in scored if one.seconds is not None]
    seconds = [one.seconds for one in timed if one.seconds is not None]
    return clustered(seconds, [one.id for one in timed], lambda drawn: quantile(sorted(drawn), share))
