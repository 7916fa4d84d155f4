"""Drift of a meter from its baseline, adjusted by weekday and drivers: each later day against it, and when the sum is too large.

Baseline of daily energy by ordinary least squares (as IPMVP's adjusted baseline, option B or C), E = b₀ + weekday + Σ bⱼ·xⱼ + e. Each later
day's difference z is taken in its own deviations s·√(1 + xᵀ(XᵀX)⁻¹x). With ρ the lag-1 correlation of e where positive (that of the
residuals and what the fit took of it, Σ H[d, d−1]/(n − p)), w = (z_d − ρ·z_{d−1})/√(1 − ρ²) is watched by a two-sided CUSUM (`threshold`).
A day counts for ±4 at most, so that one day alone never alarms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from lingtan.energy import FloatArray
from lingtan.errors import InputError, MethodError
from lingtan.factory.running.regression import Fitted, least_squares
from lingtan.factory.running.threshold import REFERENCE, Threshold, run_length, threshold

__all__ = ["LEAST_DAYS", "Alarm", "DayUse", "Drift", "DriftBaseline", "WatchedDay", "drift", "drift_baseline"]

#: Eight weeks.
LEAST_DAYS = 56
_DAYS_OF_WEEK = 7
_MOST_CORRELATION = 0.9
_MOST_OF_A_DAY = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DayUse:
    """A whole day of a meter: beginnings of its hours, energy of each [kWh], and what drove it by name (pieces, degree days [K·d])."""

    day: date
    starts: tuple[str, ...]
    hours_kwh: tuple[float, ...]
    drivers: Mapping[str, float]

    @property
    def used_kwh(self) -> float:
        """The day's energy. [kWh]"""
        return sum(self.hours_kwh)


