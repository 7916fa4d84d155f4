"""Meters: twelve whole months, bills that agree, and an allocation that uses up exactly what was metered (METHODS 11)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from statistics import median

from lingtan.assurance.detected import Detected, shown
from lingtan.assurance.pack import EvidencePack, FactorKind
from lingtan.evidence import Stage

__all__ = ["check_allocation", "check_meters", "months_between"]

_RELATIVE = 1e-9
_BILL = 0.01  # meters and bills are read on different days
_MONTH_FACTOR = 4.0  # a month this far from the meter's median is not a season


def months_between(start: date, end: date) -> tuple[str, ...]:
    """The calendar months touched by a period, both ends included: `2025-01`, …."""
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    return tuple(f"{(start.year * 12 + start.month - 1 + i) // 12:04d}-{(start.month - 1 + i) % 12 + 1:02d}" for i in range(count))


def check_meters(pack: EvidencePack) -> Iterator[Detected]:
    """`METER_GAP`, `METER_REPEATED`, `METER_BILL`, `METER_OUTLIER`, `PERIOD_TOO_SHORT` (fewer than twelve months)."""
    months = months_between(pack.study.period_start, pack.study.period_end)
    if len(months) < 12:
        yield Detected(code="PERIOD_TOO_SHORT", place="study.period", expected="≥ 12 months", found=f"{len(months)} months", of_rule=True)
    for meter in sorted({row.meter for row in pack.meters}):
        rows = [row for row in pack.meters if row.meter == meter]
        seen = [row.month for row in rows]
        for month in months:
            if seen.count(month) != 1:
                code = "METER_GAP" if month not in seen else "METER_REPEATED"
                yield Detected(code=code, place=f"{meter} {month}", expected="1 reading", found=str(seen.count(month)), of_rule=True)
        middle = median(row.kwh for row in rows)
        for row in rows:
            place = f"{meter} {row.month}"
            if row.month not in months:
                yield Detected(
                    code="DATE_OUTSIDE_PERIOD", place=place, expected=f"{months[0]} … {months[-1]}", found=row.month, of_rule=True
                )
            bill_kwh = row.kwh if row.bill_kwh is None else row.bill_kwh
            if row.kwh < 0 or abs(row.kwh - bill_kwh) > _BILL * abs(bill_kwh):
                yield Detected(code="METER_BILL", place=place, expected=f"{shown(bill_kwh)} kWh", found=f"{shown(row.kwh)} kWh")
            if not middle / _MONTH_FACTOR <= row.kwh <= middle * _MONTH_FACTOR:
                yield Detected(code="METER_OUTLIER", place=place, expected=f"about {shown(middle)} kWh", found=f"{shown(row.kwh)} kWh")


def check_allocation(pack: EvidencePack) -> Iterator[Detected]:
    """`ALLOCATION_SUM`: products + idle + scrap + other ≠ meter (1e-9). `ALLOCATION_KEY`: kWh ≠ units × kWh per unit.

    `ALLOCATION_UNUSED`: the study's kWh per device, or its assembly lines, are not the allocated ones. A shared meter that nobody
    allocates is `ALLOCATION_MISSING`. Shares of a line outside [0, 1] are `ALLOCATION_SHARE`.
    """
    subject = pack.study.subject
    per_device = 0.0
    for meter in sorted({row.meter for row in pack.meters} | {share.meter for share in pack.energy}):
        metered = math.fsum(row.kwh for row in pack.meters if row.meter == meter)
        shares = [share for share in pack.energy if share.meter == meter]
        allocated = math.fsum(share.kwh for share in shares)
        if not shares:
            yield Detected(code="ALLOCATION_MISSING", place=meter, expected=f"{shown(metered)} kWh", found="nothing", of_rule=True)
        elif abs(allocated - metered) > _RELATIVE * max(abs(metered), 1.0):
            yield Detected(
                code="ALLOCATION_SUM", place=meter, expected=f"{shown(metered)} kWh", found=f"{shown(allocated)} kWh", of_rule=True
            )
        for share in shares:
            if share.units and abs(share.units * share.kwh_per_unit - share.kwh) > _RELATIVE * max(abs(share.kwh), 1.0):
                expected, found = f"{share.units} × {shown(share.kwh_per_unit)} kWh", f"{shown(share.kwh)} kWh"
                yield Detected(code="ALLOCATION_KEY", place=f"{meter} {share.to}", expected=expected, found=found, of_rule=True)
            if share.to == subject:
                per_device += share.kwh_per_unit
    yield from _assembly_electricity(pack, per_device)
    for line in pack.lines:
        if not 0.0 <= line.allocation <= 1.0:
            yield Detected(code="ALLOCATION_SHARE", place=line.id, expected="[0, 1]", found=shown(line.allocation), effect_mg=line.mg)


def _assembly_electricity(pack: EvidencePack, per_device: float) -> Iterator[Detected]:
    electric = {factor.id for factor in pack.factors if factor.kind in (FactorKind.ELECTRICITY_LIFE_CYCLE, FactorKind.ELECTRICITY_DIRECT)}
    lines = [line for line in pack.lines if line.stage is Stage.ASSEMBLY and line.factor in electric]
    on_lines = math.fsum(line.amount * line.allocation for line in lines)
    for place, kwh in (("study.electricity", pack.study.electricity_kwh), ("lines.assembly", on_lines)):
        if abs(kwh - per_device) > _RELATIVE * max(abs(per_device), 1.0):
            value = math.fsum(line.mg for line in lines)
            effect = round((per_device - kwh) * (value / on_lines)) if on_lines else 0
            yield Detected(
                code="ALLOCATION_UNUSED",
                place=place,
                expected=f"{shown(per_device)} kWh",
                found=f"{shown(kwh)} kWh",
                effect_mg=effect,
                of_rule=True,
            )
