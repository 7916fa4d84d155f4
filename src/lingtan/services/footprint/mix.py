"""`lingtan mix`: two portfolios with their units, and what volume, mix and footprint each did to the change."""

from __future__ import annotations

import math
from pathlib import Path

from lingtan.errors import InputError
from lingtan.files import read_csv_rows
from lingtan.product.changes import MixChange, Sold, mix_change

__all__ = ["MIX_COLUMNS", "mix_of_files"]

MIX_COLUMNS = ("product", "units", "mean_kg")


def mix_of_files(before: Path, after: Path) -> MixChange:
    """From two tables with the columns product, units [1] and mean_kg [kg CO2e a unit], CSV or XLSX; other columns are passed over.

    Raises InputError `COLUMN_MISSING`, `PORTFOLIO_TWICE`, `PORTFOLIO_NUMBER` with the row, `TABLE_EMPTY`, and as `read_csv_rows`.
    """
    return mix_change(_read(before), _read(after))


def _read(path: Path) -> dict[str, Sold]:
    header, rows = read_csv_rows(path)
    for name in MIX_COLUMNS:
        if name not in header:
            raise InputError("COLUMN_MISSING", place=f"{path.name}!1", column=name, header=name, hint="")
    found: dict[str, Sold] = {}
    for place, row in rows:
        if row["product"] in found:
            raise InputError("PORTFOLIO_TWICE", place=place, product=row["product"])
        found[row["product"]] = Sold(units=_number(row, "units", place), mean_kg=_number(row, "mean_kg", place))
    return found


def _number(row: dict[str, str], column: str, place: str) -> float:
    try:
        value = float(row[column])
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value >= 0.0):
        raise InputError("PORTFOLIO_NUMBER", place=place, column=column, value=row[column])
    return value
