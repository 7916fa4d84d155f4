"""The bound by courses against complete enumeration: closures, frozen orders, releases, orders of no length, weights of nought."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lingtan.scheduling import (
    Effort,
    Objective,
    Problem,
    Shape,
    lower_bound,
    problem_from_arrays,
    search,
    synthetic_problem,
    terms_of,
    timing_of,
)

from .cases import random_plan, small, with_frozen
from .test_search import every_plan, total


def least(problem: Problem, objective: Objective) -> int:
    return min(total(problem, plan, objective) for plan in every_plan(problem))


@pytest.mark.parametrize("seed", range(12))
def test_no_plan_lies_below_the_bound_whatever_plan_it_starts_from(seed: int) -> None:
    problem = small(seed + 100, orders=5)
    problem = with_frozen(problem) if seed % 3 == 0 else problem
    objective = Objective(per_weighted_tardy_min=1 + seed % 3, per_changeover_min=seed % 4)
    best = least(problem, objective)
    for plan in (random_plan(problem, seed), min(every_plan(problem), key=lambda one: total(problem, one, objective))):
        timing = timing_of(problem, plan)
        terms = terms_of(problem, timing)
        for known in (timing, None):
            assert lower_bound(problem, objective, terms, iterations=150, timing=known).total <= best <= terms.total(objective)


def test_an_order_of_no_length_earns_no_prize_over_and_over() -> None:
    setup = np.array([[[0, 9, 1], [9, 0, 1], [1, 1, 0]]])
    problem = problem_from_arrays([[10, 10, 0]], setup, due_min=[0, 0, 0], weight=[1, 1, 1])
    plan = min(every_plan(problem), key=lambda one: total(problem, one, Objective()))
    timing = timing_of(problem, plan)
    found = lower_bound(problem, Objective(), terms_of(problem, timing), iterations=200, timing=timing)
    assert 0 < found.total <= least(problem, Objective())


def test_lines_that_make_each_order_once_are_bounded_to_the_last_minute() -> None:
    """One line, whose best sequence is known: without repeats the bound is the optimum, or within a hundredth."""
    problem = small(7, orders=6, lines=1)
    problem = replace(problem, due_min=problem.due_min // 4, weight=problem.weight + 1)
    best = min(every_plan(problem), key=lambda one: total(problem, one, Objective()))
    timing = timing_of(problem, best)
    found = lower_bound(replace(problem, closures=()), Objective(), terms_of(problem, timing), iterations=500, timing=timing)
    free = replace(problem, closures=())
    assert 0.99 * least(free, Objective()) <= found.total <= least(free, Objective())


def test_courses_leave_less_than_a_third_of_the_gap_that_prices_of_minutes_leave() -> None:
    problem = synthetic_problem(Shape(orders_count=30, lines_count=3, families_count=4, utilisation_share=1.2, has_breaks=False))
    timing = timing_of(problem, search(problem, Objective(), Effort(iterations=300_000, runs=1)))
    terms = terms_of(problem, timing)
    bound, whole = lower_bound(problem, Objective(), terms, iterations=500, timing=timing), terms.total(Objective())
    assert terms.weighted_tardiness_min > 0
    assert whole - bound.total < (whole - bound.weighted_tardiness_min - bound.changeover_min) / 3
