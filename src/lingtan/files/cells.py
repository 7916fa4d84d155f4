"""One raw cell into the value its column promises, or a problem with the cell's address."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import cache
from typing import TypeAlias

from lingtan.errors import InputError
from lingtan.files.columns import Column, Kind
from lingtan.files.headers import normal
from lingtan.files.numbers import UnreadableError, parse_date, parse_datetime, parse_number, plain
from lingtan.files.raw import RawCell
from lingtan.quantities import Unit, convert, find_place

__all__ = ["Value", "read_cell"]

Value: TypeAlias = "str | int | float | bool | date | None"

_LONGEST_TEXT = 2_000
#: A double holds 15 decimal digits; a longer serial number typed into a number cell has lost its last ones (IEEE 754).
_EXACT_DIGITS = 10**15
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+")
_INVISIBLE = re.compile("[\u0000-\u001f\u007f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_YES = {"yes", "y", "true", "1", "是", "有"}
_NO = {"no", "n", "false", "0", "否", "无"}
_FIRST_YEAR, _LAST_YEAR = 1950, 2150


def read_cell(column: Column, cell: RawCell, *, unit: str, place: str) -> Value:
    """The typed value; None for a blank cell. `unit` is what the file states for the column, empty where it states none.

    Raises InputError with the cell's address.
    """
    if cell.formula:
        raise InputError("CELL_FORMULA", place=place, column=column.name)
    if cell.error:
        raise InputError("CELL_ERROR_VALUE", place=place, column=column.name, value=str(cell.value))
    if cell.blank:
        if column.filled:
            raise InputError("CELL_BLANK", place=place, column=column.name, header=column.header)
        return None
    try:
        return _READERS[column.kind](column, cell, unit, place)
    except UnreadableError as exc:
        raise InputError(exc.code, place=place, column=column.name, value=_shown(cell)) from exc


def _shown(cell: RawCell) -> str:
    return str(cell.value)[:60]


def _text(column: Column, cell: RawCell, _unit: str, place: str) -> str:
    value = cell.value
    if isinstance(value, bool | datetime | date):
        raise InputError("CELL_NOT_TEXT", place=place, column=column.name, value=_shown(cell))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    if len(text) > _LONGEST_TEXT:
        raise InputError("CELL_TOO_LONG", place=place, column=column.name, length=len(text), limit=_LONGEST_TEXT)
    return text


def _id(column: Column, cell: RawCell, unit: str, place: str) -> str:
    """An identifier, refused where a spreadsheet has rounded it, turned it into 1.2E+15, or hidden a character in it."""
    if isinstance(cell.value, float) and not (math.isfinite(cell.value) and cell.value.is_integer()):
        raise InputError("CELL_ID_DAMAGED", place=place, column=column.name, value=_shown(cell))
    if isinstance(cell.value, int | float) and abs(cell.value) >= _EXACT_DIGITS:
        raise InputError("CELL_ID_DAMAGED", place=place, column=column.name, value=_shown(cell))
    text = _text(column, cell, unit, place)
    if _SCIENTIFIC.fullmatch(text):
        raise InputError("CELL_ID_DAMAGED", place=place, column=column.name, value=text[:60])
    hidden = _INVISIBLE.search(text)
    if hidden:
        raise InputError("CELL_INVISIBLE", place=place, column=column.name, character=f"U+{ord(hidden[0]):04X}")
    return text


def _number(column: Column, cell: RawCell, unit: str, place: str) -> float:
    value, stated = _bare_number(column, cell, place)
    stated = stated or unit
    if isinstance(column.unit, Unit):
        if stated and stated != column.unit.value:
            value = convert(value, stated, column.unit, place=place)
    elif stated and stated.casefold() != column.unit.casefold():
        raise InputError("UNIT_OTHER", place=place, unit=stated, wanted=column.unit or "—")
    return _in_range(column, value, place)


def _bare_number(column: Column, cell: RawCell, place: str) -> tuple[float, str]:
    value = cell.value
    if isinstance(value, bool):
        raise UnreadableError("CELL_NOT_NUMBER")
    if isinstance(value, date):  # datetime is a date: a spreadsheet has read 3-4 as the third of April
        raise InputError("CELL_DATE_NOT_NUMBER", place=place, column=column.name, value=_shown(cell))
    if isinstance(value, int | float):
        if not math.isfinite(value):
            raise UnreadableError("CELL_NOT_FINITE")
        return float(value), ""
    return parse_number(str(value))


def _integer(column: Column, cell: RawCell, unit: str, place: str) -> int:
    value = _number(column, cell, unit, place)
    if not value.is_integer() or abs(value) >= 2**53:
        raise UnreadableError("CELL_NOT_INTEGER")
    return int(value)


def _share(column: Column, cell: RawCell, unit: str, place: str) -> float:
    """A fraction of one. `30%`, a percent-formatted 0.3, 30 under `%` and 0.3 under no unit are the same; what may be two is refused."""
    value, stated = _bare_number(column, cell, place)
    if stated not in ("", "%"):
        raise InputError("UNIT_OTHER", place=place, unit=stated, wanted="%")
    if stated == "%":
        value /= 100
    elif cell.percent:
        pass
    elif unit == "%" and (value == 0 or value >= 1):
        value /= 100
    elif unit == "%" or value > 1:
        raise UnreadableError("CELL_SHARE_AMBIGUOUS")
    return _in_range(column, value, place)


def _in_range(column: Column, value: float, place: str) -> float:
    least = 0.0 if column.kind is Kind.SHARE and column.least is None else column.least
    greatest = 1.0 if column.kind is Kind.SHARE and column.greatest is None else column.greatest
    if least == 0 and value < 0:
        raise InputError("CELL_NEGATIVE", place=place, column=column.name, value=value, unit=str(column.unit))
    if (least is not None and value < least) or (greatest is not None and value > greatest):
        shown = (str(least) if least is not None else "-∞", str(greatest) if greatest is not None else "∞")
        raise InputError(
            "CELL_OUT_OF_RANGE", place=place, column=column.name, value=value, unit=str(column.unit), least=shown[0], greatest=shown[1]
        )
    return value


def _date(column: Column, cell: RawCell, _unit: str, place: str) -> date:
    value = cell.value
    if isinstance(value, datetime):
        day = value.date()
    elif isinstance(value, date):
        day = value
    elif isinstance(value, str):
        day = parse_date(value)
    else:
        raise UnreadableError("CELL_NOT_DATE")
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise InputError("CELL_DATE_RANGE", place=place, column=column.name, value=day.isoformat(), first=_FIRST_YEAR, last=_LAST_YEAR)
    return day


def _datetime(column: Column, cell: RawCell, _unit: str, place: str) -> datetime:
    """A moment without a zone, the plant's own clock; a date alone is its midnight."""
    value = cell.value
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, date):
        moment = datetime.combine(value, time())
    elif isinstance(value, str):
        moment = parse_datetime(value)
    else:
        raise UnreadableError("CELL_NOT_DATETIME")
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise InputError("CELL_DATE_RANGE", place=place, column=column.name, value=moment.isoformat(), first=_FIRST_YEAR, last=_LAST_YEAR)
    return moment


