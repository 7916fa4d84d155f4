"""A week to plan as a plant states it: the problem in minutes, where minute 0 is, and the energy of its lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from lingtan.messages import Message
from lingtan.scheduling.energy import LineEnergy, Supply
from lingtan.scheduling.objective import Rank
from lingtan.scheduling.problem import Integers, Problem

__all__ = ["Week"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Week:
    """`origin` is minute 0 in the plant's own time; `quantity` pieces by order, shape (J,). `is_metered`: no draw had to be assumed.

    `least_lot`: an order may be made in lots of no fewer pieces than this; 0 where it stays whole. Shape (J,)
    `ranks`: terms that count one after another, the first first; none where their weighted sum counts.
    `warnings`: what the plant's file says and is not read.
    """

    problem: Problem
    origin: datetime
    quantity: Integers
    lines: tuple[LineEnergy, ...]
    supply: Supply
    is_metered: bool
    least_lot: Integers = field(default_factory=lambda: np.empty(0, np.int64))
    ranks: tuple[Rank, ...] = ()
    warnings: tuple[Message, ...] = ()

    def __post_init__(self) -> None:
        if self.least_lot.size == 0:
            object.__setattr__(self, "least_lot", np.zeros(self.problem.order_count, np.int64))

    @property
    def is_energy_assumed(self) -> bool:
        """Whether draws, prices or intensity had to be assumed."""
        return self.supply.is_assumed or not self.is_metered

    def moment(self, minute: int) -> datetime:
        """The clock at a minute."""
        return self.origin + timedelta(minutes=minute)

    def minute(self, moment: datetime) -> int:
        """Whole minutes since the origin, rounded down."""
        return (moment - self.origin) // timedelta(minutes=1)
