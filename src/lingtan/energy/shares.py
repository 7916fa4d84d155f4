"""Who used a kilowatt-hour: shared utilities shared out to workshops, and a workshop's meter to products, idling, scrap and the rest.

Whole watt-hours by the largest remainder, so that what is shared out is the meter, to the last digit (METHODS 11).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lingtan.energy.meters import Level, Medium, MeterTree
from lingtan.errors import InputError
from lingtan.quantities import apportion

__all__ = ["Allocated", "Produced", "Utility", "allocate_meter", "share_out", "workshop_wh"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Utility:
    """A shared utility: the electricity meter of what makes it, and how much of it each workshop took, in one unit of any kind.

    `estimated` marks uses that were not metered (by area, by installed power): the mark stays on every share made of them.
    """

    meter: str
    uses: Mapping[str, float]
    estimated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Produced:
    """What was made of a product: good pieces, scrapped pieces, and what one piece weighs in the sharing (machine seconds, say)."""

    product: str
    good_count: int
    scrap_count: int = 0
    weight: float = 1.0

    def __post_init__(self) -> None:
        if self.good_count < 0 or self.scrap_count < 0 or not self.weight > 0 or not math.isfinite(self.weight):
            raise InputError("SHARE_PRODUCED", place=self.product, good=self.good_count, scrap=self.scrap_count, weight=self.weight)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocated:
    """A meter shared out; products, idling, scrap and the rest sum to the meter exactly. [Wh], whole."""

    meter_wh: int
    products_wh: Mapping[str, int]
    scrap_wh: Mapping[str, int]
    idle_wh: int
    other_wh: int


def share_out(total_wh: int, uses: Mapping[str, float], *, place: str) -> dict[str, int]:
    """A total by uses; the parts sum to it exactly. [Wh]

    Raises InputError `SHARE_USES` where a use is negative or no number, or where all are zero and there is something to share out.
    """
    if total_wh < 0 or any(not math.isfinite(use) or use < 0 for use in uses.values()):
        raise InputError("SHARE_USES", place=place, total=total_wh)
    whole = math.fsum(uses.values())
    if whole <= 0 and total_wh:
        raise InputError("SHARE_USES", place=place, total=total_wh)
    parts = [total_wh * (use / whole) if whole else 0.0 for use in uses.values()]
    return dict(zip(uses, apportion(parts, total_wh), strict=True))


def workshop_wh(tree: MeterTree, read_wh: Mapping[str, int], utilities: Sequence[Utility] = ()) -> dict[str, int]:
    """Electricity of each workshop meter with its part of the shared utilities. [Wh], whole

    The sum is that of the workshops' meters and of the utilities', to the watt-hour. Raises InputError `METER_NOT_READ` for a workshop or
    a utility without reading, `SHARE_UTILITY` where a utility's meter is no electricity meter, stands behind a workshop's (its electricity
    would count twice) or is shared to something that is no workshop, and as `share_out`.
    """
    workshops = [meter.key for meter in tree.at(Level.WORKSHOP, Medium.ELECTRICITY) if meter.key not in {u.meter for u in utilities}]
    for key in (*workshops, *(utility.meter for utility in utilities)):
        if key not in read_wh:
            raise InputError("METER_NOT_READ", place=key, parent="-")
    whole = {key: read_wh[key] for key in workshops}
    for utility in utilities:
        meter = tree.by_key.get(utility.meter)
        counted = meter is None or meter.medium is not Medium.ELECTRICITY or set(tree.above(meter.key)) & set(workshops)
        if counted or set(utility.uses) - set(workshops):
            raise InputError("SHARE_UTILITY", place=utility.meter)
        for key, part in share_out(read_wh[utility.meter], utility.uses, place=utility.meter).items():
            whole[key] += part
    return whole


def allocate_meter(meter_wh: int, produced: Sequence[Produced], *, idle_wh: int = 0, other_wh: int = 0, place: str = "meter") -> Allocated:
    """A workshop's or line's electricity over good pieces, scrap, idling (measured by the machines' states) and the rest. [Wh], whole

    Each piece, good or not, takes by its weight. Raises InputError `SHARE_OVER` where idling and the rest exceed the meter, `SHARE_USES`
    where nothing was made and something is left to share out, `SHARE_TWICE` for a product given twice.
    """
    left = meter_wh - idle_wh - other_wh
    if left < 0 or idle_wh < 0 or other_wh < 0:
        raise InputError("SHARE_OVER", place=place, meter=meter_wh, idle=idle_wh, other=other_wh)
    names = [made.product for made in produced]
    if len(set(names)) != len(names):
        raise InputError("SHARE_TWICE", place=next(name for name in names if names.count(name) > 1))
    good = {f"{made.product}\0good": made.good_count * made.weight for made in produced}
    scrap = {f"{made.product}\0scrap": made.scrap_count * made.weight for made in produced}
    parts = share_out(left, good | scrap, place=place)
    return Allocated(
        meter_wh=meter_wh,
        products_wh={name: parts[f"{name}\0good"] for name in names},
        scrap_wh={name: parts[f"{name}\0scrap"] for name in names},
        idle_wh=idle_wh,
        other_wh=other_wh,
    )
