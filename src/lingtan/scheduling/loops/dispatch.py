"""Dispatching: apparent tardiness cost with set-ups (ATCS), and lists taken in a given order."""

from __future__ import annotations

import numpy as np

from lingtan.compiled import compiled
from lingtan.scheduling.loops.arrays import DUE, FAMILY, FIRST, READY, RELEASE, Arrays
from lingtan.scheduling.loops.step import step
from lingtan.scheduling.problem import Integers
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["atcs", "in_order"]

_NEVER = 1 << 60


@compiled
def in_order(a: Arrays, order: Integers, seq: Integers, count: Integers) -> None:
    """Each order in turn on the line that ends it first (the lower line wins a tie)."""
    lines = a.run.shape[0]
    now, last, at = a.lines[READY, :-1].copy(), np.full(lines, -1, np.int64), a.lines[FIRST, :-1].copy()
    count[:] = 0
    for j in order:
        best, chosen = _NEVER, -1
        for k in range(lines):
            if a.run[k, j] >= 0:
                end, _, _ = step(a, k, last[k], j, now[k], at[k])
                if end < best:
                    best, chosen = end, k
        now[chosen], _, at[chosen] = step(a, chosen, last[chosen], j, now[chosen], at[chosen])
        last[chosen] = j
        seq[chosen, count[chosen]] = j
        count[chosen] += 1


@compiled
def atcs(a: Arrays, open_orders: Integers, log_value: FloatArray, k1: float, k2: float, seq: Integers, count: Integers) -> None:
    """The line that is free first takes the order of the highest index (Lee, Bhaskaran & Pinedo 1997, IIE Trans. 29:45, eq. 1).

    ln I = ln(w/p) − max(d − p − t, 0)/k1 − s/k2, with k1 and k2 already in minutes; `log_value` is ln(w/p), shape (K, J). An order
    whose material is not there has the index of the moment it could begin, less four waits over k1 (ours: the rule has no releases).
    """
    lines = a.run.shape[0]
    now, last, at = a.lines[READY, :-1].copy(), np.full(lines, -1, np.int64), a.lines[FIRST, :-1].copy()
    is_done, waiting = np.zeros(lines, np.bool_), open_orders.copy()
    left = waiting.size
    count[:] = 0
    while left > 0:
        k = -1
        for line in range(lines):
            if not is_done[line] and (k < 0 or now[line] < now[k]):
                k = line
        best, chosen = -np.inf, -1
        row = a.setup.shape[2] if last[k] < 0 else a.orders[last[k], FAMILY]
        for i in range(left):
            j = waiting[i]
            run = a.run[k, j]
            if run < 0:
                continue
            wait = max(a.orders[j, RELEASE] - now[k], 0)
            slack = max(a.orders[j, DUE] - run - now[k] - wait, 0)
            index = log_value[k, j] - (slack + 4 * wait) / k1 - a.setup[k, row, a.orders[j, FAMILY]] / k2
            if index > best or chosen < 0:
                best, chosen = index, i
        if chosen < 0:
            is_done[k] = True
            continue
        j = waiting[chosen]
        now[k], _, at[k] = step(a, k, last[k], j, now[k], at[k])
        last[k] = j
        seq[k, count[k]] = j
        count[k] += 1
        left -= 1
        waiting[chosen] = waiting[left]
