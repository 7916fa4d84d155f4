"""Supplier primary data: which figures stand for a part, which are quarantined, and with what doubt (METHODS 8)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lingtan.product.bom import BomLine, SupplierBoundary, SupplierFootprint, Verification

__all__ = ["IMPLAUSIBLE_RATIO", "NEAR_ZERO_KG", "NEAR_ZERO_SHARE", "Replacement", "SupplierVerdict", "judge"]

#: A part of electronics below this needs a biogenic reason. [kg CO2e per piece]
NEAR_ZERO_KG = 1e-6
#: So is a figure below this share of what the generic model knows at the least for the same part. [-] [a]
NEAR_ZERO_SHARE = 0.01
#: A figure this many times above or below the generic one is used, and said to be worth a look: a unit may have slipped. [-] [a]
IMPLAUSIBLE_RATIO = 20.0


class SupplierVerdict(StrEnum):
    """What became of a supplier's figure."""

    USED = "used"
    NET_OF_OFFSETS = "net_of_offsets"
    NEAR_ZERO = "near_zero"
    WRONG_BOUNDARY = "wrong_boundary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """The log of one part with a supplier's figure: both figures stand here whichever was used.

    `node` is the figure's node in the graph, empty where it was not used. `generic_nodes` are the (node, amount) pairs of the generic
    model; `generic_kg` is their score [kg CO2e per device], set once scored.
    """

    part: str
    supplier: str
    verdict: SupplierVerdict
    supplier_kg: float
    quantity: float
    verification: Verification
    gsd: float
    market_instrument: str | None
    gwp_set: str
    node: str
    generic_nodes: tuple[tuple[str, float], ...]
    cell: str
    generic_kg: float | None = None


def judge(figure: SupplierFootprint, mass_like: float, *, generic_least_kg: float = 0.0) -> SupplierVerdict:
    """Whether the figure may stand for the part; higher than generic is no reason to refuse it (no cherry-picking).

    `generic_least_kg` is the least that the generic model knows of the part [kg CO2e per piece]. A negative figure is never used: carbon
    stored in a part is no credit (METHODS 6).
    """
    if figure.net_of_offsets:
        return SupplierVerdict.NET_OF_OFFSETS
    if figure.kg_co2e < 0.0:
        return SupplierVerdict.NEAR_ZERO
    if (
        figure.kg_co2e < max(NEAR_ZERO_KG, NEAR_ZERO_SHARE * generic_least_kg)
        and mass_like > 0
        and not (figure.biogenic_reason or "").strip()
    ):
        return SupplierVerdict.NEAR_ZERO
    if figure.boundary is not SupplierBoundary.CRADLE_TO_GATE:
        return SupplierVerdict.WRONG_BOUNDARY
    return SupplierVerdict.USED


def figure_gsd(figure: SupplierFootprint, generic_gsd: float) -> float:
    """GSD of the figure: its own when verified, at least the generic model's when not. [-]."""
    return figure.gsd if figure.verification is Verification.VERIFIED else max(figure.gsd, generic_gsd)


def generic_gsd(spreads: tuple[float, ...]) -> float:
    """The generic uncertainty an unverified figure takes on at the least: the widest of the factors it replaces. [-]."""
    return max(spreads, default=1.5)


def part_key(line: BomLine, index: int) -> str:
    """A key for the part that no other line of the bill shares."""
    return f"{line.part}#{index + 1}"
