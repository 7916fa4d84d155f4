"""The bill of a month: one line a component and period, the basic charge, 力调电费, and what surplus PV is paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from lingtan.energy.calendar import Calendar
from lingtan.energy.money import exact, yuan
from lingtan.energy.power_factor import adjustment_percent, power_factor
from lingtan.energy.series import FloatArray
from lingtan.energy.tariff import BasicCharge, BasicRule, ComponentKind, Period, Tariff
from lingtan.errors import InputError

__all__ = ["Bill", "BillLine", "MonthUse", "bill", "month_uses"]

_OVER, _DISCOUNT, _HIGH_LOAD = Decimal("1.05"), Decimal("0.9"), Decimal(260)
_WATT_HOUR = Decimal("0.001")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthUse:
    """What the meters of a month say. [kWh] by period, [kvarh], [kW]"""

    energy_kwh: Mapping[Period, Decimal]
    demand_kw: Decimal
    reactive_kvarh: Decimal | None = None
    surplus_kwh: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        for value in (*self.energy_kwh.values(), self.demand_kw, self.surplus_kwh):
            if value < 0:
                raise InputError("TARIFF_NEGATIVE", place="use", value=str(value))

    @property
    def total_kwh(self) -> Decimal:
        """Energy of all periods."""
        return sum(self.energy_kwh.values(), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLine:
    """One line: what for, in which period, how much of it, at which price, rounded to the fen. [yuan]"""

    code: str
    quantity: Decimal
    price: Decimal
    amount_yuan: Decimal
    period: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """A bill; the total is the sum of its rounded lines. [yuan]"""

    lines: tuple[BillLine, ...]
    total_yuan: Decimal = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total_yuan", sum((line.amount_yuan for line in self.lines), Decimal(0)))

    def of(self, code: str) -> Decimal:
        """Sum of the lines with a code. [yuan]"""
        return sum((line.amount_yuan for line in self.lines if line.code == code), Decimal(0))


def bill(tariff: Tariff, use: MonthUse) -> Bill:
    """The bill of a month. 力调电费 is taken of energy and basic charge without the state's funds.

    Raises InputError `POWER_FACTOR` where the tariff adjusts for it and the reactive energy is not given.
    """
    lines = [*_energy(tariff, use)]
    if tariff.basic is not None:
        lines.append(_basic(tariff.basic, use))
    if tariff.standard is not None:
        if use.reactive_kvarh is None:
            raise InputError("POWER_FACTOR", place="reactive_kvarh", value="-")
        percent = adjustment_percent(power_factor(use.total_kwh, use.reactive_kvarh), tariff.standard)
        base = sum((line.amount_yuan for line in lines if line.code != "BILL_FUNDS"), Decimal(0))
        lines.append(BillLine(code="BILL_POWER_FACTOR", quantity=base, price=percent / 100, amount_yuan=yuan(base * percent / 100)))
    if use.surplus_kwh:
        paid = yuan(use.surplus_kwh * tariff.surplus_price)
        lines.append(BillLine(code="BILL_SURPLUS", quantity=use.surplus_kwh, price=-tariff.surplus_price, amount_yuan=-paid))
    return Bill(lines=tuple(lines))


def _energy(tariff: Tariff, use: MonthUse) -> list[BillLine]:
    lines = []
    for component in tariff.components:
        code = _CODES[component.kind]
        if not component.varies:
            amount = yuan(use.total_kwh * component.price)
            lines.append(BillLine(code=code, quantity=use.total_kwh, price=component.price, amount_yuan=amount))
            continue
        for period, energy in use.energy_kwh.items():
            if energy:
                price = component.price_in(period, tariff.ratios)
                lines.append(BillLine(code=code, quantity=energy, price=price, amount_yuan=yuan(energy * price), period=period))
    return lines


_CODES = {
    ComponentKind.PURCHASE: "BILL_PURCHASE",
    ComponentKind.TRANSMISSION: "BILL_TRANSMISSION",
    ComponentKind.LOSSES: "BILL_LOSSES",
    ComponentKind.SYSTEM: "BILL_SYSTEM",
    ComponentKind.FUNDS: "BILL_FUNDS",
}


def _basic(basic: BasicCharge, use: MonthUse) -> BillLine:
    """The basic charge by its rule."""
    if basic.rule is BasicRule.CAPACITY:
        quantity, price = basic.capacity_kva, basic.price
    else:
        full = basic.high_load_discount and use.total_kwh >= _HIGH_LOAD * basic.capacity_kva
        price = basic.price * _DISCOUNT if full else basic.price
        quantity = use.demand_kw
        if basic.rule is BasicRule.CONTRACT:
            contract = max(basic.contract_kw, basic.least_contract_kw)
            quantity = contract + 2 * max(use.demand_kw - contract * _OVER, Decimal(0))
    return BillLine(code="BILL_BASIC", quantity=quantity, price=price, amount_yuan=yuan(quantity * price))


def month_uses(
    tariff: Tariff, calendar: Calendar, import_kw: FloatArray, export_kw: FloatArray, *, reactive_kvar: FloatArray | None = None
) -> tuple[MonthUse, ...]:
    """Twelve months of hourly power from and to the grid, shape (T,), to the watt-hour; the demand is the highest hourly mean.

    Settlement is by the quarter of an hour, so the demand of a meter may be higher than that of hourly means. Own generation takes active
    power off the meter and leaves the reactive power of the load, so the power factor falls with it.
    """
    periods, order = tariff.schedule.periods(calendar), list(Period)
    uses = []
    for month in range(12):
        here = calendar.month == month
        energy = np.bincount(periods[here], weights=import_kw[here], minlength=len(order))
        by_period = {p: exact(float(energy[i])).quantize(_WATT_HOUR) for i, p in enumerate(order) if energy[i] > 0}
        uses.append(
            MonthUse(
                energy_kwh=by_period,
                demand_kw=exact(float(import_kw[here].max())).quantize(_WATT_HOUR),
                reactive_kvarh=None if reactive_kvar is None else exact(float(reactive_kvar[here].sum())).quantize(_WATT_HOUR),
                surplus_kwh=exact(float(export_kw[here].sum())).quantize(_WATT_HOUR),
            )
        )
    return tuple(uses)
