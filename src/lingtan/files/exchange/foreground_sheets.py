"""XLSX foregrounds in the form that Brightway's Excel importer and the Activity Browser share: blocks of cells down a sheet.

`Database`, `Project parameters`, `Database parameters`, `Activity` (fields below it, then `Parameters` and `Exchanges` as tables), a blank
row after each table. A sheet whose first cell is `skip` is left alone (bw2io 0.9, BSD-3-Clause, `importers/excel.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lingtan.errors import InputError
from lingtan.files.addresses import cell_place
from lingtan.files.raw import RawCell
from lingtan.files.xlsx_cells import read_xlsx, visible_sheets

__all__ = ["ActivityBlock", "Cells", "Foreground", "Line", "read_foreground"]

_BLANK = RawCell()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of a table, or the fields of an activity: cells by the lower-case name of their column or field, and where each stands."""

    sheet: str
    cells: Mapping[str, RawCell]
    places: Mapping[str, str]
    place: str

    def where(self, name: str) -> str:
        """The address of a column's cell; of the row's first cell where it has none."""
        return self.places.get(name, self.place)

    def text(self, name: str) -> str:
        """The cell's text, empty for a blank one. Raises InputError `CELL_FORMULA`, `CELL_ERROR_VALUE`."""
        cell = self.cells.get(name, _BLANK)
        if cell.formula:
            raise InputError("CELL_FORMULA", place=self.where(name), column=name)
        if cell.error:
            raise InputError("CELL_ERROR_VALUE", place=self.where(name), column=name, value=str(cell.value))
        value = cell.value
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else str(value).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityBlock:
    """One activity: its name, its fields, its parameters and its exchanges."""

    name: str
    fields: Line
    parameters: tuple[Line, ...]
    exchanges: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """All cells of the workbook by lower-case sheet title and address (`b3`), for formulas in cells."""

    by_sheet: Mapping[str, Mapping[str, RawCell]]


@dataclass(slots=True, kw_only=True)
class Foreground:
    """A workbook's blocks, over all its sheets."""

    name: str
    database: str = ""
    cells: Cells
    project: list[Line] = field(default_factory=list)
    parameters: list[Line] = field(default_factory=list)
    activities: list[ActivityBlock] = field(default_factory=list)


def read_foreground(data: bytes, *, name: str) -> Foreground:
    """The blocks of a workbook's visible sheets.

    Raises InputError `EXCHANGE_NO_ACTIVITIES`, `EXCHANGE_BLOCK` for a table without a header, and as `read_xlsx`.
    """
    sheets = {title: dict(read_xlsx(data, name=name, sheet=title).rows) for title in visible_sheets(data, name=name)}
    by_sheet = {
        title.casefold(): {cell_place("", number, i)[1:].casefold(): cell for number, row in rows.items() for i, cell in enumerate(row)}
        for title, rows in sheets.items()
    }
    found = Foreground(name=name, cells=Cells(by_sheet=by_sheet))
    for title, rows in sheets.items():
        if rows and _word(rows.get(1, ())) != "skip":
            _read_sheet(title, rows, found)
    if not found.activities:
        raise InputError("EXCHANGE_NO_ACTIVITIES", place=name)
    return found


def _word(row: tuple[RawCell, ...]) -> str:
    return str(row[0].value).strip().casefold() if row and row[0].value is not None else ""


def _read_sheet(title: str, rows: Mapping[int, tuple[RawCell, ...]], found: Foreground) -> None:
    stream = _Stream(title, rows)
    while (head := stream.next()) is not None:
        word = _word(rows[head])
        if word == "database":
            found.database = found.database or _second(title, head, rows[head])
        elif word == "project parameters":
            found.project += stream.table()
        elif word in ("database parameters", "parameters"):
            found.parameters += stream.table()
        elif word == "activity":
            found.activities.append(_activity(title, head, stream))


def _second(title: str, number: int, row: tuple[RawCell, ...]) -> str:
    line = Line(sheet=title, cells={"name": row[1]} if len(row) > 1 else {}, places={"name": cell_place(title, number, 1)}, place="")
    text = line.text("name")
    if not text:
        raise InputError("CELL_BLANK", place=cell_place(title, number, 1), column="name", header=str(row[0].value))
    return text


class _Stream:
    """A sheet's rows from above."""

    def __init__(self, title: str, rows: Mapping[int, tuple[RawCell, ...]]) -> None:
        self.title, self.rows = title, rows
        self._numbers: Iterator[int] = iter(sorted(rows))
        self._put_back: int | None = None

    def next(self) -> int | None:
        """The number of the next row, None at the end."""
        number, self._put_back = self._put_back, None
        return next(self._numbers, None) if number is None else number

    def put_back(self, number: int | None) -> None:
        """Read this row again."""
        self._put_back = number

    def is_blank(self, number: int) -> bool:
        """Nothing in the row."""
        return all(cell.blank for cell in self.rows[number])

    def table(self) -> tuple[Line, ...]:
        """A header and the rows to the next blank one."""
        head = self.next()
        if head is None or self.is_blank(head):
            raise InputError("EXCHANGE_BLOCK", place=f"{self.title}!{head or '?'}")
        names = {i: str(cell.value).strip().casefold() for i, cell in enumerate(self.rows[head]) if not cell.blank}
        lines = []
        while (number := self.next()) is not None and not self.is_blank(number):
            row = self.rows[number]
            cells = {name: row[i] for i, name in names.items() if i < len(row)}
            places = {name: cell_place(self.title, number, i) for i, name in names.items()}
            lines.append(Line(sheet=self.title, cells=cells, places=places, place=cell_place(self.title, number, 0)))
        return tuple(lines)


def _activity(title: str, head: int, stream: _Stream) -> ActivityBlock:
    """The activity whose first row is `head`: fields to the first blank row or table, then its tables."""
    cells: dict[str, RawCell] = {}
    places: dict[str, str] = {}
    parameters: tuple[Line, ...] = ()
    exchanges: tuple[Line, ...] = ()
    while (number := stream.next()) is not None:
        row = stream.rows[number]
        word = _word(row)
        if word in ("activity", "database", "project parameters", "database parameters"):
            stream.put_back(number)
            break
        if word == "exchanges":
            exchanges = stream.table()
        elif word == "parameters":
            parameters = stream.table()
        elif word and len(row) > 1:
            cells[word], places[word] = row[1], cell_place(title, number, 1)
    fields = Line(sheet=title, cells=cells, places=places, place=cell_place(title, head, 0))
    return ActivityBlock(name=_second(title, head, stream.rows[head]), fields=fields, parameters=parameters, exchanges=exchanges)
