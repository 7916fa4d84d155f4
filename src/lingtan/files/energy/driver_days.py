"""What drove the energy of days, as a table: one row a day, one column a driver."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from lingtan.errors import InputError
from lingtan.files.free_csv import read_csv_rows
from lingtan.files.sheets import CellOut, SheetOut
from lingtan.files.workbooks import write_csv

__all__ = ["read_driver_days", "write_driver_days"]


def read_driver_days(path: Path) -> dict[str, dict[str, float]]:
    """Drivers by day and name of a table (CSV or XLSX) with a column `day` (2026-03-31).

    Raises InputError `COLUMN_MISSING`, `SHOP_NUMBER` with the row, `DRIFT_DAY` for a day that is none or stands twice, as `read_csv_rows`.
    """
    header, rows = read_csv_rows(path)
    if "day" not in header or len(header) < 2:
        raise InputError("COLUMN_MISSING", place=f"{path.name}!1", column="day", header=", ".join(header), hint="")
    found: dict[str, dict[str, float]] = {}
    for place, row in rows:
        day = row["day"].strip()
        try:
            known = date.fromisoformat(day).isoformat()
        except ValueError as exc:
            raise InputError("DRIFT_DAY", place=place, value=day[:40]) from exc
        if known in found:
            raise InputError("DRIFT_DAY", place=place, value=day)
        found[known] = {name: _number(text, name, place) for name, text in row.items() if name != "day"}
    return found


def _number(text: str, column: str, place: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError("SHOP_NUMBER", place=place, column=column, value=text[:40])
    return value


def write_driver_days(path: Path, days: Mapping[str, Mapping[str, float]], names: Sequence[str]) -> None:
    """Write such a table."""
    rows: list[list[CellOut]] = [["day", *names]]
    rows += [[day, *(of[name] for name in names)] for day, of in days.items()]
    write_csv(path, SheetOut(title="Drivers", rows=rows))
