"""The plan against a model written apart, its books against each other, and what is said when there is none."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest
from random_sites import WEEK, oracle, random_site

from lingtan.energy import BasicRule
from lingtan.errors import InputError, MethodError
from lingtan.factory import (
    Basis,
    Cap,
    InstrumentClass,
    Matching,
    Reachable,
    bars,
    baseline,
    cuts_between,
    front,
    plan,
    plan_or_reach,
    reachable,
    yields,
)
from lingtan.messages import Language, render
from lingtan.optimise import Highs

BASES = [Basis.LOCATION, Basis.MARKET, Basis.NET, None]


@pytest.mark.parametrize("seed", range(24))
def test_the_least_cost_is_that_of_a_model_written_apart(seed: int) -> None:
    site = random_site(seed, basis=BASES[seed % 4])
    made = plan(site)
    assert made.money.objective_yuan == pytest.approx(oracle(site), rel=1e-6)
    assert made.solution.verification.passed


@pytest.mark.parametrize("seed", range(4))
def test_highs_alone_gives_the_same_plan(seed: int) -> None:
    site = random_site(seed, basis=BASES[seed])
    assert plan(site, [Highs()]).money.objective_yuan == pytest.approx(plan(site).money.objective_yuan, rel=1e-6)


@pytest.mark.parametrize("seed", range(100, 116))
def test_no_feasible_site_is_called_infeasible(seed: int) -> None:
    assert plan(random_site(seed, basis=BASES[seed % 4])).solution.feasible


@pytest.mark.parametrize("seed", range(6))
def test_books_of_a_plan_agree(seed: int) -> None:
    """Power balances in every hour, the carbon is what was drawn, and cost is annuity and opex."""
    site = random_site(seed)
    made = plan(site)
    found = made.solution
    supply = made.import_kw - made.export_kw + 1000 * (found.of("discharge") - found.of("charge") - found.of("curtail"))
    supply = supply + sum(made.sizes[f"{g.name}_kw"] * g.per_kw for g in site.generators)
    supply = supply + made.sizes["measure_fans_share"] * site.measures[0].saved_kw
    assert np.abs(supply - site.load_kw).max() < 1e-2
    fuel = found.of("boiler").sum() / 0.9 * site.boiler.fuel_kg_per_kwh if site.heat_kw.any() else 0.0
    assert made.carbon.location_t == pytest.approx(site.carbon.direct_t + made.import_kw.sum() / 1000 * 0.6361 + fuel, rel=1e-9)
    assert made.carbon.location_t <= site.cap.co2_t * (1 + 1e-7)
    assert made.money.objective_yuan <= made.money.baseline_opex_yuan * (1 + 1e-6) or made.duals["co2_t"] > 0


def test_a_site_without_options_pays_its_baseline() -> None:
    site = replace(random_site(1, basis=None), generators=(), battery=None, measures=(), instruments=())
    made = plan(site)
    assert made.money.objective_yuan == pytest.approx(baseline(site, site.basics[0]).opex_yuan, rel=1e-6)
    assert made.money.npv_yuan == pytest.approx(0, abs=made.money.baseline_opex_yuan * 1e-4)
    assert made.money.irr_share is None


def test_the_price_of_the_cap_is_the_slope_of_the_front() -> None:
    site = random_site(2)
    least = reachable(site).least_t
    cap = 0.5 * (least + baseline(site, site.basics[0]).location_t)
    step = cap * 1e-3
    cost = [plan(replace(site, cap=Cap(co2_t=cap + d, basis=Basis.LOCATION))).money.objective_yuan for d in (-step, step)]
    slope = plan(replace(site, cap=Cap(co2_t=cap, basis=Basis.LOCATION))).carbon.marginal_yuan_per_t
    assert (cost[0] - cost[1]) / (2 * step) == pytest.approx(slope, rel=0.1, abs=1.0)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("ladder", [None, [Highs()]], ids=["ladder", "HiGHS"])
def test_a_cap_below_what_can_be_reached_is_refused_and_one_above_is_kept(seed: int, ladder: object) -> None:
    site = random_site(seed, basis=BASES[seed % 3])
    tools = {} if ladder is None else {"ladder": ladder}
    least = reachable(site, **tools).least_t
    slack = 1e-3 * max(least, 1.0)
    assert plan(replace(site, cap=Cap(co2_t=least + slack, basis=site.cap.basis)), **tools).solution.feasible
    with pytest.raises(MethodError, match="PLAN_INFEASIBLE"):
        plan(replace(site, cap=Cap(co2_t=least - slack, basis=site.cap.basis)), **tools)


def test_the_sentence_names_the_reachable_figure_the_limit_and_what_relief_buys() -> None:
    site = random_site(4)
    site = replace(site, generators=(replace(site.generators[0], max_kw=100.0),), cap=Cap(co2_t=1.0, basis=Basis.LOCATION))
    answer = reachable(site)
    pv = next(limit for limit in answer.binding if limit.name == "pv")
    more = replace(site, generators=(replace(site.generators[0], max_kw=101.0),))
    assert answer.least_t - reachable(more).least_t == pytest.approx(pv.relief_t * 1e-3, rel=1e-3)
    assert str(round(answer.least_t, 1)) in render(answer.sentence, Language.EN)
    assert "pv 0.1 MW" in "; ".join(render(limit, Language.ZH) for limit in answer.limits)


@pytest.mark.parametrize("seed", range(6))
def test_the_proof_that_there_is_no_plan_holds_the_reachable_figure(seed: int) -> None:
    site = random_site(seed, basis=BASES[seed % 3])
    least = reachable(site)
    answer = plan_or_reach(replace(site, cap=Cap(co2_t=0.5 * least.least_t, basis=site.cap.basis)))
    assert isinstance(answer, Reachable)
    assert answer.least_t == pytest.approx(least.least_t, rel=1e-6)
    assert [limit.name for limit in answer.binding] == [limit.name for limit in least.binding]


def test_a_load_beyond_the_grid_is_said_in_megawatt_hours() -> None:
    site = replace(random_site(0), grid_kw=100.0, generators=(), battery=None, measures=())
    answer = reachable(site)
    assert answer.unserved_mwh == pytest.approx((site.load_kw - 100).sum() / 1000, rel=1e-5)
    assert answer.sentence.code == "REACHABLE_UNSERVED"


@pytest.mark.parametrize("matching", list(Matching))
def test_green_power_is_never_claimed_beyond_what_is_drawn_in_its_period(matching: Matching) -> None:
    site = random_site(1, basis=Basis.MARKET)
    green = replace(site.instruments[0], kind=InstrumentClass.GREEN_POWER, profile="pv", limit=100.0)
    site = replace(site, matching=matching, instruments=(green,))
    site = replace(site, cap=Cap(co2_t=1.02 * reachable(site).least_t, basis=Basis.MARKET))
    made = plan(site)
    used = made.solution.of("gec_used")
    drawn = made.import_kw / 1000
    limit = drawn if matching is Matching.HOURLY else np.array([drawn.sum()])
    assert len(used) == (WEEK if matching is Matching.HOURLY else 1)
    assert (used <= limit + 1e-6).all()


def test_a_tighter_matching_is_never_cheaper() -> None:
    site = random_site(1, basis=Basis.MARKET)
    green = replace(site.instruments[0], kind=InstrumentClass.GREEN_POWER, profile="pv", limit=400.0)
    cap = Cap(co2_t=0.75 * site.cap.co2_t, basis=Basis.MARKET)
    cost = [plan(replace(site, matching=m, instruments=(green,), cap=cap)).money.objective_yuan for m in (Matching.ANNUAL, Matching.HOURLY)]
    assert cost[1] >= cost[0] * (1 - 1e-7)


def test_a_front_rises_and_more_tools_never_cost_more() -> None:
    site = random_site(3)
    cuts = [0.0, 0.02, 0.04]
    curves = {name: [p.cost_yuan for p in front(site, name, cuts)] for name in ("physical", "green", "all")}
    for costs in curves.values():
        known = [cost for cost in costs if cost is not None]
        assert all(later >= earlier * (1 - 1e-7) for earlier, later in pairwise(known))
    assert all(g >= a * (1 - 1e-7) for g, a in zip(curves["green"], curves["all"], strict=True) if g is not None)
    assert [bar.yuan_per_t for bar in bars(site)] == sorted(bar.yuan_per_t for bar in bars(site))


def test_the_curve_runs_from_the_cheapest_plan_to_the_most_that_can_be_cut() -> None:
    site = random_site(5)
    cuts = cuts_between(site, "physical", 4)
    points = front(site, "physical", [*cuts, cuts[-1] + 3e-3])
    slopes = [point.marginal_yuan_per_t for point in points]
    assert points[-1].cost_yuan is None
    free = plan(replace(site, cap=None, instruments=()))
    assert points[0].cost_yuan == pytest.approx(free.money.objective_yuan, rel=1e-6)  # its slope may lie anywhere up to the next
    assert all(later >= earlier - 1e-3 * abs(earlier) - 1e-2 for earlier, later in pairwise(slopes[:-1]))  # convex


def test_a_class_of_instruments_is_bounded_together() -> None:
    site = random_site(1, basis=Basis.NET)
    energy = float(site.load_kw.sum()) / 1000
    site = replace(site, class_shares={InstrumentClass.CERTIFICATE: 0.05, InstrumentClass.OFFSET: 0.01})
    site = replace(site, cap=Cap(co2_t=1.001 * reachable(site).least_t, basis=Basis.NET))
    made = plan(site)
    assert made.sizes["gec_kwh"] == pytest.approx(0.05 * energy * 1000, rel=1e-4)  # certificates are cheap: all that may be bought are
    assert made.duals["class_certificate_kwh"] > 0
    assert made.duals["gec_kwh"] == pytest.approx(0, abs=1e-3)
    assert made.carbon.offsets_t <= 0.01 * made.carbon.baseline_market_t * (1 + 1e-6)
    assert "class_certificate" in [limit.name for limit in reachable(site).binding]


def test_a_year_exceeded_nine_times_in_ten_yields_less() -> None:
    site = random_site(2)
    sunny = replace(site.generators[0], yield_sd_share=0.06)
    made = yields(plan(replace(site, generators=(sunny, site.generators[1]))))
    assert made["pv"]["p90_kwh"] == pytest.approx(made["pv"]["p50_kwh"] * (1 - 1.2815515655 * 0.06))
    assert made["wind"]["p90_kwh"] == made["wind"]["p50_kwh"]


def test_measures_that_change_more_than_the_load_are_refused() -> None:
    site = random_site(0)
    with pytest.raises(InputError, match="SITE_MEASURE"):
        replace(site, measures=(replace(site.measures[0], before_kw=site.load_kw), replace(site.measures[0], name="more")))
    with pytest.raises(InputError, match="SITE_HOURS"):
        replace(site, load_kw=np.ones(5))


def test_a_contract_of_demand_is_no_lower_than_forty_percent_of_the_transformers() -> None:
    """The site's peaks would want less; business as usual and the bill are held to the same."""
    found = next(made for seed in range(40) if (made := random_site(seed, basis=None)).basics[0].rule is BasicRule.CONTRACT)
    large = replace(found.basics[0], capacity_kva=Decimal(50_000))
    made = plan(replace(found, basics=(large,)))
    free = plan(replace(found, basics=(replace(large, capacity_kva=Decimal(0)),)))
    assert made.sizes["contract_kw"] == pytest.approx(20_000, rel=1e-6)
    assert free.sizes["contract_kw"] < 20_000
    usual = [baseline(found, basic).opex_yuan for basic in (large, replace(large, capacity_kva=Decimal(0)))]
    assert usual[0] > usual[1]
    assert made.money.objective_yuan > free.money.objective_yuan
