"""Technologies of utilities: compressed air, heat, sun, pipes and cables, water; a worked example each, and what physics bounds them by."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.energy import Calendar, Place, synthetic_weather
from lingtan.errors import InputError
from lingtan.factory.measures import (
    Cable,
    Carried,
    Hole,
    LeakRepair,
    LeakTest,
    Paste,
    Pipe,
    PowerHouse,
    SolarThermal,
    WaterReuse,
    cable_kw,
    collector_w_m2,
    flux_voc_kg,
    heat_use,
    hole_m3_per_h,
    leak_repair,
    pipe_w_per_m,
    power_house,
    repaired_share,
    solar_thermal,
    water_reuse,
    water_year,
)
from lingtan.factory.shifts import Shift

CALENDAR = Calendar(year=2023)
HOURS = CALENDAR.hours
PLACE = Place(latitude=39.1, longitude=117.7)
MONEY: dict[str, Any] = {"capex_yuan": 1.0, "life_years": 10.0}
LEAKS = LeakRepair(full_kw=100, input_kw=80, leak_share=0.25, leak_after_share=0.1, unloaded_share=0.3, **MONEY)
SOLAR = SolarThermal(area_m2=100, zero_loss_share=0.774, first_w_m2_k=3.6, second_w_m2_k2=0.015, fluid_c=60, tilt_deg=35, **MONEY)
PIPE = Pipe(
    carries=Carried.HEAT, before_m=1000, after_m=400, diameter_m=0.0322, insulation_m=0.0762, conductivity_w_m_k=0.0507,
    fluid_c=148.889, around_c=26.667,
)  # fmt: skip
CABLE = Cable(before_m=500, after_m=200, section_mm2=240, load_kw=180, voltage_v=400, power_factor=1.0)
WATER = WaterReuse(
    monthly_rain_mm=(3, 4, 8, 21, 38, 78, 175, 145, 46, 25, 10, 4), roof_m2=12_000, runoff_share=0.85, reclaimed_m3_per_day=30,
    demand_m3_per_day=60, tank_m3=400, treatment_kwh_per_m3=0.6, water_yuan_per_m3=7, **MONEY,
)  # fmt: skip


# Compressed air


@pytest.mark.parametrize(
    ("inches", "gauge_psi", "cfm"), [(1 / 16, 80, 3.2), (1 / 16, 100, 3.8), (1 / 8, 80, 12.7), (1 / 8, 100, 15.4), (1 / 4, 90, 56.0)]
)  # fmt: skip
def test_sharp_holes_lose_what_the_tables_of_us_doe_say(inches: float, gauge_psi: float, cfm: float) -> None:
    """Estimated losses with sharp orifices (ifm.com, compressed air is not free, after US DOE); ours within 7 %."""
    ours = hole_m3_per_h(inches * 25.4, gauge_psi * 0.0689476, discharge_share=0.61) / 1.699011
    assert ours == pytest.approx(cfm, rel=0.07)


def test_wuhans_pin_hole_of_10000_m3_a_year_is_half_a_millimetre() -> None:
    """'One pin-hole leak more than 10,000 m³ of air a year' (epaper.hubeidaily.net 2023-05-26)."""
    assert hole_m3_per_h(0.5, 7.0) * 8760 == pytest.approx(10_000, rel=0.05)


def test_a_leak_test_and_a_repair_by_hand() -> None:
    """30 s loaded of 120 s: 25 %. 80 kW of 100 at 30 % unloaded deliver 71.4 %; 15 points fewer leaks spare 70 × 0.714 × 0.15 = 7.5 kW."""
    tested = replace(LEAKS, leak_share=None, test=LeakTest(loaded_s=30, unloaded_s=90))
    assert repaired_share(tested) == pytest.approx(0.25 / (50 / 70) - 0.1)  # per air delivered, not per capacity
    made = leak_repair(LEAKS, CALENDAR, source="x")
    assert made.saved_kw == pytest.approx(np.full(HOURS, 7.5))
    # With all power following the flow the same leaks would give 15 % of 80 kW.
    assert leak_repair(replace(LEAKS, unloaded_share=0.0), CALENDAR, source="x").saved_kw[0] == pytest.approx(12.0)


def test_a_survey_of_holes_spares_the_air_that_they_lost() -> None:
    """Forty sharp holes of 1 mm at 7 bar lose 40 × 3.25 m³/h of 600 delivered: 21.6 %."""
    surveyed = replace(LEAKS, leak_share=None, leak_after_share=0.0, holes=(Hole(diameter_mm=1, count=40, gauge_bar=7),), full_m3_per_h=840)
    lost = 40 * hole_m3_per_h(1, 7, discharge_share=0.61)
    assert repaired_share(surveyed) == pytest.approx(lost / 600)
    assert leak_repair(surveyed, CALENDAR, source="x").saved_kw[0] == pytest.approx(70 * 840 / 840 * (lost / 840))


@pytest.mark.parametrize(
    "change",
    [
        {"leak_share": None},  # nothing known
        {"test": LeakTest(loaded_s=30, unloaded_s=90)},  # two answers
        {"leak_share": None, "holes": (Hole(diameter_mm=1, count=4, gauge_bar=7),)},  # of how much air
        {"full_m3_per_h": 840.0},  # for nothing
    ],
)
def test_leaks_are_known_one_way(change: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="LEAK_FORM"):
        replace(LEAKS, **change)


@given(leaks=st.floats(0, 0.9), after=st.floats(0, 1), unloaded=st.floats(0, 0.79), power=st.floats(0, 1), base=st.floats(0, 1))
def test_repair_never_goes_below_a_compressor_that_delivers_nothing(
    leaks: float, after: float, unloaded: float, power: float, base: float
) -> None:
    mean = 100 * (unloaded + (1 - unloaded) * power)
    repair = replace(
        LEAKS, input_kw=mean, leak_share=leaks, leak_after_share=leaks * after, unloaded_share=unloaded, shift=Shift.DAY, base_share=base
    )  # fmt: skip
    made = leak_repair(repair, CALENDAR, source="x")
    assert (made.after_kw <= made.before_kw + 1e-9).all()
    assert (made.after_kw >= np.minimum(made.before_kw, 100 * unloaded) - 1e-9).all()


@given(
    offered=st.lists(st.floats(0, 100), min_size=24, max_size=24), wanted=st.lists(st.floats(0, 100), min_size=24, max_size=24),
    tank=st.floats(0, 300), loss=st.floats(0, 0.1),
)  # fmt: skip
def test_offered_heat_is_used_kept_lost_or_let_go_and_a_tank_never_hurts(
    offered: list[float], wanted: list[float], tank: float, loss: float
) -> None:
    heat, demand = np.array(offered), np.array(wanted)
    found = heat_use(heat, demand, tank_kwh=tank, standing_share=loss)
    assert heat.sum() == pytest.approx(found.used_kwh + found.let_go_kwh + found.lost_kwh + found.kept_kwh, abs=1e-6)
    assert (found.used_kw <= demand + 1e-9).all()
    assert found.used_kwh >= heat_use(heat, demand).used_kwh - 1e-9


def test_1_12_gwh_of_compressor_heat_need_a_demand_that_asks_for_them() -> None:
    """Tianjin's 1.12 GWh (sf78.cn): 160 kW of heat for 7,000 h are all used by a flat 160 kW, and by half where every other hour asks."""
    heat = np.where(np.arange(HOURS) < 7000, 160.0, 0.0)
    assert heat_use(heat, np.full(HOURS, 160.0)).used_kwh == pytest.approx(1.12e6)
    assert heat_use(heat, np.where(np.arange(HOURS) % 2 == 0, 160.0, 0.0)).used_kwh == pytest.approx(0.56e6)


