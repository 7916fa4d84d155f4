"""Hourly series as CSV: a header, the beginning of the hour in the first column, mean kilowatts in the second."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from lingtan.energy import Calendar, Fill, FloatArray, HourlySeries, Reading, hourly
from lingtan.errors import InputError
from lingtan.files.addresses import cell_place, row_place
from lingtan.files.atomic import write_atomic
from lingtan.files.csv_cells import read_csv
from lingtan.files.numbers import UnreadableError, parse_number
from lingtan.files.table import read_bytes

__all__ = ["read_hourly", "write_columns"]


def read_hourly(path: Path, calendar: Calendar, *, fill: Fill = Fill.REFUSE) -> HourlySeries:
    """The series of a file on the hours of a calendar.

    Raises InputError `ENERGY_ROW` for a row without time and number, `ENERGY_NUMBER` for one that is not a number, and as `hourly`.
    """
    return hourly(_readings(path), calendar, fill=fill)


def _readings(path: Path) -> Iterator[Reading]:
    for number, row in read_csv(read_bytes(path), name=path.name).rows:
        if number == 1 or all(cell.blank for cell in row):
            continue
        if len(row) < 2 or row[0].blank or row[1].blank:
            raise InputError("ENERGY_ROW", place=row_place(path.name, number))
        place = cell_place(path.name, number, 1)
        try:
            value, unit = parse_number(str(row[1].value))
        except UnreadableError as exc:
            raise InputError("ENERGY_NUMBER", place=place, value=str(row[1].value)) from exc
        if unit not in ("", "kW"):
            raise InputError("ENERGY_NUMBER", place=place, value=str(row[1].value))
        yield Reading(at=str(row[0].value), value_kw=value, place=place)


def write_columns(path: Path, calendar: Calendar, columns: Mapping[str, FloatArray]) -> None:
    """A CSV of named hourly columns with their local time and offset, atomically; numbers to the watt."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["time", *columns])
    for at, *values in zip(calendar.local, *columns.values(), strict=True):
        writer.writerow([at.isoformat(timespec="minutes"), *(f"{float(value):.3f}" for value in values)])
    write_atomic(path, text.getvalue().encode("utf-8"))