def _yes_no(_column: Column, cell: RawCell, _unit: str, _place: str) -> bool:
    word = normal(str(int(cell.value) if isinstance(cell.value, bool | float) else cell.value))
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise UnreadableError("CELL_NOT_YES_NO")


def _choice(column: Column, cell: RawCell, unit: str, place: str) -> str:
    found = _by_label(column).get(normal(_text(column, cell, unit, place)))
    if found is not None:
        return found
    allowed = ", ".join(choice.value for choice in column.choices)
    raise InputError("CELL_NOT_LISTED", place=place, column=column.name, value=_shown(cell), allowed=allowed)


@cache
def _by_label(column: Column) -> Mapping[str, str]:
    """Values by everything a cell may call them."""
    labels = {choice.value: (choice.value, choice.en, choice.zh, f"{choice.zh}/{choice.en}", *choice.aliases) for choice in column.choices}
    return {normal(label): value for value, all_labels in labels.items() for label in all_labels}


def _place(column: Column, cell: RawCell, unit: str, place: str) -> str:
    """The code of a place the project knows, whatever name the cell gives it."""
    return find_place(plain(_text(column, cell, unit, place)), place=place).code


_READERS: Mapping[Kind, Callable[[Column, RawCell, str, str], Value]] = {
    Kind.TEXT: _text,
    Kind.ID: _id,
    Kind.NUMBER: _number,
    Kind.INTEGER: _integer,
    Kind.SHARE: _share,
    Kind.DATE: _date,
    Kind.DATETIME: _datetime,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.PLACE: _place,
}
