"""How many pieces of a workshop's product go into one device."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lingtan.errors import InputError
from lingtan.evidence import Intensity, IntensityForecast

__all__ = ["WorkshopForecast", "WorkshopUse"]


def _check_pieces(pieces_count: float, place: str) -> None:
    if not (math.isfinite(pieces_count) and pieces_count > 0):
        raise InputError("INTENSITY_PIECES", place=place, value=str(pieces_count))


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopUse:
    """A measured intensity and the pieces of it in one device (a share, where one piece serves several devices). [-]."""

    intensity: Intensity
    pieces_count: float = 1.0

    def __post_init__(self) -> None:
        _check_pieces(self.pieces_count, self.intensity.workshop)

    @property
    def kwh_per_device(self) -> float:
        """Measured electricity of one device. [kWh]."""
        return self.intensity.kwh_per_unit * self.pieces_count


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopForecast:
    """What a plan expects of an intensity, in one device. Only a forecast study takes it."""

    forecast: IntensityForecast
    pieces_count: float = 1.0

    def __post_init__(self) -> None:
        _check_pieces(self.pieces_count, self.forecast.workshop)

    @property
    def kwh_per_device(self) -> float:
        """Expected electricity of one device. [kWh]."""
        return self.forecast.kwh_per_unit * self.pieces_count
