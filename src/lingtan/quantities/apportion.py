"""Whole numbers that sum to a whole: the method of the largest remainder."""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["apportion"]


def apportion(parts: Sequence[float], total: int) -> tuple[int, ...]:
    """The parts as integers that sum to `total`: each rounded down, what is missing to the largest remainders, the first ones first.

    What the parts' own sum differs from `total` by is spread over them first, by their sizes. In the unit of `total`.
    """
    if not parts:
        return ()
    sizes = [abs(part) for part in parts]
    size = math.fsum(sizes)
    missing = total - math.fsum(parts)
    shares = [missing * (own / size if size else 1.0 / len(parts)) for own in sizes]
    spread = [part + share for part, share in zip(parts, shares, strict=True)]
    floors = [math.floor(part) for part in spread]
    order = sorted(range(len(parts)), key=lambda place: (floors[place] - spread[place], place))
    left = total - sum(floors)
    # Rounding of the spread may leave more than one unit a part at sizes near 2**53.
    every, some = divmod(left, len(parts))
    extra = set(order[:some])
    return tuple(floor + every + (place in extra) for place, floor in enumerate(floors))
