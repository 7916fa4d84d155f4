"""Uncertain parameters: keyed multipliers of mean 1, so that a figure at the means is the exact expectation of the figure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from lingtan.errors import InputError

__all__ = ["Parameter", "Scope", "Shape"]


class Scope(StrEnum):
    """Over what a parameter's true value is the same (METHODS 4)."""

    COMMON = "common"  # every device of every maker: a background factor
    SKU = "sku"  # every device of the configuration: a part's mass
    UNIT = "unit"  # each device its own: kilowatt-hours in use


class Shape(StrEnum):
    """The shape of a multiplier's distribution; `spread` is read accordingly."""

    LOGNORMAL = "lognormal"  # spread = GSD ≥ 1
    NORMAL = "normal"  # spread = standard deviation, 0 ≤ sd ≤ 0.3
    UNIFORM = "uniform"  # spread = half width, in [0, 1)
    TRIANGULAR = "triangular"  # spread = half width, in [0, 1), symmetric


_SPREAD_RANGE = {Shape.LOGNORMAL: (1.0, 20.0), Shape.NORMAL: (0.0, 0.3), Shape.UNIFORM: (0.0, 1.0), Shape.TRIANGULAR: (0.0, 1.0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A multiplier of mean exactly 1. Its draws depend on `key`, seed and draw number only, whatever it is drawn beside."""

    key: str
    shape: Shape
    spread: float
    scope: Scope

    def __post_init__(self) -> None:
        low, high = _SPREAD_RANGE[self.shape]
        if not (math.isfinite(self.spread) and low <= self.spread <= high):
            raise InputError("SPREAD_RANGE", place=self.key, shape=self.shape.value, low=low, high=high, value=self.spread)
