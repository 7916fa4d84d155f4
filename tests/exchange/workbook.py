"""Workbooks as LCA people build them, made with openpyxl: one that is right, and the same with a cell changed."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl

#: Sheet `Device`, row by row, in the form of Brightway's Excel importer.
ROWS: list[list[Any]] = [
    ["Database", "notebooks"],
    [],
    ["Project parameters"],
    ["name", "amount", "formula"],
    ["yield_rate", 0.8, None],
    [],
    ["Database parameters"],
    ["name", "amount", "formula"],
    ["case_kg", None, "0.3 / Yield_Rate"],
    [],
    ["Activity", "notebook"],  # row 11
    ["code", "nb-1"],
    ["location", "CN"],
    ["unit", "unit"],
    ["production amount", 1],
    ["Parameters"],
    ["name", "amount", "formula"],
    ["watts", 12, None],
    [],
    ["Exchanges"],  # row 20
    ["name", "amount", "unit", "location", "type", "formula", "uncertainty type", "loc", "scale", "database"],
    ["notebook", 1, "unit", "CN", "production", None, None, None, None, "notebooks"],
    ["case", 1, "unit", "CN", "technosphere", None, None, None, None, "notebooks"],  # row 23
    ["grid electricity", None, "kilowatt hour", "CN", "technosphere", "watts * 8 * 250 * 4 / 1000", 2, None, 0.1, None],
    ["steel_primary", "=B30*2", "gram", "CN", "technosphere", None, None, None, None, None],  # row 25
    ["fossil", 0.5, "kg", None, "biosphere", None, None, None, None, None],
    [],
    ["Activity", "case"],
    ["location", "CN"],
    ["unit", 125],  # row 30; its unit is set below
    ["Exchanges"],
    ["name", "amount", "unit", "location", "type", "formula"],
    ["aluminium_primary", "=1/4", "kg", "CN", "technosphere", "case_kg"],
    ["steel_primary", 10, "kg", "CN", "substitution", None],  # row 34
]


def workbook(folder: Path, changes: dict[str, Any] | None = None) -> Path:
    """The workbook, with these cells of sheet `Device` changed."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Device"
    for number, row in enumerate(ROWS, start=1):
        for index, value in enumerate(row, start=1):
            if value is not None:
                sheet.cell(row=number, column=index, value=value)
    sheet["B30"] = "unit"
    sheet["D30"] = 125
    sheet["B25"] = "=$D$30*2"
    notes = book.create_sheet("Notes")
    notes["A1"] = "skip"
    notes["A2"] = "Activity"
    for address, value in (changes or {}).items():
        sheet[address] = value
    out = io.BytesIO()
    book.save(out)
    path = folder / "foreground.xlsx"
    path.write_bytes(out.getvalue())
    return path
