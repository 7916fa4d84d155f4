"""The search where lines are tied together: begin from the plan without the ties, then anneal with every try timed over the whole plant."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from lingtan.scheduling.annealing import cooling_of, exponentials, first_word
from lingtan.scheduling.coupled.timing import ties_of, unlocked
from lingtan.scheduling.frozen import Plan, open_orders, with_frozen, without_frozen
from lingtan.scheduling.objective import Objective
from lingtan.scheduling.problem import Integers, Problem
from lingtan.scheduling.search import Effort
from lingtan.scheduling.timing import terms_of, timing_of

__all__ = ["improve_coupled", "tries_of"]

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
    """One run of `loops.tied`."""
    from lingtan.scheduling.loops.arrays import arrays_of
    from lingtan.scheduling.loops.coupled import Free
    from lingtan.scheduling.loops.tied import anneal_tied

    ties, word = ties_of(problem), np.array([first_word(seed)], np.uint64)
    seq, count = without_frozen(problem, start)
    scratch = Free(*(np.zeros_like(one) for one in ties.free))
    tries = tries_of(problem, effort)
    hot = max(effort.heat_share * terms_of(problem, timing_of(problem, start)).total(objective) / problem.order_count, 1.0)
    anneal_tied(
        arrays_of(problem, objective),
        ties,
        _able(problem),
        scratch,
        seq,
        count,
        exponentials(),
        tries,
        hot,
        cooling_of(_COLD_SHARE, tries),
        word,
    )
    effort.tell(effort.iterations)
    return with_frozen(problem, seq, count)


def _able(problem: Problem) -> Integers:
    """Of each order the lines that can make it, the lower first, and how many. Shape (J, K + 1)."""
    can = problem.run_min >= 0
    lines = np.argsort(~can, axis=0, kind="stable")
    return np.ascontiguousarray(np.concatenate([lines, can.sum(axis=0)[None, :]]).T)
