"""The restricted master programme: known courses of all lines, mixed so that every order is made; its prices are the next prizes."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from lingtan.scheduling.bounding.line_courses import BITS, Course
from lingtan.scheduling.problem import Integers
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["Master"]

#: Columns above the most are dropped, but for the cheapest.
_MOST, _LEFT = 2_000, 1_000
#: Shares and excesses that are none; triples taken up at a time, and how many of them may share an order.
_NONE, _BROKEN, _TRIPLES, _OFTEN = 1e-6, 0.02, 12, 3


@dataclass(slots=True, kw_only=True, eq=False)
class Master:
    """Columns by line and course. `orders` (n,) are the open ones; `made`: how often a column makes each, shape (R, n); `cost` (R,).

    `triples`: places of three orders of which no plan makes two on one line and two on another, as the mixes do. What it says is floating,
    and never believed.
    """

    lines: int
    orders: Integers
    of: list[tuple[int, Course]] = field(default_factory=list)
    cost: list[int] = field(default_factory=list)
    made: list[Integers] = field(default_factory=list)
    triples: list[tuple[int, int, int]] = field(default_factory=list)

    def add(self, line: int, course: Course, cost: int, made: Integers) -> bool:
        """Add a column unless it is there."""
        if (line, course) in self.of:
            return False
        self.of.append((line, course))
        self.cost.append(cost)
        self.made.append(made)
        return True

    def reduced(self, prize: Integers, fine: Integers) -> Integers:
        """Each column's cost less its prizes, with its fines, shape (R,)."""
        made: Integers = np.array(self.made, np.int64)
        reduced: Integers = np.array(self.cost, np.int64) - made @ prize + self._pairs(made) @ fine
        return reduced

    def _pairs(self, made: Integers) -> Integers:
        """How often each column makes two of each triple, shape (R, C)."""
        pairs: Integers = made[:, np.array(self.triples, np.int64).reshape(-1, 3)].sum(axis=2) // 2
        return pairs

    def find_triples(self, shares: FloatArray, fine: Integers) -> list[int]:
        """Take up the triples that the shares break most, in place of those without a fine; the places of those that stay."""
        used = np.flatnonzero(shares > _NONE)
        made, share = np.array(self.made, np.int64)[used].T, shares[used]
        stay = [place for place in range(len(self.triples)) if fine[place] > 0]
        broken: list[tuple[float, tuple[int, int, int]]] = []
        for i in range(len(made) - 2):
            j, k = np.triu_indices(len(made) - i - 1, 1)
            sums = ((made[i] + made[i + 1 :][j] + made[i + 1 :][k]) // 2) @ share
            broken += [(float(sums[at]), (i, i + 1 + int(j[at]), i + 1 + int(k[at]))) for at in np.flatnonzero(sums > 1 + _BROKEN)]
        broken.sort(key=lambda one: (-one[0], one[1]))
        self.triples = [self.triples[place] for place in stay]
        times, known = np.zeros(len(made), np.int64), set(self.triples)
        for _, triple in broken:
            is_full = len(self.triples) == min(BITS, len(stay) + _TRIPLES)
            if is_full or (times[list(triple)] >= _OFTEN).any() or triple in known:
                continue
            times[list(triple)] += 1
            self.triples.append(triple)
        return stay

    def keep(self, chosen: list[int]) -> None:
        """Drop all other columns."""
        self.of = [self.of[i] for i in chosen]
        self.cost = [self.cost[i] for i in chosen]
        self.made = [self.made[i] for i in chosen]

    def shrink(self, prize: Integers, fine: Integers) -> None:
        """Drop the dearest where there are too many; each line's first (the plan's) stays."""
        if len(self.of) > _MOST:
            cheapest = np.argsort(self.reduced(prize, fine), kind="stable")[:_LEFT]
            self.keep(sorted({*range(self.lines), *(int(i) for i in cheapest)}))

    def solve(self) -> tuple[float, FloatArray, FloatArray, FloatArray] | None:
        """Least cost of a mix, prizes of the orders (n,), fines of the triples (C,), shares of the columns (R,); None if none is found."""
        from scipy.optimize import linprog
        from scipy.sparse import coo_array, vstack

        made = np.array(self.made, np.int64)
        columns = np.arange(len(self.of))
        once = coo_array((np.ones(len(columns)), ([line for line, _ in self.of], columns)), shape=(self.lines, len(columns)))
        rows = vstack([coo_array(-made.T.astype(np.float64)), once, coo_array(self._pairs(made).T.astype(np.float64))])
        n, triples = made.shape[1], len(self.triples)
        limits = np.concatenate([-np.ones(n), np.ones(self.lines + triples)])
        found = linprog(np.array(self.cost, np.float64), A_ub=rows, b_ub=limits, method="highs")  # type: ignore[call-overload]  # scipy-stubs: sparse arrays are taken, and not declared
        if found.status != 0:
            return None
        prices = -found.ineqlin.marginals
        return float(found.fun), prices[:n], prices[n + self.lines :], found.x
