"""A workshop's months as a table: one row a month, one column a meter, a product or a driver."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from lingtan.errors import InputError
from lingtan.factory.workshop import ShopMonth
from lingtan.files.free_csv import read_csv_rows
from lingtan.files.sheets import SheetOut
from lingtan.files.workbooks import write_csv

__all__ = ["read_shop_months", "write_shop_months"]

#: What a column holds is the word before the colon; the name after it is the meter's, the product's or the driver's own.
_GROUPS = ("meter_kwh", "good", "scrap", "driver")
_FIXED = ("month", "idle_kwh", "other_kwh")


def read_shop_months(path: Path) -> tuple[ShopMonth, ...]:
    """The months of a table (CSV or XLSX), its energies in kWh to the watt-hour.

    Columns `month`, `idle_kwh`, `other_kwh`, `meter_kwh:NUMBER`, `good:PRODUCT`, `scrap:PRODUCT`, `driver:NAME`. Raises InputError
    `COLUMN_MISSING`, `SHOP_COLUMN` for a column of no such form, `SHOP_NUMBER` with the row, and as `read_csv_rows`.
    """
    header, rows = read_csv_rows(path)
    for name in _FIXED:
        if name not in header:
            raise InputError("COLUMN_MISSING", place=f"{path.name}!1", column=name, header=name, hint="")
    for name in header:
        if name not in _FIXED and name.partition(":")[0] not in _GROUPS:
            raise InputError("SHOP_COLUMN", place=f"{path.name}!1", column=name, known=", ".join((*_FIXED, *(f"{g}:…" for g in _GROUPS))))
    return tuple(_month(row, place) for place, row in rows)


def _month(row: Mapping[str, str], place: str) -> ShopMonth:
    groups: dict[str, dict[str, float]] = {name: {} for name in _GROUPS}
    for column, text in row.items():
        group, _, name = column.partition(":")
        if group in groups:
            groups[group][name] = _number(text, column, place)
    counts = {name: {key: _whole(value, f"{name}:{key}", place) for key, value in groups[name].items()} for name in ("good", "scrap")}
    return ShopMonth(
        month=row["month"].strip(),
        readings_wh={name: _wh(value) for name, value in groups["meter_kwh"].items()},
        good_count=counts["good"],
        scrap_count=counts["scrap"],
        idle_wh=_wh(_number(row["idle_kwh"], "idle_kwh", place)),
        other_wh=_wh(_number(row["other_kwh"], "other_kwh", place)),
        drivers=groups["driver"],
    )


def _wh(kwh: float) -> int:
    return round(kwh * 1000)


def _number(text: str, column: str, place: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value >= 0):
        raise InputError("SHOP_NUMBER", place=place, column=column, value=text[:40])
    return value


def _whole(value: float, column: str, place: str) -> int:
    if value != round(value):
        raise InputError("SHOP_NUMBER", place=place, column=column, value=str(value))
    return round(value)


def write_shop_months(path: Path, months: Sequence[ShopMonth]) -> None:
    """The table of these months as CSV; reading it gives them back."""
    first = months[0]
    header = [
        *_FIXED,
        *(f"meter_kwh:{name}" for name in first.readings_wh),
        *(f"good:{name}" for name in first.good_count),
        *(f"scrap:{name}" for name in first.scrap_count),
        *(f"driver:{name}" for name in first.drivers),
    ]
    rows: list[list[str | int | float | None]] = [list(header)]
    for one in months:
        values = [one.idle_wh / 1000, one.other_wh / 1000, *(wh / 1000 for wh in one.readings_wh.values())]
        rows.append([one.month, *values, *one.good_count.values(), *one.scrap_count.values(), *one.drivers.values()])
    write_csv(path, SheetOut(title="months", rows=rows))
