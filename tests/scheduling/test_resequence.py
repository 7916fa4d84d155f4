"""Sequences changed for energy: less for it, no worse a plan, and still a plan that the checker takes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lingtan.scheduling import (
    Effort,
    Objective,
    Shape,
    Way,
    assumed_lines,
    assumed_supply,
    check_plan,
    problem_from_arrays,
    resequence,
    search,
    synthetic_problem,
    terms_of,
    time_lines,
    timing_of,
    totals_of,
)
from lingtan.scheduling.energy import LineEnergy, Supply

from .cases import claim


@pytest.mark.parametrize("way", [Way.MIN_COST, Way.MIN_CARBON])
def test_changing_the_sequence_costs_less_than_timing_it_alone_and_makes_nothing_later(way: Way) -> None:
    problem = synthetic_problem(Shape(orders_count=40, lines_count=4, families_count=5, days_count=3, utilisation_share=0.5))
    objective, lines, supply = Objective(), assumed_lines(problem), assumed_supply()
    first = timing_of(problem, search(problem, objective, Effort(iterations=40_000, runs=1, atcs_starts=4)))
    found = [resequence(problem, objective, first, lines, supply=supply, way=way, tries=60, seed=4) for _ in range(2)]
    assert found[0].sequence == found[1].sequence
    assert terms_of(problem, found[0]).total(objective) <= terms_of(problem, first).total(objective)
    before, after = (totals_of(problem, lines, supply, time_lines(problem, one, lines, supply, way).spans) for one in (first, found[0]))
    assert (after.cost < before.cost) if way is Way.MIN_COST else (after.carbon_kg < before.carbon_kg)
    timed = time_lines(problem, found[0], lines, supply, way)
    said = claim(problem, timed.timing, terms_of(problem, timed.timing))
    energy = {"energy_kwh": after.energy_kwh, "energy_cost": after.cost, "carbon_kg": after.carbon_kg}
    whole = replace(said, terms={**said.terms, **energy}, spans=timed.spans)
    assert check_plan(problem, whole, lines=lines, supply=supply)[1] == []


def test_the_hungry_order_takes_the_cheap_hours_when_both_are_on_time_either_way() -> None:
    problem = problem_from_arrays([[60, 60]], [[[0, 0], [0, 0]]], due_min=[1440, 1440])
    line = LineEnergy(run_w=(10_000, 60_000), idle_w=1_000, setup_w=1_000, warm_up_w=500_000, warm_up_min=5, least_off_min=5)
    supply = Supply(price_milli_per_kwh=(100, *[1_000] * 23), carbon_g_per_kwh=(500,))
    first = timing_of(problem, [[0, 1]])
    found = resequence(problem, Objective(), first, [line], supply=supply, way=Way.MIN_COST, tries=20, seed=1)
    assert found.sequence == ((1, 0),)
    assert resequence(problem, Objective(), first, [line], supply=supply, way=Way.SWITCH_OFF, tries=20, seed=1) is first
