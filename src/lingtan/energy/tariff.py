"""An industrial tariff of China: two parts (energy and basic charge), time of use, what the agent buys and what the grid adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from lingtan.energy.calendar import Calendar, IntArray
from lingtan.energy.periods import PeriodTable
from lingtan.energy.power_factor import PowerFactorStandard
from lingtan.errors import InputError

__all__ = ["BasicCharge", "BasicRule", "Component", "ComponentKind", "Period", "Schedule", "Tariff"]


class Period(StrEnum):
    """尖峰, 高峰, 平段, 低谷, 深谷."""

    SHARP = "sharp"
    PEAK = "peak"
    FLAT = "flat"
    VALLEY = "valley"
    DEEP = "deep"


class ComponentKind(StrEnum):
    """What a kilowatt-hour is charged for: 购电, 输配电价, 上网环节线损, 系统运行费, 政府性基金及附加."""

    PURCHASE = "purchase"
    TRANSMISSION = "transmission"
    LOSSES = "losses"
    SYSTEM = "system"
    FUNDS = "funds"


class BasicRule(StrEnum):
    """How the basic charge is measured: 实际最大需量, 合同最大需量, 变压器容量."""

    MEASURED = "measured"
    CONTRACT = "contract"
    CAPACITY = "capacity"


_LETTERS = {"s": Period.SHARP, "p": Period.PEAK, "f": Period.FLAT, "v": Period.VALLEY, "d": Period.DEEP}
_HOURS = 24
#: 发改办价格〔2016〕1583号, as a share of the transformers. [kW/kVA]
_LEAST_CONTRACT = Decimal("0.4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Which period each local hour of each month belongs to: twelve texts of 24 letters (s, p, f, v, d), January first.

    Raises InputError `TARIFF_HOURS` naming the month whose hours are not all covered.
    """

    months: tuple[str, ...]

    def __post_init__(self) -> None:
        for month in range(1, 13):
            text = self.months[month - 1] if month <= len(self.months) else ""
            if len(text) != _HOURS or set(text) - set(_LETTERS):
                raise InputError("TARIFF_HOURS", place=f"tariff.hours, {month}", month=month, got=len(text))

    def periods(self, calendar: Calendar) -> IntArray:
        """Position in `Period` of each hour, shape (T,)."""
        order = list(Period)
        rows = tuple(tuple(order.index(_LETTERS[letter]) for letter in text) for text in self.months)
        return PeriodTable(weekday=rows, weekend=rows).of(calendar)


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One price per kilowatt-hour; `floats` says whether it follows the time-of-use ratio. [yuan/kWh]

    `by_period` holds the prices of single periods as a published list rounds them; they go before price × ratio.
    """

    kind: ComponentKind
    price: Decimal
    floats: bool = False
    by_period: Mapping[Period, Decimal] = field(default_factory=dict)

    @property
    def varies(self) -> bool:
        """Whether the periods of a bill have lines of their own."""
        return self.floats or bool(self.by_period)

    def price_in(self, period: Period, ratios: Mapping[Period, Decimal]) -> Decimal:
        """The price of a period. Raises InputError `TARIFF_RATIO` for a period without price and without ratio."""
        if period in self.by_period:
            return self.by_period[period]
        if not self.floats:
            return self.price
        if period not in ratios:
            raise InputError("TARIFF_RATIO", place="tariff.ratios", period=period.value)
        return self.price * ratios[period]


@dataclass(frozen=True, slots=True, kw_only=True)
class BasicCharge:
    """Basic charge of a month. [yuan/(kW·month)] or [yuan/(kVA·month)]; the contract's demand [kW], the transformers [kVA].

    Above 105 % of the contract's demand the rest is paid twice; a contract below 40 % of the transformers, where they are given, counts as
    40 % (发改办价格〔2016〕1583号). With `high_load_discount` the demand price is 90 % in a month of at least
    260 kWh per kVA (发改价格〔2023〕526号 [unverified clause]).
    """

    rule: BasicRule
    price: Decimal
    contract_kw: Decimal = Decimal(0)
    capacity_kva: Decimal = Decimal(0)
    high_load_discount: bool = False

    def __post_init__(self) -> None:
        lacking = (self.rule is BasicRule.CONTRACT and self.contract_kw <= 0) or (
            self.capacity_kva <= 0 and (self.rule is BasicRule.CAPACITY or self.high_load_discount)
        )
        if lacking or self.price < 0:
            raise InputError("TARIFF_BASIC", place="tariff.basic", rule=self.rule.value)

    @property
    def least_contract_kw(self) -> Decimal:
        """What a contract of demand counts as at least: 40 % of the transformers; nothing under other rules or without them."""
        return _LEAST_CONTRACT * self.capacity_kva if self.rule is BasicRule.CONTRACT else Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """A tariff with its source; `example` marks one that is not a published price list of the site's grid company.

    `ratios` multiply the floating components by period; a period of the schedule without ratio raises InputError `TARIFF_RATIO`.
    """

    name: str
    source: str
    example: bool
    schedule: Schedule
    components: tuple[Component, ...]
    ratios: Mapping[Period, Decimal]
    basic: BasicCharge | None = None
    standard: PowerFactorStandard | None = None
    surplus_price: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        used = {_LETTERS[letter] for text in self.schedule.months for letter in text}
        for period in Period:
            if (
                period in used
                and any(c.floats and period not in c.by_period for c in self.components)
                and self.ratios.get(period, Decimal(0)) <= 0
            ):
                raise InputError("TARIFF_RATIO", place="tariff.ratios", period=period.value)
        prices = [price for component in self.components for price in (component.price, *component.by_period.values())]
        if not prices or min(prices) < 0:
            raise InputError("TARIFF_NEGATIVE", place="tariff.energy", value=str(min(prices, default=0)))

    def price(self, period: Period) -> Decimal:
        """All that one kilowatt-hour costs in a period. [yuan/kWh]"""
        return sum((component.price_in(period, self.ratios) for component in self.components), Decimal(0))
