"""Business as usual, stated: the same loads and prices, everything from the grid and the boiler, nothing built and nothing bought."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from lingtan.energy import BasicCharge, BasicRule, FloatArray, Tariff, exact
from lingtan.factory.model import energy_prices
from lingtan.factory.site import Site

__all__ = ["Baseline", "baseline", "basic_cost", "billing_tariff", "cheapest_contract", "contract_cost", "monthly_peaks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """A year without the plan. [yuan/a], [t CO2/a], [kWh/a]"""

    opex_yuan: float
    location_t: float
    market_t: float
    energy_kwh: float


def monthly_peaks(site: Site, power_kw: FloatArray) -> FloatArray:
    """Highest hourly mean of each month, shape (12,). [kW]"""
    return np.array([power_kw[site.calendar.month == month].max(initial=0.0) for month in range(12)])


def basic_cost(basic: BasicCharge | None, peaks_kw: FloatArray) -> float:
    """The year's basic charge at the cheapest contract. [yuan/a]

    Under a contract K the cost 12pK + Σ 2p·max(0, peak − 1.05 K) is convex and broken at peak / 1.05, so the least stands at one of these
    or at the least contract there may be.
    """
    if basic is None:
        return 0.0
    price = float(basic.price)
    if basic.rule is BasicRule.CAPACITY:
        return 12 * price * float(basic.capacity_kva)
    if basic.rule is BasicRule.MEASURED:
        return price * float(peaks_kw.sum())
    return contract_cost(price, cheapest_contract(basic, peaks_kw), peaks_kw)


def cheapest_contract(basic: BasicCharge, peaks_kw: FloatArray) -> float:
    """The contract of demand that costs least in the year of these peaks, at 40 % of the transformers or more. [kW]"""
    candidates: list[float] = np.maximum(peaks_kw / 1.05, float(basic.least_contract_kw)).tolist()
    return min(candidates, key=lambda contract: contract_cost(float(basic.price), contract, peaks_kw))


def contract_cost(price: float, contract_kw: float, peaks_kw: FloatArray) -> float:
    """The year's basic charge under a contract, what lies above 105 % of it being paid twice. [yuan/a]"""
    return 12 * price * contract_kw + 2 * price * float(np.maximum(peaks_kw - 1.05 * contract_kw, 0).sum())


def billing_tariff(site: Site, basic: BasicCharge | None, power_kw: FloatArray) -> Tariff:
    """The tariff as it would be billed: with this basic charge, a contract being the cheapest for the power."""
    if basic is not None and basic.rule is BasicRule.CONTRACT:
        contract = cheapest_contract(basic, monthly_peaks(site, power_kw))
        basic = replace(basic, contract_kw=exact(round(contract, 3)))
    return replace(site.tariff, basic=basic)


def baseline(site: Site, basic: BasicCharge | None) -> Baseline:
    """Cost and carbon of business as usual under a form of basic charge."""
    carbon, boiler = site.carbon, site.boiler
    energy, fuel = float(site.load_kw.sum()), float(site.heat_kw.sum()) / boiler.efficiency_share
    opex = (
        float(energy_prices(site) @ site.load_kw) + basic_cost(basic, monthly_peaks(site, site.load_kw)) + fuel * boiler.fuel_yuan_per_kwh
    )
    direct = carbon.direct_t + fuel * boiler.fuel_kg_per_kwh / 1000
    return Baseline(
        opex_yuan=opex, location_t=direct + energy * carbon.location_kg_per_kwh / 1000,
        market_t=direct + energy * carbon.market_kg_per_kwh / 1000, energy_kwh=energy,
    )  # fmt: skip
