"""The tables `[measures.*]` of a site file, read by the form of their technology, and what stands together on one end use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, replace
from typing import Any

from lingtan.energy import Calendar, Place, Weather
from lingtan.errors import InputError
from lingtan.evidence import from_plain
from lingtan.factory.measure import NOTHING_BESIDE, Beside, Combination, Measure, Priced
from lingtan.factory.measures import (
    Board,
    CompressorHeat,
    EarthAir,
    EcFans,
    Envelope,
    FreeCooling,
    LeakRepair,
    Lighting,
    NitrogenSupply,
    Paste,
    PowerHouse,
    ReflowOven,
    SetPoints,
    SolarThermal,
    Station,
    WarmWater,
    WaterReuse,
    compressed_air,
    compressor_heat,
    ec_fans,
    flux_voc_kg,
    free_bulb_c,
    hall_measures,
    hall_state,
    it_free_cooling,
    leak_repair,
    led,
    low_temperature_solder,
    nitrogen_supply,
    power_house,
    solar_thermal,
    warm_water,
    water_reuse,
)
from lingtan.factory.shifts import Shift, running_share
from lingtan.factory.site_file import SiteFile

__all__ = ["Surroundings", "measures_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SolderTable:
    """`[measures.solder]`: one oven, how many, in which shift, the boards and money."""

    oven: Mapping[str, float]
    ovens: int
    boards: tuple[Mapping[str, float], ...]
    rework_share: float
    capex_yuan: float
    shift: Shift = Shift.CONTINUOUS
    paste: Paste | None = None
    beside: Beside = NOTHING_BESIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class NitrogenTable:
    """`[measures.nitrogen]`: demand in the shift, the station there is and the one proposed. [Nm³/h]."""

    demand_nm3_per_h: float
    old: Mapping[str, float]
    new: Mapping[str, float]
    capex_yuan: float
    shift: Shift = Shift.CONTINUOUS
    base_share: float = 0.3
    beside: Beside = NOTHING_BESIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmWaterTable:
    """`[measures.warm_water]`: the hall and its load. [kW]."""

    it_kw: float
    hall: Mapping[str, float]
    capex_yuan: float
    beside: Beside = NOTHING_BESIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class CompressorTable:
    """`[measures.compressor]`: mean input of the compressors in the shift. [kW]."""

    input_kw: float
    capex_yuan: float
    recovered_share: float = 0.8
    shift: Shift = Shift.CONTINUOUS
    base_share: float = 0.3


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What technologies are reckoned in: the hours, the weather and the place."""

    calendar: Calendar
    weather: Weather
    place: Place


#: Technologies that change a hall, if the site file describes one; the first two are also measures by themselves.
_HALL: Mapping[str, type[Priced]] = {
    "ec_fans": EcFans, "led": Lighting, "set_points": SetPoints, "free_cooling": FreeCooling, "envelope": Envelope, "earth_air": EarthAir,
}  # fmt: skip


def measures_of(file: SiteFile, around: Surroundings) -> tuple[tuple[Measure, ...], tuple[Combination, ...]]:
    """The measures of a site file, and those that stand together on one end use.

    Raises InputError `SITE_TECHNOLOGY` for a technology that is not known, `SITE_HALL` for one of a hall without `[hall]`, and as each of
    them does.
    """
    tables = dict(file.measures or {})
    sources = {name: _source(file, name, tables) for name in tables}
    found = {name: _READERS[name](dict(table), around, sources[name]) for name, table in tables.items() if name in _READERS}
    together = []
    read = {name: from_plain(_HALL[name], tables[name], place=f"measures.{name}") for name in tables if name in _HALL}
    cooling = read.get("free_cooling")
    if isinstance(cooling, FreeCooling) and cooling.it:
        del read["free_cooling"]
        found["free_cooling"], found["warm_water"], both = _it_cooling(cooling, tables, found, around, sources["free_cooling"])
        together.append(both)
    of_hall = _hall(file, read, around, sources)
    found |= {measure.name: measure for measure in of_hall[0]}
    together += [both for both in (of_hall[1],) if both is not None]
    if "leak_repair" in found and "compressor" in found:
        found["compressor"] = replace(found["compressor"], end_use=found["leak_repair"].end_use)
        together.append(compressed_air(found["leak_repair"], found["compressor"]))
    return tuple(found[name] for name in tables), tuple(together)


def _source(file: SiteFile, name: str, tables: Mapping[str, Any]) -> str:
    if name not in _READERS and name not in _HALL:
        known = ", ".join(sorted({*_READERS, *_HALL}))
        raise InputError("SITE_TECHNOLOGY", place=f"measures.{name}", name=name, known=known)
    origin = file.sources[f"measures.{name}"]
    return f"{origin.standing}: {origin.source}"


def _hall(
    file: SiteFile, tables: Mapping[str, Priced], around: Surroundings, sources: Mapping[str, str]
) -> tuple[tuple[Measure, ...], Combination | None]:
    """The measures of the hall; lamps and fans alone where none is described."""
    if not tables:
        return (), None
    if file.hall is not None:
        return hall_measures(
            hall_state(file.hall, around.calendar, around.weather, around.place.altitude_m), tables, sources, around.calendar
        )  # fmt: skip
    alone = []
    for name, table in tables.items():
        if isinstance(table, EcFans):
            alone.append(ec_fans(table, around.calendar, source=sources[name]))
        elif isinstance(table, Lighting):
            alone.append(led(table, around.calendar, source=sources[name]))
        else:
            raise InputError("SITE_HALL", place=f"measures.{name}", name=name)
    return tuple(alone), None


