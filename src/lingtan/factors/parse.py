"""A pack's rows into factors and sources, with errors that name the cell.

Columns of a factor row (those marked * must be filled):

    id            optional; made from activity, class, place and year when empty
    activity*     snake_case; a known activity to replace or add to, or a new one
    class*        electricity_life_cycle, electricity_direct, cradle_to_gate, process, freight, end_of_life
    value*        mean climate figure per unit, in `value_unit` (kg CO2e when that column is absent), without the inputs' burden
    unit*         what it is per: kg, kWh, m2, cm2, GB, Wh, W, t*km, piece …; converted to the canonical unit
    fossil, biogenic_release, biogenic_uptake, land_use, aircraft, voc, water, waste   optional flows; all fossil when empty
    inputs        optional: `electricity=0.9; dram_die=0.3`, per unit
    gases, gwp_set*, place*, year*, technology, source*, locator*, licence*, standing, note
    pedigree*     five scores, `2-1-1-2-3` (reliability, completeness, temporal, geography, technology)
    gsd*          basic geometric standard deviation, 1 or more

A source row has id*, title*, publisher*, year*, locator*, licence*, standing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Protocol, TypeVar

from lingtan.errors import FactorError, InputError, LingtanError
from lingtan.evidence import Pedigree, Source, Standing
from lingtan.factors.constant import Constant
from lingtan.factors.record import BUILT_IN, Factor, FactorClass, GwpLabel
from lingtan.quantities import CLIMATE, Indicator, Unit, convert, find_place

__all__ = ["PackRow", "parse_constants", "parse_pack", "parse_sources"]

_E = TypeVar("_E", bound=StrEnum)

#: In this order a foreign unit looks for its canonical one.
_CANONICAL = (Unit.KG, Unit.KWH, Unit.M2, Unit.M3, Unit.M, Unit.GB, Unit.W, Unit.TKM, Unit.PIECE, Unit.YEAR)

_PEDIGREE_SCORES = 5


class PackRow(Protocol):
    """One row of a table: the value under a column (None when empty or absent) and the cell's address for errors (`Factors!C14`)."""

    def value(self, column: str) -> str | int | float | None:
        """What stands in the cell."""
        ...

    def cell(self, column: str) -> str:
        """Where it stands."""
        ...


def parse_pack(rows: Sequence[PackRow], *, pack: str = "user") -> tuple[Factor, ...]:
    """The factors of the rows; `pack` names where they come from in every resolution step.

    Raises FactorError `FACTOR_INCOMPLETE`, `FACTOR_FIELD`, `FACTOR_SIGN`, `FACTOR_FLOWS_SUM`, `FACTOR_DUPLICATE` and InputError
    `UNIT_UNKNOWN`, `PLACE_UNKNOWN`, `PEDIGREE_SCORE`, each with the cell.
    """
    factors: dict[str, Factor] = {}
    for row in rows:
        factor = _factor(row, pack)
        if factor.id in factors:
            raise FactorError("FACTOR_DUPLICATE", place=row.cell("id"), other=factor.id)
        factors[factor.id] = factor
    return tuple(factors.values())


def parse_sources(rows: Iterable[PackRow]) -> tuple[Source, ...]:
    """The sources of the rows. Raises FactorError `FACTOR_INCOMPLETE` or `FACTOR_FIELD` with the cell."""
    return tuple(
        Source(
            id=_text(row, "id"),
            title=_text(row, "title"),
            publisher=_text(row, "publisher"),
            year=_integer(row, "year"),
            locator=_text(row, "locator"),
            licence=_text(row, "licence"),
            standing=_choice(row, "standing", Standing, Standing.UNVERIFIED),
        )
        for row in rows
    )


def parse_constants(rows: Iterable[PackRow]) -> tuple[Constant, ...]:
    """The stated constants of the rows. Raises FactorError `FACTOR_INCOMPLETE` or `FACTOR_FIELD` with the cell."""
    return tuple(
        Constant(
            id=_text(row, "id"),
            value=_number(row, "value"),
            unit=_text(row, "unit"),
            source_id=_text(row, "source"),
            locator=_text(row, "locator"),
            standing=_choice(row, "standing", Standing, Standing.UNVERIFIED),
            note=_optional(row, "note"),
        )
        for row in rows
    )


