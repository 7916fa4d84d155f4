"""A page's table or figure as a file."""

from __future__ import annotations

from collections.abc import Sequence

from lingtan.errors import InputError
from lingtan.evidence import JSON
from lingtan.files import CellOut, SheetOut, csv_bytes, fitted_widths, workbook_bytes

__all__ = ["table_bytes"]


def table_bytes(title: str, header: Sequence[str], rows: Sequence[Sequence[JSON]], *, kind: str) -> bytes:
    """The table as `xlsx` or `csv` (UTF-8 with a byte order mark, as spreadsheets want it). Raises InputError `EXPORT_KIND`."""
    cells: list[list[CellOut]] = [list(header), *_rows(rows)]
    sheet = SheetOut(title=_title(title), rows=cells, widths=fitted_widths(cells))
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
