"""The next 48 hours, told from hours gone by alone: yesterday again, or a ridge regression that is fitted anew every week.

Ridge (Hoerl and Kennard 1970), for hour t and lead h in 0 to 47 hours, one model for each day of lead:

    ŷ(t) = b₀ + a[hour of day] + c[hour of week] + Σ βᵢ·y(t − Lᵢ) + γ·ȳ₂₄ + δ·ȳ₁₆₈ + η·(18 − θ)₊ + κ·(θ − 22)₊,   L = 24 d, 24 d + 24, 168
    PV:  ŷ(t) = G(t) · (b₀ + a[hour] + β·k(t − 24 d) + γ·k̄ of one, 7 and 28 days + season),   k = y/G

d is the day of lead, θ the air of 24 d hours before, G the clear sky's irradiance (Haurwitz 1945), which the calendar alone gives. All that
a row holds of the series is older than 24 d hours, and only rows before the forecast are fitted, so that no later value can move it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np

from lingtan.energy import Calendar, FloatArray, IntArray

__all__ = ["AHEAD_HOURS", "FITTED_FROM", "Forecast", "Forecaster", "Sky", "forecaster"]

#: How far a forecast looks.
AHEAD_HOURS = 48
_DAY, _WEEK = 24, 168
#: Before two weeks are known, the regression says what persistence says.
FITTED_FROM = 2 * _WEEK
#: Weight of the squared coefficients. Columns are of the size of one: flags, and values over the mean of the first two weeks.
_RIDGE = 1.0
_CLEAR_LEAST = 0.02


class Forecast(StrEnum):
    """Yesterday again (朴素持续法), or the regression (岭回归)."""

    PERSISTENCE = "persistence"
    RIDGE = "ridge"


@dataclass(frozen=True, kw_only=True)
class Sky:
    """Air [°C], of which only hours gone by are looked at, and the clear sky on the horizontal [W/m²]; shape (T,)."""

    air_c: FloatArray
    clear_w_m2: FloatArray


class Forecaster(Protocol):
    """Whoever can tell the next hours of each series by its name."""

    def ahead(self, first: int) -> Mapping[str, FloatArray]:
        """The hours `first` to `first + 47`, shape (48,), in the unit of the series; past the year's end its first hours follow."""


def forecaster(kind: Forecast, series: Mapping[str, FloatArray], calendar: Calendar, sky: Sky | None = None) -> Forecaster:
    """The forecaster of some series, shape (T,). `pv` is told by its clear-sky index where the sky is given."""
    if kind is Forecast.PERSISTENCE:
        return _Persistence(series)
    return _Ridge(series, calendar, sky)


class _Persistence:
    def __init__(self, series: Mapping[str, FloatArray]) -> None:
        self._series = series

    def ahead(self, first: int) -> Mapping[str, FloatArray]:
        """The last 24 true hours again and again; the year's first day is known."""
        yesterday = np.arange(AHEAD_HOURS) % _DAY + max(first - _DAY, 0)
        return {name: values[yesterday] for name, values in self._series.items()}


class _Ridge:
    def __init__(self, series: Mapping[str, FloatArray], calendar: Calendar, sky: Sky | None) -> None:
        self._naive = _Persistence(series)
        self._regressions: dict[str, tuple[_Regression, ...]] = {}
        for name, values in series.items():
            if values.any() and calendar.hours > FITTED_FROM:
                self._regressions[name] = tuple(_regression(name, values, calendar, sky, day) for day in (1, 2))

    def ahead(self, first: int) -> Mapping[str, FloatArray]:
        """Each day of lead by its own regression; a series of nothing stays nothing."""
        told = dict(self._naive.ahead(first))
        if first >= FITTED_FROM:
            for name, (near, far) in self._regressions.items():
                told[name] = np.concatenate([near.told(first, 0), far.told(first, _DAY)])
        return told


