"""The form of a Chinese tariff in a file (TOML): periods by month, prices, ratios."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from lingtan.energy.money import exact
from lingtan.energy.power_factor import PowerFactorStandard
from lingtan.energy.tariff import BasicCharge, BasicRule, Component, ComponentKind, Period, Schedule, Tariff

__all__ = ["BasicTable", "DayTable", "PriceTable", "TariffTable", "tariff_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTable:
    """`[[tariff.day]]`: the periods of 24 hours (s, p, f, v, d) in some months."""

    months: tuple[int, ...]
    hours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTable:
    """`[[tariff.energy]]`. [yuan/kWh]. `by_period` are the prices of single periods as a list prints them."""

    kind: ComponentKind
    price: float
    floats: bool = False
    by_period: Mapping[Period, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BasicTable:
    """`[[tariff.basic]]`. [yuan/(kW·month)] or [yuan/(kVA·month)], [kVA]. The plan sizes a contract, 40 % of the transformers at least."""

    rule: BasicRule
    price: float
    capacity_kva: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffTable:
    """`[tariff]`."""

    name: str
    example: bool
    day: tuple[DayTable, ...]
    energy: tuple[PriceTable, ...]
    ratios: Mapping[Period, float] = field(default_factory=dict)
    basic: tuple[BasicTable, ...] = ()
    standard: PowerFactorStandard | None = None
    reactive_ratio: float = 0.3287
    surplus_price: float = 0.0


def tariff_of(table: TariffTable, *, source: str, basic: BasicCharge | None = None) -> Tariff:
    """The tariff of a form, with one basic charge or none. Raises InputError as `Tariff` and `Schedule`."""
    hours = {month: day.hours for day in table.day for month in day.months}
    return Tariff(
        name=table.name, source=source, example=table.example, basic=basic, standard=table.standard,
        schedule=Schedule(months=tuple(hours.get(month, "") for month in range(1, 13))),
        components=tuple(
            Component(kind=c.kind, price=exact(c.price), floats=c.floats, by_period=_exact(c.by_period)) for c in table.energy
        ),
        ratios=_exact(table.ratios), surplus_price=exact(table.surplus_price),
    )  # fmt: skip


def _exact(prices: Mapping[Period, float]) -> dict[Period, Decimal]:
    return {period: exact(price) for period, price in prices.items()}
