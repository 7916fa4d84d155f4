"""The last end as a partition: courses counted out are those that trying all finds; plans are the best; no plan ends below the bound."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from lingtan.scheduling import Effort, Objective, Problem, lower_bound, problem_from_arrays, search, terms_of, timing_of
from lingtan.scheduling.bounding.bound import _least_setups
from lingtan.scheduling.bounding.last_end import assigned_end
from lingtan.scheduling.partition import courses_by, shortened
from lingtan.scheduling.timing import Timing, time_line

from .cases import random_plan, small, with_frozen
from .test_balance import MAKESPAN, drawn, last_end
from .test_search import every_plan


def public(seed: int, *, orders: int, lines: int, longest: int) -> Problem:
    """Drawn after Vallada & Ruiz 2011."""
    g = np.random.default_rng(seed)
    return problem_from_arrays(g.integers(1, 100, (lines, orders)), g.integers(1, longest + 1, (lines, orders, orders)))


def ends_in_time(problem: Problem, line: int, course: tuple[int, ...], end_min: int) -> bool:
    times = Timing(sequence=(), **{name: np.zeros(problem.order_count, np.int64) for name in Timing.__slots__ if name != "sequence"})
    time_line(problem, line, (*(one.order for one in problem.frozen_of(line)), *course), times)
    return int(times.end_min[list(course)].max()) <= end_min


@pytest.mark.parametrize("seed", range(6))
def test_courses_are_all_sets_of_orders_that_some_sequence_ends_in_time(seed: int) -> None:
    problem, end = drawn(seed, orders=5, lines=2), 190
    found = courses_by(problem, end, most=1_000)
    assert found is not None
    sets = {(int(k), frozenset(found.orders[holds].tolist())) for k, holds in zip(found.line, found.holds, strict=True)}
    assert len(sets) == len(found.line)
    able = [[j for j in found.orders.tolist() if problem.run_min[k, j] >= 0] for k in range(2)]
    tried = [(k, course) for k in range(2) for size in range(1, 6) for course in permutations(able[k], size)]
    assert sets == {(k, frozenset(course)) for k, course in tried if ends_in_time(problem, k, course, end)}
    assert courses_by(problem, end, most=len(sets)) is not None
    assert courses_by(problem, end, most=len(sets) - 1) is None


@pytest.mark.parametrize("seed", range(8))
def test_whatever_plan_is_shortened_the_last_end_is_the_least_of_all(seed: int) -> None:
    problem = drawn(seed, orders=6, lines=2)
    found = shortened(problem, tuple(map(tuple, random_plan(problem, seed))))
    assert last_end(problem, found) == min(last_end(problem, plan) for plan in every_plan(problem))


def test_a_search_with_tries_enough_ends_where_courses_allow_it_and_the_bound_proves_it() -> None:
    """Fifty orders on twenty lines: annealing alone stays a minute or two above on some; the plan is best, and proven."""
    proven = 0
    for seed in range(6):
        problem = public(seed, orders=50, lines=20, longest=49)
        plan = search(problem, MAKESPAN, Effort(iterations=1_000_000, runs=1, seed=5))
        assert plan == shortened(problem, plan)
        timing = timing_of(problem, plan)
        terms = terms_of(problem, timing)
        proven += lower_bound(problem, MAKESPAN, terms, iterations=60, timing=timing).makespan_min == terms.makespan_min
    assert proven >= 5


@pytest.mark.parametrize("seed", range(9))
def test_no_plan_ends_below_the_bound_with_breaks_releases_and_frozen_orders(seed: int) -> None:
    problem = small(seed + 40, orders=5) if seed % 2 else drawn(seed, orders=5, lines=2)
    problem = with_frozen(problem) if seed % 3 == 1 else problem
    objective = Objective(per_weighted_tardy_min=seed % 2, per_changeover_min=0, per_makespan_min=3)
    plans = list(every_plan(problem))
    best = min(last_end(problem, plan) for plan in plans)
    for plan in (plans[0], min(plans, key=lambda one: last_end(problem, one))):
        timing = timing_of(problem, plan)
        terms = terms_of(problem, timing)
        for known in (timing, None):
            assert lower_bound(problem, objective, terms, iterations=120, timing=known).makespan_min <= best


def test_long_set_ups_are_proven_where_an_assignment_knows_the_least_of_them_only() -> None:
    problem = public(3, orders=40, lines=5, longest=124)
    plan = search(problem, MAKESPAN, Effort(iterations=1_000_000, runs=1, seed=5))
    timing = timing_of(problem, plan)
    terms = terms_of(problem, timing)
    assert assigned_end(problem, _least_setups(problem)) < 0.7 * terms.makespan_min
    bounds = [lower_bound(problem, MAKESPAN, terms, iterations=180, timing=timing, workers=workers).makespan_min for workers in (1, 2)]
    assert bounds[0] == bounds[1]
    assert bounds[0] > 0.9 * terms.makespan_min
