"""Every figure with its n and its interval; what could not be scored is left out, never counted as zero."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

T = TypeVar("T")

_Z = 1.959963984540054
_RESAMPLES = 2000
_SEED = 20240229


class Estimate(BaseModel):
    """A figure with its 95 % interval."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    value: float | None
    """The figure; None where nothing could be scored."""
    low: float | None = None
    """Lower end of the 95 % interval."""
    high: float | None = None
    """Upper end."""
    n: int = 0
    """How many answers it rests on."""

    def __str__(self) -> str:
        """Write it as `.812 [.700, .890] n=37`."""
        if self.value is None:
            return "not scored"
        return f"{_short(self.value)} [{_short(self.low)}, {_short(self.high)}] n={self.n}"


def _short(value: float | None) -> str:
    if value is None:
        return "-"
    if abs(value) >= 10:
        return f"{value:.0f}"
    text = f"{value:.3f}"
    return text[1:] if text.startswith("0.") else text


def wilson(successes: int, n: int) -> Estimate:
    """Return a rate with Wilson's score interval (Wilson 1927), which holds for small n and near 0 and 1."""
    if n == 0:
        return Estimate(value=None)
    rate = successes / n
    centre = (rate + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * math.sqrt(rate * (1 - rate) / n + _Z**2 / (4 * n**2))
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == n else min(1.0, centre + half)
    return Estimate(value=rate, low=low, high=high, n=n)


def clustered(
    items: Sequence[T], clusters: Sequence[str], figure: Callable[[Sequence[T]], float | None], n: int | None = None
) -> Estimate:
    """Return `figure(items)` with a percentile bootstrap interval that resamples whole clusters.

    Cases that share evidence fall or stand together; resampling them one by one would make intervals too narrow
    (Efron and Tibshirani 1993, chapter 8; Cameron, Gelbach and Miller 2008 on clusters).
    """
    value = figure(items) if items else None
    if value is None:
        return Estimate(value=None)
    groups: dict[str, list[T]] = defaultdict(list)
    for item, cluster in zip(items, clusters, strict=True):
        groups[cluster].append(item)
    names = sorted(groups)
    source = random.Random(_SEED)  # noqa: S311  a fixed seed, so that the same answers give the same interval
    drawn = []
    for _ in range(_RESAMPLES):
        sample = [item for name in source.choices(names, k=len(names)) for item in groups[name]]
        again = figure(sample)
        if again is not None:
            drawn.append(again)
    drawn.sort()
    if len(set(drawn)) == 1 and figure is mean and value in {0, 1}:
        return _at_the_edge(value, len(names), n or len(items))
    return Estimate(value=value, low=quantile(drawn, 0.025), high=quantile(drawn, 0.975), n=n or len(items))


def _at_the_edge(value: float, clusters: int, n: int) -> Estimate:
    """Resampling a figure that is 0 or 1 everywhere gives no width; Wilson's interval over the clusters does."""
    edge = wilson(round(value * clusters), clusters)
    return Estimate(value=value, low=edge.low, high=edge.high, n=n)


def mean(values: Sequence[float]) -> float | None:
    """Return the mean, or None of nothing."""
    return sum(values) / len(values) if values else None


def quantile(values: Sequence[float], share: float) -> float | None:
    """Return the value below which `share` of the sorted values lie, by linear interpolation; None of nothing."""
    if not values:
        return None
    place = share * (len(values) - 1)
    below = math.floor(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (place - below) * (values[above] - values[below])


def roc_auc(scored: Sequence[tuple[float, bool]]) -> float | None:
    """Return the area under the ROC curve: how often a true item scores above a false one, ties counting half.

    The Mann-Whitney form (Hanley and McNeil 1982). None where either kind is absent.
    """
    ordered = sorted(scored)
    positives = sum(label for _, label in ordered)
    negatives = len(ordered) - positives
    if not positives or not negatives:
        return None
    ranks, place = 0.0, 0
    while place < len(ordered):
        last = place
        while last < len(ordered) and ordered[last][0] == ordered[place][0]:
            last += 1
        ranks += sum(label for _, label in ordered[place:last]) * (place + last + 1) / 2
        place = last
    return (ranks - positives * (positives + 1) / 2) / (positives * negatives)


def cohen_kappa(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    """Return Cohen's kappa of two yes-no judgements: agreement beyond chance (Cohen 1960); None if undefined."""
    if not pairs:
        return None
    n = len(pairs)
    agree = sum(one == other for one, other in pairs) / n
    first, second = sum(one for one, _ in pairs) / n, sum(other for _, other in pairs) / n
    chance = first * second + (1 - first) * (1 - second)
    return None if chance == 1 else (agree - chance) / (1 - chance)
