"""Why a sum changed: the logarithmic mean Divisia index (LMDI-I, additive), which leaves no residual.

For V = Σ_i Π_k x_ki the part of factor k in V¹ − V⁰ is Σ_i L(V_i¹, V_i⁰)·ln(x_ki¹ / x_ki⁰) with the logarithmic mean
L(a, b) = (a − b) / ln(a / b), L(a, a) = a (Ang 2005, Energy Policy 33:867, eq. 5-7). The parts sum to V¹ − V⁰ exactly.

Where an item comes or goes, some of its factors are zero on one side. The analytical limit (Ang & Liu 2007, Energy Policy 35:238) gives
the whole change to the factors that are zero, in equal parts where several are.

Not certified: the logarithms are those of the machine's library. What is certified is the change that the parts sum to.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lingtan.errors import KernelError

__all__ = ["Decomposition", "decompose"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decomposition:
    """What each factor did to the sum, and to each item. In the unit of the product of the factors.

    `by_item[item]` holds one number a factor, in the factors' order; `by_factor` their sums over the items. Both sum to `change`.
    """

    factors: tuple[str, ...]
    by_item: Mapping[str, tuple[float, ...]]
    by_factor: tuple[float, ...]
    change: float


def decompose(factors: Sequence[str], before: Mapping[str, Sequence[float]], after: Mapping[str, Sequence[float]]) -> Decomposition:
    """The additive LMDI-I decomposition of Σ_i Π_k x_ki from `before` to `after`, each item's factors in the order of `factors`.

    An item of one side only counts with zeros on the other. Raises KernelError `DECOMPOSITION_SHAPE` for an item with another number of
    factors, `DECOMPOSITION_SIGN` for a factor that is negative or not finite (a logarithm has none).
    """
    names = tuple(factors)
    by_item = {item: _parts(item, before.get(item), after.get(item), len(names)) for item in dict.fromkeys([*before, *after])}
    by_factor = tuple(math.fsum(parts[k] for parts in by_item.values()) for k in range(len(names)))
    change = math.fsum([*(math.prod(x) for x in after.values()), *(-math.prod(x) for x in before.values())])
    return Decomposition(factors=names, by_item=by_item, by_factor=by_factor, change=change)


def _parts(item: str, before: Sequence[float] | None, after: Sequence[float] | None, count: int) -> tuple[float, ...]:
    old, new = (tuple(side) if side is not None else (0.0,) * count for side in (before, after))
    if len(old) != count or len(new) != count:
        raise KernelError("DECOMPOSITION_SHAPE", place=item, expected=count, first=len(old), second=len(new))
    for value in (*old, *new):
        if not (math.isfinite(value) and value >= 0.0):
            raise KernelError("DECOMPOSITION_SIGN", place=item, value=value)
    whole_old, whole_new = math.prod(old), math.prod(new)
    if whole_old > 0.0 and whole_new > 0.0:
        weight = _logarithmic_mean(whole_new, whole_old)
        return _closed([weight * _log_ratio(b, a) for a, b in zip(old, new, strict=True)], whole_new - whole_old)
    empty = new if whole_new == 0.0 else old
    zero = [value == 0.0 for value in empty]
    share = (whole_new - whole_old) / (sum(zero) or 1)
    return tuple(share if is_zero else 0.0 for is_zero in zero)


def _logarithmic_mean(a: float, b: float) -> float:
    return a if a == b else (a - b) / _log_ratio(a, b)


def _log_ratio(a: float, b: float) -> float:
    """The logarithm of a / b, exact for numbers that nearly agree, and finite where the ratio is beyond a double."""
    high, low = max(a, b), min(a, b)
    excess = (high - low) / low
    size = math.log1p(excess) if math.isfinite(excess) else math.log(high) - math.log(low)
    return size if a >= b else -size


def _closed(parts: list[float], change: float) -> tuple[float, ...]:
    """The parts with what rounding left between their sum and the change put into the largest, so that the item closes."""
    largest = max(range(len(parts)), key=lambda place: abs(parts[place]))
    parts[largest] += change - math.fsum(parts)
    return tuple(parts)
