"""How hot a run begins and ends: what a typical set-up and a typical delay cost, and what the start costs an order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtan.scheduling.frozen import open_orders
from lingtan.scheduling.objective import Objective
from lingtan.scheduling.problem import Problem
from lingtan.uncertainty.elementary import exp, log

__all__ = ["SCALE", "Heat", "has_families", "heat_of"]

#: What a run multiplies an objective with a makespan by, for a guide of less than its unit.
SCALE = 16
#: The least last heat. Where every order has set-ups of its own: the first heat at most, in what the start costs an order; the last,
#: beside the one of families, and on a line alone.
_COLDEST, _HOT_BY_ORDER, _COLD_BY_ORDER, _COLD_ALONE = 0.3, 1.2, 2.4, 1.0


@dataclass(frozen=True, slots=True)
class Heat:
    """First and last temperature, in units of the objective."""

    first: float
    last: float

    def scaled(self, share: float) -> Heat:
        """With a first temperature of this share."""
        return Heat(max(self.first * share, self.last), self.last)

    def midway(self, share: float) -> Heat:
        """From the temperature that a run has after `1 − share` of its tries."""
        first, last = (float(one) for one in log(np.array([self.first, self.last])))
        return Heat(max(float(exp(np.array([last + share * (first - last)]))[0]), self.last), self.last)


def has_families(problem: Problem) -> bool:
    """Whether any two open orders need the same set-ups."""
    return bool(np.bincount(problem.family[open_orders(problem)]).max(initial=0) > 1)


def heat_of(problem: Problem, objective: Objective, value: int) -> Heat:
    """Of a run whose start costs `value`, which counts where orders share no set-ups."""
    run = problem.run_min[problem.run_min > 0]
    typical = float(run.sum()) / max(run.size, 1)
    setup = float(problem.setup_min.sum()) / problem.setup_min.size
    weight = float(problem.weight.sum()) / problem.weight.size
    hot = objective.per_changeover_min * setup + objective.per_weighted_tardy_min * weight * (setup + 0.1 * typical)
    hot += SCALE * objective.per_makespan_min * (0.1 * typical + 0.1 * setup) + objective.per_moved
    first, last = max(4.0 * hot, 1.0), max(hot / 14.0, _COLDEST)
    if not has_families(problem):
        orders, cold = len(open_orders(problem)), _COLD_ALONE if problem.line_count == 1 else _COLD_BY_ORDER
        first, last = min(first, max(_HOT_BY_ORDER * value / max(orders, 1), 1.0)), max(cold * last, _COLDEST)
    return Heat(max(first, last), last)
