"""States of every line for a plan: left idling, switched off where it pays, or timed for the least cost or carbon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from lingtan.errors import InputError
from lingtan.scheduling.energy import LineEnergy, LineState, Span, Supply
from lingtan.scheduling.objective import Objective
from lingtan.scheduling.problem import Integers, Problem
from lingtan.scheduling.timing import Timing, place_work

if TYPE_CHECKING:
    from lingtan.scheduling.loops.arrays import Arrays
    from lingtan.scheduling.loops.states import Begins, Marks

__all__ = ["Piece", "Timed", "Way", "cheapest_states", "horizon_of", "pieces_of", "rate_of", "time_lines"]

_DAY_MIN = 1440
#: Order, state, length, draw, earliest begin, latest end. [min, W]
Piece = tuple[int, LineState, int, int, int, int]
#: As `loops.states` marks them (which is compiled, and imported late).
_FROM_IDLE, _FROM_OFF = -2, -3


class Way(StrEnum):
    """How lines are timed. The first two keep the earliest times and are the baselines of every saving."""

    LEFT_ON = "left_on"
    SWITCH_OFF = "switch_off"
    MIN_COST = "min_cost"
    MIN_CARBON = "min_carbon"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Timed:
    """Times of the orders and states of the lines over the horizon."""

    timing: Timing
    spans: tuple[Span, ...]
    horizon_min: int


def horizon_of(problem: Problem, timing: Timing) -> int:
    """Whole days that hold every end and due date. [min]."""
    last = max(int(timing.end_min.max()), int(problem.due_min.max()), 1)
    return -(-last // _DAY_MIN) * _DAY_MIN


def rate_of(supply: Supply, way: Way, horizon: int, carbon_price_per_t: int) -> Integers:
    """What a kWh counts in each minute of the way, shape (horizon,)."""
    if way in (Way.LEFT_ON, Way.SWITCH_OFF):
        return np.ones(horizon, np.int64)
    return supply.by_minute(horizon, carbon_price_per_t=None if way is Way.MIN_CARBON else carbon_price_per_t)


def time_lines(
    problem: Problem, timing: Timing, lines: Sequence[LineEnergy], supply: Supply, way: Way, *, carbon_price_per_t: int = 0
) -> Timed:
    """The best times of each line on its own; no order ends later than its due date or its earliest end, whichever is later.

    So neither tardiness nor changeovers change. SWITCH_OFF minimises energy. Where lines are tied the times stay; only waiting lines
    are switched. Raises InputError `SCHEDULE_STATES` when a line has no times
    (a frozen order before minute 0 aside, that is a defect).
    """
    from lingtan.scheduling.loops.arrays import arrays_of

    horizon = horizon_of(problem, timing)
    rate = rate_of(supply, way, horizon, carbon_price_per_t)
    arrays = arrays_of(problem, Objective())
    times = {name: getattr(timing, name).copy() for name in ("setup_start_min", "start_min", "end_min")}
    is_moved = way in (Way.MIN_COST, Way.MIN_CARBON) and not problem.is_coupled
    spans: list[Span] = []
    for k in range(problem.line_count):
        line = lines[k] if way is not Way.LEFT_ON else replace(lines[k], least_off_min=horizon + 1)
        spans += _line(problem, timing, k, line, arrays=arrays, rate=rate, times=times, is_moved=is_moved)
    return Timed(timing=replace(timing, **times), spans=tuple(spans), horizon_min=horizon)


def pieces_of(problem: Problem, timing: Timing, k: int, line: LineEnergy, *, orders: Sequence[int], is_moved: bool) -> list[Piece]:
    """The line's pieces of work: order, state, length, draw, earliest begin and latest end. [min, W]."""
    fixed, ready = {f.order for f in problem.frozen_of(k)}, int(problem.ready_min[k])
    pieces: list[Piece] = []
    for j in orders:
        begin, set_up, end = int(timing.setup_start_min[j]), int(timing.setup_min[j]), int(timing.end_min[j])
        moved = is_moved and j not in fixed
        latest = max(end, int(problem.due_min[j])) if moved else end
        release = int(problem.release_min[j])
        if set_up:
            early = ready if problem.is_setup_before_release else max(ready, release)
            setup_by = latest if moved else int(timing.start_min[j])
            if problem.is_coupled:  # other lines count on its minutes
                setup_by = place_work(problem.closures_of(k), begin, set_up)[1]
            pieces.append((j, LineState.SETUP, set_up, line.setup_w, early if moved else begin, setup_by))
        run_w = line.run_w[int(problem.family[j])]
        start = int(timing.start_min[j])
        pieces.append((j, LineState.RUN, int(problem.run_min[k, j]), run_w, max(release, ready) if moved else start, latest))
    return pieces


