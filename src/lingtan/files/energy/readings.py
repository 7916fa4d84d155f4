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
from lingtan.files.csv_cells import read_csv
from lingtan.files.energy.columns import READINGS
from lingtan.files.headers import Layout, is_unit_row, read_header
from lingtan.files.portfolio.arrow import arrow
from lingtan.files.problems import Problems
from lingtan.files.raw import RawSheet
from lingtan.files.table import read_bytes
from lingtan.files.xlsx_cells import read_xlsx

__all__ = ["READING_SUFFIXES", "read_readings"]

READING_SUFFIXES = (".csv", ".xlsx", ".parquet")
_COLUMNS = ("meter", "start", "quantity")

#: Where a column's cell is, and the row's meter, start, quantity and unit.
ReadingRow: TypeAlias = "tuple[Callable[[str], str], object, object, object, object]"


def read_readings(path: Path, meters: Mapping[str, Meter], *, zone: str) -> tuple[tuple[DayBlock, ...], str]:
    """The blocks of a file, one a meter and day, and the digest of its bytes.

    Raises TableError with every row that is wrong (codes of `energy.DayBlocks` and `READING_NUMBER`), or InputError `READING_FILE`.
    """
    data = read_bytes(path)
    if path.suffix.casefold() == ".parquet":
        stream = _parquet(path)
    elif path.suffix.casefold() == ".xlsx":
        stream = _sheet(read_xlsx(data, name=path.name, sheet=None, preferred=(READINGS.sheet, READINGS.zh, READINGS.en, READINGS.name)))
    else:
        stream = _sheet(read_csv(data, name=path.name))
    problems, found = Problems(), DayBlocks(meters=meters, zone=zone)
    for where, meter, start, quantity, unit in stream:
        try:
            if meter is None or start is None or quantity is None:
                lacking = next(name for name, cell in zip(_COLUMNS, (meter, start, quantity), strict=True) if cell is None)
                raise InputError("CELL_BLANK", column=lacking, header=READINGS.column(lacking).header)
            found.put(str(meter), _text(start), _number(quantity), _unit(unit, str(meter), meters))
        except InputError as exc:
            lacking = str(exc.params.get("column", "quantity")) if exc.code == "CELL_BLANK" else "quantity"
            problems.add(exc.code, where(lacking) if exc.place is None else f"{where(lacking)}: {exc.place}", **exc.params)
    problems.check()
    return found.blocks(), digest_bytes(data)


def _sheet(sheet: RawSheet) -> Iterator[ReadingRow]:
    rows = iter(sheet.rows)
    first = next(rows, None)
    if first is None:
        raise InputError("TABLE_EMPTY", place=sheet.label)
    problems = Problems()
    layout, _ = read_header(READINGS, sheet.label, first[0], first[1], problems)
    problems.check()
    at = [layout.positions[name] for name in _COLUMNS]
    unit_at, stated = layout.positions.get("unit"), layout.units.get("quantity")
    for number, row in rows:
        if all(cell.blank for cell in row) or (number == first[0] + 1 and is_unit_row(READINGS, layout, row)):
            continue
        meter, start, quantity = (None if position >= len(row) or row[position].blank else row[position].value for position in at)
        unit = stated if unit_at is None or unit_at >= len(row) or row[unit_at].blank else row[unit_at].value
        yield partial(_cell, layout, number), meter, start, quantity, unit


def _cell(layout: Layout, number: int, column: str) -> str:
    return layout.place(column, number)


def _number(value: object) -> float:
    try:
        return float(str(value))
    except ValueError as exc:
        raise InputError("READING_NUMBER", value=str(value)) from exc


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _unit(stated: object, key: str, meters: Mapping[str, Meter]) -> str:
    """The unit that a row states, or that of the meter's medium."""
    if stated not in (None, ""):
        return str(stated).strip()
    return meters[key].medium.unit.value if key in meters else "kWh"


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
    return _arrow_rows(table, path.name)


def _arrow_rows(table: Any, name: str) -> Iterator[ReadingRow]:
    units = table.column("unit").to_pylist() if "unit" in table.column_names else [None] * table.num_rows
    columns = [table.column(column).to_pylist() for column in _COLUMNS]
    for number, (meter, start, quantity, unit) in enumerate(zip(*columns, units, strict=True), start=1):
        yield partial(_arrow_cell, name, number), meter, start, quantity, unit


def _arrow_cell(name: str, number: int, column: str) -> str:
    return f"{name}[{number}].{column}"
