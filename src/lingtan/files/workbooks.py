"""Workbooks and CSV files out: the same rows give the same bytes, and no text becomes a formula."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lingtan.errors import InputError
from lingtan.files.addresses import cell_place, column_letters
from lingtan.files.atomic import write_atomic
from lingtan.files.csv_cells import ESCAPE
from lingtan.files.sheets import CellOut, Formula, SheetOut

__all__ = ["csv_bytes", "workbook_bytes", "write_csv", "write_workbook"]

_EPOCH = datetime(2026, 1, 1)  # noqa: DTZ001  # XLSX core properties and ZIP entries hold naive local times
_ZIP_TIME = (2026, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: XML 1.0 section 2.2 has no place for these characters.
_NOT_XML = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]")
_LAST_LISTED_ROW = 2_000


def write_workbook(path: Path, sheets: Sequence[SheetOut]) -> None:
    """Write an XLSX file atomically."""
    write_atomic(path, workbook_bytes(sheets))


def write_csv(path: Path, sheet: SheetOut) -> None:
    """Write a CSV file atomically; see `csv_bytes`."""
    write_atomic(path, csv_bytes(sheet))


def csv_bytes(sheet: SheetOut) -> bytes:
    """The sheet in UTF-8 with a byte order mark, so that Excel shows Chinese. A text that would run as a formula gets a `'` before it.

    Reading takes the `'` away again. A `Formula` is refused with InputError `CSV_FORMULA`: CSV carries values only.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    for number, row in enumerate(sheet.rows, start=1):
        for index, value in enumerate(row):
            if isinstance(value, Formula):
                raise InputError("CSV_FORMULA", place=cell_place(sheet.title, number, index))
        writer.writerow([_csv_text(value) for value in row])
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8")


def _csv_text(value: CellOut) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(_RUNS_AS_FORMULA):
        return ESCAPE + value
    return value if isinstance(value, int | float) else str(value)


def workbook_bytes(sheets: Sequence[SheetOut]) -> bytes:
    """The XLSX container: entries in a fixed order, fixed times, stored without compression, so that the bytes depend on the rows alone."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.creator = "Lingtan"
    book.properties.created = _EPOCH
    for sheet in sheets:
        _fill(book.create_sheet(sheet.title), sheet)
    raw = io.BytesIO()
    book.save(raw)
    return _fixed(raw.getvalue())


def _fill(ws: Any, sheet: SheetOut) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    head_font, head_fill = Font(bold=True, color="FF14211B"), PatternFill("solid", fgColor="FFE3F1EA")
    wrapped = Alignment(wrap_text=True, vertical="top")
    for number, row in enumerate(sheet.rows, start=1):
        for index, value in enumerate(row, start=1):
            if value is None:
                continue
            cell = ws.cell(row=number, column=index)
            _set(cell, value)
            if number <= sheet.header_rows:
                cell.font, cell.fill = head_font, head_fill
            if sheet.wrap or number <= sheet.header_rows:
                cell.alignment = wrapped
    for index, width in enumerate(sheet.widths):
        ws.column_dimensions[column_letters(index)].width = width
    if sheet.header_rows:
        ws.freeze_panes = f"A{sheet.header_rows + 1}"
    for index, listed in sorted(sheet.lists.items()):
        letters = column_letters(index)
        rule = DataValidation(type="list", formula1=listed, allow_blank=True, showErrorMessage=True)
        rule.add(f"{letters}{sheet.header_rows + 1}:{letters}{_LAST_LISTED_ROW}")
        ws.add_data_validation(rule)


def _set(cell: Any, value: CellOut) -> None:
    if isinstance(value, Formula):
        cell.value = value.text
    elif isinstance(value, str):
        cell.value = _NOT_XML.sub("\ufffd", value)
        cell.data_type = "s"  # openpyxl takes a leading = for a formula
        cell.quotePrefix = value.startswith(_RUNS_AS_FORMULA)
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"


def _fixed(raw: bytes) -> bytes:
    """The container again with what depends on clock, machine and compression library taken out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for member in source.infolist():
            data = source.read(member)
            if member.filename == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + _EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode("ascii") + rb"\g<2>", data)
            entry = zipfile.ZipInfo(member.filename, date_time=_ZIP_TIME)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            target.writestr(entry, data)
    return out.getvalue()
