"""Certified scores: what one unit of every activity's product carries, for every indicator, in one pass.

    production_j · h_j = flow_j + Σ_i amount_ji · h_i          (h = A⁻ᵀ Bᵀ)

Strongly connected components are taken suppliers first: an activity alone is a sum and a division, a loop is a small dense system.
Sums are `math.fsum` (rounded once, whatever their order), so a score depends on neither the order of activities nor the machine.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from lingtan.errors import KernelError
from lingtan.lca.dense import SINGULAR_PIVOT, factorise, name_processes, solve
from lingtan.lca.graph import Activity, ProcessGraph
from lingtan.lca.structure import Component, check_graph, component_matrix, components, is_leontief
from lingtan.quantities import CLIMATE, Indicator

__all__ = ["Scores", "certified_scores", "net_production"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Scores of one unit of each activity's product [kg CO2e, kg, m3 per product unit]."""

    by_activity: Mapping[str, Mapping[Indicator, float]]

    def of(self, activity: str) -> Mapping[Indicator, float]:
        """The activity's score for every indicator. Raises KernelError `ACTIVITY_UNKNOWN`."""
        if activity not in self.by_activity:
            raise KernelError("ACTIVITY_UNKNOWN", place="scores", activity=activity)
        return self.by_activity[activity]

    def climate(self, activity: str) -> float:
        """The activity's climate score: the five climate indicators' sum, rounded once. [kg CO2e per product unit]."""
        score = self.of(activity)
        return math.fsum(score[indicator] for indicator in CLIMATE)


def certified_scores(graph: ProcessGraph) -> Scores:
    """Scores of all activities for all indicators, the same bits on every machine and for every order of the activities.

    Negative exchanges are co-products credited by substitution. Raises KernelError as `check_graph` (also for a score beyond the
    largest double), and, naming the processes, `SINGULAR_SYSTEM` (a combination of processes whose net effect is nothing),
    `LOOP_NOT_PRODUCTIVE` (a loop without substitution that needs a unit or more of itself to make one), `ILL_CONDITIONED` (residual
    gate 1e-9) and `COMPONENT_TOO_LARGE`.
    """
    check_graph(graph)
    present = [i for i in Indicator if any(activity.flows.get(i, 0.0) for activity in graph.activities.values())]
    absent = {indicator: 0.0 for indicator in Indicator if indicator not in present}
    scores: dict[str, dict[Indicator, float]] = {}
    for component in components(graph):
        if component.is_cyclic:
            scores.update(_loop_scores(graph, component, present, scores))
        else:
            activity = graph.activities[component.keys[0]]
            net = net_production(activity)
            scores[activity.key] = {i: _total(activity, i, scores) / net for i in present}
        _check_finite(scores, component)
    return Scores(by_activity={key: {i: scores[key].get(i, 0.0) for i in Indicator} | absent for key in graph.activities})


def net_production(activity: Activity) -> float:
    """What a run leaves of the activity's own product after feeding itself. [product units].

    Raises KernelError `SINGULAR_SYSTEM` when it leaves nothing, `LOOP_NOT_PRODUCTIVE` when it eats more than it makes.
    """
    own = [exchange.amount for exchange in activity.exchanges if exchange.activity == activity.key]
    if not own:
        return activity.production
    net = math.fsum([activity.production, *(-amount for amount in own)])
    if abs(net) <= SINGULAR_PIVOT * abs(activity.production):
        raise KernelError("SINGULAR_SYSTEM", processes=activity.key)
    if activity.production > 0.0 > net:
        raise KernelError("LOOP_NOT_PRODUCTIVE", processes=activity.key)
    return net


def _total(activity: Activity, indicator: Indicator, scores: Mapping[str, Mapping[Indicator, float]]) -> float:
    """A run's own flow and what its inputs carry, as far as they are scored (its own loop apart)."""
    inputs = (e.amount * scores[e.activity][indicator] for e in activity.exchanges if e.activity in scores)
    try:
        return math.fsum([activity.flows.get(indicator, 0.0), *inputs])
    except (OverflowError, ValueError):  # beyond the largest double
        return math.nan


def _check_finite(scores: Mapping[str, Mapping[Indicator, float]], component: Component) -> None:
    for key in component.keys:
        for indicator, score in scores[key].items():
            if not math.isfinite(score):
                raise KernelError("AMOUNT_NOT_FINITE", place=key, item=f"score/{indicator.value}", value=score)


def _loop_scores(
    graph: ProcessGraph, component: Component, present: list[Indicator], scores: Mapping[str, Mapping[Indicator, float]]
) -> dict[str, dict[Indicator, float]]:
    activities = [graph.activities[key] for key in component.keys]
    right = np.array([[_total(activity, i, scores) for i in present] + [1.0] for activity in activities])
    x = solve(factorise(component_matrix(graph, component), component.keys), right)
    if is_leontief(graph, component) and not (x[:, -1] > 0.0).all():
        raise KernelError("LOOP_NOT_PRODUCTIVE", processes=name_processes(component.keys))
    return {key: {i: float(x[row, column]) for column, i in enumerate(present)} for row, key in enumerate(component.keys)}
