"""The engine against complete enumeration and against CP-SAT; its bookkeeping against the plain evaluation; its bits against themselves."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from lingtan.scheduling import (
    Effort,
    Objective,
    Problem,
    Shape,
    best_atcs,
    lower_bound,
    problem_from_arrays,
    search,
    synthetic_problem,
    terms_of,
    timing_of,
)

from .cases import random_plan, small, with_frozen

QUICK = Effort(iterations=30_000, runs=1, seed=3, atcs_starts=4)


def every_plan(problem: Problem) -> Iterator[list[list[int]]]:
    """All sequences on all lines."""
    frozen = [f.order for f in problem.frozen]
    open_orders = [j for j in range(problem.order_count) if j not in frozen]
    able = [np.flatnonzero(problem.run_min[:, j] >= 0) for j in open_orders]
    for lines in itertools.product(*able):
        groups = [[j for j, k in zip(open_orders, lines, strict=True) if k == line] for line in range(problem.line_count)]
        fronts = [[f.order for f in problem.frozen_of(k)] for k in range(problem.line_count)]
        for orders in itertools.product(*(itertools.permutations(group) for group in groups)):
            yield [[*front, *order] for front, order in zip(fronts, orders, strict=True)]


def total(problem: Problem, plan: Sequence[Sequence[int]], objective: Objective) -> int:
    return terms_of(problem, timing_of(problem, plan)).total(objective)


@pytest.mark.parametrize("seed", range(12))
def test_the_search_finds_the_best_of_all_plans_and_the_bound_is_below_it(seed: int) -> None:
    problem = small(seed, orders=5)
    problem = with_frozen(problem) if seed % 4 == 0 else problem
    objective = Objective(per_makespan_min=seed % 3)
    best = min(total(problem, plan, objective) for plan in every_plan(problem))
    found = search(problem, objective, QUICK)
    assert total(problem, found, objective) == best
    terms = terms_of(problem, timing_of(problem, found))
    bound = lower_bound(problem, objective, terms)
    assert bound.total <= best
    for name in ("weighted_tardiness_min", "changeover_min", "makespan_min"):
        least = min(getattr(terms_of(problem, timing_of(problem, plan)), name) for plan in every_plan(problem))
        assert getattr(bound, name) <= least


@pytest.mark.parametrize(("seed", "lines"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 2)])
def test_with_setups_by_order_the_search_finds_the_least_weighted_tardiness_of_all_plans(seed: int, lines: int) -> None:
    g = np.random.default_rng(seed)
    orders = 6 if lines == 1 else 5
    problem = problem_from_arrays(
        g.integers(50, 151, (lines, orders)),
        g.integers(0, 151, (lines, orders, orders)),
        first_setup_min=g.integers(0, 151, (lines, orders)),
        release_min=g.integers(0, 100, orders),
        due_min=g.integers(100, 500, orders),
        weight=g.integers(0, 11, orders),
    )
    objective = Objective(per_changeover_min=0)
    found = search(problem, objective, QUICK)
    assert total(problem, found, objective) == min(total(problem, plan, objective) for plan in every_plan(problem))
    assert found == search(problem, objective, QUICK)


@pytest.mark.parametrize("seed", range(3))
def test_the_running_cost_of_the_loops_is_the_plain_sum(seed: int) -> None:
    from lingtan.scheduling.loops.arrays import arrays_of
    from lingtan.scheduling.loops.state import state_of, value_of

    problem = with_frozen(small(seed, orders=30, lines=4))
    objective = Objective(per_weighted_tardy_min=3, per_changeover_min=2, per_makespan_min=5)
    plan = random_plan(problem, seed)
    seq, count = np.zeros(problem.run_min.shape, np.int64), np.zeros(problem.line_count, np.int64)
    for k, orders in enumerate(plan):
        kept = [j for j in orders if j != 0]
        seq[k, : len(kept)], count[k] = kept, len(kept)
    arrays = arrays_of(problem, objective)
    terms = terms_of(problem, timing_of(problem, plan))
    frozen_late = max(0, int(timing_of(problem, plan).end_min[0] - problem.due_min[0])) * int(problem.weight[0])
    assert value_of(arrays, state_of(arrays, seq, count)) == terms.total(objective) - 3 * frozen_late


def test_the_same_seed_gives_the_same_plan_however_many_workers_and_another_seed_another() -> None:
    problem = synthetic_problem(Shape(orders_count=60, lines_count=5, families_count=6, utilisation_share=1.0))
    plans = [search(problem, Objective(), Effort(iterations=5_000, runs=2, seed=s, workers=w)) for s, w in ((7, 1), (7, 2), (70, 2))]
    assert plans[0] == plans[1]
    assert plans[0] != plans[2]


def test_the_search_is_no_worse_than_cp_sat_where_cp_sat_proves_the_optimum() -> None:
    from ortools.sat.python import cp_model

    g = np.random.default_rng(5)
    run, setup = g.integers(5, 40, (2, 8)), g.integers(1, 20, (2, 8, 8))
    due, weight = g.integers(20, 100, 8), g.integers(1, 5, 8)
    problem = problem_from_arrays(run, setup, due_min=due, weight=weight)
    model = cp_model.CpModel()
    end = [model.new_int_var(0, 600, "") for _ in range(8)]
    late = [model.new_int_var(0, 600, "") for _ in range(8)]
    on = [[model.new_bool_var("") for _ in range(8)] for _ in range(2)]
    setups = []
    for k in range(2):
        arcs = [(0, 0, model.new_bool_var(""))]
        for j in range(8):
            first = model.new_bool_var("")
            arcs += [(0, j + 1, first), (j + 1, 0, model.new_bool_var("")), (j + 1, j + 1, ~on[k][j])]
            model.add(end[j] >= int(run[k, j])).only_enforce_if(first)
            for i in range(8):
                if i != j:
                    arc = model.new_bool_var("")
                    arcs.append((i + 1, j + 1, arc))
                    model.add(end[j] >= end[i] + int(setup[k, i, j] + run[k, j])).only_enforce_if(arc)
                    setups.append(int(setup[k, i, j]) * arc)
        model.add_circuit(arcs)
    for j in range(8):
        model.add_exactly_one(on[0][j], on[1][j])
        model.add(late[j] >= end[j] - int(due[j]))
    model.minimize(sum(int(weight[j]) * late[j] for j in range(8)) + sum(setups))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = 60
    status = solver.solve(model)
    found = total(problem, search(problem, Objective(), QUICK), Objective())
    assert status == cp_model.OPTIMAL
    assert found == round(solver.objective_value)


def test_an_overloaded_plant_has_a_bound_above_nothing_and_a_plan_far_below_atcs() -> None:
    problem = synthetic_problem(Shape(orders_count=100, lines_count=10, families_count=8, utilisation_share=1.05))
    atcs = terms_of(problem, timing_of(problem, best_atcs(problem, Objective())))
    found = terms_of(problem, timing_of(problem, search(problem, Objective(), Effort(iterations=100_000, runs=1))))
    bound = lower_bound(problem, Objective(), found, iterations=200)
    assert found.weighted_tardiness_min < 0.6 * atcs.weighted_tardiness_min
    assert 0 < bound.weighted_tardiness_min <= found.weighted_tardiness_min
