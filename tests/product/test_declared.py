"""What makers' sheets would say: a worked example, physics of the constants, recovery of known constants, complete provenance."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import linalg

from lingtan.errors import InputError
from lingtan.factors import FactorLibrary
from lingtan.product import NotAssessable, build_inventory, load_class_pack, spec_from_mapping
from lingtan.product.attributes import Attributes
from lingtan.product.attributes_only import SUBCATEGORIES
from lingtan.product.declared import (
    Calibration,
    ClassConstants,
    Constant,
    Features,
    Method,
    Provenance,
    Reference,
    Scenario,
    SheetRow,
    calibrate,
    device_features,
    expect_sheet,
    features_of,
    load_calibration,
    load_scenario,
    read_device,
    references,
)
from lingtan.product.declared.energy import usual_tec_kwh
from lingtan.product.declared.regression import Observation, posterior
from lingtan.product.impute import complete

FEATURES = Features(
    device_class="laptop",
    maker="Apple",
    report_year=2020,
    place="EU",
    place_stated=True,
    production_kg=140.0,
    transport_kg=8.0,
    end_of_life_kg=2.0,
    tec_kwh=20.0,
    pack_tec_kwh=20.0,
    prior_tec_kwh=20.0,
    service_years=4.0,
    demand_factor=1.0,
    grid_kg_per_kwh=0.3,
)
REFERENCE = Reference(embodied_kg=150.0, tec_kwh=20.0, demand_factor=1.0, transport_share=0.05, end_of_life_share=0.01)
PROVENANCE = Provenance(data="made up", licence="CC0-1.0", data_sha256="0" * 64, makers=("A",), rows=0, command="none", date="2026-01-01")
ROW = {"manufacturer": "Maker", "name": "Book", "subcategory": "Laptop", "use_location": "EU", "weight": "1.5", "screen_size": "14.0"}


def _sure(value: float) -> Constant:
    return Constant(value=value, se=0.0)


def _constants() -> Calibration:
    laptop = ClassConstants(
        reference=REFERENCE,
        rows=1,
        level={Method.EARLIER: _sure(math.log(2.0)), Method.CURRENT: _sure(0.0)},
        slope={Method.EARLIER: _sure(0.5), Method.CURRENT: _sure(1.0)},
        intensity=_sure(0.1),
        tec_level=_sure(0.0),
        tec_slope=_sure(1.0),
        demand=_sure(0.0),
        transport_share=0.06,
        end_of_life_share=0.01,
    )
    grid = {place: _sure(math.log(0.52)) for place in ("EU", "NAM", "GLO")}
    return Calibration(provenance=PROVENANCE, trend=_sure(0.04), low_power=_sure(math.log(0.7)), grid=grid, classes={"laptop": laptop})


def test_worked_example_of_an_own_study() -> None:
    """150 kg modelled at level 0 stay 150 kg; 20 kWh/a · 4 a · 0.52 kg/kWh = 41.6 kg; the sum's median lies near."""
    seen = expect_sheet(FEATURES, _constants(), load_scenario())
    assert seen.earlier_share == 0.0
    assert seen.embodied.quantile(0.5) == pytest.approx(150.0, rel=1e-6)
    assert seen.use.quantile(0.5) == pytest.approx(41.6, rel=1e-6)
    assert seen.total.quantile(0.5) == pytest.approx(191.6, rel=0.02)
    assert sum(seen.shares.values()) == pytest.approx(1.0, abs=1e-12)
    assert seen.shares["use"] == pytest.approx(41.6 / 191.6, rel=1e-6)
    assert seen.shares["transport"] == pytest.approx(0.06 * 150.0 / 191.6, rel=1e-6)


def test_worked_example_of_the_earlier_tool() -> None:
    """A device of four times the modelled mass under slope 0.5 and level ln 2: 150 · 2 · 4^0.5 = 600 kg, twice more energy adds 2^0.1."""
    constants, scenario = _constants(), replace(load_scenario(), changed_year=2100.0)
    heavy = replace(FEATURES, maker="HP", production_kg=560.0, transport_kg=32.0, end_of_life_kg=8.0)
    assert expect_sheet(heavy, constants, scenario).embodied.quantile(0.5) == pytest.approx(600.0, rel=1e-6)
    hungry = expect_sheet(replace(heavy, tec_kwh=40.0), constants, scenario)
    assert hungry.embodied.quantile(0.5) == pytest.approx(600.0 * 2**0.1, rel=1e-6)
    later = expect_sheet(replace(heavy, report_year=2022), constants, scenario)
    assert later.embodied.quantile(0.5) == pytest.approx(600.0 * math.exp(0.08), rel=1e-6)


