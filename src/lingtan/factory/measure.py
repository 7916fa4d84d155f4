"""What every technology answers with: power before and after in each hour, heat given, money, limits, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtan.energy import FloatArray
from lingtan.errors import InputError

__all__ = ["Measure"]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A measure at full adoption. Power of the affected end use before and after, and useful heat it gives, [kW], shape (T,).

    `adoption_max_share` bounds how much of it may be taken, `excludes` names measures of which only one may be taken whole. `source` and
    `confidence` (low, medium, high) travel with every figure that rests on it. Raises InputError `MEASURE_POWER` where a power is negative.
    """

    name: str
    before_kw: FloatArray
    after_kw: FloatArray
    heat_kw: FloatArray
    capex_yuan: float
    opex_yuan_per_year: float
    life_years: float
    source: str
    confidence: str
    adoption_max_share: float = 1.0
    excludes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        least = min(float(part.min(initial=0.0)) for part in (self.before_kw, self.after_kw, self.heat_kw))
        if least < 0 or self.capex_yuan < 0 or self.life_years <= 0 or not 0 <= self.adoption_max_share <= 1:
            raise InputError("MEASURE_POWER", place=self.name, name=self.name)

    @property
    def saved_kw(self) -> FloatArray:
        """Power saved in each hour; negative where the measure draws more. [kW], shape (T,)"""
        return self.before_kw - self.after_kw

    @property
    def saved_kwh(self) -> float:
        """Energy saved in the year. [kWh]"""
        return float(np.sum(self.saved_kw))
