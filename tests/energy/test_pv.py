"""Photovoltaics against what the facts measured and against bounds of physics."""

from __future__ import annotations

import numpy as np
import pytest

from lingtan.energy import Calendar, Place, PvArray, exceeded_yield, pv_per_kw, roof_kw, synthetic_weather
from lingtan.errors import InputError

TIANJIN = Place(latitude=39.1, longitude=117.7)
#: Sums to 1,421 kWh/m²: the yearly figure of facts/factory.md section 3, unverified there; monthly shape assumed. [kWh/m²]
GHI = [70, 85, 120, 145, 172, 165, 153, 145, 126, 103, 73, 64]
AIR = [-4, -1, 6, 14, 20, 25, 27, 26, 21, 14, 5, -2]
CALENDAR = Calendar(year=2023)


@pytest.fixture(scope="module")
def weather():
    return synthetic_weather(TIANJIN, CALENDAR, GHI, AIR, seed=1, source="assumed")


def test_the_synthetic_year_has_the_months_it_was_given_and_says_that_it_is_synthetic(weather) -> None:
    months = np.bincount(CALENDAR.month, weights=weather.ghi_w_m2) / 1000
    assert months == pytest.approx(GHI, rel=1e-9)
    assert weather.synthetic
    assert weather.ghi_w_m2.max() < 1200
    # Beam and diffuse make up the horizontal again.
    assert (weather.dhi_w_m2 <= weather.ghi_w_m2 + 1e-9).all()


def test_the_yield_of_tianjin_lies_where_the_facts_measured_it(weather) -> None:
    """facts/factory.md section 3: 1,221 kWh/kWp at 10°, 1,294 at 35° with the same yearly total."""
    flat = pv_per_kw(PvArray(tilt_deg=10), TIANJIN, CALENDAR, weather).sum()
    steep = pv_per_kw(PvArray(tilt_deg=35), TIANJIN, CALENDAR, weather).sum()
    assert flat == pytest.approx(1221, rel=0.05)
    assert steep == pytest.approx(1294, rel=0.06)
    assert steep > flat


def test_a_roof_of_30000_m2_carries_what_the_facts_computed() -> None:
    assert roof_kw(30_000, 0.7, 200) == pytest.approx(4200)
    with pytest.raises(InputError, match="ENERGY_ROOF"):
        roof_kw(30_000, 1.2, 200)


def test_no_power_at_night_and_never_more_than_the_inverter(weather) -> None:
    made = pv_per_kw(PvArray(), TIANJIN, CALENDAR, weather)
    assert (made[(CALENDAR.hour_of_day >= 22) | (CALENDAR.hour_of_day <= 3)] == 0).all()
    assert made.max() <= 0.96


def test_p90_is_below_p50_by_the_normal_law() -> None:
    assert exceeded_yield(1221, 0.05, 0.5) == pytest.approx(1221, abs=1e-6)
    assert exceeded_yield(1221, 0.05, 0.9) == pytest.approx(1221 * (1 - 1.2815515655 * 0.05), rel=1e-9)


def test_a_month_with_more_sun_than_a_clear_sky_is_refused() -> None:
    with pytest.raises(InputError, match="ENERGY_CLIMATE"):
        synthetic_weather(TIANJIN, CALENDAR, [300, *GHI[1:]], AIR, seed=1, source="x")


def test_another_seed_is_another_year_with_the_same_months() -> None:
    a = synthetic_weather(TIANJIN, CALENDAR, GHI, AIR, seed=1, source="x").ghi_w_m2
    b = synthetic_weather(TIANJIN, CALENDAR, GHI, AIR, seed=2, source="x").ghi_w_m2
    assert not np.array_equal(a, b)
    assert a.sum() == pytest.approx(b.sum())
