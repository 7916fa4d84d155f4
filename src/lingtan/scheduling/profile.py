"""What the lines of a plan draw together by the hour, and how clean the power is that an order runs on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lingtan.scheduling.energy import Span, Supply, power_of
from lingtan.scheduling.week import Week

__all__ = ["hourly_load_kw", "mean_carbon_g_per_kwh"]

_HOUR_MIN = 60


def hourly_load_kw(week: Week, spans: Sequence[Span]) -> npt.NDArray[np.float64]:
    """Mean draw of all lines in each hour from the origin. [kW], shape (hours,)"""
    last = max((span.end_min for span in spans), default=_HOUR_MIN)
    steps = np.zeros(-(-last // _HOUR_MIN) * _HOUR_MIN + 1)
    for span in spans:
        watts = power_of(week.problem, week.lines[span.line], span)
        steps[max(span.start_min, 0)] += watts
        steps[max(span.end_min, 0)] -= watts
    load: npt.NDArray[np.float64] = np.cumsum(steps)[:-1].reshape(-1, _HOUR_MIN).mean(axis=1) / 1000
    return load


def mean_carbon_g_per_kwh(supply: Supply, start_min: int, end_min: int) -> float:
    """Location-based intensity of the grid over [start_min, end_min), each minute alike. [g/kWh]"""
    minutes = supply.by_minute(max(end_min, 1), carbon_price_per_t=None)
    return float(minutes[max(start_min, 0) : max(end_min, 1)].mean())
