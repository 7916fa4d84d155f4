"""The search where lines are tied together: begin from the plan without the ties, then anneal with every try timed over the whole plant."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from lingtan.scheduling.coupled.timing import ties_of, unlocked
from lingtan.scheduling.dispatch import Sequence as Plan
from lingtan.scheduling.dispatch import open_orders, with_frozen
from lingtan.scheduling.objective import Objective
from lingtan.scheduling.problem import Integers, Problem
from lingtan.scheduling.search import Effort, first_word, without_frozen
from lingtan.scheduling.timing import terms_of, timing_of
from lingtan.uncertainty.elementary import exp, log

__all__ = ["improve_coupled", "tries_of"]

_TABLE, _STEP, _NEVER = 1 << 12, 256, 1 << 60
#: Of eight draws: to about the same time below this, to the due date below the next, else anywhere; exchanges of two orders.
_BY_TIME, _ANYWHERE, _SWAPS = 4, 7, 3
#: A try here times all orders, where one of the ordinary search looks at two lines: it counts as so many; and so many orders timed at most.
_WORTH, _MOST_TIMED = 25, 20_000_000
#: Last temperature to the first.
_COLD_SHARE = 0.005


def tries_of(problem: Problem, effort: Effort) -> int:
    """Tries of one run. [-]."""
    return min(effort.iterations // _WORTH, _MOST_TIMED // problem.order_count)


def improve_coupled(problem: Problem, objective: Objective, effort: Effort, start: Sequence[Sequence[int]]) -> Plan:
    """The best sequences found from a plan; never worse than it (unlocked). Same arguments, same plan, whatever `workers`."""
    begin = unlocked(problem, start)
    if len(open_orders(problem)) < 2 or tries_of(problem, effort) <= 0:
        return begin
    with ThreadPoolExecutor(max_workers=effort.workers) as pool:
        seeds = range(effort.seed, effort.seed + effort.runs)
        found = list(pool.map(lambda seed: _run(problem, objective, effort, seed, begin), seeds))
    return min([begin, *found], key=lambda plan: terms_of(problem, timing_of(problem, plan)).total(objective))


def _run(problem: Problem, objective: Objective, effort: Effort, seed: int, start: Plan) -> Plan:
    """One annealing run. Only the timing is compiled: it takes by far the most of a try."""
    from lingtan.scheduling.loops.anneal import draw
    from lingtan.scheduling.loops.arrays import arrays_of
    from lingtan.scheduling.loops.coupled import Free, time_all

    arrays, ties, word = arrays_of(problem, objective), ties_of(problem), np.array([first_word(seed)], np.uint64)
    seq, count = without_frozen(problem, start)
    scratch, total = Free(*(np.zeros_like(one) for one in ties.free)), int(count.sum())
    times, tried = np.zeros((problem.order_count, 4), np.int64), np.zeros((problem.order_count, 4), np.int64)
    value = time_all(arrays, ties, seq, count, scratch, times, _NEVER)[1]
    best, kept = value, (seq, count)
    tries, table = tries_of(problem, effort), -log((np.arange(_TABLE) + 0.5) / _TABLE)
    heat = max(effort.heat_share * value / problem.order_count, 1.0)
    cooling = float(exp(log(np.array([_COLD_SHARE])) / max(tries // _STEP, 1))[0])
    for turn in range(tries):
        if turn % _STEP == 0 and turn > 0:
            heat *= cooling
        changed = _changed(problem, seq, count, times, word)
        limit = value + int(heat * table[draw(word, _TABLE)])
        if changed is None:
            continue
        placed, cost = time_all(arrays, ties, *changed, scratch, tried, limit)
        if placed < total or cost > limit:
            continue
        value, (seq, count) = cost, changed
        times, tried = tried, times
        if value < best:
            best, kept = value, changed
    return with_frozen(problem, *kept)


def _changed(
    problem: Problem, seq: Integers, count: Integers, times: Integers, word: npt.NDArray[np.uint64]
) -> tuple[Integers, Integers] | None:
    """Sequences with up to three orders elsewhere, or two orders in each other's place; None where a line cannot make them.

    Elsewhere is about the same time or the due date of another line, or anywhere.
    """
    from lingtan.scheduling.loops.anneal import draw
    from lingtan.scheduling.loops.coupled import C_END

    at, ends = draw(word, int(count.sum())), np.cumsum(count)
    k = int(np.searchsorted(ends, at, side="right"))
    p = at - int(ends[k] - count[k])
    j = int(seq[k, p])
    able = np.flatnonzero(problem.run_min[:, j] >= 0)
    o, pick = int(able[draw(word, able.size)]), draw(word, 8)
    time = times[j, C_END] if pick < _BY_TIME else problem.due_min[j]
    near = int(np.searchsorted(times[seq[o, : count[o]], C_END], time, side="right")) + draw(word, 5) - 2
    q = min(max(near, 0), int(count[o])) if pick < _ANYWHERE else draw(word, int(count[o]) + 1)
    rows = {line: [int(one) for one in seq[line, : count[line]]] for line in {k, o}}
    if draw(word, 8) < _SWAPS:
        if q == count[o] or (k, p) == (o, q) or problem.run_min[k, rows[o][q]] < 0:
            return None
        rows[k][p], rows[o][q] = rows[o][q], rows[k][p]
    else:
        moved = rows[k][p : p + 1 + max(draw(word, 5) - 2, 0)]
        del rows[k][p : p + len(moved)]
        q = min(q, len(rows[o]))
        if (k, p) == (o, q) or (problem.run_min[o, moved] < 0).any():
            return None
        rows[o][q:q] = moved
    seq, count = seq.copy(), count.copy()
    for line, row in rows.items():
        seq[line, : len(row)], count[line] = row, len(row)
    return seq, count
