"""The search: ATCS starts, then compiled annealing from the best of them: by hands side by side, a run a seed, or runs that are crossed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from lingtan.scheduling.annealing import Annealing, bred, evened, is_last_end_alone
from lingtan.scheduling.dispatch import best_atcs
from lingtan.scheduling.frozen import Plan, open_orders
from lingtan.scheduling.objective import Objective
from lingtan.scheduling.partition import shortened
from lingtan.scheduling.problem import Problem
from lingtan.scheduling.timing import terms_of, timing_of

__all__ = ["Effort", "default_iterations", "improve", "search"]

#: Tries of a run by default for each order, the most in all; and for each order where that makes no more than so many.
_PER_ORDER, _MOST_TRIES, _PER_ORDER_OF_FEW, _FEW_TRIES = 20_000, 80_000_000, 30_000, 6_000_000
#: Lines of a hand at the least; tries of all runs for each order from which on crossing them finds more than longer runs do.
_LINES, _TO_CROSS = 10, 500_000
#: Tries of all runs for each order from which on courses are counted out where nothing but the last end counts.
_TO_PARTITION = 20_000

#: Told how many tries were done, by whoever did them.
Watch = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """Tries per run, runs (seeds `seed`, `seed + 1`, …) and how many go at a time. Only `workers` and `watch` leave the plan's bits alone.

    Where the lines suffice, the runs are one by as many hands (`annealing.hands`); elsewhere, with tries enough, many shorter ones that
    are crossed (`annealing.memetic`); neither with a makespan in the objective. Where nothing else counts and lines have few orders each,
    what the runs found is at last shortened exactly (`partition`). `heat_share` scales the first temperature: below 1 the
    search stays near its start, as a re-plan wants it, and nothing is crossed. `watch` is told how many tries were done, as they are done.
    """

    iterations: int
    runs: int = 2
    seed: int = 20220608
    workers: int = 2
    atcs_starts: int = 16
    heat_share: float = 1.0
    watch: Watch | None = None

    def tell(self, tries: int) -> None:
        """Tell the watch of so many tries."""
        if self.watch:
            self.watch(tries)


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
    with ThreadPoolExecutor(max_workers=effort.workers) as pool:
        found = _found(problem, objective, effort, start, pool)
    return min([start, *found], key=lambda plan: terms_of(problem, timing_of(problem, plan)).total(objective))


def _found(problem: Problem, objective: Objective, effort: Effort, start: Plan, pool: Executor) -> list[Plan]:
    """What comes of the runs, each alone or all together."""
    iterations, runs, seeds = effort.iterations, effort.runs, range(effort.seed, effort.seed + effort.runs)
    if is_last_end_alone(problem, objective):
        run = partial(evened, problem, objective, start, iterations=iterations, heat_share=effort.heat_share, watch=effort.tell)
        found = list(pool.map(lambda seed: run(seed=seed, is_cut=(seed - effort.seed) % 2 == 1), seeds))
        is_tried = iterations * runs >= _TO_PARTITION * len(open_orders(problem))
        return [shortened(problem, min(found, key=lambda plan: int(timing_of(problem, plan).end_min.max())))] if is_tried else found
    annealing = Annealing(problem, objective, effort.tell)
    heat = annealing.heat(start).scaled(effort.heat_share)
    is_sum_of_lines = objective.per_makespan_min == 0
    if is_sum_of_lines and problem.line_count >= _LINES * runs:
        return [annealing.run(start, iterations=iterations, heat=heat, seed=effort.seed, hands=runs, pool=pool).plan]
    if is_sum_of_lines and effort.heat_share >= 1.0 and iterations * runs >= _TO_CROSS * len(open_orders(problem)):
        return [bred(annealing, start, tries=iterations * runs, lag=2 * runs, seed=effort.seed, pool=pool)]
    return [one.plan for one in pool.map(lambda seed: annealing.run(start, iterations=iterations, heat=heat, seed=seed), seeds)]
