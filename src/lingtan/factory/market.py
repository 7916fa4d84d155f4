"""The market-based view of a workshop's products: attributes cancelled for them first, the residual mix for the rest (METHODS 13).

    kg = (kWh − drawn) × residual mix + drawn × 0        drawn ≤ kWh,  Σ drawn ≤ attributes held

A view beside the location-based figure, in the class of direct emissions; whether a scheme takes it is that scheme's to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.errors import MethodError
from lingtan.factors import DirectElectricity

__all__ = ["MarketRow", "market_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketRow:
    """One product: its electricity [Wh], attributes drawn [Wh], and its carbon by place and by market [kg CO2]."""

    product: str
    used_wh: int
    drawn_wh: int
    location_kg: float
    market_kg: float


def market_view(
    used_wh: Mapping[str, int], drawn_wh: Mapping[str, int], *, held_wh: int, location: DirectElectricity, residual: DirectElectricity
) -> tuple[MarketRow, ...]:
    """Every product by place and by market.

    Raises MethodError `ATTRIBUTE_OVER_HELD` where the draws pass what is held, `ATTRIBUTE_OVER_USE` where a product draws more than it used
    or is none of the workshop's.
    """
    drawn = sum(drawn_wh.values())
    if drawn > held_wh:
        raise MethodError("ATTRIBUTE_OVER_HELD", place="attributes", drawn=drawn, held=held_wh)
    for product, wh in drawn_wh.items():
        if wh > used_wh.get(product, 0):
            raise MethodError("ATTRIBUTE_OVER_USE", place=product, drawn=wh, used=used_wh.get(product, 0))
    return tuple(
        MarketRow(
            product=product,
            used_wh=wh,
            drawn_wh=drawn_wh.get(product, 0),
            location_kg=wh / 1000 * location.intensity_kg_per_kwh,
            market_kg=(wh - drawn_wh.get(product, 0)) / 1000 * residual.intensity_kg_per_kwh,
        )
        for product, wh in sorted(used_wh.items())
    )
