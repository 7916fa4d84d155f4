"""A run where nothing counts but the last end: lines are sums of runs and set-ups."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from lingtan.scheduling.annealing.chance import cooling_of, exponentials, first_word
from lingtan.scheduling.annealing.hands import turns
from lingtan.scheduling.frozen import Plan, open_orders, with_frozen, without_frozen
from lingtan.scheduling.objective import Objective
from lingtan.scheduling.problem import Problem

__all__ = ["evened", "is_last_end_alone"]

#: First and last heat, in what an order takes on its best line with its least set-up.
_HOT_SHARE, _COLD_SHARE, _STEEP_COLD_SHARE = 0.8, 0.08, 0.2
#: Tries of a short run for each open order; later than any end.
_SHORT, _NEVER = 400_000, 1 << 60


def is_last_end_alone(problem: Problem, objective: Objective) -> bool:
    """Whether nothing counts but the last end, and no order waits for its material or a closure."""
    is_late_free = objective.per_weighted_tardy_min == 0 or not problem.weight.any()
    others = objective.per_changeover_min + objective.per_moved
    is_plain = not problem.closures and bool((problem.release_min <= problem.ready_min.min()).all())
    return objective.per_makespan_min > 0 and is_late_free and others == 0 and is_plain


def evened(
    problem: Problem,
    objective: Objective,
    start: Plan,
    *,
    iterations: int,
    heat_share: float,
    seed: int,
    is_cut: bool,
    watch: Callable[[int], None],
) -> Plan:
    """The best sequences of one run of `loops.balance` from a plan; `watch` is told of tries as they are done.

    A run that `is_cut` is many short and steep ones where its tries suffice for several: with few orders a line they find what no long one
    does.
    """
    from lingtan.scheduling.loops.arrays import arrays_of
    from lingtan.scheduling.loops.balance import balance, lines_of

    arrays, orders, word = arrays_of(problem, objective), open_orders(problem), np.array([first_word(seed)], np.uint64)
    parts = max(iterations // (_SHORT * orders.size), 1) if is_cut else 1
    is_steep, tries = parts > 1, iterations // parts
    seq, count = without_frozen(problem, start)
    best, best_seq, best_count = _NEVER, seq.copy(), count.copy()
    for _ in range(parts):
        lines, per_order_min = lines_of(arrays, orders, seq, count)
        cold_share = _STEEP_COLD_SHARE if is_steep else _COLD_SHARE
        hot, cold = max(_HOT_SHARE * per_order_min * heat_share, 1e-3), max(cold_share * per_order_min, 1e-3)
        cooling, heat, best = cooling_of(cold / hot, tries), np.array([hot]), min(best, int(lines.ends.max()))
        for low, high in pairwise(turns(tries, 1)):
            best = balance(lines, orders, exponentials(), high - low, heat, cold, cooling, word, is_steep, best, best_seq, best_count)
            watch(high - low)
    return with_frozen(problem, best_seq, best_count)