@dataclass(frozen=True, kw_only=True)
class DriftBaseline:
    """A meter's baseline of daily energy; `profile` is the mean share of each hour in a day's energy by weekday, shape (7, 25)."""

    meter: str
    first: date
    last: date
    days: int
    drivers: tuple[str, ...]
    mean_kwh: float
    fitted: Fitted
    correlation: float
    profile: FloatArray
    threshold: Threshold

    def found_in_days(self, shift_kwh: float) -> float:
        """Mean days until a lasting change of so many kilowatt-hours a day alarms. [d]"""
        kept = self.correlation
        return run_length(self.threshold.height_sd, abs(shift_kwh) / self.fitted.residual_kwh * ((1 - kept) / (1 + kept)) ** 0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedDay:
    """A day against the baseline [kWh], and both sums after it, in standard deviations of a day."""

    day: date
    used_kwh: float
    expected_kwh: float
    up_sd: float
    down_sd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A drift that was found: the hour in which the sum passed its threshold, the day from which on it was summed, and the last day of it.

    `size_kwh` is what was used beside the baseline from `since` to `last`, more where positive.
    """

    meter: str
    hour: str
    since: date
    last: date
    size_kwh: float
    days: int

    @property
    def id(self) -> str:
        """Its name: the meter and the hour."""
        return f"{self.meter}@{self.hour}"

    @property
    def kwh_per_day(self) -> float:
        """Mean of its days. [kWh/d]"""
        return self.size_kwh / self.days


@dataclass(frozen=True, kw_only=True)
class Drift:
    """A meter's days after its baseline, and what was found in them."""

    baseline: DriftBaseline
    days: tuple[WatchedDay, ...]
    alarms: tuple[Alarm, ...]

    def excess_kwh(self, first: date, last: date) -> float:
        """What was used beside the baseline between two days. [kWh]"""
        return sum(one.used_kwh - one.expected_kwh for one in self.days if first <= one.day <= last)


def _rows(days: Sequence[DayUse], drivers: Sequence[str]) -> FloatArray:
    """One row a day: one, flags of Tuesday to Sunday, the drivers; shape (n, p). Raises InputError `BASELINE_DRIVER`."""
    for day in days:
        missing = [name for name in drivers if name not in day.drivers]
        if missing:
            raise InputError("BASELINE_DRIVER", place=day.day.isoformat(), driver=missing[0])
    weekday = np.eye(_DAYS_OF_WEEK)[[day.day.weekday() for day in days]]
    driven = np.array([[float(day.drivers[name]) for name in drivers] for day in days]).reshape(len(days), len(drivers))
    return np.column_stack([np.ones(len(days)), weekday[:, 1:], driven])


def drift_baseline(days: Sequence[DayUse], drivers: Sequence[str], *, meter: str, false_alarm_days: float) -> DriftBaseline:
    """The baseline of whole days in their order; days that lack a reading are not among them.

    Raises MethodError `DRIFT_PERIOD` below eight weeks of days, InputError `BASELINE_DRIVER`, `BASELINE_COLLINEAR`, `DRIFT_FLAT` for a
    meter that counts the same every day, or nothing.
    """
    needed = max(LEAST_DAYS, 3 * (_DAYS_OF_WEEK + len(drivers)))
    if len(days) < needed:
        raise MethodError("DRIFT_PERIOD", place=meter, days=len(days), least=needed)
    used = np.array([day.used_kwh for day in days])
    rows = _rows(days, drivers)
    fitted = least_squares(rows, used, place=meter, drivers=["weekday", *drivers])
    if fitted.residual_kwh <= 1e-9 * max(float(used.max()), 1e-9):
        raise InputError("DRIFT_FLAT", place=meter)
    summed = np.zeros((_DAYS_OF_WEEK, 25))
    for day in days:
        summed[day.day.weekday(), : len(day.hours_kwh)] += day.hours_kwh
    freedom = len(days) - len(fitted.coefficients)
    taken = float(np.einsum("ij,jk,ik->", rows[1:], fitted.covariance, rows[:-1])) / freedom
    correlation = min(max(fitted.correlation + taken, 0.0), _MOST_CORRELATION)
    return DriftBaseline(
        meter=meter, first=days[0].day, last=days[-1].day, days=len(days), drivers=tuple(drivers),
        mean_kwh=float(used.mean()), fitted=fitted, correlation=correlation,
        profile=summed / np.maximum(summed.sum(axis=1, keepdims=True), 1e-9),
        threshold=threshold(false_alarm_days, days=len(days), freedom=freedom, correlation=correlation),
    )  # fmt: skip


def drift(baseline: DriftBaseline, days: Sequence[DayUse]) -> Drift:
    """The days after the baseline, in their order; what drifts on, or again within a week, is one alarm that grows.

    Raises InputError `BASELINE_DRIVER`.
    """
    later, watch = [day for day in days if day.day > baseline.last], _Watch(baseline)
    if not later:
        return Drift(baseline=baseline, days=(), alarms=())
    rows, fitted = _rows(later, baseline.drivers), baseline.fitted
    expected = (rows * fitted.coefficients).sum(axis=1)  # row by row: the days to come change no bit of those gone
    spread = fitted.residual_kwh * np.sqrt(1.0 + np.einsum("ij,jk,ik->i", rows, fitted.covariance, rows))
    for day, usual, doubt in zip(later, expected.tolist(), spread.tolist(), strict=True):
        watch.see(day, usual, doubt)
    return Drift(baseline=baseline, days=tuple(watch.days), alarms=tuple(watch.alarms))


class _Watch:
    """Two sums, the days each has run for, and what they found."""

    def __init__(self, baseline: DriftBaseline) -> None:
        self._of, self._height = baseline, baseline.threshold.height_sd
        self._kept = baseline.correlation
        self._last: tuple[date, float] | None = None
        self._sums = {1: 0.0, -1: 0.0}
        self._runs: dict[int, list[WatchedDay]] = {1: [], -1: []}
        self._open: dict[int, int] = {}
        self.days: list[WatchedDay] = []
        self.alarms: list[Alarm] = []

    def see(self, day: DayUse, expected: float, spread: float) -> None:
        """The next day, with what it would have used and how far that may be off. [kWh]"""
        off = (day.used_kwh - expected) / spread
        step = off
        if self._last is not None and self._last[0] == day.day - timedelta(days=1):
            step = (off - self._kept * self._last[1]) / (1.0 - self._kept**2) ** 0.5
        self._last = (day.day, off)
        step = min(max(step, -_MOST_OF_A_DAY), _MOST_OF_A_DAY)
        before = dict(self._sums)
        for side in (1, -1):
            self._sums[side] = max(0.0, before[side] + side * step - REFERENCE)
        seen = WatchedDay(
            day=day.day, used_kwh=day.used_kwh, expected_kwh=expected, up_sd=self._sums[1], down_sd=self._sums[-1]
        )  # fmt: skip
        self.days.append(seen)
        for side in (1, -1):
            self._run(side, day, seen, before[side], side * step)

    def _run(self, side: int, day: DayUse, seen: WatchedDay, before: float, step: float) -> None:
        run = self._runs[side]
        run.append(seen)
        if self._sums[side] == 0.0:
            run.clear()
        if self._sums[side] <= self._height:
            return
        at = self._open.get(side)
        if at is not None and (run[0].day - self.alarms[at].last).days <= _DAYS_OF_WEEK:
            self.alarms[at] = self._alarm(self.alarms[at].hour, self.alarms[at].since, seen.day)
        else:
            self._open[side] = len(self.alarms)
            self.alarms.append(self._alarm(self._hour(day, seen, before, step), run[0].day, seen.day))
        self._sums[side] = 0.0
        run.clear()

    def _alarm(self, hour: str, since: date, last: date) -> Alarm:
        its = [one for one in self.days if since <= one.day <= last]
        size = sum(one.used_kwh - one.expected_kwh for one in its)
        return Alarm(meter=self._of.meter, hour=hour, since=since, last=last, size_kwh=size, days=len(its))

    def _hour(self, day: DayUse, seen: WatchedDay, before: float, step: float) -> str:
        """The first hour after which the day's differences so far would have brought the sum above the threshold."""
        shares = self._of.profile[day.day.weekday(), : len(day.hours_kwh)]
        so_far = np.cumsum(np.array(day.hours_kwh) - seen.expected_kwh * shares)
        if abs(so_far[-1]) < 1e-9:
            return day.starts[-1]
        passed = before + step * so_far / so_far[-1] - REFERENCE > self._height
        return day.starts[int(np.argmax(passed))] if passed.any() else day.starts[-1]
