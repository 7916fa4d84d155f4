"""Annealing where lines are tied: every try times the whole plant again."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lingtan.compiled import compiled, inner
from lingtan.scheduling.loops.anneal import draw
from lingtan.scheduling.loops.arrays import DUE, Arrays
from lingtan.scheduling.loops.coupled import C_END, Free, Ties, time_all
from lingtan.scheduling.problem import Integers
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["anneal_tied"]

_Word = npt.NDArray[np.uint64]
_STEP, _NEVER = 256, 1 << 60
#: Of eight draws: to about the same time below this, to the due date below the next, else anywhere; exchanges of two orders.
_BY_TIME, _ANYWHERE, _SWAPS = 4, 7, 3


@inner
def _place_at(seq: Integers, count: Integers, times: Integers, line: int, time: int) -> int:
    """The first place of the line whose order ends after the time."""
    low, high = 0, count[line]
    while low < high:
        middle = (low + high) // 2
        if times[seq[line, middle], C_END] <= time:
            low = middle + 1
        else:
            high = middle
    return low


@inner
def _copied(seq: Integers, count: Integers, line: int, to_seq: Integers, to_count: Integers) -> None:
    to_count[line] = count[line]
    for i in range(count[line]):
        to_seq[line, i] = seq[line, i]


@inner
def _moved(a: Arrays, seq: Integers, count: Integers, k: int, p: int, m: int, o: int, q: int, new: Integers, size: Integers) -> bool:
    """Lines k and o into `new` and `size` with m orders from a place of k at place q of what o then holds; False where o can't make one."""
    m = min(m, count[k] - p)
    q = min(q, count[o] - m if k == o else count[o])
    if k == o and p == q:
        return False
    for i in range(m):
        if a.run[o, seq[k, p + i]] < 0:
            return False
    for i in range(p, count[k] - m):
        new[k, i] = seq[k, i + m]
    size[k] = count[k] - m
    for i in range(size[o] - 1, q - 1, -1):
        new[o, i + m] = new[o, i]
    for i in range(m):
        new[o, q + i] = seq[k, p + i]
    size[o] += m
    return True


@inner
def _changed(
    a: Arrays, able: Integers, seq: Integers, count: Integers, times: Integers, new: Integers, size: Integers, word: _Word
) -> tuple[int, int]:
    """Up to three orders elsewhere, or two orders in each other's place, in `new` and `size`: the lines, −1 where one cannot make them.

    Elsewhere is about the same time or the due date of another line, or anywhere.
    """
    p, k = draw(word, count.sum()), 0
    while p >= count[k]:
        p, k = p - count[k], k + 1
    j = seq[k, p]
    o, pick = able[j, draw(word, able[j, -1])], draw(word, 8)
    time = times[j, C_END] if pick < _BY_TIME else a.orders[j, DUE]
    q = min(max(_place_at(seq, count, times, o, time) + draw(word, 5) - 2, 0), count[o])
    if pick >= _ANYWHERE:
        q = draw(word, count[o] + 1)
    if draw(word, 8) >= _SWAPS:
        m = 1 + max(draw(word, 5) - 2, 0)
        return (k, o) if _moved(a, seq, count, k, p, m, o, q, new, size) else (-1, -1)
    if q == count[o] or (k == o and p == q) or a.run[k, seq[o, q]] < 0:
        return -1, -1
    new[k, p], new[o, q] = seq[o, q], j
    return k, o


@compiled
def anneal_tied(
    a: Arrays,
    s: Ties,
    able: Integers,
    f: Free,
    seq: Integers,
    count: Integers,
    exponential: FloatArray,
    iterations: int,
    hot: float,
    cooling: float,
    word: _Word,
) -> int:
    """The best objective met; its sequences are left in `seq` and `count`.

    `able`: of each order the lines that can make it, and in the last column how many, shape (J, K + 1); `f` is a scratch of the size of
    `s.free`. `exponential` holds draws of −ln u; `cooling` is per 256 tries. The start must have times.
    """
    times, tried = np.zeros((s.lot_of.size, 4), np.int64), np.zeros((s.lot_of.size, 4), np.int64)
    now_seq, now_count, new, size = seq.copy(), count.copy(), seq.copy(), count.copy()
    total, heat = count.sum(), hot
    value = time_all(a, s, now_seq, now_count, f, times, _NEVER)[1]
    best = value
    for turn in range(iterations):
        if turn % _STEP == 0 and turn > 0:
            heat *= cooling
        k, o = _changed(a, able, now_seq, now_count, times, new, size, word)
        limit = value + int(heat * exponential[draw(word, exponential.size)])
        if k < 0:
            continue
        placed, cost = time_all(a, s, new, size, f, tried, limit)
        if placed < total or cost > limit:
            _copied(now_seq, now_count, k, new, size)
            _copied(now_seq, now_count, o, new, size)
            continue
        value = cost
        _copied(new, size, k, now_seq, now_count)
        _copied(new, size, o, now_seq, now_count)
        times, tried = tried, times
        if value < best:
            best = value
            for line in range(count.size):
                _copied(now_seq, now_count, line, seq, count)
    return int(best)
