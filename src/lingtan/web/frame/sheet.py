"""A table of a page: its columns declared once, for the screen and for XLSX and CSV."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import reduce
from typing import Any

from lingtan.evidence import JSON
from lingtan.messages import Language, way_out
from lingtan.naming import shown_activity, shown_parameter, shown_unit, told
from lingtan.web.frame.words import label, say, shown_day, shown_moment, shown_number, shown_place

__all__ = ["Cell", "Column", "Kind", "Sheet"]


class Kind(StrEnum):
    """How a column is shown. PLACE takes a place's code, ACTIVITY and PARAMETER a key, MESSAGE a Message, FIX the code of an error.

    WORDS takes a mapping of languages.
    """

    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    SHARE = "share"
    DATE = "date"
    TIME = "time"
    STATE = "state"
    MARK = "mark"
    DIGEST = "digest"
    TERM = "term"
    PLACE = "place"
    ACTIVITY = "activity"
    PARAMETER = "parameter"
    UNIT = "unit"
    MESSAGE = "message"
    FIX = "fix"
    WORDS = "words"


_RIGHT = {Kind.NUMBER, Kind.INTEGER, Kind.SHARE}
_NAMED = {Kind.ACTIVITY: shown_activity, Kind.PARAMETER: shown_parameter, Kind.UNIT: shown_unit}
_PREFIX = {Kind.STATE: "STATE_", Kind.MARK: "DOC_MARK_"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: `name` is the attribute of the row (dots allowed), `title` a catalogue code, `unit` stands behind the title.

    `link` is a path filled from the row's attributes. `prefix` makes a value a catalogue code for STATE, MARK and TERM.
    """

    name: str
    title: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    digits: int | None = None
    link: str | None = None
    prefix: str = ""

    @property
    def is_right(self) -> bool:
        """Whether the column holds numbers."""
        return self.kind in _RIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What stands in one place: the text shown, the value behind it for a file, a path to go to, and how it is drawn."""

    text: str
    value: JSON
    kind: Kind
    href: str | None = None
    state: str = ""

    @property
    def is_drawn(self) -> bool:
        """Whether it is shown as more than a text or a link: a badge, a mark, a digest that can be copied."""
        if self.kind is Kind.DIGEST:
            return self.value is not None and not self.href
        return self.kind in _PREFIX and self.state != ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table by name. `rows` finds the row dataclasses in the page's view; `empty` is the code of what is said when there are none."""

    name: str
    title: str
    rows: Callable[[Any], Sequence[Any]]
    columns: tuple[Column, ...]
    empty: str = "WEB_EMPTY"
    notes: tuple[str, ...] = field(default=())

    def cells(self, view: Any, language: Language) -> list[list[Cell]]:
        """Every row's cells, as shown in a language."""
        return [[_cell(column, row, language) for column in self.columns] for row in self.rows(view)]

    def table(self, view: Any, language: Language) -> tuple[list[str], list[list[JSON]]]:
        """Header and values for a file."""
        header = [say(column.title, language) + (f" [{column.unit}]" if column.unit else "") for column in self.columns]
        return header, [[cell.value for cell in row] for row in self.cells(view, language)]


def _value(row: Any, name: str) -> Any:
    if "." not in name and not isinstance(row, dict):
        return getattr(row, name)
    return reduce(lambda found, part: found[part] if isinstance(found, dict) else getattr(found, part), name.split("."), row)


def _cell(column: Column, row: Any, language: Language) -> Cell:
    value = _value(row, column.name)
    text, kept = _shown(column, value, language)
    href = column.link.format_map(_Members(row)) if column.link and value not in (None, "") else None
    state = str(value or "") if column.kind in _PREFIX else ""
    return Cell(text=text, value=kept, kind=column.kind, href=href, state=state)


class _Members(dict[str, Any]):
    """The attributes of a row, looked up when a path names them."""

    def __init__(self, row: Any) -> None:
        super().__init__()
        self.row = row

    def __missing__(self, name: str) -> Any:
        return _value(self.row, name)


def _shown(column: Column, value: Any, language: Language) -> tuple[str, JSON]:
    if value is None:
        return "–", None
    if column.kind is Kind.WORDS:
        value = value.get(language, "")
    text = value if isinstance(value, str) else "" if column.kind in _RIGHT else str(value)
    kept: JSON = value if isinstance(value, str | int | float) else str(value)
    match column.kind:
        case Kind.NUMBER:
            text = shown_number(value, 1 if column.digits is None else column.digits)
        case Kind.INTEGER:
            text = f"{int(value):,}"
        case Kind.SHARE:
            text = f"{value:.{column.digits or 0}%}"
        case Kind.DATE | Kind.TIME:
            text = shown_day(value) if column.kind is Kind.DATE else shown_moment(value)
            kept = value.isoformat() if isinstance(value, date | datetime) else str(value)
        case Kind.STATE | Kind.MARK | Kind.TERM:
            prefix, several = column.prefix or _PREFIX.get(column.kind, ""), value if isinstance(value, tuple) else (value,)
            text = kept = ", ".join(label(prefix, str(one), language) for one in several)
        case Kind.PLACE:
            text = shown_place(str(value), language)
        case Kind.ACTIVITY | Kind.PARAMETER | Kind.UNIT:
            text = kept = _NAMED[column.kind](str(value), language)
        case Kind.MESSAGE:
            text = kept = told(value, language)
        case Kind.FIX:
            text = kept = way_out(str(value), language)
        case Kind.DIGEST:
            text = str(value).removeprefix("sha256:")[:12]
    return text, kept
