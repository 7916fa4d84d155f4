"""The drift of every meter with a baseline, reckoned from what is on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lingtan.energy import Meter
from lingtan.errors import InputError, LingtanError
from lingtan.factory.running import Drift, drift, drift_baseline
from lingtan.quantities import Unit
from lingtan.services.drift.days import meter_days
from lingtan.services.drift.drivers import known_drivers
from lingtan.services.drift.watching import Watch, known_watch
from lingtan.services.readings.meters import known_meters
from lingtan.store import Store

__all__ = ["Watched", "alarm_ids", "watched"]


@dataclass(frozen=True, kw_only=True)
class Watched:
    """Every meter on record; `drifts` of those with a baseline, `refused` the code of why others have none. `lacking` days by meter."""

    watch: Watch | None
    meters: dict[str, Meter]
    drifts: dict[str, Drift]
    refused: dict[str, str]
    lacking: dict[str, tuple[date, ...]]


def watched(store: Store, organisation: str) -> Watched:
    """What the watch sees now; nothing before one is set."""
    watch, meters = known_watch(store, organisation), known_meters(store, organisation)
    found = Watched(watch=watch, meters=meters, drifts={}, refused={}, lacking={})
    if watch is None:
        return found
    held = meter_days(store, organisation, known_drivers(store, organisation))
    for key, meter in meters.items():
        days, lacking = held.get(key, ((), ()))
        try:
            if meter.medium.unit is not Unit.KWH:
                raise InputError("DRIFT_MEDIUM", place=key, unit=meter.medium.unit.value)
            before = [day for day in days if watch.first <= day.day <= watch.last]
            baseline = drift_baseline(before, watch.drivers, meter=key, false_alarm_days=watch.false_alarm_days)
            found.drifts[key] = drift(baseline, days)
        except LingtanError as error:
            found.refused[key] = error.code
        found.lacking[key] = lacking
    return found


def alarm_ids(store: Store, organisation: str) -> set[str]:
    """The names of all alarms."""
    return {alarm.id for one in watched(store, organisation).drifts.values() for alarm in one.alarms}
