"""The bound by courses: every order has a prize, every line takes its cheapest course, set-ups included; for a hundred orders or two.

Column generation over line schedules (van den Akker et al. 2000, INFORMS J. Comput. 12:111) gives the prizes, smoothed as by Wentges
1997 (Int. Trans. Oper. Res. 4:151); which repeats a course may contain shrinks as the programme uses them (Roberti & Mingozzi 2014,
Transp. Sci. 48:413). When that is done, fines on triples of orders cut off mixes that share out what no plan can (subset rows: Jepsen et
al. 2008, Oper. Res. 56:497). Valid for any prizes and fines, by whole-number arithmetic: no float decides more than where to look.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lingtan.scheduling.bounding.open_time import open_time
from lingtan.scheduling.frozen import frozen_tardiness, open_orders, start_setup
from lingtan.scheduling.objective import Objective, Terms
from lingtan.scheduling.problem import Integers, Problem
from lingtan.scheduling.timing import Timing
from lingtan.uncertainty.elementary import FloatArray

if TYPE_CHECKING:
    from lingtan.scheduling.bounding.line_courses import Fines, LineCourses
    from lingtan.scheduling.bounding.master import Master

__all__ = ["Worth", "course_bound"]

_SCALE = 256
#: Begins (line × order × minute) above which the bound would take too long, and the greatest sum that 63 bits hold with room.
_MOST_BEGINS, _MOST_COST = 60_000_000, 2.0**58
_LABELS, _FRONT = 300_000, 3_000
#: Rounds by subgradient before the courses found are worth a programme; share of the best prizes in the next; when more is remembered.
_FIRST_ROUNDS, _SMOOTHED, _CLOSE_SHARE, _DONE_SHARE = 12, 0.7, 0.002, 0.0005


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What the prices of minutes say: the `least` that any plan costs, frozen orders apart; `each` order's part, times 256, shape (J,)."""

    least: int
    each: Integers


