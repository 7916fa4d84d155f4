"""地源新风 Fresh air through tubes in the ground: soil by depth and day, the tubes as a heat exchanger, the fans that push through them.

Soil: Kasuda and Achenbach (1965), T = T_m − A·e^(−z·√(π/(365·α)))·cos(2π/365·(day − day_0 − z/2·√(365/(π·α)))), α in m²/day.
Tubes: NTU = h·π·D·L/(ṁ·c_p) and ε = 1 − e^(−NTU) towards a soil that does not warm up; h by Nu = 0.023·Re^0.8·Pr^0.33, friction by
0.316·Re^(−1/4). A by-pass mixes: the hall takes as much as its balance needs and passes the tubes by in other hours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from lingtan.energy import Calendar, FloatArray
from lingtan.factory.measure import Priced, within
from lingtan.factory.measures.hall import GroundTubes, HallState

__all__ = ["EarthAir", "Ground", "Tubes", "earth_air_change", "ground_of", "outlet_c", "soil_c", "tubes_of"]

_DENSITY, _HEAT_J_KG_K, _VISCOSITY, _CONDUCTIVITY, _PRANDTL = 1.2, 1006.0, 1.8e-5, 0.026, 0.71
_DAYS = 365.0


@dataclass(frozen=True, kw_only=True)
class EarthAir(Priced):
    """`[measures.earth_air]`: parallel tubes, each with length, diameter and depth [m]; diffusivity of the soil [m²/day].

    `fan_share` is the efficiency of the fans that overcome the tubes. They carry all fresh air of the hall.
    """

    tubes: int
    length_m: float
    diameter_m: float
    depth_m: float
    soil_m2_per_day: float
    fan_share: float = 0.5

    def __post_init__(self) -> None:
        place = "measures.earth_air"
        within(f"{place}.tubes", self.tubes, 1, 10_000)
        within(f"{place}.length_m", self.length_m, 1, 1000)
        within(f"{place}.diameter_m", self.diameter_m, 0.05, 5)
        within(f"{place}.depth_m", self.depth_m, 0.5, 30)
        within(f"{place}.soil_m2_per_day", self.soil_m2_per_day, 0.005, 0.2)
        within(f"{place}.fan_share", self.fan_share, 0.1, 0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The year at the surface: mean and amplitude [°C], [K], and the day that is coldest, from 0."""

    mean_c: float
    swing_k: float
    coldest_day: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tubes:
    """What a flow makes of the tubes: speed [m/s], heat transfer [W/(m²·K)], effectiveness [1], fall of pressure [Pa], at full flow."""

    speed_m_s: float
    transfer_w_m2_k: float
    effective_share: float
    fall_pa: float


def ground_of(air_c: FloatArray, calendar: Calendar) -> Ground:
    """The surface as the first harmonic of the air's year. The ground under sun or grass departs from it by a kelvin or two."""
    angle = 2 * np.pi * calendar.day_of_year / _DAYS
    mean = float(air_c.mean())
    cosine, sine = float(2 * np.mean((air_c - mean) * np.cos(angle))), float(2 * np.mean((air_c - mean) * np.sin(angle)))
    return Ground(mean_c=mean, swing_k=float(np.hypot(cosine, sine)), coldest_day=float(np.arctan2(-sine, -cosine) / (2 * np.pi) * _DAYS))


def soil_c(ground: Ground, depth_m: float, soil_m2_per_day: float, day: FloatArray) -> FloatArray:
    """Temperature of the undisturbed soil at a depth, day from 0. [°C]"""
    damped = np.exp(-depth_m * np.sqrt(np.pi / (_DAYS * soil_m2_per_day)))
    late = depth_m / 2 * np.sqrt(_DAYS / (np.pi * soil_m2_per_day))
    found: FloatArray = ground.mean_c - ground.swing_k * damped * np.cos(2 * np.pi / _DAYS * (day - ground.coldest_day - late))
    return found


def tubes_of(earth: EarthAir, flow_m3_per_h: float) -> Tubes:
    """The tubes at a flow of all of them."""
    speed = flow_m3_per_h / 3600 / earth.tubes / (np.pi * earth.diameter_m**2 / 4)
    reynolds = max(_DENSITY * speed * earth.diameter_m / _VISCOSITY, 1.0)
    nusselt = 0.023 * reynolds**0.8 * _PRANDTL**0.33 if reynolds > 2300 else 3.66
    transfer = nusselt * _CONDUCTIVITY / earth.diameter_m
    flow = _DENSITY * flow_m3_per_h / 3600 / earth.tubes * _HEAT_J_KG_K
    units = transfer * np.pi * earth.diameter_m * earth.length_m / flow if flow > 0 else 0.0
    friction = 0.316 * reynolds**-0.25 if reynolds > 2300 else 64 / reynolds
    fall = friction * earth.length_m / earth.diameter_m * _DENSITY * speed**2 / 2
    return Tubes(speed_m_s=float(speed), transfer_w_m2_k=float(transfer), effective_share=float(1 - np.exp(-units)), fall_pa=float(fall))


def outlet_c(tubes: Tubes, inlet_c: FloatArray, soil: FloatArray) -> FloatArray:
    """Air at the end of the tubes: never beyond the soil. [°C], shape (T,)"""
    return inlet_c + tubes.effective_share * (soil - inlet_c)


def earth_air_change(earth: EarthAir, state: HallState, calendar: Calendar) -> Mapping[str, Any]:
    """Fields of the hall: what the ground would send, and the power that pushes all fresh air through it."""
    flow = state.hall.fresh_air_m3_per_h
    tubes = tubes_of(earth, flow)
    soil = soil_c(ground_of(state.air_c, calendar), earth.depth_m, earth.soil_m2_per_day, calendar.day_of_year.astype(np.float64))
    push_kw = flow / 3600 * tubes.fall_pa / earth.fan_share / 1000
    return {"tubes": GroundTubes(outlet_c=outlet_c(tubes, state.air_c, soil), push_kw=push_kw)}
