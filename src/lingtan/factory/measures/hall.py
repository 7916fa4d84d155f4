"""厂房 A conditioned hall: heat in and out by the hour, the power that cools, moves and lights it, and what any set of changes leaves.

Steady state by the hour (degree hours, without the building's mass): cooling is what comes in at the upper set point,

    Q = UA·(T − T_c) + ṁ·c_p·(T_in − T_c) + machines + lamps + fans + sun,    plus  ṁ·h_fg·max(0, w_in − w_room)  where Q > 0,

heating what is missing at the lower one. Compressors lift it at a share of Carnot between chilled water and the air with its approach. No
two technologies change the same field of a `HallState`, so any set of them is one state, whatever the order they are named in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from lingtan.energy import Calendar, FloatArray, Weather, humidity_ratio, pressure_pa, wet_bulb_c
from lingtan.errors import InputError
from lingtan.factory.measure import within
from lingtan.factory.measures.chiller import compressor_kw
from lingtan.factory.shifts import Shift, running_share

__all__ = ["Economiser", "GroundTubes", "Hall", "HallState", "Services", "changed", "hall_state", "services"]

_AIR_KG_M3, _AIR_KJ_KG_K = 1.2, 1.006
_VAPOUR_KJ_KG = 2501.0
_WATER_KJ_KG = 2430.0  # heat that evaporates a kilogram at about 30 °C


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """`[hall]`: conductance of its envelope [W/K], fresh air [m³/h] and heat of machines and people [kW] in the shift, set points [°C].

    `glass_m2` is area of glass and roof lights times the share of the sun on a level plane that comes in. Chilled water [°C], approach of
    the condenser to the air [K], share of Carnot, pumps and tower fans per heat moved. A tower with this many cycles of concentration
    evaporates water; 0 is a dry one. `chiller_kw` is the cold of one chiller [kW]: with it compressors work at their part load.
    """

    fabric_w_per_k: float
    fresh_air_m3_per_h: float
    machines_kw: float
    cooling_c: float
    heating_c: float
    room_humidity_share: float = 0.6
    glass_m2: float = 0.0
    chilled_c: float = 7.0
    condenser_approach_k: float = 10.0
    carnot_share: float = 0.5
    chiller_kw: float = 0.0
    moving_share: float = 0.05
    tower_cycles: float = 0.0
    shift: Shift = Shift.CONTINUOUS
    base_share: float = 0.3

    def __post_init__(self) -> None:
        for name, most in (("fabric_w_per_k", 1e7), ("fresh_air_m3_per_h", 1e7), ("machines_kw", 1e5), ("glass_m2", 1e6)):
            within(f"hall.{name}", getattr(self, name), 0, most)
        within("hall.cooling_c", self.cooling_c, 15, 35)
        within("hall.heating_c", self.heating_c, 0, self.cooling_c)
        within("hall.room_humidity_share", self.room_humidity_share, 0.1, 1)
        within("hall.chilled_c", self.chilled_c, 1, 25)
        within("hall.condenser_approach_k", self.condenser_approach_k, 0, 30)
        within("hall.carnot_share", self.carnot_share, 0.1, 0.8)
        within("hall.chiller_kw", self.chiller_kw, 0, 1e6)
        within("hall.moving_share", self.moving_share, 0, 0.5)
        if self.tower_cycles:
            within("hall.tower_cycles", self.tower_cycles, 1.5, 20)


@dataclass(frozen=True, kw_only=True)
class Economiser:
    """Share of the compressors' heat that the outside takes without them in each hour, shape (T,), and power per heat that it moves. [1]"""

    free_share: FloatArray
    moving_share: float


@dataclass(frozen=True, kw_only=True)
class GroundTubes:
    """Fresh air as the ground would send it, [°C], shape (T,), and power of the fans that push all of it through. [kW]"""

    outlet_c: FloatArray
    push_kw: float


@dataclass(frozen=True, kw_only=True)
class HallState:
    """A hall as it stands: arrays of shape (T,). Lamps and fans [kW] and the share of their heat that stays in it [1]."""

    hall: Hall
    running: FloatArray
    air_c: FloatArray
    water: FloatArray
    pressure: float
    ghi_w_m2: FloatArray
    lamps_kw: FloatArray
    fans_kw: FloatArray
    lamps_inside_share: float = 1.0
    fans_inside_share: float = 1.0
    cooling_c: float = 26.0
    heating_c: float = 18.0
    fabric_share: float = 1.0
    sun_share: float = 1.0
    tubes: GroundTubes | None = None
    economiser: Economiser | None = None


@dataclass(frozen=True, kw_only=True)
class Services:
    """What a hall's state draws and needs, shape (T,): heat to take out and to bring, power of compressors, of moving, lamps, fans. [kW]"""

    cooling_kw: FloatArray
    heating_kw: FloatArray
    compressor_kw: FloatArray
    moving_kw: FloatArray
    lamps_kw: FloatArray
    fans_kw: FloatArray
    water_m3: float

    @property
    def power_kw(self) -> FloatArray:
        """Electric power of all. [kW], shape (T,)"""
        return self.compressor_kw + self.moving_kw + self.lamps_kw + self.fans_kw