def test_a_place_whose_grid_no_sheet_shows_follows_its_own_factor_from_europe() -> None:
    """Use of 20 kWh/a · 4 a: twice Europe's factor gives 2^exponent times Europe's grid on sheets; a German sheet takes Europe's."""
    scenario = load_scenario()
    china = replace(FEATURES, place="CN", grid_kg_per_kwh=2.0 * scenario.europe_kg_per_kwh)
    seen = expect_sheet(china, _constants(), scenario).use
    assert seen.quantile(0.5) == pytest.approx(41.6 * 2**scenario.grid_exponent, rel=1e-6)
    unknown = seen.quantile(0.95) / seen.quantile(0.5)
    known = expect_sheet(replace(FEATURES, place="DE"), _constants(), scenario).use
    assert known.quantile(0.5) == pytest.approx(41.6, rel=1e-6)
    assert unknown > known.quantile(0.95) / known.quantile(0.5)


def test_worldwide_use_is_a_vintage_of_its_own_on_sheets_of_the_earlier_tool_only() -> None:
    scenario = load_scenario()
    world = replace(FEATURES, maker="HP", place="GLO", grid_kg_per_kwh=scenario.europe_kg_per_kwh * 1.6)
    ratio = {year: expect_sheet(replace(world, report_year=year), _constants(), scenario).use.quantile(0.5) / 41.6 for year in (2017, 2026)}
    assert ratio[2017] == pytest.approx(1.6**scenario.grid_exponent, rel=1e-3)
    assert ratio[2026] == pytest.approx(1.0, rel=1e-3)
    silent = replace(world, report_year=2017, place_stated=False)  # a sheet that names no place is not one for worldwide use
    assert expect_sheet(silent, _constants(), scenario).use.quantile(0.5) == pytest.approx(41.6, rel=1e-3)


def test_a_row_without_a_place_says_so_to_the_expectation(library: FactorLibrary) -> None:
    for place, stated in (("", False), ("Worldwide", True)):
        read = read_device({**ROW, "use_location": place}, place="row 2")
        assert not isinstance(read, NotAssessable)
        seen = device_features(read, library)
        assert (seen.place, seen.place_stated) == ("GLO", stated)


def test_a_year_of_change_is_told_as_a_mixture_of_two_levels() -> None:
    scenario = load_scenario()
    assert scenario.earlier_share("HP", 2022) == pytest.approx(0.5)
    assert scenario.earlier_share("hp", 2018) > 0.99 > 0.1 > scenario.earlier_share("HP", 2024)
    assert scenario.earlier_share("Fairphone", 2018) == 0.0
    mixed = expect_sheet(replace(FEATURES, maker="HP", report_year=2022), _constants(), scenario).embodied
    assert mixed.quantile(0.25) < 190.0 < 280.0 < mixed.quantile(0.75)


def _usual(device_class: str, **stated: float) -> float:
    attributes = Attributes(device_class=device_class, manufacturer="-", model="-", place_of_use="EU", report_year=2020, **stated)  # type: ignore[arg-type]  # numbers by name
    return usual_tec_kwh(attributes, load_class_pack(device_class), load_scenario().energy)


@given(few=st.integers(1, 8), more=st.integers(1, 8))
@settings(max_examples=20, deadline=None)
def test_power_of_a_server_grows_by_equal_steps_with_its_processors(few: int, more: int) -> None:
    """A fifth of the default's power stands whatever is fitted, each of its two sockets adds two fifths: P(n)/P(2) = 0.2 + 0.4 n."""
    default = _usual("server")
    assert _usual("server", cpu_count=float(few)) == pytest.approx(default * (0.2 + 0.4 * few), rel=1e-12)
    step = _usual("server", cpu_count=float(few + more)) - _usual("server", cpu_count=float(few))
    assert step == pytest.approx(0.4 * default * more, rel=1e-9)


