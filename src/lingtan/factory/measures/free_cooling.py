"""自然冷却 Free cooling: hours in which the outside takes the heat without compressors, whole or in part.

Chilled water leaves at T_s and comes back at T_r. The outside makes water of T_o = wet bulb + approach (tower) or dry bulb + approach (dry
cooler), with the exchanger's approach in it. All compressors rest where T_o ≤ T_s; between T_s and T_r the outside takes the share
(T_r − T_o)/(T_r − T_s) first. What compressors never had to do, because warm water takes it, is not saved again: in an AI hall it works on
the heat that is left to the chillers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from lingtan.energy import FloatArray, Weather, humidity_ratio, pressure_pa, wet_bulb_c
from lingtan.errors import InputError
from lingtan.factory.measure import Priced, within

__all__ = ["FreeCooling", "Outside", "free_bulb_c", "free_share"]


class Outside(StrEnum):
    """What the heat goes to: a wet tower or a dry cooler."""

    TOWER = "tower"
    DRY = "dry"


@dataclass(frozen=True, kw_only=True)
class FreeCooling(Priced):
    """`[measures.free_cooling]`: tower or dry cooler, approach to its bulb with the exchanger [K], supply and return of the water [°C].

    `moving_share` is pumps and fans per heat that it moves. `it` puts it on the hall of `[measures.warm_water]` instead of `[hall]`.
    """

    outside: Outside
    approach_k: float
    supply_c: float
    return_c: float
    moving_share: float = 0.03
    it: bool = False

    def __post_init__(self) -> None:
        place = "measures.free_cooling"
        within(f"{place}.approach_k", self.approach_k, 1, 20)
        within(f"{place}.supply_c", self.supply_c, 1, 40)
        within(f"{place}.return_c", self.return_c, self.supply_c + 1, 60)
        within(f"{place}.moving_share", self.moving_share, 0, 0.5)


def free_bulb_c(cooling: FreeCooling, weather: Weather, altitude_m: float) -> FloatArray:
    """The bulb that decides: wet for a tower, dry for a dry cooler. [°C], shape (T,)

    Raises InputError `CLIMATE_HUMIDITY` for a tower in a weather without humidity.
    """
    if cooling.outside is Outside.DRY:
        return weather.air_c
    if weather.humidity_share is None:
        raise InputError("CLIMATE_HUMIDITY", place="climate")
    pressure = pressure_pa(altitude_m)
    return wet_bulb_c(weather.air_c, humidity_ratio(weather.air_c, weather.humidity_share, pressure), pressure)


def free_share(cooling: FreeCooling, bulb_c: FloatArray) -> FloatArray:
    """Share of the heat that the outside takes at its wet (tower) or dry bulb. [1], shape (T,)"""
    made = bulb_c + cooling.approach_k
    return np.clip((cooling.return_c - made) / (cooling.return_c - cooling.supply_c), 0.0, 1.0)
