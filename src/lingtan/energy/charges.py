"""Charges of a tariff, each one a pure function: tiers of energy and demand, look-back demand, coincident peaks.

Semantics as the published test suite of REopt.jl (`test/runtests.jl`, test sets "Rate Structures"); nothing of its code is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from lingtan.errors import InputError

__all__ = ["Tier", "coincident_charge", "lookback_demand", "tiered_charge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A price up to a bound on the total; the last tier has none. [money per unit], [unit]"""

    price: Decimal
    up_to: Decimal | None = None


def tiered_charge(quantity: Decimal, tiers: Sequence[Tier]) -> Decimal:
    """Price of a quantity (kWh of a month, or kW) in blocks: each block pays its own price, unrounded.

    Raises InputError `TARIFF_TIERS` where bounds do not rise or the last tier ends, and `TARIFF_NEGATIVE`.
    """
    if quantity < 0:
        raise InputError("TARIFF_NEGATIVE", place="quantity", value=str(quantity))
    bounds = [tier.up_to for tier in tiers if tier.up_to is not None]
    if len(bounds) != len(tiers) - 1 or tiers[-1].up_to is not None or any(a >= b for a, b in pairwise(bounds)):
        raise InputError("TARIFF_TIERS", place="tiers")
    total, lower = Decimal(0), Decimal(0)
    for tier in tiers:
        upper = quantity if tier.up_to is None else min(quantity, tier.up_to)
        total += max(upper - lower, Decimal(0)) * tier.price
        lower = tier.up_to if tier.up_to is not None else lower
    return total


def lookback_demand(peaks: Sequence[Decimal], share: Decimal, *, months: Sequence[int] = (), reach: int = 0) -> tuple[Decimal, ...]:
    """Billed demand of each month: its own peak, or a share of the highest peak looked back upon. [kW]

    `months` (1 to 12) names the months looked back upon, for all months of the year alike; `reach` looks back over as many months before
    each, and the year is a ring. Raises InputError `TARIFF_LOOKBACK` unless exactly one of both is given and the share is in [0, 1].
    """
    if bool(months) == bool(reach) or not 0 <= share <= 1 or any(not 1 <= month <= len(peaks) for month in months):
        raise InputError("TARIFF_LOOKBACK", place="lookback")
    if months:
        floor = share * max(peaks[month - 1] for month in months)
        return tuple(max(peak, floor) for peak in peaks)
    count = len(peaks)
    return tuple(
        max(peak, share * max(peaks[(position - back) % count] for back in range(1, min(reach, count - 1) + 1)))
        for position, peak in enumerate(peaks)
    )


def coincident_charge(load: Sequence[Decimal], periods: Sequence[Sequence[int]], prices: Sequence[Decimal]) -> Decimal:
    """Price of the highest load in each named group of hours (from 0), unrounded. [kW] × [money/kW]

    Raises InputError `TARIFF_COINCIDENT` where groups and prices differ in number or an hour is not in the series.
    """
    if len(periods) != len(prices) or any(not group or min(group) < 0 or max(group) >= len(load) for group in periods):
        raise InputError("TARIFF_COINCIDENT", place="coincident")
    return sum((max(load[hour] for hour in group) * price for group, price in zip(periods, prices, strict=True)), Decimal(0))
