"""All lines as one programme: as cheap as the cheapest of all plans, and left alone where it does not apply."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lingtan.scheduling import (
    Closure,
    Objective,
    Problem,
    Rule,
    Supply,
    Timing,
    Way,
    problem_from_arrays,
    resequence,
    rule_plan,
    terms_of,
    time_lines,
    timing_of,
    totals_of,
)
from lingtan.scheduling.energy import LineEnergy
from lingtan.scheduling.states import horizon_of, rate_of
from lingtan.scheduling.whole_plant import cheapest_plan

from .test_search import every_plan

SUPPLY = Supply(price_milli_per_kwh=(900, 200, 700, 100, 400, 800, 300, 600, 500, 1000, 50, 950), carbon_g_per_kwh=(500,))


def plant(seed: int, orders: int = 4) -> tuple[Problem, tuple[LineEnergy, ...]]:
    """Two lines, alike or not, that idle, stop and warm up; windows of a few hours; whole hours and half hours."""
    g = np.random.default_rng(seed)
    run = np.tile(60 * g.integers(1, 4, orders), (2, 1)) if seed % 2 else 30 * g.integers(1, 7, (2, orders))
    problem = problem_from_arrays(
        run,
        np.zeros((2, 2, 2), np.int64),
        family=g.integers(0, 2, orders),
        release_min=60 * g.integers(0, 4, orders) * (seed % 3 > 0),
        due_min=60 * g.integers(4, 20, orders),
    )
    one = LineEnergy(run_w=(5_000, 9_000), idle_w=2_000, setup_w=0, warm_up_w=4_000, off_w=100, warm_up_min=60, least_off_min=90)
    free = LineEnergy(run_w=(3_000, 3_000), idle_w=0, setup_w=0, warm_up_w=0, warm_up_min=7, least_off_min=1)
    return problem, (one, one if seed % 2 else replace(one, run_w=(6_000, 4_000)) if seed % 4 else free)


def cost(problem: Problem, lines: tuple[LineEnergy, ...], timing: Timing) -> float:
    return totals_of(problem, lines, SUPPLY, time_lines(problem, timing, lines, SUPPLY, Way.MIN_COST).spans).cost


@pytest.mark.parametrize("seed", range(6))
def test_the_plan_costs_what_the_cheapest_of_all_plans_costs_that_makes_no_order_later(seed: int) -> None:
    problem, lines = plant(seed)
    first = timing_of(problem, rule_plan(problem, Rule.EDD))
    late = np.maximum(first.end_min, problem.due_min)
    every = [timing_of(problem, plan) for plan in every_plan(problem)]
    least = min(cost(problem, lines, timing) for timing in every if (timing.end_min <= late).all() and horizon_of(problem, timing) == 1440)
    found = resequence(problem, Objective(), first, lines, supply=SUPPLY, way=Way.MIN_COST, tries=1, seed=1)
    assert (found.end_min <= late).all()
    assert cost(problem, lines, found) == pytest.approx(least, rel=1e-6)


def test_a_hundred_orders_on_sixteen_lines_cost_no_more_than_work_in_the_cheapest_hours_and_less_than_timing_alone() -> None:
    g = np.random.default_rng(8)
    problem = problem_from_arrays(
        np.tile(60 * g.integers(1, 6, 100), (16, 1)),
        np.zeros((16, 1, 1), np.int64),
        family=np.zeros(100, np.int64),
        due_min=[60 * 30] * 100,
    )
    lines = tuple(
        LineEnergy(run_w=(1000 * int(e),), idle_w=0, setup_w=0, warm_up_w=0, warm_up_min=1, least_off_min=1) for e in g.integers(1, 6, 16)
    )
    first = timing_of(problem, rule_plan(problem, Rule.EDD))
    found = resequence(problem, Objective(), first, lines, supply=SUPPLY, way=Way.MIN_COST, tries=1, seed=1)
    again = resequence(problem, Objective(), first, lines, supply=SUPPLY, way=Way.MIN_COST, tries=1, seed=1)
    assert found.sequence == again.sequence
    assert terms_of(problem, found).weighted_tardiness_min == 0
    assert cost(problem, lines, found) < 0.8 * cost(problem, lines, first)


def test_setups_closures_and_a_fine_grain_of_time_are_left_to_exchanges() -> None:
    problem, lines = plant(1)
    first = timing_of(problem, rule_plan(problem, Rule.EDD))
    rate = rate_of(SUPPLY, Way.MIN_COST, horizon_of(problem, first), 0)
    assert cheapest_plan(problem, first, lines, rate, ends_by_min=1440) is not None
    others = (
        replace(problem, setup_min=problem.setup_min + 5),
        replace(problem, closures=(Closure(line=0, start_min=60, end_min=90),)),
    )
    assert all(cheapest_plan(other, timing_of(other, first.sequence), lines, rate, ends_by_min=1440) is None for other in others)
    fine = problem_from_arrays(np.full((9, 90), 61), np.zeros((9, 90, 90), np.int64), due_min=np.arange(90) + 1350)
    each = tuple(replace(lines[0], run_w=(1000 + k,) * 90) for k in range(9))
    assert cheapest_plan(fine, timing_of(fine, rule_plan(fine, Rule.EDD)), each, rate, ends_by_min=1440) is None
