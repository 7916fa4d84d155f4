"""Annealing for the last end alone where lines are sums, so that places are priced at once; what evens lines (`loops.even`) steers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lingtan.compiled import inner, lent
from lingtan.scheduling.loops.anneal import draw
from lingtan.scheduling.loops.arrays import FAMILY, READY, Arrays
from lingtan.scheduling.loops.even import evenness, minute_worth
from lingtan.scheduling.problem import Integers
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["Lines", "balance", "lines_of"]

_Word = npt.NDArray[np.uint64]
_Small = npt.NDArray[np.int32]
_STEP = 256
_NEVER = 1 << 40
#: Lines that an order tries most.
_NEAR = 4
#: Of 16 tries those from the longest line; of 32 those within a line, and up to which orders change sides; the longest segment.
_LONGEST, _WITHIN, _SIDES, _SEGMENT = 8, 8, 12, 8


class Lines(NamedTuple):
    """Lines as they stand. Order J, of family F, stands for a line's beginning and end.

    `run`: time of the order on the line, negative where it cannot run, shape (K, J); `family`, shape (J + 1,); `after[k, f, g]`,
    `before[k, g, f]`: set-up from family f to g, none to F. [min], shape (K, F + 1, F + 1). `near`: lines an order tries most, shape (J, G)
    `seq`: orders; `gap`: set-up before each place, the one behind the last too. Shapes (K, J + 1)
    `counts`, `ends` of each line, shape (K,); `where`: line and place of each order, shape (J, 2)
    """

    run: _Small
    family: Integers
    after: _Small
    before: _Small
    near: Integers
    seq: Integers
    gap: Integers
    counts: Integers
    ends: Integers
    where: Integers


def lines_of(a: Arrays, orders: Integers, seq: Integers, count: Integers) -> tuple[Lines, float]:
    """The lines of the sequences, and what an order takes on its best line with its least set-up, on the mean. [min]."""
    (machines, size), families = a.run.shape, a.setup.shape[2]
    setup = np.zeros((machines, families + 1, families + 1), np.int32)
    setup[:, :, :families] = a.setup
    family = np.append(a.orders[:, FAMILY], families)
    others = setup[:, :families, :families].astype(np.int64)
    if families == size:
        others[:, np.arange(size), np.arange(size)] = _NEVER
    least = np.minimum(others.min(axis=1), setup[:, families, :families])[:, family[:-1]]
    need = np.where(a.run >= 0, a.run + least, _NEVER)
    lines = Lines(
        run=a.run.astype(np.int32),
        family=family,
        after=setup,
        before=np.ascontiguousarray(setup.transpose(0, 2, 1)),
        near=np.ascontiguousarray(np.argsort(need, axis=0, kind="stable")[:_NEAR].T),
        seq=np.zeros((machines, size + 1), np.int64),
        gap=np.zeros((machines, size + 1), np.int64),
        counts=count.copy(),
        ends=a.lines[READY, :-1].copy(),
        where=np.full((size, 2), -1, np.int64),
    )
    lines.seq[:, :size] = seq
    for k in range(machines):
        _lay(lines, k, 0, int(count[k]))
        placed = seq[k, : count[k]]
        lines.ends[k] += a.run[k, placed].sum() + lines.gap[k, : count[k]].sum()
    return lines, float(need.min(axis=0)[orders].sum()) / orders.size


@inner
def _at(s: Lines, line: int, place: int) -> int:
    """The order there, J beyond either end."""
    return int(s.seq[line, place] if 0 <= place < s.counts[line] else s.run.shape[1])


@inner
def _setup(s: Lines, line: int, first: int, then: int) -> int:
    return int(s.after[line, s.family[first], s.family[then]])


@inner
def _best_place(s: Lines, line: int, first: int, last: int, low: int, high: int, is_back: bool) -> tuple[int, int]:
    """Where orders from `first` to `last` add least to the set-ups of the line without its places [low, high), and how much.

    The place is one of the line as it stands; `is_back`: also where those stood.
    """
    before, after, end = s.before[line, s.family[first]], s.after[line, s.family[last]], s.after.shape[1] - 1
    best, chosen, left, size = _NEVER, -1, end, s.counts[line]
    for i in range(size + 1):
        if low <= i < high:
            continue
        here = s.family[s.seq[line, i]] if i < size else end
        added = before[left] + after[here]
        if i == high and high > low:
            added = added - s.after[line, left, here] if is_back else _NEVER
        else:
            added -= s.gap[line, i]
        if added < best:
            best, chosen = added, i
        left = here
    return chosen, best


@lent
def _lay(s: Lines, line: int, low: int, high: int) -> None:
    """Places and gaps of [low, high) anew, and the gap behind them."""
    last = _at(s, line, low - 1)
    for i in range(low, min(high + 1, s.counts[line] + 1)):
        here = _at(s, line, i)
        s.gap[line, i] = _setup(s, line, last, here)
        if i < s.counts[line]:
            s.where[here, 0], s.where[here, 1] = line, i
        last = here


@inner
def _take(s: Lines, line: int, place: int) -> None:
    for i in range(place, s.counts[line] - 1):
        s.seq[line, i] = s.seq[line, i + 1]
    s.counts[line] -= 1
    _lay(s, line, place, s.counts[line])


@inner
def _put(s: Lines, line: int, place: int, order: int) -> None:
    for i in range(s.counts[line], place, -1):
        s.seq[line, i] = s.seq[line, i - 1]
    s.seq[line, place] = order
    s.counts[line] += 1
    _lay(s, line, place, s.counts[line])


@inner
def _turn(s: Lines, line: int, low: int, middle: int, high: int) -> None:
    """Places [low, middle) and [middle, high) change sides: three reversals."""
    for start, stop in ((low, middle), (middle, high), (low, high)):
        i, j = start, stop - 1
        while i < j:
            s.seq[line, i], s.seq[line, j] = s.seq[line, j], s.seq[line, i]
            i, j = i + 1, j - 1
    _lay(s, line, low, high)


@inner
def _less(s: Lines, line: int, place: int) -> int:
    """What the line loses with the order at the place, set-ups included."""
    before, behind = _at(s, line, place - 1), _at(s, line, place + 1)
    return int(s.run[line, s.seq[line, place]] + s.gap[line, place] + s.gap[line, place + 1] - _setup(s, line, before, behind))


@inner
def _keep(s: Lines, seq: Integers, count: Integers) -> int:
    for k in range(s.counts.size):
        count[k] = s.counts[k]
        for i in range(s.counts[k]):
            seq[k, i] = s.seq[k, i]
    return int(s.ends[np.argmax(s.ends)])


@inner
def _moved(s: Lines, k: int, p: int, m: int, threshold: float, is_steep: bool) -> tuple[bool, int, int]:
    """A few orders (m from place p) at their best other place of the line: whether it was done, and the line's end, twice."""
    q, added = _best_place(s, k, s.seq[k, p], s.seq[k, p + m - 1], p, p + m, False)
    if q < 0:
        return False, 0, 0
    end = s.ends[k] + added + _setup(s, k, _at(s, k, p - 1), _at(s, k, p + m)) - s.gap[k, p] - s.gap[k, p + m]
    if evenness(s.ends, k, end, k, end, is_steep) > threshold:
        return False, 0, 0
    if q > p:
        _turn(s, k, p, p + m, q)
    else:
        _turn(s, k, q, p, p + m)
    return True, end, end


