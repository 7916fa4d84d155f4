"""Factor packs of one's own, for tests."""

from __future__ import annotations

from lingtan.files import FACTORS, SOURCES, SheetOut, workbook_bytes


def pack(value: object) -> bytes:
    """A workbook with one factor, filled in as the template's example is."""
    sheets = []
    for schema in (FACTORS, SOURCES):
        row = {column.name: column.example for column in schema.columns if column.example is not None} | {"place": "CN", "year": 2023}
        row |= {"value": value} if schema is FACTORS else {}
        columns = [column for column in schema.columns if column.name in row]
        sheets.append(SheetOut(title=schema.sheet, rows=[[c.en for c in columns], [row[c.name] for c in columns]]))
    return workbook_bytes(sheets)
