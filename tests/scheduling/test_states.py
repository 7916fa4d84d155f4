"""When lines work, idle and are off: the dynamic programme against every possible course of a short day."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.scheduling import (
    Effort,
    LineEnergy,
    LineState,
    Objective,
    Shape,
    Supply,
    Way,
    assumed_lines,
    assumed_supply,
    check_plan,
    problem_from_arrays,
    search,
    synthetic_problem,
    terms_of,
    time_lines,
    timing_of,
    totals_of,
)
from lingtan.scheduling.loops.arrays import arrays_of
from lingtan.scheduling.loops.states import line_states

from .cases import claim

HORIZON = 9


def cheapest_course(rate: list[int], works: list[tuple[int, int, int, int]], draw: tuple[int, int, int, int, int]) -> int | None:
    """The least Σ W × rate by trying, minute by minute, all that a line may do; a work is (length, watts, earliest, latest)."""
    off_w, idle_w, warm_w, warm, least = draw
    found: list[int] = []

    def go(t: int, done: int, off_for: int, paid: int) -> None:
        """`off_for`: −1 while on, else minutes since it was switched off."""
        if t == HORIZON:
            if done == len(works) and (off_for < 0 or off_for >= least):
                found.append(paid)
            return
        if off_for >= 0:
            go(t + 1, done, off_for + 1, paid + off_w * rate[t])
            if off_for >= least and t + warm <= HORIZON:
                go(t + warm, done, -1, paid + warm_w * sum(rate[t : t + warm]))
            return
        go(t + 1, done, -1, paid + idle_w * rate[t])
        go(t + 1, done, 1, paid + off_w * rate[t])
        if done < len(works):
            length, watts, earliest, latest = works[done]
            if t >= earliest and t + length <= min(latest, HORIZON):
                go(t + length, done + 1, -1, paid + watts * sum(rate[t : t + length]))

    go(0, 0, -1, 0)
    return min(found, default=None)


@settings(max_examples=80)
@given(
    rate=st.lists(st.integers(0, 9), min_size=HORIZON, max_size=HORIZON),
    works=st.lists(st.tuples(st.integers(1, 3), st.integers(1, 9), st.integers(0, 5), st.integers(2, HORIZON)), min_size=1, max_size=2),
    draw=st.tuples(st.integers(0, 2), st.integers(1, 6), st.integers(0, 9), st.integers(1, 2), st.integers(1, 3)),
)
def test_the_programme_finds_the_cheapest_of_all_courses(
    rate: list[int], works: list[tuple[int, int, int, int]], draw: tuple[int, int, int, int, int]
) -> None:
    problem = problem_from_arrays([[1]], [[[0]]])
    columns = [np.array([work[c] for work in works], np.int64) for c in range(4)]
    cost, _, _ = line_states(arrays_of(problem, Objective()), 0, np.array(rate, np.int64), *columns, np.array(draw, np.int64))
    best = cheapest_course(rate, works, draw)
    assert cost == (-1 if best is None else best)


def week(utilisation: float) -> tuple[object, ...]:
    problem = synthetic_problem(Shape(orders_count=40, lines_count=4, families_count=5, days_count=3, utilisation_share=utilisation))
    return problem, timing_of(problem, search(problem, Objective(), Effort(iterations=20_000, runs=1, atcs_starts=4)))


@pytest.mark.parametrize("utilisation", [0.4, 0.8])
def test_each_way_is_the_best_at_what_it_minimises_and_makes_no_order_later_than_due(utilisation: float) -> None:
    problem, earliest = week(utilisation)
    lines, supply = assumed_lines(problem), assumed_supply()
    timed = {way: time_lines(problem, earliest, lines, supply, way) for way in Way}
    totals = {way: totals_of(problem, lines, supply, one.spans) for way, one in timed.items()}
    assert min(totals, key=lambda way: totals[way].cost) is Way.MIN_COST
    assert min(totals, key=lambda way: totals[way].carbon_kg) is Way.MIN_CARBON
    assert totals[Way.SWITCH_OFF].energy_kwh < totals[Way.LEFT_ON].energy_kwh
    assert totals[Way.MIN_COST].carbon_kg > totals[Way.MIN_CARBON].carbon_kg
    for way, one in timed.items():
        terms = terms_of(problem, one.timing)
        assert terms.weighted_tardiness_min == terms_of(problem, earliest).weighted_tardiness_min
        energy = {"energy_kwh": totals[way].energy_kwh, "energy_cost": totals[way].cost, "carbon_kg": totals[way].carbon_kg}
        said = claim(problem, one.timing, terms)
        whole = replace(said, terms={**said.terms, **energy}, spans=one.spans)
        assert check_plan(problem, whole, lines=lines, supply=supply)[1] == []
        gone = replace(whole, spans=one.spans[1:])
        assert check_plan(problem, gone, lines=lines, supply=supply)[1] != []


def test_a_line_is_switched_off_only_where_the_pause_pays_for_the_warm_up() -> None:
    line = LineEnergy(run_w=(100, 100), idle_w=10, setup_w=0, warm_up_w=50, warm_up_min=10, least_off_min=5)
    supply = Supply(price_milli_per_kwh=(100,), carbon_g_per_kwh=(500,))
    states = {}
    for gap in (49, 51):  # idle costs 10 W a minute, a warm-up 500 W · min: they are equal at 50
        problem = problem_from_arrays([[10, 10]], np.zeros((1, 2, 2)), release_min=[0, 10 + gap], due_min=[10, 20 + gap])
        timed = time_lines(problem, timing_of(problem, [[0, 1]]), [line], supply, Way.SWITCH_OFF)
        states[gap] = {s.state for s in timed.spans if 10 <= s.start_min < 10 + gap}
    assert states == {49: {LineState.IDLE}, 51: {LineState.OFF, LineState.WARM_UP}}


def test_an_internal_carbon_price_moves_the_plan_from_least_cost_towards_least_carbon() -> None:
    problem, earliest = week(0.5)
    lines, supply = assumed_lines(problem), assumed_supply()
    carbon = [
        totals_of(
            problem, lines, supply, time_lines(problem, earliest, lines, supply, Way.MIN_COST, carbon_price_per_t=price).spans
        ).carbon_kg
        for price in (0, 2_000, 100_000)
    ]
    assert carbon == sorted(carbon, reverse=True)
    assert carbon[0] > carbon[-1]
