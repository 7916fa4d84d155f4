"""Why an order is late, each answer a change tried on the plan: the smallest one that would make it on time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from lingtan.messages import Message
from lingtan.scheduling.coupled.lateness import TiedPlant, TiedTrial, tied_plant, waited_until
from lingtan.scheduling.line_work import Change, LineTrial, LineWork, Trial, first_that, line_work
from lingtan.scheduling.objective import Objective
from lingtan.scheduling.problem import Problem
from lingtan.scheduling.timing import Timing, late_min

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

    `causes` lists all that would help alone. `change_min` is 0 for PRIORITY, whose change is `before`. What it waits for is an order
    (`behind`) rather than material where that holds it up; what it wants of capacity are `pool_count` more of a `pool` where these would
    do. Where nothing helps alone, `is_enough` is False and `change_min` is what is needed at least, however much of everything else is
    given.
    """

    order: str
    line: str
    late_min: int
    cause: Cause
    causes: tuple[Cause, ...]
    change_min: int
    before: str | None = None
    is_enough: bool = True
    behind: str | None = None
    pool: str | None = None
    pool_count: int = 0

    @property
    def why(self) -> Message:
        """The sentence that says so."""
        held = "BEHIND" if self.behind else "POOL" if self.pool else self.cause.upper()
        amount = self.pool_count if self.pool else self.change_min
        return Message(
            code=f"SCHEDULE_WHY_{held}{'' if self.is_enough else '_PART'}",
            params={"minutes": amount, "before": self.before or self.behind or self.pool or ""},
        )


def why_late(problem: Problem, timing: Timing) -> list[Late]:
    """Every late order, the latest by weight first; of an order in lots the last lot.

    Tried at the front of every line if the order would be late even there, else where the plan has it: its material earlier; the last
    closed minutes before its due date worked; put before an order ahead of it, with the line's weighted tardiness falling; the nearest
    set-ups shorter; and if none of these alone makes it on time, more of a pool, the nearest work done elsewhere, or a place at the front
    of another line (capacity). One minute less of the change told leaves the order late. Where lines are tied, the whole plant is timed
    again for each try.
    """
    from lingtan.scheduling.loops.arrays import arrays_of

    plant = _Plant(
        problem=problem,
        timing=timing,
        fronts=[line_work(problem, k, [f.order for f in problem.frozen_of(k)]) for k in range(problem.line_count)],
        lines=[line_work(problem, k, orders) for k, orders in enumerate(timing.sequence)],
        fixed=frozenset(f.order for f in problem.frozen),
        arrays=arrays_of(problem, Objective(per_changeover_min=0)),
        tied=tied_plant(problem, timing) if problem.is_coupled else None,
    )
    late = late_min(problem, timing)
    found = [_why(plant, _last_lot(problem, timing, int(j)), int(late[j])) for j in np.flatnonzero(late)]
    weight = dict(zip(problem.orders, problem.weight, strict=True))
    return sorted(found, key=lambda late: (-int(weight[late.order]) * late.late_min, late.order))


def _last_lot(problem: Problem, timing: Timing, order: int) -> int:
    lots = np.flatnonzero(problem.lot_of == order)
    return int(lots[np.argmax(timing.end_min[lots])])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Plant:
    """The plan and what is asked of it again for each late order."""

    problem: Problem
    timing: Timing
    fronts: Sequence[LineWork]
    lines: Sequence[LineWork]
    fixed: frozenset[int]
    arrays: Arrays
    tied: TiedPlant | None


