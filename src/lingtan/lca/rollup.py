"""From scores to certified integers. This is the one place where a footprint is rounded; everything above it adds integers.

A line's milligrams of one indicator are amount × score × 10⁶: the exact product of the two binary64 numbers, rounded half to even.
The line's milligrams are the sum of its climate indicators', so that parts sum to totals exactly, by line as by indicator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from lingtan.errors import KernelError
from lingtan.evidence import MAX_SAFE_INTEGER
from lingtan.lca.adjoint import Scores
from lingtan.lca.graph import Demand
from lingtan.quantities import CLIMATE, Indicator

__all__ = ["LineScore", "milligrams", "milligrams_of", "rollup", "total_by_indicator", "total_mg"]

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
        amounts = {i: milligrams_of(demand.amount, score[i], demand.line) for i in Indicator}
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
    return milligrams_of(kg, 1.0, "milligrams")


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


def milligrams_of(amount: float, score: float, place: str) -> int:
    """Amount × score [kg] in milligrams (of another indicator, in millionths of its unit): the exact product, rounded half to even."""
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
