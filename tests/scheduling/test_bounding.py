"""The bound by courses against complete enumeration: closures, frozen orders, releases, orders of no length, weights of nought."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, permutations, product

import numpy as np
import pytest

from lingtan.scheduling import (
    Effort,
    Objective,
    Problem,
    Rule,
    Shape,
    lower_bound,
    problem_from_arrays,
    rule_plan,
    search,
    synthetic_problem,
    terms_of,
    timing_of,
)
from lingtan.scheduling.bounding.line_courses import Fines, LineCourses
from lingtan.scheduling.bounding.master import Master
from lingtan.scheduling.bounding.open_time import on_time_of, open_time
from lingtan.scheduling.loops.courses import CourseLine
from lingtan.scheduling.loops.labels import labels_for
from lingtan.scheduling.loops.prices import cheapest

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


@pytest.mark.parametrize("seed", range(8))
def test_an_order_at_priced_minutes_costs_what_trying_every_begin_says(seed: int) -> None:
    """Its tardiness bends at the due date, its minutes at the edges of buckets, its clock at closures."""
    problem, horizon, bucket, scale = small(seed, orders=6), 300, 40, 16
    g, (wall, release, edges) = np.random.default_rng(seed), open_time(problem, 300)
    price = g.integers(0, 60, (2, -(-horizon // bucket)))
    least_setup, each, used = g.integers(0, 20, problem.run_min.shape), np.zeros(6, np.int64), np.zeros_like(price)
    on_time = on_time_of(problem, wall)
    orders, given = np.arange(6), (problem.run_min, least_setup, release, problem.due_min, problem.weight)
    total = cheapest(*given, orders, wall, edges, on_time, bucket, price, scale, used, each)

    def cost(k: int, j: int, o: int) -> int:
        minutes = np.append(np.repeat(price[k], bucket), np.zeros(2 * horizon, np.int64))
        end = o + int(problem.run_min[k, j])
        clock = wall[k, end] if end <= horizon else wall[k, -1] + end - horizon
        late = max(int(clock - problem.due_min[j]), 0)
        return int(scale * problem.weight[j] * late + minutes[o:end].sum() + least_setup[k, j] * minutes[: o + 1].min())

    able = np.argwhere(problem.run_min >= 0).tolist()
    every = [min(cost(k, j, o) for k, i in able if i == j for o in range(int(release[k, j]), horizon + bucket)) for j in range(6)]
    assert each.tolist() == every
    assert total == sum(every)


@pytest.mark.parametrize("forgets", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_a_fined_line_takes_the_course_that_trying_every_one_finds_cheapest(seed: int, forgets: bool) -> None:
    """A fine whenever two more of a triple are made, whatever lies between; each order once, or over and over within ninety minutes."""
    g, families = np.random.default_rng(seed), 2
    n, wall = (4, np.arange(90)) if forgets else (6, np.arange(400))
    line = CourseLine(
        run=g.integers(15, 25, n),
        family=g.integers(0, families, n),
        release=g.integers(0, 30, n),
        due=g.integers(10, 60, n),
        rate=g.integers(0, 4, n),
        setup=g.integers(0, 5, (families + 1, families)),
        wall=wall,
        per_setup=int(g.integers(0, 3)),
    )
    begins = (wall[:, None] >= line.release[None, :]) & (wall[:, None] + line.run[None, :] < wall.size)
    memory = [set[int]() if forgets else set(range(n)) for _ in range(n)]
    one = LineCourses(line=line, orders=np.arange(n), begins=begins, after=np.zeros((families, wall.size), np.int64), remembered=memory)
    triples = np.array(list(combinations(range(n), 3)))
    prize, fines = g.integers(50, 150, n), Fines(fine=g.integers(0, 120, len(triples)), triples=triples)

    def cost(course: tuple[int, ...]) -> int:
        made = np.bincount(course, minlength=n)
        return one.cost_of(course) - int(prize @ made) + int((made[triples].sum(axis=1) // 2) @ fines.fine)

    def fits(course: tuple[int, ...]) -> bool:
        now, row = 0, families
        for j in course:
            now = max(now + int(line.setup[row, line.family[j]]), int(line.release[j])) + int(line.run[j])
            row = int(line.family[j])
        return now < wall.size

    tried = (product(range(n), repeat=size) if forgets else permutations(range(n), size) for size in range(1, n + 3))
    least = min((cost(course) for some in tried for course in some if fits(course)), default=0)
    found, courses = one.cheapest(prize, fines, 0, labels_for(20_000, 2_000, families, wall.size))
    assert found == min(least, 0)
    assert min((cost(course) for course in courses), default=0) == found


def test_triples_are_taken_up_where_three_lines_share_what_no_plan_can() -> None:
    """Three half courses, each of two of three orders: a mix that makes all three once; of whole courses one at most has two."""
    master = Master(lines=3, orders=np.arange(3))
    for k, course in enumerate(((0, 1), (1, 2), (0, 2))):
        master.add(k, course, 10, np.bincount(course, minlength=3))
        master.add(k, (k,), 9, np.bincount([k], minlength=3))
    loose = master.solve()
    assert loose is not None
    assert loose[0] == pytest.approx(15)
    assert master.find_triples(loose[3], np.zeros(0, np.int64)) == []
    assert master.triples == [(0, 1, 2)]
    tight = master.solve()
    assert tight is not None
    assert tight[0] == pytest.approx(19)
    assert tight[2][0] > 0
    assert master.reduced(np.array([9, 9, 9]), np.array([8])).tolist() == [0, 0, 0, 0, 0, 0]
    assert master.find_triples(tight[3], np.array([1])) == [0]


@pytest.mark.parametrize("orders", [60, 240])
def test_load_that_must_be_late_is_bounded_well_above_nothing_and_below_every_plan(orders: int) -> None:
    shape = Shape(orders_count=orders, lines_count=4, families_count=5, utilisation_share=1.5, has_breaks=orders == 60)
    problem = synthetic_problem(shape)
    plan = search(problem, Objective(), Effort(iterations=100_000, runs=1))
    terms = terms_of(problem, timing_of(problem, plan))
    found = lower_bound(problem, Objective(per_changeover_min=0), terms, iterations=24)
    assert found.weighted_tardiness_min > 0.6 * terms.weighted_tardiness_min
    for rule in (plan, *(rule_plan(problem, one) for one in Rule), random_plan(problem, 1)):
        assert found.weighted_tardiness_min <= terms_of(problem, timing_of(problem, rule)).weighted_tardiness_min


def test_where_nothing_need_be_late_the_bound_is_nought_and_odd_units_say_nothing() -> None:
    problem = replace(small(3), due_min=np.full(6, 10_000))
    terms = terms_of(problem, timing_of(problem, random_plan(problem, 1)))
    assert lower_bound(problem, Objective(), terms).weighted_tardiness_min == 0
    heavy = problem_from_arrays(np.full((1, 60), 10_000_000), np.zeros((1, 60, 60)), weight=np.full(60, 1_000_000))
    terms = terms_of(heavy, timing_of(heavy, random_plan(heavy, 1)))
    assert lower_bound(heavy, Objective(), terms).total == 0


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
