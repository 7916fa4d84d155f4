"""Strings of orders taken out of lines and put back one by one where they cost least, annealed.

Slack induction by string removals (Christiaens & Vanden Berghe 2020, Transportation Science 54:417–433), a line for a route and time for
distance: one round changes what no exchange of two segments does.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lingtan.compiled import inner, lent
from lingtan.scheduling.loops.anneal import draw, place_at
from lingtan.scheduling.loops.arrays import DUE, WEIGHT, Arrays
from lingtan.scheduling.loops.crossing import put_in
from lingtan.scheduling.loops.exchange import inserted
from lingtan.scheduling.loops.state import END, NEVER, ORDER, TOTAL, State, commit
from lingtan.scheduling.problem import Integers
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["Scratch", "rebuild"]

_Word = npt.NDArray[np.uint64]
_STEP = 256
#: Strings taken out at most, orders of one at most; of a hundred places those that are passed over unseen.
_STRINGS, _LONGEST, _BLINKS = 4, 5, 2


class Scratch(NamedTuple):
    """What a round goes back to, and what it took out.

    `seq`, `counts`: the lines before it, shapes (K, J), (K,); `is_changed`: 1 for lines it touched, shape (K,)
    `out`: orders taken out, in the order in which they come back, and `key`, what that goes by, shape (J,)
    """

    seq: Integers
    counts: Integers
    is_changed: Integers
    out: Integers
    key: Integers


@inner
def _cost(s: State, line: int) -> int:
    return int(s.places[line, s.counts[line] - 1, TOTAL] if s.counts[line] > 0 else 0)


@inner
def _value(s: State) -> int:
    value = 0
    for k in range(s.counts.size):
        value += _cost(s, k)
    return int(value)


@inner
def _keep(s: State, seq: Integers, count: Integers) -> None:
    for k in range(s.counts.size):
        count[k] = s.counts[k]
        for i in range(s.counts[k]):
            seq[k, i] = s.places[k, i, ORDER]


@inner
def _back(a: Arrays, s: State, x: Scratch) -> None:
    """The lines as they were before the round."""
    for k in range(s.counts.size):
        if x.is_changed[k] == 1:
            s.counts[k] = x.counts[k]
            for i in range(x.counts[k]):
                s.places[k, i, ORDER] = x.seq[k, i]
            commit(a, s, k, 0)


@inner
def _take(a: Arrays, s: State, x: Scratch, word: _Word, line: int, around: int, taken: int, rule: int) -> int:
    """A string of the line around a place is taken out: how many orders are out then.

    They come back at random, the earliest due first, the heaviest first, or in the order in which they ran.
    """
    size = 1 + draw(word, min(_LONGEST, s.counts[line]))
    low = min(max(around - draw(word, size), 0), s.counts[line] - size)
    for i in range(low, low + size):
        order = s.places[line, i, ORDER]
        key = s.places[line, i, END]
        if rule == 0:
            key = draw(word, 1 << 20)
        elif rule == 1:
            key = a.orders[order, DUE]
        elif rule == 2:
            key = -a.orders[order, WEIGHT]
        at = taken
        while at > 0 and x.key[at - 1] > key:
            x.out[at], x.key[at] = x.out[at - 1], x.key[at - 1]
            at -= 1
        x.out[at], x.key[at] = order, key
        taken += 1
    for i in range(low, s.counts[line] - size):
        s.places[line, i, ORDER] = s.places[line, i + size, ORDER]
    s.counts[line] -= size
    x.is_changed[line] = 1
    commit(a, s, line, low)
    return taken


@inner
def _ruin(a: Arrays, s: State, x: Scratch, word: _Word, open_orders: Integers) -> int:
    """Strings are taken out, one around an order drawn, others of other lines at about its time: how many orders are out."""
    order = open_orders[draw(word, open_orders.size)]
    home, place, rule = s.where[order, 0], s.where[order, 1], draw(word, 4)
    time, strings = s.places[home, place, END], 1 + draw(word, _STRINGS)
    taken = _take(a, s, x, word, home, place, 0, rule)
    for _ in range(1, strings):
        line = draw(word, s.counts.size)
        if x.is_changed[line] == 0 and s.counts[line] > 0:
            taken = _take(a, s, x, word, line, min(place_at(s, line, time), s.counts[line] - 1), taken, rule)
    return taken


@inner
def _recreate(a: Arrays, s: State, x: Scratch, word: _Word, taken: int, value: int, limit: int) -> int:
    """The value with all orders back, each where it added least of the places seen; NEVER where that is beyond the limit."""
    for n in range(taken):
        order = x.out[n]
        least, line, place = limit - value + 1, -1, 0
        for k in range(s.counts.size):
            old = _cost(s, k)
            for p in range(s.counts[k] + 1):
                if draw(word, 100) < _BLINKS:
                    continue
                cost, _ = inserted(a, s, k, p, order, old + least)
                if cost < NEVER and cost - old < least:
                    least, line, place = cost - old, k, p
        if line < 0:
            return NEVER
        put_in(a, s, line, place, order)
        x.is_changed[line] = 1
        value += least
    return value


@lent
def rebuild(
    a: Arrays,
    s: State,
    x: Scratch,
    open_orders: Integers,
    exponential: FloatArray,
    rounds: int,
    heat: float,
    cold: float,
    cooling: float,
    word: _Word,
    best_seq: Integers,
    best_count: Integers,
) -> int:
    """The least sum of the lines' costs met; its sequences into `best_seq`, `best_count`. `exponential` and `cooling` as of `anneal`."""
    value = best = _value(s)
    _keep(s, best_seq, best_count)
    for turn in range(rounds):
        if turn % _STEP == _STEP - 1:
            heat = max(heat * cooling, cold)
        _keep(s, x.seq, x.counts)
        x.is_changed[:] = 0
        limit = value + int(heat * exponential[draw(word, exponential.size)])
        taken = _ruin(a, s, x, word, open_orders)
        found = _recreate(a, s, x, word, taken, _value(s), limit)
        if found >= NEVER:
            _back(a, s, x)
            continue
        value = found
        if value < best:
            best = value
            _keep(s, best_seq, best_count)
    return best
