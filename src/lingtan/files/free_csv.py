"""A CSV or workbook of whatever columns it has, as text: for portfolios, whose other columns are carried through untouched."""

from __future__ import annotations

from pathlib import Path

from lingtan.errors import InputError
from lingtan.files.csv_cells import read_csv
from lingtan.files.raw import RawCell
from lingtan.files.table import read_bytes
from lingtan.files.xlsx_cells import read_xlsx

__all__ = ["read_csv_rows"]


def read_csv_rows(path: Path) -> tuple[tuple[str, ...], tuple[tuple[str, dict[str, str]], ...]]:
    """Header, and each row with its place (`file.csv!7`), all text, empty cells as empty text; blank rows are passed over.

    Raises InputError `TABLE_EMPTY`, `COLUMN_TWICE` naming the column, `ROW_TOO_LONG` for cells beyond the header, or what `read_csv` raises
    for the encoding. An `.xlsx` is read by its only visible sheet, and then a cell with a formula is refused, InputError `CELL_FORMULA`.
    """
    data = read_bytes(path)
    sheet = read_xlsx(data, name=path.name, sheet=None) if path.suffix.casefold() == ".xlsx" else read_csv(data, name=path.name)
    lines = [(number, [_text(cell, f"{path.name}!{number}") for cell in row]) for number, row in sheet.rows]
    filled = [(number, cells) for number, cells in lines if any(cells)]
    if not filled:
        raise InputError("TABLE_EMPTY", place=path.name)
    header = tuple(name.strip() for name in filled[0][1])
    for name in header:
        if header.count(name) > 1:
            raise InputError("COLUMN_TWICE", place=f"{path.name}!1", column=name, first=f"{path.name}!1")
    rows = []
    for number, cells in filled[1:]:
        if any(cells[len(header) :]):
            raise InputError("ROW_TOO_LONG", place=f"{path.name}!{number}", columns=len(header), cells=len(cells))
        padded = cells[: len(header)] + [""] * (len(header) - len(cells))
        rows.append((f"{path.name}!{number}", dict(zip(header, padded, strict=True))))
    return header, tuple(rows)


def _text(cell: RawCell, place: str) -> str:
    if cell.formula or cell.error:
        raise InputError("CELL_FORMULA", place=place, column=str(cell.value))
    value = cell.value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a spreadsheet holds every number as a float
    return "" if value is None else str(value)
