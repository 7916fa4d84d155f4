"""Rows of a table as this room reads them: a value by column and the cell to name when it is wrong.

Tables are read elsewhere; any object with `value` and `cell` serves, so a row made by hand in a test is as good as a spreadsheet's.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Protocol

from lingtan.errors import InputError

__all__ = ["Row", "day", "minor_units", "number", "optional_text", "text", "texts", "whole"]


class Row(Protocol):
    """One row: the typed value of a column (None when blank or absent) and its cell, such as `Credits!C14`."""

    def value(self, column: str, /) -> object:
        """The typed value of the column, or None."""
        ...

    def cell(self, column: str, /) -> str:
        """Where the value stands."""
        ...


def optional_text(row: Row, column: str) -> str | None:
    """The cell's text without outer white space, or None. Raises InputError `ROW_VALUE_KIND` for a number, flag or date."""
    value = row.value(column)
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputError("ROW_VALUE_KIND", place=row.cell(column), want="text", got=str(value))
    return value.strip() or None


def text(row: Row, column: str) -> str:
    """The cell's text. Raises InputError `ROW_VALUE_MISSING` or `ROW_VALUE_KIND`."""
    value = optional_text(row, column)
    if value is None:
        raise InputError("ROW_VALUE_MISSING", place=row.cell(column), column=column)
    return value


def texts(row: Row, column: str) -> tuple[str, ...]:
    """The cell's texts, parted by comma, semicolon or their Chinese forms; sorted and without repeats."""
    return tuple(sorted({part.strip() for part in re.split(r"[,;，；、]", optional_text(row, column) or "") if part.strip()}))


def whole(row: Row, column: str, *, least: int, greatest: int) -> int:
    """The cell's whole number within the bounds (inclusive).

    Raises InputError `ROW_VALUE_MISSING`, `ROW_VALUE_KIND` or `ROW_VALUE_RANGE`.
    """
    value = row.value(column)
    if value is None or (isinstance(value, str) and not value.strip()):
        raise InputError("ROW_VALUE_MISSING", place=row.cell(column), column=column)
    found = _exact(value)
    if found is None:
        raise InputError("ROW_VALUE_KIND", place=row.cell(column), want="whole number", got=str(value))
    if not least <= found <= greatest:
        raise InputError("ROW_VALUE_RANGE", place=row.cell(column), least=least, greatest=greatest, got=found)
    return found


def number(row: Row, column: str, *, least: float, greatest: float) -> float:
    """The cell's finite number within the bounds (inclusive). Raises InputError as `whole`."""
    value = row.value(column)
    if value is None or (isinstance(value, str) and not value.strip()):
        raise InputError("ROW_VALUE_MISSING", place=row.cell(column), column=column)
    try:
        found = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else math.nan
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise InputError("ROW_VALUE_KIND", place=row.cell(column), want="number", got=str(value))
    if not least <= found <= greatest:
        raise InputError("ROW_VALUE_RANGE", place=row.cell(column), least=least, greatest=greatest, got=found)
    return found


def day(row: Row, column: str) -> date:
    """The cell's date; texts as ISO 8601. Raises InputError `ROW_VALUE_MISSING` or `ROW_VALUE_KIND`."""
    value = row.value(column)
    if value is None or (isinstance(value, str) and not value.strip()):
        raise InputError("ROW_VALUE_MISSING", place=row.cell(column), column=column)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip()):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    raise InputError("ROW_VALUE_KIND", place=row.cell(column), want="date yyyy-mm-dd", got=str(value))


def minor_units(row: Row, column: str) -> int | None:
    """The cell's amount of money in hundredths of its currency, or None when blank; never rounded.

    Raises InputError `ROW_VALUE_KIND` for what is no amount ≥ 0 with at most two decimals.
    """
    value = row.value(column)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    bad = InputError("ROW_VALUE_KIND", place=row.cell(column), want="amount ≥ 0 with at most two decimals", got=str(value))
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise bad
    try:
        amount = Decimal(str(value).strip()) * 100
    except InvalidOperation:
        raise bad from None
    if not amount.is_finite() or amount < 0 or amount > 10**12 or amount != int(amount):
        raise bad
    return int(amount)


def _exact(value: object) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,15}", value.strip()):
        return int(value)
    return None
