"""Why an order is late, each answer a change tried on the plan: the smallest one that would make it on time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from lingtan.scheduling.objective import Objective
from lingtan.scheduling.problem import Closure, Problem
from lingtan.scheduling.timing import Timing, place_work

if TYPE_CHECKING:
    from lingtan.scheduling.loops.arrays import Arrays

__all__ = ["Cause", "Late", "why_late"]


class Cause(StrEnum):
    """What stands between an order and its due date, the hardest first."""

    MATERIAL = "material"
    CALENDAR = "calendar"
    PRIORITY = "priority"
    CHANGEOVER = "changeover"
    CAPACITY = "capacity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """A late order, its main cause and the smallest change: minutes of material, open time, set-up or capacity, or the order to pass.

    `causes` lists all that would help alone. `change_min` is 0 for PRIORITY, whose change is `before`.
    """

    order: str
    line: str
    late_min: int
    cause: Cause
    causes: tuple[Cause, ...]
    change_min: int
    before: str | None = None


def why_late(problem: Problem, timing: Timing) -> list[Late]:
    """Every late order, the latest by weight first.

    Material: even on the best line, empty and set up, it ends late; calendar where only closures make that so. Calendar: with the line's
    closures gone (all else in place) it is on time. Priority: put before an order ahead of it, it is on time and the line's weighted
    tardiness falls. Changeover: without the set-ups of the line it is on time. Capacity: none of these.
    """
    from lingtan.scheduling.loops.arrays import arrays_of

    plant = _Plant(
        problem=problem,
        timing=timing,
        closures=[problem.closures_of(k) for k in range(problem.line_count)],
        fixed={f.order: f.start_min for f in problem.frozen},
        arrays=arrays_of(problem, Objective(per_changeover_min=0)),
    )
    found = [_why(plant, j) for j in range(problem.order_count) if timing.end_min[j] > problem.due_min[j]]
    weight = dict(zip(problem.orders, problem.weight, strict=True))
    return sorted(found, key=lambda late: (-int(weight[late.order]) * late.late_min, late.order))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Plant:
    """The plan and what is asked of it again for each late order."""

    problem: Problem
    timing: Timing
    closures: Sequence[list[Closure]]
    fixed: Mapping[int, int]
    arrays: Arrays


def _why(plant: _Plant, j: int) -> Late:
    problem, timing = plant.problem, plant.timing
    k, late = int(timing.line[j]), int(timing.end_min[j] - problem.due_min[j])
    answers: dict[Cause, tuple[int, str | None]] = {}
    alone = min(
        place_work(plant.closures[i], int(max(problem.release_min[j], problem.ready_min[i])), int(problem.run_min[i, j]))[1]
        for i in range(problem.line_count)
        if problem.run_min[i, j] >= 0
    )
    if alone > problem.due_min[j]:
        return _late(problem, j, k, late, {_alone(problem, j): (alone - int(problem.due_min[j]), None)})
    closures = plant.closures[k]
    shut = sum(min(c.end_min, int(timing.end_min[j])) - c.start_min for c in closures if c.start_min < timing.end_min[j])
    if shut and _end_of(plant, k, j, closures=[]) <= problem.due_min[j]:
        answers[Cause.CALENDAR] = (_least_open(plant, k, j, closures), None)
    other = _before(plant, k, j)
    if other is not None:
        answers[Cause.PRIORITY] = (0, problem.orders[other])
    if _end_of(plant, k, j, is_set_up=True) <= problem.due_min[j]:
        answers[Cause.CHANGEOVER] = (late, None)
    return _late(problem, j, k, late, answers or {Cause.CAPACITY: (late, None)})


def _alone(problem: Problem, j: int) -> Cause:
    """Late even alone: for want of material, unless it would be on time were it not for closures."""
    ends = [
        int(max(problem.release_min[j], problem.ready_min[i]) + problem.run_min[i, j])
        for i in range(problem.line_count)
        if problem.run_min[i, j] >= 0
    ]
    return Cause.CALENDAR if min(ends) <= problem.due_min[j] else Cause.MATERIAL


def _late(problem: Problem, j: int, k: int, late: int, answers: dict[Cause, tuple[int, str | None]]) -> Late:
    causes = tuple(cause for cause in Cause if cause in answers)
    change, before = answers[causes[0]]
    return Late(
        order=problem.orders[j], line=problem.lines[k], late_min=late, cause=causes[0], causes=causes, change_min=change, before=before
    )


def _end_of(plant: _Plant, k: int, j: int, *, closures: list[Closure] | None = None, is_set_up: bool = False) -> int:
    """End of the order on its line under one change."""
    problem, shut = plant.problem, plant.closures[k] if closures is None else closures
    now, last = int(problem.ready_min[k]), -1
    for one in plant.timing.sequence[k]:
        family = int(problem.family[one])
        setup = int(problem.first_setup_min[k, family] if last < 0 else problem.setup_min[k, int(problem.family[last]), family])
        run = int(problem.run_min[k, one])
        if one in plant.fixed:
            now = max(now, place_work(shut, plant.fixed[one], run)[1])
        else:
            if setup and not is_set_up:
                begin = now if problem.is_setup_before_release else max(now, int(problem.release_min[one]))
                now = place_work(shut, begin, setup)[1]
            now = place_work(shut, max(now, int(problem.release_min[one])), run)[1]
        last = one
        if one == j:
            break
    return now


def _least_open(plant: _Plant, k: int, j: int, closures: list[Closure]) -> int:
    """Minutes of the latest closures before the order that must be worked through for it to be on time."""
    problem, timing = plant.problem, plant.timing
    opened, kept = 0, list(closures)
    while kept and _end_of(plant, k, j, closures=kept) > problem.due_min[j]:
        before = [c for c in kept if c.start_min < timing.end_min[j]]
        if not before:
            break
        last = before[-1]
        kept.remove(last)
        opened += last.end_min - last.start_min
        if _end_of(plant, k, j, closures=kept) <= problem.due_min[j]:
            low, high = 0, last.end_min - last.start_min  # of the last one, only its first minutes may need to stay closed
            while high - low > 1:
                middle = (low + high) // 2
                trial = sorted([*kept, replace(last, end_min=last.end_min - middle)], key=lambda c: c.start_min)
                low, high = (low, middle) if _end_of(plant, k, j, closures=trial) <= problem.due_min[j] else (middle, high)
            return opened - (last.end_min - last.start_min) + high
    return opened


def _before(plant: _Plant, k: int, j: int) -> int | None:
    """The nearest order ahead that it should pass: it is then on time, and the line's weighted tardiness falls."""
    from lingtan.scheduling.loops.passing import to_pass

    orders = plant.timing.sequence[k]
    ahead = [one for one in orders[: orders.index(j) + 1] if one not in plant.fixed]
    if j in plant.fixed:
        return None
    place = to_pass(plant.arrays, k, np.array(ahead, np.int64))
    return ahead[place] if place >= 0 else None
