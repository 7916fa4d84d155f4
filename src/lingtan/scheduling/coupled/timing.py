"""Times of a plan whose lines share pools or whose orders wait for orders, and sequences that never wait in a circle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from lingtan.errors import InputError
from lingtan.scheduling.problem import NOTHING, Integers, Problem

if TYPE_CHECKING:
    from lingtan.scheduling.loops.coupled import Ties

__all__ = ["coupled_times", "eased", "ties_of", "unlocked"]

_HEAVIEST = 1_000_000


def ties_of(problem: Problem) -> Ties:
    """The ties as the loops take them; the minutes reach as far as any plan can."""
    from lingtan.scheduling.loops.coupled import Ties
    from lingtan.scheduling.timing import place_work

    ends = np.full(problem.order_count, -1, np.int64)
    for f in problem.frozen:
        ends[f.order] = place_work(problem.closures_of(f.line), f.start_min, int(problem.run_min[f.line, f.order]))[1]
    for j in [f.order for f in problem.frozen]:  # an order in lots ends with the last of them
        first = int(problem.lot_of[j])
        ends[first] = max(ends[first], ends[j])
    horizon = _horizon(problem, int(ends.max(initial=0))) if problem.pools else 1
    taken = np.zeros((len(problem.pools), horizon), np.int64)
    for f in problem.frozen:
        shut = {t for c in problem.closures_of(f.line) for t in range(c.start_min, c.end_min)}
        for number, pool in enumerate(problem.pools):
            need = int(problem.needs[number, f.line, problem.family[f.order]])
            for t in range(max(f.start_min, 0), int(ends[f.order])) if need else ():
                taken[number, t] += need if pool.is_held or t not in shut else 0
    return Ties(
        after=np.ascontiguousarray(np.stack([problem.after, problem.transfer_min], axis=1)),
        lot_of=problem.lot_of,
        needs=np.ascontiguousarray(problem.needs),
        sizes=np.array([pool.by_minute(horizon) for pool in problem.pools], np.int64).reshape(len(problem.pools), horizon),
        taken=taken,
        is_held=np.array([int(pool.is_held) for pool in problem.pools], np.int64),
        ends=ends,
        less=np.zeros((problem.order_count, 3), np.int64),
    )


def _horizon(problem: Problem, frozen_end: int) -> int:
    """A minute after which no work of any plan lies: all of it one after the other, behind everything that is dated."""
    dated = [frozen_end, int(problem.ready_min.max()), int(problem.release_min.max()), *(c.end_min for c in problem.closures)]
    dated += [pool.from_min[-1] for pool in problem.pools]
    setups = np.maximum(problem.setup_min.max(axis=(0, 1)), problem.first_setup_min.max(axis=0))[problem.family]
    return max(dated) + int((problem.run_min.max(axis=0) + setups + problem.transfer_min).sum()) + 1


def coupled_times(problem: Problem, sequence: Sequence[Sequence[int]]) -> Integers:
    """Begin and length of set-up, begin and end of run of the open orders as early as all ties allow. [min], shape (J, 4).

    Raises InputError `SCHEDULE_DEADLOCK` where orders of different lines wait for one another in a circle.
    """
    from lingtan.scheduling.loops.arrays import arrays_of
    from lingtan.scheduling.loops.coupled import time_all
    from lingtan.scheduling.objective import Objective
    from lingtan.scheduling.search import without_frozen

    ties = ties_of(problem)
    seq, count = without_frozen(problem, sequence)
    times = np.zeros((problem.order_count, 4), np.int64)
    if time_all(arrays_of(problem, Objective()), ties, seq, count, np.zeros_like(ties.taken), times) < int(count.sum()):
        raise InputError("SCHEDULE_DEADLOCK", place="sequence", lines=problem.line_count)
    return times


def eased(problem: Problem, *, is_urged: bool) -> Problem:
    """The problem without its ties: releases as late as the least time of what an order waits for makes them, weights shared by lots.

    No plan of the problem is worse than the same sequences here, so bounds hold. `is_urged` draws the due dates and weights of orders
    that are waited for from those that wait, which is no bound but a better place to begin from.
    """
    least = np.where(problem.run_min >= 0, problem.run_min, np.int64(1 << 40)).min(axis=0)
    release, due, weight = problem.release_min.copy(), problem.due_min.copy(), _shared(problem, least)
    order = [j for j in _before_first(problem) if problem.after[j] != NOTHING]
    for j in order:
        before = int(problem.after[j])
        release[j] = max(release[j], release[before] + least[before] + problem.transfer_min[j])
    for j in reversed(order) if is_urged else ():
        lots = problem.lot_of == problem.lot_of[problem.after[j]]
        due[lots] = np.minimum(due[lots], due[j] - least[j] - problem.transfer_min[j])
        weight[lots] = np.minimum(weight[lots] + weight[j], _HEAVIEST)
    none = np.empty(0, np.int64)
    free: dict[str, Any] = {"after": none, "transfer_min": none, "pools": (), "needs": none, "lot_of": none}
    return replace(problem, release_min=release, due_min=due, weight=weight, **free)


def _shared(problem: Problem, least: Integers) -> Integers:
    """Weights of lots that add up to the order's, by work: Σ over lots is then no more than weight times the lateness of the last."""
    whole = np.bincount(problem.lot_of, weights=least, minlength=problem.order_count).astype(np.int64)[problem.lot_of]
    shared: Integers = problem.weight * least // np.maximum(whole, 1)
    lost = problem.weight - np.bincount(problem.lot_of, weights=shared, minlength=problem.order_count).astype(np.int64)
    first = problem.lot_of == np.arange(problem.order_count)
    shared[first] += lost[first]
    return shared


def _before_first(problem: Problem) -> list[int]:
    """Orders by number, each behind all lots of what it waits for."""
    depth, one = np.zeros(problem.order_count, np.int64), problem.after
    while (one != NOTHING).any():
        depth += one != NOTHING
        one = np.where(one == NOTHING, NOTHING, problem.after[one])
    return [int(j) for j in np.argsort(depth, kind="stable")]


def unlocked(problem: Problem, sequence: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """The sequences, or where orders in them wait in a circle, the same orders on each line by their begins were there no ties."""
    from lingtan.scheduling.timing import timing_of

    try:
        coupled_times(problem, sequence)
    except InputError:
        begins = timing_of(eased(problem, is_urged=False), sequence).start_min
    else:
        return tuple(tuple(orders) for orders in sequence)
    rank = begins.copy()
    for j in _before_first(problem):
        if problem.after[j] != NOTHING:
            rank[j] = max(rank[j], 1 + rank[problem.lot_of == problem.lot_of[problem.after[j]]].max())
    fixed = {f.order for f in problem.frozen}
    return tuple(
        (*(j for j in orders if j in fixed), *sorted((j for j in orders if j not in fixed), key=lambda j: (int(rank[j]), j)))
        for orders in sequence
    )
