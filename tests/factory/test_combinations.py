"""Measures on one end use: no order, nothing twice, never more than there is, and the program agrees with every set reckoned by itself."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_sites import WEEK, Week
from typer.testing import CliRunner

from lingtan.cli.main import app
from lingtan.energy import Calendar
from lingtan.errors import InputError
from lingtan.factory import Site, built_site, drawn_site, explained, measures_effect, plan, plan_model, site_file
from lingtan.factory.measure import Combination, Measure, Together, combination
from lingtan.factory.measures import effects_of
from lingtan.factory.scenarios import with_sizes
from lingtan.files.plans import plan_sheets
from lingtan.optimise import solve

EXAMPLE = Path(__file__).parents[2] / "examples" / "sites" / "green-workshop.toml"
JULY = slice(4400, 4400 + WEEK)
HALL = ("ec_fans", "led", "set_points", "free_cooling")


def tables() -> dict[str, Any]:
    return tomllib.loads(EXAMPLE.read_text("utf-8"))


def built(data: dict[str, Any]) -> Site:
    file = site_file(data, place="site.toml")
    return built_site(file, Calendar(year=file.year, zone=file.zone), {}, None)


@pytest.fixture(scope="module")
def site() -> Site:
    return built(tables())


def a_week(site: Site, names: tuple[str, ...]) -> Site:
    """A week of July with these measures only; the year's money over 52."""

    def cut(values: np.ndarray) -> np.ndarray:
        return values[JULY]

    chosen = tuple(
        replace(m, before_kw=cut(m.before_kw), after_kw=cut(m.after_kw), heat_kw=cut(m.heat_kw), capex_yuan=m.capex_yuan / 52,
                opex_yuan_per_year=m.opex_yuan_per_year / 52)
        for m in site.measures if m.name in names
    )  # fmt: skip
    together = tuple(
        replace(
            both, members=tuple(n for n in both.members if n in names), before_kw=cut(both.before_kw),
            together={
                members: Together(saved_kw=cut(t.saved_kw), heat_kw=cut(t.heat_kw))
                for members, t in both.together.items() if members <= set(names)
            },
        )
        for both in site.combinations if set(both.members) & set(names)
    )  # fmt: skip
    return replace(
        site, calendar=Week(year=2023), load_kw=cut(site.load_kw), heat_kw=cut(site.heat_kw), measures=chosen, combinations=together,
        generators=(), battery=None, heat_store=None, instruments=(), whole=names,
    )  # fmt: skip


def cost(site: Site, taken: frozenset[str]) -> float:
    """Least cost with exactly these measures whole. [yuan]"""
    model = plan_model(site, site.basics[0])
    sizes = {f"measure_{m.name}": m.adoption_max_share if m.name in taken else 0.0 for m in site.measures}
    found = solve(with_sizes(model, sizes).lp)
    assert found.verification is not None
    return (found.verification.objective + model.constant) * 1000


def sets_of(names: tuple[str, ...]) -> list[frozenset[str]]:
    return [frozenset(chosen) for count in range(len(names) + 1) for chosen in combinations(names, count)]


def test_the_program_saves_with_each_set_what_that_set_saves_by_itself(site: Site) -> None:
    """All sixteen sets of four measures of the hall: the program with them is the program without, on the load that they leave."""
    week = a_week(site, HALL)
    named = {m.name: m for m in week.measures}
    for taken in sets_of(HALL):
        both = week.combinations[0].together.get(taken)
        saved, heat = (both.saved_kw, both.heat_kw) if both else (np.zeros(WEEK), np.zeros(WEEK))
        if len(taken) == 1:
            saved, heat = named[next(iter(taken))].saved_kw, named[next(iter(taken))].heat_kw
        left = replace(
            week, load_kw=week.load_kw - saved, heat_kw=np.maximum(week.heat_kw - heat, 0), measures=(), combinations=(), whole=()
        )  # fmt: skip
        yearly = sum(plan_model(week, week.basics[0]).lp.cost[_column(week, name)] for name in taken) * 1000
        assert cost(week, taken) == pytest.approx(cost(left, frozenset()) + yearly, rel=1e-7)


def _column(site: Site, name: str) -> int:
    return plan_model(site, site.basics[0]).lp.column(f"measure_{name}").start


