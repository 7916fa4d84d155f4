"""LED照明 Lighting by the lumen method: what must come out of the lamps for a level that is kept until they are cleaned, and its power.

    Φ = E·A / (UF·MF),    P = Φ / efficacy        (CIE and EN 12464-1: maintained illuminance)

A lower maintenance factor needs more light on the first day. Presence and daylight take a share off the hours, so they never save more than
the lamps that are left draw.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lingtan.energy import Calendar, FloatArray
from lingtan.factory.measure import Measure, Priced, within
from lingtan.factory.shifts import Shift, running_share

__all__ = ["Lamps", "Lighting", "lamps_kw", "led", "led_change"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lamps:
    """Lamps with their gear: light per power [lm/W], maintenance factor [1], share of the hours that control switches them off [1]."""

    lumen_per_w: float
    maintenance_share: float
    control_share: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Lighting(Priced):
    """`[measures.led]`: level that is kept [lx], floor [m²], share of the light that reaches it, old and new lamps, hours of light.

    `inside_share` of their heat stays in the hall.
    """

    level_lux: float
    floor_m2: float
    utilisation_share: float
    old: Lamps
    new: Lamps
    inside_share: float = 1.0
    shift: Shift = Shift.CONTINUOUS
    base_share: float = 0.1

    def __post_init__(self) -> None:
        place = "measures.led"
        within(f"{place}.level_lux", self.level_lux, 1, 5000)
        within(f"{place}.floor_m2", self.floor_m2, 1, 1e7)
        within(f"{place}.utilisation_share", self.utilisation_share, 0.1, 1)
        within(f"{place}.inside_share", self.inside_share, 0, 1)
        for side, lamps in (("old", self.old), ("new", self.new)):
            within(f"{place}.{side}.lumen_per_w", lamps.lumen_per_w, 5, 250)
            within(f"{place}.{side}.maintenance_share", lamps.maintenance_share, 0.3, 1)
            within(f"{place}.{side}.control_share", lamps.control_share, 0, 0.9)


def lamps_kw(lighting: Lighting, lamps: Lamps) -> float:
    """Power of all lamps while they burn. [kW]"""
    lumen = lighting.level_lux * lighting.floor_m2 / (lighting.utilisation_share * lamps.maintenance_share)
    return lumen / lamps.lumen_per_w / 1000


def _by_hour(lighting: Lighting, calendar: Calendar) -> tuple[FloatArray, FloatArray]:
    burning = running_share(lighting.shift, calendar, lighting.base_share)
    before, after = (burning * (1 - lamps.control_share) * lamps_kw(lighting, lamps) for lamps in (lighting.old, lighting.new))
    return before, after


def led_change(lighting: Lighting, calendar: Calendar) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Fields of a hall with the old and with the new lamps."""
    before, after = _by_hour(lighting, calendar)
    return {"lamps_kw": before, "lamps_inside_share": lighting.inside_share}, {"lamps_kw": after}


def led(lighting: Lighting, calendar: Calendar, *, source: str) -> Measure:
    """The new lamps by themselves, where no hall is described that they would warm."""
    before, after = _by_hour(lighting, calendar)
    return lighting.measure("led", before, after, source=source, confidence="high")