def cheapest_states(arrays: Arrays, k: int, line: LineEnergy, rate: Integers, pieces: Sequence[Piece]) -> tuple[int, Begins, Marks]:
    """`loops.states.line_states` of the pieces: the least W · min · rate (−1: no times exist) and where each minute comes from."""
    from lingtan.scheduling.loops.states import line_states

    columns = [np.array([piece[c] for piece in pieces], np.int64) for c in (2, 3, 4, 5)]
    draw = np.array([line.off_w, line.idle_w, line.warm_up_w, line.warm_up_min, line.least_off_min], np.int64)
    return line_states(arrays, k, rate, columns[0], columns[1], columns[2], columns[3], draw)


def _line(
    problem: Problem,
    timing: Timing,
    k: int,
    line: LineEnergy,
    *,
    arrays: Arrays,
    rate: Integers,
    times: dict[str, Integers],
    is_moved: bool,
) -> list[Span]:
    pieces = pieces_of(problem, timing, k, line, orders=timing.sequence[k], is_moved=is_moved)
    cost, idle_from, off_from = cheapest_states(arrays, k, line, rate, pieces)
    if cost < 0:
        raise InputError("SCHEDULE_STATES", place=problem.lines[k])
    begins, spans = _walk(k, line, len(pieces), rate.size, (idle_from, off_from))
    for (j, state, length, *_), (start, end) in zip(pieces, begins, strict=True):
        if state is LineState.SETUP:
            times["setup_start_min"][j] = start
        else:
            times["start_min"][j], times["end_min"][j] = start, end
            if not timing.setup_min[j]:
                times["setup_start_min"][j] = start
        spans += _busy(problem, k, j, state, (start, end)) if length else []
    return sorted(spans, key=lambda span: span.start_min)


def _walk(k: int, line: LineEnergy, stage: int, t: int, came: tuple[Begins, Marks]) -> tuple[list[tuple[int, int]], list[Span]]:
    """Begins and ends of the pieces, and the spans between them, from the end of the horizon backwards."""
    from lingtan.scheduling.loops.states import came_to

    idle_from, off_from = came
    is_off = bool(off_from[stage, t])
    begins: list[tuple[int, int]] = []
    spans: list[Span] = []

    def add(state: LineState, start: int, end: int) -> None:
        if spans and spans[-1].state is state and spans[-1].start_min == end:
            end = spans.pop().end_min
        spans.append(Span(line=k, state=state, start_min=start, end_min=end))

    while t > 0 or stage > 0:
        if is_off:
            since = came_to(off_from[stage], t, 1)
            if since == t:
                since, is_off = t - line.least_off_min, False
            add(LineState.OFF, since, t)
            t = since
        elif idle_from[stage, t] == _FROM_IDLE:
            since = came_to(idle_from[stage], t, _FROM_IDLE)
            add(LineState.IDLE, since, t)
            t = since
        elif idle_from[stage, t] == _FROM_OFF:
            add(LineState.WARM_UP, t - line.warm_up_min, t)
            t, is_off = t - line.warm_up_min, True
        else:
            begins.append((int(idle_from[stage, t]), t))
            t, stage = int(idle_from[stage, t]), stage - 1
    return begins[::-1], spans


def _busy(problem: Problem, k: int, order: int, state: LineState, times: tuple[int, int]) -> list[Span]:
    """A piece of work, idle where the line is closed within it."""
    spans: list[Span] = []
    now, end = times
    for one in problem.closures_of(k):
        if one.end_min > now and one.start_min < end:
            if one.start_min > now:
                spans.append(Span(line=k, state=state, start_min=now, end_min=one.start_min, order=order))
            spans.append(Span(line=k, state=LineState.IDLE, start_min=one.start_min, end_min=one.end_min, order=order))
            now = one.end_min
    return [*spans, Span(line=k, state=state, start_min=now, end_min=end, order=order)]
