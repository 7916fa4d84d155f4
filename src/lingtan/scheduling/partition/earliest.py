"""The earliest last end: plans that end sooner than one."""

from __future__ import annotations

import numpy as np

from lingtan.scheduling.frozen import Plan, free_from, start_setup, with_frozen
from lingtan.scheduling.partition.courses import Courses, courses_by
from lingtan.scheduling.partition.covering import chosen
from lingtan.scheduling.problem import Integers, Problem
from lingtan.scheduling.timing import timing_of

__all__ = ["shortened"]

#: Courses with which a plan is looked for, at the most, and nodes of the search: a second.
_FEW, _NODES = 2_000, 200


def shortened(problem: Problem, plan: Plan) -> Plan:
    """A plan that ends as early as the courses, where they are few, allow; else the plan. Of weeks where nothing is waited for."""
    while True:
        end = int(timing_of(problem, plan).end_min.max())
        courses = courses_by(problem, end - 1, most=_FEW)
        if courses is None or (taken := chosen(courses, nodes=_NODES)) is None:
            return plan
        found = _unfolded(problem, courses, taken, end - 1)
        if int(timing_of(problem, found).end_min.max()) >= end:
            return plan
        plan = found


def _unfolded(problem: Problem, courses: Courses, taken: Integers, end_min: int) -> Plan:
    """The courses as sequences that end in time."""
    free, first = free_from(problem), start_setup(problem)
    seq, count = np.zeros((problem.line_count, problem.order_count), np.int64), np.zeros(problem.line_count, np.int64)
    for c in taken:
        k, held = int(courses.line[c]), courses.orders[courses.holds[c]]
        family = problem.family[held]
        setup = problem.setup_min[k][np.ix_(family, family)]
        order = _in_time(first[k, family], setup, problem.run_min[k, held], list(range(held.size)), end_min - int(free[k]))
        seq[k, : held.size], count[k] = held[order], held.size
    return with_frozen(problem, seq, count)


def _in_time(begin_min: Integers, setup_min: Integers, run_min: Integers, left: list[int], within_min: int) -> list[int]:
    """What is left of a course one after another so that it takes no longer; [] where it cannot. `begin_min`: the next set-up."""
    for one in left:
        rest, after = [other for other in left if other != one], within_min - int(begin_min[one] + run_min[one])
        order = _in_time(setup_min[one], setup_min, run_min, rest, after) if after >= 0 else []
        if after >= 0 and len(order) == len(rest):
            return [one, *order]
    return []
