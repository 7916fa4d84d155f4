"""Typical energy by mode: watts × the share of the year, as a test's version weighs them. Versions are not interchangeable."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from lingtan.errors import InputError
from lingtan.evidence import Standing

__all__ = ["EnergyTest", "ModeWeights", "ModesTec", "mode_weights", "tec_from_modes"]

_HOURS_PER_YEAR = 8760.0


class EnergyTest(StrEnum):
    """The test and its version that a TEC was measured by. Figures of two versions are not compared and not mixed."""

    ENERGY_STAR_5 = "energy_star_computers_5"
    ENERGY_STAR_6 = "energy_star_computers_6"
    ENERGY_STAR_7 = "energy_star_computers_7"
    ENERGY_STAR_8 = "energy_star_computers_8"
    GB_28380_2012 = "gb_28380_2012"
    GB_28380_2025 = "gb_28380_2025"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeWeights:
    """Shares of the year by mode [-] of one test's version for one kind of computer, and where they are from."""

    shares: Mapping[str, float]
    standing: Standing
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModesTec:
    """A year's energy [kWh/a] and how it was reached."""

    kwh: float
    origin: str


def mode_weights(test: EnergyTest, device_class: str) -> ModeWeights:
    """The mode weights of a test's version for a class.

    Raises InputError `ENERGY_TEST_CLASS` for a class that the test does not cover, `ENERGY_WEIGHTS_UNKNOWN` where the version's weights
    were not public: then the TEC itself must be stated.
    """
    tables = _tables()
    entry = tables["tests"][test.value]
    kind = next((name for name, classes in tables["kinds"].items() if device_class in classes), None)
    if kind is None:
        known = ", ".join(sorted(name for classes in tables["kinds"].values() for name in classes))
        raise InputError("ENERGY_TEST_CLASS", place="attributes.energy_test", test=test.value, device_class=device_class, known=known)
    if kind not in entry:
        raise InputError("ENERGY_WEIGHTS_UNKNOWN", place="attributes.energy_test", test=test.value)
    return ModeWeights(shares=entry[kind], standing=Standing(entry["standing"]), source=entry["source"])


def tec_from_modes(test: EnergyTest, device_class: str, watts: Mapping[str, float]) -> ModesTec:
    """TEC = 8760 h/a ÷ 1000 × Σ P_mode [W] × share of the year [-]. [kWh/a] (ENERGY STAR Computers 5.2, equations 1 and 2.)

    Raises InputError `ENERGY_MODES_OTHER` where the modes are not those of this version: an `idle` of version 5 is neither the short nor
    the long idle of version 6 and later.
    """
    weights = mode_weights(test, device_class)
    if set(watts) != set(weights.shares):
        want, got = ", ".join(sorted(weights.shares)), ", ".join(sorted(watts)) or "-"
        raise InputError("ENERGY_MODES_OTHER", place="attributes.mode_power_w", test=test.value, want=want, got=got)
    for name, value in watts.items():
        if not (math.isfinite(value) and 0.0 <= value <= 10_000.0):
            place = f"attributes.mode_power_w.{name}"
            raise InputError("ATTRIBUTE_RANGE", place=place, field=name, low=0.0, high=10_000.0, value=value)
    kwh = _HOURS_PER_YEAR / 1000.0 * math.fsum(watts[name] * share for name, share in sorted(weights.shares.items()))
    return ModesTec(kwh=kwh, origin=f"mode power by {test.value} ({weights.source})")


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads(files("lingtan.product").joinpath("energy", "mode_weights.toml").read_text("utf-8"))
