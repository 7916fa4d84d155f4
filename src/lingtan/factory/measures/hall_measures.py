"""The technologies of one hall as measures, each alone and every set of them together, by the hall's own balance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from lingtan.energy import Calendar, FloatArray
from lingtan.factory.measure import Beside, Combination, Measure, Priced, Together, combination
from lingtan.factory.measures.earth_air import EarthAir, earth_air_change
from lingtan.factory.measures.ec_fans import EcFans, ec_fans_change
from lingtan.factory.measures.envelope import Envelope, envelope_change
from lingtan.factory.measures.free_cooling import FreeCooling, Outside, free_share
from lingtan.factory.measures.hall import Economiser, HallState, Services, changed, outside_wet_bulb_c, services
from lingtan.factory.measures.lighting import Lighting, led_change
from lingtan.factory.measures.set_points import SetPoints, set_points_change
from lingtan.factory.measures.warm_water import WarmWater, chilled_kw, cooling_kw

__all__ = ["HALL_END_USE", "IT_END_USE", "as_found", "change_of", "hall_measures", "it_free_cooling"]

HALL_END_USE, IT_END_USE = "hall", "it_cooling"
_CONFIDENCE = {
    "ec_fans": "medium", "led": "high", "set_points": "medium", "envelope": "medium", "free_cooling": "medium", "earth_air": "low",
}  # fmt: skip


def as_found(state: HallState, tables: Mapping[str, Priced], calendar: Calendar) -> HallState:
    """The hall with the lamps and fans that it has before any measure."""
    before = [
        ec_fans_change(table, calendar)[0] if isinstance(table, EcFans) else led_change(table, calendar)[0]
        for table in tables.values() if isinstance(table, EcFans | Lighting)
    ]  # fmt: skip
    return changed(state, *before)


def change_of(table: Priced, state: HallState, calendar: Calendar) -> Mapping[str, Any]:
    """The fields of the hall that a technology changes."""
    match table:
        case EcFans():
            return ec_fans_change(table, calendar)[1]
        case Lighting():
            return led_change(table, calendar)[1]
        case SetPoints():
            return set_points_change(table, state.hall)
        case Envelope():
            return envelope_change(table, state.hall.fabric_w_per_k)
        case EarthAir():
            return earth_air_change(table, state, calendar)
        case FreeCooling():
            bulb = outside_wet_bulb_c(state) if table.outside is Outside.TOWER else state.air_c
            return {"economiser": Economiser(free_share=free_share(table, bulb), moving_share=table.moving_share)}
        case _:
            raise TypeError(type(table).__name__)


def hall_measures(
    state: HallState, tables: Mapping[str, Priced], sources: Mapping[str, str], calendar: Calendar
) -> tuple[tuple[Measure, ...], Combination | None]:
    """One measure a table and, of two and more, what every set of them saves, gives in heat and spares in water."""
    found = as_found(state, tables, calendar)
    before = services(found)
    changes = {name: change_of(table, found, calendar) for name, table in tables.items()}

    def after(names: Sequence[str]) -> Services:
        return services(changed(found, *(changes[name] for name in names)))

    measures = []
    for name, table in tables.items():
        left = after([name])
        measures.append(
            table.measure(
                name, before.power_kw, left.power_kw, source=sources[name], confidence=_CONFIDENCE[name], end_use=HALL_END_USE,
                heat_kw=before.heating_kw - left.heating_kw, beside=Beside(water_m3=before.water_m3 - left.water_m3),
            )
        )  # fmt: skip

    def evaluated(members: frozenset[str]) -> Together:
        left = after(sorted(members))
        return Together(saved_kw=before.power_kw - left.power_kw, heat_kw=before.heating_kw - left.heating_kw)

    return tuple(measures), combination(HALL_END_USE, measures, evaluated) if len(measures) > 1 else None


def it_free_cooling(
    table: FreeCooling, hall: WarmWater, it_kw: FloatArray, *, bulb_c: FloatArray, air_c: FloatArray, warm: Measure, source: str
) -> tuple[Measure, Combination]:
    """Free cooling of an AI hall's chilled loop, alone and beside warm water: it takes what is left to the chillers, once."""
    before, _ = cooling_kw(hall, it_kw, air_c)
    free = free_share(table, bulb_c)

    def spared(heat_kw: FloatArray) -> FloatArray:
        rested = chilled_kw(hall, heat_kw, air_c) - chilled_kw(hall, heat_kw * (1 - free), air_c)
        found: FloatArray = np.maximum(rested - heat_kw * free * table.moving_share, 0.0)
        return found

    alone = spared(it_kw)
    measure = table.measure("free_cooling", before, before - alone, source=source, confidence="medium", end_use=IT_END_USE)
    dry = it_kw * (1 - hall.capture_share)

    def evaluated(_members: frozenset[str]) -> Together:
        return Together(saved_kw=warm.saved_kw + spared(dry), heat_kw=warm.heat_kw)

    return measure, combination(IT_END_USE, (measure, warm), evaluated)
