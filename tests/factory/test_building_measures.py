"""Technologies of halls: fans, lamps, set points, envelope, free cooling, the ground; worked examples and bounds of physics."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import solve_banded

from lingtan.energy import Calendar, Place, Weather, synthetic_weather
from lingtan.errors import InputError
from lingtan.factory.measures import (
    Drive,
    EarthAir,
    EcFans,
    Envelope,
    FreeCooling,
    Ground,
    Hall,
    HallState,
    Lamps,
    Layer,
    Lighting,
    Outside,
    SetPoints,
    air_kw,
    earth_air_change,
    ec_fans,
    envelope_change,
    fans_kw,
    free_share,
    hall_state,
    lamps_kw,
    led,
    outlet_c,
    services,
    set_points_change,
    soil_c,
    tubes_of,
)

CALENDAR = Calendar(year=2023)
HOURS = CALENDAR.hours
PLACE = Place(latitude=39.1, longitude=117.7)
MONEY: dict[str, Any] = {"capex_yuan": 1.0, "life_years": 10.0}
FANS = EcFans(
    flow_m3_per_h=150_000, pressure_pa=900, flow_share=0.8, static_share=0.0, old=Drive(fan_share=0.6, drive_share=0.95, motor_share=0.9),
    new=Drive(fan_share=0.6, drive_share=0.95, motor_share=0.9), **MONEY,
)  # fmt: skip
LIGHT = Lighting(
    level_lux=200, floor_m2=1440, utilisation_share=0.4, old=Lamps(lumen_per_w=90, maintenance_share=0.75),
    new=Lamps(lumen_per_w=150, maintenance_share=0.8), **MONEY,
)  # fmt: skip
HALL = Hall(
    fabric_w_per_k=9000, fresh_air_m3_per_h=40_000, machines_kw=400, cooling_c=23, heating_c=20, glass_m2=100, tower_cycles=3
)  # fmt: skip
COOLING = FreeCooling(outside=Outside.TOWER, approach_k=4, supply_c=8, return_c=14, **MONEY)
EARTH = EarthAir(tubes=40, length_m=60, diameter_m=0.3, depth_m=3, soil_m2_per_day=0.05, **MONEY)


@pytest.fixture(scope="module")
def weather() -> Weather:
    return synthetic_weather(
        PLACE, CALENDAR, [70, 85, 120, 145, 172, 165, 153, 145, 126, 103, 73, 64], [-4, -1, 6, 14, 20, 25, 27, 26, 21, 14, 5, -2], seed=1,
        source="x", monthly_humidity_share=[0.55] * 5 + [0.65, 0.75, 0.75, 0.65] + [0.6] * 3,
    )  # fmt: skip


@pytest.fixture(scope="module")
def hall(weather: Weather) -> HallState:
    return hall_state(HALL, CALENDAR, weather, 5.0)


# Fans


def test_a_fan_at_80_percent_of_its_flow_draws_51_percent_by_the_fan_laws() -> None:
    """0.8³ = 0.512 (US DOE, Improving Fan System Performance; pe-calc.com/tools/fan-affinity.html: 17 % slower is 43 % less power)."""
    full = air_kw(150_000, 900, np.ones(1), 0.0)[0]
    assert full == pytest.approx(150_000 / 3600 * 900 / 1000)  # volume per second × pressure
    assert air_kw(150_000, 900, np.array([0.8]), 0.0)[0] / full == pytest.approx(0.512)
    assert 1 - air_kw(1, 1, np.array([1450 / 1750]), 0.0)[0] / air_kw(1, 1, np.ones(1), 0.0)[0] == pytest.approx(0.43, abs=0.005)


def test_pressure_that_the_flow_does_not_lower_leaves_less_to_save() -> None:
    """Half of the pressure kept: 0.8·(0.5 + 0.5·0.64) = 0.656 and not 0.512."""
    assert air_kw(1000, 3600, np.array([0.8]), 0.5)[0] == pytest.approx(0.656)


def test_the_same_wheel_and_motor_with_speed_control_saves_by_the_cube_alone() -> None:
    before, after = fans_kw(FANS, CALENDAR)
    assert after.sum() / before.sum() == pytest.approx(0.512)


def test_wuhans_17_groups_of_air_handlers_imply_fans_of_a_size_that_exists() -> None:
    """1.2 GWh a year from 17 groups (epaper.hubeidaily.net 2023-05-26): 8.06 kW a group all year; at half saved, fans of 16 kW."""
    saved_kw = 1.2e6 / 17 / 8760
    assert saved_kw == pytest.approx(8.06, abs=0.01)
    assert 5 < saved_kw / 0.5 < 55  # an air handler of 10,000 to 100,000 m³/h at 1,000 Pa


@given(flow=st.floats(0, 1), static=st.floats(0, 1), throttled=st.floats(0, 1), fan=st.floats(0.3, 0.9))
def test_a_fan_never_saves_more_than_it_drew_nor_beats_the_airs_own_power(flow: float, static: float, throttled: float, fan: float) -> None:
    fans = replace(
        FANS, flow_share=flow, static_share=static, throttled_share=throttled, new=Drive(fan_share=fan, drive_share=1.0, motor_share=0.9)
    )  # fmt: skip
    made = ec_fans(fans, CALENDAR, source="x")
    assert (made.saved_kw <= made.before_kw + 1e-9).all()
    assert (made.after_kw >= air_kw(fans.flow_m3_per_h, fans.pressure_pa, np.full(HOURS, flow), static) - 1e-9).all()


# Lamps


def test_the_lumen_method_gives_the_lamps_of_a_worked_example() -> None:
    """60 m × 24 m at 200 lx, UF 0.4, MF 0.75, lamps of 18,000 lm: 53.33 lamps (arca53.dsl.pipex.com, Lumen method, example 1)."""
    assert lamps_kw(LIGHT, LIGHT.old) * 1000 * 90 / 18_000 == pytest.approx(53.33, abs=0.01)
    made = led(LIGHT, CALENDAR, source="x")
    assert made.after_kw.sum() / made.before_kw.sum() == pytest.approx(90 / 150 * 0.75 / 0.8)


def test_a_toy_factorys_metered_saving_needs_an_efficacy_that_leds_have() -> None:
    """102,500 to 48,500 kWh a year (Interior Lighting Campaign 2016): from 85 lm/W the same light takes 180 lm/W, or control."""
    implied = 85 * 102_500 / 48_500
    assert implied == pytest.approx(179.6, abs=0.1)
    assert implied > 160  # more than fixtures of that year: light levels or hours fell too


@given(level=st.floats(10, 2000), kept=st.floats(0.3, 1), off=st.floats(0, 0.9))
def test_more_light_or_less_upkeep_never_draws_less_and_control_never_saves_all(level: float, kept: float, off: float) -> None:
    light = replace(LIGHT, level_lux=level)
    assert lamps_kw(replace(light, level_lux=level * 1.1), light.old) > lamps_kw(light, light.old)
    assert lamps_kw(light, Lamps(lumen_per_w=90, maintenance_share=kept)) >= lamps_kw(light, Lamps(lumen_per_w=90, maintenance_share=1))
    made = led(replace(light, new=Lamps(lumen_per_w=150, maintenance_share=0.8, control_share=off)), CALENDAR, source="x")
    assert (made.after_kw > 0).all()


# Halls


def test_a_halls_hour_by_hand(hall: HallState) -> None:
    """33 °C outside: 400 kW machines, 9·10 kW walls, 40,000/3600·1.2·1.006·10 = 134.1 kW air; dry air brings no water."""
    one = replace(
        hall, running=np.ones(1), air_c=np.array([33.0]), water=np.zeros(1), ghi_w_m2=np.zeros(1), lamps_kw=np.zeros(1),
        fans_kw=np.zeros(1),
    )  # fmt: skip
    found = services(one)
    assert found.cooling_kw[0] == pytest.approx(400 + 90 + 134.13, abs=0.05)
    lift, evaporator = 33 + 10 - 7, 7 + 273.15
    assert found.compressor_kw[0] == pytest.approx(found.cooling_kw[0] * lift / (0.5 * evaporator))
    assert found.heating_kw[0] == 0


def test_the_towers_water_is_near_that_of_measur() -> None:
    """ORNL AMO-Tools-Suite, CoolingTower.unit.cpp: 10 MMBtu/h for 1,000 h at 3 cycles takes 1.8 million gallons beside drift.

    MEASUR takes off the heat that leaves without evaporating; all of it evaporated is 3 to 6 % less water than its rule.
    """
    heat_kwh = 10e6 * 1055.06 / 3.6e6 * 1000
    ours = heat_kwh * 3600 / 2430.0 / 1000 * 3 / 2
    assert ours == pytest.approx(1.8e6 * 3.785412e-3, rel=0.06)


def test_wider_set_points_never_take_more_cooling_nor_more_heating(hall: HallState) -> None:
    before = services(hall)
    last = before
    for cooling_c, heating_c in ((24, 19), (26, 18), (28, 16)):
        points = SetPoints(cooling_c=cooling_c, heating_c=heating_c, **MONEY)
        now = services(replace(hall, **set_points_change(points, HALL)))
        assert (now.cooling_kw <= last.cooling_kw + 1e-9).all()
        assert (now.heating_kw <= last.heating_kw + 1e-9).all()
        last = now
    assert last.power_kw.sum() < before.power_kw.sum()
    with pytest.raises(InputError, match="SET_POINTS"):
        set_points_change(SetPoints(cooling_c=22, heating_c=20, **MONEY), HALL)


def test_heat_balances_in_every_hour_of_the_year(hall: HallState) -> None:
    """What is taken out or brought in is all that comes in, latent heat apart: sensible Σ = 0 at the set point that rules."""
    dry = replace(hall, water=np.zeros(HOURS))
    found = services(dry)
    for set_c, moved in ((HALL.cooling_c, found.cooling_kw), (HALL.heating_c, -found.heating_kw)):
        gains = 400 * dry.running + 100 * dry.ghi_w_m2 / 1000 + (9 + 40_000 * 1.2 / 3600 * 1.006 * dry.running) * (dry.air_c - set_c)
        busy = moved != 0
        assert busy.any()
        assert gains[busy] == pytest.approx(moved[busy], abs=1e-9)


def test_insulation_takes_no_more_than_there_is_and_shade_never_warms(hall: HallState) -> None:
    envelope = Envelope(layers=(Layer(area_m2=10_000, before_w_m2_k=0.45, after_w_m2_k=0.25),), sun_share=0.5, **MONEY)
    change = envelope_change(envelope, 9000)
    assert change["fabric_share"] == pytest.approx(1 - 2000 / 9000)
    shaded = services(replace(hall, sun_share=0.5))
    assert (shaded.cooling_kw <= services(hall).cooling_kw + 1e-9).all()
    with pytest.raises(InputError, match="TECHNOLOGY_RANGE"):
        envelope_change(envelope, 1500)


# Free cooling


def test_the_outside_takes_all_below_the_supply_and_a_part_up_to_the_return() -> None:
    """8/14 °C with an approach of 4 K: all at a bulb of 4 °C and below, half at 7 °C, none from 10 °C."""
    assert free_share(COOLING, np.array([-5.0, 4.0, 7.0, 10.0, 20.0])) == pytest.approx([1, 1, 0.5, 0, 0])


@given(approach=st.floats(1, 10), warmer=st.floats(0, 10))
def test_colder_outside_or_warmer_water_never_gives_fewer_free_hours(approach: float, warmer: float) -> None:
    bulbs = np.linspace(-20, 30, 101)
    cooling = replace(COOLING, approach_k=approach)
    assert (free_share(cooling, bulbs) >= free_share(cooling, bulbs + 1)).all()
    raised = replace(cooling, supply_c=cooling.supply_c + warmer, return_c=cooling.return_c + warmer)
    assert (free_share(raised, bulbs) >= free_share(cooling, bulbs)).all()


# Ground


def test_soil_solves_the_heat_equation_as_a_solver_of_its_own_does() -> None:
    """Implicit differences of ∂T/∂t = α ∂²T/∂z² under a cosine surface, after twelve years, against Kasuda and Achenbach's formula."""
    ground, diffusivity, step_m, step_day = Ground(mean_c=13.0, swing_k=15.0, coldest_day=20.0), 0.05, 0.1, 1.0
    count, ratio = 250, diffusivity * step_day / step_m**2
    band = np.zeros((3, count))
    band[0, 1:], band[1], band[2, :-1] = -ratio, 1 + 2 * ratio, -ratio
    band[1, -1] = 1 + ratio  # nothing goes through the bottom at 25 m
    soil = np.full(count, 13.0)
    for day in range(1, 12 * 365 + 200):
        right = soil.copy()
        right[0] += ratio * (13.0 - 15.0 * np.cos(2 * np.pi / 365 * (day - 20.0)))
        soil = solve_banded((1, 1), band, right)
    at = np.array([float((12 * 365 + 199) % 365)])
    for depth in (1.0, 2.0, 3.0, 5.0):
        assert soil_c(ground, depth, diffusivity, at)[0] == pytest.approx(soil[round(depth / step_m) - 1], abs=0.25)


