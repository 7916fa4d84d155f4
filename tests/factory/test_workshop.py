"""Intensities: shares that are the meters to the watt-hour, what a piece answers for, and lower figures that must be proven."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.errors import InputError, LingtanError, MethodError
from lingtan.evidence import Intensity, MeasuredSaving, MeterReading, WorkshopProcess, from_plain, to_plain
from lingtan.factors import DirectElectricity, FactorClass, FactorQuery, Resolved, load_library
from lingtan.factory import site_file
from lingtan.factory.market import market_view
from lingtan.factory.synthetic_shop import PRODUCT, SyntheticYear, synthetic_months
from lingtan.factory.workshop import ShopMonth, Workshop, forecast_intensity, measured_intensity, require_proven
from lingtan.files.energy.shop_months import read_shop_months, write_shop_months
from lingtan.files.trees import read_toml

SITE = Path(__file__).parents[2] / "examples" / "factory-board-shop.toml"
SHOP = Workshop(
    organisation="Maker",
    name="Hall 3",
    product="a",
    process=WorkshopProcess.BOARD_SOLDERING,
    metered=("electricity", "nitrogen"),
    place="CN",
)


@pytest.fixture(scope="module")
def factor() -> Resolved:
    klass = FactorClass.ELECTRICITY_LIFE_CYCLE
    return load_library().resolve(FactorQuery(activity="electricity", place="CN", year=2023, klass=klass))


def year(**changes: Any) -> list[ShopMonth]:
    months = []
    for month in range(1, 13):
        said: dict[str, Any] = {
            "month": f"2024-{month:02d}", "readings_wh": {"M1": 1_000_003 + month, "M2": 500_000}, "good_count": {"a": 700, "b": 290},
            "scrap_count": {"a": 7, "b": 3}, "idle_wh": 200_000, "other_wh": 100_001, "drivers": {},
        }  # fmt: skip
        months.append(ShopMonth(**(said | changes)))
    return months


def test_a_workshop_worked_by_hand(factor: Resolved) -> None:
    """One product, no scrap: 12 × (1,500 kWh − 100 other) over 12 × 100 pieces are 14 kWh a piece, idling included."""
    months = year(readings_wh={"M1": 1_500_000}, good_count={"a": 100}, scrap_count={}, other_wh=100_000)
    found = measured_intensity(SHOP, months, factor)
    assert found.kwh_per_unit == 14.0
    assert found.kg_per_unit == pytest.approx(14.0 * 0.6205)
    assert found.standard_error_share == 0.0
    assert (found.factor_class, found.factor_year) == ("electricity_life_cycle", 2023)


def test_a_month_of_idling_alone_is_borne_by_what_was_made(factor: Resolved) -> None:
    """300 Wh of idling and nothing else: three of four pieces are of product a."""
    months = year(readings_wh={"M1": 300}, good_count={"a": 3, "b": 1}, scrap_count={}, idle_wh=300, other_wh=0)
    assert measured_intensity(SHOP, months, factor).borne_wh == 12 * 225


wh = st.integers(0, 10**9)


@settings(max_examples=100, deadline=None)
@given(
    meters=st.lists(wh, min_size=1, max_size=3), good=st.lists(st.integers(1, 10**6), min_size=1, max_size=3), scrap=st.integers(0, 10**4),
    idle=st.floats(0, 0.5), other=st.floats(0, 0.5),
)  # fmt: skip
def test_products_scrap_idling_and_the_rest_are_the_meters(
    meters: list[int], good: list[int], scrap: int, idle: float, other: float
) -> None:
    klass = FactorClass.ELECTRICITY_LIFE_CYCLE
    electricity = load_library().resolve(FactorQuery(activity="electricity", place="CN", year=2023, klass=klass))
    total = sum(meters)
    months = year(
        readings_wh={f"M{i}": value for i, value in enumerate(meters)}, good_count={"abc"[i]: count for i, count in enumerate(good)},
        scrap_count={"a": scrap}, idle_wh=int(total * idle), other_wh=int(total * other),
    )  # fmt: skip
    found = measured_intensity(SHOP, months, electricity)
    parts = found.product_wh + found.other_products_wh + found.scrap_wh + found.idle_wh + found.other_wh
    assert parts == found.metered_wh == 12 * total
    every = [measured_intensity(replace(SHOP, product=name), months, electricity) for name in months[0].good_count]
    assert sum(one.borne_wh for one in every) + found.other_wh == found.metered_wh  # nobody's idling and scrap are lost


def saving(**changes: Any) -> MeasuredSaving:
    said: dict[str, Any] = {
        "workshop": "Hall 3", "baseline_start": date(2023, 1, 1), "baseline_end": date(2023, 12, 31), "period_start": date(2024, 1, 1),
        "period_end": date(2024, 12, 31), "drivers": ("pieces",), "adjusted_baseline_kwh": 1_000.0, "measured_kwh": 900.0,
        "standard_error_kwh": 20.0,
    }  # fmt: skip
    return MeasuredSaving(**(said | changes))


def test_a_lower_figure_follows_only_with_a_verified_saving(factor: Resolved) -> None:
    before = measured_intensity(SHOP, year(), factor)
    lower = year(readings_wh={"M1": 900_000, "M2": 400_000})
    with pytest.raises(MethodError, match="INTENSITY_UNPROVEN"):
        require_proven(before, measured_intensity(SHOP, lower, factor))
    require_proven(before, measured_intensity(SHOP, lower, factor, saving=saving()))
    require_proven(before, measured_intensity(SHOP, year(readings_wh={"M1": 2_000_000, "M2": 500_000}), factor))  # higher: taken as it is
    with pytest.raises(InputError, match="INTENSITY_OTHER_SHOP"):
        require_proven(before, measured_intensity(replace(SHOP, product="b"), year(), factor))


def test_an_intensity_with_a_saving_within_its_error_cannot_be_built(factor: Resolved) -> None:
    with pytest.raises(MethodError, match="SAVING_WITHIN_ERROR"):
        measured_intensity(SHOP, year(), factor, saving=saving(measured_kwh=961.0))
    assert measured_intensity(SHOP, year(), factor, saving=saving(measured_kwh=959.0)).saving is not None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"good_count": 0}, "INTENSITY_FIELD"),  # nothing was made
        ({"metered": ()}, "INTENSITY_FIELD"),  # nothing is behind the meters
        ({"borne_wh": -1}, "INTENSITY_FIELD"),
        ({"workshop": " "}, "INTENSITY_FIELD"),
        ({"period_end": date(2024, 12, 30)}, "INTENSITY_FIELD"),  # not a whole month
        ({"period_end": date(2025, 1, 31)}, "INTENSITY_READINGS"),  # a month without readings
        ({"product_wh": 1}, "INTENSITY_SUM"),
        ({"borne_wh": 0}, "INTENSITY_SUM"),  # its own use borne by nobody
        ({"standard_error_share": 0.31}, "INTENSITY_ERROR"),
    ],
)
def test_an_intensity_that_says_nothing_is_refused(factor: Resolved, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(LingtanError) as refused:
        replace(measured_intensity(SHOP, year(), factor), **changes)
    assert refused.value.code == code


def test_eleven_months_are_refused_for_a_verified_study(factor: Resolved) -> None:
    with pytest.raises(MethodError, match="INTENSITY_PERIOD"):
        measured_intensity(SHOP, year()[:11], factor).require_months()


def test_a_reading_moved_to_another_month_changes_the_digest(factor: Resolved) -> None:
    one = measured_intensity(SHOP, year(), factor)
    first, second, *rest = one.readings
    moved = replace(
        one,
        readings=(
            MeterReading(meter=first.meter, month=first.month, metered_wh=first.metered_wh + 1),
            MeterReading(meter=second.meter, month=second.month, metered_wh=second.metered_wh - 1), *rest,
        ),
    )  # fmt: skip
    assert moved.digest != one.digest
    assert from_plain(Intensity, to_plain(one)).digest == one.digest


def plan(**changes: Any) -> dict[str, Any]:
    taken = [{"name": "solder", "saved_kwh": 100.0}, {"name": "compressor_heat", "saved_kwh": 5_000.0}]
    return {"nature": "forecast", "site": "S", "synthetic": False, "measures": taken} | changes


def test_a_forecast_takes_only_the_measures_of_its_step(factor: Resolved) -> None:
    measured = measured_intensity(SHOP, year(), factor)
    found = forecast_intensity(measured, plan())
    assert set(found.saved_kwh_per_unit) == {"solder"}
    borne = measured.borne_wh / (measured.metered_wh - measured.other_wh)
    assert found.kwh_per_unit == pytest.approx(measured.kwh_per_unit - 100.0 * borne / measured.good_count)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({}, "FORECAST_PLAN"),  # no plan at all
        (plan(measures=[{"name": "solder"}]), "FORECAST_PLAN"),
        (plan(measures=[{"name": "warm_water", "saved_kwh": 9.0}]), "FORECAST_MEASURES"),
        (plan(measures=[{"name": "solder", "saved_kwh": 1e9}]), "FORECAST_RANGE"),  # saves more than is used
    ],
)
def test_a_plan_that_says_nothing_of_the_workshop_is_refused(factor: Resolved, said: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as refused:
        forecast_intensity(measured_intensity(SHOP, year(), factor), said)
    assert refused.value.code == code


def test_the_invented_shop_follows_its_ovens_and_its_station(tmp_path: Path) -> None:
    file = site_file(read_toml(SITE), place=SITE.name)
    plain = synthetic_months(file, SyntheticYear(year=2024, module_share=0.0, seed=1))
    module = synthetic_months(file, SyntheticYear(year=2024, module_share=1.0, seed=1))
    for before, after in zip(plain, module, strict=True):
        assert after.readings_wh["SYN-AM-R01 reflow ovens"] < before.readings_wh["SYN-AM-R01 reflow ovens"]
        assert after.readings_wh["SYN-AM-N01 nitrogen station"] < before.readings_wh["SYN-AM-N01 nitrogen station"]
        assert after.readings_wh["SYN-AM-P01 printing and placement"] == before.readings_wh["SYN-AM-P01 printing and placement"]
        assert after.good_count == before.good_count
    assert all("SYN-" in meter for meter in plain[0].readings_wh)
    write_shop_months(tmp_path / "m.csv", plain)
    assert read_shop_months(tmp_path / "m.csv") == plain
    assert PRODUCT in plain[0].good_count


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("month,idle_kwh\n2024-01,1\n", "COLUMN_MISSING"),
        ("month,idle_kwh,other_kwh,kwh\n2024-01,1,1,1\n", "SHOP_COLUMN"),  # whose kWh?
        ("month,idle_kwh,other_kwh,meter_kwh:M\n2024-01,1,1,-4\n", "SHOP_NUMBER"),
        ("month,idle_kwh,other_kwh,meter_kwh:M\n2024-01,1,1,1e999\n", "SHOP_NUMBER"),
        ("month,idle_kwh,other_kwh,good:a\n2024-01,1,1,1.5\n", "SHOP_NUMBER"),  # half a piece
    ],
)
def test_a_table_of_months_names_its_wrong_cell(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "m.csv").write_text(text)
    with pytest.raises(InputError) as refused:
        read_shop_months(tmp_path / "m.csv")
    assert refused.value.code == code
    assert "m.csv!" in (refused.value.place or "")


def direct(activity: str) -> DirectElectricity:
    query = FactorQuery(activity=activity, place="CN", year=2023, klass=FactorClass.ELECTRICITY_DIRECT)
    return DirectElectricity(resolved=load_library().resolve(query))


@settings(max_examples=60, deadline=None)
@given(used=st.lists(wh, min_size=1, max_size=4), drawn=st.lists(wh, min_size=1, max_size=4), held=wh)
def test_what_products_draw_is_never_more_than_is_held(used: list[int], drawn: list[int], held: int) -> None:
    use = {f"p{i}": value for i, value in enumerate(used)}
    draws = {f"p{i}": value for i, value in enumerate(drawn)}
    residual = direct("electricity_residual_mix")
    if sum(draws.values()) > held or any(value > use.get(name, 0) for name, value in draws.items()):
        with pytest.raises(MethodError, match="ATTRIBUTE_OVER_"):
            market_view(use, draws, held_wh=held, location=direct("electricity"), residual=residual)
        return
    rows = market_view(use, draws, held_wh=held, location=direct("electricity"), residual=residual)
    assert sum(row.drawn_wh for row in rows) <= held
    rest = sum(use.values()) - sum(draws.values())
    assert sum(row.market_kg for row in rows) == pytest.approx(rest / 1000 * residual.intensity_kg_per_kwh, abs=1e-6)
