"""Money of a bill: exact decimals, each line rounded once to the fen."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

__all__ = ["FEN", "exact", "yuan"]

FEN = Decimal("0.01")


def exact(value: float | int | str | Decimal) -> Decimal:
    """The decimal that a number is written as: 0.1 is one tenth, not its nearest double."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def yuan(amount: Decimal) -> Decimal:
    """An amount rounded to the fen, half away from zero, as Chinese bills are."""
    return amount.quantize(FEN, rounding=ROUND_HALF_UP)
