"""Suppliers' figures: of the boundary the line needs, gross of offsets, valid in the period, and as they stand on the line (METHODS 8)."""

from __future__ import annotations

from collections.abc import Iterator

from lingtan.assurance.detected import Detected, shown
from lingtan.assurance.pack import EvidencePack, SupplierBoundary
from lingtan.evidence import Mark

__all__ = ["check_suppliers"]

_NEAR_ZERO_KG = 1e-6


def check_suppliers(pack: EvidencePack) -> Iterator[Detected]:
    """`SUPPLIER_BOUNDARY`, `SUPPLIER_NETTED`, `SUPPLIER_EXPIRED`, `SUPPLIER_FIGURE`, `SUPPLIER_LINE`."""
    lines = {line.id: line for line in pack.lines}
    factors = {factor.id: factor for factor in pack.factors}
    for figure in pack.suppliers:
        mg = round(figure.kg * 1e6)
        if figure.boundary is not SupplierBoundary.CRADLE_TO_GATE:
            expected = SupplierBoundary.CRADLE_TO_GATE.value
            yield Detected(
                code="SUPPLIER_BOUNDARY", place=figure.id, expected=expected, found=figure.boundary.value, effect_mg=mg, of_rule=True
            )
        if figure.offsets_kg != 0 or (figure.kg <= _NEAR_ZERO_KG and not figure.biogenic):
            found = f"{shown(figure.kg)} kg after {shown(figure.offsets_kg)} kg of offsets"
            effect = round(figure.offsets_kg * 1e6)
            yield Detected(code="SUPPLIER_NETTED", place=figure.id, expected="gross figure", found=found, effect_mg=effect, of_rule=True)
        if figure.valid_from > pack.study.period_end or figure.valid_until < pack.study.period_start:
            found = f"{figure.valid_from} … {figure.valid_until}"
            expected = f"{pack.study.period_start} … {pack.study.period_end}"
            yield Detected(code="SUPPLIER_EXPIRED", place=figure.id, expected=expected, found=found, effect_mg=mg, of_rule=True)
        line = lines.get(figure.line)
        if line is None or line.mark is not Mark.SUPPLIER:
            yield Detected(code="SUPPLIER_LINE", place=figure.id, expected="a line marked supplier", found=figure.line)
        elif line.factor in factors and abs(factors[line.factor].value - figure.kg) > 1e-9 * max(abs(figure.kg), 1e-9):
            effect = round((figure.kg - factors[line.factor].value) * line.amount * line.allocation * 1e6)
            yield Detected(
                code="SUPPLIER_FIGURE",
                place=line.id,
                expected=f"{shown(figure.kg)} kg",
                found=f"{shown(factors[line.factor].value)} kg",
                effect_mg=effect,
            )
    backed = {figure.line for figure in pack.suppliers}
    for line in pack.lines:
        if line.mark is Mark.SUPPLIER and line.id not in backed:
            yield Detected(code="SUPPLIER_LINE", place=line.id, expected="a supplier's figure", found="none", effect_mg=line.mg)
