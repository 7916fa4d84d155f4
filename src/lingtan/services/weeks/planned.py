"""A plan of a week as it is kept and shown: its terms and bound, key figures beside the rules and the last plan, why orders are late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lingtan.services.weeks.orders import LateRow, MovedRow
from lingtan.services.weeks.settings import WeekSettings

__all__ = ["EnergyRow", "KeptSchedule", "KpiRow", "UnreadRow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiRow:
    """One key figure of the plan, of the last plan (None: there was none), and of the rules; in the unit that its name ends with."""

    name: str
    plan: float
    last: float | None
    atcs: float
    edd: float
    fifo: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyRow:
    """What a way of timing the lines comes to: energy, cost in the currency of the prices, location-based carbon."""

    way: str
    energy_kwh: float
    cost: float
    carbon_kg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadRow:
    """What the week's file says and is not read: a message of the catalogue with its parameters and place."""

    code: str
    place: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSchedule:
    """A plan by its job. `gap_share` is of the sequence's objective and never 0 where nothing proves it; `moved` is against `last`."""

    week: str
    plan: str
    actor: str
    at: datetime
    settings: WeekSettings
    terms: Mapping[str, float]
    objective: float
    bound: float
    gap_share: float
    is_energy_assumed: bool
    kpis: tuple[KpiRow, ...]
    energy: tuple[EnergyRow, ...]
    late: tuple[LateRow, ...]
    moved: tuple[MovedRow, ...]
    orders_count: int
    begin: str
    warnings: tuple[UnreadRow, ...] = ()
