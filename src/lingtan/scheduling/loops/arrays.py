"""The problem as the compiled loops take it: plain arrays, frozen work folded into each line's start."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from lingtan.scheduling.frozen import frozen_tail, start_setup
from lingtan.scheduling.objective import Objective
from lingtan.scheduling.problem import Integers, Problem

__all__ = [
    "BEFORE",
    "CLOSES",
    "DUE",
    "FAMILY",
    "FIRST",
    "HOME",
    "HOME_PREVIOUS",
    "OPENS",
    "PAUSES",
    "READY",
    "RELEASE",
    "WEIGHT",
    "Arrays",
    "arrays_of",
]

#: Columns of `orders`.
FAMILY, RELEASE, DUE, WEIGHT, HOME, HOME_PREVIOUS = range(6)
#: Rows of `lines`: when free, the last frozen order or −1, number of the first closure.
READY, BEFORE, FIRST = range(3)
#: Columns of `closures`.
CLOSES, OPENS, PAUSES = range(3)


class Arrays(NamedTuple):
    """Few arrays with columns, since each is counted at every call. Row F of `setup` is the line's state at its start.

    `lines` has shape (3, K + 1); line k's closures are those from `lines[FIRST, k]` up to `lines[FIRST, k + 1]`.
    """

    run: Integers
    setup: Integers
    orders: Integers
    lines: Integers
    closures: Integers
    is_early: int
    per_tardy: int
    per_setup: int
    per_makespan: int
    per_moved: int


def arrays_of(problem: Problem, objective: Objective) -> Arrays:
    """The arrays."""
    numbers = range(problem.line_count)
    tails = [frozen_tail(problem, k) for k in numbers]
    start = start_setup(problem)
    listed = [problem.closures_of(k) for k in numbers]
    lines = np.zeros((3, problem.line_count + 1), np.int64)
    lines[READY, :-1], lines[BEFORE, :-1] = [now for now, _ in tails], [last for _, last in tails]
    lines[FIRST, 1:] = np.cumsum([len(closures) for closures in listed])
    columns = (problem.family, problem.release_min, problem.due_min, problem.weight, problem.home_line, problem.home_previous)
    flat = [(one.start_min, one.end_min, int(one.pauses)) for closures in listed for one in closures]
    return Arrays(
        run=np.ascontiguousarray(problem.run_min),
        setup=np.ascontiguousarray(np.concatenate([problem.setup_min, start[:, None, :]], axis=1)),
        orders=np.ascontiguousarray(np.stack(columns, axis=1)),
        lines=lines,
        closures=np.array(flat, np.int64).reshape(len(flat), 3),
        is_early=int(problem.is_setup_before_release),
        per_tardy=objective.per_weighted_tardy_min,
        per_setup=objective.per_changeover_min,
        per_makespan=objective.per_makespan_min,
        per_moved=objective.per_moved,
    )
