"""A week to plan as a plant states it: the problem in minutes, where minute 0 is, and the energy of its lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from lingtan.scheduling.energy import LineEnergy, Supply
from lingtan.scheduling.problem import Integers, Problem

__all__ = ["Week"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Week:
    """`origin` is minute 0 in the plant's own time; `quantity` pieces by order, shape (J,). `is_metered`: no draw had to be assumed."""

    problem: Problem
    origin: datetime
    quantity: Integers
    lines: tuple[LineEnergy, ...]
    supply: Supply
    is_metered: bool

    def moment(self, minute: int) -> datetime:
        """The clock at a minute."""
        return self.origin + timedelta(minutes=minute)

    def minute(self, moment: datetime) -> int:
        """Whole minutes since the origin, rounded down."""
        return (moment - self.origin) // timedelta(minutes=1)
