"""How kilograms are written in a claim: three decimals, a full stop, no separators, so that a verifier finds them in the text."""

from __future__ import annotations

__all__ = ["kg_of_g", "kg_of_mg"]


def kg_of_g(grams: int) -> str:
    """Grams as kilograms, exact: `50800.000`."""
    sign = "-" if grams < 0 else ""
    return f"{sign}{abs(grams) // 1000}.{abs(grams) % 1000:03d}"


def kg_of_mg(mg: int) -> str:
    """Milligrams as kilograms, to the gram, half to even: `508.000`."""
    return kg_of_g(round(mg, -3) // 1000)
