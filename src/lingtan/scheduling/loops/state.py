"""The sequences of all lines with running ends and costs, and what a delay or a gain of time would do behind each place."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lingtan.compiled import inner, lent
from lingtan.scheduling.loops.arrays import CLOSES, DUE, FAMILY, FIRST, OPENS, PAUSES, READY, RELEASE, WEIGHT, Arrays
from lingtan.scheduling.loops.step import step
from lingtan.scheduling.problem import Integers

__all__ = [
    "AT",
    "BROKEN",
    "DELAYED",
    "EARLY",
    "END",
    "FIXED",
    "KIND",
    "LATE",
    "LEAST",
    "NEVER",
    "ORDER",
    "P_DUE",
    "P_RELEASE",
    "RATE",
    "RUN",
    "SETUP",
    "SLACK",
    "TOTAL",
    "State",
    "commit",
    "head_of",
    "state_of",
    "value_of",
]

#: Columns of a place. The order's own: run here, release, due, cost per minute late, set-up before it, cost that time does not change;
#: then its end, cost of the line up to and with it, itself, its family, the closure to look at next.
RUN, P_RELEASE, P_DUE, RATE, SETUP, FIXED, END, TOTAL, ORDER, KIND, AT = range(11)
#: How long it could begin sooner for its material, whether it may wait for that or for a closure.
_SPARE, _WAITS = 11, 12
#: Of the orders behind the place: cost per minute of those a delay reaches for certain, of all that are late; how much time may be gained
#: before one waits for material, or is late no longer; how much may be lost before another is late; whether one waits.
DELAYED, LATE, SLACK, LEAST, EARLY, BROKEN = range(13, 19)
_WIDTH = 19
NEVER = 1 << 60

_Places = npt.NDArray[np.int64]


class State(NamedTuple):
    """Lines as they stand.

    `places`: columns above, shape (K, J, 19); `counts`: orders on each line, `ends`: when each ends, shape (K,)
    `where`: line and place of each order, shape (J, 2); `spare`: the two candidate lines of an exchange, shape (2, J)
    `pauses`: of each line the longest closure, the least open time between two, whether one may not be straddled, shape (K, 3)
    """

    places: _Places
    counts: Integers
    ends: Integers
    where: Integers
    spare: Integers
    pauses: Integers


def state_of(a: Arrays, seq: Integers, count: Integers) -> State:
    """The state of the sequences."""
    lines, orders = a.run.shape
    state = State(
        places=np.zeros((lines, orders, _WIDTH), np.int64),
        counts=count.copy(),
        ends=np.zeros(lines, np.int64),
        where=np.full((orders, 2), -1, np.int64),
        spare=np.zeros((2, orders), np.int64),
        pauses=np.zeros((lines, 3), np.int64),
    )
    for k in range(lines):
        state.places[k, : count[k], ORDER] = seq[k, : count[k]]
        closures = a.closures[a.lines[FIRST, k] : a.lines[FIRST, k + 1]]
        if closures.size:
            between = closures[1:, CLOSES] - closures[:-1, OPENS]
            longest = int((closures[:, OPENS] - closures[:, CLOSES]).max())
            state.pauses[k] = longest, max(int(between.min(initial=NEVER)), 1), int((closures[:, PAUSES] == 0).any())
        commit(a, state, k, 0)
    return state


@inner
def head_of(a: Arrays, s: State, line: int, place: int) -> tuple[int, int, int, int]:
    """Before a place: when the line is free, its last order (−1: none), the closure to look at next, the cost so far."""
    if place > 0:
        r = s.places[line, place - 1]
        return r[END], r[ORDER], r[AT], r[TOTAL]
    return a.lines[READY, line], -1, a.lines[FIRST, line], 0


@inner
def _waits(a: Arrays, line: int, before: int, now: int, at: int) -> bool:
    """Whether a closure that may not be straddled lies between two moments."""
    for c in range(max(at - 1, a.lines[FIRST, line]), a.lines[FIRST, line + 1]):
        if a.closures[c, CLOSES] >= now:
            break
        if a.closures[c, PAUSES] == 0 and a.closures[c, OPENS] > before:
            return True
    return False


@lent
def commit(a: Arrays, s: State, line: int, low: int) -> None:
    """Everything of the line from place `low` on, and what lies behind each place."""
    now, last, at, total = head_of(a, s, line, low)
    size = s.counts[line]
    for i in range(low, size):
        r = s.places[line, i]
        j = r[ORDER]
        row = a.setup.shape[2] if last < 0 else a.orders[last, FAMILY]
        before = now
        now, cost, at = step(a, line, last, j, now, at)
        total += cost
        r[RUN], r[P_RELEASE], r[P_DUE] = a.run[line, j], a.orders[j, RELEASE], a.orders[j, DUE]
        r[RATE], r[SETUP], r[KIND] = a.per_tardy * a.orders[j, WEIGHT], a.setup[line, row, a.orders[j, FAMILY]], a.orders[j, FAMILY]
        r[FIXED] = cost - r[RATE] * max(now - r[P_DUE], 0)
        r[END], r[TOTAL], r[AT] = now, total, at
        r[_SPARE] = before + (r[SETUP] if a.is_early == 1 else 0) - r[P_RELEASE]
        r[_WAITS] = int(r[_SPARE] < 0 or _waits(a, line, before, now, at))
        s.where[j, 0], s.where[j, 1] = line, i
        last = j
    s.ends[line] = now
    _look_back(s, line, size)


@inner
def _look_back(s: State, line: int, size: int) -> None:
    """The columns of what lies behind each place."""
    delayed, late, slack, least, early, broken = 0, 0, NEVER, NEVER, NEVER, 0
    for i in range(size - 1, -1, -1):
        r = s.places[line, i]
        r[DELAYED], r[LATE], r[SLACK], r[LEAST], r[EARLY], r[BROKEN] = delayed, late, slack, least, early, broken
        by = r[END] - r[P_DUE]
        if by >= 0:
            delayed, late, least = delayed + r[RATE], late + r[RATE], min(least, by)
        else:
            early = min(early, -by)
        if r[_WAITS] == 1:
            delayed, broken = 0, 1
        slack = min(slack, r[_SPARE])


@lent
def value_of(a: Arrays, s: State) -> int:
    """The whole objective."""
    value, last = 0, 0
    for k in range(s.counts.size):
        if s.counts[k] > 0:
            value += s.places[k, s.counts[k] - 1, TOTAL]
        last = max(last, s.ends[k])
    return int(value + a.per_makespan * last)
