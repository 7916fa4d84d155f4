"""Measures that are whole or not at all, measures that overlap, heat from pumps and tanks."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from random_sites import WEEK, random_site

from lingtan.errors import InputError
from lingtan.factory import Basis, HeatPump, HeatStore, Measure, Overlap, Reachable, Site, plan, plan_or_reach, reachable


def several(seed: int) -> Site:
    """A site with five measures at different hours, two of which exclude each other, and prices near their worth."""
    site = random_site(seed, basis=None)
    rng = np.random.default_rng(seed + 1000)
    made = []
    for number in range(5):
        hours = rng.random(WEEK) < 0.6
        before = 0.08 * site.load_kw * hours
        saved = float(before.sum()) * 0.5
        made.append(
            Measure(
                name=f"m{number}", before_kw=before, after_kw=0.5 * before, heat_kw=np.zeros(WEEK), capex_yuan=saved * rng.uniform(2, 5),
                opex_yuan_per_year=0.0, life_years=10, source="random", confidence="low", adoption_max_share=float(rng.uniform(0.6, 1.0)),
                excludes=("m1",) if number == 0 else (),
            )
        )  # fmt: skip
    return replace(site, measures=tuple(made), whole=tuple(m.name for m in made))


def by_enumeration(site: Site) -> float:
    """Least cost over all sets of measures, each set fixed in a site of its own."""
    costs = []
    for size in range(len(site.measures) + 1):
        for taken in combinations(site.measures, size):
            names = {m.name for m in taken}
            if {"m0", "m1"} <= names:
                continue
            bought = sum(m.adoption_max_share * m.capex_yuan * 0.06 / (1 - 1.06**-m.life_years) for m in taken)
            load = site.load_kw - sum((m.adoption_max_share * m.saved_kw for m in taken), np.zeros(WEEK))
            costs.append(bought + plan(replace(site, load_kw=load, measures=(), whole=())).money.objective_yuan)
    return min(costs)


@pytest.mark.parametrize("seed", range(3))
def test_the_measures_taken_are_the_best_of_all_sets(seed: int) -> None:
    site = several(seed)
    made = plan(site)
    assert made.money.objective_yuan == pytest.approx(by_enumeration(site), rel=1e-6)
    assert made.selection.gap_share < 1e-5
    assert made.selection.bound_yuan <= made.money.objective_yuan
    for measure in site.measures:
        share = made.sizes[f"measure_{measure.name}_share"]
        assert share == pytest.approx(measure.adoption_max_share if measure.name in made.selection.taken else 0.0, abs=1e-7)
    assert not {"m0", "m1"} <= set(made.selection.taken)


def test_whole_measures_never_cost_less_than_parts_of_them() -> None:
    site = several(3)
    assert plan(site).money.objective_yuan >= plan(replace(site, whole=())).money.objective_yuan * (1 - 1e-7)  # to the verified gap


def test_what_can_be_reached_with_whole_measures_is_never_below_what_parts_reach() -> None:
    site = several(1)
    site = replace(site, cap=random_site(1, basis=Basis.LOCATION).cap)
    whole, parts = reachable(site).least_t, reachable(replace(site, whole=())).least_t
    assert whole >= parts * (1 - 1e-9)
    answer = plan_or_reach(replace(site, cap=replace(site.cap, co2_t=0.9 * whole)))
    assert isinstance(answer, Reachable)
    assert answer.least_t == pytest.approx(whole, rel=1e-6)
    assert not {limit.name for limit in answer.binding} & set(site.whole)


def test_two_measures_that_overlap_save_less_together() -> None:
    site = several(2)
    free = tuple(replace(m, capex_yuan=0.0, adoption_max_share=1.0, excludes=()) for m in site.measures[:2])
    site = replace(site, measures=free, whole=("m0", "m1"))
    alone = plan(site)
    drawn = replace(site, generators=(), battery=None, overlaps=(Overlap(first="m0", second="m1", lost_share=0.25),))
    both = plan(drawn)
    second = site.measures[1].saved_kw
    expected = site.load_kw - site.measures[0].saved_kw - 0.75 * second
    assert both.import_kw == pytest.approx(expected, rel=1e-5, abs=1e-2)
    assert both.sizes["both_m0_m1_share"] == pytest.approx(1.0, abs=1e-5)
    assert alone.money.objective_yuan < plan(replace(site, overlaps=drawn.overlaps)).money.objective_yuan


def test_heat_comes_from_the_pump_where_power_is_cheaper_than_fuel() -> None:
    site = random_site(0, basis=None)
    site = replace(site, heat_kw=np.full(WEEK, 200.0), generators=(), battery=None, measures=(), grid_kw=50_000)
    pump = HeatPump(max_kw=500, cop=4.0, capex_yuan_per_kw=0.0, opex_share=0.0, life_years=15)
    cheap = replace(site, basics=(), heat_pump=pump)  # (fuel 0.35 / 0.9 against power at most 1.1 / 4)
    made = plan(cheap)
    assert made.solution.of("boiler").max() == pytest.approx(0, abs=1e-6)
    assert made.import_kw == pytest.approx(site.load_kw + 50.0, rel=1e-6)
    assert plan(replace(cheap, heat_pump=replace(pump, capex_yuan_per_kw=1e6))).sizes["heat_pump_kw"] == 0.0


def test_a_tank_moves_heat_to_cheap_hours_and_its_books_agree() -> None:
    site = random_site(0, basis=None)
    pump = HeatPump(max_kw=2000, cop=3.0, capex_yuan_per_kw=0.0, opex_share=0.0, life_years=15)
    site = replace(site, heat_kw=np.full(WEEK, 300.0), basics=(), generators=(), battery=None, measures=(), grid_kw=50_000, heat_pump=pump)
    tank = HeatStore(max_kwh=4000, capex_yuan_per_kwh=0.0, opex_share=0.0, life_years=20, standing_share=0.01)
    without, with_tank = plan(site), plan(replace(site, heat_store=tank))
    assert with_tank.money.objective_yuan < without.money.objective_yuan
    found = with_tank.solution
    content, filled, emptied = (found.of(name) for name in ("heat_content", "heat_in", "heat_out"))
    assert content == pytest.approx(0.99 * np.roll(content, 1) + filled - emptied, abs=1e-6)
    assert max(filled.max(), emptied.max()) <= with_tank.sizes["heat_store_kwh"] / 1000 / 4 + 1e-6
    supply = found.of("boiler") + 3.0 * found.of("pumping") + emptied - filled
    assert (supply >= 0.3 - 1e-6).all()


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (lambda site: replace(site, whole=("unknown",)), "SITE_WHOLE"),  # a measure nobody knows
        (lambda site: replace(site, overlaps=(Overlap(first="m0", second="x", lost_share=0.1),)), "SITE_WHOLE"),
        (lambda site: Overlap(first="m0", second="m1", lost_share=1.5), "SITE_SHARE"),  # more than all is gone
        (lambda site: HeatPump(max_kw=1, cop=0.5, capex_yuan_per_kw=1, opex_share=0, life_years=1), "SITE_COP"),  # worse than a wire
        (lambda site: HeatStore(max_kwh=1, capex_yuan_per_kwh=1, opex_share=0, life_years=1, fill_hours=0), "SITE_SHARE"),
    ],
)
def test_what_no_site_can_have_is_refused(build: object, code: str) -> None:
    with pytest.raises(InputError, match=code):
        build(several(0))
