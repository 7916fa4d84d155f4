"""Readings on record as whole days, for baselines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from lingtan.energy import DayBlock, intervals
from lingtan.factory.running import DayUse
from lingtan.services.readings.record import READINGS, block_of
from lingtan.store import Store

__all__ = ["meter_days"]


def meter_days(
    store: Store, organisation: str, drivers: Mapping[str, Mapping[str, float]]
) -> dict[str, tuple[tuple[DayUse, ...], tuple[date, ...]]]:
    """By meter its whole days in their order, and the days between that lack a reading or are not there. [kWh]"""
    blocks: dict[str, dict[str, list[DayBlock]]] = {}
    for fact in store.facts(kind=READINGS, organisation=organisation):
        block = block_of(fact)
        blocks.setdefault(block.meter, {}).setdefault(block.day, []).append(block)
    return {meter: _days(days, drivers) for meter, days in blocks.items()}


def _days(blocks: Mapping[str, list[DayBlock]], drivers: Mapping[str, Mapping[str, float]]) -> tuple[tuple[DayUse, ...], tuple[date, ...]]:
    whole, lacking = [], []
    for day in sorted(blocks):
        starts, quantities = intervals(blocks[day], [day])
        if np.isnan(quantities).any():
            lacking.append(date.fromisoformat(day))
            continue
        many = 60 // blocks[day][0].interval_min
        hours = quantities.reshape(-1, many).sum(axis=1)
        names = tuple(start.isoformat(timespec="minutes") for start in starts[::many])
        whole.append(DayUse(day=date.fromisoformat(day), starts=names, hours_kwh=tuple(hours.tolist()), drivers=drivers.get(day, {})))
    known = {one.day for one in whole} | set(lacking)
    span = range((max(known) - min(known)).days + 1) if known else range(0)
    first = min(known).toordinal() if known else 0
    lacking += [at for n in span if (at := date.fromordinal(first + n)) not in known]
    return tuple(whole), tuple(sorted(lacking))
