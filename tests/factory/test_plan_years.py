"""Scenarios, the road over years, a year run on forecasts, and the bars explained."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_sites import random_site

from lingtan.errors import InputError, MethodError
from lingtan.factory import (
    Basis,
    Stage,
    Uncertain,
    Uncertainty,
    baseline,
    explained,
    front,
    most_cut,
    operate,
    plan,
    reachable,
    road,
    scenarios,
)
from lingtan.uncertainty import Shape

DOUBT = (
    Uncertainty(of=Uncertain.ENERGY_PRICE, shape=Shape.NORMAL, spread=0.1, standing="assumed", source="test"),
    Uncertainty(of=Uncertain.PV_YIELD, shape=Shape.NORMAL, spread=0.05, standing="assumed", source="test"),
    Uncertainty(of=Uncertain.MEASURE_SAVING, shape=Shape.TRIANGULAR, spread=0.3, standing="assumed", source="test"),
)


def test_the_same_seed_gives_the_same_scenarios_and_no_doubt_gives_the_plan() -> None:
    site = random_site(2, basis=None)
    first, again = (scenarios(site, DOUBT, runs=4, seed=7) for _ in range(2))
    assert [run.figures for run in first.runs] == [run.figures for run in again.runs]
    sure = tuple(replace(one, shape=Shape.UNIFORM, spread=0.0) for one in DOUBT)
    costs = scenarios(site, sure, runs=2, seed=1).ranges()["objective_yuan"]
    assert costs.mean == pytest.approx(plan(site).money.objective_yuan, rel=1e-6)
    assert costs.sd == pytest.approx(0, abs=1e-6 * costs.mean)


def test_a_plan_that_is_kept_never_costs_less_than_one_made_for_the_draw() -> None:
    site = random_site(2, basis=None)
    free = scenarios(site, DOUBT, runs=6, seed=3)
    kept = scenarios(site, DOUBT, runs=6, seed=3, keep=plan(site))
    for a, b in zip(free.runs, kept.runs, strict=True):
        assert a.by == b.by
        assert b.figures["objective_yuan"] >= a.figures["objective_yuan"] * (1 - 1e-6)


def test_draws_in_which_the_cap_cannot_be_kept_are_counted() -> None:
    site = random_site(0)
    tight = replace(site, cap=replace(site.cap, co2_t=reachable(site).least_t * 1.001))
    grid = (Uncertainty(of=Uncertain.GRID_CARBON, shape=Shape.UNIFORM, spread=0.2, standing="assumed", source="test"),)
    found = scenarios(tight, grid, runs=8, seed=2)
    high = sum(run.by["grid_carbon"] > 1.002 for run in found.runs)
    assert found.missed >= high > 0
    assert found.missed < 8


@pytest.mark.parametrize(("runs", "doubt", "code"), [(1, DOUBT, "SITE_RUNS"), (5, (), "SITE_CERTAIN")])
def test_scenarios_without_sense_are_refused(runs: int, doubt: tuple[Uncertainty, ...], code: str) -> None:
    with pytest.raises(InputError, match=code):
        scenarios(random_site(0), doubt, runs=runs, seed=1)


def test_a_road_of_one_stage_over_one_life_is_the_plan() -> None:
    """All lives 20 years, the road 20 years: annuities discounted are twenty years of the plan's cost."""
    site = random_site(4, basis=None)
    site = replace(
        site,
        generators=tuple(replace(g, life_years=20) for g in site.generators),
        battery=replace(site.battery, life_years=20),
        measures=tuple(replace(m, life_years=20) for m in site.measures),
    )
    made, way = plan(site), road(site, [Stage(year=2026, by={})], 2046)
    worth = sum(1.06**-n for n in range(1, 21))
    assert way.lcc_yuan == pytest.approx(made.money.objective_yuan * worth, rel=1e-6)
    assert way.stages[0].stands["pv_mw"] * 1000 == pytest.approx(made.sizes["pv_kw"], rel=1e-3, abs=1.0)
    assert way.passed


