"""Wind power: the speed at the hub, the density of the air, the turbine's own curve, and what wakes and standstill take.

Speed by the power law with a shear exponent; a curve for standard air is shifted in speed by (1.225/ρ)^m (Svenningsen 2010, as in
windpowerlib: m = 1/3 up to 7.5 m/s, 2/3 from 12.5 m/s, linear between). Losses multiply.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtan.energy.humid_air import air_density_kg_m3, pressure_pa
from lingtan.energy.series import FloatArray
from lingtan.energy.weather import Weather
from lingtan.errors import InputError

__all__ = ["Turbine", "hub_speed_m_s", "wind_per_kw"]

_STANDARD_KG_M3 = 1.225


@dataclass(frozen=True, slots=True, kw_only=True)
class Turbine:
    """A turbine by its maker's curve: pairs of speed [m/s], rising, and power per rated power [1]; outside the curve it stands still.

    Hub and height of the measured speed [m]; exponent of the shear; losses by wakes, standstill and in cables as shares. 1/7 is the
    exponent of open flat land (Hellmann 1915); give the one of the place where it was measured. The first and last speed cut in and out.
    """

    curve: tuple[tuple[float, float], ...]
    hub_m: float
    measured_m: float = 10.0
    shear_exponent: float = 1 / 7
    wake_share: float = 0.0
    standstill_share: float = 0.0
    cable_share: float = 0.0

    def __post_init__(self) -> None:
        speeds = [speed for speed, _ in self.curve]
        if len(speeds) < 2 or speeds != sorted(set(speeds)) or speeds[0] < 0 or not all(0 <= share <= 1.1 for _, share in self.curve):
            raise InputError("WIND_CURVE", place="wind.curve", points=len(speeds))
        for name in ("wake_share", "standstill_share", "cable_share"):
            if not 0 <= getattr(self, name) < 1:
                raise InputError("WIND_RANGE", place=f"wind.{name}", value=getattr(self, name), least=0, most=1)
        if not 0 <= self.shear_exponent <= 0.6:
            raise InputError("WIND_RANGE", place="wind.shear_exponent", value=self.shear_exponent, least=0, most=0.6)
        for name in ("hub_m", "measured_m"):
            if not 1 <= getattr(self, name) <= 250:
                raise InputError("WIND_RANGE", place=f"wind.{name}", value=getattr(self, name), least=1, most=250)


def hub_speed_m_s(turbine: Turbine, wind_m_s: FloatArray) -> FloatArray:
    """Speed at the hub by the power law. [m/s], shape (T,)"""
    factor: float = (turbine.hub_m / turbine.measured_m) ** turbine.shear_exponent
    return wind_m_s * factor


def wind_per_kw(turbine: Turbine, weather: Weather, altitude_m: float = 0.0) -> FloatArray:
    """Power per installed kilowatt after all losses. [kW/kW], shape (T,)

    The speed of an hour's mean is taken for the hour. Raises InputError `WIND_CALM` where the weather has no wind of its own: a synthetic
    year without monthly speeds.
    """
    if weather.wind_assumed:
        raise InputError("WIND_CALM", place="climate")
    speed = hub_speed_m_s(turbine, weather.wind_m_s)
    density = air_density_kg_m3(weather.air_c, pressure_pa(altitude_m + turbine.hub_m))
    exponent = np.interp(speed, [7.5, 12.5], [1 / 3, 2 / 3])
    # A lower density shifts the curve to higher speeds: the speed is shifted instead, the other way.
    standard = speed / (_STANDARD_KG_M3 / density) ** exponent
    speeds, shares = np.array(turbine.curve).T
    running = (standard >= speeds[0]) & (standard <= speeds[-1])
    left = (1 - turbine.wake_share) * (1 - turbine.standstill_share) * (1 - turbine.cable_share)
    made: FloatArray = np.where(running, np.interp(standard, speeds, shares), 0.0) * left
    return made
