"""Weather of a typical year: measured (EPW) or synthetic, and always saying which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lingtan.energy.calendar import Calendar
from lingtan.energy.series import FloatArray
from lingtan.energy.sun import Place, Sun, sun
from lingtan.errors import InputError
from lingtan.uncertainty import uniforms

__all__ = ["Weather", "synthetic_weather"]

_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """Hourly means, shape (T,): irradiance on the horizontal, direct normal, diffuse [W/m²], air [°C], wind [m/s]."""

    ghi_w_m2: FloatArray
    dni_w_m2: FloatArray
    dhi_w_m2: FloatArray
    air_c: FloatArray
    wind_m_s: FloatArray
    synthetic: bool
    source: str


def synthetic_weather(
    place: Place, calendar: Calendar, monthly_ghi_kwh_m2: Sequence[float], monthly_air_c: Sequence[float], *, seed: int, source: str
) -> Weather:
    """A labelled synthetic year: daily clearness drawn about each month's mean, hours shaped by the clear sky (Haurwitz 1945).

    Days of a month are scaled together so that its total is the given one exactly; the diffuse share is that of Erbs et al. (1982); a
    daily swing of ±4 K stands on the month's mean temperature. Raises InputError `ENERGY_CLIMATE` where a month's total is beyond the
    sun's own above the air, or there are not twelve.
    """
    from pvlib import clearsky, irradiance

    if len(monthly_ghi_kwh_m2) != _MONTHS or len(monthly_air_c) != _MONTHS:
        raise InputError("ENERGY_CLIMATE", place="climate", month=0, most=0)
    up = sun(place, calendar)
    clear = np.asarray(clearsky.haurwitz(_series(up))["ghi"])
    above = up.above_w_m2 * np.maximum(np.cos(np.radians(up.zenith_deg)), 0.0)
    days = int(calendar.day_of_year.max()) + 1
    day_above = np.bincount(calendar.day_of_year, weights=above, minlength=days)
    day_clear = np.bincount(calendar.day_of_year, weights=clear, minlength=days)
    u = uniforms("weather:clearness", seed=seed, draws=days)
    ghi = np.zeros(calendar.hours)
    for month in range(_MONTHS):
        here = calendar.month == month
        in_month = np.unique(calendar.day_of_year[here])
        target = monthly_ghi_kwh_m2[month] * 1000.0
        most = float(day_clear[in_month].sum())
        if not 0 < target < most:
            raise InputError("ENERGY_CLIMATE", place="climate", month=month + 1, most=round(most / 1000))
        mean = target / float(day_above[in_month].sum())
        # Triangular about the mean, as wide as clear and overcast days allow; scaled to the month, never above the clear sky.
        wish = day_above[in_month] * mean * (0.35 + 1.3 * u[in_month])
        day_ghi = _to_total(wish, day_clear[in_month], target)
        shape = np.zeros(days)
        shape[in_month] = day_ghi / day_clear[in_month]
        ghi[here] = clear[here] * shape[calendar.day_of_year[here]]
    split = irradiance.erbs(ghi, up.zenith_deg, up.times)
    air = np.asarray(monthly_air_c, dtype=np.float64)[calendar.month] + 4.0 * np.cos((calendar.hour_of_day - 15) / 24 * 2 * np.pi)
    return Weather(
        ghi_w_m2=ghi, dni_w_m2=np.nan_to_num(np.asarray(split["dni"])), dhi_w_m2=np.nan_to_num(np.asarray(split["dhi"])), air_c=air,
        wind_m_s=np.full(calendar.hours, 2.0), synthetic=True, source=source,
    )  # fmt: skip


def _series(up: Sun) -> Any:
    """The zenith as pandas' series, which Haurwitz' model asks for."""
    import pandas as pd

    return pd.Series(up.zenith_deg, index=up.times)


def _to_total(wish: FloatArray, most: FloatArray, total: float) -> FloatArray:
    """Values scaled by one number and capped, so that they sum to a total below the caps' sum (bisection)."""
    low, high = 0.0, 1e3
    for _ in range(80):
        middle = 0.5 * (low + high)
        if np.minimum(wish * middle, most).sum() < total:
            low = middle
        else:
            high = middle
    return np.minimum(wish * high, most)
