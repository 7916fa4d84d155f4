"""Which order ahead a late order should pass."""

from __future__ import annotations

import numpy as np

from lingtan.compiled import compiled
from lingtan.scheduling.loops.arrays import DUE, FIRST, READY, Arrays
from lingtan.scheduling.loops.step import step
from lingtan.scheduling.problem import Integers

__all__ = ["to_pass"]


@compiled
def to_pass(a: Arrays, line: int, orders: Integers) -> int:
    """Place of the nearest order before which the last of `orders` is on time while the cost of all of them falls; −1: none.

    `orders`: the line's open orders up to and with the late one.
    """
    at = orders.size - 1
    late = orders[at]
    heads = np.empty((at + 1, 4), np.int64)
    now, last, c, total = a.lines[READY, line], -1, a.lines[FIRST, line], 0
    for i in range(at + 1):
        heads[i, 0], heads[i, 1], heads[i, 2], heads[i, 3] = now, last, c, total
        now, cost, c = step(a, line, last, orders[i], now, c)
        total, last = total + cost, orders[i]
    whole = total
    for place in range(at - 1, -1, -1):
        now, cost, c = step(a, line, heads[place, 1], late, heads[place, 0], heads[place, 2])
        total, last = heads[place, 3] + cost, late
        if now > a.orders[late, DUE]:
            continue
        for i in range(place, at):
            now, cost, c = step(a, line, last, orders[i], now, c)
            total, last = total + cost, orders[i]
        if total < whole:
            return place
    return -1
