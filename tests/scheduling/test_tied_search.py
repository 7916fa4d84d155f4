"""The search where lines are tied: its tries against the same tries in plain Python, and what a try costs."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from lingtan.scheduling import (
    Effort,
    Objective,
    Pool,
    Problem,
    Shape,
    best_atcs,
    eased,
    improve_coupled,
    synthetic_problem,
    terms_of,
    timing_of,
)
from lingtan.scheduling.annealing import first_word
from lingtan.scheduling.coupled.search import tries_of
from lingtan.scheduling.coupled.timing import ties_of
from lingtan.scheduling.frozen import without_frozen
from lingtan.scheduling.loops.anneal import draw
from lingtan.scheduling.loops.arrays import arrays_of
from lingtan.scheduling.loops.coupled import C_END, Free, time_all
from lingtan.scheduling.problem import Integers
from lingtan.uncertainty.elementary import exp, log

from .cases import random_plan, tied

_Word = np.ndarray[tuple[int], np.dtype[np.uint64]]
_NEVER = 1 << 60


def crowded(seed: int, orders: int, lines: int) -> Problem:
    """A week with fewer people than lines, two tools for every third family, and orders behind orders."""
    plain = synthetic_problem(
        Shape(orders_count=orders, lines_count=lines, families_count=8, days_count=5, utilisation_share=0.9, seed=seed)
    )
    g = np.random.default_rng([seed, 7])
    people = Pool(name="people", from_min=(0, 480, 960, 1440, 1920), sizes=(6, 5, 4, 6, 5))
    tools = Pool(name="tools", from_min=(0,), sizes=(2,), is_held=True)
    needs = np.ones((2, lines, 8), np.int64)
    needs[1] = np.arange(8) % 3 == 0
    after = np.array([int(g.integers(0, j)) if j > 1 and g.random() < 0.2 else -1 for j in range(orders)])
    return replace(plain, pools=(people, tools), needs=needs, after=after, transfer_min=g.integers(0, 20, orders))


def by_hand(problem: Problem, objective: Objective, start: list[list[int]], tries: int, seed: int) -> int:
    """The best objective of the same tries, every line of them in Python."""
    arrays, ties, word = arrays_of(problem, objective), ties_of(problem), np.array([first_word(seed)], np.uint64)
    plan, count = [list(orders) for orders in start], without_frozen(problem, start)[1]
    times, tried = np.zeros((problem.order_count, 4), np.int64), np.zeros((problem.order_count, 4), np.int64)
    scratch = Free(*(np.zeros_like(one) for one in ties.free))

    def timed(plan: list[list[int]], into: Integers, limit: int) -> tuple[int, int]:
        return time_all(arrays, ties, *without_frozen(problem, plan), scratch, into, limit)

    value = best = timed(plan, times, _NEVER)[1]
    table, heat = -log((np.arange(1 << 12) + 0.5) / (1 << 12)), max(value / problem.order_count, 1.0)
    cooling = float(exp(log(np.array([0.005])) / max(tries // 256, 1))[0])
    for turn in range(tries):
        heat *= cooling if turn % 256 == 0 and turn else 1.0
        changed = another(problem, plan, times, word)
        limit = value + int(heat * table[draw(word, 1 << 12)])
        placed, cost = timed(changed, tried, limit) if changed else (0, 0)
        if changed and placed == count.sum() and cost <= limit:
            plan, value, times, tried = changed, cost, tried, times
            best = min(best, value)
    return best


def another(problem: Problem, plan: list[list[int]], times: Integers, word: _Word) -> list[list[int]] | None:
    at = draw(word, sum(len(orders) for orders in plan))
    k, p = [(k, p) for k, orders in enumerate(plan) for p in range(len(orders))][at]
    j = plan[k][p]
    able = np.flatnonzero(problem.run_min[:, j] >= 0)
    o, pick = int(able[draw(word, able.size)]), draw(word, 8)
    moment = times[j, C_END] if pick < 4 else problem.due_min[j]
    q = min(max(sum(times[i, C_END] <= moment for i in plan[o]) + draw(word, 5) - 2, 0), len(plan[o]))
    q = draw(word, len(plan[o]) + 1) if pick == 7 else q
    rows = [list(orders) for orders in plan]
    if draw(word, 8) < 3:
        if q == len(rows[o]) or (k, p) == (o, q) or problem.run_min[k, rows[o][q]] < 0:
            return None
        rows[k][p], rows[o][q] = rows[o][q], rows[k][p]
        return rows
    moved = rows[k][p : p + 1 + max(draw(word, 5) - 2, 0)]
    del rows[k][p : p + len(moved)]
    q = min(q, len(rows[o]))
    if (k, p) == (o, q) or (problem.run_min[o, moved] < 0).any():
        return None
    rows[o][q:q] = moved
    return rows


@pytest.mark.parametrize("seed", range(4))
def test_the_compiled_tries_are_those_of_plain_python(seed: int) -> None:
    problem, objective = tied(seed, orders=14, lines=3), Objective(per_makespan_min=seed % 2)
    start = [list(orders) for orders in improve_coupled(problem, objective, Effort(iterations=0, runs=1), random_plan(problem, seed))]
    effort = Effort(iterations=25_000, runs=1, seed=seed)
    found = terms_of(problem, timing_of(problem, improve_coupled(problem, objective, effort, start))).total(objective)
    assert found == by_hand(problem, objective, start, tries_of(problem, effort), seed)


def test_a_crowded_week_comes_down_to_half_and_a_try_takes_less_than_timing_the_plan_from_python() -> None:
    problem, objective = crowded(2, 60, 8), Objective()
    start = best_atcs(eased(problem, is_urged=False), objective)
    arrays, ties, (seq, count) = arrays_of(problem, objective), ties_of(problem), without_frozen(problem, start)
    scratch, times = Free(*(np.zeros_like(one) for one in ties.free)), np.zeros((problem.order_count, 4), np.int64)
    effort = Effort(iterations=200_000, runs=1, seed=1)
    improve_coupled(problem, objective, replace(effort, iterations=25), start)
    begin = time.process_time()
    for _ in range(tries_of(problem, effort)):
        time_all(arrays, ties, seq, count, scratch, times, _NEVER)
    between = time.process_time()
    found = improve_coupled(problem, objective, effort, start)
    assert time.process_time() - between < between - begin
    before, after = (terms_of(problem, timing_of(problem, plan)).total(objective) for plan in (start, found))
    assert 2 * after < before
