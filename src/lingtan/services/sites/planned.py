"""A plan as it is kept and shown: what to build, money, carbon, bills, proof; or what can be reached instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.factory import Money, PlanCarbon

__all__ = ["Planned", "PlannedResult", "SizeRow", "YieldRow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeRow:
    """A decision: the item, its size in `unit`, and what one more unit of its limit would save a year. [yuan]"""

    item: str
    value: float
    unit: str
    dual_yuan: float


@dataclass(frozen=True, slots=True, kw_only=True)
class YieldRow:
    """What a generator makes in a year, exceeded in half of the years and in nine of ten. [kWh]"""

    name: str
    p50_kwh: float
    p90_kwh: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedResult:
    """A verified optimum. `basis` is what the cap is on; `primal_kw` and `gap_share` are what the verification found."""

    money: Money
    carbon: PlanCarbon
    sizes: tuple[SizeRow, ...]
    yields: tuple[YieldRow, ...]
    bill_before_yuan: float
    bill_after_yuan: float
    basic_charge: str
    solver: str
    primal_kw: float
    gap_share: float
    solve_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """The answer to a site and settings: a result, or by language the sentence of what can be reached. [t CO2/a], [MWh/a]"""

    basis: str
    cap_t: float | None
    result: PlannedResult | None
    sentence: Mapping[str, str]
    unserved_mwh: float = 0.0

    @property
    def cut_share(self) -> float:
        """The cap as a share cut of the baseline; 0 where there is none, or no plan to compare."""
        if self.cap_t is None or self.result is None:
            return 0.0
        carbon = self.result.carbon
        whole = carbon.baseline_location_t if self.basis == "location" else carbon.baseline_market_t
        return 1 - self.cap_t / whole if whole else 0.0
