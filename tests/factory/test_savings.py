"""Measurement and verification against independent arithmetic: scipy's least squares, the two-sample formula, and repeated sampling."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import lstsq

from lingtan.errors import InputError, LingtanError, MethodError
from lingtan.factory.savings import EnergyMonth, energy_baseline, measured_saving

DRIVERS = ("pieces", "heating_kd")


def months_of(year: int, used: np.ndarray, pieces: np.ndarray, heating: np.ndarray) -> list[EnergyMonth]:
    return [
        EnergyMonth(
            month=f"{year}-{i + 1:02d}", used_kwh=float(used[i]), drivers={"pieces": float(pieces[i]), "heating_kd": float(heating[i])}
        )
        for i in range(len(used))
    ]


def year_of(year: int, rng: np.random.Generator, *, saved_kwh: float = 0.0, sd_kwh: float = 800.0, count: int = 12) -> list[EnergyMonth]:
    pieces = 50_000 + 8_000 * rng.standard_normal(count)
    heating = np.maximum(0.0, 300 + 250 * np.cos(np.arange(count) * 2 * np.pi / 12) + 20 * rng.standard_normal(count))
    used = 20_000 + 0.9 * pieces + 12 * heating + sd_kwh * rng.standard_normal(count) - saved_kwh
    return months_of(year, used, pieces, heating)


def test_the_baseline_is_that_of_scipy() -> None:
    months = year_of(2024, np.random.default_rng(1))
    ours = energy_baseline(months, DRIVERS, workshop="w")
    rows = np.array([[1.0, one.drivers["pieces"], one.drivers["heating_kd"]] for one in months])
    used = np.array([one.used_kwh for one in months])
    theirs, *_ = lstsq(rows, used)
    assert ours.coefficients == pytest.approx(theirs, rel=1e-9)
    residuals = used - rows @ theirs
    assert ours.residual_kwh == pytest.approx(np.sqrt(residuals @ residuals / (12 - 3)), rel=1e-9)
    assert ours.covariance == pytest.approx(np.linalg.inv(rows.T @ rows), rel=1e-6)
    assert ours.fit_share == pytest.approx(1 - residuals @ residuals / ((used - used.mean()) @ (used - used.mean())), rel=1e-9)


def test_without_drivers_the_error_is_that_of_two_means() -> None:
    """A baseline of a mean alone: m·s·√(1/n + 1/m), as every textbook has it for the difference of two means."""
    rng = np.random.default_rng(2)
    used = 1_000 + 20 * rng.permutation([-3, -2, -2, -1, -1, 0, 0, 1, 1, 2, 2, 3])
    base = [EnergyMonth(month=f"2024-{i + 1:02d}", used_kwh=float(kwh), drivers={}) for i, kwh in enumerate(used)]
    after = [EnergyMonth(month=f"2025-{i + 1:02d}", used_kwh=900.0, drivers={}) for i in range(12)]
    fitted = energy_baseline(base, (), workshop="w")
    rho = max(fitted.correlation, 0.0)
    found = measured_saving(fitted, after)
    assert found.saving_kwh == pytest.approx(used.sum() - 12 * 900)
    expected = 12 * np.std(used, ddof=1) * np.sqrt(1 / 12 + 1 / 12) * np.sqrt((1 + rho) / (1 - rho))
    assert found.standard_error_kwh == pytest.approx(expected, rel=1e-12)


def test_the_error_of_a_baseline_is_the_published_one() -> None:
    """Vesma, "Uncertainty in savings estimates: a worked example" (enmanreg.org): SD 0.04423 over 24 months gives SE 0.00903."""
    half = 0.04423 * np.sqrt(23 / 24)
    months = [EnergyMonth(month=f"{2016 + i // 12}-{i % 12 + 1:02d}", used_kwh=1.0 + half * (-1) ** i, drivers={}) for i in range(24)]
    fitted = energy_baseline(months, (), workshop="w")
    assert fitted.residual_kwh == pytest.approx(0.04423, rel=1e-12)
    assert round(fitted.residual_kwh * float(np.sqrt(fitted.covariance[0, 0])), 5) == 0.00903


def test_more_production_is_no_loss_and_less_is_no_saving() -> None:
    rng = np.random.default_rng(3)
    fitted = energy_baseline(year_of(2024, rng, sd_kwh=0.01), DRIVERS, workshop="w")
    pieces, heating = np.full(12, 80_000.0), np.full(12, 200.0)
    busy = months_of(2025, 20_000 + 0.9 * pieces + 12 * heating, pieces, heating)
    assert abs(measured_saving(fitted, busy).saving_kwh) < 1.0
    quiet = months_of(2025, 20_000 + 0.9 * pieces / 2 + 12 * heating, pieces / 2, heating)
    assert abs(measured_saving(fitted, quiet).saving_kwh) < 1.0


def test_the_true_saving_lies_within_two_errors_about_as_often_as_it_should() -> None:
    """400 years of scatter: the share within two standard errors of t with nine degrees of freedom is 0.924; ρ only widens it."""
    rng = np.random.default_rng(4)
    inside = 0
    for _ in range(400):
        found = measured_saving(energy_baseline(year_of(2024, rng), DRIVERS, workshop="w"), year_of(2025, rng, saved_kwh=500.0))
        inside += abs(found.saving_kwh - 12 * 500.0) <= 2 * found.standard_error_kwh
    assert 0.89 <= inside / 400 <= 0.99


@pytest.mark.parametrize(
    ("count", "saved", "code"), [(1, 3_000.0, "SAVING_PERIOD"), (12, 30.0, "SAVING_WITHIN_ERROR"), (12, -900.0, "SAVING_WITHIN_ERROR")]
)
def test_a_saving_that_does_not_count_is_refused(count: int, saved: float, code: str) -> None:
    rng = np.random.default_rng(5)
    found = measured_saving(energy_baseline(year_of(2024, rng), DRIVERS, workshop="w"), year_of(2025, rng, saved_kwh=saved, count=count))
    with pytest.raises(MethodError) as refused:
        found.require_counted()
    assert refused.value.code == code


def test_one_month_within_its_error_is_refused_even_where_a_pack_asks_for_one_month() -> None:
    rng = np.random.default_rng(6)
    found = measured_saving(energy_baseline(year_of(2024, rng), DRIVERS, workshop="w"), year_of(2025, rng, saved_kwh=600.0, count=1))
    with pytest.raises(MethodError, match="SAVING_WITHIN_ERROR"):
        found.require_counted(least_months=1)
    clear = measured_saving(energy_baseline(year_of(2024, rng), DRIVERS, workshop="w"), year_of(2025, rng, saved_kwh=9_000.0, count=1))
    clear.require_counted(least_months=1)


@pytest.mark.parametrize(("errors", "counts"), [(1.0, False), (1.999, False), (2.0, False), (2.001, True)])
def test_a_saving_counts_beyond_twice_its_standard_error(errors: float, counts: bool) -> None:
    """METHODS 11, at the line itself: the factor of two is the method's and no setting."""
    rng = np.random.default_rng(7)
    found = measured_saving(energy_baseline(year_of(2024, rng), DRIVERS, workshop="w"), year_of(2025, rng, saved_kwh=900.0))
    measured = found.adjusted_baseline_kwh - errors * found.standard_error_kwh
    at_the_line = replace(found, measured_kwh=measured if errors != 2.0 else math.nextafter(measured, math.inf))
    if counts:
        at_the_line.require_counted()
        return
    with pytest.raises(MethodError, match="SAVING_WITHIN_ERROR"):
        at_the_line.require_counted()


