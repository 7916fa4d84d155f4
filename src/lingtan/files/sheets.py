"""Sheets to be written: plain values and formulas by row, the same for XLSX and CSV."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

__all__ = ["CellOut", "Formula", "SheetOut", "fitted_widths"]

#: Widths of columns. [characters] Of a long table the beginning is measured.
_NARROWEST, _WIDEST, _MEASURED = 9, 60, 400


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula for whoever opens the workbook, so that a sum can be recomputed there: `=SUM(B2:B6)`."""

    text: str


CellOut: TypeAlias = "str | int | float | bool | date | Formula | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOut:
    """One sheet. The first `header_rows` are set apart and stay in sight; `widths` are in characters; `lists` are drop-downs by column.

    A list is `(formula1 of the validation)`: `"a,b,c"` in quotes or a range. `notes` are cell comments' texts by column of the first row.
    """

    title: str
    rows: Sequence[Sequence[CellOut]]
    header_rows: int = 1
    widths: Sequence[int] = ()
    lists: Mapping[int, str] = field(default_factory=dict)
    wrap: bool = False


def fitted_widths(rows: Sequence[Sequence[CellOut]]) -> list[int]:
    """The width of each column's longest text. [characters]"""
    columns = zip(*rows[:_MEASURED], strict=True)
    return [min(_WIDEST, max(_NARROWEST, 2 + max(_width(value) for value in column))) for column in columns]


def _width(value: CellOut) -> int:
    """How wide a value stands, a Chinese sign counted twice; a number is shown with fewer digits than it has."""
    if isinstance(value, float):
        return len(f"{value:.6g}")
    text = "" if value is None else str(value)
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
