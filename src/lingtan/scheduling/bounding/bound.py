"""Lower bounds no plan can go below: tardiness by priced minutes, changeovers by family, the last end by an assignment and by courses.

Each is valid by whole-number arithmetic whatever the prices are; the search for good prices may be as rough as it likes. Tardiness: in
a plan a line's minute serves one order or set-up at most, so at prices ≥ 0 all of them together pay no more than Σ price of the minutes.
Let every order choose its cheapest line and begin for itself (tardiness + minutes it pays for, with the least set-up it can have) and take
that sum off: no plan is less late. It tends to the bound of the time-indexed programme (Dyer & Wolsey 1990, DAM 26:255). A family that
stays on its line pays no set-up here, so weeks of many small lots are bounded by their work alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtan.scheduling.bounding.courses import Worth, course_bound
from lingtan.scheduling.bounding.fluid import fluid_prices
from lingtan.scheduling.bounding.last_end import assigned_end, proven_end
from lingtan.scheduling.bounding.priced import Priced
from lingtan.scheduling.frozen import frozen_tardiness, open_orders, start_setup
from lingtan.scheduling.objective import Objective, Terms
from lingtan.scheduling.problem import Integers, Problem
from lingtan.scheduling.timing import Timing

__all__ = ["Bound", "lower_bound"]

_SCALE = 256
#: The greatest sum that 63 bits hold with room: beyond it, in odd units, nothing is said of tardiness.
_MOST_COST = 1 << 60
#: Of the fluid week's prices, tried first.
_SHARES = (0.65, 0.8, 0.95)
#: Orders × lines above which the prices of minutes get fewer rounds, but never fewer than the least.
_PAIRS_PER_ROUND, _LEAST_ROUNDS = 20_000, 24
#: Prices of minutes gain little beyond these rounds; a round of courses takes as long as several of theirs.
_MOST_ROUNDS, _PER_COURSES = 200, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What no plan can go below, term by term, and together under the objective. `gap_share` is (plan − bound) / plan, 0 if both are 0."""

    weighted_tardiness_min: int
    changeover_min: int
    makespan_min: int
    total: int

    def gap_share(self, total: int) -> float:
        """The gap of a plan. [1]."""
        return (total - self.total) / total if total > 0 else 0.0


def lower_bound(
    problem: Problem, objective: Objective, plan: Terms, *, iterations: int = 120, timing: Timing | None = None, workers: int = 2
) -> Bound:
    """The bound. `plan`: the true terms of some plan, above which it does not rise; with its `timing` it comes nearer.

    How many `workers` share the work changes nothing of it.
    """
    least = _least_setups(problem)
    tardiness, worth = _tardiness(problem, least, plan, iterations, workers) if objective.per_weighted_tardy_min else (0, None)
    changeover = _changeover(problem, least) if objective.per_changeover_min else 0
    makespan = 0
    if objective.per_makespan_min:
        makespan = proven_end(problem, assigned_end(problem, least), plan, timing=timing, iterations=iterations, workers=workers)
    terms = Terms(weighted_tardiness_min=tardiness, changeover_min=changeover, makespan_min=makespan, moved_count=0)
    total = terms.total(objective)
    if worth is not None:
        rate = objective.per_weighted_tardy_min
        said = Worth(least=rate * (tardiness - frozen_tardiness(problem)), each=rate * worth)
        courses = course_bound(
            problem, objective, plan, said, timing=timing, iterations=max(iterations // _PER_COURSES, 1), workers=workers
        )
        total = max(total, courses + objective.per_makespan_min * makespan)
    return Bound(weighted_tardiness_min=tardiness, changeover_min=changeover, makespan_min=makespan, total=total)


def _least_setups(problem: Problem) -> Integers:
    """The least set-up before each order on each line, whatever stands before it (another order; itself never). [min], shape (K, J)."""
    start, members = start_setup(problem), np.bincount(problem.family, minlength=len(problem.families))
    least = start.copy()
    for f in range(len(problem.families)):
        before = members > (np.arange(len(problem.families)) == f)
        if before.any():
            least[:, f] = np.minimum(start[:, f], problem.setup_min[:, before, f].min(axis=1))
    return least[:, problem.family]


def _changeover(problem: Problem, least: Integers) -> int:
    """Each order pays its least set-up, or each family is entered at least once from elsewhere: the greater."""
    orders = open_orders(problem)
    can = problem.run_min[:, orders] >= 0
    by_order = int(np.where(can, least[:, orders], 1 << 40).min(axis=0).sum()) if orders.size else 0
    start, by_family = start_setup(problem), 0
    for f in np.unique(problem.family[orders]):
        others = np.arange(len(problem.families)) != f
        lines = np.flatnonzero((problem.run_min[:, orders[problem.family[orders] == f]] >= 0).any(axis=1))
        enter = start[lines, f]
        if others.any():
            enter = np.minimum(enter, problem.setup_min[lines][:, others, f].min(axis=1))
        by_family += int(enter.min())
    return max(by_order, by_family)


def _tardiness(problem: Problem, least: Integers, plan: Terms, iterations: int, workers: int) -> tuple[int, Integers]:
    """The best Lagrangian bound met by a subgradient search with the step of Polyak 1969 (USSR CMMP 9:14), halved when it stalls.

    It begins at the best of some shares of a fluid week's prices.
    """
    orders = open_orders(problem)
    fixed = frozen_tardiness(problem)
    best_each = np.zeros(problem.order_count, np.int64)
    horizon, dearest = max(plan.makespan_min, 1), max(int(problem.weight.sum()), 1)
    farthest = horizon + int(np.maximum(problem.run_min, 0).sum(axis=1).max()) + int(problem.release_min.max())
    if not orders.size or _SCALE * dearest * problem.line_count * farthest > _MOST_COST:
        return fixed, best_each
    pairs = int((problem.run_min >= 0).sum())
    bucket = max(60 if pairs <= 10_000 else 120, -(-horizon // 400))
    iterations = min(iterations, _MOST_ROUNDS, max(_LEAST_ROUNDS, iterations * _PAIRS_PER_ROUND // max(pairs, 1)))
    with Priced(problem, orders, least, horizon=horizon, bucket=bucket, scale=_SCALE, workers=workers) as priced:
        price = best_price = direction = np.zeros(priced.shape)
        target, best, theta, stalled = fixed + max(plan.weighted_tardiness_min - fixed, 1), 0, 1.0, 0
        fluid = fluid_prices(problem, orders, priced.wall, horizon, bucket, workers=workers)
        trials = iter([share * one for one in fluid for share in _SHARES])
        for _ in range(iterations):
            trial = next(trials, None)
            if trial is None and stalled < 0:
                price, stalled = best_price, 0
            price = price if trial is None else trial
            whole = np.rint(_SCALE * np.minimum(price, dearest)).astype(np.int64)
            value = -(-(priced.cost(whole) - int(bucket * whole.sum())) // _SCALE)
            if value > best:
                best, best_price, stalled, best_each = value, price, 0, priced.each.copy()
            else:
                stalled += 1
            if trial is not None:
                stalled = -1
                continue
            if stalled >= 20:
                theta, stalled = theta / 2, 0
                price = best_price if best else price
            over = priced.taken - float(bucket)
            direction = np.where((price <= 0) & (over < 0), 0.0, 0.6 * direction + over)
            length = float((direction * direction).sum())
            if length == 0 or fixed + best >= target:
                break
            price = np.maximum(price + theta * max(target - fixed - value, 1) / length * direction, 0.0)
    return fixed + best, best_each
