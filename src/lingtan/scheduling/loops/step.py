"""One order behind another on a line: the step that every compiled loop of the room takes."""

from __future__ import annotations

from lingtan.compiled import inner
from lingtan.scheduling.loops.arrays import BEFORE, CLOSES, DUE, FAMILY, FIRST, HOME, HOME_PREVIOUS, OPENS, PAUSES, RELEASE, WEIGHT, Arrays

__all__ = ["step", "work"]


@inner
def work(a: Arrays, line: int, at: int, earliest: int, length: int) -> tuple[int, int]:
    """End of the work and the closure to look at next (`timing.place_work`)."""
    stop = a.lines[FIRST, line + 1]
    while at < stop and a.closures[at, OPENS] <= earliest:
        at += 1
    now, left, c = earliest, length, at
    while c < stop:
        if a.closures[c, CLOSES] <= now and left == length:
            now = a.closures[c, OPENS]
        elif now + left <= a.closures[c, CLOSES]:
            break
        elif a.closures[c, PAUSES] == 1:
            left -= a.closures[c, CLOSES] - now
            now = a.closures[c, OPENS]
        else:
            now = a.closures[c, OPENS]
            left = length
        c += 1
    return now + left, at


@inner
def step(a: Arrays, line: int, last: int, order: int, now: int, at: int) -> tuple[int, int, int]:
    """End of the order, its cost (makespan apart), and the closure to look at next. `last` is −1 at the line's start."""
    row = a.setup.shape[2] if last < 0 else a.orders[last, FAMILY]
    setup = a.setup[line, row, a.orders[order, FAMILY]]
    release = a.orders[order, RELEASE]
    cost = a.per_setup * setup
    if setup > 0:
        if a.is_early == 0 and release > now:
            now = release
        now, at = work(a, line, at, now, setup)
    now = max(now, release)
    now, at = work(a, line, at, now, a.run[line, order])
    late = now - a.orders[order, DUE]
    if late > 0:
        cost += a.per_tardy * a.orders[order, WEIGHT] * late
    if a.per_moved > 0 and a.orders[order, HOME] >= -1:
        if a.orders[order, HOME] != line:
            cost += a.per_moved
        if a.orders[order, HOME_PREVIOUS] >= -1 and a.orders[order, HOME_PREVIOUS] != (last if last >= 0 else a.lines[BEFORE, line]):
            cost += a.per_moved
    return now, cost, at
