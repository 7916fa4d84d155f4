"""余热与需求 Heat against a demand by the hour: what is offered is of use as far as somebody asks for it then or a tank keeps it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtan.energy import FloatArray

__all__ = ["HeatUse", "heat_use"]


@dataclass(frozen=True, kw_only=True)
class HeatUse:
    """What becomes of offered heat: used, let go, lost in the tank, [kWh], and the use by the hour, [kW], shape (T,)."""

    used_kw: FloatArray
    let_go_kwh: float
    lost_kwh: float
    kept_kwh: float

    @property
    def used_kwh(self) -> float:
        """Heat used in the year. [kWh]"""
        return float(self.used_kw.sum())


def heat_use(offered_kw: FloatArray, demand_kw: FloatArray, *, tank_kwh: float = 0.0, standing_share: float = 0.0) -> HeatUse:
    """Heat used where it is asked for, the rest into a tank that is empty on the first hour and loses a share an hour.

    Sources share one demand: offer their sum, never one after the other. offered = used + let go + lost + kept at the end.
    """
    direct = np.minimum(offered_kw, demand_kw)
    if tank_kwh == 0:
        return HeatUse(used_kw=direct, let_go_kwh=float((offered_kw - direct).sum()), lost_kwh=0.0, kept_kwh=0.0)
    used, content, gone, lost = direct.copy(), 0.0, 0.0, 0.0
    for hour, (over, missing) in enumerate(zip((offered_kw - direct).tolist(), (demand_kw - direct).tolist(), strict=True)):
        loss = content * standing_share
        content, lost = content - loss, lost + loss
        taken = min(missing, content)
        put = min(over, tank_kwh - content + taken)
        content, gone = content - taken + put, gone + over - put
        used[hour] += taken
    return HeatUse(used_kw=used, let_go_kwh=gone, lost_kwh=lost, kept_kwh=content)
