"""XLSX sheets as streams of raw cells, with what a reader of values alone would miss: formulas, merged ranges, hidden sheets and rows."""

from __future__ import annotations

import posixpath
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from lingtan.errors import InputError
from lingtan.files.addresses import row_place
from lingtan.files.archives import open_archive
from lingtan.files.raw import RawCell, RawRow, RawSheet
from lingtan.messages import Message

__all__ = ["read_xlsx", "visible_sheets"]

_TAG = re.compile(rb"<(?:\w+:)?(mergeCell|row)\b([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_BROKEN = (
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    zlib.error,
    zipfile.BadZipFile,
    ElementTree.ParseError,
)
#: First bytes of the old binary formats, and of an XLSX that is locked with a password.
_OLE = b"\xd0\xcf\x11\xe0"


def read_xlsx(data: bytes, *, name: str, sheet: str | None, preferred: tuple[str, ...] = ()) -> RawSheet:
    """One visible sheet: the one named, else the first of `preferred` that is there, else the only visible one.

    Raises InputError `FILE_ENCRYPTED`, `FILE_CORRUPT`, `ZIP_BOMB`, `SHEET_MISSING`, `SHEET_AMBIGUOUS` or `SHEET_HIDDEN`.
    """
    if data.startswith(_OLE):
        raise InputError("FILE_ENCRYPTED", place=name)
    archive = open_archive(data, place=name)
    workbook = _open(data, name)
    chosen = _choose(workbook, name, sheet, preferred)
    title = str(chosen.title)
    merged, hidden = _structure(archive, name, title)
    notes = tuple(Message(code="ROW_HIDDEN", place=row_place(title, row)) for row in hidden[:5])
    return RawSheet(label=title, rows=_rows(chosen, name), merged=merged, warnings=notes)


def visible_sheets(data: bytes, *, name: str) -> tuple[str, ...]:
    """Titles of the visible sheets, in order. Raises InputError as `read_xlsx` does."""
    if data.startswith(_OLE):
        raise InputError("FILE_ENCRYPTED", place=name)
    open_archive(data, place=name)
    return tuple(str(ws.title) for ws in _open(data, name).worksheets if ws.sheet_state == "visible")


def _open(data: bytes, name: str) -> Any:
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns about extensions it drops; we only read values
            return openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    except _BROKEN as exc:
        raise InputError("FILE_CORRUPT", place=name, detail=_detail(exc)) from exc


def _choose(workbook: Any, name: str, sheet: str | None, preferred: tuple[str, ...]) -> Any:
    by_title = {str(ws.title).casefold(): ws for ws in workbook.worksheets}
    visible = [ws for ws in workbook.worksheets if ws.sheet_state == "visible"]
    listed = ", ".join(str(ws.title) for ws in visible)
    for wanted in (sheet,) if sheet else preferred:
        found = by_title.get(wanted.casefold())
        if found is not None:
            if found.sheet_state != "visible":
                raise InputError("SHEET_HIDDEN", place=f"{name}!{found.title}", sheet=str(found.title))
            return found
    if sheet is not None or not visible:
        raise InputError("SHEET_MISSING", place=name, sheet=sheet or "?", sheets=listed)
    if len(visible) > 1:
        raise InputError("SHEET_AMBIGUOUS", place=name, sheets=listed)
    return visible[0]


def _structure(archive: zipfile.ZipFile, name: str, title: str) -> tuple[tuple[str, ...], list[int]]:
    """Merged ranges and hidden rows of a sheet, which the streaming reader leaves out."""
    try:
        part = archive.read(_part_of_sheet(archive, title))
    except _BROKEN as exc:
        raise InputError("FILE_CORRUPT", place=name, detail=_detail(exc)) from exc
    merged: list[str] = []
    hidden: list[int] = []
    for tag in _TAG.finditer(part):
        attributes = dict(_ATTRIBUTE.findall(tag[2]))
        if tag[1] == b"mergeCell":
            merged.append(attributes.get(b"ref", b"").decode("ascii", "replace"))
        elif attributes.get(b"hidden") in (b"1", b"true"):
            hidden.append(int(attributes.get(b"r", b"0")))
    return tuple(merged), hidden


def _part_of_sheet(archive: zipfile.ZipFile, title: str) -> str:
    """Path of the sheet's XML inside the container, by the workbook's relations (ECMA-376 part 1, 18.2.19)."""
    folder = "xl"
    book = ElementTree.fromstring(archive.read(f"{folder}/workbook.xml"))
    relation = ""
    for element in book.iter():
        if element.tag.rpartition("}")[2] == "sheet" and element.get("name") == title:
            relation = next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == "id"), "")
    relations = ElementTree.fromstring(archive.read(f"{folder}/_rels/workbook.xml.rels"))
    target = next(element.get("Target", "") for element in relations if element.get("Id") == relation)
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _rows(chosen: Any, name: str) -> Iterator[tuple[int, RawRow]]:
    chosen.reset_dimensions()  # the stated size of a sheet may be wrong
    rows = iter(chosen.iter_rows())
    number = 0
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except _BROKEN as exc:
            raise InputError("FILE_CORRUPT", place=row_place(str(chosen.title), number), detail=_detail(exc)) from exc
        yield number, tuple(_cell(cell) for cell in row)


def _cell(cell: Any) -> RawCell:
    value = cell.value
    if value is None:
        return _BLANK
    if cell.data_type == "f" or not isinstance(value, str | int | float | bool | date | datetime):
        return RawCell(str(value), formula=True)
    if cell.data_type == "e":
        return RawCell(str(value), error=True)
    percent = isinstance(value, int | float) and not isinstance(value, bool) and "%" in str(cell.number_format)
    return RawCell(value, percent=percent)


_BLANK = RawCell()


def _detail(exc: Exception) -> str:
    return f"{type(exc).__name__}: {exc}"[:200]
