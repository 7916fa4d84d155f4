"""CSV files as streams of raw cells. UTF-8 only: any other encoding is named and refused, with the cell where it shows."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from lingtan.errors import InputError
from lingtan.files.addresses import cell_place, row_place
from lingtan.files.raw import RawCell, RawSheet

__all__ = ["csv_lines", "read_csv"]

#: A text that would run as a formula is written with this before it, and comes back without.
ESCAPE = "'"
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")


def read_csv(data: bytes, *, name: str) -> RawSheet:
    """Records of a CSV file; comma, semicolon or tab, whichever the first line uses most. Records count from 1.

    Raises InputError `CSV_NOT_UTF8` with the cell of the first byte that does not fit and the likely encoding, or `CSV_BROKEN`.
    """
    return RawSheet(label=name, rows=((number, tuple(map(_cell, record))) for number, record in csv_lines(data, name=name)))


def csv_lines(data: bytes, *, name: str) -> Iterator[tuple[int, list[str]]]:
    """The same records as texts, for files of millions of rows. Raises InputError as `read_csv`."""
    text = _decode(data, name)
    return _records(text, _delimiter(text), name)


def _decode(data: bytes, name: str) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InputError("CSV_NOT_UTF8", place=cell_place(name, 1, 0), guess="UTF-16")
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as exc:
        before = exc.object[: exc.start].decode("utf-8") if isinstance(exc.object, bytes) else ""
        records = list(csv.reader(io.StringIO(before + "?", newline=""), delimiter=_delimiter(before)))
        raise InputError("CSV_NOT_UTF8", place=cell_place(name, len(records), len(records[-1]) - 1), guess=_guess(data)) from exc
    if "\x00" in text:
        before = text[: text.index("\x00")]
        raise InputError("CSV_BROKEN", place=row_place(name, before.count("\n") + 1), detail="NUL")
    return text


def _guess(data: bytes) -> str:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return "?"
    return "GB18030/GBK" if any("\u4e00" <= letter <= "\u9fff" for letter in text) else "Windows-1252"


def _delimiter(text: str) -> str:
    head = text.lstrip("\r\n").split("\n", 1)[0]
    return max(",;\t", key=head.count)


def _records(text: str, delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as exc:
            raise InputError("CSV_BROKEN", place=row_place(name, number), detail=str(exc)) from exc
        yield number, record


def _cell(field: str) -> RawCell:
    if field.startswith(ESCAPE) and field[1:].startswith(_FORMULA_START):
        return RawCell(field[1:])
    return RawCell(field, formula=field.lstrip().startswith("="))
