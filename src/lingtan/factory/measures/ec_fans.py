"""EC风机 Fans with electronically commutated motors: the air's own power by the fan laws, and what old and new drives make of it.

    P(q) = q·Δp(q) / (η_fan·η_drive·η_motor),    Δp(q) = Δp_n·(s + (1 − s)·(q/q_n)²)

s is the share of the pressure that does not fall with the flow (a duct kept at pressure); with s = 0 power goes with the cube of the flow.
A fan without speed control runs at its full power whatever is asked; throttled it draws `throttled_share` at no flow, linear to full.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lingtan.energy import Calendar, FloatArray
from lingtan.factory.measure import Measure, Priced, within
from lingtan.factory.shifts import Shift, running_share

__all__ = ["Drive", "EcFans", "air_kw", "ec_fans", "ec_fans_change", "fans_kw"]

_JOULE_PER_KWH_H = 3.6e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """Efficiencies of the wheel, of belt and inverter together, and of the motor. [1]"""

    fan_share: float
    drive_share: float
    motor_share: float

    @property
    def whole_share(self) -> float:
        """Air power per electric power. [1]"""
        return self.fan_share * self.drive_share * self.motor_share


@dataclass(frozen=True, kw_only=True)
class EcFans(Priced):
    """`[measures.ec_fans]`: flow of all fans [m³/h] and pressure [Pa] at full; the flow asked for as a share of full in the shift.

    `throttled_share` is what the old fans draw at no flow as a share of full power: 1 without control. `inside_share` of their heat stays
    in the hall.
    """

    flow_m3_per_h: float
    pressure_pa: float
    flow_share: float
    old: Drive
    new: Drive
    static_share: float = 0.3
    throttled_share: float = 1.0
    inside_share: float = 1.0
    shift: Shift = Shift.CONTINUOUS
    base_share: float = 0.3

    def __post_init__(self) -> None:
        place = "measures.ec_fans"
        within(f"{place}.flow_m3_per_h", self.flow_m3_per_h, 0, 1e7)
        within(f"{place}.pressure_pa", self.pressure_pa, 0, 5000)
        for name in ("flow_share", "static_share", "throttled_share", "inside_share", "base_share"):
            within(f"{place}.{name}", getattr(self, name), 0, 1)
        for side, drive in (("old", self.old), ("new", self.new)):
            within(f"{place}.{side}.fan_share", drive.fan_share, 0.1, 0.92)
            within(f"{place}.{side}.drive_share", drive.drive_share, 0.3, 1)
            within(f"{place}.{side}.motor_share", drive.motor_share, 0.3, 0.98)


def air_kw(flow_m3_per_h: float, pressure_pa: float, flow_share: FloatArray, static_share: float) -> FloatArray:
    """Power that the air itself takes up at shares of the full flow. [kW], shape (T,)"""
    full = flow_m3_per_h * pressure_pa / _JOULE_PER_KWH_H
    return full * flow_share * (static_share + (1 - static_share) * flow_share**2)


def fans_kw(fans: EcFans, calendar: Calendar) -> tuple[FloatArray, FloatArray]:
    """Electric power of the old and of the new fans. [kW], shape (T,)"""
    running = running_share(fans.shift, calendar, fans.base_share)
    share = running * fans.flow_share
    full = fans.flow_m3_per_h * fans.pressure_pa / _JOULE_PER_KWH_H / fans.old.whole_share
    # Without control the old fan runs through whenever the hall is in use; base_share is then a reduced step of it.
    before = running * full * (fans.throttled_share + (1 - fans.throttled_share) * fans.flow_share)
    return before, air_kw(fans.flow_m3_per_h, fans.pressure_pa, share, fans.static_share) / fans.new.whole_share


def ec_fans_change(fans: EcFans, calendar: Calendar) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Fields of a hall with the old and with the new fans."""
    before, after = fans_kw(fans, calendar)
    return {"fans_kw": before, "fans_inside_share": fans.inside_share}, {"fans_kw": after}


def ec_fans(fans: EcFans, calendar: Calendar, *, source: str) -> Measure:
    """The new fans by themselves, where no hall is described that they would cool."""
    before, after = fans_kw(fans, calendar)
    return fans.measure("ec_fans", before, after, source=source, confidence="medium")
