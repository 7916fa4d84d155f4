"""Crossing plans: every order once and where it can run, what lacks put at its cheapest place, and better plans for the same tries."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from lingtan.scheduling import Effort, Objective, Problem, best_atcs, improve, problem_from_arrays, search
from lingtan.scheduling.annealing import Annealing, bred
from lingtan.scheduling.annealing.crossing import crossed
from lingtan.scheduling.annealing.hands import Found
from lingtan.scheduling.annealing.population import Population
from lingtan.scheduling.frozen import without_frozen
from lingtan.scheduling.loops.arrays import arrays_of
from lingtan.scheduling.loops.crossing import fill
from lingtan.scheduling.loops.state import ORDER, state_of, value_of

from .cases import random_plan, small, with_frozen
from .test_search import every_plan, total

OBJECTIVE = Objective(per_weighted_tardy_min=3, per_changeover_min=2)
TARDINESS = Objective(per_changeover_min=0)


def word(seed: int) -> np.ndarray:
    return np.array([seed + 1], np.uint64)


def drawn(problem: Problem, seed: int) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(orders) for orders in random_plan(problem, seed))


def rugged(seed: int, *, orders: int, lines: int) -> Problem:
    """Set-ups of every pair of orders as long as their runs, and few orders late."""
    g = np.random.default_rng(seed)
    due = g.integers(50, 100 * orders // lines, orders)
    setup = g.integers(0, 150, (lines, orders, orders))
    return problem_from_arrays(g.integers(50, 151, (lines, orders)), setup, due_min=due, weight=g.integers(0, 11, orders))


@pytest.mark.parametrize("seed", range(8))
def test_what_lacks_goes_where_it_costs_least(seed: int) -> None:
    problem = with_frozen(small(seed, orders=12, lines=3))
    missing = 5
    plan = [[j for j in orders if j != missing] for orders in random_plan(problem, seed)]
    arrays = arrays_of(problem, OBJECTIVE)
    state = state_of(arrays, *without_frozen(problem, plan))
    before = value_of(arrays, state)
    fill(arrays, state, np.array([missing]))
    priced = []
    for k, orders in enumerate(plan):
        for p in range(sum(one.line == k for one in problem.frozen), len(orders) + 1):
            if problem.run_min[k, missing] >= 0:
                tried = [*plan[:k], [*orders[:p], missing, *orders[p:]], *plan[k + 1 :]]
                priced.append(value_of(arrays, state_of(arrays, *without_frozen(problem, tried))))
    assert value_of(arrays, state) == min(priced) >= before
    assert state.counts.sum() == 11
    assert state_of(arrays, state.places[:, :, ORDER], state.counts).ends.tolist() == state.ends.tolist()


@pytest.mark.parametrize("lines", [1, 2, 3, 7])
def test_a_child_has_every_order_once_where_it_can_run(lines: int) -> None:
    chance = word(lines)
    for seed in range(40):
        problem = with_frozen(small(seed, orders=20, lines=lines))
        annealing = Annealing(problem, OBJECTIVE)
        mother, father = drawn(problem, seed), drawn(problem, seed + 100)
        child = crossed(annealing, mother, father, chance)
        assert sorted(j for orders in child for j in orders) == list(range(20))
        assert all(problem.run_min[k, j] >= 0 for k, orders in enumerate(child) for j in orders)
        assert child[problem.frozen[0].line][0] == 0  # what runs stays first
        assert crossed(annealing, mother, mother, chance) == mother


def test_a_child_has_lines_of_its_father_and_the_order_of_its_mother() -> None:
    problem, chance, seen = small(4, orders=40, lines=8), word(3), set()
    annealing = Annealing(problem, OBJECTIVE)
    mother, father = drawn(problem, 1), drawn(problem, 2)
    pairs_of_both = {pair for plan in (mother, father) for orders in plan for pair in pairwise(orders)}
    for _ in range(30):
        child = crossed(annealing, mother, father, chance)
        seen.add(child)
        pairs = [pair for orders in child for pair in pairwise(orders)]
        assert sum(pair in pairs_of_both for pair in pairs) > len(pairs) / 3
        assert child not in (mother, father)
    assert len(seen) > 20


def test_a_population_keeps_its_best_and_what_stands_alone_and_no_value_twice() -> None:
    population = Population(4, 3, 6)
    near = [(0, 1, 2, 3, 4, 5), (0, 1, 2, 3, 5, 4), (1, 0, 2, 3, 4, 5), (0, 1, 2, 4, 3, 5), (0, 1, 3, 2, 4, 5), (0, 2, 1, 3, 4, 5)]
    for value, orders in enumerate(near, start=10):
        population.add(Found(value, (orders,)))
        population.add(Found(value, ((5, 4, 3, 2, 1, 0),)))
    assert [one.value for one in population.found] == [10, 11, 12, 13, 14, 15]
    alone = Found(99, ((5, 4, 3, 2, 1, 0),))
    population.add(alone)
    assert len(population.found) == 4
    assert population.best.value == 10
    assert alone in population.found


def test_populations_give_their_best_plans_to_one_as_large_as_each() -> None:
    populations = [Population(6, 4, 8) for _ in range(4)]
    for island, population in enumerate(populations):
        for rank in range(9 if island else 3):
            orders = np.random.default_rng([island, rank]).permutation(8)
            population.add(Found(100 * rank + island, (tuple(orders.tolist()),)))
    together = Population(6, 4, 8)
    together.add_best(populations)
    assert [one.value for one in together.found] == [0, 1, 2, 3, 100, 101]
    assert together.fitter(0, 5).value in (0, 101)


@pytest.mark.parametrize(("tries", "lines"), [(8_000_000, 2), (11_000_000, 3)])
def test_several_populations_breed_the_same_plan_however_many_work(tries: int, lines: int) -> None:
    problem = rugged(3, orders=10, lines=lines)
    start = best_atcs(problem, TARDINESS)
    plans = []
    for workers in (1, 2):
        with ThreadPoolExecutor(workers) as pool:
            plans.append(bred(Annealing(problem, TARDINESS), start, tries=tries, lag=4, seed=2, pool=pool))
    assert plans[0] == plans[1]
    assert sorted(j for orders in plans[0] for j in orders) == list(range(10))
    alone = search(problem, TARDINESS, Effort(iterations=1_000_000))  # so few orders that a run alone finds the best
    assert total(problem, plans[0], TARDINESS) == total(problem, alone, TARDINESS)


def test_with_a_last_end_to_keep_down_nothing_is_crossed() -> None:
    problem, objective = rugged(1, orders=40, lines=2), Objective(per_makespan_min=1)
    start = best_atcs(problem, objective)
    annealing = Annealing(problem, objective)
    runs = [annealing.run(start, iterations=10_000_000, heat=annealing.heat(start), seed=seed) for seed in (9, 10)]
    found = improve(problem, objective, Effort(iterations=10_000_000, runs=2, seed=9), start)
    assert found in [start, *(one.plan for one in runs)]
    assert all(one.value == total(problem, one.plan, objective) for one in runs)


@pytest.mark.parametrize("lines", [1, 4])
def test_the_same_seed_breeds_the_same_plan_however_many_work(lines: int) -> None:
    problem = rugged(2, orders=40, lines=lines)
    start = best_atcs(problem, TARDINESS)
    plans = [improve(problem, TARDINESS, Effort(iterations=10_000_000, seed=5, workers=workers), start) for workers in (1, 3)]
    assert plans[0] == plans[1]
    annealing = Annealing(problem, TARDINESS)
    with ThreadPoolExecutor(2) as pool:
        assert bred(annealing, start, tries=20_000_000, lag=4, seed=5, pool=pool) == plans[0]  # tries enough: these are crossed


def test_crossed_runs_find_more_than_runs_alone_with_the_same_tries() -> None:
    for seed in (1, 3):
        drawn = rugged(seed, orders=60, lines=6)
        problem = replace(drawn, due_min=drawn.due_min * 4 // 5)
        start = best_atcs(problem, TARDINESS)
        together = total(problem, improve(problem, TARDINESS, Effort(iterations=15_000_000, runs=2, seed=1), start), TARDINESS)
        annealing = Annealing(problem, TARDINESS)
        alone = [annealing.run(start, iterations=15_000_000, heat=annealing.heat(start), seed=one).value for one in (1, 2)]
        assert together < 0.97 * min(alone)


def test_a_mild_search_crosses_nothing_and_stays_near_its_start() -> None:
    problem = rugged(1, orders=40, lines=2)
    good = search(problem, TARDINESS, Effort(iterations=500_000, runs=2))
    annealing = Annealing(problem, TARDINESS)
    heat = annealing.heat(good).scaled(0.02)
    runs = [annealing.run(good, iterations=10_000_000, heat=heat, seed=seed) for seed in (9, 10)]
    again = improve(problem, TARDINESS, Effort(iterations=10_000_000, runs=2, heat_share=0.02, seed=9), good)
    assert total(problem, again, TARDINESS) == min(one.value for one in runs) <= total(problem, good, TARDINESS)
    assert again in [good, *(one.plan for one in runs)]


@pytest.mark.parametrize("seed", range(3))
def test_on_a_line_alone_the_crossed_plan_is_the_best_of_all(seed: int) -> None:
    problem = rugged(seed, orders=7, lines=1)
    problem = with_frozen(problem) if seed == 2 else problem
    found = search(problem, TARDINESS, Effort(iterations=2_000_000, runs=2, seed=3))
    assert total(problem, found, TARDINESS) == min(total(problem, plan, TARDINESS) for plan in every_plan(problem))
