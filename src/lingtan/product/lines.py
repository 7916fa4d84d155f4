"""One line of an inventory: activity × amount × allocation, and how it is known."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.evidence import Mark, Stage
from lingtan.quantities import Unit

__all__ = ["Line"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`amount` [`unit`] of `activity` at `place`, of which `allocation` [-] belongs to the device.

    `node` is the key of the activity's node in the process graph. `origin` says where the amount came from (a cell, an attribute, a prior
    of the pack); `multipliers` are the keys of the parameters that carry its doubt; `part` names the BOM line, where there is one.
    """

    key: str
    stage: Stage
    component: str
    activity: str
    node: str
    amount: float
    unit: Unit
    place: str
    multipliers: tuple[str, ...]
    mark: Mark
    origin: str
    allocation: float = 1.0
    part: str = ""

    @property
    def allocated(self) -> float:
        """Amount that belongs to the device. [`unit`]."""
        return self.amount * self.allocation
