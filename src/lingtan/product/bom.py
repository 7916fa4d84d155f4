"""A line of a bill of materials, and the footprint a supplier gives for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from lingtan.errors import InputError
from lingtan.factors import GwpLabel
from lingtan.product.attributes import Custody
from lingtan.quantities import Unit

__all__ = ["BomLine", "SupplierBoundary", "SupplierFootprint", "Verification"]


class Verification(StrEnum):
    """How far a supplier's footprint was checked by somebody else."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"


class SupplierBoundary(StrEnum):
    """What a supplier's figure covers; only cradle-to-gate can stand for a part."""

    CRADLE_TO_GATE = "cradle_to_gate"
    GATE_TO_GATE = "gate_to_gate"
    CRADLE_TO_GRAVE = "cradle_to_grave"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierFootprint:
    """A supplier's own figure for one piece of the part. [kg CO2e per piece].

    `net_of_offsets` figures and figures near zero without a biogenic reason are quarantined (METHODS 8). `market_instrument` names the
    certificate behind market-based electricity in the figure, and is shown beside it.
    """

    kg_co2e: float
    supplier: str
    year: int
    verification: Verification
    boundary: SupplierBoundary
    net_of_offsets: bool = False
    market_instrument: str | None = None
    biogenic_reason: str | None = None
    gsd: float = 1.1
    gwp_set: str = "AR6"
    reference: str = ""

    def __post_init__(self) -> None:
        if not math.isfinite(self.kg_co2e):
            raise InputError("SUPPLIER_VALUE", place=f"supplier {self.supplier}", value=str(self.kg_co2e))
        if not self.supplier.strip():
            raise InputError("REQUIRED_FIELD", place="supplier", field="supplier")
        if not (math.isfinite(self.gsd) and 1.0 <= self.gsd <= 20.0):
            raise InputError("SUPPLIER_GSD", place=f"supplier {self.supplier}", value=self.gsd)
        if self.gwp_set not in set(GwpLabel):
            raise InputError("SUPPLIER_GWP", place=f"supplier {self.supplier}", value=self.gwp_set, known=", ".join(GwpLabel))


@dataclass(frozen=True, slots=True, kw_only=True)
class BomLine:
    """One part of the bill of materials. `kind` is a component key or kind of the class pack; the line replaces that template component.

    `amount` is in `unit` per piece (kg of `material`, m² of a board or a panel, cm² of die, GB, Wh, W, pieces); `cell` is where the line
    was read (`BOM!B14`). Raises InputError `NEGATIVE_MASS`, `BOM_QUANTITY`, `SHARE_OUT_OF_RANGE` or `REQUIRED_FIELD` with that cell.
    """

    part: str
    kind: str
    amount: float
    unit: Unit
    quantity: float = 1.0
    material: str = ""
    recycled_share: float = 0.0
    custody: Custody | None = None
    place_of_make: str = ""
    supplier: SupplierFootprint | None = None
    gsd: float = 1.05
    cell: str = ""

    def __post_init__(self) -> None:
        where = self.cell or f"bom {self.part or '?'}"
        if not self.part.strip() or not self.kind.strip():
            raise InputError("REQUIRED_FIELD", place=where, field="part" if not self.part.strip() else "kind")
        if not (math.isfinite(self.amount) and self.amount >= 0.0):
            raise InputError("NEGATIVE_MASS", place=where, value=self.amount, unit=self.unit.value)
        if not (math.isfinite(self.quantity) and self.quantity >= 0.0):
            raise InputError("BOM_QUANTITY", place=where, value=self.quantity)
        if not (math.isfinite(self.recycled_share) and 0.0 <= self.recycled_share <= 1.0):
            raise InputError("SHARE_OUT_OF_RANGE", place=where, value=self.recycled_share)
        if self.recycled_share > 0 and self.custody is None:
            raise InputError("CUSTODY_MISSING", place=where)
        if not (math.isfinite(self.gsd) and 1.0 <= self.gsd <= 20.0):
            raise InputError("BOM_GSD", place=where, value=self.gsd)
