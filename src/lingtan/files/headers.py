"""Which column of a file is which column of a schema, and in which unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache

from lingtan.errors import InputError
from lingtan.files.addresses import cell_place, row_place
from lingtan.files.columns import Column, Kind, Schema
from lingtan.files.numbers import plain
from lingtan.files.problems import Problems
from lingtan.files.raw import RawCell, RawRow
from lingtan.messages import Message
from lingtan.quantities import Unit, convert

__all__ = ["Layout", "is_unit_row", "nearest", "normal", "read_header", "read_units"]

_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]\s*$")
_NO_UNIT = {"", "-", "–", "—", "/"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Positions of the schema's columns in a file, counted from 0, the unit texts that the file states for them, and the header's width."""

    label: str
    header_row: int
    positions: dict[str, int]
    units: dict[str, str]
    width: int

    def place(self, column: str, row: int) -> str:
        """Address of the column's cell in a row; of the row where the file has no such column."""
        position = self.positions.get(column)
        return row_place(self.label, row) if position is None else cell_place(self.label, row, position)


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """Header and choice texts are compared without case, width, white space, underscores and the star of required columns."""
    return re.sub(r"[\s_*]+", "", plain(text)).casefold()


def _names(column: Column) -> set[str]:
    return {normal(name) for name in (column.name, column.en, column.zh, f"{column.zh}/{column.en}", *column.aliases)}


def _split(text: str) -> tuple[str, str]:
    """A header without its bracketed unit, and the unit: `质量 / Mass (g)` → (`质量 / Mass`, `g`)."""
    text = plain(text).rstrip("* ")
    found = _BRACKETS.search(text)
    return (text[: found.start()], found[1].strip()) if found else (text, "")


def _match(schema: Schema, text: str) -> Column | None:
    whole, _ = _split(text)
    parts = {normal(whole), normal(text), *(normal(part) for part in re.split(r"[/|\n]", whole))} - {""}
    return next((column for column in schema.columns if parts & _names(column)), None)


def matches(schema: Schema, row: RawRow) -> int:
    """How many cells of a row name a column of the schema."""
    return sum(1 for cell in row if isinstance(cell.value, str) and _match(schema, cell.value) is not None)


def read_header(schema: Schema, label: str, number: int, row: RawRow, problems: Problems) -> tuple[Layout, tuple[Message, ...]]:
    """The layout that a header row gives, and a warning for each column nobody knows. Missing and repeated columns are problems."""
    positions: dict[str, int] = {}
    units: dict[str, str] = {}
    warnings: list[Message] = []
    for index, cell in enumerate(row):
        if cell.blank:
            continue
        place = cell_place(label, number, index)
        text = str(cell.value)
        column = _match(schema, text)
        if column is None:
            warnings.append(Message(code="COLUMN_UNKNOWN", place=place, params={"column": text, "nearest": nearest(schema, text)}))
        elif column.name in positions:
            problems.add("COLUMN_TWICE", place, column=column.name, first=cell_place(label, number, positions[column.name]))
        else:
            positions[column.name] = index
            unit = _split(text)[1]
            if unit and _takes_unit(column) and _known(column, unit, place, problems):
                units[column.name] = unit
    for column in schema.columns:
        if column.required and column.name not in positions:
            hint = next((w.params["column"] for w in warnings if w.params["nearest"] == column.en), "—")
            problems.add("COLUMN_MISSING", row_place(label, number), column=column.name, header=column.header, hint=hint)
    width = max((index + 1 for index, cell in enumerate(row) if not cell.blank), default=0)
    return Layout(label=label, header_row=number, positions=positions, units=units, width=width), tuple(warnings)


def nearest(schema: Schema, text: str) -> str:
    """The column whose name is most like a text, in English; — where none is."""
    by_name = {name: column.en for column in schema.columns for name in _names(column)}
    near = get_close_matches(normal(_split(text)[0]), by_name, n=1, cutoff=0.7)
    return by_name[near[0]] if near else "—"


def is_unit_row(schema: Schema, layout: Layout, row: RawRow) -> bool:
    """Whether a row states units: text that is no number under columns with a unit, dashes elsewhere; or nothing but dashes."""
    stated, dashes = 0, 0
    for name, position in layout.positions.items():
        column = schema.column(name)
        cell = row[position] if position < len(row) else RawCell()
        if cell.blank:
            continue
        if not isinstance(cell.value, str) or cell.formula:
            return False
        text = plain(cell.value)
        if text in _NO_UNIT:
            dashes += 1
            continue
        if not _takes_unit(column) or text[0].isdigit() or text[0] in "+-.":
            return False
        stated += 1
    return stated > 0 or dashes > 1


def _takes_unit(column: Column) -> bool:
    return bool(column.unit) or column.kind is Kind.SHARE


def read_units(schema: Schema, layout: Layout, number: int, row: RawRow, problems: Problems) -> Layout:
    """The layout with the units of a unit row, which overrule those in brackets. A unit of another kind is a problem at its cell."""
    units = dict(layout.units)
    for name, position in layout.positions.items():
        text = plain(str(row[position].value or "")) if position < len(row) else ""
        if text not in _NO_UNIT and _known(schema.column(name), text, cell_place(layout.label, number, position), problems):
            units[name] = text
    return replace(layout, units=units)


def _known(column: Column, unit: str, place: str, problems: Problems) -> bool:
    """Whether a stated unit can be read as the column's; otherwise the problem is noted."""
    if column.kind is Kind.SHARE or not isinstance(column.unit, Unit):
        wanted = "%" if column.kind is Kind.SHARE else column.unit
        allowed: Sequence[str] = ("%", "1") if column.kind is Kind.SHARE else (wanted,)
        if unit.casefold() in {text.casefold() for text in allowed}:
            return True
        problems.add("UNIT_OTHER", place, unit=unit, wanted=wanted)
        return False
    try:
        convert(1.0, unit, column.unit, place=place)
    except InputError as exc:
        problems.add_error(exc)
        return False
    return True
