"""The restricted master programme: known courses of all lines, mixed so that every order is made; its prices are the next prizes."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from lingtan.scheduling.bounding.line_courses import Course
from lingtan.scheduling.problem import Integers
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["Master"]

#: Columns above the most are dropped, but for the cheapest.
_MOST, _LEFT = 2_000, 1_000


@dataclass(slots=True, kw_only=True, eq=False)
class Master:
    """Columns by line and course. `orders` (n,) are the open ones; `made`: how often a column makes each, shape (R, n); `cost` (R,).

    What it says is floating, and never believed.
    """

    lines: int
    orders: Integers
    of: list[tuple[int, Course]] = field(default_factory=list)
    cost: list[int] = field(default_factory=list)
    made: list[Integers] = field(default_factory=list)

    def add(self, line: int, course: Course, cost: int, made: Integers) -> bool:
        """Add a column unless it is there."""
        if (line, course) in self.of:
            return False
        self.of.append((line, course))
        self.cost.append(cost)
        self.made.append(made)
        return True

    def reduced(self, prize: Integers) -> Integers:
        """Each column's cost less its prizes, shape (R,)."""
        return np.array(self.cost, np.int64) - np.array(self.made, np.int64) @ prize

    def keep(self, chosen: list[int]) -> None:
        """Drop all other columns."""
        self.of = [self.of[i] for i in chosen]
        self.cost = [self.cost[i] for i in chosen]
        self.made = [self.made[i] for i in chosen]

    def shrink(self, prize: Integers) -> None:
        """Drop the dearest where there are too many; each line's first (the plan's) stays."""
        if len(self.of) > _MOST:
            cheapest = np.argsort(self.reduced(prize), kind="stable")[:_LEFT]
            self.keep(sorted({*range(self.lines), *(int(i) for i in cheapest)}))

    def solve(self) -> tuple[float, FloatArray, FloatArray] | None:
        """Least cost of a mix, prizes of the orders (n,), shares of the columns (R,); None where HiGHS finds none."""
        from scipy.optimize import linprog
        from scipy.sparse import coo_array, vstack

        made = coo_array(np.array(self.made, np.float64).T)
        columns = np.arange(len(self.of))
        once = coo_array((np.ones(len(columns)), ([line for line, _ in self.of], columns)), shape=(self.lines, len(columns)))
        limits = np.concatenate([-np.ones(made.shape[0]), np.ones(self.lines)])
        found = linprog(np.array(self.cost, np.float64), A_ub=vstack([-made, once]), b_ub=limits, method="highs")  # type: ignore[call-overload]  # scipy-stubs: sparse arrays are taken, and not declared
        if found.status != 0:
            return None
        return float(found.fun), -found.ineqlin.marginals[: made.shape[0]], found.x
