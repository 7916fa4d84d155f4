"""The last end that no plan goes below: by a relaxed assignment, and by ends within which no mix of courses has every order made."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtan.scheduling.bounding.courses import Worth, course_bound
from lingtan.scheduling.frozen import free_from, open_orders
from lingtan.scheduling.objective import Objective, Terms
from lingtan.scheduling.problem import Integers, Problem
from lingtan.scheduling.timing import Timing, place_work

__all__ = ["assigned_end", "proven_end"]

_PRICE_UNITS = 10_000
#: Ends that are tried, one more for so many rounds, and the first of them: so much of the plan's end before it.
_TRIED, _ROUNDS_PER_TRIED, _FIRST_TENTH = 2, 60, 10
#: Rounds of prizes for each end: a share of all, but at most so much work for each of all (line × minute × pair of families); the least.
_ROUNDS_SHARE, _WORK_PER_ROUND, _LEAST_ROUNDS = 2, 25_000_000, 12
#: What a minute late costs where none may be: so much that any mix with lateness is dear.
_DEAR = 1_000


def proven_end(problem: Problem, low_min: int, plan: Terms, *, timing: Timing | None, iterations: int, workers: int) -> int:
    """No plan ends sooner. `low_min` is such an end; between it and the plan's, ends are halved until they are ruled out or rounds end."""
    work = problem.line_count * (problem.order_count + problem.setup_min.shape[1] ** 2) * max(plan.makespan_min, 1)
    rounds = min(iterations // _ROUNDS_SHARE, max(_WORK_PER_ROUND * iterations // work, _LEAST_ROUNDS))
    low, high = low_min, plan.makespan_min
    tried = max(low, high - 1 - high // _FIRST_TENTH)
    for _ in range(_TRIED + iterations // _ROUNDS_PER_TRIED):
        if low >= high:
            break
        if _is_ruled_out(problem, tried, timing, rounds, workers):
            low = tried + 1
        else:
            high = tried
        tried = (low + high) // 2
    return low


def _is_ruled_out(problem: Problem, end_min: int, timing: Timing | None, rounds: int, workers: int) -> bool:
    """Whether the bound by courses proves that no plan has every order made by then: were all due then, some would be late."""
    due, weight = np.full(problem.order_count, end_min), np.full(problem.order_count, _DEAR)
    on_time = replace(problem, due_min=due, weight=weight)
    known = Terms(weighted_tardiness_min=1, changeover_min=0, makespan_min=0, moved_count=0)
    worth = Worth(least=0, each=np.zeros(problem.order_count, np.int64))
    late = Objective(per_weighted_tardy_min=1, per_changeover_min=0, per_makespan_min=0, per_moved=0)
    return course_bound(on_time, late, known, worth, timing=timing, iterations=rounds, workers=workers) > 0


def assigned_end(problem: Problem, least: Integers) -> int:
    """What one order needs alone, and the assignment's dual, Σ_j min_k u_k (p + s) / Σ u_k for whole u from a linear programme."""
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    orders = open_orders(problem)
    frozen_end = max(
        (place_work(problem.closures_of(f.line), f.start_min, int(problem.run_min[f.line, f.order]))[1] for f in problem.frozen), default=0
    )
    if not orders.size:
        return frozen_end
    run = problem.run_min[:, orders]
    need = np.where(run >= 0, run + least[:, orders], 1 << 40)
    free = free_from(problem)
    alone = np.where(run >= 0, np.maximum(problem.release_min[orders][None, :], free[:, None]) + run, 1 << 40).min(axis=0)
    k, j = np.nonzero(run >= 0)
    n, lines = len(k), problem.line_count
    columns = np.arange(n)
    cover = coo_array((np.ones(n), (j, columns)), shape=(orders.size, n + 1))
    load = coo_array(
        (
            np.concatenate([need[k, j].astype(float), -np.ones(lines)]),
            (np.concatenate([k, np.arange(lines)]), np.concatenate([columns, np.full(lines, n)])),
        ),
        shape=(lines, n + 1),
    )
    cost = np.zeros(n + 1)
    cost[n] = 1.0
    solved = linprog(cost, A_ub=load.tocsr(), b_ub=-free.astype(float), A_eq=cover.tocsr(), b_eq=np.ones(orders.size), method="highs")  # type: ignore[call-overload]  # scipy-stubs: sparse arrays are taken, and not declared
    prices = (
        np.maximum(np.rint(-_PRICE_UNITS * solved.ineqlin.marginals), 0).astype(np.int64)
        if solved.status == 0
        else np.ones(lines, np.int64)
    )
    whole = int((np.where(run >= 0, prices[:, None] * np.minimum(need, 1 << 30), 1 << 60)).min(axis=0).sum() + (prices * free).sum())
    return max(frozen_end, int(alone.max()), -(-whole // max(int(prices.sum()), 1)))
