"""空压机余热回收 Compressor heat recovery: what goes in as power comes out as heat, and most of it can be caught.

80 to 94 % of the input is recoverable; plan with 0.8 (US DOE sourcebook, facts/factory.md section 6).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtan.energy import FloatArray
from lingtan.errors import InputError
from lingtan.factory.measure import Measure

__all__ = ["CompressorHeat", "compressor_heat"]

_MOST = 0.94


@dataclass(frozen=True, slots=True, kw_only=True)
class CompressorHeat:
    """Share of the input that is caught, and power of the water pumps per heat moved. [1]"""

    recovered_share: float = 0.8
    pump_share: float = 0.01

    def __post_init__(self) -> None:
        if not 0 < self.recovered_share <= _MOST or not 0 <= self.pump_share < 1:
            raise InputError("COMPRESSOR_SHARE", place="compressor.recovered_share", value=self.recovered_share, most=_MOST)


def compressor_heat(
    heat: CompressorHeat, input_kw: FloatArray, *, capex_yuan: float, opex_yuan_per_year: float = 0.0, life_years: float = 12.0, source: str
) -> Measure:  # fmt: skip
    """Heat from compressors of an input power, shape (T,); it saves fuel only where the site asks for heat at that hour."""
    caught = input_kw * heat.recovered_share
    return Measure(
        name="compressor_heat", before_kw=np.zeros_like(caught), after_kw=caught * heat.pump_share, heat_kw=caught, capex_yuan=capex_yuan,
        opex_yuan_per_year=opex_yuan_per_year, life_years=life_years, source=source, confidence="high",
    )  # fmt: skip
