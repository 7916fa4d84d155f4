"""The search: ATCS starts, then compiled annealing from the best of them: one run by hands side by side, or one run a seed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from lingtan.scheduling.annealing import annealed, evened, is_last_end_alone
from lingtan.scheduling.dispatch import Sequence as Plan
from lingtan.scheduling.dispatch import best_atcs, open_orders
from lingtan.scheduling.objective import Objective
from lingtan.scheduling.problem import Problem
from lingtan.scheduling.timing import terms_of, timing_of

__all__ = ["Effort", "default_iterations", "improve", "search"]

#: Tries of a run by default for each order, the most in all; and for each order where that makes no more than so many.
_PER_ORDER, _MOST_TRIES, _PER_ORDER_OF_FEW, _FEW_TRIES = 20_000, 80_000_000, 30_000, 6_000_000
#: Lines of a hand at the least.
_LINES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """Tries per run, runs (seeds `seed`, `seed + 1`, …) and how many go at a time. Only `workers` leaves the plan's bits alone.

    Where the lines suffice, the runs are one by as many hands (`annealing.hands`). `heat_share` scales the first temperature: below 1 the
    search stays near its start, as a re-plan wants it.
    """

    iterations: int
    runs: int = 2
    seed: int = 20220608
    workers: int = 2
    atcs_starts: int = 16
    heat_share: float = 1.0


def default_iterations(problem: Problem) -> int:
    """Tries of one run: about a second of a processor for hundreds of orders, a quarter of a minute for two thousand. [-]."""
    orders = problem.order_count
    return min(max(_PER_ORDER * orders, min(_PER_ORDER_OF_FEW * orders, _FEW_TRIES)), _MOST_TRIES)


def search(problem: Problem, objective: Objective, effort: Effort) -> Plan:
    """The best sequences found from ATCS. Same problem, objective, iterations, runs and seed: same plan, whatever `workers`."""
    return improve(problem, objective, effort, best_atcs(problem, objective, starts=effort.atcs_starts, workers=effort.workers))


def improve(problem: Problem, objective: Objective, effort: Effort, start: Plan) -> Plan:
    """The best sequences found from a plan; never worse than it. The loops let the interpreter go, so processors share the work."""
    if len(open_orders(problem)) == 0 or effort.iterations <= 0:
        return start
    is_shared = objective.per_makespan_min == 0 and problem.line_count >= _LINES * effort.runs
    run = evened if is_last_end_alone(problem, objective) else annealed
    iterations, heat_share = effort.iterations, effort.heat_share
    with ThreadPoolExecutor(max_workers=effort.workers) as pool:
        if is_shared:
            hands, seed = effort.runs, effort.seed
            one = annealed(problem, objective, start, iterations=iterations, heat_share=heat_share, seed=seed, hands=hands, pool=pool)
            found = [one]
        else:
            seeds = range(effort.seed, effort.seed + effort.runs)
            found = list(
                pool.map(lambda seed: run(problem, objective, start, iterations=iterations, heat_share=heat_share, seed=seed), seeds)
            )
    return min([start, *found], key=lambda plan: terms_of(problem, timing_of(problem, plan)).total(objective))
