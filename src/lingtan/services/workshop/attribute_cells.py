"""The cells of a table of attributes: what is missing or no number is named with its row."""

from __future__ import annotations

import math
from collections.abc import Mapping

from lingtan.errors import InputError
from lingtan.ledger import AttributeScheme

__all__ = ["cell", "scheme_of", "watt_hours", "whole"]


def cell(row: Mapping[str, str], column: str, place: str) -> str:
    """The text of a cell. Raises InputError `CELL_BLANK`."""
    text = row.get(column, "").strip()
    if not text:
        raise InputError("CELL_BLANK", place=place, column=column, header=column)
    return text


def scheme_of(row: Mapping[str, str], place: str) -> AttributeScheme:
    """The scheme of a row. Raises InputError `OPTION_UNKNOWN`."""
    text = cell(row, "scheme", place)
    if text not in set(AttributeScheme):
        raise InputError("OPTION_UNKNOWN", place=place, value=text, known=", ".join(AttributeScheme))
    return AttributeScheme(text)


def whole(row: Mapping[str, str], column: str, place: str) -> int:
    """A certificate's number. Raises InputError `SHOP_NUMBER`."""
    text = cell(row, column, place)
    if not text.isdecimal():
        raise InputError("SHOP_NUMBER", place=place, column=column, value=text[:40])
    return int(text)


def watt_hours(row: Mapping[str, str], column: str, place: str) -> int:
    """Megawatt-hours of a cell, as whole watt-hours. Raises InputError `SHOP_NUMBER`."""
    text = cell(row, column, place)
    try:
        mwh = float(text)
    except ValueError:
        mwh = math.nan
    if not (math.isfinite(mwh) and mwh >= 0):
        raise InputError("SHOP_NUMBER", place=place, column=column, value=text[:40])
    return round(mwh * 1e6)
