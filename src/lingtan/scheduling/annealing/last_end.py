"""A run where nothing counts but the last end: lines are sums of runs and set-ups."""

from __future__ import annotations

import numpy as np

from lingtan.scheduling.annealing.chance import cooling_of, exponentials, first_word
from lingtan.scheduling.dispatch import Sequence as Plan
from lingtan.scheduling.dispatch import open_orders, with_frozen, without_frozen
from lingtan.scheduling.objective import Objective
from lingtan.scheduling.problem import Problem

__all__ = ["evened", "is_last_end_alone"]

#: First and last heat, in what an order takes on its best line with its least set-up.
_HOT_SHARE, _COLD_SHARE = 1.5, 0.03


def is_last_end_alone(problem: Problem, objective: Objective) -> bool:
    """Whether nothing counts but the last end, and no order waits for its material or a closure."""
    is_late_free = objective.per_weighted_tardy_min == 0 or not problem.weight.any()
    others = objective.per_changeover_min + objective.per_moved
    is_plain = not problem.closures and bool((problem.release_min <= problem.ready_min.min()).all())
    return objective.per_makespan_min > 0 and is_late_free and others == 0 and is_plain


def evened(problem: Problem, objective: Objective, start: Plan, *, iterations: int, heat_share: float, seed: int) -> Plan:
    """The best sequences of one run of `loops.balance` from a plan."""
    from lingtan.scheduling.loops.arrays import arrays_of
    from lingtan.scheduling.loops.balance import balance, lines_of

    arrays = arrays_of(problem, objective)
    orders = open_orders(problem)
    seq, count = without_frozen(problem, start)
    lines, per_order_min = lines_of(arrays, orders, seq, count)
    hot, cold = max(_HOT_SHARE * per_order_min * heat_share, 1e-3), max(_COLD_SHARE * per_order_min, 1e-3)
    best_seq, best_count = np.zeros_like(seq), np.zeros_like(count)
    word = np.array([first_word(seed)], np.uint64)
    balance(lines, orders, exponentials(), iterations, hot, cold, cooling_of(cold / hot, iterations), word, best_seq, best_count)
    return with_frozen(problem, best_seq, best_count)
