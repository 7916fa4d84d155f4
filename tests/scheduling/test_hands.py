"""Hands side by side: the same plan whoever works, every order once, and as good as one hand with the tries of all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from lingtan.scheduling import (
    Effort,
    Frozen,
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
)  # fmt: skip
from lingtan.scheduling.annealing import Annealing
from lingtan.scheduling.annealing.hands import deals, near, turns
from lingtan.scheduling.frozen import without_frozen
from lingtan.scheduling.loops.anneal import Hand
from lingtan.scheduling.loops.arrays import arrays_of
from lingtan.scheduling.loops.state import state_of

from .cases import with_frozen
from .test_search import total

OBJECTIVE = Objective()


def plant(seed: int = 1, *, has_breaks: bool = False) -> Problem:
    return synthetic_problem(
        Shape(orders_count=200, lines_count=20, families_count=12, utilisation_share=1.0, has_breaks=has_breaks, seed=seed)
    )


@pytest.mark.parametrize("hands", [2, 3])
def test_lines_and_their_orders_are_dealt_out_wholly_and_differently_each_turn(hands: int) -> None:
    problem = with_frozen(plant())
    state = state_of(arrays_of(problem, OBJECTIVE), *without_frozen(problem, best_atcs(problem, OBJECTIVE)))
    dealt = deals(problem, state, hands, 7, near(problem))
    seen = [next(dealt) for _ in range(5)]
    for shares in seen:
        assert sorted(np.concatenate([one.lines for one in shares])) == list(range(20))
        assert len({one.lines.size for one in shares}) <= 2
        assert sorted(np.concatenate([one.members for one in shares])) == list(range(1, 200))  # order 0 is frozen
        for one in shares:
            assert set(state.where[one.members, 0]) <= set(one.lines) == set(np.flatnonzero(one.is_own))
            for family in range(12):
                assert (problem.family[one.members[one.starts[family] : one.starts[family + 1]]] == family).all()
    assert len({tuple(shares[0].lines) for shares in seen}) == 5


def test_on_a_line_alone_orders_are_tried_behind_those_that_leave_the_least_set_up() -> None:
    """Of the open ones, where none share set-ups; nowhere else is anybody named."""
    g = np.random.default_rng(2)
    problem = problem_from_arrays(g.integers(1, 9, (1, 12)), g.permutation(144).reshape(1, 12, 12))
    problem = replace(problem, frozen=(Frozen(order=4, line=0, start_min=0),))
    behind = _dealt(problem).behind
    for order in set(range(12)) - {4}:
        others = sorted(set(range(12)) - {4, order}, key=lambda other: problem.setup_min[0, other, order])
        assert behind[order].tolist() == others[: behind.shape[1]]
    assert behind.shape[1] > 4
    assert (behind[4] == 4).all()
    two = problem_from_arrays(g.integers(1, 9, (2, 5)), g.integers(0, 9, (2, 5, 5)))
    shared = problem_from_arrays(g.integers(1, 9, (1, 5)), g.integers(0, 9, (1, 2, 2)), family=np.array([0, 1, 0, 1, 0]))
    assert all(_dealt(one).behind.tolist() == [[0], [1], [2], [3], [4]] for one in (two, shared))


def _dealt(problem: Problem) -> Hand:
    state = state_of(arrays_of(problem, OBJECTIVE), *without_frozen(problem, best_atcs(problem, OBJECTIVE)))
    return next(deals(problem, state, 1, 7, near(problem)))[0]


@pytest.mark.parametrize(("tries", "hands"), [(1, 2), (5_000, 2), (1_000_000, 2), (999_999, 3), (1_000_000, 1)])
def test_turns_leave_no_try_out_and_cool_at_whole_steps(tries: int, hands: int) -> None:
    found = turns(tries, hands)
    assert (found[0], found[-1]) == (0, tries)
    assert found == sorted(found)
    assert all(one % 256 == 0 for one in found[:-1])
    assert len(found) == 2 or hands > 1


@pytest.mark.parametrize("has_breaks", [False, True])
def test_two_hands_make_the_same_plan_whether_one_after_the_other_or_at_a_time(has_breaks: bool) -> None:
    problem = with_frozen(plant(has_breaks=has_breaks))
    plans = [search(problem, OBJECTIVE, Effort(iterations=100_000, runs=2, workers=workers, seed=5)) for workers in (1, 2)]
    assert plans[0] == plans[1]
    assert sorted(j for orders in plans[0] for j in orders) == list(range(200))
    assert plans[0] != search(problem, OBJECTIVE, Effort(iterations=100_000, runs=2, seed=6))
    assert lower_bound(problem, OBJECTIVE, terms_of(problem, timing_of(problem, plans[0]))).total <= total(problem, plans[0], OBJECTIVE)


@pytest.mark.parametrize("orders", [1, 2, 5])
def test_a_hand_whose_lines_are_empty_waits(orders: int) -> None:
    problem = synthetic_problem(Shape(orders_count=orders, lines_count=40, families_count=2, utilisation_share=0.5))
    plan = search(problem, OBJECTIVE, Effort(iterations=50_000, runs=4, seed=2))
    assert sorted(j for one in plan for j in one) == list(range(orders))


def test_two_hands_come_about_as_far_as_one_with_the_tries_of_both() -> None:
    """One seed differs from another by as much as the margin."""
    ratios = []
    for seed in (1, 2, 3):
        problem = plant(seed)
        start = best_atcs(problem, OBJECTIVE)
        annealing, heat = Annealing(problem, OBJECTIVE), Annealing(problem, OBJECTIVE).heat(start)
        with ThreadPoolExecutor(2) as pool:
            two = annealing.run(start, iterations=400_000, heat=heat, seed=1, hands=2, pool=pool)
        one = annealing.run(start, iterations=800_000, heat=heat, seed=1)
        assert two.value == total(problem, two.plan, OBJECTIVE)
        ratios.append(two.value / one.value)
    assert np.mean(ratios) < 1.04


def test_a_hot_run_that_spoils_a_good_plan_gives_the_good_one_back() -> None:
    problem = plant()
    good = search(problem, OBJECTIVE, Effort(iterations=400_000, runs=2))
    annealing = Annealing(problem, OBJECTIVE)
    again = annealing.run(good, iterations=5_000, heat=annealing.heat(good).scaled(4.0), seed=3, hands=2)
    assert total(problem, again.plan, OBJECTIVE) <= total(problem, good, OBJECTIVE)


def test_how_many_workers_price_minutes_changes_nothing_of_the_bound() -> None:
    problem = plant(has_breaks=True)
    terms = terms_of(problem, timing_of(problem, best_atcs(problem, OBJECTIVE)))
    found = {lower_bound(problem, OBJECTIVE, terms, iterations=40, workers=workers) for workers in (1, 2, 5)}
    assert len(found) == 1
    assert found.pop().weighted_tardiness_min > 0


def test_how_many_workers_price_courses_changes_nothing_of_the_bound() -> None:
    problem = synthetic_problem(Shape(orders_count=30, lines_count=3, families_count=4, utilisation_share=1.2, seed=4))
    timing = timing_of(problem, search(problem, OBJECTIVE, Effort(iterations=50_000, runs=1)))
    bounds = [lower_bound(problem, OBJECTIVE, terms_of(problem, timing), iterations=200, timing=timing, workers=w) for w in (1, 2, 3)]
    assert bounds[0] == bounds[1] == bounds[2]
    assert bounds[0].total > bounds[0].weighted_tardiness_min + bounds[0].changeover_min  # courses say more than minutes