@settings(max_examples=60, deadline=None)
@given(scale=st.floats(1e-3, 1e6), seed=st.integers(0, 10_000))
def test_the_unit_of_a_driver_changes_nothing(scale: float, seed: int) -> None:
    before, after = year_of(2024, np.random.default_rng(seed)), year_of(2025, np.random.default_rng(seed + 1), saved_kwh=700.0)
    plain = measured_saving(energy_baseline(before, DRIVERS, workshop="w"), after)
    scaled = [
        [EnergyMonth(month=m.month, used_kwh=m.used_kwh, drivers={k: v * scale for k, v in m.drivers.items()}) for m in part]
        for part in (before, after)
    ]
    other = measured_saving(energy_baseline(scaled[0], DRIVERS, workshop="w"), scaled[1])
    assert other.saving_kwh == pytest.approx(plain.saving_kwh, rel=1e-6, abs=1e-3)
    assert other.standard_error_kwh == pytest.approx(plain.standard_error_kwh, rel=1e-6)


GOOD = year_of(2024, np.random.default_rng(7))


def broken(index: int, **changes: object) -> list[EnergyMonth]:
    found = list(GOOD)
    old = found[index]
    found[index] = EnergyMonth(**{"month": old.month, "used_kwh": old.used_kwh, "drivers": old.drivers, **changes})  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    ("months", "drivers", "kind", "code"),
    [
        (GOOD[:11], DRIVERS, MethodError, "BASELINE_PERIOD"),  # eleven months are no year
        (GOOD[:5] + GOOD[6:], DRIVERS, InputError, "BASELINE_MONTH"),  # June is missing
        (broken(3, month="2024-13"), DRIVERS, InputError, "BASELINE_MONTH"),  # no such month
        (broken(3, used_kwh=float("nan")), DRIVERS, InputError, "BASELINE_MONTH"),
        (broken(3, used_kwh=-1.0), DRIVERS, InputError, "BASELINE_MONTH"),
        (GOOD, ("pieces", "nobody"), InputError, "BASELINE_DRIVER"),  # a driver that no month has
        (GOOD, ("pieces", "pieces"), InputError, "BASELINE_COLLINEAR"),  # one driver twice
    ],
)
def test_a_baseline_that_proves_nothing_is_refused(
    months: list[EnergyMonth], drivers: tuple[str, ...], kind: type[LingtanError], code: str
) -> None:
    with pytest.raises(kind) as refused:
        energy_baseline(months, drivers, workshop="w")
    assert refused.value.code == code


def test_the_reporting_period_begins_after_the_baseline() -> None:
    with pytest.raises(InputError, match="BASELINE_MONTH"):
        measured_saving(energy_baseline(GOOD, DRIVERS, workshop="w"), GOOD[6:])
