"""How often every activity runs for a demand: the other side of the adjoint, for contributions by activity.

production_i · s_i = demand_i + Σ_j amount_ji · s_j        (s = A⁻¹ f)
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np

from lingtan.lca.adjoint import net_production
from lingtan.lca.dense import factorise, solve
from lingtan.lca.graph import Demand, ProcessGraph
from lingtan.lca.structure import check_demands, check_graph, component_matrix, components

__all__ = ["certified_scaling"]


def certified_scaling(graph: ProcessGraph, demands: Iterable[Demand]) -> Mapping[str, float]:
    """Runs of each activity that the demands need [runs], consumers before their suppliers.

    Activities that no demand reaches are absent. Sums are `math.fsum`. Raises KernelError as `certified_scores`, and `LINE_TWICE`.
    """
    lines = tuple(demands)
    check_graph(graph)
    check_demands(graph, lines)
    needs: dict[str, list[float]] = {}
    for line in lines:
        needs.setdefault(line.activity, []).append(line.amount)
    runs: dict[str, float] = {}
    for component in reversed(components(graph, [line.activity for line in lines])):
        right = [math.fsum(needs.get(key, ())) for key in component.keys]
        if component.is_cyclic:
            matrix = np.ascontiguousarray(component_matrix(graph, component).T)
            solved = solve(factorise(matrix, component.keys), np.array(right)[:, None])[:, 0]
            runs.update({key: float(value) for key, value in zip(component.keys, solved, strict=True)})
        else:
            runs[component.keys[0]] = right[0] / net_production(graph.activities[component.keys[0]])
        members = set(component.keys)
        for key in component.keys:
            for exchange in graph.activities[key].exchanges:
                if exchange.activity not in members:
                    needs.setdefault(exchange.activity, []).append(exchange.amount * runs[key])
    return runs
