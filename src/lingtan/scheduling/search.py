"""The search: ATCS starts, compiled annealing from the best of them, one run a seed, as many at a time as asked; the best is kept."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from lingtan.scheduling.dispatch import Sequence as Plan
from lingtan.scheduling.dispatch import best_atcs, open_orders, with_frozen
from lingtan.scheduling.objective import Objective
from lingtan.scheduling.problem import Integers, Problem
from lingtan.scheduling.timing import terms_of, timing_of
from lingtan.uncertainty.elementary import FloatArray, exp, log

__all__ = ["Effort", "default_iterations", "first_word", "improve", "search", "without_frozen"]

#: Draws of −ln u that the search picks from: a table, so that no processor's logarithm decides what is accepted.
_TABLE = 1 << 12
_STEP = 256
#: Tries of a run by default at the most.
_MOST_TRIES = 60_000_000
#: Lines that an order without others of its family tries most.
_NEAR = 4
#: The least last heat; and the last heat where every order has set-ups of its own, beside the one of families.
_COLDEST, _COLD_BY_ORDER = 0.3, 0.3
#: First and last heat of the last end's search, in what an order takes on its best line with its least set-up.
_HOT_SHARE, _COLD_SHARE = 1.5, 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """Tries per run, runs (seeds `seed`, `seed + 1`, …) and how many go at a time. Only `workers` leaves the plan's bits alone.

    `heat_share` scales the first temperature: below 1 the search stays near its start, as a re-plan wants it.
    """

    iterations: int
    runs: int = 2
    seed: int = 20220608
    workers: int = 2
    atcs_starts: int = 16
    heat_share: float = 1.0


def default_iterations(problem: Problem) -> int:
    """Tries of one run: a second of one processor for a hundred orders, a quarter of a minute for two thousand, then half a minute. [-]."""
    return min(15_000 * problem.order_count, _MOST_TRIES)


def search(problem: Problem, objective: Objective, effort: Effort) -> Plan:
    """The best sequences found from ATCS. Same problem, objective, iterations, runs and seed: same plan, whatever `workers`."""
    return improve(problem, objective, effort, best_atcs(problem, objective, starts=effort.atcs_starts))


def improve(problem: Problem, objective: Objective, effort: Effort, start: Plan) -> Plan:
    """The best sequences found from a plan; never worse than it."""
    if len(open_orders(problem)) == 0 or effort.iterations <= 0:
        return start
    with ThreadPoolExecutor(max_workers=effort.workers) as pool:
        seeds = range(effort.seed, effort.seed + effort.runs)
        found = list(pool.map(lambda seed: _run(problem, objective, effort, seed, start), seeds))
    return min([start, *found], key=lambda plan: terms_of(problem, timing_of(problem, plan)).total(objective))


def _run(problem: Problem, objective: Objective, effort: Effort, seed: int, start: Plan) -> Plan:
    """One annealing run: the loops let the interpreter go, so runs share the processor's cores."""
    return (_balanced if _is_last_end_alone(problem, objective) else _annealed)(problem, objective, effort, seed, start)


def _is_last_end_alone(problem: Problem, objective: Objective) -> bool:
    """Whether nothing counts but the last end, and no order waits for its material or a closure: then lines are sums."""
    is_late_free = objective.per_weighted_tardy_min == 0 or not problem.weight.any()
    others = objective.per_changeover_min + objective.per_moved
    is_plain = not problem.closures and bool((problem.release_min <= problem.ready_min.min()).all())
    return objective.per_makespan_min > 0 and is_late_free and others == 0 and is_plain


def _balanced(problem: Problem, objective: Objective, effort: Effort, seed: int, start: Plan) -> Plan:
    """One run of `loops.balance`."""
    from lingtan.scheduling.loops.arrays import arrays_of
    from lingtan.scheduling.loops.balance import balance, lines_of

    arrays = arrays_of(problem, objective)
    orders = open_orders(problem)
    seq, count = without_frozen(problem, start)
    lines, per_order_min = lines_of(arrays, orders, seq, count)
    hot, cold = max(_HOT_SHARE * per_order_min * effort.heat_share, 1e-3), max(_COLD_SHARE * per_order_min, 1e-3)
    best_seq, best_count = np.zeros_like(seq), np.zeros_like(count)
    table, word = _table(), np.array([first_word(seed)], np.uint64)
    balance(lines, orders, table, effort.iterations, hot, cold, _cooling(hot, cold, effort.iterations), word, best_seq, best_count)
    return with_frozen(problem, best_seq, best_count)


