"""Which parameter the variance comes from, hence what is worth asking next."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lingtan.lca.adjoint import Scores, certified_scores
from lingtan.lca.graph import Demand, ProcessGraph
from lingtan.lca.sampling import Parameters, prepare
from lingtan.lca.scaling import certified_scaling
from lingtan.quantities import CLIMATE, Indicator
from lingtan.uncertainty import Scope, multiplier_variance

__all__ = ["VarianceContribution", "contribution_to_variance"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VarianceContribution:
    """A parameter's first-order part of the variance.

    `slope` is ∂X/∂m at the means: what a 1 % error of the parameter moves is slope/100. [kg CO2e]. `variance` = slope²·Var(m). [kg²].
    `share` of the whole. [-].
    """

    key: str
    scope: Scope
    slope: float
    variance: float
    share: float


def contribution_to_variance(
    graph: ProcessGraph,
    demands: Iterable[Demand],
    parameters: Parameters,
    *,
    variance: float | None = None,
    indicators: Sequence[Indicator] = CLIMATE,
    scores: Scores | None = None,
) -> tuple[VarianceContribution, ...]:
    """Every parameter's first-order part of the variance of the device's score, largest first; no sampling, hence no noise.

    With h the scores and s the runs at the means, ∂X/∂m = Σ lines + Σ s·flow + Σ s·amount·h over the places where m stands (the
    adjoint identity dX = s·(dB + dA·h)). Where no path meets a parameter twice X is linear in each m, so slope²·Var(m) is
    Var(E[X | m]) exactly: the numerator of the first-order Sobol index (Sobol' 2001, Math. Comput. Simul. 55:271).
    `scores` are the certified ones of the graph, for a caller that has them.
    Shares are of `variance` [kg²] when given (what is missing to 1 are interactions), else of the parts' sum.
    Raises KernelError as `certified_scores`, `PARAMETER_UNKNOWN`.
    """
    lines = tuple(demands)
    plan = prepare(graph, lines, parameters, indicators)
    scores = certified_scores(graph) if scores is None else scores
    runs = certified_scaling(graph, lines)
    height = {key: math.fsum(scores.of(key)[i] for i in indicators) for key in runs}
    slopes: dict[str, list[float]] = {key: [] for key in plan.parameters}
    for line in lines:
        for key in line.multipliers:
            slopes[key].append(line.amount * height[line.activity])
    for activity in (graph.activities[key] for key in runs):
        for key in activity.flow_multipliers:
            slopes[key].append(runs[activity.key] * plan.flows[activity.key])
        for exchange in activity.exchanges:
            for key in exchange.multipliers:
                slopes[key].append(runs[activity.key] * exchange.amount * height[exchange.activity])
    found = [(key, math.fsum(values)) for key, values in slopes.items()]
    parts = {key: slope * slope * multiplier_variance(plan.parameters[key]) for key, slope in found}
    whole = math.fsum(parts.values()) if variance is None else variance
    rows = [
        VarianceContribution(
            key=key, scope=plan.parameters[key].scope, slope=slope, variance=parts[key], share=parts[key] / whole if whole else 0.0
        )
        for key, slope in found
    ]
    return tuple(sorted(rows, key=lambda row: (-row.variance, row.key)))
