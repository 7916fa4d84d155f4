"""Energy by product generation against a published target: one class, one test version, a base year, and what has been reached."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from lingtan.errors import InputError
from lingtan.evidence import Standing
from lingtan.product.energy.modes import EnergyTest

__all__ = ["EnergyTarget", "Generation", "Progress", "Reached", "Reading", "progress", "published_targets"]


class Reading(StrEnum):
    """What "x % more energy-efficient" is taken to mean: x % less energy, or (1 + x) times the work for a kilowatt-hour."""

    LESS_ENERGY = "less_energy"
    MORE_WORK = "more_work"


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One generation of a product line: its year and its typical energy [kWh/a] by one test version."""

    name: str
    year: int
    device_class: str
    tec_kwh: float
    energy_test: EnergyTest

    def __post_init__(self) -> None:
        if not (math.isfinite(self.tec_kwh) and 0.0 < self.tec_kwh <= 200_000.0):
            raise InputError(
                "ATTRIBUTE_RANGE", place=f"generation {self.name}", field="tec_kwh", low=0.0, high=200_000.0, value=self.tec_kwh
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyTarget:
    """A published target: `improvement` [-] from the base year to the target year for some classes, with its source."""

    name: str
    classes: tuple[str, ...]
    base_year: int
    target_year: int
    improvement: float
    standing: Standing
    source: str

    def limit(self, base_kwh: float, reading: Reading) -> float:
        """Energy in the target year. [kWh/a]."""
        return base_kwh * (1.0 - self.improvement) if reading is Reading.LESS_ENERGY else base_kwh / (1.0 + self.improvement)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """One reading: the target [kWh/a], the straight line's value in the latest generation's year [kWh/a], and whether it is kept."""

    reading: Reading
    limit_kwh: float
    path_kwh: float
    is_on_path: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Base and latest generation, the share of energy saved between them [-], and the target by both readings."""

    base: Generation
    latest: Generation
    saved_share: float
    target: EnergyTarget
    readings: tuple[Reached, ...]


def progress(generations: tuple[Generation, ...], target: EnergyTarget) -> Progress:
    """How far a product line has come. The base is the generation of the base year, or the first after it.

    Raises InputError `ENERGY_TESTS_DIFFER`, `ENERGY_CLASSES_DIFFER` or `GENERATIONS_FEW`: what is not comparable is not compared.
    """
    line = sorted((entry for entry in generations if entry.year >= target.base_year), key=lambda entry: (entry.year, entry.name))
    for entry in line[1:]:
        if entry.energy_test is not line[0].energy_test:
            one, other = line[0].energy_test.value, entry.energy_test.value
            raise InputError("ENERGY_TESTS_DIFFER", place=f"generation {entry.name}", one=one, other=other)
        if entry.device_class != line[0].device_class:
            one, other = line[0].device_class, entry.device_class
            raise InputError("ENERGY_CLASSES_DIFFER", place=f"generation {entry.name}", one=one, other=other)
    if len(line) < 2 or line[0].year == line[-1].year:
        raise InputError("GENERATIONS_FEW", place=target.name, count=len(line))
    base, latest = line[0], line[-1]
    share = min(1.0, (latest.year - base.year) / (target.target_year - base.year)) if target.target_year > base.year else 1.0
    readings = []
    for reading in Reading:
        limit = target.limit(base.tec_kwh, reading)
        path = base.tec_kwh + (limit - base.tec_kwh) * share
        readings.append(Reached(reading=reading, limit_kwh=limit, path_kwh=path, is_on_path=latest.tec_kwh <= path))
    return Progress(base=base, latest=latest, saved_share=1.0 - latest.tec_kwh / base.tec_kwh, target=target, readings=tuple(readings))


def published_targets() -> Mapping[str, EnergyTarget]:
    """Targets that makers have published, by name, each with its source."""
    return _targets()


@cache
def _targets() -> Mapping[str, EnergyTarget]:
    data = tomllib.loads(files("lingtan.product").joinpath("energy", "targets.toml").read_text("utf-8"))
    return {
        name: EnergyTarget(name=name, **{**entry, "classes": tuple(entry["classes"]), "standing": Standing(entry["standing"])})
        for name, entry in data.items()
    }
