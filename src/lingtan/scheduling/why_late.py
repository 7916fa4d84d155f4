"""Why an order is late, each answer a change tried on the plan: the smallest one that would make it on time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from lingtan.scheduling.problem import Closure, Problem
from lingtan.scheduling.timing import Timing, place_work

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
    found = [_why(problem, timing, j) for j in range(problem.order_count) if timing.end_min[j] > problem.due_min[j]]
    weight = dict(zip(problem.orders, problem.weight, strict=True))
    return sorted(found, key=lambda late: (-int(weight[late.order]) * late.late_min, late.order))


def _why(problem: Problem, timing: Timing, j: int) -> Late:
    k, late = int(timing.line[j]), int(timing.end_min[j] - problem.due_min[j])
    answers: dict[Cause, tuple[int, str | None]] = {}
    alone = min(
        place_work(problem.closures_of(i), int(max(problem.release_min[j], problem.ready_min[i])), int(problem.run_min[i, j]))[1]
        for i in range(problem.line_count)
        if problem.run_min[i, j] >= 0
    )
    if alone > problem.due_min[j]:
        return _late(problem, j, k, late, {_alone(problem, j): (alone - int(problem.due_min[j]), None)})
    closures = problem.closures_of(k)
    shut = sum(min(c.end_min, int(timing.end_min[j])) - c.start_min for c in closures if c.start_min < timing.end_min[j])
    if shut and _end_of(problem, timing, k, j, closures=[]) <= problem.due_min[j]:
        answers[Cause.CALENDAR] = (_least_open(problem, timing, k, j, closures), None)
    other = _before(problem, timing, k, j)
    if other is not None:
        answers[Cause.PRIORITY] = (0, problem.orders[other])
    if _end_of(problem, timing, k, j, is_set_up=True) <= problem.due_min[j]:
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


def _end_of(
    problem: Problem,
    timing: Timing,
    k: int,
    j: int,
    *,
    closures: list[Closure] | None = None,
    is_set_up: bool = False,
    orders: tuple[int, ...] | None = None,
    watch: dict[int, int] | None = None,
) -> int:
    """End of the order on its line under one change; `watch` takes the ends of all orders up to the last of the changed stretch."""
    shut = problem.closures_of(k) if closures is None else closures
    fixed = {f.order: f.start_min for f in problem.frozen}
    now, last, end = int(problem.ready_min[k]), -1, 0
    for one in timing.sequence[k] if orders is None else orders:
        family = int(problem.family[one])
        setup = int(problem.first_setup_min[k, family] if last < 0 else problem.setup_min[k, int(problem.family[last]), family])
        run = int(problem.run_min[k, one])
        if one in fixed:
            now = max(now, place_work(shut, fixed[one], run)[1])
        else:
            if setup and not is_set_up:
                begin = now if problem.is_setup_before_release else max(now, int(problem.release_min[one]))
                now = place_work(shut, begin, setup)[1]
            now = place_work(shut, max(now, int(problem.release_min[one])), run)[1]
        last = one
        if watch is not None:
            watch[one] = now
        if one == j:
            end = now
            if watch is None:
                return end
    return end


def _least_open(problem: Problem, timing: Timing, k: int, j: int, closures: list[Closure]) -> int:
    """Minutes of the latest closures before the order that must be worked through for it to be on time."""
    opened, kept = 0, list(closures)
    while kept and _end_of(problem, timing, k, j, closures=kept) > problem.due_min[j]:
        before = [c for c in kept if c.start_min < timing.end_min[j]]
        if not before:
            break
        last = before[-1]
        kept.remove(last)
        opened += last.end_min - last.start_min
        if _end_of(problem, timing, k, j, closures=kept) <= problem.due_min[j]:
            low, high = 0, last.end_min - last.start_min  # of the last one, only its first minutes may need to stay closed
            while high - low > 1:
                middle = (low + high) // 2
                trial = sorted([*kept, replace(last, end_min=last.end_min - middle)], key=lambda c: c.start_min)
                low, high = (low, middle) if _end_of(problem, timing, k, j, closures=trial) <= problem.due_min[j] else (middle, high)
            return opened - (last.end_min - last.start_min) + high
    return opened


def _before(problem: Problem, timing: Timing, k: int, j: int) -> int | None:
    """The nearest order ahead that it should pass: it is then on time, and the line's weighted tardiness falls."""
    orders, fixed = timing.sequence[k], {f.order for f in problem.frozen}
    at = orders.index(j)

    def cost(ends: dict[int, int]) -> int:
        return sum(int(problem.weight[i]) * max(0, end - int(problem.due_min[i])) for i, end in ends.items())

    ends: dict[int, int] = {}
    _end_of(problem, timing, k, j, watch=ends)
    now = cost(ends)
    for place in range(at - 1, -1, -1):
        if orders[place] in fixed:
            return None
        changed = (*orders[:place], j, *orders[place:at], *orders[at + 1 :])
        ends = {}
        if _end_of(problem, timing, k, j, orders=changed, watch=ends) <= problem.due_min[j] and cost(ends) < now:
            return orders[place]
    return None