# Sun


def test_a_collector_by_hand_of_its_own_curve() -> None:
    """800 W/m², 20 °C outside, 60 °C in it: 800 × 0.774 − 3.6 × 40 − 0.015 × 1600 = 451.2 W/m²; nothing in the dark."""
    found = collector_w_m2(SOLAR, np.array([800.0, 100.0, 0.0]), np.array([20.0, 20.0, 70.0]))
    assert found == pytest.approx([451.2, 0.0, 0.0])


def test_a_year_of_collectors_gives_heat_below_the_sun_and_less_the_hotter_they_run() -> None:
    weather = synthetic_weather(
        PLACE, CALENDAR, [70, 85, 120, 145, 172, 165, 153, 145, 126, 103, 73, 64], [-4, -1, 6, 14, 20, 25, 27, 26, 21, 14, 5, -2], seed=1,
        source="x",
    )  # fmt: skip
    warm, hot = (
        solar_thermal(replace(SOLAR, fluid_c=fluid), PLACE, CALENDAR, weather, source="x").heat_kw.sum() / 100 for fluid in (40, 80)
    )  # fmt: skip
    assert hot < warm < 0.774 * 1600  # the sun on the tilted plane is below 1,600 kWh/m² here
    assert 300 < warm < 900


# Pipes and cables


