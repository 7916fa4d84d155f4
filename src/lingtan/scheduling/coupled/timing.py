"""Times of a plan whose lines share pools or whose orders wait for orders, and sequences that never wait in a circle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from lingtan.errors import InputError
from lingtan.scheduling.problem import NOTHING, Frozen, Integers, Problem

if TYPE_CHECKING:
    from lingtan.scheduling.loops.coupled import Free, Ties

__all__ = ["coupled_times", "eased", "ties_of", "unlocked"]

_HEAVIEST = 1_000_000
_LONG_AGO = _EVER = 1 << 60


def ties_of(problem: Problem) -> Ties:
    """The ties as the loops take them."""
    from lingtan.scheduling.loops.coupled import Ties
    from lingtan.scheduling.timing import place_work

    ends = np.full(problem.order_count, -1, np.int64)
    for f in problem.frozen:
        ends[f.order] = place_work(problem.closures_of(f.line), f.start_min, int(problem.run_min[f.line, f.order]))[1]
    for j in [f.order for f in problem.frozen]:  # an order in lots ends with the last of them
        first = int(problem.lot_of[j])
        ends[first] = max(ends[first], ends[j])
    return Ties(
        after=np.ascontiguousarray(np.stack([problem.after, problem.transfer_min], axis=1)),
        lot_of=problem.lot_of,
        needs=np.ascontiguousarray(problem.needs),
        free=_free(problem, ends),
        is_held=np.array([int(pool.is_held) for pool in problem.pools], np.int64),
        ends=ends,
        less=np.zeros((problem.order_count, 4), np.int64),
    )


def _free(problem: Problem, ends: Integers) -> Free:
    """What of each pool frozen orders leave, with room for a mark at every begin and end of the others."""
    from lingtan.scheduling.loops.coupled import Free

    pools = len(problem.pools)
    changes: list[dict[int, int]] = [{-_LONG_AGO: pool.sizes[0]} for pool in problem.pools]
    for number, pool in enumerate(problem.pools):
        by_minute = changes[number]
        for since, (before, size) in zip(pool.from_min[1:], pairwise(pool.sizes), strict=True):
            by_minute[since] = by_minute.get(since, 0) + size - before
        for f in problem.frozen:
            need = int(problem.needs[number, f.line, problem.family[f.order]])
            for begin, end in _taken(problem, f, int(ends[f.order]), is_held=pool.is_held) if need else ():
                by_minute[begin] = by_minute.get(begin, 0) - need
                by_minute[end] = by_minute.get(end, 0) + need
    room = max((len(one) for one in changes), default=0) + 4 * problem.order_count + 2 * len(problem.closures) + 4
    marks, amount = np.zeros((pools, room), np.int64), np.zeros((pools, room), np.int64)
    for number, by_minute in enumerate(changes):
        listed = sorted(by_minute)
        marks[number, : len(listed)] = listed
        amount[number, : len(listed)] = np.cumsum([by_minute[t] for t in listed])
    return Free(marks=marks, amount=amount, filled=np.array([len(one) for one in changes], np.int64))


def _taken(problem: Problem, frozen: Frozen, end: int, *, is_held: bool) -> list[tuple[int, int]]:
    """Spans in which a frozen order needs a pool."""
    spans, now = [], frozen.start_min
    for c in () if is_held else problem.closures_of(frozen.line):
        if c.end_min > now and c.start_min < end:
            spans.append((now, max(now, c.start_min)))
            now = c.end_min
    return [*spans, (now, end)]


def coupled_times(problem: Problem, sequence: Sequence[Sequence[int]]) -> Integers:
    """Begin and length of set-up, begin and end of run of the open orders as early as all ties allow. [min], shape (J, 4).

    Raises InputError `SCHEDULE_DEADLOCK` where orders of different lines wait for one another in a circle.
    """
    from lingtan.scheduling.frozen import without_frozen
    from lingtan.scheduling.loops.arrays import arrays_of
    from lingtan.scheduling.loops.coupled import Free, time_all
    from lingtan.scheduling.objective import Objective

    ties = ties_of(problem)
    seq, count = without_frozen(problem, sequence)
    times = np.zeros((problem.order_count, 4), np.int64)
    scratch = Free(*(np.zeros_like(one) for one in ties.free))
    if time_all(arrays_of(problem, Objective()), ties, seq, count, scratch, times, _EVER)[0] < int(count.sum()):
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
        if problem.is_coupled:
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
