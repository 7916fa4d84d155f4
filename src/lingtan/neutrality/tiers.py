"""Gram-exact cancellation beside a tiered offer.

The public offer of Lenovo's CO2 Offset Service rounds each device up to 0.5, 1.0 or 1.5 t; X1 Carbon Gen 9 at 508 kg pays 1 t
(skaylink.lt, "What does the line CO2 Offset included mean in the technical specification of the device?").
"""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.errors import InputError, MethodError
from lingtan.neutrality.allocation import tonnes_to_retire
from lingtan.neutrality.policy import grams_up
from lingtan.neutrality.serials import GRAMS_PER_TONNE

__all__ = ["LENOVO_TIERS_G", "TierComparison", "compare_with_tiers", "tier_g"]

#: The offered tiers per device. [g CO2e]
LENOVO_TIERS_G = (500_000, 1_000_000, 1_500_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class TierComparison:
    """The same devices, gram-exact and tiered. Grams [g CO2e], tonnes [t], costs in hundredths of the currency (None without a price).

    `over_offset_share` is what the tiers cancel beyond the footprint, as a share of the footprint [-].
    """

    count: int
    footprint_g: int
    exact_t: int
    remainder_g: int
    tier_g: int
    tiered_g: int
    tiered_t: int
    over_offset_share: float
    exact_cost_minor: int | None
    tiered_cost_minor: int | None


def tier_g(mean_mg: int, *, tiers_g: tuple[int, ...] = LENOVO_TIERS_G) -> int:
    """The smallest tier that covers one device. [g CO2e] Raises MethodError `NO_TIER` beyond the largest: no such offer is public."""
    for tier in sorted(tiers_g):
        if mean_mg <= tier * 1000:
            return tier
    raise MethodError("NO_TIER", place="tiers", mean_mg=mean_mg, largest_g=max(tiers_g, default=0))


def compare_with_tiers(
    mean_mg: int, *, count: int, price_minor_per_t: int | None = None, tiers_g: tuple[int, ...] = LENOVO_TIERS_G
) -> TierComparison:
    """`count` devices of this mean, gram-exact (pooled, whole tonnes cancelled, remainder carried) and by tier per device.

    Raises InputError `BATCH_COUNT`; MethodError `FOOTPRINT_NOT_POSITIVE`, `NO_TIER`.
    """
    if count < 1:
        raise InputError("BATCH_COUNT", place="order", count=count)
    if mean_mg <= 0:
        raise MethodError("FOOTPRINT_NOT_POSITIVE", place="tiers", mean_mg=mean_mg)
    footprint_g = grams_up(mean_mg * count)
    exact_t = tonnes_to_retire(footprint_g)
    tier = tier_g(mean_mg, tiers_g=tiers_g)
    tiered_g = tier * count
    tiered_t = -(-tiered_g // GRAMS_PER_TONNE)
    return TierComparison(
        count=count,
        footprint_g=footprint_g,
        exact_t=exact_t,
        remainder_g=exact_t * GRAMS_PER_TONNE - footprint_g,
        tier_g=tier,
        tiered_g=tiered_g,
        tiered_t=tiered_t,
        over_offset_share=(tiered_g - footprint_g) / footprint_g,
        exact_cost_minor=None if price_minor_per_t is None else price_minor_per_t * exact_t,
        tiered_cost_minor=None if price_minor_per_t is None else price_minor_per_t * tiered_t,
    )