def test_whole_measures_are_chosen_as_the_best_of_all_sets(site: Site) -> None:
    week = a_week(site, HALL)
    best = min(sets_of(HALL), key=lambda taken: cost(week, taken))
    made = plan(week)
    assert made.selection is not None
    assert frozenset(made.selection.taken) == best
    assert made.money.objective_yuan == pytest.approx(cost(week, best), rel=1e-6)


def test_the_order_of_the_file_changes_nothing(site: Site) -> None:
    data = tables()
    data["measures"] = dict(reversed(data["measures"].items()))
    turned = built(data)
    for both, other in zip(site.combinations, sorted(turned.combinations, key=lambda b: b.end_use != "hall"), strict=True):
        assert both.members == other.members
        assert set(both.together) == set(other.together)
        for members, together in both.together.items():
            assert np.array_equal(together.saved_kw, other.together[members].saved_kw)
            assert np.array_equal(together.heat_kw, other.together[members].heat_kw)
    one, two = (effects_of(s.measures, s.combinations, s.heat_kw) for s in (site, turned))
    assert one.heat_used_kwh == two.heat_used_kwh
    assert {m.name: m for m in one.measures} == {m.name: m for m in two.measures}
    assert cost(a_week(site, HALL), frozenset(HALL)) == pytest.approx(cost(a_week(turned, HALL), frozenset(HALL)), rel=1e-9)


def test_no_set_leaves_less_than_nothing_and_no_hour_is_saved_twice(site: Site) -> None:
    for both in site.combinations:
        for together in both.together.values():
            assert (both.before_kw - together.saved_kw >= -1e-9).all()
    effects = effects_of(site.measures, site.combinations, site.heat_kw)
    hall = next(shared for shared in effects.shared if shared.end_use == "hall")
    assert hall.left_kwh > 0
    assert hall.together_kwh < hall.added_kwh


def test_lamps_that_warm_less_cool_less_and_heat_more(site: Site) -> None:
    led = next(m for m in site.measures if m.name == "led")
    data = tables()
    del data["hall"]
    data |= {"measures": {"led": data["measures"]["led"]}, "whole": []}
    alone = built(data).measures[0]
    assert led.saved_kwh > alone.saved_kwh  # the compressors rest too
    assert led.heat_kw.sum() < 0  # and the boiler makes up for the lamps in winter
    assert alone.heat_kw.sum() == 0


def test_free_cooling_beside_warm_water_saves_on_what_is_left_to_the_chillers() -> None:
    """Nine tenths of the heat go to warm water: free cooling of the rest is a tenth of what it would be alone."""
    data = tomllib.loads((EXAMPLE.parent / "ai-hall.toml").read_text("utf-8"))
    usual = built(data)
    data["climate"]["monthly_humidity_share"] = [0.7] * 12
    data["measures"]["free_cooling"] = {
        "outside": "tower", "approach_k": 4, "supply_c": 15, "return_c": 20, "it": True, "capex_yuan": 300_000, "life_years": 15,
    }  # fmt: skip
    data["sources"]["measures.free_cooling"] = {"standing": "assumed", "source": "x"}
    both = built(data)
    warm, free = both.measures
    assert np.array_equal(warm.before_kw, usual.measures[0].before_kw)
    assert np.array_equal(warm.after_kw, usual.measures[0].after_kw)
    together = both.combinations[0].together[frozenset(("warm_water", "free_cooling"))]
    assert (together.saved_kw - warm.saved_kw).sum() == pytest.approx(0.1 * free.saved_kwh, rel=1e-9)
    assert (together.saved_kw <= warm.before_kw).all()
    assert free.saved_kwh > 0


def test_compressors_that_leak_less_give_less_heat(site: Site) -> None:
    both = next(b for b in site.combinations if b.end_use == "compressed_air")
    repair, heat = (next(m for m in site.measures if m.name == name) for name in ("leak_repair", "compressor_heat"))
    together = both.together[frozenset(both.members)]
    assert together.heat_kw.sum() / heat.heat_kw.sum() == pytest.approx(repair.after_kw.sum() / repair.before_kw.sum())
    assert (together.heat_kw <= repair.after_kw).all()  # first law: no more heat than the power that is left


SHARES = st.lists(st.floats(0, 1), min_size=6, max_size=6)


