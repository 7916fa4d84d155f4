"""What a lot needs and from which credits, beside the tiered offer: the typed form of `plan_view`."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.services.orders.lots import LotPlan
from lingtan.services.orders.reading import plan_view

__all__ = ["LotOffer", "PickedCredit", "offer_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PickedCredit:
    """A range that would be cancelled. [t CO2e]"""

    serial: str
    tonnes: int
    project: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LotOffer:
    """One lot: required and buffer in grams, whole tonnes to cancel, and what tiers would take. Costs in hundredths of the currency."""

    model: str
    configuration: str
    devices: int
    years: float
    place: str
    statement: str
    basis: str
    quantile: float | None
    required_g: int
    buffer_g: int
    carried_in_g: int
    tonnes: int
    credits: tuple[PickedCredit, ...]
    exact_t: float
    tiered_t: float
    over_offset_share: float
    exact_cost_minor: int | None
    tiered_cost_minor: int | None
    serials_root: str


def offer_of(planned: LotPlan) -> LotOffer:
    """The lot's plan as a page shows it."""
    view = plan_view(planned)
    return LotOffer(**{**view, "credits": tuple(PickedCredit(**one) for one in view["credits"])})
