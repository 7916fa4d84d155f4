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

__all__ = ["LeakRepair", "compressed_air", "hole_m3_per_h", "leak_repair", "leak_share_of_test"]

_GAMMA, _GAS_J_KG_K, _FREE_K, _FREE_PA = 1.4, 287.042, 293.15, 1e5
_CHOKED = 1.894


@dataclass(frozen=True, kw_only=True)
class LeakRepair(Priced):
    """`[measures.leak_repair]`: full power and mean input of the compressors in the shift [kW].

    Leaks before and after as shares of the air delivered in the shift [1]; they go on outside it. Power at no flow as a share of full: 0.25
    to 0.5 for load and unload by US DOE's sourcebook, near 0 with speed control and stop.
    """

    full_kw: float
    input_kw: float
    leak_share: float
    leak_after_share: float
    unloaded_share: float
    shift: Shift = Shift.CONTINUOUS
    base_share: float = 0.3

    def __post_init__(self) -> None:
        place = "measures.leak_repair"
        within(f"{place}.full_kw", self.full_kw, 0.1, 1e5)
        within(f"{place}.unloaded_share", self.unloaded_share, 0, 0.8)
        within(f"{place}.input_kw", self.input_kw, self.full_kw * self.unloaded_share, self.full_kw)
        within(f"{place}.leak_share", self.leak_share, 0, 0.9)
        within(f"{place}.leak_after_share", self.leak_after_share, 0, self.leak_share)


def hole_m3_per_h(diameter_mm: float, gauge_bar: float, *, discharge_share: float = 1.0, air_c: float = 20.0) -> float:
    """Free air out of a round hole; 0.97 for a rounded edge, 0.61 for a sharp one. [m³/h]

    Raises InputError `TECHNOLOGY_RANGE` below the pressure at which the hole is choked.
    """
    pressure = (gauge_bar + 1.01325) * 1e5
    within("leak.gauge_bar", gauge_bar, (_CHOKED - 1) * 1.01325, 40)
    within("leak.diameter_mm", diameter_mm, 0.01, 100)
    area = np.pi * (diameter_mm / 1000) ** 2 / 4
    kelvin = air_c + 273.15
    throat = np.sqrt(_GAMMA / (_GAS_J_KG_K * kelvin)) * (2 / (_GAMMA + 1)) ** ((_GAMMA + 1) / (2 * (_GAMMA - 1)))
    kg_per_s = discharge_share * area * pressure * throat
    return float(kg_per_s * _GAS_J_KG_K * _FREE_K / _FREE_PA * 3600)


def leak_share_of_test(loaded_s: float, unloaded_s: float) -> float:
    """Leaks per capacity from a test with nothing running: loaded time over all time (US DOE compressed-air sourcebook). [1]"""
    if loaded_s < 0 or unloaded_s < 0 or loaded_s + unloaded_s == 0:
        raise InputError("TECHNOLOGY_RANGE", place="leak.test", value=loaded_s, least=0, most=loaded_s + unloaded_s)
    return loaded_s / (loaded_s + unloaded_s)


def leak_repair(repair: LeakRepair, calendar: Calendar, *, source: str) -> Measure:
    """Power before and after; never below that of a compressor that delivers nothing."""
    running = running_share(repair.shift, calendar, repair.base_share)
    before = running * repair.input_kw
    idle = np.minimum(before, repair.full_kw * repair.unloaded_share)
    slope = repair.full_kw * (1 - repair.unloaded_share)
    flow = (repair.input_kw - repair.full_kw * repair.unloaded_share) / slope
    spared = slope * flow * (repair.leak_share - repair.leak_after_share)
    after = np.maximum(before - spared, idle)
    return repair.measure("leak_repair", before, after, source=source, confidence="medium", end_use="compressed_air")


def compressed_air(repair: Measure, heat: Measure) -> Combination:
    """Repair and heat recovery on the same compressors: what they no longer draw gives no heat either."""
    left = np.divide(repair.after_kw, repair.before_kw, out=np.ones_like(repair.before_kw), where=repair.before_kw > 0)

    def evaluated(_members: frozenset[str]) -> Together:
        return Together(saved_kw=repair.saved_kw + heat.saved_kw * left, heat_kw=heat.heat_kw * left)

    return combination("compressed_air", (repair, heat), evaluated)
