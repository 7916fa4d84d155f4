"""Where the sun stands in the middle of each hour: reckoned once for a place and a year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from lingtan.energy.calendar import Calendar
from lingtan.energy.series import FloatArray
from lingtan.errors import InputError

__all__ = ["Place", "Sun", "sun"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the panels stand. Degrees, WGS 84; [m]"""

    latitude: float
    longitude: float
    altitude_m: float = 0.0

    def __post_init__(self) -> None:
        if abs(self.latitude) > 90 or abs(self.longitude) > 180:
            raise InputError("ENERGY_PLACE", place="place", latitude=self.latitude, longitude=self.longitude)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sun:
    """Apparent zenith and azimuth [degrees], irradiance above the air normal to the beam [W/m²], shape (T,); `times` is pandas' index."""

    times: Any
    zenith_deg: FloatArray
    azimuth_deg: FloatArray
    above_w_m2: FloatArray


@lru_cache(maxsize=4)
def sun(place: Place, calendar: Calendar) -> Sun:
    """The sun by NREL's SPA (Reda and Andreas 2004) and Spencer's eccentricity, through pvlib."""
    import pandas as pd
    from pvlib import irradiance, solarposition

    times = pd.DatetimeIndex(calendar.starts) + pd.Timedelta(minutes=30)
    found = solarposition.get_solarposition(times, place.latitude, place.longitude, altitude=place.altitude_m, method="nrel_numpy")
    return Sun(
        times=times, zenith_deg=found["apparent_zenith"].to_numpy(), azimuth_deg=found["azimuth"].to_numpy(),
        above_w_m2=np.asarray(irradiance.get_extra_radiation(times)),
    )  # fmt: skip