def measure(name: str, left: list[float], excludes: tuple[str, ...] = ()) -> Measure:
    before = np.array([1.0, 2.0, 0.0, 4.0, 5.0, 6.0])
    return Measure(
        name=name, before_kw=before, after_kw=before * np.array(left), heat_kw=np.zeros(6), capex_yuan=0.0, opex_yuan_per_year=0.0,
        life_years=1.0, source="x", confidence="low", excludes=excludes, end_use="use",
    )  # fmt: skip


def by_product(measures: list[Measure]) -> Any:
    """Measures that leave, each by itself, a share of the same end use: together they leave the product of their shares."""
    named = {m.name: m for m in measures}

    def evaluated(members: frozenset[str]) -> Together:
        left = np.ones(6)
        for name in sorted(members):
            left = left * np.divide(named[name].after_kw, named[name].before_kw, out=np.ones(6), where=named[name].before_kw > 0)
        return Together(saved_kw=measures[0].before_kw * (1 - left), heat_kw=np.zeros(6))

    return evaluated


@given(first=SHARES, second=SHARES, third=SHARES)
def test_products_of_shares_know_no_order_and_leave_something(first: list[float], second: list[float], third: list[float]) -> None:
    members = [measure(name, left) for name, left in (("a", first), ("b", second), ("c", third))]
    names = frozenset("abc")
    whole = [combination("use", order, by_product(order)).together[names].saved_kw for order in permutations(members)]
    assert all(np.array_equal(one, whole[0]) for one in whole)
    before = members[0].before_kw
    assert (before - whole[0] >= -1e-9).all()
    assert (whole[0] <= sum(m.saved_kw for m in members) + 1e-9).all()
    assert before - whole[0] == pytest.approx(before * np.array(first) * np.array(second) * np.array(third), abs=1e-9)


def test_what_excludes_one_another_stands_in_no_set() -> None:
    members = [measure("a", [0.5] * 6, ("b",)), measure("b", [0.5] * 6), measure("c", [0.5] * 6)]
    both = combination("use", members, by_product(members))
    assert set(both.together) == {frozenset("ac"), frozenset("bc")}


def test_a_set_that_saves_more_than_there_is_and_too_many_measures_are_refused() -> None:
    members = [measure(name, [0.4] * 6) for name in "ab"]
    with pytest.raises(InputError, match="COMBINATION_POWER"):
        Combination(
            end_use="use", members=("a", "b"), before_kw=members[0].before_kw,
            together={frozenset("ab"): Together(saved_kw=members[0].saved_kw + members[1].saved_kw, heat_kw=np.zeros(6))},
        )  # fmt: skip
    with pytest.raises(InputError, match="COMBINATION_MANY"):
        combination("use", [measure(name, [0.9] * 6) for name in "abcdefg"], by_product([]))


def test_drawn_savings_keep_within_the_end_use_and_no_draw_changes_nothing(site: Site) -> None:
    same = drawn_site(site, {})
    for both, other in zip(site.combinations, same.combinations, strict=True):
        for members, together in both.together.items():
            assert np.abs(other.together[members].saved_kw - together.saved_kw).max() < 1e-9
    much = drawn_site(site, {f"measure_saving {m.name}": 1.6 for m in site.measures} | {"load": 1.1})
    hall = much.combinations[0]
    most = hall.together[frozenset(hall.members)]
    assert (most.saved_kw <= hall.before_kw + 1e-9).all()
    assert most.saved_kw.sum() > 1.1 * site.combinations[0].together[frozenset(hall.members)].saved_kw.sum()


def test_a_battery_that_wears_pays_for_cycles_beyond_its_life_and_holds_its_mean(site: Site) -> None:
    """200 cycles over 12 years are 0.32 in a week; what is over costs its share of the cells, and so it hardly runs."""
    assert site.battery is not None
    free = replace(a_week(site, ()), battery=replace(site.battery, capex_yuan_per_kw=0.1, capex_yuan_per_kwh=0.1, cycles=None, end_share=1))
    assert free.battery is not None
    worn = replace(free, battery=replace(free.battery, cycles=6_000, end_share=0.6))
    dear = replace(free, battery=replace(free.battery, capex_yuan_per_kwh=650 / 52, cycles=200))
    usual, less, least = plan(free), plan(worn), plan(dear)
    for made in (usual, less, least):
        content = made.solution.of("content").max() * 1000
        battery = made.model.site.battery
        assert battery is not None
        assert content <= battery.mean_share * made.sizes["battery_kwh"] + 0.01
    assert less.money.objective_yuan > usual.money.objective_yuan
    out = least.solution.of("discharge").sum() * 1000 / 0.95
    allowed = 200 / 12 * WEEK / 8760 * least.sizes["battery_kwh"]
    assert least.sizes["over_cycles_kwh"] == pytest.approx(max(0.0, out - allowed), abs=0.1)
    assert out < usual.solution.of("discharge").sum() * 1000 / 0.95
    bought = next(sheet for sheet in plan_sheets(least) if sheet.title == "Bought").rows[-1]
    assert bought[:4] == ["worn cells", pytest.approx(least.sizes["over_cycles_kwh"] / 1000, abs=1e-6), "MWh", pytest.approx(62.5)]


