"""Photovoltaics: power of one installed kilowatt in every hour, and the yield that is exceeded with a given probability."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtan.energy.calendar import Calendar
from lingtan.energy.series import FloatArray
from lingtan.energy.sun import Place, sun
from lingtan.energy.weather import Weather
from lingtan.errors import InputError
from lingtan.uncertainty import normal_quantile

__all__ = ["PvArray", "exceeded_yield", "plane_w_m2", "pv_per_kw", "roof_kw"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PvArray:
    """How the panels lie. Degrees from the horizontal and from north (180 faces south); shares of one; [1/K]

    Defaults are those of PVWatts version 5 (NREL/TP-6A20-62641): losses 14 %, inverter 96 %, −0.35 %/K for premium modules.
    """

    tilt_deg: float = 10.0
    azimuth_deg: float = 180.0
    losses_share: float = 0.14
    inverter_share: float = 0.96
    gamma_per_k: float = -0.0035

    def __post_init__(self) -> None:
        if not (0 <= self.tilt_deg <= 90 and 0 <= self.azimuth_deg < 360 and 0 <= self.losses_share < 1 and 0 < self.inverter_share <= 1):
            raise InputError("ENERGY_ARRAY", place="pv")


def pv_per_kw(array: PvArray, place: Place, calendar: Calendar, weather: Weather) -> FloatArray:
    """AC power per installed kilowatt of DC. [kW/kWp], shape (T,)

    Sun at the middle of each hour; Hay and Davies (1980) on the tilted plane; Faiman (2008) cell temperature; PVWatts DC.
    """
    from pvlib import pvsystem, temperature

    poa = plane_w_m2(array.tilt_deg, array.azimuth_deg, place, calendar, weather)
    cell = temperature.faiman(poa, weather.air_c, weather.wind_m_s)
    dc = pvsystem.pvwatts_dc(poa, cell, 1.0, array.gamma_per_k)
    made: FloatArray = np.clip(dc * (1 - array.losses_share) * array.inverter_share, 0.0, array.inverter_share)
    return made


def plane_w_m2(tilt_deg: float, azimuth_deg: float, place: Place, calendar: Calendar, weather: Weather) -> FloatArray:
    """Sun on a tilted plane, beam, sky and ground, at the middle of each hour (Hay and Davies 1980). [W/m²], shape (T,)"""
    from pvlib import irradiance

    up = sun(place, calendar)
    plane = irradiance.get_total_irradiance(
        tilt_deg, azimuth_deg, up.zenith_deg, up.azimuth_deg, weather.dni_w_m2, weather.ghi_w_m2, weather.dhi_w_m2,
        dni_extra=up.above_w_m2, model="haydavies",
    )  # fmt: skip
    found: FloatArray = np.nan_to_num(np.asarray(plane["poa_global"]))
    return found


def roof_kw(roof_m2: float, cover_share: float, module_w_m2: float) -> float:
    """Power that a roof can carry: area × share under modules × power of a square metre of module. [kW]"""
    if roof_m2 < 0 or not 0 <= cover_share <= 1 or not 0 <= module_w_m2 <= 300:
        raise InputError("ENERGY_ROOF", place="pv", roof=roof_m2, cover=cover_share, density=module_w_m2)
    return roof_m2 * cover_share * module_w_m2 / 1000.0


def exceeded_yield(p50: float, sd_share: float, probability: float) -> float:
    """The yield exceeded with a probability, years being normal about P50: P90 = P50 · (1 − 1.2816 σ). In the unit of P50."""
    return p50 * (1.0 + sd_share * float(normal_quantile(np.array([1.0 - probability]))[0]))
