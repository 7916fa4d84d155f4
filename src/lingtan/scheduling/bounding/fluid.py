"""Prices of the lines' minutes from a fluid week: work flows through buckets of time, set-ups apart; where the bound begins to look.

The job-splitting relaxation of the time-indexed programme (Dyer & Wolsey 1990, DAM 26:255), orders alike in family, lines, weight and
buckets of material and due date flowing together. Means over such a group, a family's mean speed on a line and floats make it no bound
by itself: what it is for is its dual, the price of a line's minute.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from lingtan.scheduling.problem import Integers, Problem
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["fluid_prices"]

#: Columns of the programme, about; buckets, at least and at most; flows (class × line) beyond which classes are taken together.
_COLUMNS, _FEWEST, _MOST_BUCKETS, _MOST_FLOWS = 70_000, 12, 48, 6_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Fluid:
    """Groups g of orders: class, first bucket, work in minutes of the best line, weight per such minute, mean due date and length (G,).

    `speed[c, k]`: the class's work done per minute of the line, 0 where it makes none of it.
    """

    of_class: Integers
    first: Integers
    work: FloatArray
    rate: FloatArray
    due: FloatArray
    length: FloatArray
    speed: FloatArray


def fluid_prices(problem: Problem, orders: Integers, wall: Integers, horizon: int, bucket: int, *, workers: int = 1) -> list[FloatArray]:
    """Weight per minute of each line's buckets of open minutes, shape (K, B), twice: pieces end as their wide bucket begins, or amid it.

    `wall` is each line's clock by open minutes, as `open_time` has it. The first leads to the greater bound where orders are short
    beside the wide buckets. Fewer where HiGHS finds no prices.
    """
    run = problem.run_min[:, orders]
    classes = _classes(problem.family[orders], run)
    flows = int(sum((run[:, classes == c] >= 0).any(axis=1).sum() for c in range(int(classes.max()) + 1)))
    buckets = int(np.clip(_COLUMNS // (flows + orders.size // 3 + 1), _FEWEST, _MOST_BUCKETS))
    width = max(-(-horizon // buckets), 1)
    fluid = _fluid(problem, orders, classes, width, buckets)
    room = np.stack([np.diff(np.searchsorted(clock, width * np.arange(buckets + 1))) for clock in wall]).astype(np.float64)
    room[:, -1] += float(fluid.work.sum()) / float(fluid.speed[fluid.speed > 0].min())
    middle = width * (np.arange(buckets) + 0.5)
    at = np.minimum(bucket * np.arange(-(-horizon // bucket)) + bucket // 2, wall.shape[1] - 1)
    late = [np.maximum(middle - (fluid.due + ahead)[:, None], 0.0) for ahead in (0.5 * width, -0.5 * fluid.length)]
    with ThreadPoolExecutor(workers) as pool:
        prices = pool.map(lambda one: _prices(fluid, fluid.rate[:, None] * one, room), late)
    return [
        np.stack([np.interp(clock[at], middle, one) for clock, one in zip(wall, price, strict=True)])
        for price in prices
        if price is not None
    ]


def _classes(family: Integers, run: Integers) -> Integers:
    """Class of each order: of one family and the same lines; of the same lines, or all one, where that were too many flows. Shape (n,)."""
    able = (run >= 0).T
    for keys in (np.column_stack([family, able]), able):
        classes, of = np.unique(keys, axis=0, return_inverse=True)
        if len(classes) * run.shape[0] <= _MOST_FLOWS:
            return of.ravel()
    return np.zeros(len(family), np.int64)


def _fluid(problem: Problem, orders: Integers, classes: Integers, width: int, buckets: int) -> _Fluid:
    """The orders in groups."""
    run, due, weight = problem.run_min[:, orders], problem.due_min[orders], problem.weight[orders]
    work = np.maximum(np.where(run >= 0, run, run.max()).min(axis=0), 1).astype(np.float64)
    first = np.clip(problem.release_min[orders] // width, 0, buckets - 1)
    keys = np.column_stack([classes, first, np.clip(-(-due // width), 0, buckets), weight])
    groups, of = np.unique(keys, axis=0, return_inverse=True)
    of = of.ravel()
    whole: FloatArray = np.bincount(of, work).astype(np.float64)
    count = int(classes.max()) + 1
    speed = np.zeros((count, problem.line_count))
    for c in range(count):
        own = run[:, classes == c]
        minutes = np.where(own >= 0, np.maximum(own, 1), 0).sum(axis=1)
        done = np.where(own >= 0, work[classes == c], 0.0).sum(axis=1)
        speed[c] = np.divide(done, minutes, out=np.zeros(len(minutes)), where=minutes > 0)
    return _Fluid(
        of_class=groups[:, 0],
        first=groups[:, 1],
        work=whole,
        rate=np.bincount(of, weight) / whole,
        due=np.bincount(of, due * work) / whole,
        length=np.bincount(of, work * work) / whole,
        speed=speed,
    )


def _prices(fluid: _Fluid, cost: FloatArray, room: FloatArray) -> FloatArray | None:
    """The dual of the lines' room, shape (K, B), where a minute of group g's work costs `cost[g, b]` in bucket b."""
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    (classes, lines), buckets = fluid.speed.shape, cost.shape[1]
    g, b = np.nonzero(np.arange(buckets) >= fluid.first[:, None])
    c, k = np.nonzero(fluid.speed)
    c, k, at = np.repeat(c, buckets), np.repeat(k, buckets), np.tile(np.arange(buckets), len(k))
    flow = g.size + np.arange(c.size)
    rows = np.concatenate([fluid.of_class[g] * buckets + b, c * buckets + at, (classes + k) * buckets + at])
    values = np.concatenate([np.ones(g.size), -fluid.speed[c, k], np.ones(c.size)])
    columns = np.concatenate([np.arange(g.size), flow, flow])
    limits = coo_array((values, (rows, columns)), shape=((classes + lines) * buckets, g.size + c.size))
    whole = coo_array((np.ones(g.size), (g, np.arange(g.size))), shape=(len(fluid.work), g.size + c.size))
    found = linprog(  # type: ignore[call-overload]  # scipy-stubs: sparse arrays are taken, and not declared
        np.concatenate([cost[g, b], np.zeros(c.size)]),
        A_ub=limits.tocsr(),
        b_ub=np.concatenate([np.zeros(classes * buckets), room.ravel()]),
        A_eq=whole.tocsr(),
        b_eq=fluid.work,
        method="highs-ipm",
    )
    if found.status != 0:
        return None
    price: FloatArray = -found.ineqlin.marginals[classes * buckets :].reshape(lines, buckets)
    return np.maximum(price, 0.0)