def test_an_insulated_pipe_loses_what_measur_reckons_and_a_little_more_for_want_of_the_film() -> None:
    """ORNL AMO-Tools-Suite, InsulatedPipeReduction.unit.cpp: 19.386 W/m, with the film of the air outside in it."""
    ours = pipe_w_per_m(PIPE)
    assert 19.386 < ours < 19.386 * 1.2


def test_a_cable_by_hand() -> None:
    """180 kW at 400 V are 259.8 A; 3 × 259.8² × 0.0175 × 500 / 240 = 7.38 kW, with the square of the load."""
    assert cable_kw(CABLE, 500, np.array([1.0, 0.5])) == pytest.approx([7.383, 7.383 / 4], abs=0.001)


@given(shorter=st.floats(0, 1))
def test_loss_goes_with_length(shorter: float) -> None:
    house = PowerHouse(pipes=(replace(PIPE, after_m=1000 * shorter),), cables=(replace(CABLE, after_m=500 * shorter),), **MONEY)
    made = power_house(house, CALENDAR, source="x")
    assert made.after_kw.sum() == pytest.approx(made.before_kw.sum() * shorter, abs=1e-6)
    assert made.heat_kw[0] == pytest.approx(pipe_w_per_m(PIPE) * 1000 * (1 - shorter) / 1000, abs=1e-9)


# Water and what stands beside


def test_tianjins_25000_tonnes_of_water_need_more_than_the_rain_of_its_roofs() -> None:
    """'Rain and reclaimed water > 25,000 t a year' (donews.com 6399807): 30,000 m² of roof under 557 mm (assumed) give 16,700 m³."""
    most = 0.557 * 30_000
    assert most < 25_000 < 0.557 * 112_000  # the whole site would have to be caught: the rest is reclaimed


@given(tank=st.floats(0, 5000), demand=st.floats(0, 500), reclaimed=st.floats(0, 200))
def test_water_balances_and_is_never_taken_beyond_the_demand(tank: float, demand: float, reclaimed: float) -> None:
    reuse = replace(WATER, tank_m3=tank, demand_m3_per_day=demand, reclaimed_m3_per_day=reclaimed)
    year = water_year(reuse, CALENDAR)
    assert year.came_m3 == pytest.approx(float(year.taken_m3.sum()) + year.over_m3 + year.left_m3, abs=1e-6)
    assert (year.taken_m3 <= demand + 1e-9).all()
    assert 0 <= year.left_m3 <= tank + 1e-9
    made = water_reuse(reuse, CALENDAR, source="x")
    assert made.beside.water_m3 == pytest.approx(float(year.taken_m3.sum()))
    assert made.after_kw.sum() == pytest.approx(0.6 * made.beside.water_m3, abs=1e-6)
    assert made.opex_yuan_per_year == pytest.approx(-7 * made.beside.water_m3, abs=1e-6)


def test_voc_of_flux_by_hand() -> None:
    """A million boards with 2 g of paste, 11 % flux, of which 60 % left before and 40 % now: 44 kg."""
    paste = Paste(kg_per_board=0.002, flux_share=0.11, voc_before_share=0.6, voc_after_share=0.4)
    assert flux_voc_kg(paste, 1e6) == pytest.approx(44.0)


@pytest.mark.parametrize(
    ("made", "change", "place"),
    [
        (LEAKS, {"input_kw": 20.0}, "measures.leak_repair.input_kw"),  # less than unloaded
        (LEAKS, {"leak_after_share": 0.3}, "measures.leak_repair.leak_after_share"),  # more than before
        (SOLAR, {"zero_loss_share": 77.4}, "measures.solar_thermal.zero_loss_share"),  # percent
        (WATER, {"monthly_rain_mm": (50.0,) * 11}, "measures.water_reuse.monthly_rain_mm"),
        (WATER, {"runoff_share": 1.2}, "measures.water_reuse.runoff_share"),
        (PowerHouse(pipes=(PIPE,), **MONEY), {"pipes": (replace(PIPE, after_m=2000),)}, "measures.power_house.pipes[0].after_m"),
        (PowerHouse(cables=(CABLE,), **MONEY), {"cables": (replace(CABLE, voltage_v=0.4),)}, "measures.power_house.cables[0].voltage_v"),
    ],
)  # fmt: skip
def test_a_number_that_cannot_be_is_refused_at_its_place(made: Any, change: dict[str, Any], place: str) -> None:
    with pytest.raises(InputError, match="TECHNOLOGY_RANGE") as refused:
        replace(made, **change)
    assert refused.value.place == place


def test_a_cold_pipe_that_is_warmer_than_the_ground_is_refused() -> None:
    with pytest.raises(InputError, match="PIPE_DIRECTION"):
        PowerHouse(pipes=(replace(PIPE, carries=Carried.COLD),), **MONEY)
