"""A tariff of any country in general terms: periods, tiers, demand, look-back, coincident peaks, least charges, and what feed-in is paid.

The terms are those of the Utility Rate Database (OpenEI, URDB version 7) and of REopt.jl's `ElectricTariff`; nothing of their code is used.
A Chinese two-part bill has a form of its own (`energy.tariff`): it is rounded line by line and adjusted for the power factor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from lingtan.energy.charges import Tier, tiered_charge
from lingtan.energy.periods import PeriodTable
from lingtan.errors import InputError

__all__ = ["CoincidentPeak", "DemandCharge", "EnergyCharge", "FeedIn", "Lookback", "Rate", "flat_demand", "flat_energy"]

Tiers = tuple[Tier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyCharge:
    """Prices of energy by period, in tiers of the whole month's energy. [money/kWh], bounds [kWh/month].

    Raises InputError `RATE_PERIOD` for a period of the schedule without price, `TARIFF_TIERS` for tiers that leave a quantity out.
    """

    periods: tuple[Tiers, ...]
    schedule: PeriodTable

    def __post_init__(self) -> None:
        _complete(self.periods, self.schedule, "energy")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandCharge:
    """Prices of a month's peak in each period, in tiers of that peak. [money/(kW·month)], bounds [kW]. One period a month: by month."""

    periods: tuple[Tiers, ...]
    schedule: PeriodTable

    def __post_init__(self) -> None:
        _complete(self.periods, self.schedule, "demand")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookback:
    """A month's billed demand is at least a share of earlier peaks: of named months (1 to 12), or of so many months before."""

    share: Decimal
    months: tuple[int, ...] = ()
    reach: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CoincidentPeak:
    """A price of the highest load in named hours of the year, counted from 0. [money/kW]"""

    hours: tuple[int, ...]
    price: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedIn:
    """What feed-in is paid. Net metering up to a plant's size [kW]; prices elsewhere and beyond. [money/kWh]

    A plant within the limit is credited the energy price of the hour (the tier that costs least over the year) for at most what was
    drawn in the year; the rest gets `beyond`. A plant above the limit gets `sell` of the hour's period where the rate has it (one a period
    of energy), else `wholesale`, for all of it.
    """

    net_metering_limit_kw: Decimal = Decimal(0)
    wholesale: Decimal = Decimal(0)
    beyond: Decimal = Decimal(0)
    sell: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A tariff with its source; `example` marks one that is not a published price list. Money in `currency`.

    `facility` is the demand charge that a look-back applies to (one peak a month), `by_period` the one of time-of-use peaks.
    """

    name: str
    currency: str
    source: str
    example: bool
    energy: EnergyCharge
    facility: DemandCharge | None = None
    by_period: DemandCharge | None = None
    lookback: Lookback | None = None
    coincident: tuple[CoincidentPeak, ...] = ()
    fixed_per_month: Decimal = Decimal(0)
    fixed_per_day: Decimal = Decimal(0)
    least_per_month: Decimal = Decimal(0)
    least_per_year: Decimal = Decimal(0)
    feed_in: FeedIn = field(default_factory=FeedIn)

    def __post_init__(self) -> None:
        charges = (self.fixed_per_month, self.fixed_per_day, self.least_per_month, self.least_per_year)
        if any(charge < 0 for charge in charges):
            raise InputError("TARIFF_NEGATIVE", place="rate", value=str(min(charges)))
        if self.facility is not None and any(
            len(set(row)) > 1 for row in (*self.facility.schedule.weekday, *self.facility.schedule.weekend)
        ):
            raise InputError("RATE_FACILITY", place="facility")
        if self.feed_in.sell and len(self.feed_in.sell) != len(self.energy.periods):
            raise InputError("RATE_PERIOD", place="sell", period=str(len(self.feed_in.sell)))
        if self.lookback is not None and self.facility is None:
            raise InputError("RATE_PERIOD", place="lookback", period="facility")


def flat_energy(prices: Sequence[Decimal]) -> EnergyCharge:
    """One price for the year, or twelve by month. Raises InputError `RATE_TWELVE`."""
    return EnergyCharge(periods=_untiered(prices, "energy"), schedule=_one_or_twelve(prices))


def flat_demand(prices: Sequence[Decimal]) -> DemandCharge:
    """One price of the month's peak for the year, or twelve by month. Raises InputError `RATE_TWELVE`."""
    return DemandCharge(periods=_untiered(prices, "demand"), schedule=_one_or_twelve(prices))


def _untiered(prices: Sequence[Decimal], name: str) -> tuple[Tiers, ...]:
    if len(prices) not in (1, 12):
        raise InputError("RATE_TWELVE", place=name, got=len(prices))
    return tuple((Tier(price=price),) for price in prices)


def _one_or_twelve(prices: Sequence[Decimal]) -> PeriodTable:
    return PeriodTable.always() if len(prices) == 1 else PeriodTable.by_month(range(12))


def _complete(periods: tuple[Tiers, ...], schedule: PeriodTable, name: str) -> None:
    lacking = sorted(period for period in schedule.used if period >= len(periods))
    if lacking:
        raise InputError("RATE_PERIOD", place=name, period=str(lacking[0]))
    for tiers in periods:
        tiered_charge(Decimal(0), tiers)
