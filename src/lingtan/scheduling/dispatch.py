"""Dispatching rules: what a plan is compared with (FIFO, EDD), and where the search begins (ATCS)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum

import numpy as np

from lingtan.scheduling.frozen import Plan, open_orders, with_frozen
from lingtan.scheduling.objective import Objective
from lingtan.scheduling.problem import Problem
from lingtan.scheduling.timing import terms_of, timing_of
from lingtan.uncertainty.elementary import log

__all__ = ["Rule", "atcs_plans", "best_atcs", "rule_plan"]

_K1, _K2 = (0.5, 1.0, 2.0, 4.0), (0.05, 0.2, 0.8, 3.2)
#: ln(w/p) of an order without weight: behind all others.
_NO_WEIGHT = 1e-9


class Rule(StrEnum):
    """Lists taken from the top, each order to the line that ends it first."""

    FIFO = "fifo"
    EDD = "edd"


def rule_plan(problem: Problem, rule: Rule) -> Plan:
    """The rule's sequences: FIFO by release (then due), EDD by due (then release); ties by number."""
    from lingtan.scheduling.loops.arrays import arrays_of
    from lingtan.scheduling.loops.dispatch import in_order

    orders = open_orders(problem)
    first, then = (problem.release_min, problem.due_min) if rule is Rule.FIFO else (problem.due_min, problem.release_min)
    listed = orders[np.lexsort((orders, then[orders], first[orders]))]
    seq, count = np.zeros(problem.run_min.shape, np.int64), np.zeros(problem.line_count, np.int64)
    in_order(arrays_of(problem, Objective()), listed, seq, count)
    return with_frozen(problem, seq, count)


def atcs_plans(problem: Problem, *, starts: int = 16, workers: int = 2) -> list[Plan]:
    """Plans of ATCS over the grid of its two scales, multiples of the mean run and the mean set-up (Lee et al. 1997), some at a time."""
    from lingtan.scheduling.loops.arrays import arrays_of
    from lingtan.scheduling.loops.dispatch import atcs

    orders = open_orders(problem)
    run = np.maximum(problem.run_min, 1).astype(np.float64)
    value = log(np.maximum(problem.weight, _NO_WEIGHT))[None, :] - log(run)
    mean_run = float(run[problem.run_min >= 0].sum() / max((problem.run_min >= 0).sum(), 1))
    mean_setup = max(float(problem.setup_min.sum()) / problem.setup_min.size, 1.0)
    arrays = arrays_of(problem, Objective())

    def plan(scales: tuple[float, float]) -> Plan:
        seq, count = np.zeros(problem.run_min.shape, np.int64), np.zeros(problem.line_count, np.int64)
        atcs(arrays, orders, value, scales[0] * mean_run, scales[1] * mean_setup, seq, count)
        return with_frozen(problem, seq, count)

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(plan, [(k1, k2) for k1 in _K1 for k2 in _K2][:: max(1, 16 // starts)]))


def best_atcs(problem: Problem, objective: Objective, *, starts: int = 16, workers: int = 2) -> Plan:
    """The best of `atcs_plans` under the objective, the first of equals."""
    plans = atcs_plans(problem, starts=starts, workers=workers)
    return min(plans, key=lambda plan: terms_of(problem, timing_of(problem, plan)).total(objective))
