"""The built-in packs: every number has a source, and a changed number shows as one diff.

After a meant change: `LINGTAN_WRITE_SNAPSHOTS=1 pytest tests/factors/test_packs.py`, and read the diff.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path

import pytest

from lingtan.evidence import Standing, digest_json, to_plain
from lingtan.factors import Factor, FactorClass, FactorQuery, built_in_packs, load_library, load_pack, total_climate
from lingtan.quantities import Indicator, Unit, find_place

SNAPSHOTS = Path(__file__).parent / "snapshots"
PACKS = Path(load_pack.__code__.co_filename).parent / "packs"


def _line(factor: Factor) -> str:
    flows = " ".join(f"{i.value}={v!r}" for i, v in sorted(factor.flows.items()))
    inputs = " ".join(f"{a}={v!r}" for a, v in sorted(factor.inputs.items()))
    text = f"{factor.id} | {factor.value!r} per {factor.unit} | {flows} | {inputs} | {factor.gwp_set} | GSD {factor.gsd_total:.4f}"
    return f"{text} | {factor.standing} {factor.source_id}"


@pytest.mark.parametrize("name", built_in_packs())
def test_a_pack_is_as_its_snapshot_says(name: str) -> None:
    pack = load_pack(name)
    digest = digest_json([to_plain(record) for record in (*pack.factors, *pack.sources, *pack.constants)])
    constants = [f"constant {c.id} = {c.value!r} {c.unit} | {c.standing} {c.source_id}" for c in pack.constants]
    shown = "\n".join([digest, *constants, *sorted(_line(f) for f in pack.factors)]) + "\n"
    path = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("LINGTAN_WRITE_SNAPSHOTS"):
        path.write_text(shown, "utf-8")
    assert shown == path.read_text("utf-8")


def test_every_factor_stands_on_a_source_with_place_year_unit_class_and_licence() -> None:
    library = load_library()
    for factor in library.factors:
        source = library.sources[factor.source_id]
        assert source.title
        assert source.locator
        assert factor.locator
        assert factor.licence == source.licence
        assert find_place(factor.place).code == factor.place
        assert isinstance(factor.klass, FactorClass)
        assert isinstance(factor.unit, Unit)


def test_what_rests_on_judgement_or_memory_has_a_wide_uncertainty() -> None:
    for factor in load_library().factors:
        if factor.standing in (Standing.ASSUMED, Standing.UNVERIFIED):
            assert factor.gsd_total > 1.5, factor.id


def test_judgement_says_its_range_or_reason() -> None:
    assert [f.id for f in load_library().factors if f.standing is Standing.ASSUMED and not f.note] == []


def test_every_pack_explains_its_sources() -> None:
    for name in built_in_packs():
        text = (PACKS / name / "SOURCES.md").read_text("utf-8")
        assert text.startswith("# ")
        with (PACKS / name / "sources.csv").open(encoding="utf-8", newline="") as handle:
            assert list(csv.DictReader(handle))


def test_electricity_covers_china_and_more_than_200_countries() -> None:
    rows = [f for f in load_library().factors if f.activity == "electricity"]
    direct = Counter(f.year for f in rows if f.klass is FactorClass.ELECTRICITY_DIRECT)
    assert direct == {2021: 38, 2022: 38, 2023: 38}  # the nation, 7 grid regions, 30 provinces
    countries = {f.place for f in rows if f.klass is FactorClass.ELECTRICITY_LIFE_CYCLE}
    assert len(countries) > 210


@pytest.mark.parametrize(
    ("place", "year", "want"),
    [
        ("CN", 2022, 0.5366),  # MEE/NBS, December 2024
        ("CN", 2023, 0.5306),  # MEE/NBS, January 2026 press
        ("CN", 2021, 0.5568),  # MEE/NBS, 2022 notice's comparison
        ("CN-TJ", 2022, 0.7041),  # MEE/NBS 2022
        ("CN-YN", 2022, 0.1073),  # MEE/NBS 2022, the lowest province
        ("CN-AH", 2023, 0.6553),  # MEE/NBS 2025 No. 47, table 3
        ("CN-NORTH", 2023, 0.6361),  # MEE/NBS 2023
    ],
)
def test_published_direct_factors_of_china(place: str, year: int, want: float) -> None:
    found = load_library().direct_electricity(place, year)
    assert (found.intensity_kg_per_kwh, found.resolved.steps) == (want, ())


@pytest.mark.parametrize(("year", "want"), [(2023, 0.6205), (2024, 0.5777)])  # METHODS 1
def test_published_life_cycle_factors_of_china(year: int, want: float) -> None:
    assert load_library().life_cycle_electricity("CN", year).intensity_kg_per_kwh == want


def test_regional_means_lie_within_their_provinces() -> None:
    library = load_library()
    rows = [f for f in library.factors if f.activity == "electricity" and f.klass is FactorClass.ELECTRICITY_DIRECT and f.year == 2023]
    by_place = {f.place: f.value for f in rows}
    for region in ("CN-NORTH", "CN-NORTHEAST", "CN-EAST", "CN-CENTRAL", "CN-NORTHWEST", "CN-SOUTH"):
        provinces = [v for p, v in by_place.items() if p.startswith("CN-") and find_place(p).parent == region]
        assert min(provinces) <= by_place[region] <= max(provinces)


def test_the_ember_series_of_china_is_kept_apart_from_the_ministry_series() -> None:
    library = load_library()
    ember = library.resolve(FactorQuery(activity="electricity_ember_series", place="CN", year=2023)).factor
    assert ember.value == pytest.approx(0.582317)  # codecarbon 3.3.2, CHN
    assert all(f.source_id != "codecarbon-mix" for f in library.factors if f.activity == "electricity" and f.place == "CN")


def test_europes_earlier_years_follow_the_published_trend() -> None:
    # EEA: 2018 was 45 % and 2023 58 % below 1990; 2023 was 19 % below 2022
    library = load_library()
    year = {y: library.life_cycle_electricity("EU", y).intensity_kg_per_kwh for y in (2018, 2021, 2022, 2023)}
    assert year[2018] / year[2023] == pytest.approx(0.55 / 0.42, rel=1e-3)
    assert year[2022] / year[2023] == pytest.approx(1 / 0.81, rel=1e-3)
    assert year[2018] > year[2022] > year[2021] > year[2023]


def test_the_world_mean_lies_near_embers_own() -> None:
    # Ember, Global Electricity Review 2024: 480 g CO2e/kWh in 2023
    assert load_library().life_cycle_electricity("GLO", 2023).intensity_kg_per_kwh == pytest.approx(0.480, rel=0.01)


def test_logic_dies_need_more_energy_with_every_node() -> None:
    library = load_library()
    nodes = ("180nm", "65nm", "28nm", "14nm", "10nm", "7nm", "5nm", "3nm")
    totals = [total_climate(library, f"ic_die_{n}", "TW", 2023) for n in nodes]
    assert totals == sorted(totals)
    assert library.resolve(FactorQuery(activity="ic_die_7nm", place="TW", year=2023)).factor.inputs == {"electricity": 2.15}  # ACT epa.yaml


def test_the_fab_yield_is_a_constant_of_its_own() -> None:
    assert load_library().constant("ic_fab_yield").value == 0.875  # ACT boms/dellr740.yaml


def test_memory_die_made_at_the_reference_grid_gives_the_published_figure() -> None:
    # UBA TEXTE 94/2021: 2.20 kg/cm2; 0.62 kg/kWh is the grid the split assumes
    factor = load_library().resolve(FactorQuery(activity="dram_die", place="CN", year=2023)).factor
    assert factor.value + factor.inputs["electricity"] * 0.62 == pytest.approx(2.20, rel=0.02)


@pytest.mark.parametrize(
    ("activity", "want"),
    [
        ("ic_package_server", 9.14),  # base of a processor
        ("dimm_board", 5.22),  # base of a memory module
        ("ssd_base_2_5_inch", 6.34),  # base of a solid-state drive
    ],
)
def test_bases_made_at_the_reference_grid_give_the_published_figures(activity: str, want: float) -> None:
    # UBA TEXTE 94/2021, constants as the Boavizta API documents them; 0.62 kg/kWh is the grid the split assumes
    factor = load_library().resolve(FactorQuery(activity=activity, place="CN", year=2022)).factor
    assert factor.value + factor.inputs["electricity"] * 0.62 == pytest.approx(want, rel=0.02)


def test_a_processors_base_shrinks_with_its_substrate() -> None:
    # substrate areas [cm2]: server 4.5 x 5.25, desktop 3.75 x 3.75, notebook 4.5 x 2.5, hub 2.4 x 2.4, phone 1.4 x 1.4
    library = load_library()
    areas = {"server": 23.6, "desktop": 14.1, "large": 11.4, "medium": 5.8, "mobile": 2.0}
    whole = total_climate(library, "ic_package_server", "TW", 2022)
    for kind, area in areas.items():
        assert total_climate(library, f"ic_package_{kind}", "TW", 2022) == pytest.approx(whole * area / 23.6, rel=0.03), kind


def test_supplies_agree_with_two_studies_that_do_not_know_each_other() -> None:
    library = load_library()
    value = {name: total_climate(library, name, "CN", 2022) for name in ("power_supply_internal", "power_supply_server")}
    assert 750 * value["power_supply_server"] == pytest.approx(2.99 * 24.3, rel=0.02)  # UBA: 2.99 kg at 24.3 kg/kg
    assert 280 * value["power_supply_internal"] == pytest.approx(32.0, rel=0.15)  # Fujitsu's reviewed desktop (2010); rating near 280 W


def test_a_panel_lies_between_its_factory_and_the_makers_shares() -> None:
    # factories near 100 kg/m2, 12 of 40 parts of cradle to gate (AUO); makers' component shares imply up to 700
    for kind in ("a_si", "ips", "ltps"):
        assert 100 * 40 / 12 < total_climate(load_library(), f"lcd_panel_{kind}", "CN", 2022) < 700


def test_boards_lie_within_the_published_range() -> None:
    # Alcaraz Ochoa et al. 2019: 0.6 to 10 kg per board of handhelds, notebooks and desktops
    library = load_library()
    base, layer = (total_climate(library, f"printed_board_{part}", "CN", 2023) for part in ("base", "layer"))
    assert 0.6 < 0.006 * (base + 10 * layer) < 10  # a handheld's board
    assert 0.6 < 0.04 * (base + 10 * layer) < 10  # a large notebook's board


def test_batteries_lie_within_the_published_range() -> None:
    # reviews range from 61 to 221 kg CO2e/kWh
    assert 0.061 < total_climate(load_library(), "battery_li_ion", "CN", 2023) < 0.221


def test_recycled_metals_and_resins_carry_less_than_primary_ones() -> None:
    library = load_library()
    value = {f.activity: f.value for f in library.factors if f.place == "GLO"}
    pairs = [
        (a, a.replace("_recycled", "_primary")) for a in value if a.endswith("_recycled") and a.replace("_recycled", "_primary") in value
    ]
    assert len(pairs) >= 12
    assert all(value[recycled] < value[primary] for recycled, primary in pairs)


def test_ocean_bound_plastic_is_not_lower_carbon_without_its_own_lca() -> None:
    value = {f.activity: f.value for f in load_library().factors}
    for resin in ("pe", "pet", "pp"):
        assert value[f"{resin}_ocean_bound"] >= value[f"{resin}_primary"]


def test_fibre_taken_up_and_given_back_nets_to_zero() -> None:
    library = load_library()
    up = total_climate(library, "biogenic_co2_uptake", "CN", 2023)
    down = total_climate(library, "biogenic_co2_release", "CN", 2023)
    assert up + down == 0.0
    fibres = [f for f in library.factors if "biogenic_co2_uptake" in f.inputs]
    assert {"paper_primary", "corrugated_board", "bamboo_fibre", "bagasse_fibre"} <= {f.activity for f in fibres}


def test_air_freight_shows_its_aircraft_emissions_apart() -> None:
    factor = load_library().resolve(FactorQuery(activity="freight_air_long_haul", place="GLO", year=2025)).factor
    assert factor.flows[Indicator.AIRCRAFT] == pytest.approx((0.495 + 0.720) / 2)  # GLEC v3.2: belly and freighter, tank to wheel
    assert factor.value == pytest.approx((0.608 + 0.880) / 2)


def test_air_freight_is_tens_of_times_sea_freight() -> None:
    value = {f.activity: f.value for f in load_library().factors if f.klass is FactorClass.FREIGHT}
    assert 20 < value["freight_air_long_haul"] / value["freight_sea_container"] < 120


def test_low_temperature_solder_saves_the_claimed_third_of_the_oven() -> None:
    library = load_library()
    sac, low = (library.resolve(FactorQuery(activity=f"reflow_{n}", place="CN", year=2022)).factor for n in ("sac305", "low_temperature"))
    assert 1 - low.inputs["electricity"] / sac.inputs["electricity"] == pytest.approx(0.35)


def test_end_of_life_gives_no_credit() -> None:
    assert all(f.value > 0 for f in load_library().factors if f.klass is FactorClass.END_OF_LIFE)


def test_a_board_made_in_anhui_differs_from_one_made_in_yunnan() -> None:
    library = load_library()
    anhui, yunnan = (total_climate(library, "printed_board_layer", place, 2023) for place in ("CN-AH", "CN-YN"))
    assert anhui > 1.5 * yunnan