def test_a_phone_is_charged_once_a_day_through_its_adapter() -> None:
    """Regulation (EU) 2019/1782, below 6 V, 10 W: 0.0834 ln 10 - 0.014 + 0.609 = 0.787; 0.9 behind it; 15 Wh · 365 / 0.708 = 7.7 kWh."""
    chain = (0.0834 * math.log(10.0) - 0.014 + 0.609) * 0.9
    assert load_scenario().energy.charging_efficiency == pytest.approx(chain, abs=0.005)
    assert _usual("phone", battery_wh=15.0) == pytest.approx(15.0 * 365.0 / 1000.0 / chain, rel=0.01)


def test_what_a_verified_figure_would_rest_on_stays_the_packs_own(library: FactorLibrary) -> None:
    pack = load_class_pack("phone")
    spec = spec_from_mapping(
        {"attributes": {"device_class": "phone", "manufacturer": "-", "model": "-", "place_of_use": "EU"}}, place="test"
    )
    seen = features_of(build_inventory(spec, pack, library))
    assert seen.pack_tec_kwh == complete(spec.attributes, pack).numbers["tec_kwh"].value < seen.prior_tec_kwh


@pytest.mark.parametrize("device_class", ["laptop", "monitor", "tablet", "desktop"])
def test_a_stated_tec_does_not_move_what_is_usual(device_class: str) -> None:
    assert _usual(device_class, tec_kwh=500.0) == _usual(device_class)


@pytest.mark.parametrize(("name", "low"), [("HP Chromebook 14a", True), ("CHROMEBOOK 3100", True), ("Latitude 7420", False)])
def test_a_name_tells_a_low_power_device(name: str, low: bool, library: FactorLibrary) -> None:
    read = read_device({**ROW, "name": name}, place="row 2")
    assert not isinstance(read, NotAssessable)
    assert device_features(read, library).low_power is low


def test_a_low_power_device_without_tec_is_expected_to_use_less_and_hold_less_silicon() -> None:
    """Factor 0.7 on 20 kWh/a: use 41.6 · 0.7 = 29.1 kg, embodied 150 · 0.7^0.1; with a TEC stated the name changes nothing."""
    silent = replace(FEATURES, tec_kwh=None)
    usual, low = (expect_sheet(seen, _constants(), load_scenario()) for seen in (silent, replace(silent, low_power=True)))
    assert usual.use.quantile(0.5) == pytest.approx(41.6, rel=1e-6)
    assert low.use.quantile(0.5) == pytest.approx(41.6 * 0.7, rel=1e-6)
    assert low.embodied.quantile(0.5) == pytest.approx(usual.embodied.quantile(0.5) * 0.7**0.1, rel=1e-6)
    assert low.expected_tec_kwh == pytest.approx(0.7 * usual.expected_tec_kwh, rel=1e-12)
    stated = expect_sheet(replace(FEATURES, low_power=True), _constants(), load_scenario())
    assert stated.total.values == pytest.approx(expect_sheet(FEATURES, _constants(), load_scenario()).total.values, rel=1e-12)


@given(years=st.floats(1.0, 10.0), factor=st.floats(1.0, 5.0), name=st.sampled_from(["Dell", "Apple", "HP"]), year=st.integers(2015, 2026))
@settings(max_examples=60, deadline=None)
def test_more_energy_or_years_or_matter_never_gives_less(years: float, factor: float, name: str, year: int) -> None:
    base = replace(FEATURES, maker=name, report_year=year, service_years=years)
    scenario, shipped = load_scenario(), load_calibration()
    was = expect_sheet(base, shipped, scenario)
    longer = expect_sheet(replace(base, service_years=years * factor), shipped, scenario)
    assert longer.use.quantile(0.5) == pytest.approx(factor * was.use.quantile(0.5), rel=1e-9)
    for more in (
        longer,
        expect_sheet(replace(base, tec_kwh=20.0 * factor), shipped, scenario),
        expect_sheet(replace(base, production_kg=140.0 * factor), shipped, scenario),
    ):
        for share in (0.05, 0.5, 0.95):
            assert more.total.quantile(share) >= was.total.quantile(share) * (1 - 1e-9)


