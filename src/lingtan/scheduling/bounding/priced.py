"""All orders at their cheapest lines and begins under prices of minutes, by workers side by side: what they cost, what they take."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from types import TracebackType

import numpy as np

from lingtan.scheduling.bounding.open_time import on_time_of, open_time
from lingtan.scheduling.problem import Integers, Problem

__all__ = ["Priced"]


class Priced:
    """The open orders before prices of each line's buckets of open minutes. How many workers share them changes nothing.

    `wall`: each line's clock by open minutes, as `open_time` has it; `shape`: of the prices, lines and buckets up to the horizon;
    `each`: the last terms of all orders, shape (J,)
    """

    def __init__(self, problem: Problem, orders: Integers, least_setup: Integers, *, horizon: int, bucket: int, scale: int, workers: int):
        self.wall, release, edges = open_time(problem, horizon)
        self.shape = problem.line_count, -(-horizon // bucket)
        self.each = np.zeros(problem.order_count, np.int64)
        self._orders = (problem.run_min, least_setup, release, problem.due_min, problem.weight)
        self._time = (self.wall, edges, on_time_of(problem, self.wall), bucket)
        self._scale, self._shares = scale, np.array_split(orders, workers)
        self._taken = np.zeros((workers, *self.shape), np.int64)
        self._pool = ThreadPoolExecutor(workers)

    def __enter__(self) -> Priced:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._pool.shutdown()

    def cost(self, price: Integers) -> int:
        """Σ over orders of the least of scale · weight · tardiness + priced minutes; each order's term into `each`."""
        from lingtan.scheduling.loops.prices import cheapest

        def of(share: int) -> int:
            return cheapest(*self._orders, self._shares[share], *self._time, price, self._scale, self._taken[share], self.each)

        return sum(self._pool.map(of, range(len(self._shares))))

    @property
    def taken(self) -> Integers:
        """Minutes that the orders took of each bucket at the last prices. Shape as of the prices."""
        whole: Integers = self._taken.sum(axis=0)
        return whole
