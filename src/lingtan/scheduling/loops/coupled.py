"""Times of all lines together, where lines share pools and orders wait for orders."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from lingtan.compiled import compiled, inner
from lingtan.scheduling.loops.arrays import (
    BEFORE,
    CLOSES,
    DUE,
    FAMILY,
    FIRST,
    HOME,
    HOME_PREVIOUS,
    OPENS,
    PAUSES,
    READY,
    RELEASE,
    WEIGHT,
    Arrays,
)
from lingtan.scheduling.problem import Integers

__all__ = ["C_END", "C_SETUP", "C_SETUP_START", "C_START", "L_BEHIND", "L_RELEASE", "L_RUN", "L_SETUP", "Free", "Ties", "time_all"]

#: Columns of the times of an order.
C_SETUP_START, C_SETUP, C_START, C_END = range(4)
#: Columns of `Ties.less`.
L_SETUP, L_RUN, L_RELEASE, L_BEHIND = range(4)
_NEVER = 1 << 60
#: Not literals, which would make a function of their own of each call.
_NONE: int = np.int64(-1)  # type: ignore[assignment]  # numba's own whole numbers, which mypy takes for no int
_NO: int = np.int64(0)  # type: ignore[assignment]  # the same
_YES: int = np.int64(1)  # type: ignore[assignment]  # the same


class Free(NamedTuple):
    """What of each pool nobody has taken yet: so much from a moment of `marks` until the next, shape (P, M); `filled` counts them, (P,)."""

    marks: Integers
    amount: Integers
    filled: Integers


class Ties(NamedTuple):
    """What ties lines together.

    `after`: the order whose end an order waits for (−1: none) and the transfer, shape (J, 2); `lot_of`, shape (J,)
    `needs`: of each pool by line and family, shape (P, K, F); `free`: of each pool beside what frozen orders take; `is_held`, shape (P,)
    `ends`: of frozen orders, −1 of others, shape (J,)
    `less`: minutes that an order's set-up and run are shorter, its material and what it waits for sooner, as a question, shape (J, 4)
    """

    after: Integers
    lot_of: Integers
    needs: Integers
    free: Free
    is_held: Integers
    ends: Integers
    less: Integers


@inner
def _placed(a: Arrays, line: int, at: int, earliest: int, length: int) -> tuple[int, int, int]:
    """Begin and end of the work, and the closure to look at next (`timing.place_work`)."""
    stop = a.lines[FIRST, line + 1]
    while at < stop and a.closures[at, OPENS] <= earliest:
        at += 1
    begin, now, left, c = earliest, earliest, length, at
    while c < stop:
        if a.closures[c, CLOSES] <= now and left == length:
            begin = now = a.closures[c, OPENS]
        elif now + left <= a.closures[c, CLOSES]:
            break
        elif a.closures[c, PAUSES] == 1:
            left -= a.closures[c, CLOSES] - now
            now = a.closures[c, OPENS]
        else:
            begin = now = a.closures[c, OPENS]
            left = length
        c += 1
    return begin, now + left, at


@inner
def _mark(f: Free, p: int, t: int) -> int:
    """The last mark of the pool at or before a minute."""
    low, high = 0, f.filled[p]
    while high - low > 1:
        middle = (low + high) // 2
        if f.marks[p, middle] <= t:
            low = middle
        else:
            high = middle
    return low


@inner
def _split(f: Free, p: int, t: int) -> int:
    """The mark at a minute, made where there is none."""
    i = _mark(f, p, t)
    if f.marks[p, i] == t:
        return i
    for at in range(f.filled[p], i + 1, -1):
        f.marks[p, at], f.amount[p, at] = f.marks[p, at - 1], f.amount[p, at - 1]
    f.marks[p, i + 1], f.amount[p, i + 1] = t, f.amount[p, i]
    f.filled[p] += 1
    return i + 1


@inner
def _lacks_in(f: Free, p: int, need: int, begin: int, end: int) -> int:
    """The last minute of [begin, end) in which there is less of the pool than needed; −1: none."""
    i = _mark(f, p, end - 1)
    while True:
        if f.amount[p, i] < need:
            return int(min(end, f.marks[p, i + 1] if i + 1 < f.filled[p] else end) - 1)
        if f.marks[p, i] <= begin:
            return -1
        i -= 1


@inner
def _take_in(f: Free, p: int, need: int, begin: int, end: int) -> None:
    """Take from the pool over [begin, end)."""
    first = _split(f, p, begin)
    for i in range(first, _split(f, p, end)):
        f.amount[p, i] -= need


@inner
def _open_until(a: Arrays, line: int, t: int, end: int, at: int) -> tuple[int, int, int]:
    """The first piece of [t, end) in which the line is open: begin, end, and the closure to look at next."""
    stop = a.lines[FIRST, line + 1]
    while at < stop and a.closures[at, CLOSES] <= t:
        t = max(t, a.closures[at, OPENS])
        at += 1
    return t, min(end, a.closures[at, CLOSES]) if at < stop else end, at


@inner
def _over(a: Arrays, s: Ties, f: Free, line: int, family: int, at: int, begin: int, end: int, is_working: int, is_taken: int) -> int:
    """Take what is needed over [begin, end), or the last minute in which a pool lacks it; −1: none does.

    `at` is the closure to look at first; a line that does not work (`is_working`) waits with what it holds.
    """
    last = -1
    for p in range(s.is_held.size):
        need = s.needs[p, line, family]
        if need == 0 or (s.is_held[p] == 0 and is_working == 0):
            continue
        t, until, c = begin, end, at
        while t < end:
            if s.is_held[p] == 0:
                t, until, c = _open_until(a, line, t, end, c)
                if t >= end:
                    break
            if is_taken == 1:
                _take_in(f, p, need, t, until)
            else:
                last = max(last, _lacks_in(f, p, need, t, until))
            t = until
    return last


@inner
def _fit(a: Arrays, s: Ties, f: Free, line: int, family: int, earliest: int, length: int, at: int) -> tuple[int, int, int]:
    """The first begin of the work at which no pool lacks anything, its end, and the closure to look at next."""
    begin, end, at = _placed(a, line, at, earliest, length)
    while True:
        t = _over(a, s, f, line, family, at, begin, end, _YES, _NO)
        if t < 0:
            return begin, end, at
        begin, end, at = _placed(a, line, at, t + 1, length)


@inner
def _place(a: Arrays, s: Ties, f: Free, times: Integers, line: int, last: int, j: int, now: int, at: int, release: int) -> int:
    """Put the order behind `last` on the line as early as pools allow; returns the closure to look at next."""
    family = a.orders[j, FAMILY]
    row = a.setup.shape[2] if last < 0 else a.orders[last, FAMILY]
    setup, run = a.setup[line, row, family] - s.less[j, L_SETUP], a.run[line, j] - s.less[j, L_RUN]
    begin = now if setup > 0 and a.is_early == 1 else max(now, release)
    set_from, set_until, start, end, first = begin, begin, begin, begin, at
    while True:
        if setup > 0:
            set_from, set_until, first = _fit(a, s, f, line, family, begin, setup, at)
        start, end, at = _fit(a, s, f, line, family, max(set_until, release), run, first)
        if setup == 0:
            set_from = set_until = start
            first = at
        t = _over(a, s, f, line, family, first, set_until, start, _NO, _NO)
        if t < 0:
            break
        begin, at = t + 1, first
    _over(a, s, f, line, family, first, set_from, set_until, _YES, _YES)
    _over(a, s, f, line, family, first, set_until, start, _NO, _YES)
    _over(a, s, f, line, family, at, start, end, _YES, _YES)
    times[j, C_SETUP_START], times[j, C_SETUP], times[j, C_START], times[j, C_END] = set_from, setup, start, end
    return int(at)


@inner
def _moved(a: Arrays, line: int, before: int, j: int) -> int:
    """What it costs that the order is off its line or its place of the last plan."""
    cost = 0
    if a.per_moved > 0 and a.orders[j, HOME] >= -1:
        if a.orders[j, HOME] != line:
            cost += a.per_moved
        if a.orders[j, HOME_PREVIOUS] >= -1 and a.orders[j, HOME_PREVIOUS] != before:
            cost += a.per_moved
    return cost


@compiled
def time_all(a: Arrays, s: Ties, seq: Integers, count: Integers, f: Free, times: Integers, limit: int) -> tuple[int, int]:
    """Times of all open orders, shape (J, 4): the line whose next order may begin first places it, the lower line at a tie.

    A serial schedule (Kolisch 1996, EJOR 90:320) in the order of work of the lines. Returns how many orders are placed and the objective:
    fewer than there are where orders wait for one another in a circle, or where the objective is beyond the limit. An order in lots is
    as late as its last lot. `f` is a scratch of the size of `s.free`.
    """
    lines = count.size
    now, at = a.lines[READY, :-1].copy(), a.lines[FIRST, :-1].copy()
    last, place = np.full(lines, -1, np.int64), np.zeros(lines, np.int64)
    for p in range(s.is_held.size):
        f.filled[p] = s.free.filled[p]
        for i in range(f.filled[p]):
            f.marks[p, i], f.amount[p, i] = s.free.marks[p, i], s.free.amount[p, i]
    ends, waiting = s.ends.copy(), np.zeros(s.lot_of.size, np.int64)
    for k in range(lines):
        for i in range(count[k]):
            waiting[s.lot_of[seq[k, i]]] += 1
    placed, cost, latest = 0, 0, 0
    for j in range(ends.size):
        if s.lot_of[j] == j and waiting[j] == 0:
            cost += a.per_tardy * a.orders[j, WEIGHT] * max(ends[j] - a.orders[j, DUE], 0)
    while cost + a.per_makespan * latest <= limit:
        first, chosen, released = _NEVER, _NONE, _NO
        for k in range(lines):
            if place[k] == count[k]:
                continue
            j = seq[k, place[k]]
            release, before = a.orders[j, RELEASE] - s.less[j, L_RELEASE], s.after[j, 0]
            if before >= 0:
                if waiting[s.lot_of[before]] > 0:
                    continue
                release = max(release, ends[s.lot_of[before]] + s.after[j, 1] - s.less[j, L_BEHIND])
            row = a.setup.shape[2] if last[k] < 0 else a.orders[last[k], FAMILY]
            is_now = a.is_early == 1 and a.setup[k, row, a.orders[j, FAMILY]] > s.less[j, L_SETUP]
            begin = now[k] if is_now else max(now[k], release)
            if begin < first:
                first, chosen, released = begin, k, release
        if chosen < 0:
            break
        j = seq[chosen, place[chosen]]
        at[chosen] = _place(a, s, f, times, chosen, last[chosen], j, now[chosen], at[chosen], released)
        cost += a.per_setup * times[j, C_SETUP] + _moved(a, chosen, last[chosen] if last[chosen] >= 0 else a.lines[BEFORE, chosen], j)
        now[chosen], last[chosen] = times[j, C_END], j
        place[chosen] += 1
        placed += 1
        latest = max(latest, times[j, C_END])
        one = s.lot_of[j]
        waiting[one] -= 1
        ends[one] = max(ends[one], times[j, C_END])
        if waiting[one] == 0:
            cost += a.per_tardy * a.orders[one, WEIGHT] * max(ends[one] - a.orders[one, DUE], 0)
    return placed, int(cost + a.per_makespan * latest)
