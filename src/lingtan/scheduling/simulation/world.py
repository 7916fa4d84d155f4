"""A simulated plant: what is planned with, and what really happens, which nobody knows before it does."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from lingtan.scheduling.problem import Integers, Problem
from lingtan.scheduling.replan import Down, with_downs
from lingtan.scheduling.simulation.disturbances import Disturbances
from lingtan.scheduling.week import Week

__all__ = ["WEEK_MIN", "World"]

WEEK_MIN = 7 * 1440


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class World:
    """`week` is the plan's side: all orders with promised material and planned times. The rest is what happens.

    `known_min`: when an order is heard of; `there_min`: when its material is there. [min], shape (J,)
    `run_min`: the time it takes on each line. [min], shape (K, J); `rush_count`: orders at the end that nobody knew of.
    """

    week: Week
    weeks_count: int
    disturbances: Disturbances
    known_min: Integers
    there_min: Integers
    run_min: Integers
    downs: tuple[Down, ...]
    rush_count: int

    @property
    def until_min(self) -> int:
        """End of the last week. [min]"""
        return self.weeks_count * WEEK_MIN

    def truth(self) -> Problem:
        """The problem with all that happens in it: whatever was executed must be a plan of it."""
        changed = replace(self.week.problem, release_min=self.there_min, run_min=self.run_min)
        return replace(changed, closures=with_downs(changed, self.downs))

    def events(self) -> list[tuple[int, str, str]]:
        """Minute, kind and name of every breakdown, rush order and late material, by time."""
        problem = self.week.problem
        found = [(one.start_min, "breakdown", one.line) for one in self.downs]
        first_rush = problem.order_count - self.rush_count
        found += [(int(self.known_min[j]), "rush", problem.orders[j]) for j in range(first_rush, problem.order_count)]
        late = np.flatnonzero(self.there_min > problem.release_min)
        found += [(int(problem.release_min[j]), "late_material", problem.orders[j]) for j in late]
        return sorted(found)
