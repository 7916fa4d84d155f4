"""Simulated annealing over exchanges of segments: iterations and a seed decide everything, never the clock."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lingtan.compiled import inner, lent
from lingtan.scheduling.loops.arrays import DUE, FAMILY, Arrays
from lingtan.scheduling.loops.even import evenness, minute_worth
from lingtan.scheduling.loops.exchange import build, exchange, within
from lingtan.scheduling.loops.state import END, KIND, NEVER, ORDER, State
from lingtan.scheduling.problem import Integers
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["Hand", "anneal", "draw", "place_at"]

_Word = npt.NDArray[np.uint64]
_A, _B, _C, _MULTIPLY, _SHIFT = np.uint64(12), np.uint64(25), np.uint64(27), np.uint64(2685821657736338717), np.uint64(33)
_STEP = 256
#: Places looked at for an order without others of its family, and how far around.
_SAMPLES, _REACH = 8, 6
#: Of 16 tries on a line alone those that put an order without others of its family behind one that leaves little set-up, and how many
#: orders go with it at most.
_BEHIND, _LONG = 5, 12


class Hand(NamedTuple):
    """The lines that one run may touch, all or a share.

    `lines`; `is_own`: 1 for those, shape (K,); `members`: their open orders by family, those of family f from `starts[f]` up to
    `starts[f + 1]`; `near`: lines that an order tries most, shape (J, G); `behind`: on a line alone, orders behind which an order needs the
    least set-up where none share theirs, shape (J, H)
    """

    lines: Integers
    is_own: Integers
    starts: Integers
    members: Integers
    near: Integers
    behind: Integers


@lent
def draw(word: _Word, n: int) -> int:
    """A number in [0, n): xorshift64* (Vigna 2016, ACM TOMS 42:30), its upper 31 bits scaled."""
    x = word[0]
    x ^= x >> _A
    x ^= x << _B
    x ^= x >> _C
    word[0] = x
    return int((np.int64((x * _MULTIPLY) >> _SHIFT) * n) >> 31)


@inner
def _length(a: Arrays, s: State, word: _Word, line: int, place: int) -> int:
    """One order, a few, or the rest of its family's run."""
    left, pick = int(s.counts[line]) - place, draw(word, 16)
    if pick < 13:
        return 1
    if pick < 15:
        return int(min(left, 2 + draw(word, 6)))
    size, family = 1, s.places[line, place, KIND]
    while size < left and s.places[line, place + size, KIND] == family:
        size += 1
    return size


@inner
def place_at(s: State, line: int, time: int) -> int:
    """The first place of the line whose order ends after the time."""
    low, high = 0, s.counts[line]
    while low < high:
        middle = (low + high) // 2
        if s.places[line, middle, END] <= time:
            low = middle + 1
        else:
            high = middle
    return low


@inner
def _added(a: Arrays, s: State, line: int, place: int, order: int) -> int:
    """Set-up minutes that the order adds before the place."""
    families = a.setup.shape[2]
    own, before = a.orders[order, FAMILY], families
    if place > 0:
        before = s.places[line, place - 1, KIND]
    added = a.setup[line, before, own]
    if place < s.counts[line]:
        behind = s.places[line, place, KIND]
        added += a.setup[line, own, behind] - a.setup[line, before, behind]
    return int(added)


@inner
def _least_added(a: Arrays, s: State, word: _Word, line: int, place: int, order: int) -> int:
    """Of a few places around this one the one where the order adds the least set-up."""
    best, chosen = NEVER, place
    for _ in range(_SAMPLES):
        other = min(max(place + draw(word, 2 * _REACH + 1) - _REACH, 0), s.counts[line])
        added = _added(a, s, line, other, order)
        if added < best:
            best, chosen = added, other
    return chosen


@inner
def _target(a: Arrays, s: State, h: Hand, word: _Word, order: int) -> tuple[int, int]:
    """Where to: beside one of its family, to about the same time of another line, to its due date, or anywhere."""
    starts, members, lines = h.starts, h.members, h.lines
    pick = draw(word, 16)
    family = a.orders[order, FAMILY]
    if pick < 5 and starts[family + 1] - starts[family] > 1:
        other = members[starts[family] + draw(word, starts[family + 1] - starts[family])]
        return s.where[other, 0], s.where[other, 1] + draw(word, 2)
    line = lines[draw(word, lines.size)]
    if a.run[line, order] < 0:
        line = lines[draw(word, lines.size)]
    if starts[family + 1] - starts[family] == 1:
        if draw(word, 2) == 0:
            close = h.near[order, draw(word, h.near.shape[1])]
            if h.is_own[close] == 1:
                line = close
        place = draw(word, s.counts[line] + 1)
        if pick < 12:
            place = place_at(s, line, s.places[s.where[order, 0], s.where[order, 1], END] if pick < 8 else a.orders[order, DUE])
        return line, min(max(place + draw(word, 5) - 2, 0), s.counts[line])
    if pick < 15:
        time = s.places[s.where[order, 0], s.where[order, 1], END] if pick < 11 else a.orders[order, DUE]
        place = place_at(s, line, time) + draw(word, 5) - 2
        return line, min(max(place, 0), s.counts[line])
    return line, draw(word, s.counts[line] + 1)