@pytest.mark.parametrize("device_class", ["laptop", "monitor", "all_in_one", "tablet"])
@pytest.mark.parametrize("maker", ["Dell", "Apple"])
def test_a_larger_or_heavier_device_is_not_expected_to_be_declared_lower(device_class: str, maker: str, library: FactorLibrary) -> None:
    def median(screen: float, weight: float | None) -> float:
        stated = {"device_class": device_class, "manufacturer": maker, "model": "-", "place_of_use": "EU", "report_year": 2020}
        stated |= {"screen_size_in": screen} | ({"mass_kg": weight} if weight else {})
        spec = spec_from_mapping({"attributes": stated}, place="test")
        features = features_of(build_inventory(spec, load_class_pack(device_class), library))
        return expect_sheet(features, load_calibration(), load_scenario()).total.quantile(0.5)

    assert median(11.0, None) < median(14.0, None) < median(17.0, None)
    assert median(14.0, 1.2) <= median(14.0, 1.6) <= median(14.0, 2.2)


def test_the_shipped_constants_say_where_they_come_from(library: FactorLibrary) -> None:
    shipped = load_calibration()
    told = shipped.provenance
    assert re.fullmatch(r"[0-9a-f]{64}", told.data_sha256)
    assert date.fromisoformat(told.date) >= date(2026, 11, 1)
    assert "ODbL" in told.licence
    assert "Boavizta" in told.data
    assert "Lenovo" not in told.makers
    assert len(told.makers) >= 8
    assert told.command.split()[:4] == ["python3", "dev.py", "bench", "declarations"]
    assert (Path(__file__).parents[2] / "benchmarks" / "declarations.py").is_file()
    assert sum(entry.rows for entry in shipped.classes.values()) == told.rows
    assert set(shipped.classes) == set(SUBCATEGORIES.values())
    for name, entry in shipped.classes.items():
        fitted = [*entry.level.values(), *entry.slope.values(), entry.intensity, entry.tec_level, entry.tec_slope]
        assert all(constant.se > 0 for constant in (*fitted, *shipped.grid.values(), shipped.trend, shipped.low_power)), name
        assert all(constant.value >= 0 for constant in (*entry.slope.values(), entry.intensity)), name


def test_the_shipped_constants_were_fitted_on_this_physical_model(library: FactorLibrary) -> None:
    """When a pack or a factor moves a default device, the constants are to be fitted again (docs/method.md says how)."""
    for name, seen in references(library).items():
        fitted = load_calibration().classes[name].reference
        assert seen.embodied_kg == pytest.approx(fitted.embodied_kg, rel=1e-3), name
        assert seen.tec_kwh == pytest.approx(fitted.tec_kwh, rel=1e-3), name


def test_a_class_without_constants_is_refused_by_name() -> None:
    with pytest.raises(InputError) as refused:
        expect_sheet(replace(FEATURES, device_class="toaster"), _constants(), load_scenario())
    assert refused.value.code == "CLASS_NOT_MODELLED"


TRUE_LEVEL, TRUE_SLOPE, TRUE_GRID = math.log(1.5), 0.8, 0.5


def _sheets(maker: str, count: int, *, seed: int, level: float = TRUE_LEVEL, factor: float = 1.0) -> list[SheetRow]:
    """Synthetic sheets of a known truth: embodied 150 · e^level · (m/150)^slope · noise, use at 0.5 kg/kWh."""
    random = np.random.default_rng(seed)
    rows = []
    for _ in range(count):
        size, tec = float(np.exp(random.normal(0.0, 0.4))), float(np.exp(random.normal(3.0, 0.3)))
        seen = replace(FEATURES, maker=maker, production_kg=140.0 * size, transport_kg=8.0 * size, end_of_life_kg=2.0 * size, tec_kwh=tec)
        use = tec * 4.0 * TRUE_GRID
        embodied = 150.0 * math.exp(level) * size**TRUE_SLOPE * float(np.exp(random.normal(0.0, 0.05)))
        rows.append(SheetRow(features=seen, total_kg=(embodied + use) * factor, use_kg=use * factor, transport_kg=0.05 * embodied * factor))
    return rows


def _fit(rows: Sequence[SheetRow], scenario: Scenario | None = None) -> Calibration:
    return calibrate(
        rows, references={"laptop": REFERENCE, "phone": REFERENCE}, scenario=scenario or load_scenario(), provenance=PROVENANCE
    )


