"""Meter readings as facts: one block a meter and day, whole watt-hours or litres, each under the beginning of its interval.

A reading is named by its meter and the beginning of its interval, so that the same one may come twice, from a file and from a broker, and
counts once. Another quantity under that name is a correction: it is recorded too, and the later block counts.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from lingtan.energy.meters import Medium, Meter
from lingtan.energy.series import Fill, FloatArray
from lingtan.errors import InputError
from lingtan.quantities import Unit, convert

__all__ = [
    "DayBlock",
    "DayBlocks",
    "MeterReading",
    "day_slots",
    "filled_intervals",
    "gaps",
    "hourly_means",
    "intervals",
    "merged",
    "new_slots",
    "slot_start",
    "stored_unit",
]


#: More in an hour is a wrong unit or a meter's count: the largest campuses draw about 1 GW. [kWh/h], [m³/h]
_ABSURD = {Unit.KWH: 5e6, Unit.M3: 5e6}
_THOUSAND = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterReading:
    """What a meter counted in one interval: the beginning of it as written, the quantity, its unit, and where it stands."""

    meter: str
    at: str
    quantity: float
    unit: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBlock:
    """Readings of a meter on one local day. Amounts by number of the interval from local midnight, in physical time. [Wh] or [L], whole"""

    meter: str
    medium: Medium
    day: str
    zone: str
    interval_min: int
    amounts: Mapping[int, int]

    @property
    def subject(self) -> str:
        """What a fact of it is about."""
        return f"{self.meter}/{self.day}"

    @property
    def intervals(self) -> int:
        """How many intervals the day has: of 23, 24 or 25 hours."""
        return day_slots(self.day, self.zone, self.interval_min)


def stored_unit(medium: Medium) -> Unit | str:
    """The unit that amounts of a medium are stored in: thousandths of what the meter counts."""
    return Unit.WH if medium.unit is Unit.KWH else "L"


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def day_slots(day: str, zone: str, interval_min: int) -> int:
    """Intervals of a local day."""
    here, first = ZoneInfo(zone), date.fromisoformat(day)
    return round((_midnight(first + timedelta(days=1), here) - _midnight(first, here)) / timedelta(minutes=interval_min))


def slot_start(block: DayBlock, slot: int) -> datetime:
    """The beginning of an interval, by the local clock with its offset."""
    zone = ZoneInfo(block.zone)
    return (_midnight(date.fromisoformat(block.day), zone) + timedelta(minutes=slot * block.interval_min)).astimezone(zone)


@dataclass(kw_only=True)
class DayBlocks:
    """Collects readings into blocks; every reading is checked as it comes.

    `add` raises InputError `METER_UNKNOWN`, `READING_TIME` (unreadable, between two intervals, or skipped by daylight saving),
    `READING_TWICE`, `READING_UNIT`, `READING_NEGATIVE` and `READING_ABSURD`. In the hour that the autumn clock strikes twice, a time
    without offset is the earlier first and the later when it comes again.
    """

    meters: Mapping[str, Meter]
    zone: str = "Asia/Shanghai"
    _found: dict[tuple[str, str], dict[int, int]] = field(default_factory=dict, init=False)
    _times: dict[tuple[str, int], tuple[str, int, int | None]] = field(default_factory=dict, init=False)
    _factors: dict[tuple[str, Medium], float] = field(default_factory=dict, init=False)

    def add(self, reading: MeterReading) -> None:
        """Put a reading into its block; what is wrong is told at its place."""
        try:
            self.put(reading.meter, reading.at, reading.quantity, reading.unit)
        except InputError as exc:
            place = reading.place if exc.place is None else f"{reading.place}: {exc.place}"
            raise InputError(exc.code, place=place, **exc.params) from exc

    def put(self, key: str, at: str, quantity: float, unit: str) -> None:
        """The same without a place, for millions of rows."""
        meter = self.meters.get(key)
        if meter is None:
            raise InputError("METER_UNKNOWN", place=key)
        found = self._times.get((at, meter.interval_min))
        if found is None:
            found = self._times[at, meter.interval_min] = self._slot(at, meter.interval_min)
        day, slot, later = found
        amount = self._amount(quantity, unit, meter)
        slots = self._found.get((key, day))
        if slots is None:
            slots = self._found[key, day] = {}
        if slot in slots:
            if later is None or later in slots:
                raise InputError("READING_TWICE", meter=key, value=at)
            slot = later
        slots[slot] = amount

    def blocks(self) -> tuple[DayBlock, ...]:
        """What was collected, by meter and day."""
        return tuple(
            DayBlock(
                meter=key, medium=self.meters[key].medium, day=day, zone=self.zone, interval_min=self.meters[key].interval_min,
                amounts=dict(sorted(slots.items())),
            )
            for (key, day), slots in sorted(self._found.items())
        )  # fmt: skip

    def _slot(self, at: str, interval_min: int) -> tuple[str, int, int | None]:
        zone = ZoneInfo(self.zone)
        refused = InputError("READING_TIME", value=at, interval=interval_min)
        try:
            moment = datetime.fromisoformat(at.strip().replace("/", "-"))
        except ValueError as exc:
            raise refused from exc
        local = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
        start = local.astimezone(UTC)
        if moment.tzinfo is None and start.astimezone(zone).replace(tzinfo=None) != moment:
            raise refused  # spring skips it: it comes back from UTC as another time
        midnight = _midnight(local.date(), zone)
        slot, rest = divmod(start - midnight, timedelta(minutes=interval_min))
        if rest:
            raise refused
        again = local.replace(fold=1).astimezone(UTC) if moment.tzinfo is None else start
        later = round((again - midnight) / timedelta(minutes=interval_min)) if again != start else None
        return local.date().isoformat(), slot, later

    def _amount(self, quantity: float, unit: str, meter: Meter) -> int:
        factor = self._factors.get((unit, meter.medium))
        if factor is None:
            try:
                factor = self._factors[unit, meter.medium] = convert(1.0, unit, meter.medium.unit)
            except InputError as exc:
                raise InputError("READING_UNIT", unit=unit, expected=meter.medium.unit.value) from exc
        counted = quantity * factor
        if not -math.inf < counted <= _ABSURD[meter.medium.unit] * meter.interval_min / 60:
            raise InputError("READING_ABSURD", value=quantity, unit=unit, interval=meter.interval_min)
        if counted < 0:
            raise InputError("READING_NEGATIVE", value=quantity, unit=unit)
        return round(counted * _THOUSAND)


def merged(blocks: Sequence[DayBlock]) -> DayBlock:
    """Blocks of one meter and day, in the order they were recorded, as one: the last amount of each interval counts."""
    amounts: dict[int, int] = {}
    for block in blocks:
        amounts |= block.amounts
    return replace(blocks[-1], amounts=dict(sorted(amounts.items())))


def new_slots(block: DayBlock, known: Sequence[DayBlock]) -> tuple[DayBlock | None, int]:
    """What of a block is not on record yet (None: nothing), and how many of its amounts correct one that is."""
    held = merged(known).amounts if known else {}
    fresh = {slot: amount for slot, amount in block.amounts.items() if held.get(slot) != amount}
    corrected = sum(slot in held for slot in fresh)
    if not fresh:
        return None, 0
    return replace(block, amounts=fresh), corrected


def intervals(blocks: Sequence[DayBlock], days: Sequence[str]) -> tuple[list[datetime], FloatArray]:
    """Beginnings of all intervals of some days and what was counted in each, NaN where nothing is. [kWh] or [m³]"""
    first = blocks[0]
    by_day = {day: merged([block for block in blocks if block.day == day]) for day in {block.day for block in blocks}}
    starts, quantities = [], []
    for day in days:
        block = by_day.get(day) or replace(first, day=day, amounts={})
        for slot in range(block.intervals):
            starts.append(slot_start(block, slot))
            quantities.append(block.amounts[slot] / _THOUSAND if slot in block.amounts else math.nan)
    return starts, np.array(quantities)


def gaps(blocks: Sequence[DayBlock], days: Sequence[str]) -> list[tuple[datetime, datetime, int]]:
    """Every gap: its first and last interval, and how many intervals it has."""
    starts, quantities = intervals(blocks, days)
    found: list[tuple[datetime, datetime, int]] = []
    for at in np.flatnonzero(np.isnan(quantities)).tolist():
        if found and at and found[-1][1] == starts[at - 1]:
            found[-1] = (found[-1][0], starts[at], found[-1][2] + 1)
        else:
            found.append((starts[at], starts[at], 1))
    return found


def filled_intervals(blocks: Sequence[DayBlock], days: Sequence[str], *, fill: Fill) -> list[tuple[str, float, bool]]:
    """Every interval with its quantity, and whether it was filled: on request, between readings, in gaps of at most six hours.

    Raises InputError `READING_GAP` with the first missing interval.
    """
    starts, quantities = intervals(blocks, days)
    missing = np.isnan(quantities)
    if missing.any():
        longest = max(count for _, _, count in gaps(blocks, days))
        if fill is Fill.REFUSE or longest * blocks[0].interval_min > 6 * 60 or missing[0] or missing[-1]:
            place = starts[int(np.argmax(missing))].strftime("%Y-%m-%d %H:%M %z")
            raise InputError("READING_GAP", place=place, missing=int(missing.sum()), whole=len(starts), longest=longest)
        known = np.flatnonzero(~missing)
        quantities[missing] = np.interp(np.flatnonzero(missing), known, quantities[known])
    return [
        (start.isoformat(timespec="minutes"), float(quantity), bool(gap))
        for start, quantity, gap in zip(starts, quantities, missing, strict=True)
    ]


def hourly_means(rows: Sequence[tuple[str, float, bool]], interval_min: int) -> list[tuple[str, float, bool]]:
    """Intervals of whole days as hours: the beginning, the mean in kW (or m³/h), and whether any of it was filled."""
    many = 60 // interval_min
    hours = [rows[at : at + many] for at in range(0, len(rows), many)]
    return [(hour[0][0], math.fsum(quantity for _, quantity, _ in hour), any(filled for _, _, filled in hour)) for hour in hours]
