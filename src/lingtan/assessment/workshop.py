"""零碳车间 A workshop: its boundary, what shared utilities bring in, which modules fit, and whether a pilot may scale.

A module scales only on what was measured: at least twelve months (METHODS 11), a saving above twice its standard error, and verified.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lingtan.assessment.modules import WorkshopModule, module
from lingtan.errors import InputError
from lingtan.evidence import from_plain

__all__ = ["Boundary", "ModulePlan", "Pilot", "PilotVerdict", "SharedUtility", "WorkshopFile", "WorkshopView", "workshop", "workshop_file"]

_LEAST_MONTHS = 12
#: A saving below this many of its standard errors can't be told from chance (METHODS 11).
_LEAST_ERRORS = 2.0
_CLOSED_SHARE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedUtility:
    """A utility that several workshops draw on: its meter, this workshop's key and the sum of all keys, and where the keys are from.

    The keys' unit is named (m3 of air, Nm3 of nitrogen, hours); `utility_kwh` is the utility's own meter for the year.
    """

    name: str
    utility_kwh: float
    key: float
    key_total: float
    key_unit: str
    source: str

    @property
    def share(self) -> float:
        """This workshop's part. [1]"""
        return self.key / self.key_total

    @property
    def allocated_kwh(self) -> float:
        """Energy of the utility that falls to this workshop. [kWh]"""
        return self.utility_kwh * self.share


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary:
    """What belongs to the workshop: its own meter and what is metered below it by use. [kWh/a], [units/a]"""

    meter: str
    meter_kwh: float
    products_kwh: float
    idle_kwh: float
    scrap_kwh: float
    other_kwh: float
    units: float
    direct_kg: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pilot:
    """A module that was tried on a line: energy saved against the adjusted baseline with its standard error. [kWh], [months]"""

    module: str
    line: str
    months: int
    saved_kwh: float
    saved_sd_kwh: float
    verified_by: str = ""
    document: str = ""


class PilotVerdict(StrEnum):
    """Whether a pilot may be scaled, and if not, the first reason."""

    SCALE = "scale"
    SHORT = "short"
    WITHIN_ERROR = "within_error"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopFile:
    """A workshop with its boundary, shared utilities, the modules that are wanted, and pilots."""

    name: str
    site: str
    organisation: str
    actor: str
    recorded_at: str
    boundary: Boundary
    factor_kg_per_kwh: float
    synthetic: bool = False
    utility: tuple[SharedUtility, ...] = ()
    modules: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    pilot: tuple[Pilot, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModulePlan:
    """A wanted module: prerequisites that are not there, other wanted modules that it can't stand with, its pilot and its scale.

    `scaled_kwh` is the pilot's yearly saving per line times the other lines, only where the pilot may be scaled. [kWh/a]
    """

    module: WorkshopModule
    lacks: tuple[str, ...]
    conflicts: tuple[str, ...]
    pilot: Pilot | None
    verdict: PilotVerdict | None
    scaled_kwh: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopView:
    """The workshop's year: own and allocated energy, carbon, intensity, and its modules. [kWh], [kg CO2], [kWh/unit], [kg/unit]"""

    name: str
    site: str
    synthetic: bool
    own_kwh: float
    shared_kwh: float
    total_kg: float
    kwh_per_unit: float
    kg_per_unit: float
    utilities: tuple[SharedUtility, ...]
    modules: tuple[ModulePlan, ...]


def workshop_file(data: Mapping[str, Any], *, place: str) -> WorkshopFile:
    """The file of a workshop.

    Raises InputError `BAD_RECORD`; `WORKSHOP_OPEN` where products + idle + scrap + other is not the meter; `WORKSHOP_KEY` for a key that is
    no part of its total; `WORKSHOP_NUMBER` for a negative number or no units; `MODULE_UNKNOWN`.
    """
    read = from_plain(WorkshopFile, data, place=place)
    parts = read.boundary
    used = parts.products_kwh + parts.idle_kwh + parts.scrap_kwh + parts.other_kwh
    numbers = (parts.meter_kwh, parts.products_kwh, parts.idle_kwh, parts.scrap_kwh, parts.other_kwh, parts.direct_kg)
    if min(*numbers, read.factor_kg_per_kwh) < 0 or parts.units <= 0:
        raise InputError("WORKSHOP_NUMBER", place=f"{place}: boundary")
    if abs(used - parts.meter_kwh) > _CLOSED_SHARE * max(parts.meter_kwh, 1.0):
        raise InputError("WORKSHOP_OPEN", place=f"{place}: boundary", meter=parts.meter_kwh, used=used)
    for utility in read.utility:
        if not 0 <= utility.key <= utility.key_total or utility.key_total <= 0 or utility.utility_kwh < 0:
            raise InputError("WORKSHOP_KEY", place=f"{place}: utility {utility.name}", key=utility.key, total=utility.key_total)
    for name in (*read.modules, *read.present, *(pilot.module for pilot in read.pilot)):
        module(name, place=place)
    for pilot in read.pilot:
        if pilot.months <= 0 or pilot.saved_sd_kwh < 0:
            raise InputError("WORKSHOP_NUMBER", place=f"{place}: pilot {pilot.module}")
    return read


def workshop(file: WorkshopFile) -> WorkshopView:
    """The workshop's year and what may be done with each module."""
    shared = sum(utility.allocated_kwh for utility in file.utility)
    total = file.boundary.meter_kwh + shared
    carbon = total * file.factor_kg_per_kwh + file.boundary.direct_kg
    return WorkshopView(
        name=file.name, site=file.site, synthetic=file.synthetic, own_kwh=file.boundary.meter_kwh, shared_kwh=shared, total_kg=carbon,
        kwh_per_unit=total / file.boundary.units, kg_per_unit=carbon / file.boundary.units, utilities=file.utility,
        modules=tuple(_planned(name, file) for name in file.modules),
    )  # fmt: skip


def _planned(name: str, file: WorkshopFile) -> ModulePlan:
    wanted = module(name, place=file.name)
    there = {*file.present, *file.modules}
    pilots = [pilot for pilot in file.pilot if pilot.module == name]
    best = max(pilots, key=lambda pilot: pilot.months, default=None)
    verdict = None if best is None else _verdict(best)
    scaled = None
    if best is not None and verdict is PilotVerdict.SCALE:
        scaled = best.saved_kwh * 12 / best.months * len([line for line in file.lines if line != best.line])
    return ModulePlan(
        module=wanted, lacks=tuple(need for need in wanted.prerequisites if need not in there),
        conflicts=tuple(sorted(other for other in there - {name} if _conflict(wanted, other, file.name))), pilot=best, verdict=verdict,
        scaled_kwh=scaled,
    )  # fmt: skip


def _conflict(one: WorkshopModule, other: str, place: str) -> bool:
    return other in one.conflicts or one.id in module(other, place=place).conflicts


def _verdict(pilot: Pilot) -> PilotVerdict:
    if pilot.months < _LEAST_MONTHS:
        return PilotVerdict.SHORT
    if pilot.saved_kwh <= _LEAST_ERRORS * pilot.saved_sd_kwh:
        return PilotVerdict.WITHIN_ERROR
    return PilotVerdict.SCALE if pilot.verified_by and pilot.document else PilotVerdict.UNVERIFIED