class _Regression:
    """One series at one day of lead: rows for every hour, fitted on those before the week of the forecast began."""

    def __init__(self, values: FloatArray, rows: FloatArray, scale: float) -> None:
        self._values, self._rows, self._scale = values / scale, rows, scale
        width = rows.shape[1]
        self._gram: FloatArray = np.zeros((width, width))
        self._moment: FloatArray = np.zeros(width)
        self._coefficients: FloatArray = np.zeros(width)
        self._most, self._until = 0.0, _WEEK

    def told(self, first: int, lead: int) -> FloatArray:
        """A day that begins `lead` hours after `first`, never below nought nor above 1.2 times what was ever seen."""
        self._fit(first - first % _WEEK)
        told = self._rows[first + lead : first + lead + _DAY] @ self._coefficients
        within: FloatArray = np.clip(told, 0.0, 1.2 * self._most) * self._scale
        return within

    def _fit(self, until: int) -> None:
        if until <= self._until:
            return
        rows, values = self._rows[self._until : until], self._values[self._until : until]
        self._gram += rows.T @ rows
        self._moment += rows.T @ values
        self._most = max(self._most, float(self._values[:until].max()))
        penalty = np.full(len(self._moment), _RIDGE)
        penalty[0] = 1e-9  # the mean is not shrunk
        self._coefficients = np.asarray(np.linalg.solve(self._gram + np.diag(penalty), self._moment), dtype=np.float64)
        self._until = until


def _regression(name: str, values: FloatArray, calendar: Calendar, sky: Sky | None, day: int) -> _Regression:
    if name == "pv" and sky is not None:
        return _Regression(values, _sun_rows(values, calendar, sky, day), 1.0)
    scale = max(float(values[:FITTED_FROM].mean()), 1e-9)
    return _Regression(values, _load_rows(values / scale, calendar, sky, day), scale)


def _lagged(values: FloatArray, lag: int) -> FloatArray:
    """The value `lag` hours before each hour, of the year and of the 48 hours after it; nought where there is none, shape (T + 48,)."""
    found = np.zeros(len(values) + AHEAD_HOURS)
    count = min(len(values), len(found) - lag)
    found[lag : lag + count] = values[:count]
    return found


def _mean_before(values: FloatArray, lag: int, hours: int) -> FloatArray:
    """Mean of the hours that end `lag` hours before each hour (so many as there are), shape (T + 48,)."""
    summed = np.concatenate([[0.0], np.cumsum(values)])
    last = np.clip(np.arange(len(values) + AHEAD_HOURS) - lag + 1, 0, len(values))
    begin = np.maximum(last - hours, 0)
    mean: FloatArray = (summed[last] - summed[begin]) / np.maximum(last - begin, 1)
    return mean


def _around(values: IntArray) -> IntArray:
    """A property of the calendar for the year and the 48 hours after it."""
    return np.concatenate([values, values[:AHEAD_HOURS]])


def _flags(values: IntArray, count: int) -> FloatArray:
    flags: FloatArray = np.eye(count)[values]
    return flags


def _load_rows(values: FloatArray, calendar: Calendar, sky: Sky | None, day: int) -> FloatArray:
    """Calendar, lags and the air of some days ago, shape (T + 48, columns)."""
    lag = day * _DAY
    hour, weekday = _around(calendar.hour_of_day), _around(calendar.weekday)
    of_past = [_lagged(values, one) for one in (lag, lag + _DAY, _WEEK)]
    of_past += [_mean_before(values, lag, hours) for hours in (_DAY, _WEEK)]
    if sky is not None:
        air = _lagged(sky.air_c, lag)
        of_past += [np.maximum(18.0 - air, 0.0) / 10.0, np.maximum(air - 22.0, 0.0) / 10.0]
    return np.column_stack([np.ones(len(hour)), _flags(hour, _DAY), _flags(weekday * _DAY + hour, _WEEK), *of_past])


def _sun_rows(values: FloatArray, calendar: Calendar, sky: Sky, day: int) -> FloatArray:
    """The clear sky times what its index hangs on, shape (T + 48, columns)."""
    lag, clear = day * _DAY, np.concatenate([sky.clear_w_m2, sky.clear_w_m2[:AHEAD_HOURS]]) / 1000.0
    here = clear[: len(values)]
    bright = here > _CLEAR_LEAST
    index = np.where(bright, values / np.where(bright, here, 1.0), 0.0)
    days = [_mean_before(values, lag, hours) / np.maximum(_mean_before(here, lag, hours), 1e-3) for hours in (_DAY, 7 * _DAY, 28 * _DAY)]
    season = 2 * np.pi * _around(calendar.day_of_year) / 365.25
    columns = [np.ones(len(clear)), _flags(_around(calendar.hour_of_day), _DAY), _lagged(index, lag), *days, np.cos(season), np.sin(season)]
    rows: FloatArray = np.column_stack(columns) * clear[:, None]
    return rows
