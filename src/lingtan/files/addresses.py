"""Where the user must look: `BOM!C14` in a workbook, `orders.csv!C14` in a CSV file (record 14, third field)."""

from __future__ import annotations

from functools import cache

__all__ = ["cell_place", "column_letters", "row_place"]


@cache
def column_letters(index: int) -> str:
    """Spreadsheet letters of a column counted from 0: 0 → A, 25 → Z, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_place(sheet: str, row: int, column: int) -> str:
    """Address of a cell; rows count from 1, columns from 0."""
    return f"{sheet}!{column_letters(column)}{row}"


def row_place(sheet: str, row: int) -> str:
    """Address of a whole row, for a value whose column is not in the file."""
    return f"{sheet}!{row}"
