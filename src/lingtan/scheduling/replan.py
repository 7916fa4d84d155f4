"""Planning again in the middle of a plan: what has begun stays, lines may be down, new orders may be there, and moving others costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lingtan.errors import InputError
from lingtan.scheduling.frozen import Plan
from lingtan.scheduling.problem import NO_HOME, Closure, Frozen, Problem

__all__ = ["Down", "LastOrder", "Replan", "carry_over", "with_downs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LastOrder:
    """Where and when the last plan had an order."""

    line: str
    start_min: int
    end_min: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Down:
    """A line that does not work over [start_min, end_min); what runs on it waits."""

    line: str
    start_min: int
    end_min: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Replan:
    """The problem from now on, and the last plan on it to begin from."""

    problem: Problem
    start: Plan


def carry_over(
    problem: Problem, last: Mapping[str, LastOrder], *, now_min: int, freeze_until_min: int, downs: Sequence[Down] = ()
) -> Replan:
    """Orders begun before `freeze_until_min` are frozen where they are; all others remember their place; new ones go to the front.

    Raises InputError `SCHEDULE_UNKNOWN` for a line that is not there.
    """
    line_of = {name: k for k, name in enumerate(problem.lines)}
    number = {name: j for j, name in enumerate(problem.orders)}
    for name in [*(one.line for one in last.values()), *(down.line for down in downs)]:
        if name not in line_of:
            raise InputError("SCHEDULE_UNKNOWN", place="lines", name=name)
    until = max(now_min, freeze_until_min)
    known = {number[name]: one for name, one in last.items() if name in number}
    frozen = {f.order: f for f in problem.frozen}
    for j, one in known.items():
        if j not in frozen and one.start_min < until:
            frozen[j] = Frozen(order=j, line=line_of[one.line], start_min=one.start_min)
    plan: list[list[int]] = [[] for _ in problem.lines]
    for j in sorted(frozen, key=lambda j: frozen[j].start_min):
        plan[frozen[j].line].append(j)
    for j in [j for j in range(problem.order_count) if j not in known and j not in frozen]:
        able = [k for k in range(problem.line_count) if problem.run_min[k, j] >= 0]
        plan[min(able, key=lambda k: (sum(int(problem.run_min[k, i]) for i in plan[k] if i not in frozen), k))].append(j)
    home_line, home_previous = (np.full(problem.order_count, NO_HOME, np.int64) for _ in range(2))
    before: dict[int, int] = {}
    for j in sorted(known, key=lambda j: (known[j].start_min, known[j].end_min, j)):
        k = line_of[known[j].line]
        home_line[j], home_previous[j] = k, before.get(k, -1)
        before[k] = j
        if j not in frozen:
            plan[k].append(j)
    changed = replace(
        problem,
        frozen=tuple(frozen.values()),
        ready_min=np.maximum(problem.ready_min, now_min),
        closures=with_downs(problem, downs),
        home_line=home_line,
        home_previous=home_previous,
    )
    return Replan(problem=changed, start=tuple(map(tuple, plan)))


def with_downs(problem: Problem, downs: Sequence[Down]) -> tuple[Closure, ...]:
    """The closures with the downs of its lines in front: what a down covers of another closure is the down's."""
    line_of = {name: k for k, name in enumerate(problem.lines)}
    found = list(problem.closures)
    for down in downs:
        k, start, end = line_of[down.line], max(down.start_min, 0), down.end_min
        cut: list[Closure] = []
        for one in found:
            if one.line != k or one.end_min <= start or one.start_min >= end:
                cut.append(one)
                continue
            if one.start_min < start:
                cut.append(replace(one, end_min=start))
            if one.end_min > end:
                cut.append(replace(one, start_min=end))
        found = [*cut, Closure(line=k, start_min=start, end_min=end, reason="down")]
    return tuple(found)
