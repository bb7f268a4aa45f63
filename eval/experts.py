"""How well the support test agrees with domain experts: ExpertQA (Malaviya et al. 2024).

Each claim there has evidence and an expert's verdict. Complete counts as supported, Partial and Incomplete as not;
claims without evidence, and N/A, are not judged.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import UsageError
from eval.places import shared_root
from eval.statistics import Estimate, clustered, cohen_kappa, roc_auc
from eval.support import SUPPORTED, overlap, support

_VERDICTS = {"Complete": True, "Partial": False, "Incomplete": False}
Test = Callable[[str, Sequence[str]], float]


@dataclass(frozen=True)
class Judged:
    """A claim with its evidence and what an expert held of it."""

    question: str
    """The question; claims of one question are one cluster."""
    claim: str
    """The claim."""
    evidence: tuple[str, ...]
    """The passages given for it."""
    supported: bool
    """Whether the expert found it completely supported."""


@dataclass(frozen=True)
class Agreement:
    """The support test and the baseline, against experts."""

    claims: int
    """How many claims were judged."""
    share_supported: float
    """Share of them that experts found supported."""
    auc: Estimate
    """ROC AUC of the support test."""
    kappa: Estimate
    """Cohen's kappa of the support test at its threshold."""
    baseline_auc: Estimate
    """ROC AUC of plain content overlap."""
    baseline_kappa: Estimate
    """Cohen's kappa of plain content overlap at the threshold that fits these data best: the baseline's best case."""
    gain: Estimate
    """AUC of the support test less that of the baseline, on the same resamples."""

    @property
    def beats_baseline(self) -> bool:
        """Whether the gain's whole interval lies above zero."""
        return self.gain.low is not None and self.gain.low > 0

    def lines(self) -> list[str]:
        """Return the report, a line a figure."""
        return [
            f"{self.claims} claims, experts find {self.share_supported:.3f} supported",
            f"support test     ROC AUC {self.auc}   kappa {self.kappa}",
            f"content overlap  ROC AUC {self.baseline_auc}   kappa {self.baseline_kappa}",
            f"gain in ROC AUC  {self.gain}",
        ]


def expertqa_file(given: Path | None) -> Path:
    """Return the file of judged answers; raise UsageError naming it where it is missing."""
    file = given or shared_root() / "data" / "expertqa" / "rand_test.jsonl"
    if not file.is_file():
        raise UsageError(f"{file} is missing; name ExpertQA's judged answers with --data, or set ACCORDINGTO_SHARED.")
    return file


def load_judged(file: Path) -> tuple[Judged, ...]:
    """Read ExpertQA's judged answers (JSON Lines)."""
    judged = []
    for line in file.read_text(encoding="utf-8").split("\n"):
        if not line.strip():
            continue
        entry = json.loads(line)
        for answer in entry["answers"].values():
            for claim in answer["claims"]:
                verdict = _VERDICTS.get(claim["support"])
                if verdict is not None and claim["evidence"]:
                    evidence = tuple(_without_address(one) for one in claim["evidence"])
                    judged.append(Judged(entry["question"], claim["claim_string"], evidence, verdict))
    return tuple(judged)


def _without_address(evidence: str) -> str:
    """Return the evidence without its first line, "[n] URL"."""
    first, _, rest = evidence.partition("\n")
    return rest if first.startswith("[") and rest.strip() else evidence


def unseen_half(judged: Sequence[Judged]) -> list[Judged]:
    """Return the claims of half the questions, by hash: the half on which nothing of the test was chosen."""
    return [one for one in judged if int(hashlib.sha256(one.question.encode()).hexdigest(), 16) % 2 == 1]


def agreement(judged: Sequence[Judged]) -> Agreement:
    """Hold the support test and the baseline against the experts' verdicts."""
    rows = [(support(j.claim, j.evidence), overlap(j.claim, j.evidence), j.supported) for j in judged]
    clusters = [j.question for j in judged]
    best = max({row[1] for row in rows}, key=lambda cut: cohen_kappa([(r[1] >= cut, r[2]) for r in rows]) or 0.0)
    return Agreement(
        claims=len(rows),
        share_supported=sum(row[2] for row in rows) / len(rows),
        auc=clustered(rows, clusters, lambda drawn: roc_auc([(r[0], r[2]) for r in drawn])),
        kappa=clustered(rows, clusters, lambda drawn: cohen_kappa([(r[0] >= SUPPORTED, r[2]) for r in drawn])),
        baseline_auc=clustered(rows, clusters, lambda drawn: roc_auc([(r[1], r[2]) for r in drawn])),
        baseline_kappa=clustered(rows, clusters, lambda drawn: cohen_kappa([(r[1] >= best, r[2]) for r in drawn])),
        gain=clustered(rows, clusters, _gain),
    )


def _gain(rows: Sequence[tuple[float, float, bool]]) -> float | None:
    ours, theirs = roc_auc([(r[0], r[2]) for r in rows]), roc_auc([(r[1], r[2]) for r in rows])
    return None if ours is None or theirs is None else ours - theirs
