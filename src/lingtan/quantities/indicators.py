"""The indicator axis that every score lies on."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["CLIMATE", "Indicator"]


class Indicator(StrEnum):
    """The indicator axis. The first five are kg CO2e (GWP100) and sum to the climate figure; the others are room for later."""

    FOSSIL = "fossil"
    BIOGENIC_RELEASE = "biogenic_release"
    BIOGENIC_UPTAKE = "biogenic_uptake"  # negative kg CO2e
    LAND_USE = "land_use"
    AIRCRAFT = "aircraft"
    VOC = "voc"  # kg
    WATER = "water"  # m3
    WASTE = "waste"  # kg


#: Indicators in kg CO2e whose sum is the climate figure, in the order they are summed.
CLIMATE: tuple[Indicator, ...] = (
    Indicator.FOSSIL,
    Indicator.BIOGENIC_RELEASE,
    Indicator.BIOGENIC_UPTAKE,
    Indicator.LAND_USE,
    Indicator.AIRCRAFT,
)
