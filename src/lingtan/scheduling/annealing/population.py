"""Plans kept for crossing: good ones that differ (biased fitness: Vidal et al. 2012, Operations Research 60:611–624)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, zip_longest

import numpy as np
import numpy.typing as npt

from lingtan.scheduling.annealing.hands import Found
from lingtan.scheduling.frozen import Plan
from lingtan.scheduling.problem import Integers

__all__ = ["Population"]

#: Plans looked at for how different one is; the share of plans that value alone keeps.
_CLOSE, _ELITE_SHARE = 3, 0.25


class Population:
    """At most `kept + spare` plans of different value; at that size the least fit go until `kept` are left."""

    def __init__(self, kept: int, spare: int, orders: int) -> None:
        self.found: list[Found] = []
        self._kept, self._spare, self._orders = kept, spare, orders
        self._before = np.empty((0, orders), np.int64)
        self._fitness: npt.NDArray[np.float64] = np.empty(0)

    @property
    def best(self) -> Found:
        """The one of least value."""
        return min(self.found)

    def add(self, found: Found) -> None:
        """Take a plan in, unless one of its value is there."""
        if any(one.value == found.value for one in self.found):
            return
        self.found.append(found)
        self._before = np.vstack([self._before, _before(found.plan, self._orders)])
        self._fitness = self._rated()
        if len(self.found) == self._kept + self._spare:
            while len(self.found) > self._kept:
                worst = int(np.argmax(self._fitness))
                del self.found[worst]
                self._before = np.delete(self._before, worst, axis=0)
                self._fitness = self._rated()

    def add_best(self, populations: Sequence[Population]) -> None:
        """Take the best of each in, then the second best of each, and so on, as many as are kept."""
        by_rank = zip_longest(*(sorted(one.found) for one in populations))
        for found in islice((found for rank in by_rank for found in rank if found), self._kept):
            self.add(found)

    def fitter(self, one: int, other: int) -> Found:
        """Of two plans, by their places in `found`, the one that is better or stands more alone."""
        return self.found[one if self._fitness[one] <= self._fitness[other] else other]

    def _rated(self) -> npt.NDArray[np.float64]:
        """Rank of value plus rank of likeness to the nearest plans, the best of value spared; least is fittest. Shape (n,)."""
        size = len(self.found)
        values = np.array([one.value for one in self.found])
        differs = (self._before[:, None, :] != self._before[None, :, :]).sum(axis=2)
        np.fill_diagonal(differs, self._orders + 1)
        apart = np.sort(differs, axis=1)[:, :_CLOSE].sum(axis=1)
        spared = max(2, int(size * _ELITE_SHARE))
        return _rank(values) + (1 - spared / size) * _rank(-apart) if size > spared else _rank(values)


def _rank(key: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    rank = np.empty(key.size)
    rank[np.argsort(key, kind="stable")] = np.arange(key.size)
    return rank


def _before(plan: Plan, orders: int) -> Integers:
    """Of each order the one before it, or −1 less the line it begins. Shape (J,)."""
    before = np.zeros(orders, np.int64)
    for line, placed in enumerate(plan):
        last = -1 - line
        for order in placed:
            before[order], last = last, order
    return before
