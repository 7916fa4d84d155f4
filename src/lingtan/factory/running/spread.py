"""What a forecast leaves open: P10, P50 and P90 of each hour, from the errors of the forecasts whose day is over.

For day of lead d the hour i of a forecast is told as ŷᵢ + Q_q{e : same series, same d, same hour of the day, of the last 60 such forecasts
whose last hour had passed}, e = y − ŷ, never below nought: the empirical quantile of past residuals (Koenker and Bassett 1978 give the loss
that the quantile makes least). Judged by the pinball loss, max(q·(y − ŷ_q), (q − 1)·(y − ŷ_q)), and by how often P10 to P90 held the truth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from lingtan.energy import FloatArray

__all__ = ["LEVELS", "Spread", "Spreads", "pinball"]

#: The quantiles that are told.
LEVELS = (0.1, 0.5, 0.9)
_DAY = 24
#: Errors of so many forecasts are looked at, and of no fewer.
_MOST, _LEAST = 60, 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Quantiles of a series at a day of lead (1 or 2), judged over `hours` from the first that had a past to go by.

    Pinball losses over the mean of what came about; `pinball_share` is their mean over the three, `point_share` that of the forecast itself
    put in their place; of the hours in which something was told or came, `inside_share` lay within P10 and P90 (80 % where the errors to
    come are as those gone by). [1]
    """

    series: str
    day: int
    hours: int
    p10_share: float
    p50_share: float
    p90_share: float
    pinball_share: float
    point_share: float
    inside_share: float


def pinball(level: float, told: FloatArray, true: FloatArray) -> float:
    """Mean pinball loss of a quantile, in the unit of the series."""
    off = true - told
    return float(np.maximum(level * off, (level - 1) * off).mean())


class Spreads:
    """Tells quantiles of forecasts as they are made, and remembers how they fared."""

    def __init__(self, series: Mapping[str, FloatArray]) -> None:
        self._series = {name: values for name, values in series.items() if values.any()}
        self._errors: dict[tuple[str, int], list[tuple[int, FloatArray]]] = {}
        self._told: dict[tuple[str, int], list[tuple[FloatArray, FloatArray, FloatArray]]] = {}

    def add(self, first: int, told: Mapping[str, FloatArray]) -> Mapping[tuple[str, int], FloatArray]:
        """The quantiles of a forecast made at the beginning of hour `first`, by series and day of lead; shape (3, 24).

        There are none before fourteen forecasts of that day of lead are over, nor past the year's end.
        """
        found = {}
        for name, values in self._series.items():
            for day in (1, 2):
                begin = first + (day - 1) * _DAY
                true, point = values[begin : begin + _DAY], told[name][(day - 1) * _DAY : day * _DAY]
                if len(true) < _DAY:
                    continue
                past = self._errors.setdefault((name, day), [])
                over = [errors for start, errors in past if start + _DAY <= first][-_MOST:]
                hour = np.arange(begin, begin + _DAY) % _DAY
                if len(over) >= _LEAST:
                    offs = np.quantile(np.stack(over), LEVELS, axis=0)[:, hour]
                    found[name, day] = np.maximum(point + offs, 0.0)
                    self._told.setdefault((name, day), []).append((found[name, day], point, true))
                by_hour = np.empty(_DAY)
                by_hour[hour] = true - point
                past.append((begin, by_hour))
        return found

    def found(self) -> tuple[Spread, ...]:
        """How the quantiles fared, by series and day of lead."""
        return tuple(self._one(name, day) for name in self._series for day in (1, 2) if (name, day) in self._told)

    def _one(self, name: str, day: int) -> Spread:
        bands, point, true = (np.concatenate(parts, axis=-1) for parts in zip(*self._told[name, day], strict=True))
        mean = float(true.mean())
        losses = [pinball(level, band, true) / mean for level, band in zip(LEVELS, bands, strict=True)]
        some = (bands[-1] > 0) | (true > 0)  # that nothing comes at night is no merit
        points = [pinball(level, point, true) / mean for level in LEVELS]
        return Spread(
            series=name, day=day, hours=len(true), p10_share=losses[0], p50_share=losses[1], p90_share=losses[2],
            pinball_share=sum(losses) / len(LEVELS), point_share=sum(points) / len(LEVELS),
            inside_share=float(((bands[0] <= true) & (true <= bands[-1]))[some].mean()),
        )  # fmt: skip
