"""A run where nothing counts but the last end: lines are sums of runs and set-ups."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from lingtan.scheduling.annealing.chance import cooling_of, exponentials, first_word
from lingtan.scheduling.annealing.hands import turns
from lingtan.scheduling.dispatch import Sequence as Plan
from lingtan.scheduling.dispatch import open_orders, with_frozen, without_frozen
from lingtan.scheduling.objective import Objective
from lingtan.scheduling.problem import Problem

__all__ = ["evened", "is_last_end_alone"]

#: First and last heat, in what an order takes on its best line with its least set-up.
_HOT_SHARE, _COLD_SHARE = 0.8, 0.08


def is_last_end_alone(problem: Problem, objective: Objective) -> bool:
    """Whether nothing counts but the last end, and no order waits for its material or a closure."""
    is_late_free = objective.per_weighted_tardy_min == 0 or not problem.weight.any()
    others = objective.per_changeover_min + objective.per_moved
    is_plain = not problem.closures and bool((problem.release_min <= problem.ready_min.min()).all())
    return objective.per_makespan_min > 0 and is_late_free and others == 0 and is_plain


def evened(
    problem: Problem, objective: Objective, start: Plan, *, iterations: int, heat_share: float, seed: int, watch: Callable[[int], None]
) -> Plan:
    """The best sequences of one run of `loops.balance` from a plan; `watch` is told of tries as they are done."""
    from lingtan.scheduling.loops.arrays import arrays_of
    from lingtan.scheduling.loops.balance import balance, lines_of

    arrays = arrays_of(problem, objective)
    orders = open_orders(problem)
    seq, count = without_frozen(problem, start)
    lines, per_order_min = lines_of(arrays, orders, seq, count)
    hot, cold = max(_HOT_SHARE * per_order_min * heat_share, 1e-3), max(_COLD_SHARE * per_order_min, 1e-3)
    cooling, heat, word = cooling_of(cold / hot, iterations), np.array([hot]), np.array([first_word(seed)], np.uint64)
    best, best_seq, best_count = int(lines.ends.max()), seq.copy(), count.copy()
    for low, high in pairwise(turns(iterations, 1)):
        best = balance(lines, orders, exponentials(), high - low, heat, cold, cooling, word, best, best_seq, best_count)
        watch(high - low)
    return with_frozen(problem, best_seq, best_count)