def course_bound(
    problem: Problem, objective: Objective, plan: Terms, worth: Worth, *, timing: Timing | None, iterations: int, workers: int = 1
) -> int:
    """The bound of tardiness and changeovers under the objective; 0 where it would take too long.

    `plan` is the terms of a plan, above which the bound does not rise: what no better one does is left out. `timing` is that plan.
    """
    orders = open_orders(problem)
    fixed = objective.per_weighted_tardy_min * frozen_tardiness(problem)
    known = objective.per_weighted_tardy_min * plan.weighted_tardiness_min + objective.per_changeover_min * plan.changeover_min - fixed
    lines = _lines(problem, objective, orders, known, worth) if orders.size and known > 0 else None
    if lines is None:
        return fixed
    master = _master(problem, lines, orders, timing)
    with ThreadPoolExecutor(workers) as pool:
        best = _rounds(_Desks(lines, workers, pool), master, worth.each, _SCALE * known, iterations)
    return fixed + min(-(-best // _SCALE), known)


class _Desks:
    """Workers that price lines side by side, each with labels of its own; what is found does not hang on how many they are."""

    def __init__(self, lines: Sequence[LineCourses], workers: int, pool: Executor) -> None:
        from lingtan.scheduling.loops.labels import labels_for

        families, minutes = max(one.line.setup.shape[1] for one in lines), max(one.line.wall.size for one in lines)
        self.lines, self._pool = lines, pool
        self._rooms = [labels_for(_LABELS, _FRONT, families, minutes) for _ in range(min(workers, len(lines)))]

    def cheapest(self, prize: Integers, fines: Fines, known: Sequence[int]) -> list[tuple[int, list[tuple[int, ...]]]]:
        """Of each line what its cheapest course is worth, and courses cheaper than those known."""
        found: list[tuple[int, list[tuple[int, ...]]]] = [(0, [])] * len(self.lines)

        def work(desk: int) -> None:
            for k in range(desk, len(self.lines), len(self._rooms)):
                found[k] = self.lines[k].cheapest(prize, fines, known[k], self._rooms[desk])

        for _ in self._pool.map(work, range(len(self._rooms))):
            pass
        return found


def _rounds(desks: _Desks, master: Master, prize: Integers, known: int, iterations: int) -> int:
    """The best bound that these rounds meet; everything times 256."""
    lines = desks.lines
    best, struck, stalled, theta, orders = 0, -1, 0, 0.6, master.orders
    best_prize, next_prize, direction = prize, prize.astype(np.float64), np.zeros(prize.size)
    best_fine, next_fine = np.zeros(0, np.int64), np.zeros(0)
    for turn in range(iterations):
        prize, fine = np.rint(next_prize).astype(np.int64), np.rint(next_fine).astype(np.int64)
        total, values, missing, added = _priced(desks, master, prize, fine)
        stalled = stalled + 1 if total <= best and turn else 0
        if total > best or turn == 0:
            best, best_prize, best_fine = max(total, best), prize, fine
            if total > 0 and (turn == 0 or total > 1.01 * struck or turn % 10 == 0):
                struck = total
                for one, value in zip(lines, values, strict=True):
                    one.forbid(prize, known - total + value)
        if best >= known:
            break
        solved = master.solve() if turn >= _FIRST_ROUNDS - 1 else None
        if solved is None:
            theta = theta / 2 if stalled and stalled % 6 == 0 else theta
            direction = 0.6 * direction + missing
            length = max(float((direction * direction).sum()), 1.0)
            next_prize = np.maximum(next_prize + theta * max(known - total, 1) / length * direction, 0.0)
            continue
        mixed, price, price_of_two, shares = solved
        stalled = 0 if turn == _FIRST_ROUNDS - 1 else stalled
        if mixed - best < _CLOSE_SHARE * mixed or (added == 0 and stalled > 3):
            grown = sum(lines[k].remember(course) for (k, course), share in zip(master.of, shares, strict=True) if share > 1e-6)
            if grown:
                master.keep([i for i, (k, course) in enumerate(master.of) if lines[k].allows(course)])
                stalled = 0
            elif mixed - best < _DONE_SHARE * mixed or stalled > 10:
                stay = master.find_triples(shares, np.maximum(np.rint(price_of_two).astype(np.int64), best_fine))
                if len(stay) == len(master.triples):
                    break
                new = np.zeros(len(master.triples) - len(stay))
                best_fine = np.append(best_fine[stay], new.astype(np.int64))
                price_of_two, stalled = np.append(price_of_two[stay], new), 0
        next_prize = _SMOOTHED * best_prize.astype(np.float64)
        next_prize[orders] += (1 - _SMOOTHED) * price
        next_fine = _SMOOTHED * best_fine + (1 - _SMOOTHED) * np.maximum(price_of_two, 0.0)
        master.shrink(prize[orders], np.rint(next_fine).astype(np.int64))
    return best


def _priced(desks: _Desks, master: Master, prize: Integers, fine: Integers) -> tuple[int, list[int], FloatArray, int]:
    """The bound at the prizes and fines, each line's part, how often the cheapest courses lack each order (J,), columns added."""
    from lingtan.scheduling.bounding.line_courses import Fines

    orders = master.orders
    fines = Fines(fine=fine, triples=orders[np.array(master.triples, np.int64).reshape(-1, 3)])
    reduced, line_of = master.reduced(prize[orders], fine), np.array([k for k, _ in master.of], np.int64)
    values, added, missing = [], 0, np.zeros(prize.size)
    missing[orders] = 1.0
    known = [min(0, int(reduced[line_of == k].min(initial=0))) for k in range(len(desks.lines))]
    for k, (one, (value, courses)) in enumerate(zip(desks.lines, desks.cheapest(prize, fines, known), strict=True)):
        values.append(value)
        for place, course in enumerate(courses):
            made = np.bincount(one.orders[list(course)], minlength=prize.size)
            missing -= made if place == 0 and value < 0 else 0
            added += master.add(k, course, one.cost_of(course), made[orders])
    return int(prize[orders].sum()) - int(fine.sum()) + sum(values), values, missing, added


def _master(problem: Problem, lines: list[LineCourses], orders: Integers, timing: Timing | None) -> Master:
    """The programme with the plan's own courses, if a plan is given whose every order the lines have."""
    from lingtan.scheduling.bounding.master import Master

    master, is_open = Master(lines=len(lines), orders=orders), set(orders.tolist())
    for k, one in enumerate(lines):
        place = {int(j): i for i, j in enumerate(one.orders)}
        listed = [j for j in timing.sequence[k] if j in is_open] if timing is not None else []
        course = tuple(place[j] for j in listed if j in place)
        made = np.bincount(one.orders[list(course)], minlength=problem.order_count)
        master.add(k, course, one.cost_of(course), made[orders])
    return master


def _lines(problem: Problem, objective: Objective, orders: Integers, known: int, worth: Worth) -> list[LineCourses] | None:
    """The lines with every begin that a plan better than the known one could have; None where they are too many."""
    from lingtan.scheduling.bounding.line_courses import LineCourses
    from lingtan.scheduling.loops.courses import CourseLine

    rates = objective.per_weighted_tardy_min * problem.weight
    made = orders[(problem.run_min[:, orders] != 0).all(axis=0)]  # one of no length is left out: it might be made without end
    setup = np.concatenate([problem.setup_min, start_setup(problem)[:, None, :]], axis=1)
    if made.size < orders.size:
        setup = _least_paths(setup)
    ends = _last_ends(problem, setup, rates, _spare(known, worth), made)
    able = [made[problem.run_min[k, made] >= 0] for k in range(problem.line_count)]
    begins = sum(int(end + 1) * one.size for end, one in zip(ends, able, strict=True))
    dearest = float(_SCALE) * float(ends.max(initial=1) + 1) * float(rates.max() + objective.per_changeover_min) * orders.size
    if begins > _MOST_BEGINS or dearest > _MOST_COST:
        return None
    wall, release, _ = open_time(problem, max(int(ends.max()), 1))
    lines = []
    for k, own in enumerate(able):
        families, family = np.unique(problem.family[own], return_inverse=True)
        run, clock = problem.run_min[k, own], wall[k, : ends[k] + 1].copy()
        at = np.arange(clock.size)[:, None]
        line = CourseLine(
            run=run,
            family=family.astype(np.int64),
            release=release[k, own],
            due=problem.due_min[own],
            rate=_SCALE * rates[own],
            setup=np.ascontiguousarray(setup[k][np.append(families, setup.shape[2])][:, families]),
            wall=clock,
            per_setup=_SCALE * objective.per_changeover_min,
        )
        lines.append(
            LineCourses(
                line=line,
                orders=own,
                begins=(at >= line.release[None, :]) & (at + run[None, :] < clock.size),
                after=np.zeros((families.size, clock.size), np.int64),
                remembered=[set() for _ in own],
            )
        )
    return lines


def _least_paths(setup: Integers) -> Integers:
    """Set-ups, or less by way of other families, which an order that is left out may have been. Shape (K, F + 1, F)."""
    least = setup.copy()
    for by in range(setup.shape[2]):
        least = np.minimum(least, least[:, :, by, None] + least[:, by, None, :])
    return least


def _last_ends(problem: Problem, setup: Integers, rates: Integers, spare: Integers, orders: Integers) -> Integers:
    """Open minutes within which every line ends in some plan that is better than the known one, or as good. Shape (K,).

    All the line could ever do; or the last moment any of its orders may end, if none costs more than its `spare`.
    """
    ends = np.zeros(problem.line_count, np.int64)
    entering = setup.max(axis=1)[:, problem.family]
    for k in range(problem.line_count):
        able = orders[problem.run_min[k, orders] >= 0]
        if not able.size:
            continue
        whole = int((problem.run_min[k, able] + entering[k, able]).sum()) + max(int(problem.release_min[able].max()), 0)
        if (rates[able] > 0).all():
            whole = min(whole, max(int((problem.due_min[able] + spare[able] // rates[able]).max()), 1))
        ends[k] = whole
    return ends


def _spare(known: int, worth: Worth) -> Integers:
    """What each order may cost at most, late, in a plan that is no worse: all others cost what the prices say. Shape (J,)."""
    return np.maximum(known - worth.least + worth.each // _SCALE + 2, 1)
