"""冷水机组 Compressors of a chiller: the one rule for every hall, from the lift between chilled water and where the heat goes.

    P = Q·lift / (carnot_share·T_chilled),   lift = max(T_reject − T_chilled, 10 K)

A chiller does not stop because it is cold outside: its condenser is held above its evaporator, or oil and refrigerant no longer move.
Daikin's IM 1044-2, figure 4, lets 50.5 °F into the condenser for 44 °F of chilled water at half load: water leaves 6 K apart, about 10 K in
the refrigerant (approaches of 2 K assumed). Compressors rest only where something else takes the heat: free cooling, or a dry cooler on
warm water.

Where the size of a chiller is given, as many run as the heat asks for and share it alike, each at the power of its part load x,

    P(x)/P(1) = f(max(x, 0.2))·min(1, x/0.1),   f(x) = 0.222903 + 0.313387·x + 0.463710·x²

of DOE-2's centrifugal chiller of COP 5.50 (EnergyPlus; Modelica Buildings, `DOE_2_Centrifugal_5_50COP`): it unloads to
a fifth and cycles below a tenth. Without a size the coefficient of performance is that of full load.
"""

from __future__ import annotations

import numpy as np

from lingtan.energy import FloatArray

__all__ = ["LEAST_LIFT_K", "compressor_kw", "part_load_share"]

LEAST_LIFT_K = 10.0
_KELVIN = 273.15
_CURVE, _UNLOADS_TO, _CYCLES_BELOW = (0.222903, 0.313387, 0.463710), 0.2, 0.1


def compressor_kw(
    heat_kw: FloatArray, *, chilled_c: float, reject_c: FloatArray, carnot_share: float, chiller_kw: float = 0.0
) -> FloatArray:
    """Power that lifts the heat [kW, shape (T,)] from the chilled water [°C] to the condenser [°C, shape (T,)]. [kW], shape (T,)

    `chiller_kw` is the cold of one chiller at full load; 0 where its size is not known.
    """
    lift = np.maximum(reject_c - chilled_c, LEAST_LIFT_K)
    power: FloatArray = heat_kw * lift / (carnot_share * (chilled_c + _KELVIN))
    return power * part_load_share(heat_kw, chiller_kw) if chiller_kw else power


def part_load_share(heat_kw: FloatArray, chiller_kw: float) -> FloatArray:
    """Power for the heat over what it would take at full load. [1], shape (T,); 1 where there is no heat"""
    running = np.maximum(np.ceil(heat_kw / chiller_kw), 1.0)
    load = np.where(heat_kw > 0, heat_kw / (running * chiller_kw), 1.0)
    unloaded = np.maximum(load, _UNLOADS_TO)
    power = (_CURVE[0] + unloaded * (_CURVE[1] + unloaded * _CURVE[2])) * np.minimum(load / _CYCLES_BELOW, 1.0)
    share: FloatArray = power / load
    return share
