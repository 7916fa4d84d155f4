"""压缩空气检漏修复 Leaks of compressed air: what a hole lets out, what a leak test says, and the power that repair spares.

A hole at more than about twice the outside's pressure is choked; its flow, as free air at 20 °C and 1 bar, is

    V̇ = C·A·p·√(γ·R/T)·(2/(γ + 1))^((γ + 1)/(2·(γ − 1)))·T_0/p_0

(isentropic flow, as in US DOE's tables of leaks). A compressor that loads and unloads draws at no flow `unloaded_share` of its full power,
so repair saves less than the flow's share.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtan.energy import Calendar
from lingtan.errors import InputError
from lingtan.factory.measure import Combination, Measure, Priced, Together, combination, within
from lingtan.factory.shifts import Shift, running_share

__all__ = ["Hole", "LeakRepair", "LeakTest", "compressed_air", "hole_m3_per_h", "leak_repair", "repaired_share"]

_GAMMA, _GAS_J_KG_K, _FREE_K, _FREE_PA = 1.4, 287.042, 293.15, 1e5
_CHOKED = 1.894


@dataclass(frozen=True, slots=True, kw_only=True)
class LeakTest:
    """A test with nothing running: seconds that the compressors were loaded and unloaded (US DOE compressed-air sourcebook)."""

    loaded_s: float
    unloaded_s: float

    @property
    def capacity_share(self) -> float:
        """Leaks per capacity: loaded time over all time. [1]"""
        return self.loaded_s / (self.loaded_s + self.unloaded_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """Holes of a survey that are closed: diameter [mm], how many, pressure [bar above the outside]; 0.61 for sharp edges, 0.97 round."""

    diameter_mm: float
    count: int
    gauge_bar: float
    discharge_share: float = 0.61


@dataclass(frozen=True, kw_only=True)
class LeakRepair(Priced):
    """`[measures.leak_repair]`: full power and mean input of the compressors in the shift [kW].

    Leaks as a share of the air delivered in the shift, or by a `test`, each down to `leak_after_share` [1]; or the `holes` that a survey
    found and `full_m3_per_h` of free air at full power. They go on outside the shift. Power at no flow as a share of full: 0.25 to 0.5
    for load and unload by US DOE's sourcebook, near 0 with speed control and stop.
    """

    full_kw: float
    input_kw: float
    unloaded_share: float
    leak_share: float | None = None
    test: LeakTest | None = None
    holes: tuple[Hole, ...] = ()
    leak_after_share: float = 0.0
    full_m3_per_h: float = 0.0
    shift: Shift = Shift.CONTINUOUS
    base_share: float = 0.3

    def __post_init__(self) -> None:
        place = "measures.leak_repair"
        within(f"{place}.full_kw", self.full_kw, 0.1, 1e5)
        within(f"{place}.unloaded_share", self.unloaded_share, 0, 0.8)
        within(f"{place}.input_kw", self.input_kw, self.full_kw * self.unloaded_share, self.full_kw)
        if (self.leak_share is not None) + (self.test is not None) + bool(self.holes) != 1 or bool(self.holes) != bool(self.full_m3_per_h):
            raise InputError("LEAK_FORM", place=place)
        if self.test is not None:
            within(f"{place}.test.loaded_s", self.test.loaded_s, 0, 1e6)
            within(f"{place}.test.unloaded_s", self.test.unloaded_s, 0.001, 1e6)
        for number, hole in enumerate(self.holes):
            within(f"{place}.holes[{number}].diameter_mm", hole.diameter_mm, 0.01, 100)
            within(f"{place}.holes[{number}].gauge_bar", hole.gauge_bar, (_CHOKED - 1) * 1.01325, 40)
            within(f"{place}.holes[{number}].count", hole.count, 1, 1e5)
        leaks = _leaks(self)
        within(f"{place}.{'holes' if self.holes else 'leak_share' if self.test is None else 'test'}", leaks, 0, 0.9)
        within(f"{place}.leak_after_share", self.leak_after_share, 0, leaks)

    @property
    def flow_share(self) -> float:
        """Air delivered in the shift per capacity. [1]"""
        return (self.input_kw - self.full_kw * self.unloaded_share) / (self.full_kw * (1 - self.unloaded_share))


def _leaks(repair: LeakRepair) -> float:
    """Leaks as a share of the air delivered in the shift; of holes, those that are closed. [1]"""
    if repair.leak_share is not None:
        return repair.leak_share
    delivered = max(repair.flow_share, 1e-9)
    if repair.test is not None:
        return repair.test.capacity_share / delivered
    lost = sum(h.count * hole_m3_per_h(h.diameter_mm, h.gauge_bar, discharge_share=h.discharge_share) for h in repair.holes)
    return lost / (repair.full_m3_per_h * delivered)


def repaired_share(repair: LeakRepair) -> float:
    """Air that no longer leaks per air delivered in the shift. [1]"""
    return _leaks(repair) - repair.leak_after_share


def hole_m3_per_h(diameter_mm: float, gauge_bar: float, *, discharge_share: float = 1.0, air_c: float = 20.0) -> float:
    """Free air out of a round hole that is choked; 0.97 for a rounded edge, 0.61 for a sharp one. [m³/h]"""
    pressure = (gauge_bar + 1.01325) * 1e5
    area = np.pi * (diameter_mm / 1000) ** 2 / 4
    kelvin = air_c + 273.15
    throat = np.sqrt(_GAMMA / (_GAS_J_KG_K * kelvin)) * (2 / (_GAMMA + 1)) ** ((_GAMMA + 1) / (2 * (_GAMMA - 1)))
    kg_per_s = discharge_share * area * pressure * throat
    return float(kg_per_s * _GAS_J_KG_K * _FREE_K / _FREE_PA * 3600)


def leak_repair(repair: LeakRepair, calendar: Calendar, *, source: str) -> Measure:
    """Power before and after; never below that of a compressor that delivers nothing."""
    running = running_share(repair.shift, calendar, repair.base_share)
    before = running * repair.input_kw
    idle = np.minimum(before, repair.full_kw * repair.unloaded_share)
    spared = repair.full_kw * (1 - repair.unloaded_share) * repair.flow_share * repaired_share(repair)
    after = np.maximum(before - spared, idle)
    return repair.measure("leak_repair", before, after, source=source, confidence="medium", end_use="compressed_air")


def compressed_air(repair: Measure, heat: Measure) -> Combination:
    """Repair and heat recovery on the same compressors: what they no longer draw gives no heat either."""
    left = np.divide(repair.after_kw, repair.before_kw, out=np.ones_like(repair.before_kw), where=repair.before_kw > 0)

    def evaluated(_members: frozenset[str]) -> Together:
        return Together(saved_kw=repair.saved_kw + heat.saved_kw * left, heat_kw=heat.heat_kw * left)

    return combination("compressed_air", (repair, heat), evaluated)
