"""People or tools that lines share."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from lingtan.errors import InputError

__all__ = ["Pool"]

_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """So many people of one skill, or tools of one kind; each of `sizes` holds from its minute of `from_min` on, the first before it too.

    People are needed in the minutes in which a line sets up or runs; what `is_held` (a tool, a stencil) stays with the order from the
    begin of its set-up to its end, over breaks too. Raises InputError `SCHEDULE_POOL` with the pool.
    """

    name: str
    from_min: tuple[int, ...]
    sizes: tuple[int, ...]
    is_held: bool = False

    def __post_init__(self) -> None:
        bad = not self.sizes or len(self.sizes) != len(self.from_min) or not 0 <= min(self.sizes) <= max(self.sizes) <= _LARGEST
        if bad or any(after <= before for before, after in pairwise(self.from_min)):
            raise InputError("SCHEDULE_POOL", place=self.name, sizes=str(self.sizes), since=str(self.from_min))
