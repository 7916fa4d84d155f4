"""Forecasts of the next 48 hours: nothing of the future in them, better than yesterday again, and what that is worth in operation."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_sites import random_site

from lingtan.energy import Calendar, FloatArray
from lingtan.factory import Forecast, Site, foresight, operate, plan
from lingtan.factory.running import Skills, Sky, forecaster
from lingtan.factory.running.forecast import AHEAD_HOURS, FITTED_FROM, _Regression

WEEKS = 9


@dataclass(frozen=True, kw_only=True)
class Weeks(Calendar):
    """The first weeks of a year."""

    def __post_init__(self) -> None:
        Calendar.__post_init__(self)
        object.__setattr__(self, "starts", self.starts[: 168 * WEEKS])


CALENDAR = Weeks(year=2023)


def series(seed: int) -> tuple[dict[str, FloatArray], Sky]:
    """A plant of six days with noise that lasts, and panels under days of all kinds."""
    rng, hour = np.random.default_rng(seed), CALENDAR.hour_of_day
    days = CALENDAR.hours // 24
    noise = np.zeros(CALENDAR.hours)
    for t in range(1, len(noise)):
        noise[t] = 0.9 * noise[t - 1] + rng.normal() * 20
    load = 1000.0 + 800.0 * ((hour >= 7) & (hour < 23) & (CALENDAR.weekday < 6)) + noise
    clear = np.maximum(0.0, np.sin((hour - 6) / 12 * np.pi)) * 900.0
    pv = clear / 1000.0 * np.repeat(rng.uniform(0.15, 0.85, days), 24)
    sky = Sky(air_c=10 + 8 * np.sin(np.arange(CALENDAR.hours) / 200), clear_w_m2=clear)
    return {"load": load, "heat": np.zeros(CALENDAR.hours), "pv": pv}, sky


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 168 * WEEKS - 1), st.sampled_from(list(Forecast)))
def test_no_later_value_moves_a_forecast(seed: int, first: int, kind: Forecast) -> None:
    """Once the first day is over: that one is known from the beginning."""
    first = max(first, 24)
    known, sky = series(seed)
    other = {name: values.copy() for name, values in known.items()}
    for values in other.values():
        values[first:] = np.random.default_rng(seed + 1).uniform(0, 5000, len(values) - first)
    later = Sky(air_c=np.where(np.arange(CALENDAR.hours) < first, sky.air_c, 40.0), clear_w_m2=sky.clear_w_m2)
    one = forecaster(kind, known, CALENDAR, sky).ahead(first)
    two = forecaster(kind, other, CALENDAR, later).ahead(first)
    for name, told in one.items():
        assert told.shape == (AHEAD_HOURS,)
        assert (told >= 0).all()
        np.testing.assert_array_equal(told, two[name])


def test_the_order_in_which_forecasts_are_asked_for_does_not_matter_for_the_last() -> None:
    known, sky = series(3)
    asked = forecaster(Forecast.RIDGE, known, CALENDAR, sky)
    for first in range(0, 168 * WEEKS, 24):
        last = asked.ahead(first)
    alone = forecaster(Forecast.RIDGE, known, CALENDAR, sky).ahead(first)
    for name, told in last.items():
        np.testing.assert_allclose(told, alone[name], rtol=1e-7, atol=1e-7)


def test_before_two_weeks_are_known_the_regression_says_yesterday_again() -> None:
    known, sky = series(1)
    for first in (0, 100, FITTED_FROM - 1):
        naive, told = (forecaster(kind, known, CALENDAR, sky).ahead(first) for kind in Forecast)
        for name in known:
            np.testing.assert_array_equal(naive[name], told[name])


def errors(kind: Forecast, seed: int) -> dict[tuple[str, int], float]:
    known, sky = series(seed)
    asked, skills = forecaster(kind, known, CALENDAR, sky), Skills(known)
    for first in range(0, CALENDAR.hours, 24):
        skills.add(first, asked.ahead(first))
    return {(one.series, one.day): one.nmae_share for one in skills.found()}


@pytest.mark.parametrize("seed", range(2))
def test_the_regression_is_nearer_than_yesterday_on_both_days(seed: int) -> None:
    naive, told = (errors(kind, seed) for kind in Forecast)
    assert set(naive) == {("load", 1), ("load", 2), ("pv", 1), ("pv", 2)}  # nothing is no series
    for day in (1, 2):
        assert told["load", day] < 0.5 * naive["load", day]
        assert told["pv", day] < 0.95 * naive["pv", day]


def test_the_fit_is_that_of_least_squares_with_the_penalty_as_rows() -> None:
    rng = np.random.default_rng(5)
    rows = np.column_stack([np.ones(600), rng.normal(size=(600, 6))])
    values = np.maximum(rows @ rng.uniform(0, 2, 7) + 3 + rng.normal(size=600), 0.0)
    ours = _Regression(values, rows, 2.0)
    ours.told(504, 0)
    penalty = np.diag([1e-9**0.5, *np.ones(6)])
    theirs = np.linalg.lstsq(np.vstack([rows[168:504], penalty]), np.concatenate([values[168:504] / 2, np.zeros(7)]), rcond=None)[0]
    np.testing.assert_allclose(ours._coefficients, theirs, rtol=1e-8, atol=1e-10)


def plant(seed: int) -> tuple[Site, Sky]:
    """A random site with the load and sun of `series`, and a battery that is worth its price."""
    known, sky = series(seed)
    site = random_site(seed, basis=None, calendar=CALENDAR)
    pv = tuple(replace(made, per_kw=known["pv"], capex_yuan_per_kw=100.0) for made in site.generators if made.name == "pv")
    battery = replace(site.battery, max_kw=600.0, max_kwh=2400.0, capex_yuan_per_kw=10.0, capex_yuan_per_kwh=20.0)
    hours = np.zeros(CALENDAR.hours)
    return replace(
        site, load_kw=known["load"], heat_kw=hours, generators=pv, battery=battery, measures=(), whole=(), overlaps=(), grid_kw=1e5
    ), sky  # fmt: skip


def test_a_better_forecast_leaves_less_regret() -> None:
    regrets = {kind: [] for kind in Forecast}
    for seed in (0, 3):
        site, sky = plant(seed)
        made = plan(site)
        assert made.sizes["battery_kwh"] > 100
        perfect = foresight(made)
        for kind, found in regrets.items():
            ran = operate(made, forecast=kind, sky=sky, perfect_yuan=perfect)
            assert ran.forecast is kind
            assert {one.series for one in ran.skills} >= {"load"}
            found.append(ran.regret_share)
    assert sum(regrets[Forecast.RIDGE]) < sum(regrets[Forecast.PERSISTENCE])
    assert min(regrets[Forecast.RIDGE]) > -0.01
