"""Files of meter readings: CSV, XLSX or Parquet with meter, start, quantity and unit; every bad row told at its cell, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from lingtan.energy import DayBlock, DayBlocks, Meter
from lingtan.errors import InputError
from lingtan.evidence import digest_bytes
from lingtan.files.addresses import cell_place
from lingtan.files.csv_cells import csv_lines
from lingtan.files.energy.columns import READINGS
from lingtan.files.headers import Layout, is_unit_row, read_header
from lingtan.files.portfolio.arrow import arrow
from lingtan.files.problems import Problems
from lingtan.files.raw import RawCell, RawValue
from lingtan.files.table import read_bytes
from lingtan.files.xlsx_cells import read_xlsx

__all__ = ["READING_SUFFIXES", "read_readings"]

READING_SUFFIXES = (".csv", ".xlsx", ".parquet")
_COLUMNS = ("meter", "start", "quantity")

#: A row's number, meter, start, quantity and unit; and where the cell of a column in a row is.
ReadingRow: TypeAlias = "tuple[int, object, object, object, object]"
Source: TypeAlias = "tuple[Iterator[ReadingRow], Callable[[str, int], str]]"


def read_readings(path: Path, meters: Mapping[str, Meter], *, zone: str) -> tuple[tuple[DayBlock, ...], str]:
    """The blocks of a file, one a meter and day, and the digest of its bytes.

    Raises TableError with every row that is wrong (codes of `energy.DayBlocks` and `READING_NUMBER`), or InputError `READING_FILE`.
    """
    data = read_bytes(path)
    rows, where = _opened(data, path)
    problems, found = Problems(), DayBlocks(meters=meters, zone=zone)
    units = {key: meter.medium.unit.value for key, meter in meters.items()}
    for number, meter, start, quantity, unit in rows:
        try:
            if meter is None or start is None or quantity is None:
                raise _blank(meter, start, quantity)
            key = str(meter)
            found.put(key, start if isinstance(start, str) else _text(start), _number(quantity), str(unit or units.get(key, "")).strip())
        except InputError as exc:
            cell = where(str(exc.params.get("column", "quantity")) if exc.code == "CELL_BLANK" else "quantity", number)
            problems.add(exc.code, cell if exc.place is None else f"{cell}: {exc.place}", **exc.params)
    problems.check()
    return found.blocks(), digest_bytes(data)


def _opened(data: bytes, path: Path) -> Source:
    suffix = path.suffix.casefold()
    if suffix == ".parquet":
        return _parquet(path), partial(_arrow_cell, path.name)
    if suffix == ".xlsx":
        sheet = read_xlsx(data, name=path.name, sheet=None, preferred=(READINGS.sheet, READINGS.zh, READINGS.en, READINGS.name))
        label = sheet.label
        records = ((number, [_plain(cell, label, number, at) for at, cell in enumerate(row)]) for number, row in sheet.rows)
    else:
        label, records = path.name, ((number, list[RawValue](row)) for number, row in csv_lines(data, name=path.name))
    layout = _layout(label, records)
    return _rows(records, layout), layout.place


def _plain(cell: RawCell, label: str, number: int, at: int) -> RawValue:
    if cell.formula or cell.error:
        raise InputError("CELL_FORMULA", place=cell_place(label, number, at), column=str(cell.value))
    return None if cell.blank else cell.value


def _layout(label: str, records: Iterator[tuple[int, list[RawValue]]]) -> Layout:
    number, head = next(records, (0, []))
    if not head:
        raise InputError("TABLE_EMPTY", place=label)
    problems = Problems()
    layout, _ = read_header(READINGS, label, number, tuple(map(RawCell, head)), problems)
    problems.check()
    return layout


def _rows(records: Iterator[tuple[int, list[RawValue]]], layout: Layout) -> Iterator[ReadingRow]:
    meter_at, start_at, quantity_at = (layout.positions[name] for name in _COLUMNS)
    unit_at, stated = layout.positions.get("unit"), layout.units.get("quantity")
    most = max(meter_at, start_at, quantity_at, unit_at or 0)
    for number, row in records:
        if len(row) <= most:
            row.extend([None] * (most + 1 - len(row)))
        if not any(row):
            continue
        if number == layout.header_row + 1 and is_unit_row(READINGS, layout, tuple(map(RawCell, row))):
            continue
        unit = stated if unit_at is None else row[unit_at] or stated
        yield number, row[meter_at] or None, row[start_at] or None, None if row[quantity_at] in ("", None) else row[quantity_at], unit


def _blank(*cells: object) -> InputError:
    lacking = next(name for name, cell in zip(_COLUMNS, cells, strict=True) if cell is None)
    return InputError("CELL_BLANK", column=lacking, header=READINGS.column(lacking).header)


def _number(value: object) -> float:
    try:
        return float(value if isinstance(value, str) else str(value))
    except ValueError as exc:
        raise InputError("READING_NUMBER", value=str(value)) from exc


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _parquet(path: Path) -> Iterator[ReadingRow]:
    arrow(path.name)
    from pyarrow import parquet

    try:
        table = parquet.read_table(path)
    except (OSError, ValueError) as exc:
        raise InputError("FILE_CORRUPT", place=path.name, detail=str(exc)) from exc
    missing = [name for name in _COLUMNS if name not in table.column_names]
    if missing:
        raise InputError("READING_FILE", place=path.name, columns=", ".join(missing))
    return _arrow_rows(table)


def _arrow_rows(table: Any) -> Iterator[ReadingRow]:
    units = table.column("unit").to_pylist() if "unit" in table.column_names else [None] * table.num_rows
    columns = [table.column(column).to_pylist() for column in _COLUMNS]
    for number, (meter, start, quantity, unit) in enumerate(zip(*columns, units, strict=True), start=1):
        yield number, meter, start, quantity, unit


def _arrow_cell(name: str, column: str, number: int) -> str:
    return f"{name}[{number}].{column}"
