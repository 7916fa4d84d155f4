"""Weather of a typical year: measured (EPW) or synthetic, and always saying which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lingtan.energy.calendar import Calendar
from lingtan.energy.humid_air import saturation_pa
from lingtan.energy.series import FloatArray
from lingtan.energy.sun import Place, Sun, sun
from lingtan.errors import InputError
from lingtan.uncertainty import normal_quantile, uniforms

__all__ = ["Weather", "clear_sky", "synthetic_weather"]

_MONTHS = 12
_PERSISTENCE = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """Hourly means, shape (T,): irradiance on the horizontal, direct normal, diffuse [W/m²], air [°C], wind at 10 m [m/s].

    `humidity_share` is the relative humidity [1] where it is known; `wind_assumed` says that the wind is one number for panels to cool by.
    """

    ghi_w_m2: FloatArray
    dni_w_m2: FloatArray
    dhi_w_m2: FloatArray
    air_c: FloatArray
    wind_m_s: FloatArray
    synthetic: bool
    source: str
    humidity_share: FloatArray | None = None
    wind_assumed: bool = False


def synthetic_weather(
    place: Place, calendar: Calendar, monthly_ghi_kwh_m2: Sequence[float], monthly_air_c: Sequence[float], *, seed: int, source: str,
    monthly_humidity_share: Sequence[float] = (), monthly_wind_m_s: Sequence[float] = (), weibull_k: float = 2.0,
) -> Weather:  # fmt: skip
    """A labelled synthetic year: daily clearness drawn about each month's mean, hours shaped by the clear sky (Haurwitz 1945).

    Days of a month are scaled together so that its total is the given one exactly; the diffuse share is that of Erbs et al. (1982); a
    daily swing of ±4 K stands on the month's mean temperature. With monthly humidities the water in the air is that of the month all day,
    as far as the hour can hold it; with monthly speeds at 10 m the wind is drawn (`_wind`). Raises InputError `ENERGY_CLIMATE` where a
    month's total is beyond the sun's own above the air, or there are not twelve; `CLIMATE_MONTHS` for humidities or speeds that can't be.
    """
    from pvlib import irradiance

    if len(monthly_ghi_kwh_m2) != _MONTHS or len(monthly_air_c) != _MONTHS:
        raise InputError("ENERGY_CLIMATE", place="climate", month=0, most=0)
    up = sun(place, calendar)
    clear = clear_sky(place, calendar)
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
        wind_m_s=_wind(calendar, monthly_wind_m_s, weibull_k, seed) if len(monthly_wind_m_s) else np.full(calendar.hours, 2.0),
        synthetic=True, source=source, wind_assumed=not len(monthly_wind_m_s),
        humidity_share=_humidity(calendar, air, monthly_air_c, monthly_humidity_share) if len(monthly_humidity_share) else None,
    )  # fmt: skip


def _humidity(calendar: Calendar, air_c: FloatArray, monthly_air_c: Sequence[float], monthly_share: Sequence[float]) -> FloatArray:
    """Relative humidity of each hour from the vapour of its month, at most 1."""
    if len(monthly_share) != _MONTHS or not all(0 < share <= 1 for share in monthly_share):
        raise InputError("CLIMATE_MONTHS", place="climate.monthly_humidity_share", least=0, most=1)
    vapour = saturation_pa(np.asarray(monthly_air_c, dtype=np.float64)) * np.asarray(monthly_share)
    share: FloatArray = np.minimum(vapour[calendar.month] / saturation_pa(air_c), 1.0)
    return share


def _wind(calendar: Calendar, monthly_m_s: Sequence[float], weibull_k: float, seed: int) -> FloatArray:
    """Hourly speeds: Weibull about each month's mean, scaled to it exactly; an hour keeps nine tenths of the last one's normal score.

    The persistence of 0.9 an hour is assumed: it moves how storage meets wind, not the year's energy.
    """
    if len(monthly_m_s) != _MONTHS or not all(0 < speed <= 25 for speed in monthly_m_s) or not 1 <= weibull_k <= 4:
        raise InputError("CLIMATE_MONTHS", place="climate.monthly_wind_m_s", least=0, most=25)
    from scipy.special import erfc

    drawn = normal_quantile(uniforms("weather:wind", seed=seed, draws=calendar.hours))
    score = np.empty(calendar.hours)
    score[0] = drawn[0]
    for hour in range(1, calendar.hours):
        score[hour] = _PERSISTENCE * score[hour - 1] + np.sqrt(1 - _PERSISTENCE**2) * drawn[hour]
    calm = np.clip(0.5 * erfc(score / np.sqrt(2)), 1e-12, 1.0)  # chance of a faster hour
    speed: FloatArray = (-np.log(calm)) ** (1 / weibull_k)
    for month in range(_MONTHS):
        here = calendar.month == month
        speed[here] *= monthly_m_s[month] / speed[here].mean()
    return speed


def clear_sky(place: Place, calendar: Calendar) -> FloatArray:
    """Irradiance on the horizontal without a cloud (Haurwitz 1945): known of every hour beforehand. [W/m²], shape (T,)"""
    from pvlib import clearsky

    return np.asarray(clearsky.haurwitz(_series(sun(place, calendar)))["ghi"], dtype=np.float64)


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
