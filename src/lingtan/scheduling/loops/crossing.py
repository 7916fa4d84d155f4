"""Orders that a crossed plan lacks, each put where it costs least."""

from __future__ import annotations

from lingtan.compiled import inner, lent
from lingtan.scheduling.loops.arrays import Arrays
from lingtan.scheduling.loops.exchange import inserted
from lingtan.scheduling.loops.state import NEVER, ORDER, TOTAL, State, commit
from lingtan.scheduling.problem import Integers

__all__ = ["fill", "put_in"]


@inner
def put_in(a: Arrays, s: State, line: int, place: int, order: int) -> None:
    """An order before the place."""
    for i in range(s.counts[line], place, -1):
        s.places[line, i, ORDER] = s.places[line, i - 1, ORDER]
    s.places[line, place, ORDER] = order
    s.counts[line] += 1
    commit(a, s, line, place)


@lent
def fill(a: Arrays, s: State, orders: Integers) -> None:
    """Put the orders, which are on no line, one after the other where each adds least, the first of equals."""
    for order in orders:
        least, line, place = NEVER, 0, 0
        for k in range(s.counts.size):
            old = s.places[k, s.counts[k] - 1, TOTAL] if s.counts[k] > 0 else 0
            for p in range(s.counts[k] + 1):
                cost, _ = inserted(a, s, k, p, order, old + least)
                if cost < NEVER and cost - old < least:
                    least, line, place = cost - old, k, p
        put_in(a, s, line, place, order)
