"""Hourly series: readings are put on the calendar by their time, never by their position, and a gap is named, not filled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from lingtan.energy.calendar import Calendar
from lingtan.errors import InputError

__all__ = ["Fill", "FloatArray", "HourlySeries", "Reading", "hourly"]

FloatArray = NDArray[np.float64]

#: A single site above this is a wrong unit: the largest data-centre campuses draw about 1 GW. [kW]
_ABSURD_KW = 5e6


class Fill(StrEnum):
    """What may be done with an hour that has no reading."""

    REFUSE = "refuse"
    INTERPOLATE = "interpolate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One value of a meter with the beginning of its hour as it was written, and where it stands."""

    at: str
    value_kw: float
    place: str


@dataclass(frozen=True, kw_only=True)
class HourlySeries:
    """Mean power of every hour of a calendar. [kW], shape (T,); `filled` marks the hours that are not readings."""

    calendar: Calendar
    values_kw: FloatArray
    filled: NDArray[np.bool_]

    @property
    def energy_kwh(self) -> float:
        """Energy of the year. [kWh]"""
        return float(self.values_kw.sum())

    @property
    def filled_hours(self) -> int:
        """Number of hours that were filled on request."""
        return int(self.filled.sum())


def hourly(readings: Iterable[Reading], calendar: Calendar, *, fill: Fill = Fill.REFUSE, longest_fill_hours: int = 6) -> HourlySeries:
    """Readings on the hours of a calendar.

    A time with an offset is taken as it is; one without is local, and in the hour that the autumn clock strikes twice the first reading
    is the earlier. `fill` interpolates gaps of at most `longest_fill_hours` linearly between their neighbours and marks them.
    Raises InputError `ENERGY_TIME` (unreadable, outside the year, or an hour that spring skips), `ENERGY_TWICE`, `ENERGY_NEGATIVE`,
    `ENERGY_ABSURD` and `TIME_SERIES_GAP` with the first missing hour and how many there are.
    """
    index = {start: position for position, start in enumerate(calendar.starts)}
    values = np.full(calendar.hours, np.nan)
    zone = ZoneInfo(calendar.zone)
    for reading in readings:
        position = _position(reading, index, values, zone)
        if not np.isnan(values[position]):
            raise InputError("ENERGY_TWICE", place=reading.place, value=reading.at)
        if not np.isfinite(reading.value_kw) or reading.value_kw > _ABSURD_KW:
            raise InputError("ENERGY_ABSURD", place=reading.place, value=reading.value_kw, most=_ABSURD_KW)
        if reading.value_kw < 0:
            raise InputError("ENERGY_NEGATIVE", place=reading.place, value=reading.value_kw)
        values[position] = reading.value_kw
    missing = np.isnan(values)
    if missing.any():
        longest = _longest_run(missing)
        if fill is Fill.REFUSE or longest > longest_fill_hours or missing[0] or missing[-1]:
            first = calendar.local[int(np.argmax(missing))].strftime("%Y-%m-%d %H:%M %z")
            raise InputError("TIME_SERIES_GAP", place=first, missing=int(missing.sum()), hours=calendar.hours, longest=longest)
        known = np.flatnonzero(~missing)
        values[missing] = np.interp(np.flatnonzero(missing), known, values[known])
    return HourlySeries(calendar=calendar, values_kw=values, filled=missing)


def _position(reading: Reading, index: dict[datetime, int], values: FloatArray, zone: ZoneInfo) -> int:
    """Where a reading belongs. Raises InputError `ENERGY_TIME`."""
    try:
        moment = datetime.fromisoformat(reading.at.strip().replace("/", "-"))
    except ValueError as exc:
        raise InputError("ENERGY_TIME", place=reading.place, value=reading.at) from exc
    if moment.tzinfo is not None:
        found = index.get(moment.astimezone(UTC))
    else:
        local = moment.replace(tzinfo=zone)
        start = local.astimezone(UTC)
        # A local time that spring skips comes back from UTC as another one.
        found = index.get(start) if start.astimezone(zone).replace(tzinfo=None) == moment else None
        later = index.get(local.replace(fold=1).astimezone(UTC))
        if found is not None and later is not None and later != found and not np.isnan(values[found]):
            found = later
    if found is None:
        raise InputError("ENERGY_TIME", place=reading.place, value=reading.at)
    return found


def _longest_run(missing: NDArray[np.bool_]) -> int:
    """Length of the longest run of missing hours."""
    longest = run = 0
    for absent in missing:
        run = run + 1 if absent else 0
        longest = max(longest, run)
    return longest