def test_what_stands_beside_others_on_its_end_use_cuts_less_taken_last(site: Site) -> None:
    """Heat of compressors and repair of their leaks: each is worth less after the other, and the plan's saving counts both once."""
    week = a_week(site, ("leak_repair", "compressor_heat", "led"))
    for one in explained(replace(week, whole=())):
        assert one.last_t <= one.first_t + 1e-6
        if one.name != "led":
            assert one.last_t < one.first_t - 0.1
    made = plan(week)
    saved, heat = measures_effect(made)
    named = {m.name: m for m in week.measures}
    both = week.combinations[-1].together[frozenset(("leak_repair", "compressor_heat"))]
    assert saved == pytest.approx(both.saved_kw + named["led"].saved_kw, abs=1e-3)
    assert heat == pytest.approx(both.heat_kw + named["led"].heat_kw, abs=1e-3)


def without_hall(data: dict[str, Any]) -> None:
    del data["hall"]


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        (without_hall, "SITE_HALL", "measures.set_points"),
        (lambda d: d["sources"].pop("hall"), "SITE_SOURCE", None),
        (lambda d: d["climate"].pop("monthly_humidity_share"), "CLIMATE_HUMIDITY", "climate"),
        (lambda d: d["climate"].pop("monthly_wind_m_s"), "WIND_CALM", "climate"),
        (lambda d: d["wind"].pop("yield_sd_share"), "SITE_WIND_FORM", "wind"),
        (lambda d: d["wind"].pop("turbine"), "SITE_WIND_FORM", "wind"),
        (lambda d: d["battery"].update(cycles=1), "TECHNOLOGY_RANGE", "battery.cycles"),
        (lambda d: d["battery"].update(end_share=80), "TECHNOLOGY_RANGE", "battery.end_share"),  # percent
        (lambda d: d["measures"]["led"].pop("life_years"), "BAD_RECORD", None),
        (lambda d: d["measures"]["led"]["old"].update(colour=1), "BAD_RECORD", None),
        (lambda d: d["measures"]["free_cooling"].update(it=True), "SITE_HALL", "measures.free_cooling"),  # no warm water here
        (lambda d: d["load"].update(annual_kwh=1_000_000), "SITE_MEASURE", "hall"),  # the hall draws more than that
        (lambda d: d["load"].update(annual_kwh=-5), "SITE_LOAD_NEGATIVE", "load.annual_kwh"),
    ],
)  # fmt: skip
def test_a_file_that_leaves_something_open_is_refused_at_its_place(change: Any, code: str, place: str | None) -> None:
    data = tables()
    change(data)
    with pytest.raises(InputError, match=code) as refused:
        built(data)
    if place is not None:
        assert refused.value.place == place


def test_the_command_shows_what_stands_beside_energy() -> None:
    said = CliRunner().invoke(app, ["factory", "measures", str(EXAMPLE), "--json"])
    assert said.exit_code == 0, said.output
    view = json.loads(said.output)
    rows = {row["name"]: row for row in view["measures"]}
    assert rows["water_reuse"]["beside"]["water_m3"] > 10_000
    assert rows["set_points"]["beside"]["water_m3"] > 0  # the tower evaporates less
    assert view["synthetic"]
    assert view["heat_used_kwh"] < view["heat_used_tank_kwh"] <= min(view["heat_offered_kwh"], 2_200_000)
    shown = CliRunner().invoke(app, ["factory", "measures", str(EXAMPLE), "--lang", "zh"])
    assert "压缩空气检漏修复" in shown.output
