"""A page's table or figure as a file."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from lingtan.errors import InputError
from lingtan.evidence import JSON
from lingtan.files import CellOut, SheetOut, csv_bytes, workbook_bytes

__all__ = ["table_bytes"]

#: Widths of columns. [letters] Of a long table the beginning is measured.
_NARROWEST, _WIDEST, _MEASURED = 9, 60, 400


def table_bytes(title: str, header: Sequence[str], rows: Sequence[Sequence[JSON]], *, kind: str) -> bytes:
    """The table as `xlsx` or `csv` (UTF-8 with a byte order mark, as spreadsheets want it). Raises InputError `EXPORT_KIND`."""
    cells: list[list[CellOut]] = [list(header), *_rows(rows)]
    sheet = SheetOut(title=_title(title), rows=cells, widths=_widths(cells))
    if kind == "xlsx":
        return workbook_bytes([sheet])
    if kind == "csv":
        return csv_bytes(sheet)
    raise InputError("EXPORT_KIND", place=kind, known="xlsx, csv")


def _rows(rows: Sequence[Sequence[JSON]]) -> list[list[CellOut]]:
    return [[_cell(value) for value in row] for row in rows]


def _cell(value: JSON) -> CellOut:
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _title(text: str) -> str:
    """At most 31 letters, none of which a spreadsheet forbids in a sheet's name."""
    return "".join(" " if letter in r"[]:*?/\'" else letter for letter in text)[:31].strip() or "Sheet"


def _widths(rows: Sequence[Sequence[CellOut]]) -> list[int]:
    columns = zip(*rows[:_MEASURED], strict=True)
    return [min(_WIDEST, max(_NARROWEST, 2 + max(_width(value) for value in column))) for column in columns]


def _width(value: CellOut) -> int:
    """How wide a value stands, a Chinese sign counted twice; a number is shown with fewer digits than it has."""
    if isinstance(value, float):
        return len(f"{value:.6g}")
    text = "" if value is None else str(value)
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
