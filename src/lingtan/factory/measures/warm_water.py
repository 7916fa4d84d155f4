"""温水水冷 Warm-water cooling: an AI hall's cooling power from the weather, before (chilled air) and after (warm water)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtan.energy import FloatArray
from lingtan.errors import InputError
from lingtan.factory.measure import Measure
from lingtan.factory.measures.chiller import compressor_kw

__all__ = ["WarmWater", "chilled_kw", "cooling_kw", "warm_water"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmWater:
    """The hall. Water into the servers [°C], share of their heat it takes, approach of the dry cooler [K], chilled supply [°C].

    `carnot_share` is what a chiller reaches of Carnot between its supply and the air; fans and pumps are shares of the heat they move.
    `chiller_kw` is the cold of one chiller of the chilled loop [kW]: with it compressors work at their part load.
    Inlet up to 45 °C without chillers, PUE below 1.1 (facts/factory.md section 6, Lenovo Neptune).
    """

    inlet_c: float = 45.0
    capture_share: float = 0.8
    approach_k: float = 8.0
    chilled_c: float = 15.0
    carnot_share: float = 0.4
    chiller_kw: float = 0.0
    air_fan_share: float = 0.12
    water_pump_share: float = 0.02
    reuse_share: float = 0.0

    def __post_init__(self) -> None:
        shares = (self.capture_share, self.carnot_share, self.air_fan_share, self.water_pump_share, self.reuse_share)
        if not all(0 <= share <= 1 for share in shares) or not 15 <= self.inlet_c <= 60 or self.carnot_share == 0 or self.chiller_kw < 0:
            raise InputError("MEASURE_POWER", place="warm_water", name="warm_water")


def chilled_kw(hall: WarmWater, heat_kw: FloatArray, air_c: FloatArray) -> FloatArray:
    """Compressor power of the chilled loop, which works in every hour. [kW], shape (T,)"""
    return compressor_kw(
        heat_kw, chilled_c=hall.chilled_c, reject_c=air_c + hall.approach_k, carnot_share=hall.carnot_share, chiller_kw=hall.chiller_kw
    )


def cooling_kw(hall: WarmWater, it_kw: FloatArray, air_c: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Cooling power before and after, [kW], shape (T,): chilled air for all; warm water for its share and chilled air for the rest.

    The dry cooler makes water of air + approach: where that is no warmer than the inlet, the warm loop needs no compressor.
    """

    def aired(heat_kw: FloatArray) -> FloatArray:
        return heat_kw * hall.air_fan_share + chilled_kw(hall, heat_kw, air_c)

    wet, dry_c = it_kw * hall.capture_share, air_c + hall.approach_k
    lifted = compressor_kw(wet, chilled_c=hall.inlet_c, reject_c=dry_c, carnot_share=hall.carnot_share)
    watered = wet * hall.water_pump_share + np.where(dry_c <= hall.inlet_c, 0.0, lifted)
    return aired(it_kw), watered + aired(it_kw - wet)


def warm_water(
    hall: WarmWater, it_kw: FloatArray, air_c: FloatArray, *, capex_yuan: float, opex_yuan_per_year: float = 0.0,
    life_years: float = 10.0, source: str,
) -> Measure:  # fmt: skip
    """Warm water instead of chilled air; `reuse_share` of the captured heat is offered to the site's heat demand."""
    before, after = cooling_kw(hall, it_kw, air_c)
    return Measure(
        name="warm_water", before_kw=before, after_kw=after, heat_kw=it_kw * hall.capture_share * hall.reuse_share, capex_yuan=capex_yuan,
        opex_yuan_per_year=opex_yuan_per_year, life_years=life_years, source=source, confidence="medium",
    )  # fmt: skip
