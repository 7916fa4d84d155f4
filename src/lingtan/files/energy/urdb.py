"""Rates of the Utility Rate Database (OpenEI, version 7) as JSON: `energyratestructure`, `flatdemandstructure`, `demandratestructure`.

Form: https://openei.org/services/doc/rest/util_rates/?version=7. Periods are numbered from 0, months and hours in their order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from lingtan.energy import DemandCharge, EnergyCharge, FeedIn, Lookback, PeriodTable, Rate, Tier, exact
from lingtan.errors import InputError
from lingtan.files.trees import read_json

__all__ = ["read_urdb", "urdb_rate"]

_DAILY, _MONTHLY, _YEARLY = "$/day", "$/month", "$/year"


def read_urdb(path: Path, *, feed_in: FeedIn | None = None) -> Rate:
    """The rate of a JSON file: one record, or what the service answers with one record in `items`.

    Raises InputError as `urdb_rate`.
    """
    data = read_json(path)
    items = data.get("items") if isinstance(data, dict) else None
    record = items[0] if isinstance(items, list) and len(items) == 1 else data
    return urdb_rate(record, place=path.name, feed_in=feed_in)


def urdb_rate(record: Any, *, place: str, feed_in: FeedIn | None = None) -> Rate:
    """A record of the database as a rate; `rate` and `adj` of a tier are summed, as the database says; names in any case.

    Raises InputError `URDB_FIELD` naming a field that lacks or is of another form, `URDB_UNIT` for tiers in other units than kWh and kW,
    and as the rate's own checks.
    """
    if not isinstance(record, dict):
        raise InputError("URDB_FIELD", place=place, field="energyratestructure")
    record = {str(name).lower(): value for name, value in record.items()}
    months = record.get("flatdemandmonths")
    flat = _periods(record, "flatdemandstructure", "kW", place) if record.get("flatdemandstructure") and months else None
    tou = _periods(record, "demandratestructure", "kW", place) if record.get("demandratestructure") else None
    return Rate(
        name=str(record.get("name") or record.get("label") or place),
        currency="USD",
        source=str(record.get("uri") or record.get("source") or f"URDB {record.get('label', place)}"),
        example=False,
        energy=EnergyCharge(
            periods=_periods(record, "energyratestructure", "kWh", place),
            schedule=_schedule(record, "energyweekdayschedule", "energyweekendschedule", place),
        ),
        facility=None
        if flat is None
        else DemandCharge(periods=flat, schedule=PeriodTable.by_month(_whole(months, "flatdemandmonths", place))),
        by_period=None
        if tou is None
        else DemandCharge(periods=tou, schedule=_schedule(record, "demandweekdayschedule", "demandweekendschedule", place)),
        lookback=_lookback(record, place),
        fixed_per_day=_charge(record, "fixedchargefirstmeter", "fixedchargeunits", _DAILY, place),
        fixed_per_month=_charge(record, "fixedchargefirstmeter", "fixedchargeunits", _MONTHLY, place)
        + _number(record, "fixedmonthlycharge", place),
        least_per_month=_charge(record, "mincharge", "minchargeunits", _MONTHLY, place) + _number(record, "minmonthlycharge", place),
        least_per_year=_charge(record, "mincharge", "minchargeunits", _YEARLY, place) + _number(record, "annualmincharge", place),
        feed_in=replace(feed_in or FeedIn(), sell=_sell(record, place)),
    )


def _periods(record: Mapping[str, Any], field: str, unit: str, place: str) -> tuple[tuple[Tier, ...], ...]:
    found = record.get(field)
    if not isinstance(found, list) or not found:
        raise InputError("URDB_FIELD", place=place, field=field)
    return tuple(_tiers(period, f"{field}[{at}]", unit, place) for at, period in enumerate(found))


def _tiers(period: Any, field: str, unit: str, place: str) -> tuple[Tier, ...]:
    if not isinstance(period, list) or not period:
        raise InputError("URDB_FIELD", place=place, field=field)
    tiers = []
    for at, tier in enumerate(period):
        if not isinstance(tier, dict):
            raise InputError("URDB_FIELD", place=place, field=f"{field}[{at}]")
        if tier.get("unit", unit) != unit:
            raise InputError("URDB_UNIT", place=f"{place}: {field}[{at}]", unit=str(tier["unit"]), expected=unit)
        price = _number(tier, "rate", place) + _number(tier, "adj", place)
        last = at == len(period) - 1  # the last tier's bound is a stand-in for infinity in files of other programs
        tiers.append(Tier(price=price, up_to=None if last else _number(tier, "max", place)))
    return tuple(tiers)


def _sell(record: Mapping[str, Any], place: str) -> tuple[Decimal, ...]:
    """What a kilowatt-hour fed in is paid in each period, by its first tier; nothing where the rate states none."""
    first = [period[0] for period in record["energyratestructure"]]
    return tuple(_number(tier, "sell", place) for tier in first) if any("sell" in tier for tier in first) else ()


def _schedule(record: Mapping[str, Any], weekday: str, weekend: str, place: str) -> PeriodTable:
    both = []
    for field in (weekday, weekend):
        rows = record.get(field)
        if not isinstance(rows, list):
            raise InputError("URDB_FIELD", place=place, field=field)
        both.append(tuple(_whole(row, field, place) for row in rows))
    return PeriodTable(weekday=both[0], weekend=both[1])


def _whole(row: Any, field: str, place: str) -> tuple[int, ...]:
    if not isinstance(row, list) or not all(isinstance(value, int) for value in row):
        raise InputError("URDB_FIELD", place=place, field=field)
    return tuple(row)


def _lookback(record: Mapping[str, Any], place: str) -> Lookback | None:
    share = _number(record, "lookbackpercent", place)
    if not share:
        return None
    reach = _number(record, "lookbackrange", place)
    flags: Sequence[Any] = record.get("lookbackmonths") or ()
    months = tuple(month for month, flag in enumerate(flags, start=1) if flag)
    return Lookback(share=share, months=() if reach else months, reach=int(reach))


def _charge(record: Mapping[str, Any], field: str, unit_field: str, unit: str, place: str) -> Decimal:
    """An amount that counts only in one unit; an amount in a unit nobody names is refused."""
    amount = _number(record, field, place)
    stated = record.get(unit_field)
    if amount and stated not in (_DAILY, _MONTHLY, _YEARLY):
        raise InputError("URDB_UNIT", place=f"{place}: {unit_field}", unit=str(stated), expected=unit)
    return amount if stated == unit else Decimal(0)


def _number(record: Mapping[str, Any], field: str, place: str) -> Decimal:
    value = record.get(field, 0)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError("URDB_FIELD", place=place, field=field)
    return exact(value)