def test_known_constants_are_found_again_from_synthetic_sheets() -> None:
    rows = [row for index, maker in enumerate("ABCDE") for row in _sheets(maker, 40, seed=index)]
    found = _fit(rows, replace(load_scenario(), priors=dict(load_scenario().priors) | {"level": 2.0, "level_class": 2.0}))
    laptop = found.classes["laptop"]
    assert laptop.level[Method.CURRENT].value == pytest.approx(TRUE_LEVEL, abs=2 * laptop.level[Method.CURRENT].se)
    assert laptop.slope[Method.CURRENT].value == pytest.approx(TRUE_SLOPE, abs=0.05)
    assert math.exp(found.grid["EU"].value) == pytest.approx(TRUE_GRID, rel=0.02)
    assert laptop.transport_share == pytest.approx(0.05, rel=0.02)
    assert laptop.rows == 200
    assert found.classes["phone"].rows == 0
    assert found.classes["phone"].level[Method.CURRENT].se > laptop.level[Method.CURRENT].se


def test_the_factor_of_low_power_devices_is_found_again() -> None:
    plain = [row for index, maker in enumerate("ABCD") for row in _sheets(maker, 30, seed=index)]
    low = [
        replace(
            row,
            features=replace(row.features, tec_kwh=(row.features.tec_kwh or 0.0) * 0.6, low_power=True),
            use_kg=(row.use_kg or 0.0) * 0.6,
        )
        for index, maker in enumerate("ABCD")
        for row in _sheets(maker, 15, seed=20 + index)
    ]
    found = _fit([*plain, *low])
    assert found.low_power.value == pytest.approx(math.log(0.6), abs=3 * found.low_power.se)
    assert found.low_power.se < 0.1
    assert _fit(plain).low_power.value == load_scenario().energy.low_power_expected  # no sheet speaks of it: what was expected before


def test_an_odd_class_draws_what_classes_share_less_than_a_plain_mean() -> None:
    """Four classes agree on 0.2, a fifth lies at 1.4; what they share stays nearer to the four than normal errors would leave it."""

    def shared(freedom: float) -> float:
        levels = {"a": 0.2, "b": 0.2, "c": 0.2, "d": 0.2, "odd": 1.4}
        rows = [Observation(terms={"level": 1.0, f"level_class/{name}": 1.0}, y=y) for name, y in levels.items() for _ in range(20)]
        priors = {"level": (0.0, 1.0), "level_class": (0.0, 0.2)}
        return posterior(rows, prior=lambda name: priors[name.split("/")[0]], residual_sd=0.1, freedom=freedom).combine({"level": 1.0})[0]

    assert shared(1e12) == pytest.approx(0.44, abs=0.01)
    assert abs(shared(4.0) - 0.2) < 0.5 * abs(shared(1e12) - 0.2)


def test_slips_of_a_list_and_an_odd_maker_hardly_move_the_constants() -> None:
    sound = [row for index, maker in enumerate("ABCD") for row in _sheets(maker, 30, seed=index)]
    slips = [replace(row, total_kg=row.total_kg * 10.0) for row in _sheets("A", 3, seed=9)]
    odd = _sheets("E", 30, seed=10, level=TRUE_LEVEL - 1.5)
    before = _fit(sound).classes["laptop"].level[Method.CURRENT]
    after = _fit([*sound, *slips, *odd]).classes["laptop"].level[Method.CURRENT]
    assert abs(after.value - before.value) < 0.12  # the plain mean over makers would move by 0.3


def test_a_class_without_sheets_goes_half_of_the_way_from_physics_to_what_another_class_showed() -> None:
    """Shared and own departure have equal priors s, so the shared part of a level L seen in one class is L·s²/(s² + s²) = L/2."""
    scenario = load_scenario()
    assert scenario.priors["earlier"] == scenario.priors["earlier_class"]
    assert scenario.priors["level"] == scenario.priors["level_class"]
    plain = replace(scenario, freedom=1e9, spreads=dict(scenario.spreads) | {"earlier_maker": 1e-3})
    found = _fit([row for index, maker in enumerate(("Dell", "HP")) for row in _sheets(maker, 40, seed=index)], plain)
    laptop, phone = (found.classes[name].level[Method.EARLIER] for name in ("laptop", "phone"))
    assert laptop.value == pytest.approx(TRUE_LEVEL, abs=0.02)
    assert phone.value == pytest.approx(0.5 * laptop.value, rel=0.02)
    assert phone.se > 0.4 > laptop.se


