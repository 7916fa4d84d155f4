"""Exact dynamic programming over minutes: when a line works, idles, is off and warms up, given its sequence."""

from __future__ import annotations

import numpy as np

from lingtan.compiled import compiled
from lingtan.scheduling.loops.arrays import CLOSES, FIRST, OPENS, Arrays
from lingtan.scheduling.loops.step import work
from lingtan.scheduling.problem import Integers

__all__ = ["FROM_IDLE", "FROM_OFF", "Begins", "Marks", "came_to", "line_states"]

Begins = np.ndarray[tuple[int, int], np.dtype[np.int32]]
Marks = np.ndarray[tuple[int, int], np.dtype[np.int8]]


_NEVER = 1 << 61
#: Where an idle minute comes from, besides the beginning of the work that ends there.
FROM_IDLE, FROM_OFF, _NOWHERE = -2, -3, -1


@compiled
def _windows(length: Integers, earliest: Integers, latest: Integers, horizon: int) -> tuple[Integers, Integers]:
    """Of each stage the first minute at which its work may be done and the last at which the next may begin, shapes (n + 1,)."""
    pieces = length.size
    first, last = np.zeros(pieces + 1, np.int64), np.full(pieces + 1, horizon, np.int64)
    for i in range(pieces):
        first[i + 1] = min(max(first[i], earliest[i]) + length[i], horizon)
    for i in range(pieces - 1, -1, -1):
        last[i] = min(latest[i], last[i + 1]) - length[i]
    return first, last


@compiled
def came_to(marks: Begins | Marks, t: int, mark: int) -> int:
    """The minute from which the marks up to t are all this one."""
    while t > 0 and marks[t] == mark:
        t -= 1
    return t


@compiled
def line_states(
    a: Arrays, line: int, rate: Integers, length: Integers, watts: Integers, earliest: Integers, latest: Integers, draw: Integers
) -> tuple[int, Begins, Marks]:
    """Least Σ W × rate over the horizon, and for each stage and minute where the best way there comes from.

    Stage i has done i pieces of work. `length`, `watts`, `earliest` begin, `latest` end: by piece, shape (n,). `draw`: off, idle, warm-up
    in W, warm-up and least off in minutes. The line is on at minute 0 and may end as it likes. Bellman over (stage, minute, on or off):
    as Shrouf et al. 2014, J. Clean. Prod. 67:197, for one machine with the sequence fixed, solved exactly.
    Returns −1 for the cost where no times exist. `idle_from`: FROM_IDLE, FROM_OFF or the begin of the piece that ends here; `off_from`:
    1 was off a minute before, 2 was idle until `least_off` minutes before. Shapes (n + 1, T + 1).
    """
    horizon, pieces = rate.size, length.size
    summed, opened = np.zeros(horizon + 1, np.int64), np.zeros(horizon + 1, np.int64)
    shut = np.zeros(horizon + 1, np.bool_)
    for c in range(a.lines[FIRST, line], a.lines[FIRST, line + 1]):
        for t in range(a.closures[c, CLOSES], min(a.closures[c, OPENS], horizon)):
            shut[t] = True
    open_rate = np.zeros(horizon + 1, np.int64)
    for t in range(horizon):
        summed[t + 1] = summed[t] + rate[t]
        opened[t + 1] = opened[t] + (0 if shut[t] else 1)
        open_rate[t + 1] = open_rate[t] + (0 if shut[t] else rate[t])
    off_w, idle_w, warm_w, warm, least = draw[0], draw[1], draw[2], draw[3], draw[4]
    idle, off = np.full(horizon + 1, _NEVER, np.int64), np.full(horizon + 1, _NEVER, np.int64)
    idle_from = np.full((pieces + 1, horizon + 1), _NOWHERE, np.int32)
    off_from = np.zeros((pieces + 1, horizon + 1), np.int8)
    idle[0] = 0
    first, last = _windows(length, earliest, latest, horizon)
    for i in range(pieces + 1):
        after = np.full(horizon + 1, _NEVER, np.int64)
        for t in range(first[i], last[i] + 1):
            on, out = idle[t], off[t]
            if on >= _NEVER and out >= _NEVER:
                continue
            if t < last[i] and on < _NEVER and on + idle_w * rate[t] < idle[t + 1]:
                idle[t + 1] = on + idle_w * rate[t]
                idle_from[i, t + 1] = FROM_IDLE
            if t < last[i] and out < _NEVER and out + off_w * rate[t] < off[t + 1]:
                off[t + 1] = out + off_w * rate[t]
                off_from[i, t + 1] = 1
            if on < _NEVER and t + least <= last[i]:
                cost = on + off_w * (summed[t + least] - summed[t])
                if cost < off[t + least]:
                    off[t + least] = cost
                    off_from[i, t + least] = 2
            if out < _NEVER and t + warm <= last[i]:
                cost = out + warm_w * (summed[t + warm] - summed[t])
                if cost < idle[t + warm]:
                    idle[t + warm] = cost
                    idle_from[i, t + warm] = FROM_OFF
            if i < pieces and on < _NEVER and t >= earliest[i] and not shut[t]:
                end, _ = work(a, line, a.lines[FIRST, line], t, length[i])
                if end <= latest[i] and end <= horizon and opened[end] - opened[t] == length[i]:
                    busy = open_rate[end] - open_rate[t]
                    cost = on + watts[i] * busy + idle_w * (summed[end] - summed[t] - busy)
                    if cost < after[end]:
                        after[end] = cost
                        idle_from[i + 1, end] = t
        if i < pieces:
            idle = after
            off[:] = _NEVER
    best = min(idle[horizon], off[horizon])
    if best >= _NEVER:
        return -1, idle_from, off_from
    off_from[pieces, horizon] = off_from[pieces, horizon] if off[horizon] < idle[horizon] else 0
    return best, idle_from, off_from