@given(depth=st.floats(0.5, 20), day=st.floats(0, 365))
def test_deeper_soil_swings_less_about_the_same_mean(depth: float, day: float) -> None:
    ground = Ground(mean_c=13.0, swing_k=15.0, coldest_day=20.0)
    days = np.arange(365.0)
    shallow, deep = soil_c(ground, depth, 0.05, days), soil_c(ground, depth * 1.5, 0.05, days)
    assert np.ptp(deep) < np.ptp(shallow) <= 30
    assert shallow.mean() == pytest.approx(13.0, abs=0.1)
    assert abs(soil_c(ground, depth, 0.05, np.array([day]))[0] - 13.0) <= 15


def test_tubes_by_hand_and_never_beyond_the_soil() -> None:
    """40 tubes of 0.3 m carry 40,000 m³/h at 3.93 m/s; Re 78,600, Nu 171, h 14.9 W/(m²·K); NTU 2.51 over 60 m: 92 %."""
    tubes = tubes_of(EARTH, 40_000)
    assert tubes.speed_m_s == pytest.approx(3.93, abs=0.005)
    reynolds = 1.2 * tubes.speed_m_s * 0.3 / 1.8e-5
    transfer = 0.023 * reynolds**0.8 * 0.71**0.33 * 0.026 / 0.3
    assert tubes.transfer_w_m2_k == pytest.approx(transfer)
    units = transfer * np.pi * 0.3 * 60 / (1.2 * 1000 / 3600 * 1006)
    assert tubes.effective_share == pytest.approx(1 - np.exp(-units))
    out = outlet_c(tubes, np.array([-10.0, 35.0]), np.array([10.0, 18.0]))
    assert -10 < out[0] < 10
    assert 18 < out[1] < 35


