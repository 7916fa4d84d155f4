"""Lots put into a plan one after another, each where the plan is then best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lingtan.errors import InputError
from lingtan.scheduling.frozen import Plan
from lingtan.scheduling.objective import Objective
from lingtan.scheduling.problem import NOTHING, Integers, Problem
from lingtan.scheduling.timing import Timing, late_min, terms_of, time_line, timing_of

__all__ = ["put_in"]

_NEVER = 1 << 60
_COLUMNS = ("line", "setup_start_min", "setup_min", "start_min", "end_min")


def put_in(problem: Problem, plan: Sequence[Sequence[int]], lots: Sequence[int], objective: Objective, *, by_min: int) -> tuple[int, Plan]:
    """The plan with the lots in it, and its objective. Places behind work that ends at `by_min` or later are not looked at.

    Where only lots tie lines, a place changes its own line and no other; else the whole plant is timed for every place.
    """
    is_apart = not problem.pools and bool((problem.after == NOTHING).all())
    bench = _Bench(problem=problem, objective=objective, rows=[list(orders) for orders in plan], times=_empty(problem.order_count))
    for k, orders in enumerate(bench.rows):
        time_line(problem, k, orders, bench.times)
    value = _NEVER
    for j in lots:
        best: tuple[int, int, int] | None = None
        for k in map(int, np.flatnonzero(problem.run_min[:, j] >= 0)):
            held = len(problem.frozen_of(k))
            for place in range(held, len(bench.rows[k]) + 1):
                if place > held and bench.times.end_min[bench.rows[k][place - 1]] >= by_min:
                    break
                found = bench.value(k, place, j) if is_apart else bench.value_whole(k, place, j)
                if best is None or found < best[0]:
                    best = found, k, place
        if best is None:
            return _NEVER, tuple(map(tuple, bench.rows))
        value, line, place = best
        bench.rows[line].insert(place, j)
        time_line(problem, line, bench.rows[line], bench.times)
    return value, tuple(map(tuple, bench.rows))


def _empty(count: int) -> Timing:
    """No order at any time: ends long before every due date."""
    times = {name: np.zeros(count, np.int64) for name in _COLUMNS}
    return Timing(sequence=(), **{**times, "end_min": np.full(count, -(1 << 40), np.int64)})


@dataclass(slots=True, kw_only=True, eq=False)
class _Bench:
    """A plan being built, its lines timed on their own."""

    problem: Problem
    objective: Objective
    rows: list[list[int]]
    times: Timing

    def value(self, k: int, place: int, j: int) -> int:
        """The objective with the lot at a place, other lines as they are."""
        row = [*self.rows[k][:place], j, *self.rows[k][place:]]
        kept = [(values, values[row]) for values in (getattr(self.times, name) for name in _COLUMNS)]
        time_line(self.problem, k, row, self.times)
        late: Integers = late_min(self.problem, self.times)
        setups, o = int(self.times.setup_min.sum()), self.objective
        total = o.per_weighted_tardy_min * int((late * self.problem.weight).sum()) + o.per_changeover_min * setups
        total += o.per_makespan_min * int(self.times.end_min.max())
        for values, before in kept:
            values[row] = before
        return total

    def value_whole(self, k: int, place: int, j: int) -> int:
        """The same where the time of one line is the time of others; never for a plan that waits in a circle or lacks an order."""
        rows = [[*row[:place], j, *row[place:]] if n == k else row for n, row in enumerate(self.rows)]
        missing = set(range(self.problem.order_count)) - {i for row in rows for i in row}
        rows[k] = [*rows[k][: place + 1], *sorted(missing), *rows[k][place + 1 :]]
        try:
            return terms_of(self.problem, timing_of(self.problem, rows)).total(self.objective)
        except InputError:
            return _NEVER
