"""The tables `[measures.*]` of a site file, read by the form of their technology."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass
from typing import Any

from lingtan.energy import Calendar, FloatArray
from lingtan.errors import InputError
from lingtan.evidence import from_plain
from lingtan.factory.measure import Measure
from lingtan.factory.measures import (
    Board,
    CompressorHeat,
    NitrogenSupply,
    ReflowOven,
    Station,
    WarmWater,
    compressor_heat,
    low_temperature_solder,
    nitrogen_supply,
    warm_water,
)
from lingtan.factory.shifts import Shift, running_share
from lingtan.factory.site_file import SiteFile

__all__ = ["measures_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SolderTable:
    """`[measures.solder]`: one oven, how many, in which shift, the boards and money."""

    oven: Mapping[str, float]
    ovens: int
    boards: tuple[Mapping[str, float], ...]
    rework_share: float
    capex_yuan: float
    shift: Shift = Shift.CONTINUOUS


@dataclass(frozen=True, slots=True, kw_only=True)
class NitrogenTable:
    """`[measures.nitrogen]`: demand in the shift, the station there is and the one proposed. [Nm³/h]."""

    demand_nm3_per_h: float
    old: Mapping[str, float]
    new: Mapping[str, float]
    capex_yuan: float
    shift: Shift = Shift.CONTINUOUS
    base_share: float = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmWaterTable:
    """`[measures.warm_water]`: the hall and its load. [kW]."""

    it_kw: float
    hall: Mapping[str, float]
    capex_yuan: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CompressorTable:
    """`[measures.compressor]`: mean input of the compressors in the shift. [kW]."""

    input_kw: float
    capex_yuan: float
    recovered_share: float = 0.8
    shift: Shift = Shift.CONTINUOUS
    base_share: float = 0.3


def measures_of(file: SiteFile, calendar: Calendar, air_c: FloatArray) -> tuple[Measure, ...]:
    """The measures of a site file. Raises InputError `SITE_TECHNOLOGY` for a technology that is not known, and as each of them does."""
    found = []
    for name, table in (file.measures or {}).items():
        if name not in _READERS:
            raise InputError("SITE_TECHNOLOGY", place=f"measures.{name}", name=name, known=", ".join(sorted(_READERS)))
        origin = file.sources[f"measures.{name}"]
        found.append(_READERS[name](dict(table), calendar, air_c, f"{origin.standing}: {origin.source}"))
    return tuple(found)


def _solder(data: Mapping[str, Any], calendar: Calendar, _air_c: FloatArray, source: str) -> Measure:
    table = from_plain(SolderTable, data, place="measures.solder")
    oven = ReflowOven(**_known(ReflowOven, table.oven, "measures.solder.oven"))
    boards = [Board(**_known(Board, board, "measures.solder.boards")) for board in table.boards]
    return low_temperature_solder(
        oven, table.ovens, running_share(table.shift, calendar), boards, rework_share=table.rework_share, capex_yuan=table.capex_yuan,
        source=source,
    )  # fmt: skip


def _nitrogen(data: Mapping[str, Any], calendar: Calendar, _air_c: FloatArray, source: str) -> Measure:
    table = from_plain(NitrogenTable, data, place="measures.nitrogen")
    old, new = (Station(**_known(Station, part, "measures.nitrogen")) for part in (table.old, table.new))
    demand = running_share(table.shift, calendar, table.base_share) * table.demand_nm3_per_h
    return nitrogen_supply(NitrogenSupply(old=old, new=new), demand, capex_yuan=table.capex_yuan, source=source)


def _warm_water(data: Mapping[str, Any], calendar: Calendar, air_c: FloatArray, source: str) -> Measure:
    table = from_plain(WarmWaterTable, data, place="measures.warm_water")
    hall = WarmWater(**_known(WarmWater, table.hall, "measures.warm_water.hall"))
    load = running_share(Shift.CONTINUOUS, calendar) * table.it_kw
    return warm_water(hall, load, air_c, capex_yuan=table.capex_yuan, source=source)


def _compressor(data: Mapping[str, Any], calendar: Calendar, _air_c: FloatArray, source: str) -> Measure:
    table = from_plain(CompressorTable, data, place="measures.compressor")
    power = running_share(table.shift, calendar, table.base_share) * table.input_kw
    heat = CompressorHeat(recovered_share=table.recovered_share)
    return compressor_heat(heat, power, capex_yuan=table.capex_yuan, source=source)


_READERS = {"solder": _solder, "nitrogen": _nitrogen, "warm_water": _warm_water, "compressor": _compressor}


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