def hall_state(hall: Hall, calendar: Calendar, weather: Weather, altitude_m: float) -> HallState:
    """The hall under a weather, without lamps and fans. Raises InputError `CLIMATE_HUMIDITY` for a weather without humidity."""
    if weather.humidity_share is None:
        raise InputError("CLIMATE_HUMIDITY", place="climate")
    pressure, nothing = pressure_pa(altitude_m), np.zeros(calendar.hours)
    return HallState(
        hall=hall, running=running_share(hall.shift, calendar, hall.base_share), air_c=weather.air_c, pressure=pressure,
        water=humidity_ratio(weather.air_c, weather.humidity_share, pressure), ghi_w_m2=weather.ghi_w_m2,
        lamps_kw=nothing, fans_kw=nothing, cooling_c=hall.cooling_c, heating_c=hall.heating_c,
    )  # fmt: skip


def changed(state: HallState, *changes: Mapping[str, Any]) -> HallState:
    """The state with all changes; no two of them may name the same field. Raises InputError `HALL_TWICE`."""
    names = [name for change in changes for name in change]
    if len(names) != len(set(names)):
        raise InputError("HALL_TWICE", place="hall", names=", ".join(sorted({name for name in names if names.count(name) > 1})))
    return replace(state, **{name: value for change in changes for name, value in change.items()})


def outside_wet_bulb_c(state: HallState) -> FloatArray:
    """Wet bulb of the outside air. [°C], shape (T,)"""
    return wet_bulb_c(state.air_c, state.water, state.pressure)


def services(state: HallState) -> Services:
    """The hall's balance in every hour."""
    hall = state.hall
    air_kw_per_k = hall.fresh_air_m3_per_h * _AIR_KG_M3 / 3600 * _AIR_KJ_KG_K * state.running
    fabric_kw_per_k = hall.fabric_w_per_k * state.fabric_share / 1000
    inside = (
        hall.machines_kw * state.running + state.lamps_kw * state.lamps_inside_share + state.fans_kw * state.fans_inside_share
        + hall.glass_m2 * state.sun_share * state.ghi_w_m2 / 1000
    )  # fmt: skip
    warm = inside + (fabric_kw_per_k + air_kw_per_k) * (state.air_c - state.cooling_c)
    cold = inside + (fabric_kw_per_k + air_kw_per_k) * (state.air_c - state.heating_c)
    inlet, through = _inlet_c(state, warm, cold, air_kw_per_k)
    warm, cold = (sensible + air_kw_per_k * (inlet - state.air_c) for sensible in (warm, cold))
    cooling = np.maximum(warm, 0.0) + np.where(warm > 0, _latent_kw(state, inlet), 0.0)
    compressor, moving = _plant_kw(state, cooling)
    if state.tubes is not None:
        moving = moving + through * state.running * state.tubes.push_kw
    rejected = cooling + compressor
    cycles = hall.tower_cycles
    water = float(rejected.sum()) * 3600 / _WATER_KJ_KG / 1000 * cycles / (cycles - 1) if cycles else 0.0
    return Services(
        cooling_kw=cooling, heating_kw=np.maximum(-cold, 0.0), compressor_kw=compressor, moving_kw=moving,
        lamps_kw=state.lamps_kw, fans_kw=state.fans_kw, water_m3=water,
    )  # fmt: skip


def _inlet_c(state: HallState, warm_kw: FloatArray, cold_kw: FloatArray, air_kw_per_k: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Fresh air after the ground, and the share of it that goes there: no further than the hall's balance needs, past it in other hours."""
    if state.tubes is None:
        return state.air_c, np.zeros_like(state.air_c)
    wanted = np.where(warm_kw > 0, warm_kw, np.minimum(cold_kw, 0.0))  # above: colder air helps; below: warmer air
    step = np.divide(-wanted, air_kw_per_k, out=np.zeros_like(wanted), where=air_kw_per_k > 0)
    offered = state.tubes.outlet_c - state.air_c
    taken = np.where(step * offered > 0, np.sign(step) * np.minimum(np.abs(step), np.abs(offered)), 0.0)
    share = np.divide(taken, offered, out=np.zeros_like(taken), where=taken != 0)
    return state.air_c + taken, share


def _latent_kw(state: HallState, inlet_c: FloatArray) -> FloatArray:
    """Heat of the water that the fresh air brings above the room's own; a cold tube has already let go what it cannot hold."""
    room = humidity_ratio(np.full_like(state.air_c, state.cooling_c), state.hall.room_humidity_share, state.pressure)
    brought = np.minimum(state.water, humidity_ratio(inlet_c, 1.0, state.pressure))
    flow = state.hall.fresh_air_m3_per_h * _AIR_KG_M3 / 3600 * state.running
    found: FloatArray = flow * _VAPOUR_KJ_KG * np.maximum(brought - room, 0.0)
    return found


def _plant_kw(state: HallState, cooling_kw: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Power of compressors and of pumps and fans. What an economiser takes needs no compressor but its own moving."""
    hall = state.hall
    moving, left = cooling_kw * hall.moving_share, cooling_kw
    if state.economiser is not None:
        taken = cooling_kw * state.economiser.free_share
        moving, left = moving + taken * state.economiser.moving_share, cooling_kw - taken
    compressor = compressor_kw(
        left, chilled_c=hall.chilled_c, reject_c=state.air_c + hall.condenser_approach_k, carnot_share=hall.carnot_share,
        chiller_kw=hall.chiller_kw,
    )  # fmt: skip
    return compressor, moving
