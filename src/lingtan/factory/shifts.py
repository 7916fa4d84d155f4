"""Archetypes of load where there is no meter: shifts on working days, a base on all others. Estimates, and named so."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from lingtan.energy import Calendar, FloatArray

__all__ = ["Shift", "running_share"]


class Shift(StrEnum):
    """Continuous, two shifts from 7 to 23 on six days, or one from 8 to 18 on five."""

    CONTINUOUS = "continuous"
    TWO_SHIFT = "two_shift"
    DAY = "day"


_HOURS = {Shift.CONTINUOUS: (0, 24, 7), Shift.TWO_SHIFT: (7, 23, 6), Shift.DAY: (8, 18, 5)}


def running_share(shift: Shift, calendar: Calendar, base_share: float = 0.0) -> FloatArray:
    """Share of full operation in each hour: 1 in the shift, `base_share` outside. [1], shape (T,)"""
    start, stop, days = _HOURS[shift]
    on = (calendar.hour_of_day >= start) & (calendar.hour_of_day < stop) & (calendar.weekday < days)
    share: FloatArray = np.where(on, 1.0, base_share)
    return share
