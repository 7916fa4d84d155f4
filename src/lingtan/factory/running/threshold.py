"""When a sum of deviations is too large: the threshold of a two-sided CUSUM for a stated rate of false alarms.

    C⁺ = max(0, C⁺ + w − k),  C⁻ = max(0, C⁻ − w − k),  alarm above h;  k = ½ finds shifts of about one standard deviation soonest

Page (1954). The mean number of days to an alarm (average run length, ARL) is that of a Markov chain on [0, h] (Brook and Evans 1972); for
two sides 1/ARL = 1/ARL⁺ + 1/ARL⁻. A baseline is itself an estimate, and a threshold that forgets this alarms more often than it says
(Jensen and others 2006): with n days, ν degrees of freedom and a correlation ρ its level is off by N(0, 1/n), its scatter by a share of
variance (1 + ρ²)/(1 − ρ²)/2ν, and that of a sum by one of 1/(n·(1 − ρ²)) more, for ρ is an estimate too. So the rate is the mean over both,
at three points each, and h is where that mean is the stated one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import ndtr

__all__ = ["REFERENCE", "Threshold", "run_length", "threshold"]

#: k, in standard deviations of a day.
REFERENCE = 0.5
_STATES = 60
_LEAST, _MOST, _HALVINGS = 1.0, 40.0, 24
#: Gauss and Hermite's points at −√3, 0, √3.
_POINTS = ((-(3**0.5), 1 / 6), (0.0, 2 / 3), (3**0.5, 1 / 6))


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """`height_sd` is h in standard deviations of a day; a meter that does not drift alarms once in `false_alarm_days` on average. [d]"""

    height_sd: float
    false_alarm_days: float


def run_length(height_sd: float, shift_sd: float = 0.0, scatter: float = 1.0) -> float:
    """Mean days until a two-sided CUSUM passes `height_sd` when every day is off by `shift_sd` at `scatter` times the scatter. [d]"""
    return 1.0 / sum(1.0 / _one_sided(height_sd, side * shift_sd, scatter) for side in (1.0, -1.0))


def _one_sided(height_sd: float, shift_sd: float, scatter: float) -> float:
    """The chain's states are the middles of equal parts of [0, h], the first half as wide and standing for nought."""
    width = 2.0 * height_sd / (2 * _STATES - 1)
    at = np.arange(_STATES)
    edges = width * (np.arange(_STATES + 1)[None, :] - 0.5 - at[:, None]) + REFERENCE - shift_sd
    below = ndtr(edges / scatter)
    moves = np.diff(below, axis=1)
    moves[:, 0] = below[:, 1]  # whatever lies below nought is nought
    return float(np.linalg.solve(np.eye(_STATES) - moves, np.ones(_STATES))[0])


def threshold(false_alarm_days: float, *, days: int, freedom: int, correlation: float = 0.0) -> Threshold:
    """The least h whose mean rate of false alarms is one in `false_alarm_days`, for a baseline of `days` with `freedom` = n − p.

    The correlation counts up to its next twentieth, so that meters of one period share what was reckoned.
    """
    return _threshold(false_alarm_days, days, freedom, math.ceil(20.0 * correlation) / 20.0)


@lru_cache(maxsize=256)
def _threshold(false_alarm_days: float, days: int, freedom: int, correlation: float) -> Threshold:
    levels = [(point * days**-0.5, weight) for point, weight in _POINTS]
    square = correlation**2
    doubt = (0.5 * (1.0 + square) / freedom + 1.0 / days) / (1.0 - square)
    scatters = [(max(1.0 + point * doubt**0.5, 0.1), weight) for point, weight in _POINTS]

    def rate(height_sd: float) -> float:
        return sum(weight * other / run_length(height_sd, shift, scatter) for shift, weight in levels for scatter, other in scatters)

    low, high = _LEAST, _MOST
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if rate(middle) > 1.0 / false_alarm_days else (low, middle)
    return Threshold(height_sd=high, false_alarm_days=false_alarm_days)