def _it_cooling(
    cooling: FreeCooling, tables: Mapping[str, Any], found: Mapping[str, Measure], around: Surroundings, source: str
) -> tuple[Measure, Measure, Combination]:
    """Free cooling of the AI hall, its warm water, and both."""
    if "warm_water" not in found:
        raise InputError("SITE_HALL", place="measures.free_cooling", name="warm_water")
    table = from_plain(WarmWaterTable, tables["warm_water"], place="measures.warm_water")
    hall = WarmWater(**_known(WarmWater, table.hall, "measures.warm_water.hall"))
    load = running_share(Shift.CONTINUOUS, around.calendar) * table.it_kw
    bulb = free_bulb_c(cooling, around.weather, around.place.altitude_m)
    warm = found["warm_water"]
    measure, both = it_free_cooling(cooling, hall, load, bulb_c=bulb, air_c=around.weather.air_c, warm=warm, source=source)
    return measure, replace(warm, end_use=both.end_use), both


def _solder(data: Mapping[str, Any], around: Surroundings, source: str) -> Measure:
    table = from_plain(SolderTable, data, place="measures.solder")
    oven = ReflowOven(**_known(ReflowOven, table.oven, "measures.solder.oven"))
    boards = [Board(**_known(Board, board, "measures.solder.boards")) for board in table.boards]
    running = running_share(table.shift, around.calendar)
    made = low_temperature_solder(
        oven, table.ovens, running, boards, rework_share=table.rework_share, capex_yuan=table.capex_yuan, source=source
    )  # fmt: skip
    voc = 0.0 if table.paste is None else flux_voc_kg(table.paste, oven.boards_per_h * table.ovens * float(running.sum()))
    return replace(made, beside=table.beside.plus(Beside(voc_kg=voc)))


def _nitrogen(data: Mapping[str, Any], around: Surroundings, source: str) -> Measure:
    table = from_plain(NitrogenTable, data, place="measures.nitrogen")
    old, new = (Station(**_known(Station, part, "measures.nitrogen")) for part in (table.old, table.new))
    demand = running_share(table.shift, around.calendar, table.base_share) * table.demand_nm3_per_h
    made = nitrogen_supply(NitrogenSupply(old=old, new=new), demand, capex_yuan=table.capex_yuan, source=source)
    return replace(made, beside=table.beside)


def _warm_water(data: Mapping[str, Any], around: Surroundings, source: str) -> Measure:
    table = from_plain(WarmWaterTable, data, place="measures.warm_water")
    hall = WarmWater(**_known(WarmWater, table.hall, "measures.warm_water.hall"))
    load = running_share(Shift.CONTINUOUS, around.calendar) * table.it_kw
    return replace(warm_water(hall, load, around.weather.air_c, capex_yuan=table.capex_yuan, source=source), beside=table.beside)


def _compressor(data: Mapping[str, Any], around: Surroundings, source: str) -> Measure:
    table = from_plain(CompressorTable, data, place="measures.compressor")
    power = running_share(table.shift, around.calendar, table.base_share) * table.input_kw
    heat = CompressorHeat(recovered_share=table.recovered_share)
    return compressor_heat(heat, power, capex_yuan=table.capex_yuan, source=source)


def _leak_repair(data: Mapping[str, Any], around: Surroundings, source: str) -> Measure:
    return leak_repair(from_plain(LeakRepair, data, place="measures.leak_repair"), around.calendar, source=source)


def _solar_thermal(data: Mapping[str, Any], around: Surroundings, source: str) -> Measure:
    table = from_plain(SolarThermal, data, place="measures.solar_thermal")
    return solar_thermal(table, around.place, around.calendar, around.weather, source=source)


def _power_house(data: Mapping[str, Any], around: Surroundings, source: str) -> Measure:
    return power_house(from_plain(PowerHouse, data, place="measures.power_house"), around.calendar, source=source)


def _water_reuse(data: Mapping[str, Any], around: Surroundings, source: str) -> Measure:
    return water_reuse(from_plain(WaterReuse, data, place="measures.water_reuse"), around.calendar, source=source)


_READERS = {
    "solder": _solder, "nitrogen": _nitrogen, "warm_water": _warm_water, "compressor": _compressor, "leak_repair": _leak_repair,
    "solar_thermal": _solar_thermal, "power_house": _power_house, "water_reuse": _water_reuse,
}  # fmt: skip


def _known(kind: type[Any], data: Mapping[str, float], place: str) -> dict[str, float]:
    """The fields of a technology's own record. Raises InputError `SITE_FIELD` for one that it does not have or that is missing."""
    names = set(kind.__dataclass_fields__)
    needed = {n for n, f in kind.__dataclass_fields__.items() if not _has_default(f)}
    wrong = sorted((set(data) - names) | (needed - set(data)))
    if wrong:
        raise InputError("SITE_FIELD", place=place, fields=", ".join(wrong), known=", ".join(sorted(names)))
    return {name: float(value) for name, value in data.items()}


def _has_default(field: Any) -> bool:
    return field.default is not MISSING
