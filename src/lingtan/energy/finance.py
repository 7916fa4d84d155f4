"""Money over years: annuities, present worth with escalation, life-cycle cost, NPV, IRR, payback, LCOE. Real terms, year-end payments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lingtan.errors import InputError

__all__ = ["Asset", "annuity", "irr", "levelised_cost", "npv", "outlays", "payback_years", "present_worth"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """What is bought: price and life. [yuan], [years]"""

    capex_yuan: float
    life_years: float


def present_worth(discount_share: float, years: int, escalation_share: float = 0.0) -> float:
    """Σ ((1 + e) / (1 + d))ⁿ for n = 1 … years: what one yuan a year, rising by e, is worth today."""
    ratio = (1 + escalation_share) / (1 + discount_share)
    return float(sum(ratio**n for n in range(1, years + 1)))


def annuity(discount_share: float, years: float) -> float:
    """Yearly payment per yuan of capex over a life: d / (1 − (1 + d)⁻ⁿ), or 1/n without interest. [1/a]

    Raises InputError `SITE_LIFE` for a life that is not positive.
    """
    if years <= 0:
        raise InputError("SITE_LIFE", place="life_years", value=years)
    return 1 / years if discount_share == 0 else discount_share / (1 - (1 + discount_share) ** -years)


def npv(flows: Sequence[float], discount_share: float) -> float:
    """Σ flowₙ / (1 + d)ⁿ, the first flow being today's. [yuan]"""
    return sum(flow / (1 + discount_share) ** n for n, flow in enumerate(flows))


def irr(flows: Sequence[float]) -> float | None:
    """The rate at which the NPV is zero; None where there is none or more than one between −90 % and 1,000 % (replacements may turn it)."""
    grid = [-0.9 + 0.01 * step for step in range(190)] + [1.0 + 0.1 * step for step in range(91)]
    values = [npv(flows, rate) for rate in grid]
    crossings = [at for at, (a, b) in enumerate(pairwise(values)) if (a > 0) != (b > 0)]
    if len(crossings) != 1:
        return None
    low, high = grid[crossings[0]], grid[crossings[0] + 1]
    rising = values[crossings[0]] <= 0
    for _ in range(100):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if (npv(flows, middle) > 0) == rising else (middle, high)
    return 0.5 * (low + high)


def payback_years(flows: Sequence[float]) -> float | None:
    """Years until the sum of flows is no longer negative, within a year in proportion; None where it stays so."""
    total = flows[0]
    if total >= 0:
        return 0.0
    for year, flow in enumerate(flows[1:], start=1):
        if total + flow >= 0:
            return year - 1 - total / flow
        total += flow
    return None


def outlays(assets: Sequence[Asset], years: int) -> list[float]:
    """Money spent on assets in years 0 to `years`: bought again at the end of each life, the rest of the last life given back. [yuan]"""
    spent = [0.0] * (years + 1)
    for asset in assets:
        bought = 0.0
        while bought < years - 1e-9:
            spent[min(round(bought), years)] += asset.capex_yuan
            bought += asset.life_years
        spent[years] -= asset.capex_yuan * (bought - years) / asset.life_years
    return spent


def levelised_cost(
    capex_yuan: float, opex_yuan_per_year: float, energy_kwh: float, discount_share: float, life_years: float
) -> float | None:
    """LCOE: annuity of the capex and the year's opex per kilowatt-hour made; None where nothing is made. [yuan/kWh]"""
    return (capex_yuan * annuity(discount_share, life_years) + opex_yuan_per_year) / energy_kwh if energy_kwh > 0 else None
