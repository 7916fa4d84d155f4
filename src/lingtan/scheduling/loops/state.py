"""The sequences of all lines with running ends and costs, and what exchanging two segments of them would cost."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from lingtan.compiled import compiled
from lingtan.scheduling.loops.arrays import FIRST, READY, Arrays
from lingtan.scheduling.loops.step import step
from lingtan.scheduling.problem import Integers

__all__ = ["AT", "END", "NEVER", "SEQ", "TOTAL", "State", "build", "commit", "end_of", "exchange", "state_of", "value_of"]

SEQ, END, TOTAL, AT = range(4)
NEVER = 1 << 60


class State(NamedTuple):
    """Lines as they stand.

    `track`: at each place the order, its end, cost up to and with it, the closure to look at next. Shape (4, K, J)
    `counts`: orders on each line, shape (K,)
    `where`: line and place of each order, shape (J, 2)
    `spare`: the two candidate lines of an exchange, shape (2, J)
    `news`: each candidate's first new place, length, cost and end, shape (2, 4)
    """

    track: Integers
    counts: Integers
    where: Integers
    spare: Integers
    news: Integers


def state_of(a: Arrays, seq: Integers, count: Integers) -> State:
    """The state of the sequences."""
    lines, orders = a.run.shape
    state = State(
        track=np.zeros((4, lines, orders), np.int64),
        counts=count.copy(),
        where=np.full((orders, 2), -1, np.int64),
        spare=np.zeros((2, orders), np.int64),
        news=np.zeros((2, 4), np.int64),
    )
    state.track[SEQ] = seq
    for k in range(lines):
        commit(a, state, k, 0)
    return state


@compiled
def commit(a: Arrays, s: State, line: int, low: int) -> None:
    """Ends, costs and places of the line from place `low` on."""
    now, last, total = a.lines[READY, line], -1, 0
    at = a.lines[FIRST, line]
    if low > 0:
        now, last, total = s.track[END, line, low - 1], s.track[SEQ, line, low - 1], s.track[TOTAL, line, low - 1]
        at = s.track[AT, line, low - 1]
    for i in range(low, s.counts[line]):
        j = s.track[SEQ, line, i]
        now, cost, at = step(a, line, last, j, now, at)
        total += cost
        s.track[END, line, i], s.track[TOTAL, line, i], s.track[AT, line, i] = now, total, at
        s.where[j, 0], s.where[j, 1] = line, i
        last = j


@compiled
def end_of(a: Arrays, s: State, line: int) -> int:
    """When the line ends. [min]."""
    return int(s.track[END, line, s.counts[line] - 1] if s.counts[line] > 0 else a.lines[READY, line])


@compiled
def value_of(a: Arrays, s: State) -> int:
    """The whole objective."""
    value, last = 0, 0
    for k in range(s.counts.size):
        if s.counts[k] > 0:
            value += s.track[TOTAL, k, s.counts[k] - 1]
        last = max(last, end_of(a, s, k))
    return int(value + a.per_makespan * last)


@compiled
def _ask(a: Arrays, s: State, side: int, line: int, low: int, size: int, same: int, shift: int, limit: int) -> bool:
    """Cost and end of the candidate on a side; False where it exceeds the limit for certain.

    From place `same` on the candidate holds what the line holds `shift` places on. Once an order ends there when it ended before, the
    rest is as before; while it ends later, the rest costs at least what it did.
    """
    now, last, total = a.lines[READY, line], -1, 0
    at = a.lines[FIRST, line]
    if low > 0:
        now, last, total = s.track[END, line, low - 1], s.track[SEQ, line, low - 1], s.track[TOTAL, line, low - 1]
        at = s.track[AT, line, low - 1]
    old = s.counts[line]
    whole = s.track[TOTAL, line, old - 1] if old > 0 else 0
    s.news[side, 0], s.news[side, 1] = low, size
    for i in range(low, size):
        j = s.spare[side, i]
        now, cost, at = step(a, line, last, j, now, at)
        total += cost
        last = j
        if i >= same:
            then = s.track[END, line, i + shift]
            rest = whole - s.track[TOTAL, line, i + shift]
            if now == then:
                s.news[side, 2], s.news[side, 3] = total + rest, s.track[END, line, old - 1]
                return True
            if now > then and total + rest > limit:
                return False
        if total > limit:
            return False
    s.news[side, 2], s.news[side, 3] = total, now
    return True


@compiled
def _paste(s: State, side: int, to: int, line: int, start: int, stop: int) -> int:
    for i in range(start, stop):
        s.spare[side, to] = s.track[SEQ, line, i]
        to += 1
    return to


@compiled
def _fits(a: Arrays, s: State, line: int, start: int, length: int, other: int) -> bool:
    is_able = True
    for i in range(start, start + length):
        is_able &= a.run[other, s.track[SEQ, line, i]] >= 0
    return is_able


@compiled
def exchange(a: Arrays, s: State, k: int, p: int, m: int, l: int, q: int, n: int, limit: int) -> int:
    """Change of the lines' cost when `m` orders from place p of line k and `n` from place q of line l change sides; NEVER beyond a limit.

    On one line the first segment must end before the second begins. Either may be empty: then it is an insertion.
    """
    if k == l:
        to = _paste(s, 0, p, k, q, q + n)
        to = _paste(s, 0, to, k, p + m, q)
        to = _paste(s, 0, to, k, p, p + m)
        size = s.counts[k]
        _paste(s, 0, to, k, q + n, size)
        old = s.track[TOTAL, k, size - 1]
        if not _ask(a, s, 0, k, p, size, q + n, 0, old + limit):
            return NEVER
        return int(s.news[0, 2] - old)
    if not (_fits(a, s, k, p, m, l) and _fits(a, s, l, q, n, k)):
        return NEVER
    old = (s.track[TOTAL, k, s.counts[k] - 1] if s.counts[k] > 0 else 0) + (s.track[TOTAL, l, s.counts[l] - 1] if s.counts[l] > 0 else 0)
    to = _paste(s, 0, p, l, q, q + n)
    size = _paste(s, 0, to, k, p + m, s.counts[k])
    if not _ask(a, s, 0, k, p, size, p + n, m - n, old + limit):
        return NEVER
    to = _paste(s, 1, q, k, p, p + m)
    size = _paste(s, 1, to, l, q + n, s.counts[l])
    if not _ask(a, s, 1, l, q, size, q + m, n - m, old + limit - s.news[0, 2]):
        return NEVER
    return int(s.news[0, 2] + s.news[1, 2] - old)


@compiled
def build(a: Arrays, s: State, side: int, line: int) -> None:
    """Put the candidate of a side in its place."""
    low, size = s.news[side, 0], s.news[side, 1]
    s.counts[line] = size
    for i in range(low, size):
        s.track[SEQ, line, i] = s.spare[side, i]
    commit(a, s, line, low)
