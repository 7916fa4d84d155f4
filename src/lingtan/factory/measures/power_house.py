"""动力房集中布置 A power house in the middle: what pipes lose and cables burn grows with their length.

    q = 2π·k·(T − T_s) / ln((d + 2·i)/d)    [W/m]  (conduction through insulation; the film outside is left out, so loss is a little high)
    P = 3·I²·ρ·L/A,  I = P_l/(√3·U·cos φ)  [W]

Heat that no longer leaves is heat given; cold that no longer warms up spares compressors.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from lingtan.energy import Calendar, FloatArray
from lingtan.errors import InputError
from lingtan.factory.measure import Measure, Priced, within
from lingtan.factory.shifts import Shift, running_share

__all__ = ["Cable", "Carried", "Pipe", "PowerHouse", "cable_kw", "pipe_w_per_m", "power_house"]


class Carried(StrEnum):
    """What a pipe carries."""

    HEAT = "heat"
    COLD = "cold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipe:
    """Length of pipe, there and back, before and after [m]; diameter and insulation [m], conductivity [W/(m·K)], fluid, around [°C]."""

    carries: Carried
    before_m: float
    after_m: float
    diameter_m: float
    insulation_m: float
    conductivity_w_m_k: float
    fluid_c: float
    around_c: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cable:
    """Length before and after [m], section of a conductor [mm²], load [kW], voltage between lines [V], power factor, [Ω·mm²/m]."""

    before_m: float
    after_m: float
    section_mm2: float
    load_kw: float
    voltage_v: float
    power_factor: float = 0.95
    resistivity_mm2_m: float = 0.0175


@dataclass(frozen=True, kw_only=True)
class PowerHouse(Priced):
    """`[measures.power_house]`: pipes and cables; heat taken out per power of the cold plant [1]; pipes are warm or cold all year."""

    pipes: tuple[Pipe, ...] = ()
    cables: tuple[Cable, ...] = ()
    cooling_cop: float = 4.0
    shift: Shift = Shift.CONTINUOUS
    base_share: float = 0.3

    def __post_init__(self) -> None:
        within("measures.power_house.cooling_cop", self.cooling_cop, 1, 15)
        for number, pipe in enumerate(self.pipes):
            place = f"measures.power_house.pipes[{number}]"
            within(f"{place}.before_m", pipe.before_m, 0, 1e5)
            within(f"{place}.after_m", pipe.after_m, 0, pipe.before_m)
            within(f"{place}.diameter_m", pipe.diameter_m, 0.005, 3)
            within(f"{place}.insulation_m", pipe.insulation_m, 0.002, 1)
            within(f"{place}.conductivity_w_m_k", pipe.conductivity_w_m_k, 0.01, 1)
            warm = pipe.fluid_c - pipe.around_c
            if (warm <= 0) == (pipe.carries is Carried.HEAT):
                raise InputError("PIPE_DIRECTION", place=place, carries=pipe.carries.value, fluid=pipe.fluid_c, around=pipe.around_c)
        for number, cable in enumerate(self.cables):
            place = f"measures.power_house.cables[{number}]"
            within(f"{place}.before_m", cable.before_m, 0, 1e5)
            within(f"{place}.after_m", cable.after_m, 0, cable.before_m)
            within(f"{place}.section_mm2", cable.section_mm2, 1, 1e4)
            within(f"{place}.voltage_v", cable.voltage_v, 100, 5e5)
            within(f"{place}.power_factor", cable.power_factor, 0.3, 1)


def pipe_w_per_m(pipe: Pipe) -> float:
    """Heat through the insulation of a metre, out or in. [W/m]"""
    thick = np.log((pipe.diameter_m + 2 * pipe.insulation_m) / pipe.diameter_m)
    return float(2 * np.pi * pipe.conductivity_w_m_k * abs(pipe.fluid_c - pipe.around_c) / thick)


def cable_kw(cable: Cable, length_m: float, load_share: FloatArray) -> FloatArray:
    """Loss of a three-phase cable of this length at shares of its load. [kW], shape (T,)"""
    ampere = cable.load_kw * 1000 * load_share / (np.sqrt(3) * cable.voltage_v * cable.power_factor)
    found: FloatArray = 3 * ampere**2 * cable.resistivity_mm2_m * length_m / cable.section_mm2 / 1000
    return found


def power_house(house: PowerHouse, calendar: Calendar, *, source: str) -> Measure:
    """Power lost on the way before and after, and heat that no longer leaves."""
    share = running_share(house.shift, calendar, house.base_share)

    def lost_kw(pipe_m: Callable[[Pipe], float], cable_m: Callable[[Cable], float]) -> FloatArray:
        cold = sum(pipe_w_per_m(p) * pipe_m(p) for p in house.pipes if p.carries is Carried.COLD) / 1000 / house.cooling_cop
        total = np.full(calendar.hours, cold)
        for cable in house.cables:
            total = total + cable_kw(cable, cable_m(cable), share)
        return total

    before = lost_kw(lambda pipe: pipe.before_m, lambda cable: cable.before_m)
    after = lost_kw(lambda pipe: pipe.after_m, lambda cable: cable.after_m)
    heat = sum(pipe_w_per_m(p) * (p.before_m - p.after_m) for p in house.pipes if p.carries is Carried.HEAT) / 1000
    return house.measure(
        "power_house", before, after, source=source, confidence="medium", heat_kw=np.full(calendar.hours, float(heat))
    )  # fmt: skip
