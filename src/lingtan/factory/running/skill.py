"""How far forecasts were off, hour by hour and by day of lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from lingtan.energy import FloatArray
from lingtan.factory.running.forecast import FITTED_FROM

__all__ = ["Skill", "Skills"]

_DAY = 24
#: A relative error is taken only where there is something to be relative to: from this share of the series' mean.
_LEAST = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """Errors of a series at a day of lead (1 or 2) over `hours`, from the third week on, where every forecast has a past to go by.

    `nmae_share` is the mean absolute error over the mean of what came about, `bias_share` the mean error over it, `mape_share` the mean of
    relative errors where at least 5 % of the mean came about. [1]
    """

    series: str
    day: int
    hours: int
    nmae_share: float
    bias_share: float
    mape_share: float


class Skills:
    """Collects forecasts and what came about."""

    def __init__(self, series: Mapping[str, FloatArray]) -> None:
        self._series = {name: values for name, values in series.items() if values.any()}
        self._errors: dict[tuple[str, int], list[FloatArray]] = {}
        self._true: dict[tuple[str, int], list[FloatArray]] = {}

    def add(self, first: int, told: Mapping[str, FloatArray]) -> None:
        """A forecast made at the beginning of hour `first`; hours past the year's end are not looked at."""
        if first < FITTED_FROM:
            return
        for name, values in self._series.items():
            for day in (1, 2):
                begin = first + (day - 1) * _DAY
                true = values[begin : begin + _DAY]
                if len(true) == _DAY:
                    self._errors.setdefault((name, day), []).append(told[name][(day - 1) * _DAY : day * _DAY] - true)
                    self._true.setdefault((name, day), []).append(true)

    def found(self) -> tuple[Skill, ...]:
        """The errors by series and day of lead; none of a year shorter than three weeks."""
        return tuple(self._one(name, day) for name, day in self._errors)

    def _one(self, name: str, day: int) -> Skill:
        errors, true = (np.concatenate(one[name, day]) for one in (self._errors, self._true))
        mean = float(true.mean())
        some = true >= _LEAST * mean
        return Skill(
            series=name, day=day, hours=len(true), nmae_share=float(np.abs(errors).mean()) / mean, bias_share=float(errors.mean()) / mean,
            mape_share=float((np.abs(errors[some]) / true[some]).mean()),
        )  # fmt: skip
