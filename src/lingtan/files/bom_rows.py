"""Rows of a bill of materials into `product.BomLine`, amounts in canonical units."""

from __future__ import annotations

from typing import cast

from lingtan.errors import InputError, LingtanError
from lingtan.files.problems import Problems
from lingtan.files.table import Row, Table
from lingtan.product.attributes import Custody
from lingtan.product.bom import BomLine, SupplierBoundary, SupplierFootprint, Verification
from lingtan.quantities import Unit, convert

__all__ = ["bom_lines"]

#: A unit text that is none of ours is converted to the first of these that it can be converted to.
_CANONICAL = (Unit.KG, Unit.CM2, Unit.WH, Unit.GB, Unit.W, Unit.M, Unit.PIECE, Unit.TKM, Unit.M3, Unit.YEAR)
#: What a supplier's figure must come with.
_WITH_FIGURE = ("supplier", "supplier_year", "supplier_verification", "supplier_boundary")


def bom_lines(table: Table) -> tuple[BomLine, ...]:
    """The lines in row order. Raises TableError with every line that the room refuses or whose unit is unknown."""
    problems = Problems()
    lines: list[BomLine] = []
    for row in table:
        try:
            lines.append(_line(row))
        except LingtanError as exc:
            problems.add_error(exc)
    problems.check()
    return tuple(lines)


def _line(row: Row) -> BomLine:
    amount, unit = _canonical(cast("float", row.value("amount")), _text(row, "unit"), row.cell("unit"))
    share = cast("float | None", row.value("recycled_share")) or 0.0
    if share > 0 and row.value("custody") is None:
        raise InputError("CUSTODY_MISSING", place=row.cell("custody"))
    return BomLine(
        part=_text(row, "part"),
        kind=_text(row, "kind"),
        amount=amount,
        unit=unit,
        quantity=_number(row, "quantity", 1.0),
        material=_text(row, "material"),
        recycled_share=share,
        custody=Custody(_text(row, "custody")) if row.value("custody") else None,
        place_of_make=_text(row, "place_of_make"),
        supplier=_supplier(row),
        gsd=_number(row, "gsd", 1.05),
        cell=row.cell("part"),
    )


def _canonical(amount: float, text: str, place: str) -> tuple[float, Unit]:
    """The amount in the house's own unit of the kind. Raises InputError of the unit that fits nothing."""
    if text in set(Unit):
        return amount, Unit(text)
    refusal: InputError | None = None
    for unit in _CANONICAL:
        try:
            return convert(amount, text, unit, place=place), unit
        except InputError as exc:
            refusal = exc
    raise refusal or InputError("UNIT_OTHER", place=place, unit=text, wanted="kg")


def _supplier(row: Row) -> SupplierFootprint | None:
    """The supplier's figure where one is given; a half-filled one is refused at the empty cell."""
    kg = row.value("supplier_kg_co2e")
    if kg is None:
        return None
    for name in _WITH_FIGURE:
        if row.value(name) is None:
            raise InputError("SUPPLIER_CELL_MISSING", place=row.cell(name), column=name)
    return SupplierFootprint(
        kg_co2e=cast("float", kg),
        supplier=_text(row, "supplier"),
        year=cast("int", row.value("supplier_year")),
        verification=Verification(_text(row, "supplier_verification")),
        boundary=SupplierBoundary(_text(row, "supplier_boundary")),
        net_of_offsets=bool(row.value("net_of_offsets")),
        market_instrument=_text(row, "market_instrument") or None,
        biogenic_reason=_text(row, "biogenic_reason") or None,
        gsd=_number(row, "supplier_gsd", 1.1),
        gwp_set=_text(row, "supplier_gwp_set") or "AR6",
        reference=_text(row, "supplier_reference"),
    )


def _text(row: Row, column: str) -> str:
    value = row.value(column)
    return "" if value is None else str(value)


def _number(row: Row, column: str, default: float) -> float:
    value = row.value(column)
    return default if value is None else cast("float", value)
