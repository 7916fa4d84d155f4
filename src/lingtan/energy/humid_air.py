"""Humid air: water it holds, its enthalpy, the wet bulb that a tower can reach, its density (ASHRAE Fundamentals 2017, chapter 1).

Saturation pressure is that of Hyland and Wexler (1983), equations 5 and 6 of that chapter; the numbers behind a comment are its equations.
"""

from __future__ import annotations

import numpy as np

from lingtan.energy.series import FloatArray

__all__ = ["air_density_kg_m3", "enthalpy_kj_kg", "humidity_ratio", "pressure_pa", "saturation_pa", "wet_bulb_c"]

_KELVIN = 273.15
_DRY_AIR_J_KG_K = 287.042
_BELOW = (-5.6745359e3, 6.3925247, -9.677843e-3, 6.2215701e-7, 2.0747825e-9, -9.484024e-13, 4.1635019)
_ABOVE = (-5.8002206e3, 1.3914993, -4.8640239e-2, 4.1764768e-5, -1.4452093e-8, 0.0, 6.5459673)


def pressure_pa(altitude_m: float) -> float:
    """Standard pressure at an altitude (3). [Pa]"""
    return float(101325.0 * (1 - 2.25577e-5 * altitude_m) ** 5.2559)


def saturation_pa(air_c: FloatArray) -> FloatArray:
    """Pressure of saturated vapour, over ice below 0.01 °C and over water above (5, 6). [Pa], shape (T,)"""
    kelvin = np.asarray(air_c, dtype=np.float64) + _KELVIN
    below, above = (_logarithm(kelvin, terms) for terms in (_BELOW, _ABOVE))
    found: FloatArray = np.exp(np.where(kelvin < _KELVIN + 0.01, below, above))
    return found


def _logarithm(kelvin: FloatArray, terms: tuple[float, ...]) -> FloatArray:
    over, one, first, second, third, fourth, logarithm = terms
    powers = first * kelvin + second * kelvin**2 + third * kelvin**3 + fourth * kelvin**4
    found: FloatArray = over / kelvin + one + powers + logarithm * np.log(kelvin)
    return found


def humidity_ratio(air_c: FloatArray, humidity_share: FloatArray | float, pressure: float) -> FloatArray:
    """Water per dry air at a relative humidity [1] and a pressure [Pa] (20). [kg/kg], shape (T,)"""
    vapour = saturation_pa(air_c) * humidity_share
    found: FloatArray = 0.621945 * vapour / (pressure - vapour)
    return found


def enthalpy_kj_kg(air_c: FloatArray, ratio: FloatArray) -> FloatArray:
    """Enthalpy per dry air, from dry air at 0 °C (30). [kJ/kg], shape (T,)"""
    found: FloatArray = 1.006 * air_c + ratio * (2501.0 + 1.86 * air_c)
    return found


def wet_bulb_c(air_c: FloatArray, ratio: FloatArray, pressure: float) -> FloatArray:
    """The temperature that evaporating water cools air to, by bisection of (33) and, below freezing, (35). [°C], shape (T,)"""
    low, high = np.full_like(air_c, -60.0), np.array(air_c, dtype=np.float64)
    for _ in range(50):
        wet = 0.5 * (low + high)
        saturated = humidity_ratio(wet, 1.0, pressure)
        water = ((2501.0 - 2.326 * wet) * saturated - 1.006 * (air_c - wet)) / (2501.0 + 1.86 * air_c - 4.186 * wet)
        ice = ((2830.0 - 0.24 * wet) * saturated - 1.006 * (air_c - wet)) / (2830.0 + 1.86 * air_c - 2.1 * wet)
        above = np.where(wet >= 0, water, ice) > ratio
        low, high = np.where(above, low, wet), np.where(above, wet, high)
    found: FloatArray = 0.5 * (low + high)
    return found


def air_density_kg_m3(air_c: FloatArray, pressure: float) -> FloatArray:
    """Density of dry air, an ideal gas (1). [kg/m³], shape (T,)"""
    found: FloatArray = pressure / (_DRY_AIR_J_KG_K * (np.asarray(air_c, dtype=np.float64) + _KELVIN))
    return found
