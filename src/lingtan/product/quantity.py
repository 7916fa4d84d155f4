"""A quantity of a class pack: a number, an attribute or a table, scaled by attributes, with its spread and its source.

    amount = base × factor × Π (attribute / reference) ** exponent

This is all the arithmetic that a pack may ask for, so a pack stays data and a reviewer can read every prior.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from lingtan.errors import InputError
from lingtan.evidence import Mark, Standing
from lingtan.uncertainty import Parameter, Scope, Shape

__all__ = ["Amount", "Known", "Quantity", "Scale", "evaluate", "worse"]

_RANK: Mapping[Mark, int] = {
    Mark.MEASURED: 0,
    Mark.SUPPLIER: 1,
    Mark.DECLARED: 2,
    Mark.LITERATURE: 3,
    Mark.MODELLED: 4,
    Mark.ASSUMED: 5,
    Mark.IMPUTED: 6,
    Mark.SYNTHETIC: 7,
}
_MARK_OF: Mapping[Standing, Mark] = {
    Standing.SOURCE: Mark.LITERATURE,
    Standing.EXCERPT: Mark.LITERATURE,
    Standing.COMPUTED: Mark.MODELLED,
    Standing.ASSUMED: Mark.ASSUMED,
    Standing.UNVERIFIED: Mark.ASSUMED,
    Standing.SYNTHETIC: Mark.SYNTHETIC,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """One factor (attribute / reference) ** exponent. [-]."""

    by: str
    reference: float
    exponent: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """How a template finds one amount. Exactly one base: `value`, `attribute`, or `table` (a choice attribute) with `values`.

    `by_year` replaces `value` from the given report year on. `gsd` makes the amount an uncertain SKU parameter of its own.
    """

    value: float | None = None
    attribute: str | None = None
    table: str | None = None
    values: Mapping[str, float] = field(default_factory=dict)
    by_year: Mapping[str, float] = field(default_factory=dict)
    factor: float = 1.0
    scale: tuple[Scale, ...] = ()
    gsd: float = 1.0
    standing: Standing = Standing.ASSUMED
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A numeric attribute after imputation: its mean, who knows it, and the parameter that carries its doubt (if any)."""

    value: float
    mark: Mark
    multipliers: tuple[str, ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A mean amount with the multipliers of its doubt, its mark, and where it came from. `parameters` are those that it brings in."""

    value: float
    mark: Mark = Mark.MODELLED
    multipliers: tuple[str, ...] = ()
    origin: str = ""
    parameters: tuple[Parameter, ...] = ()

    def times(self, other: Amount) -> Amount:
        """The product; a multiplier met by both stands once, so that the mean stays the product of the means (first order)."""
        return Amount(
            value=self.value * other.value,
            mark=worse(self.mark, other.mark),
            multipliers=tuple(dict.fromkeys((*self.multipliers, *other.multipliers))),
            origin="; ".join(dict.fromkeys(part for part in (self.origin, other.origin) if part)),
            parameters=tuple(dict.fromkeys((*self.parameters, *other.parameters))),
        )

    def scaled(self, number: float) -> Amount:
        """The amount times an exact number. [-]."""
        return Amount(
            value=self.value * number, mark=self.mark, multipliers=self.multipliers, origin=self.origin, parameters=self.parameters
        )


def worse(one: Mark, other: Mark) -> Mark:
    """The weaker of two marks: an estimate stays marked through products and sums."""
    return one if _RANK[one] >= _RANK[other] else other


def evaluate(
    quantity: Quantity, *, key: str, known: Mapping[str, Known], choices: Mapping[str, str], report_year: int, place: str
) -> Amount:
    """The quantity's amount for this device. `key` names its own parameter (`sku/<component>/<quantity>`).

    Raises InputError `PACK_ATTRIBUTE_UNKNOWN` or `PACK_TABLE_ENTRY` where the pack asks for what the device cannot have.
    """
    base, mark, multipliers, origin = _base(quantity, known=known, choices=choices, report_year=report_year, place=place)
    value = base * quantity.factor
    for scale in quantity.scale:
        attribute = _attribute(scale.by, known=known, place=place)
        if attribute.value == 0.0 and scale.exponent < 0:
            raise InputError("PACK_NOT_FINITE", place=place, quantity=key)
        value *= (attribute.value / scale.reference) ** scale.exponent
        mark = worse(mark, attribute.mark)
        multipliers = (*multipliers, *attribute.multipliers)
    parameters: tuple[Parameter, ...] = ()
    if quantity.gsd > 1.0 and value != 0.0:
        parameters = (Parameter(key=key, shape=Shape.LOGNORMAL, spread=quantity.gsd, scope=Scope.SKU),)
        multipliers = (*multipliers, key)
    if not math.isfinite(value):
        raise InputError("PACK_NOT_FINITE", place=place, quantity=key)
    return Amount(value=value, mark=mark, multipliers=tuple(dict.fromkeys(multipliers)), origin=origin, parameters=parameters)


def _base(
    quantity: Quantity, *, known: Mapping[str, Known], choices: Mapping[str, str], report_year: int, place: str
) -> tuple[float, Mark, tuple[str, ...], str]:
    if quantity.attribute is not None:
        attribute = _attribute(quantity.attribute, known=known, place=place)
        return attribute.value, attribute.mark, attribute.multipliers, attribute.origin
    mark = _MARK_OF[quantity.standing]
    if quantity.table is not None:
        choice = choices.get(quantity.table, "")
        if choice not in quantity.values:
            raise InputError("PACK_TABLE_ENTRY", place=place, table=quantity.table, entry=choice)
        return quantity.values[choice], mark, (), f"pack: {quantity.table} = {choice} ({quantity.source})"
    years = [year for year in sorted(quantity.by_year) if int(year) <= report_year]
    if years:
        return quantity.by_year[years[-1]], mark, (), f"pack: from {years[-1]} ({quantity.source})"
    if quantity.value is None:
        raise InputError("PACK_QUANTITY_BASE", place=place)
    return quantity.value, mark, (), f"pack: {quantity.source}"


def _attribute(name: str, *, known: Mapping[str, Known], place: str) -> Known:
    if name not in known:
        raise InputError("PACK_ATTRIBUTE_UNKNOWN", place=place, field=name)
    return known[name]
