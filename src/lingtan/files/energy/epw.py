"""EPW weather files (EnergyPlus Auxiliary Programs, "EnergyPlus Weather File Data Dictionary")."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from lingtan.energy import Calendar, FloatArray, Weather
from lingtan.errors import InputError
from lingtan.files.addresses import row_place
from lingtan.files.table import read_bytes

__all__ = ["read_epw"]

_HEADER = 8
_AIR, _HUMIDITY, _GHI, _DNI, _DHI, _WIND = 6, 8, 13, 14, 15, 21
_MISSING = {_AIR: 99.9, _GHI: 9999.0, _DNI: 9999.0, _DHI: 9999.0, _WIND: 999.0}
_MISSING_HUMIDITY = 999.0


def read_epw(path: Path, calendar: Calendar) -> Weather:
    """Hourly weather of an EPW file on the hours of a calendar; both count physical hours from the first of January.

    Relative humidity is taken where every hour has one, at most 100 %.

    Raises InputError `EPW_BROKEN` with the row that has no such column or a missing value, `EPW_HOURS` where the file's hours are not the
    year's (a typical year has 8,760: plan a year that is no leap year), and `EPW_ZONE` where its time zone is not the calendar's.
    """
    lines = read_bytes(path).decode("latin-1").splitlines()
    head = lines[0].split(",") if lines else []
    try:
        offset = float(head[8])
    except (IndexError, ValueError) as exc:
        raise InputError("EPW_BROKEN", place=row_place(path.name, 1)) from exc
    first = calendar.local[0].utcoffset()
    ours = first.total_seconds() / 3600 if first is not None else 0.0
    if offset != ours:
        raise InputError("EPW_ZONE", place=row_place(path.name, 1), file=offset, calendar=ours)
    rows = [line for line in lines[_HEADER:] if line.strip()]
    if len(rows) != calendar.hours:
        raise InputError("EPW_HOURS", place=path.name, got=len(rows), hours=calendar.hours)
    columns = {column: np.empty(len(rows)) for column in _MISSING}
    for number, row in enumerate(rows):
        cells = row.split(",")
        for column, missing in _MISSING.items():
            try:
                value = float(cells[column])
            except (IndexError, ValueError) as exc:
                raise InputError("EPW_BROKEN", place=row_place(path.name, number + _HEADER + 1)) from exc
            if value >= missing:
                raise InputError("EPW_BROKEN", place=row_place(path.name, number + _HEADER + 1))
            columns[column][number] = value
    return _weather(columns, ", ".join(part.strip() for part in head[1:6]), _humidity_share(rows))


def _humidity_share(rows: list[str]) -> FloatArray | None:
    """Relative humidity of every hour, None where one is missing: who needs it says so."""
    try:
        percent = np.array([float(row.split(",")[_HUMIDITY]) for row in rows])
    except (IndexError, ValueError):
        return None
    share: FloatArray = percent / 100
    return share if ((share >= 0) & (percent < _MISSING_HUMIDITY)).all() else None


def _weather(columns: dict[int, FloatArray], source: str, humidity_share: FloatArray | None) -> Weather:
    return Weather(
        ghi_w_m2=columns[_GHI], dni_w_m2=columns[_DNI], dhi_w_m2=columns[_DHI], air_c=columns[_AIR], wind_m_s=columns[_WIND],
        synthetic=False, source=source, humidity_share=None if humidity_share is None else np.minimum(humidity_share, 1.0),
    )  # fmt: skip
