"""Times of all lines together, where lines share pools and orders wait for orders; and annealing whose every try times the whole plant."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lingtan.compiled import compiled, lent, lent_in
from lingtan.scheduling.loops.anneal import draw
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
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["C_END", "C_SETUP", "C_SETUP_START", "C_START", "L_RELEASE", "L_RUN", "L_SETUP", "Ties", "anneal_coupled", "cost_of", "time_all"]

#: Columns of the times of an order.
C_SETUP_START, C_SETUP, C_START, C_END = range(4)
#: Columns of `Ties.less`.
L_SETUP, L_RUN, L_RELEASE = range(3)
_NEVER = 1 << 60
_STEP = 256


class Ties(NamedTuple):
    """What ties lines together.

    `after`: the order whose end an order waits for (−1: none) and the transfer, shape (J, 2); `lot_of`, shape (J,)
    `needs`: of each pool by line and family, shape (P, K, F); `sizes`, `taken`: by minute, what there is and what frozen orders take,
    shape (P, T); `is_held`, shape (P,); `ends`: of frozen orders, −1 of others, shape (J,)
    `less`: minutes that an order's set-up and run are shorter, and that what it waits for comes sooner, as a question, shape (J, 3)
    """

    after: Integers
    lot_of: Integers
    needs: Integers
    sizes: Integers
    taken: Integers
    is_held: Integers
    ends: Integers
    less: Integers


@lent_in
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


@lent
def _lacks(a: Arrays, s: Ties, used: Integers, line: int, family: int, begin: int, end: int, at: int, is_working: bool) -> int:
    """The last minute of [begin, end) in which a pool lacks what the line takes; −1: none does."""
    last = -1
    stop = a.lines[FIRST, line + 1]
    for p in range(s.is_held.size):
        need = s.needs[p, line, family]
        if need == 0 or (not is_working and s.is_held[p] == 0):
            continue
        t, c = begin, at
        while t < end:
            if s.is_held[p] == 0:
                while c < stop and a.closures[c, OPENS] <= t:
                    c += 1
                if c < stop and a.closures[c, CLOSES] <= t:
                    t = a.closures[c, OPENS]
                    continue
            if used[p, t] + need > s.sizes[p, t]:
                last = max(last, t)
            t += 1
    return last


@lent
def _fit(a: Arrays, s: Ties, used: Integers, line: int, family: int, earliest: int, length: int, at: int) -> tuple[int, int, int]:
    """The first begin of the work at which no pool lacks anything, its end, and the closure to look at next."""
    begin, end, at = _placed(a, line, at, earliest, length)
    while True:
        t = _lacks(a, s, used, line, family, begin, end, at, True)
        if t < 0:
            return begin, end, at
        begin, end, at = _placed(a, line, at, t + 1, length)


@lent
def _take(a: Arrays, s: Ties, used: Integers, line: int, family: int, begin: int, end: int, at: int, is_working: bool) -> None:
    """Take from the pools over [begin, end)."""
    stop = a.lines[FIRST, line + 1]
    for p in range(s.is_held.size):
        need = s.needs[p, line, family]
        if need == 0 or (not is_working and s.is_held[p] == 0):
            continue
        t, c = begin, at
        while t < end:
            if s.is_held[p] == 0:
                while c < stop and a.closures[c, OPENS] <= t:
                    c += 1
                if c < stop and a.closures[c, CLOSES] <= t:
                    t = a.closures[c, OPENS]
                    continue
            used[p, t] += need
            t += 1


@lent
def _place(a: Arrays, s: Ties, used: Integers, times: Integers, line: int, last: int, j: int, now: int, at: int, release: int) -> int:
    """Put the order behind `last` on the line as early as pools allow; returns the closure to look at next."""
    family = a.orders[j, FAMILY]
    row = a.setup.shape[2] if last < 0 else a.orders[last, FAMILY]
    setup, run = a.setup[line, row, family] - s.less[j, L_SETUP], a.run[line, j] - s.less[j, L_RUN]
    begin = now if setup > 0 and a.is_early == 1 else max(now, release)
    set_from, set_until, start, end, first = begin, begin, begin, begin, at
    while True:
        if setup > 0:
            set_from, set_until, first = _fit(a, s, used, line, family, begin, setup, at)
        start, end, at = _fit(a, s, used, line, family, max(set_until, release), run, first)
        if setup == 0:
            set_from = set_until = start
            first = at
        t = _lacks(a, s, used, line, family, set_until, start, first, False)
        if t < 0:
            break
        begin, at = t + 1, first
    _take(a, s, used, line, family, set_from, set_until, first, True)
    _take(a, s, used, line, family, set_until, start, first, False)
    _take(a, s, used, line, family, start, end, at, True)
    times[j, C_SETUP_START], times[j, C_SETUP], times[j, C_START], times[j, C_END] = set_from, setup, start, end
    return int(at)


@compiled
def time_all(a: Arrays, s: Ties, seq: Integers, count: Integers, used: Integers, times: Integers) -> int:
    """Times of all open orders, shape (J, 4): the line whose next order may begin first places it, the lower line at a tie.

    A serial schedule (Kolisch 1996, EJOR 90:320) in the order of work of the lines. Returns how many orders are placed: fewer than
    there are where orders wait for one another in a circle.
    """
    lines = count.size
    now, at = a.lines[READY, :-1].copy(), a.lines[FIRST, :-1].copy()
    last, place = np.full(lines, -1, np.int64), np.zeros(lines, np.int64)
    used[:] = s.taken
    ends, waiting = s.ends.copy(), np.zeros(s.lot_of.size, np.int64)
    for k in range(lines):
        for i in range(count[k]):
            waiting[s.lot_of[seq[k, i]]] += 1
    placed = 0
    while True:
        first, chosen, released = _NEVER, -1, 0
        for k in range(lines):
            if place[k] == count[k]:
                continue
            j = seq[k, place[k]]
            release, before = a.orders[j, RELEASE], s.after[j, 0]
            if before >= 0:
                if waiting[s.lot_of[before]] > 0:
                    continue
                release = max(release, ends[s.lot_of[before]] + s.after[j, 1])
            release -= s.less[j, L_RELEASE]
            row = a.setup.shape[2] if last[k] < 0 else a.orders[last[k], FAMILY]
            is_now = a.is_early == 1 and a.setup[k, row, a.orders[j, FAMILY]] > s.less[j, L_SETUP]
            begin = now[k] if is_now else max(now[k], release)
            if begin < first:
                first, chosen, released = begin, k, release
        if chosen < 0:
            return placed
        j = seq[chosen, place[chosen]]
        at[chosen] = _place(a, s, used, times, chosen, last[chosen], j, now[chosen], at[chosen], released)
        now[chosen], last[chosen] = times[j, C_END], j
        place[chosen] += 1
        placed += 1
        one = s.lot_of[j]
        waiting[one] -= 1
        ends[one] = max(ends[one], times[j, C_END])


@compiled
def cost_of(a: Arrays, s: Ties, seq: Integers, count: Integers, times: Integers) -> int:
    """The objective of timed open orders; an order in lots is as late as its last lot."""
    cost, latest = 0, 0
    ends = s.ends.copy()
    for k in range(count.size):
        before = a.lines[BEFORE, k]
        for i in range(count[k]):
            j = seq[k, i]
            cost += a.per_setup * times[j, C_SETUP]
            latest = max(latest, times[j, C_END])
            ends[s.lot_of[j]] = max(ends[s.lot_of[j]], times[j, C_END])
            if a.per_moved > 0 and a.orders[j, HOME] >= -1:
                if a.orders[j, HOME] != k:
                    cost += a.per_moved
                if a.orders[j, HOME_PREVIOUS] >= -1 and a.orders[j, HOME_PREVIOUS] != before:
                    cost += a.per_moved
            before = j
    for j in range(ends.size):
        if s.lot_of[j] == j:
            cost += a.per_tardy * a.orders[j, WEIGHT] * max(ends[j] - a.orders[j, DUE], 0)
    return int(cost + a.per_makespan * latest)


@lent
def _move(seq: Integers, count: Integers, hold: Integers, k: int, p: int, m: int, l: int, q: int) -> None:
    """Take m orders from a place of line k and put them before what is then at place q of line l."""
    for i in range(m):
        hold[i] = seq[k, p + i]
    for i in range(p, count[k] - m):
        seq[k, i] = seq[k, i + m]
    count[k] -= m
    for i in range(count[l] - 1, q - 1, -1):
        seq[l, i + m] = seq[l, i]
    for i in range(m):
        seq[l, q + i] = hold[i]
    count[l] += m


@lent
def _about(seq: Integers, count: Integers, times: Integers, line: int, time: int) -> int:
    """The first place of the line whose order ends after the time."""
    for i in range(count[line]):
        if times[seq[line, i], C_END] > time:
            return i
    return int(count[line])


@compiled
def anneal_coupled(
    a: Arrays,
    s: Ties,
    seq: Integers,
    count: Integers,
    exponential: FloatArray,
    iterations: int,
    hot: float,
    cooling: float,
    word: npt.NDArray[np.uint64],
) -> int:
    """The best objective met; its sequences are left in `seq` and `count`.

    Segments of up to three orders move, or two orders change places. `exponential` holds draws of −ln u; `cooling` is per 256 tries. The
    start must have times.
    """
    used, times, tried = np.zeros_like(s.taken), np.zeros((s.lot_of.size, 4), np.int64), np.zeros((s.lot_of.size, 4), np.int64)
    hold = np.zeros(4, np.int64)
    total = time_all(a, s, seq, count, used, times)
    value = best = cost_of(a, s, seq, count, times)
    best_seq, best_count = seq.copy(), count.copy()
    lines, heat = count.size, hot
    for turn in range(iterations):
        if turn % _STEP == 0 and turn > 0:
            heat *= cooling
        at = draw(word, total)
        k = 0
        while at >= count[k]:
            at -= count[k]
            k += 1
        p, j = at, seq[k, at]
        l = draw(word, lines)
        for _ in range(4):
            if a.run[l, j] >= 0:
                break
            l = draw(word, lines)
        if a.run[l, j] < 0:
            continue
        pick = draw(word, 8)
        time = times[j, C_END] if pick < 4 else a.orders[j, DUE]
        q = _about(seq, count, times, l, time) + draw(word, 5) - 2 if pick < 7 else draw(word, count[l] + 1)
        q = min(max(q, 0), count[l])
        m, is_swap = 1, draw(word, 8) < 3
        if is_swap:
            if q == count[l] or (k == l and p == q) or a.run[k, seq[l, q]] < 0:
                continue
            seq[k, p], seq[l, q] = seq[l, q], j
        else:
            m = min(1 + max(draw(word, 5) - 2, 0), count[k] - p)
            for i in range(1, m):
                if a.run[l, seq[k, p + i]] < 0:
                    m = i
                    break
            q = min(q, count[l] - m) if k == l else q
            if k == l and q == p:
                continue
            _move(seq, count, hold, k, p, m, l, q)
        threshold = int(heat * exponential[draw(word, exponential.size)])
        cost = cost_of(a, s, seq, count, tried) if time_all(a, s, seq, count, used, tried) == total else _NEVER
        if cost - value > threshold:
            if is_swap:
                seq[k, p], seq[l, q] = seq[l, q], seq[k, p]
            else:
                _move(seq, count, hold, l, q, m, k, p)
            continue
        value = cost
        times[:] = tried
        if value < best:
            best = value
            best_seq[:] = seq
            best_count[:] = count
    seq[:] = best_seq
    count[:] = best_count
    return best
