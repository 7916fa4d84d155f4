"""The form of a bill to be worked (TOML): a Chinese tariff with what the meters of some months say, or a rate with a year's series."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lingtan.energy.bill import Bill, MonthUse, bill
from lingtan.energy.charges import Tier
from lingtan.energy.money import exact
from lingtan.energy.periods import PeriodTable
from lingtan.energy.rates import CoincidentPeak, DemandCharge, EnergyCharge, FeedIn, Lookback, Rate, flat_demand, flat_energy
from lingtan.energy.series import Fill
from lingtan.energy.tariff import BasicCharge, BasicRule, Period
from lingtan.energy.tariff_form import TariffTable, tariff_of
from lingtan.errors import InputError
from lingtan.evidence import from_plain

__all__ = ["BillFile", "RateTable", "SeriesTable", "bill_file", "month_bills", "rate_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BasicForm:
    """`[basic]`: the form that this customer chose."""

    rule: BasicRule
    price: float
    contract_kw: float = 0.0
    capacity_kva: float = 0.0
    high_load_discount: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthForm:
    """`[[month]]`: what the meters say. [kWh], [kW], [kvarh]."""

    month: str
    energy_kwh: Mapping[Period, float]
    demand_kw: float
    reactive_kvarh: float | None = None
    surplus_kwh: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TierForm:
    """A price up to a bound."""

    price: float
    up_to: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TieredForm:
    """`[rate.tiered_*]`: prices of one period in tiers."""

    tiers: tuple[TierForm, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoincidentForm:
    """`[[rate.coincident]]`: hours of the year from 0, and a price. [money/kW]."""

    hours: tuple[int, ...]
    price: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTable:
    """`[rate]`: a file of the Utility Rate Database, or prices for the year or by month, tiers, look-back, coincident peaks and feed-in."""

    urdb: str = ""
    name: str = ""
    currency: str = "USD"
    source: str = ""
    example: bool = True
    energy: tuple[float, ...] = ()
    demand: tuple[float, ...] = ()
    tiered_energy: TieredForm | None = None
    tiered_demand: TieredForm | None = None
    lookback_share: float = 0.0
    lookback_months: tuple[int, ...] = ()
    lookback_reach: int = 0
    coincident: tuple[CoincidentForm, ...] = ()
    fixed_per_month: float = 0.0
    least_per_month: float = 0.0
    net_metering_limit_kw: float = 0.0
    wholesale: float = 0.0
    beyond: float = 0.0

    @property
    def feed_in(self) -> FeedIn:
        """What feed-in is paid."""
        return FeedIn(net_metering_limit_kw=exact(self.net_metering_limit_kw), wholesale=exact(self.wholesale), beyond=exact(self.beyond))


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesTable:
    """`[series]`: an hourly CSV file beside the bill's or a flat load, what is fed in, and the size of the plant that does. [kW]."""

    year: int
    csv: str = ""
    flat_kw: float = 0.0
    zone: str = "Asia/Shanghai"
    fill: Fill = Fill.REFUSE
    feed_in_csv: str = ""
    installed_kw: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BillFile:
    """A whole bill file: `tariff` with `basic` and `month`, or `rate` with `series`."""

    source: str = ""
    synthetic: bool = False
    tariff: TariffTable | None = None
    basic: BasicForm | None = None
    month: tuple[MonthForm, ...] = ()
    rate: RateTable | None = None
    series: SeriesTable | None = None


def bill_file(data: Mapping[str, Any], *, place: str) -> BillFile:
    """The file's tables. Raises InputError `BAD_RECORD`, `BILL_FILE` unless it is one of both kinds, `BILL_SERIES` without one load."""
    read = from_plain(BillFile, data, place=place)
    months = read.tariff is not None and bool(read.month) and bool(read.source.strip())
    if months == (read.rate is not None and read.series is not None) or (read.tariff is not None and read.rate is not None):
        raise InputError("BILL_FILE", place=place)
    if read.series is not None and bool(read.series.csv) == (read.series.flat_kw > 0):
        raise InputError("BILL_SERIES", place=f"{place}: series")
    return read


def month_bills(file: BillFile) -> tuple[tuple[str, Bill], ...]:
    """The bills of the months that a file of a Chinese tariff states. Raises InputError as `bill` and `Tariff`."""
    if file.tariff is None:
        raise InputError("BILL_FILE", place="tariff")
    form = file.basic
    basic = None if form is None else BasicCharge(
        rule=form.rule, price=exact(form.price), contract_kw=exact(form.contract_kw), capacity_kva=exact(form.capacity_kva),
        high_load_discount=form.high_load_discount,
    )  # fmt: skip
    tariff = tariff_of(file.tariff, source=file.source, basic=basic)
    return tuple(
        (
            one.month,
            bill(
                tariff,
                MonthUse(
                    energy_kwh={period: exact(kwh) for period, kwh in one.energy_kwh.items()}, demand_kw=exact(one.demand_kw),
                    reactive_kvarh=None if one.reactive_kvarh is None else exact(one.reactive_kvarh), surplus_kwh=exact(one.surplus_kwh),
                ),
            ),
        )
        for one in file.month
    )  # fmt: skip


def rate_of(table: RateTable) -> Rate:
    """The rate of a form that names no file. Raises InputError as the rate's own checks, `BILL_RATE` where energy has no price or two."""
    if bool(table.energy) == (table.tiered_energy is not None) or (table.demand and table.tiered_demand is not None):
        raise InputError("BILL_RATE", place="rate")
    tiered = table.tiered_energy
    demand = flat_demand([exact(price) for price in table.demand]) if table.demand else None
    if table.tiered_demand is not None:
        demand = DemandCharge(periods=(_tiers(table.tiered_demand),), schedule=PeriodTable.always())
    back = Lookback(share=exact(table.lookback_share), months=table.lookback_months, reach=table.lookback_reach)
    return Rate(
        name=table.name or "rate", currency=table.currency, source=table.source, example=table.example, facility=demand,
        energy=flat_energy([exact(price) for price in table.energy]) if tiered is None
        else EnergyCharge(periods=(_tiers(tiered),), schedule=PeriodTable.always()),
        lookback=back if table.lookback_share else None,
        coincident=tuple(CoincidentPeak(hours=c.hours, price=exact(c.price)) for c in table.coincident),
        fixed_per_month=exact(table.fixed_per_month), least_per_month=exact(table.least_per_month), feed_in=table.feed_in,
    )  # fmt: skip


def _tiers(form: TieredForm) -> tuple[Tier, ...]:
    return tuple(Tier(price=exact(tier.price), up_to=None if tier.up_to is None else exact(tier.up_to)) for tier in form.tiers)
