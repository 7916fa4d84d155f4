"""Numbers of a foreground: typed, computed by a formula in a cell, or by a formula of parameters."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from lingtan.errors import InputError
from lingtan.files.exchange.foreground_sheets import Cells, Line
from lingtan.files.exchange.formulas import Names, evaluate
from lingtan.files.numbers import UnreadableError, parse_number
from lingtan.files.raw import RawCell
from lingtan.lca.exchange import LAW, LawKind, Laws

__all__ = ["Values", "named_parameters"]

_CELL = re.compile(r"(?:'([^'!]+)'!|([^\W\d]\w*)!)?\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?![\w(])")
_RANGE = re.compile(r"[0-9]:\$?[A-Za-z]")
_MOST_DEPTH = 50


class Values:
    """Reads numbers, following formulas from cell to cell."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._open: list[str] = []

    def number(self, line: Line, column: str) -> float | None:
        """The cell's number, None for a blank cell.

        Raises InputError `CELL_NOT_NUMBER`, `CELL_NUMBER_AMBIGUOUS`, `CELL_NOT_FINITE`, `CELL_ERROR_VALUE`, `EXCHANGE_FORMULA`,
        `EXCHANGE_FORMULA_LOOP`, `EXCHANGE_NAME`.
        """
        return self._of(line.cells.get(column, RawCell()), line.sheet, line.where(column), column)

    def amount(self, line: Line, names: Names) -> float | None:
        """The value of the line's `formula` where there is one, else its `amount`; None where both are blank."""
        formula = line.cells.get("formula", RawCell())
        if formula.blank:
            return self.number(line, "amount")
        if formula.formula or not isinstance(formula.value, str):
            return self._of(formula, line.sheet, line.where("formula"), "formula")
        return evaluate(formula.value, names, place=line.where("formula"))

    def law(self, line: Line, amount: float) -> Laws:
        """The line's distribution as one record, shape (1,). Raises InputError `EXCHANGE_LAW_FIELD` as well as `number` does."""
        kind = self.number(line, "uncertainty type")
        fields: dict[str, float] = {name: _or_nan(self.number(line, name)) for name in ("loc", "scale", "shape", "minimum", "maximum")}
        number = int(kind or 0)
        if number == LawKind.LOGNORMAL and math.isnan(fields["loc"]) and amount != 0.0:
            fields["loc"] = math.log(abs(amount))
        elif number <= LawKind.TRIANGULAR and number != LawKind.LOGNORMAL and math.isnan(fields["loc"]):
            fields["loc"] = amount
        needed = {LawKind.LOGNORMAL: ("loc", "scale"), LawKind.NORMAL: ("loc", "scale")}
        needed |= dict.fromkeys((LawKind.UNIFORM, LawKind.TRIANGULAR), ("minimum", "maximum"))
        for name in needed.get(LawKind(number), ()) if number in set(LawKind) else ():
            if math.isnan(fields[name]):
                raise InputError("EXCHANGE_LAW_FIELD", place=line.where(name), column=name, kind=number)
        return np.array([(min(number, 255), *fields.values(), amount < 0.0)], dtype=LAW)

    def _of(self, cell: RawCell, sheet: str, place: str, column: str) -> float | None:
        if cell.blank:
            return None
        if cell.error:
            raise InputError("CELL_ERROR_VALUE", place=place, column=column, value=str(cell.value))
        if cell.formula:
            return self._formula(str(cell.value), sheet, place)
        if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
            return float(cell.value)
        try:
            value, rest = parse_number(str(cell.value))
        except UnreadableError as exc:
            raise InputError(exc.code, place=place, column=column, value=str(cell.value)[:60]) from exc
        if rest:
            raise InputError("CELL_NOT_NUMBER", place=place, column=column, value=str(cell.value)[:60])
        return value

    def _formula(self, text: str, sheet: str, place: str) -> float:
        if place in self._open or len(self._open) > _MOST_DEPTH:
            raise InputError("EXCHANGE_FORMULA_LOOP", place=place, names=" → ".join([*self._open, place]))
        if _RANGE.search(text):
            raise InputError("EXCHANGE_FORMULA", place=place, formula=text[:60], detail="a range of cells")
        found: dict[str, float] = {}

        def taken(match: re.Match[str]) -> str:
            title = match[1] or match[2] or sheet
            address = f"{match[3]}{match[4]}"
            cell = self._cells.by_sheet.get(title.casefold(), {}).get(address.casefold(), RawCell())
            value = self._of(cell, title, f"{title}!{address.upper()}", "formula")
            name = f"cell_{len(found)}"
            found[name] = 0.0 if value is None else value
            return name

        self._open.append(place)
        try:
            plain = _CELL.sub(taken, text)
        finally:
            self._open.pop()
        return evaluate(plain, Names(numbers=found), place=place)


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else value


def named_parameters(lines: Sequence[Line], values: Values, around: Names | None) -> Names:
    """The parameters of a table: `name` with `amount` or `formula`. Raises InputError `CELL_BLANK`, `EXCHANGE_FORMULA`, and as `Values`."""
    numbers: dict[str, float] = {}
    formulas: dict[str, str] = {}
    places: dict[str, str] = {}
    for line in lines:
        name = line.text("name").casefold()
        if not name:
            raise InputError("CELL_BLANK", place=line.where("name"), column="name", header="name")
        formula: Mapping[str, Any] = line.cells
        cell = formula.get("formula", RawCell())
        if isinstance(cell.value, str) and not cell.blank and not cell.formula:
            formulas[name], places[name] = cell.value, line.where("formula")
            continue
        value = values.number(line, "formula" if cell.formula else "amount")
        if value is None:
            raise InputError("CELL_BLANK", place=line.where("amount"), column="amount", header="amount")
        numbers[name] = value
    return Names(numbers=numbers, formulas=formulas, around=around, places=places)
