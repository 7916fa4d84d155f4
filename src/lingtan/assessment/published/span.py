"""Spans of numbers: what is only known to lie between two ends, carried through arithmetic without taking sides."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from lingtan.errors import InputError

__all__ = ["Fit", "Span"]


class Fit(StrEnum):
    """How an implied span lies to a bound: wholly inside, partly (some readings are possible), or nowhere."""

    WITHIN = "within"
    PARTLY = "partly"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Span:
    """All numbers from `low` to `high`, both non-negative or of one sign for a product to keep its ends.

    Sums and products of spans hold every result that values inside them can give; what stands twice in a formula is treated as two
    unknowns, so an answer may be wider than the truth and never narrower. Raises InputError `SPAN_ENDS` for ends that cross or a division
    by a span that holds zero.
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise InputError("SPAN_ENDS", low=self.low, high=self.high)

    def __str__(self) -> str:
        """Its ends to four significant digits, or the one number that it is."""
        low, high = (f"{float(f'{end:.4g}'):,.10g}" for end in (self.low, self.high))
        return low if low == high else f"{low} – {high}"

    def __add__(self, other: Span) -> Span:
        """Sum."""
        return Span(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Span) -> Span:
        """Difference."""
        return Span(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Span | float) -> Span:
        """Product with a span or a number."""
        right = other if isinstance(other, Span) else Span(other, other)
        ends = [a * b for a in (self.low, self.high) for b in (right.low, right.high)]
        return Span(min(ends), max(ends))

    def __truediv__(self, other: Span | float) -> Span:
        """Quotient by a span or a number that does not hold zero."""
        right = other if isinstance(other, Span) else Span(other, other)
        if right.low <= 0 <= right.high:
            raise InputError("SPAN_ENDS", low=right.low, high=right.high)
        return self * Span(1 / right.high, 1 / right.low)

    def rest(self) -> Span:
        """1 − span."""
        return Span(1 - self.high, 1 - self.low)

    def root(self) -> Span:
        """Square root of a span that is not negative."""
        return Span(math.sqrt(self.low), math.sqrt(self.high))

    def fit(self, bound: Span) -> Fit:
        """How it lies to a bound."""
        if self.high < bound.low or self.low > bound.high:
            return Fit.OUTSIDE
        return Fit.WITHIN if bound.low <= self.low and self.high <= bound.high else Fit.PARTLY

    def apart(self, other: Span) -> float:
        """Ratio of the nearer ends of two spans of positive numbers that do not meet, above 1; 1 where they do."""
        low, high = sorted((self, other), key=lambda span: span.low)
        return high.low / low.high if high.low > low.high else 1.0
