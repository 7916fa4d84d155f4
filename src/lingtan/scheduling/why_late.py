"""Why an order is late, each answer a change tried on the plan: the smallest one that would make it on time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from lingtan.scheduling.line_work import Change, LineWork, end_of, line_work, most_of
from lingtan.scheduling.objective import Objective
from lingtan.scheduling.problem import Problem
from lingtan.scheduling.timing import Timing

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


#: What each cause asks of a line; priority asks for another order of work.
_ASKS: Mapping[Cause, str] = {
    Cause.MATERIAL: "material_min",
    Cause.CALENDAR: "open_min",
    Cause.CHANGEOVER: "setup_min",
    Cause.CAPACITY: "work_min",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """A late order, its main cause and the smallest change: minutes of material, open time, set-up or work, or the order to pass.

    `causes` lists all that would help alone. `change_min` is 0 for PRIORITY, whose change is `before`. Where nothing helps alone,
    `is_enough` is False and `change_min` is what is needed at least, however much of everything else is given.
    """

    order: str
    line: str
    late_min: int
    cause: Cause
    causes: tuple[Cause, ...]
    change_min: int
    before: str | None = None
    is_enough: bool = True

    @property
    def why(self) -> str:
        """Code of the sentence that says so."""
        return f"SCHEDULE_WHY_{self.cause.upper()}" + ("" if self.is_enough else "_PART")


def why_late(problem: Problem, timing: Timing) -> list[Late]:
    """Every late order, the latest by weight first.

    Tried at the front of every line if the order would be late even there, else where the plan has it: its material earlier; the last
    closed minutes before its due date worked; put before an order ahead of it, with the line's weighted tardiness falling; the nearest
    set-ups shorter; and if none of these alone makes it on time, the nearest work done elsewhere, or a place at the front of another line
    (capacity). One minute less of the change told leaves the order late.
    """
    from lingtan.scheduling.loops.arrays import arrays_of

    plant = _Plant(
        problem=problem,
        timing=timing,
        fronts=[line_work(problem, k, [f.order for f in problem.frozen_of(k)]) for k in range(problem.line_count)],
        lines=[line_work(problem, k, orders) for k, orders in enumerate(timing.sequence)],
        fixed=frozenset(f.order for f in problem.frozen),
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
    fronts: Sequence[LineWork]
    lines: Sequence[LineWork]
    fixed: frozenset[int]
    arrays: Arrays


def _why(plant: _Plant, j: int) -> Late:
    problem, k = plant.problem, int(plant.timing.line[j])
    due, late = int(problem.due_min[j]), int(plant.timing.end_min[j] - problem.due_min[j])
    said = {"order": problem.orders[j], "line": problem.lines[k], "late_min": late}
    able = [] if j in plant.fixed else [i for i in range(problem.line_count) if problem.run_min[i, j] >= 0]
    alone = [plant.fronts[i].then(problem, j) for i in able]
    is_late_alone = bool(alone) and min(end_of(one, one.last, due, Change()) for one in alone) > due
    tried = [(one, one.last) for one in alone] if is_late_alone else [(plant.lines[k], plant.timing.sequence[k].index(j))]
    answers = {cause: found for cause in (Cause.MATERIAL, Cause.CALENDAR, Cause.CHANGEOVER) if (found := _least(tried, due, late, cause))}
    other = None if is_late_alone else _before(plant, k, j)
    if other is not None:
        answers[Cause.PRIORITY] = 0
    if not answers and (found := _least(tried, due, late, Cause.CAPACITY) or _a_place(alone, due)):
        answers[Cause.CAPACITY] = found
    if not answers:
        cause, least = _needed(tried, due, late)
        return Late(**said, cause=cause, causes=(), change_min=least, is_enough=False)  # type: ignore[arg-type]  # named above
    causes = tuple(cause for cause in Cause if cause in answers)
    before = problem.orders[other] if other is not None and causes[0] is Cause.PRIORITY else None
    return Late(**said, cause=causes[0], causes=causes, change_min=answers[causes[0]], before=before)  # type: ignore[arg-type]  # named above


def _least(tried: Sequence[tuple[LineWork, int]], due: int, late: int, cause: Cause, given: Change | None = None) -> int | None:
    """The fewest minutes of one thing that make the order on time on one of the lines tried, beside what is given; None: none do."""
    found = []
    for work, place in tried:

        def is_on_time(minutes: int, work: LineWork = work, place: int = place) -> bool:
            return end_of(work, place, due, replace(given or Change(), **{_ASKS[cause]: minutes})) <= due

        least = _first(is_on_time, late, getattr(most_of(work, place, due), _ASKS[cause]))
        found += [] if least is None else [least]
    return min(found, default=None)


def _a_place(alone: Sequence[LineWork], due: int) -> int | None:
    """The least time that the order takes with its set-up at the front of a line where it is on time. [min]."""
    return min((one.setups_min[-1] + one.runs_min[-1] for one in alone if end_of(one, one.last, due, Change()) <= due), default=None)


def _first(holds: Callable[[int], bool], likely: int, most: int) -> int | None:
    """The least number up to `most` from which on it holds; not at 0. None: it never does."""
    low, high = 0, min(likely, most)
    if high <= 0:
        return None
    if not holds(high):
        low, high = high, most
        if high <= low or not holds(high):
            return None
    elif high > 1 and not holds(high - 1):
        return high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _needed(tried: Sequence[tuple[LineWork, int]], due: int, late: int) -> tuple[Cause, int]:
    """Where nothing helps alone: the first thing without which all others together do not help, and how much of it is needed then."""
    for cause in (Cause.MATERIAL, Cause.CALENDAR, Cause.CHANGEOVER):
        given = _most_but(tried, due, cause)
        if min(end_of(work, place, due, most) for (work, place), most in zip(tried, given, strict=True)) <= due:
            continue
        found = [_least([one], due, late, cause, most) for one, most in zip(tried, given, strict=True)]
        least = min((one for one in found if one is not None), default=None)
        if least is not None:
            return cause, least
    return Cause.CAPACITY, late


def _most_but(tried: Sequence[tuple[LineWork, int]], due: int, cause: Cause) -> list[Change]:
    """On each line tried, the most of everything but one thing; the work itself stays."""
    return [replace(most_of(work, place, due), **{_ASKS[cause]: 0, "work_min": 0}) for work, place in tried]


def _before(plant: _Plant, k: int, j: int) -> int | None:
    """The nearest order ahead that it should pass: it is then on time, and the line's weighted tardiness falls."""
    from lingtan.scheduling.loops.passing import to_pass

    orders = plant.timing.sequence[k]
    ahead = [one for one in orders[: orders.index(j) + 1] if one not in plant.fixed]
    if j in plant.fixed:
        return None
    place = to_pass(plant.arrays, k, np.array(ahead, np.int64))
    return ahead[place] if place >= 0 else None