def test_a_road_keeps_its_budgets_its_cuts_and_what_it_built() -> None:
    site = random_site(2)
    usual = baseline(site, site.basics[0]).location_t
    cut = 0.5 * (1 - reachable(site).least_t / usual)
    stages = [
        Stage(year=2026, by={}, budget_yuan=60_000),
        Stage(year=2029, by={Uncertain.PV_CAPEX: 0.8, Uncertain.GRID_CARBON: 0.9}, budget_yuan=60_000),
        Stage(year=2033, by={Uncertain.PV_CAPEX: 0.7, Uncertain.GRID_CARBON: 0.8}, cut_share=cut),
    ]
    way = road(site, stages, 2046)
    assert [s.year for s in way.stages] == [2026, 2029, 2033]
    assert all(s.capex_yuan <= 60_000 * (1 + 1e-6) for s in way.stages[:2])
    assert way.stages[2].co2_t <= usual * (1 - cut) * (1 + 1e-6)
    for at, stage in enumerate(way.stages):
        for name, stands in stage.stands.items():
            assert stands <= sum(earlier.built[name] for earlier in way.stages[: at + 1]) + 1e-5
    assert way.lcc_yuan <= way.baseline_lcc_yuan


def test_a_tighter_budget_never_makes_a_road_cheaper() -> None:
    site = random_site(2, basis=None)
    costs = [road(site, [Stage(year=2026, by={}, budget_yuan=money)], 2040).lcc_yuan for money in (200_000, 50_000, 0)]
    assert costs[0] <= costs[1] * (1 + 1e-7) <= costs[2] * (1 + 2e-7)


def test_roads_that_lead_nowhere_are_refused() -> None:
    site = random_site(0)
    with pytest.raises(InputError, match="SITE_ROAD"):
        road(site, [Stage(year=2030, by={}), Stage(year=2028, by={})], 2040)
    with pytest.raises(MethodError, match="ROAD_INFEASIBLE"):
        road(site, [Stage(year=2026, by={}, cut_share=0.99)], 2040)


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10**6))
def test_forecasts_never_run_cheaper_than_foresight(seed: int) -> None:
    """The year of perfect foresight is a ring that may begin with a full store; what it may hold is worth at most its energy."""
    made = plan(random_site(seed, basis=None))
    ran = operate(made)
    site = made.model.site
    gift = made.sizes["battery_kwh"] * 1.2
    assert ran.cost_yuan >= ran.perfect_yuan - gift - 1e-6 * abs(ran.perfect_yuan)
    assert ran.unserved_kwh == 0
    assert (ran.import_kw <= site.grid_kw + 1e-9).all()
    assert (ran.content_kwh <= made.sizes["battery_kwh"] + 1e-6).all()


def test_a_forecast_that_is_true_leaves_no_regret_without_storage() -> None:
    site = replace(random_site(1, basis=None), battery=None, instruments=())
    ran = operate(plan(site))
    assert ran.regret_share == pytest.approx(0, abs=1e-6)
    with pytest.raises(InputError, match="SITE_EVERY"):
        operate(plan(site), every_hours=0)


def test_a_bar_taken_alone_cuts_what_it_makes_and_others_leave_it_less() -> None:
    site = replace(random_site(3, basis=None), heat_kw=np.zeros(168))
    found = {one.name: one for one in explained(site)}
    assert set(found) == {"pv", "wind", "fans"}
    fans = site.measures[0]
    assert found["fans"].first_t == pytest.approx(fans.saved_kwh * 0.6361 / 1000, rel=1e-5)
    for name in ("pv", "wind"):
        assert found[name].last_t <= found[name].first_t + 1e-6  # what others make leaves less to displace


def test_the_most_that_can_be_cut_is_where_the_front_ends() -> None:
    site = random_site(5)
    most = most_cut(site, "physical")
    inside, outside = front(site, "physical", [most - 1e-3, most + 1e-3])
    assert inside.cost_yuan is not None
    assert inside.sizes["pv_kw"] > 0
    assert outside.cost_yuan is None
    assert not outside.sizes
    assert site.cap.basis is Basis.LOCATION
