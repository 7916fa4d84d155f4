"""Whether two named systems say the same, number for number."""

from __future__ import annotations

import numpy as np

from lingtan.lca.exchange.laws import LAW, LawKind, Laws, scaled_laws
from lingtan.lca.exchange.named import EntryTable, NamedSystem

__all__ = ["differences"]


def differences(first: NamedSystem, second: NamedSystem, *, spread_tolerance: float = 0.0) -> tuple[str, ...]:
    """What differs: names of parts, none when the systems are the same.

    Amounts are compared as they stand in the matrix, bit for bit, entries in order. Distributions are compared field
    by field with a relative `spread_tolerance` [-]: a datapackage holds them in binary32.
    """
    found = [
        name for name in ("activities", "flows", "methods", "multipliers", "parameters") if getattr(first, name) != getattr(second, name)
    ]
    for name in ("technosphere", "biosphere", "factors"):
        one, other = getattr(first, name), getattr(second, name)
        found += [f"{name}.{part}" for part in _table(one, other, spread_tolerance)]
    if not np.array_equal(first.production, second.production):
        found.append("production")
    return tuple(found)


def _table(one: EntryTable, other: EntryTable, tolerance: float) -> list[str]:
    if len(one) != len(other):
        return ["count"]
    found = [name for name in ("row", "column") if not np.array_equal(getattr(one, name), getattr(other, name))]
    if not np.array_equal(one.signed, other.signed):
        found.append("amount")
    return found if _same_laws(_turned(one), _turned(other), tolerance) else [*found, "laws"]


def _turned(table: EntryTable) -> Laws:
    """The distributions of the entries as they stand in the matrix."""
    return scaled_laws(table.laws, np.where(table.flip, -1.0, 1.0))


def _same_laws(one: Laws, other: Laws, tolerance: float) -> bool:
    """The same kinds, and of what is drawn the same fields."""
    drawn = one["uncertainty_type"] > LawKind.CERTAIN
    if not np.array_equal(drawn, other["uncertainty_type"] > LawKind.CERTAIN):
        return False
    a, b = one[drawn], other[drawn]
    if not (np.array_equal(a["uncertainty_type"], b["uncertainty_type"]) and np.array_equal(a["negative"], b["negative"])):
        return False
    numbers = [name for name in LAW.names or () if LAW[name].kind == "f"]
    return all(np.allclose(a[name], b[name], rtol=tolerance, atol=tolerance, equal_nan=True) for name in numbers)
