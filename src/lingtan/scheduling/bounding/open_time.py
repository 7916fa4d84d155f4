"""Lines as the bounds see them: clocks by open minutes."""

from __future__ import annotations

import numpy as np

from lingtan.scheduling.frozen import free_from
from lingtan.scheduling.problem import Integers, Problem

__all__ = ["on_time_of", "open_time"]


def open_time(problem: Problem, horizon: int) -> tuple[Integers, Integers, Integers]:
    """Each line's clock by open minutes (K, horizon + 1), releases in open minutes (K, J), open minutes at which the clock jumps.

    What may not be straddled counts as a pause here, which lets orders end no later: the bound stays valid. Open minutes begin when the
    line has done its frozen orders.
    """
    free, lines = free_from(problem), problem.line_count
    wall = np.zeros((lines, horizon + 1), np.int64)
    release = np.zeros((lines, problem.order_count), np.int64)
    jumps: list[list[int]] = []
    for k in range(lines):
        closures = [c for c in problem.closures_of(k) if c.end_min > free[k]]
        shut = sum(c.end_min - max(c.start_min, int(free[k])) for c in closures)
        last = int(free[k]) + horizon + shut + 1
        is_open = np.ones(last - int(free[k]), np.bool_)
        for c in closures:
            is_open[max(c.start_min - int(free[k]), 0) : c.end_min - int(free[k])] = False
        minutes = np.flatnonzero(is_open)[:horizon] + int(free[k])
        wall[k, 0], wall[k, 1:] = free[k], minutes + 1
        before = np.concatenate([[0], np.cumsum(is_open)])
        release[k] = before[np.clip(problem.release_min - free[k], 0, len(before) - 1)]
        jumps.append([int(before[max(c.start_min - int(free[k]), 0)]) for c in closures if c.start_min < last])
    edges = np.full((lines, max((len(one) for one in jumps), default=0) or 1), -1, np.int64)
    for k, one in enumerate(jumps):
        edges[k, : len(one)] = one
    return wall, release, edges


def on_time_of(problem: Problem, wall: Integers) -> Integers:
    """Open minutes after which each order that ends is still on time, negative if none; `wall` as of `open_time`. Shape (K, J)."""
    within: Integers = np.stack([np.searchsorted(clock, problem.due_min, side="right") for clock in wall]).astype(np.int64) - 1
    within += np.maximum(problem.due_min[None, :] - wall[:, -1:], 0)
    return within
