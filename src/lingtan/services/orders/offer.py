"""What a lot needs and from which credits, beside the tiered offer: the typed form of `plan_view`."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.ledger import GRAMS_PER_TONNE
from lingtan.services.orders.lots import LotPlan
from lingtan.services.orders.reading import plan_view

__all__ = ["LotOffer", "PickedCredit", "offer_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PickedCredit:
    """A range that would be cancelled. [t CO2e]"""

    serial: str
    tonnes: int
    programme: str
    project: str
    vintage: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LotOffer:
    """One lot: required (the buffer in it) and carried in [g CO2e], whole tonnes to cancel, and what tiers would take.

    `estimate_share` is that of the verified mean [-]; `remainder_g` stays with the holder for its next order. Costs in hundredths of the
    currency.
    """

    model: str
    configuration: str
    devices: int
    years: float
    place: str
    statement: str
    basis: str
    quantile: float | None
    estimate_share: float
    required_g: int
    buffer_g: int
    carried_in_g: int
    tonnes: int
    remainder_g: int
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
    credits = tuple(
        PickedCredit(
            serial=pick.serials.text, tonnes=pick.tonnes, programme=pick.block.registry.value, project=pick.block.project_name,
            vintage=pick.block.vintage_year,
        )
        for pick in planned.plan.picks
    )  # fmt: skip
    remainder_g = view["tonnes"] * GRAMS_PER_TONNE + view["carried_in_g"] - view["required_g"]
    beside = {"credits": credits, "remainder_g": remainder_g, "estimate_share": planned.device.figures.estimate_share}
    return LotOffer(**(view | beside))
