"""Whether two named systems say the same, number for number."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lingtan.lca.exchange.laws import LAW, LawKind, Laws, scaled_laws
from lingtan.lca.exchange.named import EntryTable, NamedSystem

__all__ = ["differences"]


def differences(first: NamedSystem, second: NamedSystem, *, spread_tolerance: float = 0.0) -> tuple[str, ...]:
    """What differs: names of parts, none when the systems are the same, in whatever order their entries stand.

    Amounts are compared as they stand in the matrix, bit for bit; distributions field by field with a relative `spread_tolerance` [-]: a
    datapackage holds them in binary32.
    """
    found = [name for name in ("activities", "flows", "methods", "parameters") if getattr(first, name) != getattr(second, name)]
    for name in ("technosphere", "biosphere", "factors"):
        one, other = getattr(first, name), getattr(second, name)
        found += [f"{name}.{part}" for part in _table(one, other, spread_tolerance)]
    if not found and _multipliers(first) != _multipliers(second):
        found.append("multipliers")
    if not found and not np.array_equal(_production(first), _production(second)):
        found.append("production")
    return tuple(found)


def _order(table: EntryTable) -> npt.NDArray[np.intp]:
    """Entries by column, row and amount."""
    return np.lexsort((table.laws["uncertainty_type"], table.signed, table.row, table.column))


def _production(system: NamedSystem) -> npt.NDArray[np.float64]:
    return system.technosphere.signed[system.production]


def _multipliers(system: NamedSystem) -> list[tuple[int, int, float, tuple[str, ...]]]:
    table, signed = system.technosphere, system.technosphere.signed
    return sorted((int(table.column[n]), int(table.row[n]), float(signed[n]), keys) for n, keys in system.multipliers.items())


def _table(one: EntryTable, other: EntryTable, tolerance: float) -> list[str]:
    if len(one) != len(other):
        return ["count"]
    a, b = _order(one), _order(other)
    found = [name for name in ("row", "column", "signed") if not np.array_equal(getattr(one, name)[a], getattr(other, name)[b])]
    return found if _same_laws(_turned(one)[a], _turned(other)[b], tolerance) else [*found, "laws"]


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
