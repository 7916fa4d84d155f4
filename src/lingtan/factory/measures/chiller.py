"""冷水机组 Compressors of a chiller: the one rule for every hall, from the lift between chilled water and where the heat goes.

    P = Q·lift / (carnot_share·T_chilled),   lift = max(T_reject − T_chilled, 10 K)

A chiller does not stop because it is cold outside: its condenser is held above its evaporator, or oil and refrigerant no longer move.
Daikin's IM 1044-2, figure 4, lets 50.5 °F into the condenser for 44 °F of chilled water at half load: water leaves 6 K apart, about 10 K in
the refrigerant (approaches of 2 K assumed). Compressors rest only where something else takes the heat: free cooling, or a dry cooler on
warm water.
"""

from __future__ import annotations

import numpy as np

from lingtan.energy import FloatArray

__all__ = ["LEAST_LIFT_K", "compressor_kw"]

LEAST_LIFT_K = 10.0
_KELVIN = 273.15


def compressor_kw(heat_kw: FloatArray, *, chilled_c: float, reject_c: FloatArray, carnot_share: float) -> FloatArray:
    """Power that lifts the heat [kW, shape (T,)] from the chilled water [°C] to the condenser [°C, shape (T,)]. [kW], shape (T,)"""
    lift = np.maximum(reject_c - chilled_c, LEAST_LIFT_K)
    power: FloatArray = heat_kw * lift / (carnot_share * (chilled_c + _KELVIN))
    return power
