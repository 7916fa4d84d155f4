"""What a table must look like: columns with their names in two languages, kinds, units and ranges."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lingtan.quantities import Unit

__all__ = ["STANDINGS", "Choice", "Column", "Kind", "Schema"]


class Kind(StrEnum):
    """How a cell is read. `share` is a fraction of one; `id` is text that a spreadsheet must not have turned into a number."""

    TEXT = "text"
    ID = "id"
    NUMBER = "number"
    INTEGER = "integer"
    SHARE = "share"
    DATE = "date"
    DATETIME = "datetime"
    YES_NO = "yes_no"
    CHOICE = "choice"
    PLACE = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One allowed value with its labels; a cell may hold any of them, or one of the other words that papers use."""

    value: str
    en: str
    zh: str
    aliases: tuple[str, ...] = ()


#: `evidence.Standing` with its labels.
STANDINGS = (
    Choice(value="source", en="seen in the source", zh="见于来源"),
    Choice(value="excerpt", en="seen as an excerpt", zh="见于摘录"),
    Choice(value="computed", en="computed", zh="推算"),
    Choice(value="assumed", en="assumed", zh="假定"),
    Choice(value="unverified", en="unverified", zh="未核实"),
    Choice(value="synthetic", en="synthetic", zh="虚构示例"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: `name` is what the code asks for; a header may be the name, the English or the Chinese label, or an alias.

    `filled` columns must be there and every row must fill them; `present` columns must be there. A `Unit` is converted from what the
    header's brackets, the unit row or the cell itself says; any other unit text must be repeated as it is. Bounds are inclusive, in the
    column's own unit.
    """

    name: str
    en: str
    zh: str
    kind: Kind
    filled: bool = False
    present: bool = False
    unit: Unit | str = ""
    least: float | None = None
    greatest: float | None = None
    choices: tuple[Choice, ...] = ()
    aliases: tuple[str, ...] = ()
    example: str | float | None = None
    note_en: str = ""
    note_zh: str = ""

    @property
    def header(self) -> str:
        """Both labels, as a template shows them: `质量 / Mass`."""
        return f"{self.zh} / {self.en}"

    @property
    def required(self) -> bool:
        """Whether the header must show the column."""
        return self.filled or self.present


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """A kind of table. `key` columns together may not repeat; `most_rows` is the stated limit of one file."""

    name: str
    sheet: str
    en: str
    zh: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    most_rows: int = 100_000

    def column(self, name: str) -> Column:
        """The column of this name. Raises KeyError for a name the schema does not declare (a defect, not a user's slip)."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