def _table() -> FloatArray:
    return -log((np.arange(_TABLE) + 0.5) / _TABLE)


def _cooling(hot: float, cold: float, iterations: int) -> float:
    return float(exp(log(np.array([min(cold / hot, 1.0)])) / max(iterations // _STEP, 1))[0])


def _annealed(problem: Problem, objective: Objective, effort: Effort, seed: int, start: Plan) -> Plan:
    """One run of `loops.anneal`."""
    from lingtan.scheduling.loops.anneal import anneal
    from lingtan.scheduling.loops.arrays import arrays_of
    from lingtan.scheduling.loops.state import state_of

    arrays = arrays_of(problem, objective)
    if objective.per_makespan_min:
        arrays = arrays._replace(**{name: 16 * getattr(arrays, name) for name in ("per_tardy", "per_setup", "per_makespan", "per_moved")})
    orders = open_orders(problem)
    seq, count = without_frozen(problem, start)
    state = state_of(arrays, seq, count)
    families = problem.family[orders]
    members = orders[np.argsort(families, kind="stable")]
    starts = np.searchsorted(np.sort(families), np.arange(len(problem.families) + 1)).astype(np.int64)
    hot, cold = _heats(problem, objective)
    if (np.diff(starts) <= 1).all():
        cold = max(_COLD_BY_ORDER * cold, _COLDEST)
    hot = max(hot * effort.heat_share, cold)
    cooling = _cooling(hot, cold, effort.iterations)
    best_seq, best_count = np.zeros_like(seq), np.zeros_like(count)
    word = np.array([first_word(seed)], np.uint64)
    anneal(
        arrays, state, orders, starts, members, _near(problem), _table(), effort.iterations, hot, cold, cooling, word, best_seq, best_count
    )
    return with_frozen(problem, best_seq, best_count)


def _near(problem: Problem) -> Integers:
    """Of each order the lines that make it fastest, shape (J, G)."""
    run = np.where(problem.run_min >= 0, problem.run_min, 1 << 40)
    return np.ascontiguousarray(np.argsort(run, axis=0, kind="stable")[:_NEAR].T)


def first_word(seed: int) -> int:
    """A seed's first state, never zero (splitmix64's finaliser: Steele et al. 2014)."""
    z = (seed + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    return (z ^ (z >> 31)) or 1


def _heats(problem: Problem, objective: Objective) -> tuple[float, float]:
    """First and last temperature, from what a typical set-up and a typical delay cost."""
    run = problem.run_min[problem.run_min > 0]
    typical = float(run.sum()) / max(run.size, 1)
    setup = float(problem.setup_min.sum()) / problem.setup_min.size
    weight = float(problem.weight.sum()) / problem.weight.size
    hot = objective.per_changeover_min * setup + objective.per_weighted_tardy_min * weight * (setup + 0.1 * typical)
    hot += 16.0 * objective.per_makespan_min * (0.1 * typical + 0.1 * setup) + objective.per_moved
    return max(4.0 * hot, 1.0), max(hot / 14.0, _COLDEST)


def without_frozen(problem: Problem, plan: Sequence[Sequence[int]]) -> tuple[Integers, Integers]:
    """The open orders of a plan as the loops take them: shape (K, J), and how many on each line."""
    frozen = {one.order for one in problem.frozen}
    seq, count = np.zeros((problem.line_count, problem.order_count), np.int64), np.zeros(problem.line_count, np.int64)
    for k, orders in enumerate(plan):
        kept = [j for j in orders if j not in frozen]
        seq[k, : len(kept)], count[k] = kept, len(kept)
    return seq, count