@inner
def _last_of_others(s: State, k: int, l: int) -> int:
    last = 0
    for line in range(s.ends.size):
        if line not in (k, l):
            last = max(last, s.ends[line])
    return last


@inner
def _keep(s: State, lines: Integers, best_seq: Integers, best_count: Integers) -> None:
    for line in lines:
        best_count[line] = s.counts[line]
        for i in range(s.counts[line]):
            best_seq[line, i] = s.places[line, i, ORDER]


@lent
def anneal(
    a: Arrays,
    s: State,
    h: Hand,
    exponential: FloatArray,
    iterations: int,
    heat: FloatArray,
    cold: float,
    cooling: float,
    word: _Word,
    best_seq: Integers,
    best_count: Integers,
) -> tuple[int, int]:
    """Change of the objective, and its least on the way, whose sequences of the hand's lines go into `best_seq`, `best_count`.

    `exponential` holds draws of −ln u; `heat`, shape (1,), falls by `cooling` every 256 tries. With a makespan in the objective the hand
    has all lines; beside other terms the sum of the lines' ends guides the search over plateaus at 1/16 of its weight, and where nothing
    else counts what evens lines (`loops.even`) steers.
    """
    value, best, is_long, is_kept = 0, 0, a.per_makespan > 0, True
    _keep(s, h.lines, best_seq, best_count)
    guide, is_alone = a.per_makespan // 16, a.per_tardy == 0 and a.per_setup == 0 and a.per_moved == 0
    for turn in range(iterations):
        if turn % _STEP == _STEP - 1:
            heat[0] = max(heat[0] * cooling, cold)
        if h.members.size == 0:
            continue
        threshold = int(heat[0] * exponential[draw(word, exponential.size)])
        order = h.members[draw(word, h.members.size)]
        if is_long and draw(word, 2) == 0:
            latest = np.argmax(s.ends)
            if s.counts[latest] > 0:
                order = s.places[latest, draw(word, s.counts[latest]), ORDER]
        k, p = s.where[order, 0], s.where[order, 1]
        l, q = _target(a, s, h, word, order)
        m, pick, n = _length(a, s, word, k, p), draw(word, 16), 0
        is_apart = h.starts[a.orders[order, FAMILY] + 1] - h.starts[a.orders[order, FAMILY]] == 1
        if is_apart and s.counts.size == 1 and pick < _BEHIND:
            q = s.where[h.behind[order, draw(word, h.behind.shape[1])], 1] + 1
            if draw(word, 2) == 0:
                m = min(1 + draw(word, _LONG), s.counts[k] - p)
        elif is_apart and pick < 7:
            q = _least_added(a, s, word, l, q, order)
        elif q < s.counts[l] and pick >= 7:
            n = _length(a, s, word, l, q)
        if pick == 15 and k != l:
            m, n = s.counts[k] - p, s.counts[l] - q
        if k == l:
            if q < p:
                p, m, q, n = q, min(n, p - q), p, m
            elif q < p + m:
                continue
            change, end_k = within(a, s, k, p, m, q, n, NEVER if is_long else threshold)
            end_l = end_k
        else:
            change, end_k, end_l = exchange(a, s, k, p, m, l, q, n, NEVER if is_long else threshold)
        if change >= NEVER:
            continue
        steered, real = change, change
        if is_long:
            others = _last_of_others(s, k, l)
            last = max(others, s.ends[k], s.ends[l])
            real += a.per_makespan * (max(others, end_k, end_l) - last)
            steered = real + guide * (end_k - s.ends[k] + (end_l - s.ends[l] if k != l else 0))
            if is_alone:
                steered = int(a.per_makespan * evenness(s.ends, k, end_k, l, end_l, False) / max(minute_worth(last, False), 1.0))
        if steered > threshold:
            continue
        if real > 0 and not is_kept:
            _keep(s, h.lines, best_seq, best_count)
            is_kept = True
        build(a, s, k, p, m, l, q, n)
        value += real
        if value < best:
            best, is_kept = value, False
    if not is_kept:
        _keep(s, h.lines, best_seq, best_count)
    return value, best
