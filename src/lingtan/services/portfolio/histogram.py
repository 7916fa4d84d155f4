"""Numbers into bins of a round width."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Bins", "bins_of"]

_ABOUT = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Bins:
    """`counts[i]` numbers lie in `edges[i]` to `edges[i + 1]`; `mean` and `median` of all. [unit of the numbers]"""

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    mean: float
    median: float


def bins_of(ordered: Sequence[float]) -> Bins | None:
    """About two dozen bins of a width of 1, 2 or 5 times a power of ten over rising numbers; None for none."""
    if not ordered:
        return None
    low, high = ordered[0], ordered[-1]
    rough = (high - low) / _ABOUT or max(abs(high), 1.0) / _ABOUT
    power = 10.0 ** math.floor(math.log10(rough))
    width = next(power * step for step in (1.0, 2.0, 5.0, 10.0) if power * step >= rough)
    first = math.floor(low / width)
    counts = [0] * (math.floor(high / width) - first + 1)
    for number in ordered:
        counts[math.floor(number / width) - first] += 1
    middle = len(ordered) // 2
    median = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2.0
    edges = tuple(round((first + step) * width, 9) for step in range(len(counts) + 1))
    return Bins(edges=edges, counts=tuple(counts), mean=math.fsum(ordered) / len(ordered), median=median)
