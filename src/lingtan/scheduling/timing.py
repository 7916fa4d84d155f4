"""When everything happens, given the order of work on each line: as early as calendars, set-ups and material allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lingtan.errors import InputError
from lingtan.scheduling.coupled.timing import coupled_times
from lingtan.scheduling.objective import Terms
from lingtan.scheduling.problem import NO_HOME, Closure, Integers, Problem

__all__ = ["Sequences", "Timing", "late_min", "place_work", "terms_of", "time_line", "timing_of"]

_COLUMNS = ("line", "setup_start_min", "setup_min", "start_min", "end_min")
#: Orders by number, line after line, frozen ones first.
Sequences = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Timing:
    """Minutes of each order: begin and length of its set-up, begin and end of its run; its line. [min], shape (J,)."""

    sequence: tuple[tuple[int, ...], ...]
    line: Integers
    setup_start_min: Integers
    setup_min: Integers
    start_min: Integers
    end_min: Integers


def place_work(closures: Sequence[Closure], earliest_min: int, length_min: int) -> tuple[int, int]:
    """Begin and end of work that may begin at `earliest_min`: it pauses over breaks and starts anew behind what it may not straddle."""
    begin, now, left = earliest_min, earliest_min, length_min
    for one in closures:
        if one.end_min <= now:
            continue
        if one.start_min <= now and left == length_min:
            begin = now = one.end_min
        elif now + left <= one.start_min:
            break
        elif one.pauses:
            left -= one.start_min - now
            now = one.end_min
        else:
            begin = now = one.end_min
            left = length_min
    return begin, now + left


def timing_of(problem: Problem, sequence: Sequences) -> Timing:
    """The earliest times. Raises InputError `SCHEDULE_SEQUENCE` unless every order stands once, on a line that can make it.

    Where lines share pools or orders wait for orders, of all lines together; raises `SCHEDULE_DEADLOCK` where they wait in a circle.
    """
    _check(problem, sequence)
    count = problem.order_count
    times = Timing(sequence=tuple(tuple(orders) for orders in sequence), **{name: np.zeros(count, np.int64) for name in _COLUMNS})
    for k, orders in enumerate(sequence):
        time_line(problem, k, orders, times)
    if problem.is_coupled:
        found = coupled_times(problem, sequence)
        fixed = [f.order for f in problem.frozen]
        for name, column in zip(_COLUMNS[1:], found.T, strict=True):
            values: Integers = getattr(times, name)
            column[fixed] = values[fixed]
            values[:] = column
    return times


def time_line(problem: Problem, line: int, orders: Sequence[int], into: Timing) -> None:
    """The earliest times of one line, written into the arrays of `into`."""
    closures, fixed = problem.closures_of(line), {f.order: f.start_min for f in problem.frozen_of(line)}
    now, last = int(problem.ready_min[line]), -1
    for j in orders:
        into.line[j], into.setup_min[j] = line, 0
        run = int(problem.run_min[line, j])
        if j in fixed:
            begin = fixed[j]
            into.setup_start_min[j], into.start_min[j], into.end_min[j] = begin, begin, place_work(closures, begin, run)[1]
        else:
            setup = int(problem.first_setup_min[line, problem.family[j]]) if last < 0 else _setup(problem, line, last, j)
            now, into.setup_start_min[j] = _set_up(problem, closures, j, now, setup)
            into.setup_min[j] = setup
            into.start_min[j], into.end_min[j] = place_work(closures, max(now, int(problem.release_min[j])), run)
        now, last = max(now, int(into.end_min[j])), j


def _setup(problem: Problem, line: int, last: int, order: int) -> int:
    return int(problem.setup_min[line, problem.family[last], problem.family[order]])


def _set_up(problem: Problem, closures: Sequence[Closure], order: int, now: int, length: int) -> tuple[int, int]:
    """When the line is set up, and when it began to be."""
    if length == 0:
        return now, now
    earliest = now if problem.is_setup_before_release else max(now, int(problem.release_min[order]))
    begin, done = place_work(closures, earliest, length)
    return done, begin


def _check(problem: Problem, sequence: Sequences) -> None:
    listed = sorted(j for orders in sequence for j in orders)
    if len(sequence) != problem.line_count or listed != list(range(problem.order_count)):
        raise InputError("SCHEDULE_SEQUENCE", place="sequence", orders=problem.order_count, lines=problem.line_count)
    for k, orders in enumerate(sequence):
        frozen = [f.order for f in problem.frozen_of(k)]
        if list(orders[: len(frozen)]) != frozen:
            raise InputError("SCHEDULE_FROZEN", place=problem.lines[k], line=k)
        for j in orders:
            if problem.run_min[k, j] < 0:
                raise InputError("SCHEDULE_NO_LINE", place=f"{problem.orders[j]} @ {problem.lines[k]}", count=1)


def late_min(problem: Problem, timing: Timing) -> Integers:
    """Minutes late of each order, at its first lot where it has more; 0 at the others. Shape (J,)."""
    ends = np.full(problem.order_count, -(1 << 40), np.int64)
    np.maximum.at(ends, problem.lot_of, timing.end_min)
    late: Integers = np.maximum(ends - problem.due_min, 0)
    return late


def terms_of(problem: Problem, timing: Timing) -> Terms:
    """Every term of the plan apart. An order in lots is as late as its last lot."""
    late = late_min(problem, timing)
    frozen = {f.order for f in problem.frozen}
    moved = 0
    for k, orders in enumerate(timing.sequence):
        for before, j in zip((-1, *orders), orders, strict=False):
            if j not in frozen and problem.home_line[j] != NO_HOME:
                moved += int(problem.home_line[j] != k) + int(problem.home_previous[j] not in (NO_HOME, before))
    return Terms(
        weighted_tardiness_min=int((late * problem.weight).sum()),
        changeover_min=int(timing.setup_min.sum()),
        makespan_min=int(timing.end_min.max()),
        moved_count=moved,
    )
