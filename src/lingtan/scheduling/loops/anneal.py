"""Simulated annealing over exchanges of segments: iterations and a seed decide everything, never the clock."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lingtan.compiled import compiled
from lingtan.scheduling.loops.arrays import DUE, FAMILY, Arrays
from lingtan.scheduling.loops.state import END, NEVER, SEQ, State, build, end_of, exchange, value_of
from lingtan.scheduling.problem import Integers
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["anneal", "draw"]

_Word = npt.NDArray[np.uint64]
_A, _B, _C, _MULTIPLY, _SHIFT = np.uint64(12), np.uint64(25), np.uint64(27), np.uint64(2685821657736338717), np.uint64(33)
_STEP = 256


@compiled
def draw(word: _Word, n: int) -> int:
    """A number in [0, n): xorshift64* (Vigna 2016, ACM TOMS 42:30), its upper 31 bits scaled."""
    x = word[0]
    x ^= x >> _A
    x ^= x << _B
    x ^= x >> _C
    word[0] = x
    return int((np.int64((x * _MULTIPLY) >> _SHIFT) * n) >> 31)


@compiled
def _length(a: Arrays, s: State, word: _Word, line: int, place: int) -> int:
    """One order, a few, or the rest of its family's run."""
    left, pick = int(s.counts[line]) - place, draw(word, 10)
    if pick < 6:
        return 1
    if pick < 8:
        return int(min(left, 2 + draw(word, 6)))
    size, family = 1, a.orders[s.track[SEQ, line, place], FAMILY]
    while size < left and a.orders[s.track[SEQ, line, place + size], FAMILY] == family:
        size += 1
    return size


@compiled
def _place_at(s: State, line: int, time: int) -> int:
    """The first place of the line whose order ends after the time."""
    low, high = 0, s.counts[line]
    while low < high:
        middle = (low + high) // 2
        if s.track[END, line, middle] <= time:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _target(a: Arrays, s: State, word: _Word, order: int, starts: Integers, members: Integers) -> tuple[int, int]:
    """Where to: beside one of its family, to about the same time of another line, to its due date, or anywhere."""
    pick = draw(word, 8)
    family = a.orders[order, FAMILY]
    if pick < 3 and starts[family + 1] - starts[family] > 1:
        other = members[starts[family] + draw(word, starts[family + 1] - starts[family])]
        return s.where[other, 0], s.where[other, 1] + draw(word, 2)
    line = draw(word, s.counts.size)
    if a.run[line, order] < 0:
        line = draw(word, s.counts.size)
    if pick < 6:
        time = s.track[END, s.where[order, 0], s.where[order, 1]] if pick < 5 else a.orders[order, DUE]
        place = _place_at(s, line, time) + draw(word, 5) - 2
        return line, min(max(place, 0), s.counts[line])
    return line, draw(word, s.counts[line] + 1)


@compiled
def _last_of_others(a: Arrays, s: State, k: int, l: int) -> int:
    last = 0
    for line in range(s.counts.size):
        if line not in (k, l):
            last = max(last, end_of(a, s, line))
    return last


@compiled
def _latest_line(a: Arrays, s: State) -> int:
    latest = 0
    for line in range(1, s.counts.size):
        if end_of(a, s, line) > end_of(a, s, latest):
            latest = line
    return latest


@compiled
def anneal(
    a: Arrays,
    s: State,
    open_orders: Integers,
    starts: Integers,
    members: Integers,
    exponential: FloatArray,
    iterations: int,
    hot: float,
    cold: float,
    cooling: float,
    word: _Word,
    best_seq: Integers,
    best_count: Integers,
) -> int:
    """The best objective met; its sequences into `best_seq`, `best_count`. `exponential` holds draws of −ln u; `cooling` is per 256 tries.

    With a makespan in the objective, the sum of the lines' ends guides the search over plateaus at 1/16 of its weight.
    """
    best = value_of(a, s)
    value, is_long = best, a.per_makespan > 0
    best_seq[:], best_count[:] = s.track[SEQ], s.counts
    heat, guide = hot, a.per_makespan // 16
    for turn in range(iterations):
        if turn % _STEP == 0 and turn > 0:
            heat = max(heat * cooling, cold)
        threshold = int(heat * exponential[draw(word, exponential.size)])
        order = open_orders[draw(word, open_orders.size)]
        if is_long and draw(word, 2) == 0:
            latest = _latest_line(a, s)
            if s.counts[latest] > 0:
                order = s.track[SEQ, latest, draw(word, s.counts[latest])]
        k, p = s.where[order, 0], s.where[order, 1]
        l, q = _target(a, s, word, order, starts, members)
        m, pick = _length(a, s, word, k, p), draw(word, 16)
        n = 0
        if q < s.counts[l] and pick >= 9:
            n = _length(a, s, word, l, q)
        if pick == 15 and k != l:
            m, n = s.counts[k] - p, s.counts[l] - q
        if k == l:
            if q < p:
                p, m, q, n = q, min(n, p - q), p, m
            elif q < p + m:
                continue
        old_end = max(end_of(a, s, k), end_of(a, s, l)) if is_long else 0
        old_sum = end_of(a, s, k) + (end_of(a, s, l) if k != l else 0) if is_long else 0
        change = exchange(a, s, k, p, m, l, q, n, NEVER if is_long else threshold)
        if change >= NEVER:
            continue
        steered, real = change, change
        if is_long:
            others = _last_of_others(a, s, k, l)
            new_end = max(s.news[0, 3], s.news[1, 3]) if k != l else s.news[0, 3]
            new_sum = s.news[0, 3] + (s.news[1, 3] if k != l else 0)
            real += a.per_makespan * (max(others, new_end) - max(others, old_end))
            steered = real + guide * (new_sum - old_sum)
        if steered > threshold:
            continue
        build(a, s, 0, k)
        if k != l:
            build(a, s, 1, l)
        value += real
        if value < best:
            best = value
            for line in range(s.counts.size):
                best_count[line] = s.counts[line]
                best_seq[line, : s.counts[line]] = s.track[SEQ, line, : s.counts[line]]
    return best
