"""Packaging: a board box and a cushion by design; a tapeless self-locking box carries no film and no tape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lingtan.product.attributes import PackagingDesign
from lingtan.product.components.base import Flow, Part
from lingtan.quantities import Unit

__all__ = ["PACKAGING_DESIGNS", "packaging"]

#: design → activity → share of the packaging's mass [-]. EPE: board box, polyethylene foam ends, film and tape; fibre: bamboo and bagasse
#: trays; pulp: moulded recycled fibre; self-lock: a box whose floor locks itself, without film or tape; bamboo: a tray of bamboo alone;
#: epe_tape: the foam box with bag and tape counted apart. Shares are assumed (teardown practice), the pack's mass spread covers them.
PACKAGING_DESIGNS: Mapping[PackagingDesign, Mapping[str, float]] = {
    PackagingDesign.EPE: {"corrugated_board": 0.82, "epe_primary": 0.14, "pe_primary": 0.04},
    PackagingDesign.FIBRE: {"corrugated_board_recycled": 0.70, "bamboo_fibre": 0.15, "bagasse_fibre": 0.15},
    PackagingDesign.SELF_LOCK: {"corrugated_board_recycled": 0.88, "moulded_pulp_recycled": 0.12},
    PackagingDesign.BAMBOO: {"corrugated_board_recycled": 0.72, "bamboo_fibre": 0.28},
    PackagingDesign.EPE_TAPE: {"corrugated_board": 0.80, "epe_primary": 0.13, "pe_primary": 0.05, "packing_tape": 0.02},
    PackagingDesign.PULP: {"corrugated_board_recycled": 0.75, "moulded_pulp_recycled": 0.25},
}


def packaging(part: Part) -> Iterator[Flow]:
    """The retail packaging. `mass_kg` [kg]; the choice `packaging` names the design."""
    mass = part.amount("mass_kg")
    for activity, share in PACKAGING_DESIGNS[PackagingDesign(part.choices["packaging"])].items():
        yield part.flow(activity, activity, mass.scaled(share), Unit.KG)
