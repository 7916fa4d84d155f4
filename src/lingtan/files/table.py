"""A table from an XLSX or CSV file: typed rows that know their cells, or all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from lingtan.errors import InputError
from lingtan.evidence import digest_bytes
from lingtan.files.addresses import cell_place, row_place
from lingtan.files.cells import Value, read_cell
from lingtan.files.columns import Schema
from lingtan.files.csv_cells import read_csv
from lingtan.files.headers import Layout, is_unit_row, matches, read_header, read_units
from lingtan.files.problems import Problems
from lingtan.files.raw import RawCell, RawRow, RawSheet
from lingtan.files.xlsx_cells import read_xlsx
from lingtan.messages import Message

__all__ = ["MOST_FILE_BYTES", "Row", "Table", "read_bytes", "read_table"]

#: Largest input file that is opened.
MOST_FILE_BYTES = 64 * 1024 * 1024
#: The header may stand below a title, within this many rows.
_HEADER_WITHIN = 12
_SHORTEST_HEADER = 2


@dataclass(frozen=True, slots=True)
class Row:
    """One data row. `number` is its row in the file, counted from 1."""

    number: int
    values: Mapping[str, Value]
    layout: Layout

    def value(self, column: str) -> Value:
        """The typed value: float for numbers in the column's unit, share in [0, 1], str, int, date, bool, or None where blank."""
        return self.values.get(column)

    def cell(self, column: str) -> str:
        """Address of the cell, `BOM!C14`; of the row (`BOM!14`) where the file has no such column."""
        return self.layout.place(column, self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A valid table. `warnings` are worth showing; `digest` is of the file's bytes."""

    schema: Schema
    label: str
    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    warnings: tuple[Message, ...]
    digest: str

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)


def read_bytes(path: Path) -> bytes:
    """The file's bytes. Raises InputError `FILE_MISSING`, `FILE_TOO_LARGE` or `FILE_NOT_READABLE`."""
    try:
        if path.stat().st_size > MOST_FILE_BYTES:
            raise InputError("FILE_TOO_LARGE", place=path.name, bytes=path.stat().st_size, limit=MOST_FILE_BYTES)
        return path.read_bytes()
    except FileNotFoundError as exc:
        raise InputError("FILE_MISSING", place=str(path)) from exc
    except OSError as exc:
        raise InputError("FILE_NOT_READABLE", place=str(path), detail=exc.strerror or str(exc)) from exc


def read_table(path: Path, schema: Schema, *, sheet: str | None = None) -> Table:
    """The table of a file, checked against its schema.

    Raises TableError with every problem of the cells, or InputError when the file cannot be read as a table at all.
    """
    data = read_bytes(path)
    return _checked(_raw(data, path.name, schema, sheet), schema, digest_bytes(data))


def _raw(data: bytes, name: str, schema: Schema, sheet: str | None) -> RawSheet:
    suffix = Path(name).suffix.casefold()
    if not data:
        raise InputError("TABLE_EMPTY", place=name)
    if suffix == ".xlsx":
        return read_xlsx(data, name=name, sheet=sheet, preferred=(schema.sheet, schema.zh, schema.en, schema.name))
    if suffix in (".csv", ".tsv"):
        if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            raise InputError("FILE_TYPE", place=name, got="XLSX/XLS", suffix=suffix)
        return read_csv(data, name=name)
    raise InputError("FILE_TYPE", place=name, got=suffix or "?", suffix=suffix)


def _checked(raw: RawSheet, schema: Schema, digest: str) -> Table:
    problems = Problems()
    stream = iter(raw.rows)
    layout, warnings = _header(raw, schema, stream, problems)
    problems.check()  # without its columns, every row would be wrong
    for merged in raw.merged:
        problems.add("CELL_MERGED", f"{raw.label}!{merged.split(':')[0]}", range=merged)
    layout, stream = _units(schema, layout, stream, problems)
    rows = _rows(schema, layout, stream, problems)
    if not rows and not len(problems):
        problems.add("TABLE_EMPTY", row_place(raw.label, layout.header_row + 1))
    problems.check()
    _check_keys(schema, rows, problems)
    problems.check()
    columns = tuple(sorted(layout.positions, key=lambda name: layout.positions[name]))
    return Table(schema=schema, label=raw.label, rows=tuple(rows), columns=columns, warnings=raw.warnings + warnings, digest=digest)


def _header(raw: RawSheet, schema: Schema, stream: Iterator[tuple[int, RawRow]], problems: Problems) -> tuple[Layout, tuple[Message, ...]]:
    """The first row that names at least two columns (one, where the schema has but one) within the first rows."""
    needed = min(_SHORTEST_HEADER, len(schema.columns))
    for number, row in islice(stream, _HEADER_WITHIN):
        if matches(schema, row) >= needed:
            return read_header(schema, raw.label, number, row, problems)
    wanted = ", ".join(column.header for column in schema.columns if column.required)
    raise InputError("TABLE_HEADER_MISSING", place=cell_place(raw.label, 1, 0), rows=_HEADER_WITHIN, columns=wanted)


def _units(
    schema: Schema, layout: Layout, stream: Iterator[tuple[int, RawRow]], problems: Problems
) -> tuple[Layout, Iterator[tuple[int, RawRow]]]:
    first = next(stream, None)
    if first is None:
        return layout, stream
    if is_unit_row(schema, layout, first[1]):
        return read_units(schema, layout, first[0], first[1], problems), stream
    return layout, chain([first], stream)


def _rows(schema: Schema, layout: Layout, stream: Iterator[tuple[int, RawRow]], problems: Problems) -> list[Row]:
    rows: list[Row] = []
    used = [(schema.column(name), position, layout.units.get(name, "")) for name, position in layout.positions.items()]
    gap: int | None = None
    told = False
    for number, raw in stream:
        if all(cell.blank for cell in raw):
            gap = number if gap is None else gap
            continue
        if gap is not None and not told:
            problems.add("TABLE_GAP", row_place(layout.label, gap), next=number)
            told = True
        if len(rows) >= schema.most_rows:
            problems.add("TABLE_TOO_LONG", row_place(layout.label, number), limit=schema.most_rows)
            break
        values: dict[str, Value] = {}
        for column, position, unit in used:
            try:
                values[column.name] = read_cell(
                    column, raw[position] if position < len(raw) else RawCell(), unit=unit, place=cell_place(layout.label, number, position)
                )
            except InputError as exc:
                problems.add_error(exc)
        _check_outside(layout, number, raw, problems)
        rows.append(Row(number, values, layout))
    return rows


def _check_outside(layout: Layout, number: int, raw: RawRow, problems: Problems) -> None:
    """A filled cell to the right of everything the header names belongs to no column: a comma too many, or a shifted row."""
    width = layout.width
    for position in range(width, len(raw)):
        if not raw[position].blank:
            problems.add("CELL_OUTSIDE", cell_place(layout.label, number, position), value=str(raw[position].value)[:60])
            return


def _check_keys(schema: Schema, rows: list[Row], problems: Problems) -> None:
    if not schema.key:
        return
    seen: dict[tuple[Value, ...], Row] = {}
    for row in rows:
        key = tuple(row.value(name) for name in schema.key)
        first = seen.setdefault(key, row)
        if first is not row:
            shown = " · ".join(str(part) for part in key)
            problems.add("TABLE_KEY_TWICE", row.cell(schema.key[-1]), value=shown, first=first.cell(schema.key[-1]))
