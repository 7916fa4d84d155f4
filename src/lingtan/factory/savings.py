"""Measurement and verification of a saving: a baseline that is adjusted by production and weather, and what was used instead.

Ordinary least squares over the months of a baseline period (IPMVP option B or C; ASHRAE Guideline 14-2014 section 5):

    E = b₀ + Σ bⱼ·xⱼ + e                       baseline [kWh/month], x: pieces made, degree days
    saving = Σ (x·b) − Σ E_measured            over the m months after the measure
    se² = s² · (m + vᵀ(XᵀX)⁻¹v) · (1 + ρ)/(1 − ρ),  v = Σ x,  s² = Σe² / (n − p)

which is the variance of the difference between m new months and their prediction; ρ is the residuals' lag-1 correlation where positive,
as Guideline 14 shortens n to n·(1 − ρ)/(1 + ρ). The clauses were not read: see docs/golden-thread.md.
"""

from __future__ import annotations

import calendar
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from lingtan.energy import FloatArray
from lingtan.errors import InputError, MethodError
from lingtan.evidence import DEFAULT_MONTHS, MeasuredSaving
from lingtan.factory.running.regression import least_squares

__all__ = ["EnergyBaseline", "EnergyMonth", "energy_baseline", "measured_saving"]

_MOST_CORRELATION = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyMonth:
    """One month (`2025-03`): what a workshop used [kWh] and what drove it, by name (pieces, degree days [K·d])."""

    month: str
    used_kwh: float
    drivers: Mapping[str, float]

    @property
    def first(self) -> date:
        """Its first day. Raises InputError `BASELINE_MONTH`."""
        try:
            return date.fromisoformat(f"{self.month}-01")
        except ValueError as exc:
            raise InputError("BASELINE_MONTH", place=self.month, month=self.month) from exc

    @property
    def last(self) -> date:
        """Its last day."""
        return self.first.replace(day=calendar.monthrange(self.first.year, self.first.month)[1])


@dataclass(frozen=True, kw_only=True)
class EnergyBaseline:
    """A fitted baseline: coefficients [kWh] and [kWh per unit of each driver], residual scatter, and how good the fit is.

    `covariance` is (XᵀX)⁻¹, shape (p, p); `cv_rmse_share` the scatter over the mean month; `fit_share` R²; `correlation` is of the
    residuals with those of the month before.
    """

    workshop: str
    start: date
    end: date
    drivers: tuple[str, ...]
    coefficients: FloatArray
    covariance: FloatArray
    residual_kwh: float
    cv_rmse_share: float
    fit_share: float
    correlation: float

    def expected_kwh(self, month: EnergyMonth) -> float:
        """What the month would have used without the measure. [kWh]."""
        return float(self.coefficients @ _row(month, self.drivers))


def _row(month: EnergyMonth, drivers: Sequence[str]) -> FloatArray:
    missing = [name for name in drivers if name not in month.drivers]
    if missing:
        raise InputError("BASELINE_DRIVER", place=month.month, driver=missing[0])
    return np.array([1.0, *(float(month.drivers[name]) for name in drivers)])


def _checked(months: Sequence[EnergyMonth], workshop: str) -> None:
    """Raises InputError `BASELINE_MONTH` for a month missing, twice, or with a use that is no number."""
    for before, after in itertools.pairwise(months):
        ahead = (after.first.year - before.first.year) * 12 + after.first.month - before.first.month
        if ahead != 1:
            raise InputError("BASELINE_MONTH", place=workshop, month=after.month)
    for month in months:
        if not np.isfinite([month.used_kwh, *month.drivers.values()]).all() or month.used_kwh < 0:
            raise InputError("BASELINE_MONTH", place=workshop, month=month.month)


def energy_baseline(
    months: Sequence[EnergyMonth], drivers: Sequence[str], *, workshop: str, least_months: int = DEFAULT_MONTHS
) -> EnergyBaseline:
    """The baseline of consecutive months.

    Raises MethodError `BASELINE_PERIOD` for fewer than `least_months` or too few to see a scatter, InputError `BASELINE_MONTH`, and
    `BASELINE_COLLINEAR` where the drivers cannot be told apart (one does not vary, two move together).
    """
    _checked(months, workshop)
    needed = max(least_months, len(drivers) + 3)
    if len(months) < needed:
        raise MethodError("BASELINE_PERIOD", place=workshop, months=len(months), least=needed)
    rows = np.array([_row(month, drivers) for month in months])
    used = np.array([month.used_kwh for month in months])
    fitted = least_squares(rows, used, place=workshop, drivers=drivers)
    squares, spread = float(fitted.residuals @ fitted.residuals), float(((used - used.mean()) ** 2).sum())
    return EnergyBaseline(
        workshop=workshop,
        start=months[0].first,
        end=months[-1].last,
        drivers=tuple(drivers),
        coefficients=fitted.coefficients,
        covariance=fitted.covariance,
        residual_kwh=fitted.residual_kwh,
        cv_rmse_share=fitted.residual_kwh / float(used.mean()),
        fit_share=1.0 - squares / spread if spread > 0 else 1.0,
        correlation=fitted.correlation,
    )


def measured_saving(baseline: EnergyBaseline, months: Sequence[EnergyMonth]) -> MeasuredSaving:
    """What the months after the measure saved against the adjusted baseline, with its standard error. [kWh]

    Whether it counts is its own question (`MeasuredSaving.require_counted`). Raises InputError `BASELINE_MONTH`, also where the months
    are none or begin before the baseline has ended.
    """
    if not months or months[0].first <= baseline.end:
        raise InputError("BASELINE_MONTH", place=baseline.workshop, month=months[0].month if months else "-")
    _checked(months, baseline.workshop)
    rows = np.array([_row(month, baseline.drivers) for month in months])
    whole = rows.sum(axis=0)
    rho = min(max(baseline.correlation, 0.0), _MOST_CORRELATION)
    spread = (len(months) + float(whole @ baseline.covariance @ whole)) * (1.0 + rho) / (1.0 - rho)
    return MeasuredSaving(
        workshop=baseline.workshop,
        baseline_start=baseline.start,
        baseline_end=baseline.end,
        period_start=months[0].first,
        period_end=months[-1].last,
        drivers=baseline.drivers,
        adjusted_baseline_kwh=float(whole @ baseline.coefficients),
        measured_kwh=float(sum(month.used_kwh for month in months)),
        standard_error_kwh=baseline.residual_kwh * float(np.sqrt(spread)),
    )