def test_without_sheets_the_constants_are_what_physics_expects() -> None:
    laptop = _fit([]).classes["laptop"]
    assert laptop.level[Method.CURRENT].value == 0.0
    assert laptop.slope[Method.CURRENT].value == laptop.tec_slope.value == 1.0
    assert laptop.transport_share == REFERENCE.transport_share


@pytest.mark.parametrize("maker", ["Dell", "HP"])
def test_sheets_whose_version_is_known_are_fitted_as_such_and_predicted_as_unknown(maker: str) -> None:
    scenario = load_scenario()
    known = {"Dell": [(2022, "EU", 1.0)], "HP": [(2020, "GLO", 1.0), (2022, "NAM", 0.0), (2021, "NAM", 0.0)]}
    for year, place, share in known[maker]:
        assert scenario.fitted_share(maker, year, place) == share
        assert 0.0 < scenario.earlier_share(maker, year) < 1.0


@given(seed=st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_regression_equals_least_squares_with_the_priors_as_rows(seed: int) -> None:
    """scipy's least squares on the rows beside one row a prior, where no error has a heavy tail."""
    random = np.random.default_rng(seed)
    design, y = random.normal(size=(30, 3)), random.normal(size=30)
    prior = {"a": (0.0, 0.5), "b": (1.0, 0.2), "c": (-1.0, 2.0)}
    rows = [Observation(terms=dict(zip("abc", line, strict=True)), y=value) for line, value in zip(design, y, strict=True)]
    found = posterior(rows, prior=prior.__getitem__, residual_sd=0.3, freedom=1e12)
    stacked = np.vstack([design / 0.3, np.diag([1.0 / sd for _, sd in prior.values()])])
    target = np.concatenate([y / 0.3, [mean / sd for mean, sd in prior.values()]])
    expected, *_ = linalg.lstsq(stacked, target)
    assert found.mean == pytest.approx(expected, rel=1e-8, abs=1e-9)
    value, se = found.combine({"a": 1.0, "b": -1.0})
    contrast = np.array([1.0, -1.0, 0.0])
    assert value == pytest.approx(float(contrast @ expected), rel=1e-8, abs=1e-9)
    assert se == pytest.approx(math.sqrt(contrast @ np.linalg.inv(stacked.T @ stacked) @ contrast), rel=1e-8)


@pytest.mark.parametrize(
    ("changes", "attribute", "value", "code"),
    [
        ({"name": "Book 13.5-inch display", "screen_size": ""}, "screen_size_in", 13.5, "ROW_SCREEN_FROM_NAME"),
        (
            {"name": "Hub 85in", "subcategory": "Monitor", "screen_size": "0.0", "weight": ""},
            "screen_size_in",
            85.0,
            "ROW_SCREEN_FROM_NAME",
        ),
        ({"name": "Book 15英寸", "screen_size": ""}, "screen_size_in", 15.0, "ROW_SCREEN_FROM_NAME"),
        ({"use_location": "NA"}, "place_of_use", "North America", "ROW_PLACE_NA"),  # the code NA is Namibia's
        ({"report_date": "Nov-18"}, "report_year", 2018, "ROW_SHORT_YEAR"),
        ({"report_date": "03/11/19"}, "report_year", 2019, "ROW_SHORT_YEAR"),
        ({"weight": "0.3"}, "mass_kg", None, "ROW_WEIGHT_IMPLAUSIBLE"),  # a head without its stand, or pounds
        ({"weight": "33"}, "mass_kg", None, "ROW_WEIGHT_IMPLAUSIBLE"),
    ],
)
def test_rules_of_tidying_look_at_attributes_and_leave_a_note(changes: dict[str, str], attribute: str, value: object, code: str) -> None:
    read = read_device({**ROW, **changes}, place="row 2")
    assert not isinstance(read, NotAssessable)
    assert getattr(read.spec.attributes, attribute) == value
    assert [note.code for note in read.notes] == [code]


@pytest.mark.parametrize(
    "changes",
    [{}, {"weight": "0.95"}, {"weight": "3.5"}, {"name": "Book 17 inch"}, {"report_date": "2022-2-6"}, {"report_date": "May 2020"}],
)
def test_a_row_that_needs_no_tidying_is_left_alone(changes: dict[str, str]) -> None:
    read = read_device({**ROW, **changes}, place="row 2")
    assert not isinstance(read, NotAssessable)
    assert read.notes == ()
    assert read.spec.attributes.screen_size_in == 14.0
