"""The bound by courses: every order has a prize, every line takes its cheapest course, set-ups included; for a few hundred orders.

Lagrangian relaxation of "each order once" (its best prizes give the bound of column generation over line schedules with repeats; van den
Akker et al. 2000, INFORMS J. Comput. 12:111). Valid for any prizes, by whole-number arithmetic.
"""

from __future__ import annotations

import numpy as np

from lingtan.scheduling.bounding.open_time import frozen_tardiness, open_time, start_setup
from lingtan.scheduling.dispatch import open_orders
from lingtan.scheduling.objective import Objective, Terms
from lingtan.scheduling.problem import Integers, Problem

__all__ = ["course_bound"]

_SCALE = 256
#: Minutes × transitions × lines that a round of prices pays for here: courses get few rounds, and none where one alone is too long.
_WORK_PER_ROUND = 3_000_000


def course_bound(problem: Problem, objective: Objective, plan: Terms, worth: Integers, *, iterations: int) -> int:
    """The bound of tardiness and changeovers under the objective; 0 where it would take too long.

    `worth`: what each order costs at least at the best prices of minutes, times 256, shape (J,): the prizes to begin with.
    """
    orders = open_orders(problem)
    rates = objective.per_weighted_tardy_min * problem.weight
    known = objective.per_weighted_tardy_min * plan.weighted_tardiness_min + objective.per_changeover_min * plan.changeover_min
    fixed = objective.per_weighted_tardy_min * frozen_tardiness(problem)
    ends = _last_ends(problem, orders, rates, known)
    families = len(problem.families)
    work = sum(int(end) * (families * families + int((problem.run_min[k, orders] >= 0).sum())) for k, end in enumerate(ends))
    rounds = min(iterations, iterations * _WORK_PER_ROUND // max(work, 1))
    if not orders.size or rounds < 2:
        return 0
    wall, release, _ = open_time(problem, int(ends.max()))
    setup = np.concatenate([problem.setup_min, start_setup(problem)[:, None, :]], axis=1)
    prize = objective.per_weighted_tardy_min * worth.astype(np.float64)
    best, best_prize, theta, stalled = 0, prize, 1.0, 0
    direction, times = np.zeros(problem.order_count), np.zeros(problem.order_count, np.int64)
    target = max(known - fixed, 1)
    for _ in range(rounds):
        whole = np.rint(prize).astype(np.int64)
        found, taken = int(whole[orders].sum()), np.zeros(problem.order_count)
        for k in range(problem.line_count):
            found += _course(
                problem, objective.per_changeover_min, k, (orders, rates, whole, times), (wall[k, : ends[k] + 1], release[k], setup[k])
            )
            taken += times
        value = -(-found // _SCALE)
        if value > best:
            best, best_prize, stalled = value, prize, 0
        else:
            stalled += 1
        if stalled >= 10:
            theta, stalled, prize = theta / 2, 0, best_prize
        missing = np.zeros(problem.order_count)
        missing[orders] = 1.0 - taken[orders]
        direction = 0.5 * direction + missing
        length = float((direction * direction).sum())
        if length == 0 or best >= target or theta < 1e-3:
            break
        prize = prize + theta * _SCALE * max(target - found / _SCALE, 1.0) / length * direction
    return fixed + best


def _course(
    problem: Problem, per_setup: int, k: int, what: tuple[Integers, Integers, Integers, Integers], line: tuple[Integers, Integers, Integers]
) -> int:
    from lingtan.scheduling.loops.courses import cheapest_course

    orders, rates, prize, times = what
    wall, release, setup = line
    return cheapest_course(
        problem.run_min[k],
        problem.family,
        setup,
        release,
        problem.due_min,
        _SCALE * rates,
        wall,
        prize,
        orders,
        _SCALE * per_setup,
        times,
    )


def _last_ends(problem: Problem, orders: Integers, rates: Integers, known: int) -> Integers:
    """Open minutes within which every line ends in some best plan. Shape (K,).

    All the line could ever do; or, since no order of a plan at least as good as the known one loses more than that plan's whole cost, the
    last moment any of its orders may end.
    """
    ends = np.zeros(problem.line_count, np.int64)
    entering = np.maximum(problem.setup_min.max(axis=1), start_setup(problem))[:, problem.family]
    for k in range(problem.line_count):
        able = orders[problem.run_min[k, orders] >= 0]
        if not able.size:
            continue
        whole = int((problem.run_min[k, able] + entering[k, able]).sum()) + max(int(problem.release_min[able].max()), 0)
        if (rates[able] > 0).all():
            whole = min(whole, max(int((problem.due_min[able] + known // rates[able]).max()), 1))
        ends[k] = whole
    return ends
