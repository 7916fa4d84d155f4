"""Errors of forecasts against declared means."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy import stats

Array = npt.NDArray[np.float64]
TARGETS = ("total", "embodied", "use")
MISS = 0.1  # the share that a P5-P95 interval leaves outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """A point per target, where there is one a distribution (sorted values, weights), and stage shares. [kg CO2e]"""

    point: dict[str, float]
    spread: dict[str, tuple[Array, Array]] = field(default_factory=dict)
    shares: dict[str, float] | None = None

    def interval(self, target: str) -> tuple[float, float] | None:
        if target not in self.spread:
            return None
        values, weights = self.spread[target]
        low, high = np.interp([MISS / 2, 1 - MISS / 2], np.cumsum(weights) - 0.5 * weights, values)
        return float(low), float(high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What one group of sheets says of one kind of forecast. Ratios are predicted over declared; interval score and CRPS over declared."""

    n: int
    mdape: float
    bias: float
    near: float
    spearman: float
    coverage: float
    interval_score: float
    crps: float
    mdape_low: float
    mdape_high: float


def crps(values: Array, weights: Array, declared: float) -> float:
    """Continuous ranked probability score of a weighted sample: E|X - y| - E|X - X'|/2."""
    cumulated = np.cumsum(weights)
    pair = 2.0 * float(np.sum(weights * values * (cumulated - 0.5 * weights)) - 0.5 * np.sum(weights * values))
    return float(np.sum(weights * np.abs(values - declared))) - pair


def interval_score(low: float, high: float, declared: float) -> float:
    """Width plus 2/alpha times what lies outside (Gneiting & Raftery 2007)."""
    return high - low + 2.0 / MISS * (max(0.0, low - declared) + max(0.0, declared - high))


def coverage_band(n: int) -> tuple[float, float]:
    """The binomial 95 % band of a coverage whose truth is 90 %."""
    low, high = stats.binom.interval(0.95, n, 1 - MISS)
    return low / n, high / n


def score(forecasts: Sequence[Forecast], declared: Sequence[float], families: Sequence[str], target: str, *, seed: int) -> Scores | None:
    if not forecasts:
        return None
    points = np.array([one.point[target] for one in forecasts])
    truth = np.array(declared)
    off = np.abs(points / truth - 1.0)
    spans = [one.interval(target) for one in forecasts]
    known = [(span, y) for span, y in zip(spans, declared, strict=True) if span is not None]
    low, high = _bootstrap(off, families, seed)
    ranked = [crps(*one.spread[target], y) / y for one, y in zip(forecasts, declared, strict=True) if target in one.spread]
    return Scores(
        n=len(points),
        mdape=float(np.median(off)),
        bias=float(np.median(points / truth)),
        near=float(np.mean(off <= 0.2)),
        spearman=float(stats.spearmanr(points, truth).statistic)
        if len(points) > 2 and np.ptp(points) > 0 and np.ptp(truth) > 0
        else np.nan,
        coverage=float(np.mean([a <= y <= b for (a, b), y in known])) if known else np.nan,
        interval_score=float(np.mean([interval_score(a, b, y) / y for (a, b), y in known])) if known else np.nan,
        crps=float(np.mean(ranked)) if ranked else np.nan,
        mdape_low=low,
        mdape_high=high,
    )


def _bootstrap(off: Array, families: Sequence[str], seed: int) -> tuple[float, float]:
    """95 % interval of the median error, whole product families drawn with replacement."""
    groups: dict[str, list[float]] = {}
    for family, value in zip(families, off, strict=True):
        groups.setdefault(family, []).append(float(value))
    drawn = list(groups.values())
    random = np.random.default_rng(seed)
    medians = []
    for _ in range(400):
        chosen = random.integers(0, len(drawn), len(drawn))
        medians.append(statistics.median([value for index in chosen for value in drawn[index]]))
    low, high = np.quantile(medians, [0.025, 0.975])
    return float(low), float(high)


def share_error(forecasts: Sequence[Forecast], shares: Sequence[dict[str, float]]) -> float:
    """Mean over sheets of the sum of absolute differences of the four stage shares. [-]"""
    errors = [
        sum(abs(one.shares[name] - value) for name, value in stated.items())
        for one, stated in zip(forecasts, shares, strict=True)
        if one.shares is not None
    ]
    return float(np.mean(errors)) if errors else np.nan
