"""Humid air against ASHRAE's tables and example as PsychroLib prints them, wind against windpowerlib's own test figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.energy import (
    Calendar,
    Place,
    Turbine,
    Weather,
    air_density_kg_m3,
    enthalpy_kj_kg,
    exceeded_yield,
    hub_speed_m_s,
    humidity_ratio,
    pressure_pa,
    saturation_pa,
    synthetic_weather,
    wet_bulb_c,
    wind_per_kw,
)
from lingtan.errors import InputError

CALENDAR = Calendar(year=2023)
GHI = [70, 85, 120, 145, 172, 165, 153, 145, 126, 103, 73, 64]
AIR = [-4, -1, 6, 14, 20, 25, 27, 26, 21, 14, 5, -2]
TURBINE = Turbine(curve=((4, 0.3), (5, 0.4), (6, 0.5)), hub_m=10, shear_exponent=0.0)


def one(value: float) -> np.ndarray:
    return np.array([value], dtype=np.float64)


@pytest.mark.parametrize(
    ("air_c", "pascal"), [(-20, 103.24), (-5, 401.74), (5, 872.6), (25, 3169.7), (50, 12351.3), (100, 101418.0)]
)  # fmt: skip
def test_saturation_is_that_of_ashraes_table_3(air_c: float, pascal: float) -> None:
    """2017 ASHRAE Handbook, Fundamentals, chapter 1, table 3, as in psychrolib/tests/test_psychrolib_si.py."""
    assert saturation_pa(one(air_c))[0] == pytest.approx(pascal, rel=3e-4)


def test_ashraes_example_1_is_reached_from_its_wet_bulb() -> None:
    """Air of 40 °C and a wet bulb of 20 °C holds 0.0065 kg/kg, 14 % relative, 56.7 kJ/kg (chapter 1, example 1)."""
    ratio = one(0.0065)
    assert wet_bulb_c(one(40.0), ratio, 101325.0)[0] == pytest.approx(20.0, abs=0.1)
    assert humidity_ratio(one(40.0), 0.14, 101325.0)[0] == pytest.approx(0.0065, abs=1e-4)
    assert enthalpy_kj_kg(one(40.0), ratio)[0] == pytest.approx(56.7, abs=0.3)


def test_wet_bulbs_above_and_below_freezing_are_those_of_psychrolib() -> None:
    """At 95,461 Pa (500 m): 30 °C with 0.0192281274 gives 25 °C; −1 °C with 0.00120399820 gives −5 °C."""
    assert pressure_pa(500) == pytest.approx(95461, abs=1)
    assert wet_bulb_c(one(30.0), one(0.0192281274241096), 95461.0)[0] == pytest.approx(25.0, abs=0.01)
    assert wet_bulb_c(one(-1.0), one(0.00120399819933844), 95461.0)[0] == pytest.approx(-5.0, abs=0.01)


@given(air=st.floats(-30, 45), share=st.floats(0.05, 1.0))
def test_a_wet_bulb_lies_between_the_dew_point_and_the_air(air: float, share: float) -> None:
    ratio = humidity_ratio(one(air), share, 101325.0)
    wet = wet_bulb_c(one(air), ratio, 101325.0)[0]
    assert wet <= air + 1e-6
    assert humidity_ratio(one(wet), 1.0, 101325.0)[0] >= ratio[0] - 1e-9  # air at its wet bulb could hold what is in it


def test_speed_at_the_hub_is_windpowerlibs_by_hellmann() -> None:
    """windpowerlib/tests/test_wind_speed.py: 5.0 and 6.5 m/s at 10 m, exponent 0.2, give 7.92446596 and 10.30180575 at 100 m."""
    turbine = Turbine(curve=((3, 0), (25, 1)), hub_m=100, shear_exponent=0.2)
    assert hub_speed_m_s(turbine, np.array([5.0, 6.5])) == pytest.approx([7.92446596, 10.30180575], rel=1e-8)


def weather(wind: float, air_c: float) -> Weather:
    nothing = np.zeros(1)
    return Weather(
        ghi_w_m2=nothing, dni_w_m2=nothing, dhi_w_m2=nothing, air_c=one(air_c), wind_m_s=one(wind), synthetic=False, source="x"
    )  # fmt: skip


def test_power_in_dense_air_is_windpowerlibs_corrected_curve() -> None:
    """windpowerlib/tests/test_power_output.py: curve 300, 400, 500 at 4, 5, 6 m/s; 5.5 m/s at 1.3 kg/m³ gives 461.00290572."""
    pressure = pressure_pa(10)
    air_c = pressure / (287.042 * 1.3) - 273.15
    assert air_density_kg_m3(one(air_c), pressure)[0] == pytest.approx(1.3)
    assert wind_per_kw(TURBINE, weather(5.5, air_c))[0] * 1000 == pytest.approx(461.00290572, rel=1e-8)


def test_outside_its_curve_a_turbine_stands_still_and_losses_multiply() -> None:
    standard_c = pressure_pa(10) / (287.042 * 1.225) - 273.15
    assert wind_per_kw(TURBINE, weather(2.0, standard_c))[0] == 0
    assert wind_per_kw(TURBINE, weather(7.0, standard_c))[0] == 0
    lossy = replace(TURBINE, wake_share=0.1, standstill_share=0.05, cable_share=0.02)
    assert wind_per_kw(lossy, weather(5.5, standard_c))[0] == pytest.approx(0.45 * 0.9 * 0.95 * 0.98)


@given(first=st.floats(0, 24), more=st.floats(0, 5), air_c=st.floats(-30, 40))
def test_more_wind_up_to_the_rated_speed_never_makes_less(first: float, more: float, air_c: float) -> None:
    turbine = Turbine(curve=((3, 0.0), (12, 1.0), (40, 1.0)), hub_m=10)
    low, high = (wind_per_kw(turbine, weather(speed, air_c))[0] for speed in (first, first + more))
    assert 0 <= low <= high <= 1


@pytest.fixture(scope="module")
def windy() -> Weather:
    return synthetic_weather(
        Place(latitude=39.1, longitude=117.7), CALENDAR, GHI, AIR, seed=1, source="x", monthly_wind_m_s=[3.0] * 6 + [4.0] * 6,
        monthly_humidity_share=[0.5] * 12,
    )  # fmt: skip


def test_a_synthetic_year_has_the_monthly_winds_and_a_weibull_spread(windy: Weather) -> None:
    months = np.bincount(CALENDAR.month, weights=windy.wind_m_s) / np.bincount(CALENDAR.month)
    assert months == pytest.approx([3.0] * 6 + [4.0] * 6, rel=1e-9)
    # Rayleigh: the mean cube is 6/π of the cube of the mean.
    cube = np.mean((windy.wind_m_s / months[CALENDAR.month]) ** 3)
    assert cube == pytest.approx(6 / np.pi, rel=0.1)
    assert windy.humidity_share is not None
    assert 0.3 < windy.humidity_share.min() < windy.humidity_share.max() <= 1


def test_the_months_of_sun_and_air_do_not_depend_on_wind_and_humidity(windy: Weather) -> None:
    plain = synthetic_weather(Place(latitude=39.1, longitude=117.7), CALENDAR, GHI, AIR, seed=1, source="x")
    assert np.array_equal(plain.ghi_w_m2, windy.ghi_w_m2)
    assert np.array_equal(plain.air_c, windy.air_c)
    with pytest.raises(InputError, match="WIND_CALM"):
        wind_per_kw(TURBINE, plain)


def test_p90_of_a_windy_year_is_below_p50() -> None:
    assert exceeded_yield(1000.0, 0.12, 0.9) == pytest.approx(1000 * (1 - 1.2815515655 * 0.12))


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        ({"curve": ((4, 0.3),)}, "WIND_CURVE", "wind.curve"),  # one point
        ({"curve": ((5, 0.3), (4, 0.4))}, "WIND_CURVE", "wind.curve"),  # falling speeds
        ({"curve": ((4, 300.0), (5, 400.0))}, "WIND_CURVE", "wind.curve"),  # kilowatts
        ({"hub_m": 0.5}, "WIND_RANGE", "wind.hub_m"),
        ({"shear_exponent": 2.0}, "WIND_RANGE", "wind.shear_exponent"),
        ({"wake_share": 10.0}, "WIND_RANGE", "wind.wake_share"),  # percent
    ],
)
def test_a_turbine_that_cannot_be_is_refused_at_its_field(change: dict, code: str, place: str) -> None:
    with pytest.raises(InputError, match=code) as refused:
        replace(TURBINE, **change)
    assert refused.value.place == place


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"monthly_wind_m_s": [3.0] * 11}, "climate.monthly_wind_m_s"),
        ({"monthly_wind_m_s": [-1.0] * 12}, "climate.monthly_wind_m_s"),
        ({"monthly_humidity_share": [55.0] * 12}, "climate.monthly_humidity_share"),  # percent
    ],
)
def test_months_of_wind_and_humidity_that_cannot_be_are_refused(change: dict, place: str) -> None:
    with pytest.raises(InputError, match="CLIMATE_MONTHS") as refused:
        synthetic_weather(Place(latitude=39.1, longitude=117.7), CALENDAR, GHI, AIR, seed=1, source="x", **change)
    assert refused.value.place == place
