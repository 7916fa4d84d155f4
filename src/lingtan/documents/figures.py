"""Figures as a reader sees them: exact integers grouped by thousands, masses in kilograms, shares in per cent."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal, localcontext

__all__ = ["grouped", "kilograms", "number", "per_cent"]


def grouped(value: int) -> str:
    """An exact integer, thousands apart: 1234567 → `1,234,567`."""
    return f"{value:,}"


def kilograms(mass_mg: int, *, places: int = 3) -> str:
    """A mass [mg] in kilograms, rounded half to even to `places` digits: 256123456 → `256.123`."""
    quantum = Decimal(1).scaleb(-places)
    with localcontext(prec=40):
        return f"{(Decimal(mass_mg) / Decimal(10**6)).quantize(quantum, rounding=ROUND_HALF_EVEN):,}"


def per_cent(share: float, *, places: int = 1) -> str:
    """A share [-] in per cent: 0.1234 → `12.3 %`."""
    return f"{100 * share:.{places}f} %"


def number(value: float | int | str | None) -> str:
    """A number as short as it can be written without loss: 4.0 → `4`, 1234.5 → `1,234.5`; None → `–`; text stays."""
    if value is None:
        return "–"
    if isinstance(value, bool | str):
        return str(value)
    if isinstance(value, float) and not value.is_integer():
        return f"{value:,}" if abs(value) >= 1e-4 else repr(value)
    return f"{int(value):,}"