@inner
def _sides(s: Lines, k: int, p: int, l: int, q: int, threshold: float, is_steep: bool) -> tuple[bool, int, int]:
    """Two orders on each other's line, each at its best place: whether it was done, and the ends of both lines."""
    j, i = s.seq[k, p], s.seq[l, q]
    to_k, here = _best_place(s, k, i, i, p, p + 1, True)
    to_l, there = _best_place(s, l, j, j, q, q + 1, True)
    end_k, end_l = s.ends[k] - _less(s, k, p) + here + s.run[k, i], s.ends[l] - _less(s, l, q) + there + s.run[l, j]
    if evenness(s.ends, k, end_k, l, end_l, is_steep) > threshold:
        return False, 0, 0
    _take(s, k, p)
    _put(s, k, to_k - 1 if to_k > p else to_k, i)
    _take(s, l, q)
    _put(s, l, to_l - 1 if to_l > q else to_l, j)
    return True, end_k, end_l


@inner
def _given(s: Lines, k: int, p: int, l: int, threshold: float, is_steep: bool) -> tuple[bool, int, int]:
    """The order at place p at its best place of another line: whether it was done, and the ends of both lines."""
    j = s.seq[k, p]
    q, added = _best_place(s, l, j, j, -1, -1, True)
    end_k, end_l = s.ends[k] - _less(s, k, p), s.ends[l] + added + s.run[l, j]
    if evenness(s.ends, k, end_k, l, end_l, is_steep) > threshold:
        return False, 0, 0
    _take(s, k, p)
    _put(s, l, q, j)
    return True, end_k, end_l


@lent
def balance(
    s: Lines,
    open_orders: Integers,
    exponential: FloatArray,
    iterations: int,
    heat: FloatArray,
    cold: float,
    cooling: float,
    word: _Word,
    is_steep: bool,
    best: int,
    best_seq: Integers,
    best_count: Integers,
) -> int:
    """The least last end met, `best` where none is less; sequences of a lesser one into `best_seq`, `best_count`.

    Arguments as of `anneal`, heat in minutes. An order moves to its best place on another line; two orders change sides, each to its best
    place; or orders that follow each other move within their line. What evens lines is counted in minutes of a line with the best last end
    so far;
    `is_steep`: by twelfth powers instead of fourth.
    """
    lines, near = s.counts.size, s.near.shape[1]
    for turn in range(iterations):
        if turn % _STEP == _STEP - 1:
            heat[0] = max(heat[0] * cooling, cold)
        threshold = minute_worth(best, is_steep) * heat[0] * exponential[draw(word, exponential.size)]
        k = int(np.argmax(s.ends) if draw(word, 16) < _LONGEST else s.where[open_orders[draw(word, open_orders.size)], 0])
        if s.counts[k] == 0:
            continue
        p, pick = draw(word, s.counts[k]), draw(word, 32)
        j, l = s.seq[k, p], k
        if pick >= _WITHIN:
            l = s.near[j, draw(word, near)] if draw(word, 4) > 0 else draw(word, lines)
            if s.run[l, j] < 0:
                continue
        if l == k:
            m = min(1 + draw(word, 2) * draw(word, _SEGMENT), s.counts[k] - p)
            is_done, end_k, end_l = _moved(s, k, p, m, threshold, is_steep)
        elif pick < _SIDES:
            if s.counts[l] == 0:
                continue
            q = draw(word, s.counts[l])
            if s.run[k, s.seq[l, q]] < 0:
                continue
            is_done, end_k, end_l = _sides(s, k, p, l, q, threshold, is_steep)
        else:
            is_done, end_k, end_l = _given(s, k, p, l, threshold, is_steep)
        if not is_done:
            continue
        s.ends[k], s.ends[l] = end_k, end_l
        if max(end_k, end_l) < best and s.ends[np.argmax(s.ends)] < best:
            best = _keep(s, best_seq, best_count)
    return best