def test_the_ground_is_passed_by_where_it_would_not_help(hall: HallState) -> None:
    changed = earth_air_change(EARTH, hall, CALENDAR)
    before, after = services(hall), services(replace(hall, **changed))
    assert (after.cooling_kw <= before.cooling_kw + 1e-9).all()
    assert (after.heating_kw <= before.heating_kw + 1e-9).all()
    idle = (before.cooling_kw == 0) & (before.heating_kw == 0)
    assert idle.any()
    assert np.array_equal(after.power_kw[idle], before.power_kw[idle])


def test_half_of_heating_and_cooling_by_the_ground_is_not_reached_where_machines_warm_the_hall(hall: HallState) -> None:
    """'50 % of heating and cooling' (logclub.com): only fresh air passes the ground, and here it is a part of both."""
    before, after = services(hall), services(replace(hall, **earth_air_change(EARTH, hall, CALENDAR)))
    whole = before.cooling_kw.sum() + before.heating_kw.sum()
    assert 0 < 1 - (after.cooling_kw.sum() + after.heating_kw.sum()) / whole < 0.5


@pytest.mark.parametrize(
    ("made", "change", "place"),
    [
        (FANS, {"pressure_pa": 90_000.0}, "measures.ec_fans.pressure_pa"),
        (FANS, {"flow_share": 75.0}, "measures.ec_fans.flow_share"),  # percent
        (FANS, {"new": Drive(fan_share=0.99, drive_share=1, motor_share=0.9)}, "measures.ec_fans.new.fan_share"),  # no wheel reaches it
        (LIGHT, {"new": Lamps(lumen_per_w=400, maintenance_share=0.8)}, "measures.led.new.lumen_per_w"),
        (LIGHT, {"utilisation_share": 0.0}, "measures.led.utilisation_share"),
        (HALL, {"cooling_c": 50.0}, "hall.cooling_c"),
        (HALL, {"heating_c": 25.0}, "hall.heating_c"),  # above the cooling's
        (HALL, {"tower_cycles": 1.0}, "hall.tower_cycles"),  # no blow-down would be without end
        (HALL, {"carnot_share": 1.0}, "hall.carnot_share"),
        (COOLING, {"return_c": 8.0}, "measures.free_cooling.return_c"),  # as cold as the supply
        (COOLING, {"approach_k": 0.0}, "measures.free_cooling.approach_k"),
        (EARTH, {"depth_m": 300.0}, "measures.earth_air.depth_m"),
        (EARTH, {"soil_m2_per_day": 5e-7}, "measures.earth_air.soil_m2_per_day"),  # m²/s
        (SetPoints(cooling_c=26, heating_c=18, **MONEY), {"heating_c": 27.0}, "measures.set_points.heating_c"),
    ],
)  # fmt: skip
def test_a_number_that_cannot_be_is_refused_at_its_place(made: Any, change: dict[str, Any], place: str) -> None:
    with pytest.raises(InputError, match="TECHNOLOGY_RANGE") as refused:
        replace(made, **change)
    assert refused.value.place == place


def test_a_hall_needs_a_weather_with_humidity(weather: Weather) -> None:
    with pytest.raises(InputError, match="CLIMATE_HUMIDITY"):
        hall_state(HALL, CALENDAR, replace(weather, humidity_share=None), 0.0)
