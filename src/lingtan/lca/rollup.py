"""From scores to certified integers. This is the one place where a footprint is rounded; everything above it adds integers.

A line's milligrams of one indicator are amount × score × 10⁶: the exact product of the two binary64 numbers, rounded half to even.
The line's milligrams are the sum of its climate indicators', so that parts sum to totals exactly, by line as by indicator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from lingtan.errors import KernelError
from lingtan.evidence import MAX_SAFE_INTEGER
from lingtan.lca.adjoint import Scores
from lingtan.lca.graph import Demand
from lingtan.quantities import CLIMATE, Indicator
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["LineScore", "line_milligrams", "milligrams", "rollup", "total_by_indicator", "total_mg"]

_PER_UNIT = 1_000_000  # mg per kg; also mL per m3


@dataclass(frozen=True, slots=True, kw_only=True)
class LineScore:
    """One line's certified score.

    `mg_by_indicator`: the climate indicators [mg CO2e]; `mg` their sum. `other_by_indicator`: the rest of the axis, in millionths of
    the indicator's unit (mg for kg, mL for m3), never part of `mg`.
    """

    line: str
    activity: str
    mg_by_indicator: Mapping[Indicator, int]
    mg: int
    other_by_indicator: Mapping[Indicator, int]


def rollup(demands: Iterable[Demand], scores: Scores) -> tuple[LineScore, ...]:
    """The certified score of each line, in the lines' order.

    Raises KernelError `ACTIVITY_UNKNOWN`, `LINE_TWICE`, and `LINE_TOO_LARGE` beyond 2⁵³ − 1 mg (RFC 8785's limit).
    """
    done: dict[str, LineScore] = {}
    for demand in demands:
        if demand.line in done:
            raise KernelError("LINE_TWICE", place=demand.line)
        score = scores.of(demand.activity)
        amounts = {i: _millionths(demand.amount, score[i], demand.line) for i in Indicator}
        climate = {i: amounts[i] for i in CLIMATE}
        done[demand.line] = LineScore(
            line=demand.line,
            activity=demand.activity,
            mg_by_indicator=climate,
            mg=sum(climate.values()),
            other_by_indicator={i: amounts[i] for i in Indicator if i not in climate},
        )
    return tuple(done.values())


def milligrams(kg: float) -> int:
    """A mass of CO2e, [kg], as milligrams: exact × 10⁶, rounded half to even. Raises KernelError `LINE_TOO_LARGE`, `AMOUNT_NOT_FINITE`."""
    return _millionths(kg, 1.0, "milligrams")


def line_milligrams(amount: FloatArray, score: FloatArray) -> npt.NDArray[np.int64]:
    """The integers of `rollup` for many lines and one indicator: amount × score × 10⁶, rounded half to even. [mg], shape (lines,).

    Two roundings put the double product off by less than 4.5e-16 of itself; where that could decide, the exact product does.
    Raises KernelError `LINE_TOO_LARGE`, `AMOUNT_NOT_FINITE`.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        x = amount * score * _PER_UNIT
        near = np.rint(x)
        unsure = np.flatnonzero(~(np.abs(np.abs(x - near) - 0.5) > np.abs(x) * 1e-15))
    near[unsure] = 0.0
    found = near.astype(np.int64)
    for at in unsure.tolist():
        found[at] = _millionths(float(amount[at]), float(score[at]), f"line {at}")
    return found


def total_mg(lines: Iterable[LineScore]) -> int:
    """The lines' exact sum. [mg CO2e]."""
    return sum(line.mg for line in lines)


def total_by_indicator(lines: Iterable[LineScore]) -> Mapping[Indicator, int]:
    """The lines' exact sum per climate indicator; these sum to `total_mg`. [mg CO2e]."""
    totals = dict.fromkeys(CLIMATE, 0)
    for line in lines:
        for indicator, mg in line.mg_by_indicator.items():
            totals[indicator] += mg
    return totals


def _millionths(amount: float, score: float, place: str) -> int:
    if amount == 0.0 or score == 0.0:
        return 0
    try:
        exact = Fraction(amount) * Fraction(score) * _PER_UNIT
    except (OverflowError, ValueError) as exc:
        raise KernelError("AMOUNT_NOT_FINITE", place=place, item="score", value=amount * score) from exc
    rounded = round(exact)
    if abs(rounded) > MAX_SAFE_INTEGER:
        raise KernelError("LINE_TOO_LARGE", place=place, value=amount * score)
    return rounded