def _why(plant: _Plant, j: int, late: int) -> Late:
    problem, tied, k = plant.problem, plant.tied, int(plant.timing.line[j])
    due, here = int(problem.due_min[j]), plant.timing.sequence[k].index(j)
    there = waited_until(problem, plant.timing, j)
    able = [] if j in plant.fixed else [i for i in range(problem.line_count) if problem.run_min[i, j] >= 0]
    floor, release = sorted((int(problem.release_min[j]), there))
    works = [plant.fronts[i].then(problem, j, release) for i in able]
    alone = [LineTrial(work=work, place=work.last, due_min=due, floor_min=floor) for work in works]
    is_late_alone = bool(alone) and min(one.end(Change()) for one in alone) > due
    in_place = TiedTrial(plant=tied, order=j) if tied else LineTrial(work=plant.lines[k], place=here, due_min=due)
    tried: Sequence[Trial] = alone if is_late_alone else [in_place]
    answers = {cause: found for cause in (Cause.MATERIAL, Cause.CALENDAR, Cause.CHANGEOVER) if (found := _least(tried, due, late, cause))}
    other = None if is_late_alone or j in plant.fixed else tied.to_pass(j) if tied else _before(plant, k, j)
    if other is not None:
        answers[Cause.PRIORITY] = 0
    more = tied.least_more(j) if tied and not answers and not is_late_alone else None
    if not answers and (found := 0 if more else _least(tried, due, late, Cause.CAPACITY) or _a_place(alone, due)) is not None:
        answers[Cause.CAPACITY] = found
    causes = tuple(cause for cause in Cause if cause in answers)
    cause, change = (causes[0], answers[causes[0]]) if causes else _needed(tried, due, late)
    return Late(
        order=problem.orders[j],
        line=problem.lines[k],
        late_min=late,
        cause=cause,
        causes=causes,
        change_min=change,
        before=problem.orders[other] if other is not None and cause is Cause.PRIORITY else None,
        is_enough=bool(causes),
        behind=problem.orders[int(problem.after[j])] if cause is Cause.MATERIAL and there > problem.release_min[j] else None,
        pool=more[0] if more else None,
        pool_count=more[1] if more else 0,
    )


def _least(tried: Sequence[Trial], due: int, late: int, cause: Cause, given: Change | None = None) -> int | None:
    """The fewest minutes of one thing that make the order on time at one of the places tried, beside what is given; None: none do."""
    found = []
    for trial in tried:

        def is_on_time(minutes: int, trial: Trial = trial) -> bool:
            return trial.end(replace(given or Change(), **{_ASKS[cause]: minutes})) <= due

        least = first_that(is_on_time, late, getattr(trial.most(), _ASKS[cause]))
        found += [] if least is None else [least]
    return min(found, default=None)


def _a_place(alone: Sequence[LineTrial], due: int) -> int | None:
    """The least time that the order takes with its set-up at the front of a line where it is on time. [min]."""
    return min((one.work.setups_min[-1] + one.work.runs_min[-1] for one in alone if one.end(Change()) <= due), default=None)


def _needed(tried: Sequence[Trial], due: int, late: int) -> tuple[Cause, int]:
    """Where nothing helps alone: the first thing without which all others together do not help, and how much of it is needed then.

    The work itself stays.
    """
    for cause in (Cause.MATERIAL, Cause.CALENDAR, Cause.CHANGEOVER):
        given = [replace(trial.most(), **{_ASKS[cause]: 0, "work_min": 0}) for trial in tried]
        if min(trial.end(most) for trial, most in zip(tried, given, strict=True)) <= due:
            continue
        found = [_least([trial], due, late, cause, most) for trial, most in zip(tried, given, strict=True)]
        least = min((one for one in found if one is not None), default=None)
        if least is not None:
            return cause, least
    return Cause.CAPACITY, late


def _before(plant: _Plant, k: int, j: int) -> int | None:
    """The nearest order ahead that it should pass: it is then on time, and the line's weighted tardiness falls."""
    from lingtan.scheduling.loops.passing import to_pass

    orders = plant.timing.sequence[k]
    ahead = [one for one in orders[: orders.index(j) + 1] if one not in plant.fixed]
    place = to_pass(plant.arrays, k, np.array(ahead, np.int64))
    return ahead[place] if place >= 0 else None
