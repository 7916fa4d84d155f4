"""What is frozen on the lines, and what that leaves open: orders, when each line is free, its next set-up."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from lingtan.scheduling.problem import Integers, Problem
from lingtan.scheduling.timing import place_work

__all__ = ["Plan", "free_from", "frozen_tail", "frozen_tardiness", "open_orders", "start_setup", "with_frozen", "without_frozen"]

#: Of each line its orders, one after another.
Plan = tuple[tuple[int, ...], ...]


def open_orders(problem: Problem) -> Integers:
    """Orders that are not frozen, shape (n,)."""
    frozen = {one.order for one in problem.frozen}
    return np.array([j for j in range(problem.order_count) if j not in frozen], np.int64)


def without_frozen(problem: Problem, plan: Iterable[Iterable[int]]) -> tuple[Integers, Integers]:
    """The open orders of a plan as the loops take them: shape (K, J), and how many on each line."""
    frozen = {one.order for one in problem.frozen}
    seq, count = np.zeros((problem.line_count, problem.order_count), np.int64), np.zeros(problem.line_count, np.int64)
    for k, orders in enumerate(plan):
        kept = [j for j in orders if j not in frozen]
        seq[k, : len(kept)], count[k] = kept, len(kept)
    return seq, count


def with_frozen(problem: Problem, seq: Integers, count: Integers) -> Plan:
    """Sequences of the loops as a plan, with the frozen orders at the front of their lines."""
    return tuple((*(one.order for one in problem.frozen_of(k)), *(int(j) for j in seq[k, : count[k]])) for k in range(problem.line_count))


def frozen_tail(problem: Problem, line: int) -> tuple[int, int]:
    """When the line is free of its frozen orders, and the last of them (−1: none). [min]."""
    now, last = int(problem.ready_min[line]), -1
    closures = problem.closures_of(line)
    for one in problem.frozen_of(line):
        now, last = max(now, place_work(closures, one.start_min, int(problem.run_min[line, one.order]))[1]), one.order
    return now, last


def free_from(problem: Problem) -> Integers:
    """When each line has done its frozen orders. [min], shape (K,)."""
    return np.array([frozen_tail(problem, k)[0] for k in range(problem.line_count)], np.int64)


def start_setup(problem: Problem) -> Integers:
    """Set-up of each line's first open order, by family: from the frozen tail where there is one. [min], shape (K, F)."""
    start = problem.first_setup_min.copy()
    for k in range(problem.line_count):
        last = frozen_tail(problem, k)[1]
        if last >= 0:
            start[k] = problem.setup_min[k, problem.family[last]]
    return start


def frozen_tardiness(problem: Problem) -> int:
    """Σ weight · minutes late of the frozen orders, which no plan changes."""
    total = 0
    for one in problem.frozen:
        end = place_work(problem.closures_of(one.line), one.start_min, int(problem.run_min[one.line, one.order]))[1]
        total += int(problem.weight[one.order]) * max(0, end - int(problem.due_min[one.order]))
    return total
