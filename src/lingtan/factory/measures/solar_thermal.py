"""太阳能热水 Solar heat: collectors by their tested curve on the sun of a tilted plane, useful as far as the site asks for heat.

    q = G·η_0 − a_1·(T_m − T_a) − a_2·(T_m − T_a)²,    never below nothing        (ISO 9806, steady state, hemispherical η_0)

T_m is the mean of the fluid in the collector, T_a the air, G the sun on the plane. A tank is the site's own (`[heat_store]`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtan.energy import Calendar, FloatArray, Place, Weather, plane_w_m2
from lingtan.factory.measure import Measure, Priced, within

__all__ = ["SolarThermal", "collector_w_m2", "solar_thermal"]


@dataclass(frozen=True, kw_only=True)
class SolarThermal(Priced):
    """`[measures.solar_thermal]`: area that the test refers to [m²], η_0 [1], a_1 [W/(m²·K)], a_2 [W/(m²·K²)], mean of the fluid [°C].

    Tilt and azimuth in degrees; losses of the pipes and power of the pumps per heat [1].
    """

    area_m2: float
    zero_loss_share: float
    first_w_m2_k: float
    second_w_m2_k2: float
    fluid_c: float
    tilt_deg: float = 30.0
    azimuth_deg: float = 180.0
    pipe_loss_share: float = 0.05
    pump_share: float = 0.01

    def __post_init__(self) -> None:
        place = "measures.solar_thermal"
        within(f"{place}.area_m2", self.area_m2, 0, 1e6)
        within(f"{place}.zero_loss_share", self.zero_loss_share, 0.1, 0.95)
        within(f"{place}.first_w_m2_k", self.first_w_m2_k, 0, 20)
        within(f"{place}.second_w_m2_k2", self.second_w_m2_k2, 0, 0.2)
        within(f"{place}.fluid_c", self.fluid_c, 0, 200)
        within(f"{place}.tilt_deg", self.tilt_deg, 0, 90)
        within(f"{place}.azimuth_deg", self.azimuth_deg, 0, 360)
        within(f"{place}.pipe_loss_share", self.pipe_loss_share, 0, 0.9)
        within(f"{place}.pump_share", self.pump_share, 0, 0.2)


def collector_w_m2(solar: SolarThermal, sun_w_m2: FloatArray, air_c: FloatArray) -> FloatArray:
    """Heat of a square metre of collector. [W/m²], shape (T,)"""
    above = solar.fluid_c - air_c
    # The signs of a collector that is colder than the air: it gains by both terms.
    lost = solar.first_w_m2_k * above + solar.second_w_m2_k2 * above * np.abs(above)
    found: FloatArray = np.where(sun_w_m2 > 0, np.maximum(sun_w_m2 * solar.zero_loss_share - lost, 0.0), 0.0)
    return found


def solar_thermal(solar: SolarThermal, place: Place, calendar: Calendar, weather: Weather, *, source: str) -> Measure:
    """Heat at full area and the pumps' power; the plan takes of it what the site asks for or its tank keeps."""
    sun = plane_w_m2(solar.tilt_deg, solar.azimuth_deg, place, calendar, weather)
    heat = collector_w_m2(solar, sun, weather.air_c) * solar.area_m2 / 1000 * (1 - solar.pipe_loss_share)
    return solar.measure(
        "solar_thermal", np.zeros(calendar.hours), heat * solar.pump_share, source=source, confidence="medium", heat_kw=heat
    )  # fmt: skip