def _factor(row: PackRow, pack: str) -> Factor:
    activity, klass = _text(row, "activity"), _choice(row, "class", FactorClass, None)
    unit, per = _unit(row)
    scale = convert(1.0, _optional(row, "value_unit") or "kg", Unit.KG, place=row.cell("value_unit")) / per
    where = find_place(_text(row, "place"), place=row.cell("place")).code
    year = _integer(row, "year")
    key = f"{activity}:{klass.value}:{where}:{year}"
    value = _number(row, "value") * scale
    flows = _flows(row, value, scale)
    inputs = {name: amount / per for name, amount in _inputs(row).items()}
    gwp_set = _choice(row, "gwp_set", GwpLabel, None).value
    texts = {name: _text(row, name) for name in ("source", "locator", "licence")}
    standing = _choice(row, "standing", Standing, Standing.UNVERIFIED)
    pedigree, gsd = _pedigree(row), _number(row, "gsd")
    try:
        return Factor(
            id=_optional(row, "id") or (key if pack == BUILT_IN else f"{pack}:{key}"),
            activity=activity,
            klass=klass,
            value=value,
            unit=unit,
            flows=flows,
            inputs=inputs,
            gases=_optional(row, "gases") or "CO2e",
            gwp_set=gwp_set,
            place=where,
            year=year,
            technology=_optional(row, "technology") or "not specified",
            source_id=texts["source"],
            locator=texts["locator"],
            licence=texts["licence"],
            standing=standing,
            pedigree=pedigree,
            gsd=gsd,
            note=_optional(row, "note"),
            pack=pack,
        )
    except FactorError as error:
        column = str(error.params.get("field", error.params.get("indicator", "value"))).split(".", maxsplit=1)[0]
        raise FactorError(error.code, place=row.cell(column if row.value(column) is not None else "value"), **error.params) from error


def _unit(row: PackRow) -> tuple[Unit, float]:
    """The canonical unit of the row's `unit`, and how many of it one such unit is."""
    text = _text(row, "unit")
    if text in set(Unit):
        return Unit(text), 1.0
    last: LingtanError | None = None
    for unit in _CANONICAL:
        try:
            return unit, convert(1.0, text, unit, place=row.cell("unit"))
        except InputError as error:
            last = error
    raise last or FactorError("FACTOR_INCOMPLETE", place=row.cell("unit"), field="unit")


def _flows(row: PackRow, value: float, scale: float) -> Mapping[Indicator, float]:
    """The row's flows per canonical unit; the whole value is fossil where no climate flow is given."""
    given = {i: _number(row, i.value) * scale for i in Indicator if row.value(i.value) not in (None, "")}
    if not any(i in given for i in CLIMATE) and value != 0.0:
        given[Indicator.FOSSIL] = value
    return given


def _inputs(row: PackRow) -> Mapping[str, float]:
    inputs: dict[str, float] = {}
    for part in filter(None, (p.strip() for p in _optional(row, "inputs").split(";"))):
        name, _, amount = part.partition("=")
        try:
            inputs[name.strip()] = float(amount)
        except ValueError as exc:
            raise _bad(row, "inputs", "activity=amount; …", part) from exc
    return inputs


def _pedigree(row: PackRow) -> Pedigree:
    text = _text(row, "pedigree")
    scores = text.replace(",", "-").split("-")
    if len(scores) != _PEDIGREE_SCORES or not all(s.strip().isdecimal() for s in scores):
        raise _bad(row, "pedigree", "five scores 1..5 such as 2-1-1-2-3", text)
    reliability, completeness, temporal, geography, technology = (int(s) for s in scores)
    try:
        return Pedigree(reliability=reliability, completeness=completeness, temporal=temporal, geography=geography, technology=technology)
    except InputError as error:
        raise InputError(error.code, place=row.cell("pedigree"), **error.params) from error


def _optional(row: PackRow, column: str) -> str:
    value = row.value(column)
    return "" if value is None else str(value).strip()


def _text(row: PackRow, column: str) -> str:
    text = _optional(row, column)
    if not text:
        raise FactorError("FACTOR_INCOMPLETE", place=row.cell(column), field=column)
    return text


def _number(row: PackRow, column: str) -> float:
    text = _text(row, column)
    try:
        return float(text)
    except ValueError as exc:
        raise _bad(row, column, "a number", text) from exc


def _integer(row: PackRow, column: str) -> int:
    number = _number(row, column)
    if not number.is_integer():
        raise _bad(row, column, "a whole number", _text(row, column))
    return int(number)


def _choice(row: PackRow, column: str, kind: type[_E], default: _E | None) -> _E:
    text = _optional(row, column) if default is not None else _text(row, column)
    if not text and default is not None:
        return default
    try:
        return kind(text)
    except ValueError as exc:
        raise _bad(row, column, "/".join(kind), text) from exc


def _bad(row: PackRow, column: str, want: str, value: str) -> FactorError:
    return FactorError("FACTOR_FIELD", place=row.cell(column), field=column, want=want, value=value)
