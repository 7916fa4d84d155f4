"""`lingtan energy bill`: a bill file worked, line by line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np

from lingtan.energy import Bill, BillFile, Calendar, Rate, RateBill, SeriesTable, bill_file, exact, month_bills, rate_bill, rate_of
from lingtan.errors import InputError
from lingtan.evidence import JSON
from lingtan.files import read_toml
from lingtan.files.energy import read_hourly, read_urdb

__all__ = ["bill_view"]


def bill_view(path: Path) -> dict[str, JSON]:
    """The bills of a file: by month and line to the fen, or a year's charges under a rate. Raises InputError as its readers."""
    file = bill_file(read_toml(path), place=path.name)
    view = _year(file, path) if file.series is not None else _months(file)
    return {"synthetic": file.synthetic, **view}


def _months(file: BillFile) -> dict[str, JSON]:
    bills = month_bills(file)
    total = sum((made.total_yuan for _, made in bills), Decimal(0))
    example = file.tariff is not None and file.tariff.example
    months: list[JSON] = [{"month": month, "lines": _lines(made), "total": str(made.total_yuan)} for month, made in bills]
    return {"currency": "CNY", "source": file.source, "example": example, "months": months, "total": str(total)}


def _lines(made: Bill) -> list[JSON]:
    return [
        {
            "line": line.code, "period": None if line.period is None else line.period.value, "quantity": format(line.quantity, "f"),
            "price": format(line.price, "f"), "amount": str(line.amount_yuan),
        }
        for line in made.lines
    ]  # fmt: skip


def _year(file: BillFile, path: Path) -> dict[str, JSON]:
    table, series = file.rate, file.series
    if table is None or series is None:
        raise InputError("BILL_FILE", place=path.name)
    rate = read_urdb(path.parent / table.urdb, feed_in=table.feed_in) if table.urdb else rate_of(table)
    made = _worked(rate, series, path)
    shown = {"energy": made.energy, "facility": made.facility, "by_period": made.by_period, "fixed": made.fixed, "minimum": made.minimum}
    months: list[JSON] = [
        {"month": f"{series.year}-{m + 1:02d}", "peak_kw": _kw(made.peaks_kw[m]), "billed_kw": _kw(made.billed_kw[m]),
         **{name: _money(values[m]) for name, values in shown.items()}}
        for m in range(12)
    ]  # fmt: skip
    year = {"coincident": made.coincident, "minimum_of_year": made.minimum_of_year, "feed_in": made.feed_in, "total": made.total}
    return {
        "currency": rate.currency, "source": rate.source, "example": rate.example, "rate": rate.name, "months": months,
        **{name: _money(value) for name, value in year.items()},
    }  # fmt: skip


def _worked(rate: Rate, series: SeriesTable, path: Path) -> RateBill:
    calendar = Calendar(year=series.year, zone=series.zone)
    drawn = np.full(calendar.hours, series.flat_kw)
    if series.csv:
        drawn = read_hourly(path.parent / series.csv, calendar, fill=series.fill).values_kw
    fed = read_hourly(path.parent / series.feed_in_csv, calendar, fill=series.fill).values_kw if series.feed_in_csv else None
    return rate_bill(rate, calendar, drawn, fed, installed_kw=exact(series.installed_kw))


def _money(value: Decimal) -> str:
    return format(round(value, 2), "f")


def _kw(value: Decimal) -> str:
    return format(round(value, 3), "f")
