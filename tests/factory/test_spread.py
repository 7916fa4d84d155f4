"""Quantiles of forecasts: from errors gone by alone, as wide as those, and judged by the loss that quantiles make least."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.energy import FloatArray
from lingtan.factory.running import Spreads, pinball
from lingtan.factory.running.forecast import AHEAD_HOURS

DAYS = 120
HOURS = 24 * DAYS


def told_of(values: FloatArray, seed: int, bias: float = 0.0) -> FloatArray:
    """A forecast of each hour that errs by noise of 10 and a bias, whatever came before."""
    return np.maximum(values + bias + np.random.default_rng(seed).normal(size=len(values)) * 10, 0.0)


def run(values: FloatArray, point: FloatArray, until: int = HOURS) -> tuple[Spreads, dict[int, FloatArray]]:
    """Forecasts at every midnight; the load's quantiles a day ahead, by their first hour."""
    spreads, found = Spreads({"load": values, "heat": np.zeros(HOURS)}), {}
    for first in range(0, until, 24):
        ahead = np.concatenate([point, point[:AHEAD_HOURS]])[first : first + AHEAD_HOURS]
        made = spreads.add(first, {"load": ahead, "heat": np.zeros(AHEAD_HOURS)})
        if ("load", 1) in made:
            found[first] = made["load", 1]
    return spreads, found


VALUES = 500.0 + 200.0 * np.sin(np.arange(HOURS) / 12)


def test_the_pinball_loss_of_a_worked_example() -> None:
    """q = 0.9: 10 short costs 9, 10 over costs 1; the mean of both is 5."""
    assert pinball(0.9, np.array([90.0, 110.0]), np.array([100.0, 100.0])) == pytest.approx((9 + 1) / 2)
    assert pinball(0.5, np.array([90.0, 110.0]), np.array([100.0, 100.0])) == pytest.approx(5.0)  # half the mean absolute error


@pytest.mark.parametrize("bias", [0.0, 15.0])
def test_four_hours_of_five_lie_within_and_a_bias_is_taken_out(bias: float) -> None:
    spreads, found = run(VALUES, told_of(VALUES, 1, bias))
    day, second = spreads.found()
    assert (day.series, day.day, second.day) == ("load", 1, 2)  # nothing is no series
    assert day.hours == 24 * len(found)
    assert day.inside_share == pytest.approx(0.8, abs=0.05)
    assert day.pinball_share == pytest.approx((day.p10_share + day.p50_share + day.p90_share) / 3)
    assert day.pinball_share < day.point_share  # with a bias by far
    normal = np.mean([1.7550, 3.9894, 1.7550]) / VALUES.mean()  # 10·φ(Φ⁻¹(q)): the least loss of a normal error of 10
    assert normal < day.pinball_share < 1.12 * normal


def test_nothing_is_told_before_fourteen_forecasts_are_over() -> None:
    _, found = run(VALUES, told_of(VALUES, 1))
    assert min(found) == 14 * 24
    spreads, _ = run(VALUES, told_of(VALUES, 1), until=14 * 24)
    assert spreads.found() == ()


def test_quantiles_are_in_order_and_never_below_nought() -> None:
    sun = np.maximum(np.sin((np.arange(HOURS) % 24 - 6) / 12 * np.pi), 0.0) * 8
    _, found = run(sun, told_of(sun, 2))
    for bands in found.values():
        assert bands.shape == (3, 24)
        assert (bands >= 0).all()
        assert (np.diff(bands, axis=0) >= 0).all()


def test_nights_are_no_merit_of_the_quantiles() -> None:
    """Half of the hours are dark: they do not bring the share within P10 and P90 nearer to one."""
    sun = np.maximum(np.sin((np.arange(HOURS) % 24 - 6) / 12 * np.pi), 0.0) * 400
    lit = np.where(sun > 0, told_of(sun, 3), 0.0)
    day, _ = run(sun, lit)[0].found()
    assert day.inside_share == pytest.approx(0.8, abs=0.05)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000), st.integers(15, DAYS - 1))
def test_no_later_hour_moves_a_quantile(seed: int, day: int) -> None:
    first, point = 24 * day, told_of(VALUES, seed)
    other = VALUES.copy()
    other[first:] = np.random.default_rng(seed).uniform(0, 5000, HOURS - first)
    assert np.array_equal(run(VALUES, point, first + 24)[1][first], run(other, point, first + 24)[1][first])
