"""The meters of a site as a tree: site → workshop → line → equipment, one tree a medium, and what no meter below one accounts for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from lingtan.errors import InputError
from lingtan.quantities import Unit

__all__ = ["Level", "Medium", "Meter", "MeterBalance", "MeterTree"]


class Medium(StrEnum):
    """电, 热, 冷, 压缩空气, 氮气, 燃气, 水."""

    ELECTRICITY = "electricity"
    HEAT = "heat"
    COLD = "cold"
    COMPRESSED_AIR = "compressed_air"
    NITROGEN = "nitrogen"
    GAS = "gas"
    WATER = "water"

    @property
    def unit(self) -> Unit:
        """What its meters count: kilowatt-hours, or cubic metres (of gases at 0 °C and 101.325 kPa)."""
        return Unit.KWH if self in (Medium.ELECTRICITY, Medium.HEAT, Medium.COLD) else Unit.M3


class Level(StrEnum):
    """厂区, 车间, 产线, 设备: what a meter stands at, from the outside in."""

    SITE = "site"
    WORKSHOP = "workshop"
    LINE = "line"
    EQUIPMENT = "equipment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """One meter: its number, what it counts, where it stands, the meter it is behind (None at the top), and how often it reads.

    Raises InputError `METER_INTERVAL` for an interval that is no whole part of an hour.
    """

    key: str
    medium: Medium
    level: Level
    parent: str | None = None
    title: str = ""
    interval_min: int = 15

    def __post_init__(self) -> None:
        if not 1 <= self.interval_min <= 60 or 60 % self.interval_min:
            raise InputError("METER_INTERVAL", place=self.key, value=self.interval_min)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterBalance:
    """A meter over a time, the sum of the meters behind it, and the rest that none of them counts. In the unit of the medium.

    `rest` is below zero by at most what the meters' accuracy allows.
    """

    meter: str
    quantity: float
    metered: float
    rest: float


@dataclass(frozen=True, kw_only=True)
class MeterTree:
    """Meters that stand behind one another without a circle.

    Raises InputError `METER_TWICE` (a number), `METER_PARENT` (unknown), `METER_MEDIUM` (behind a meter of another medium), `METER_LEVEL`
    (at a level outside that of its parent) and `METER_CYCLE` with the circle.
    """

    meters: tuple[Meter, ...]

    def __post_init__(self) -> None:
        if len(self.by_key) != len(self.meters):
            keys = [meter.key for meter in self.meters]
            raise InputError("METER_TWICE", place=next(key for key in keys if keys.count(key) > 1))
        for meter in self.meters:
            if meter.parent is not None and meter.parent not in self.by_key:
                raise InputError("METER_PARENT", place=meter.key, parent=meter.parent)
            self.above(meter.key)
        order = list(Level)
        for meter in self.meters:
            parent = self.by_key[meter.parent] if meter.parent is not None else meter
            if parent.medium is not meter.medium:
                raise InputError("METER_MEDIUM", place=meter.key, medium=meter.medium.value, parent=parent.key, other=parent.medium.value)
            if order.index(parent.level) > order.index(meter.level):
                raise InputError("METER_LEVEL", place=meter.key, level=meter.level.value, parent=parent.key, other=parent.level.value)

    @cached_property
    def by_key(self) -> Mapping[str, Meter]:
        """Meters by their number."""
        return {meter.key: meter for meter in self.meters}

    @cached_property
    def behind(self) -> Mapping[str, tuple[str, ...]]:
        """The meters directly behind each meter."""
        found: dict[str, list[str]] = {meter.key: [] for meter in self.meters}
        for meter in self.meters:
            if meter.parent is not None:
                found[meter.parent].append(meter.key)
        return {key: tuple(keys) for key, keys in found.items()}

    def above(self, key: str) -> tuple[str, ...]:
        """The meters that a meter stands behind, the nearest first."""
        path: list[str] = []
        here = self.by_key[key].parent
        while here is not None:
            path.append(here)
            if here == key or path.count(here) > 1:
                raise InputError("METER_CYCLE", place=key, circle=" → ".join([key, *path]))
            here = self.by_key[here].parent
        return tuple(path)

    def tops(self, medium: Medium) -> tuple[Meter, ...]:
        """Meters of a medium that stand behind no other."""
        return tuple(meter for meter in self.meters if meter.medium is medium and meter.parent is None)

    def at(self, level: Level, medium: Medium) -> tuple[Meter, ...]:
        """Meters of a medium at a level."""
        return tuple(meter for meter in self.meters if meter.medium is medium and meter.level is level)

    def balances(self, quantities: Mapping[str, float], *, accuracy_share: float = 0.01) -> tuple[MeterBalance, ...]:
        """What each meter with meters behind it counted, and the rest, for one time. In the unit of the medium.

        Meters without a quantity and without readings behind them are left out. `accuracy_share` is how far the sum may pass the meter.
        Raises InputError `METER_UNKNOWN`, `METER_READING` (negative, or no number), `METER_NOT_READ` (meters behind it were read and it was
        not, or some behind it were read and others not) and `METER_SUM` where the meters behind one count more than it.
        """
        for key, value in quantities.items():
            if key not in self.by_key:
                raise InputError("METER_UNKNOWN", place=key)
            if not math.isfinite(value) or value < 0:
                raise InputError("METER_READING", place=key, value=value)
        found = []
        for key, inner in self.behind.items():
            read = [below for below in inner if below in quantities]
            if not read:
                continue
            missing = [below for below in (key, *inner) if below not in quantities]
            if missing:
                raise InputError("METER_NOT_READ", place=missing[0], parent=key)
            quantity, metered = quantities[key], math.fsum(quantities[below] for below in inner)
            if metered - quantity > accuracy_share * quantity:
                raise InputError("METER_SUM", place=key, quantity=quantity, metered=metered, accuracy=accuracy_share)
            found.append(MeterBalance(meter=key, quantity=quantity, metered=metered, rest=quantity - metered))
        return tuple(found)
