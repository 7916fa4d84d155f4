"""Why an order is late where lines are tied: every try times the whole plant again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from lingtan.scheduling.coupled.timing import ties_of
from lingtan.scheduling.frozen import without_frozen
from lingtan.scheduling.line_work import Change, first_that, worked
from lingtan.scheduling.objective import Objective
from lingtan.scheduling.problem import NOTHING, Integers, Problem
from lingtan.scheduling.timing import Timing

if TYPE_CHECKING:
    from lingtan.scheduling.loops.arrays import Arrays
    from lingtan.scheduling.loops.coupled import Ties

__all__ = ["TiedPlant", "TiedTrial", "tied_plant", "waited_until"]

#: More of a pool than this helps nobody.
_MOST_MORE = 1_000
_NEVER = 1 << 60


def waited_until(problem: Problem, timing: Timing, order: int) -> int:
    """When the parts are there that an order waits for; long ago where it waits for none. [min]"""
    if problem.after[order] == NOTHING:
        return -_NEVER
    lots = problem.lot_of == problem.lot_of[problem.after[order]]
    return int(timing.end_min[lots].max() + problem.transfer_min[order])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TiedPlant:
    """The plan as the loops take it."""

    problem: Problem
    timing: Timing
    arrays: Arrays
    ties: Ties
    seq: Integers
    count: Integers

    def ends(self, *, seq: Integers | None = None, ties: Ties | None = None, arrays: Arrays | None = None) -> tuple[Integers, int]:
        """End of each whole order, shape (J,), and the weighted tardiness of all, with something else in its place. [min]

        Both are beyond all times where orders wait in a circle.
        """
        from lingtan.scheduling.loops.coupled import C_END, Free, time_all

        ties, arrays, problem = ties or self.ties, arrays or self.arrays, self.problem
        times = np.zeros((problem.order_count, 4), np.int64)
        scratch = Free(*(np.zeros_like(one) for one in ties.free))
        if time_all(arrays, ties, self.seq if seq is None else seq, self.count, scratch, times, _NEVER)[0] < self.count.sum():
            return np.full(problem.order_count, _NEVER), _NEVER
        ends = ties.ends.copy()
        opened = np.flatnonzero(ties.ends < 0)
        np.maximum.at(ends, problem.lot_of[opened], times[opened, C_END])
        first = problem.lot_of == np.arange(problem.order_count)
        return ends[problem.lot_of], int((problem.weight * np.maximum(ends - problem.due_min, 0))[first].sum())

    def to_pass(self, order: int) -> int | None:
        """The nearest order ahead before which it is on time while the weighted tardiness of the plant falls."""
        k = int(self.timing.line[order])
        line = [int(j) for j in self.seq[k, : self.count[k]]]
        at, before = line.index(order), self.ends()[1]
        for place in range(at - 1, -1, -1):
            seq = self.seq.copy()
            seq[k, : len(line)] = [*line[:place], order, *line[place:at], *line[at + 1 :]]
            ends, tardiness = self.ends(seq=seq)
            if ends[order] <= self.problem.due_min[order] and tardiness < before:
                return line[place]
        return None

    def least_more(self, order: int) -> tuple[str, int] | None:
        """The pool of which the fewest more, all the time, make the order on time, and how many."""
        found = []
        for number, pool in enumerate(self.problem.pools):
            count = first_that(partial(self._is_on_time_with, order, number), 1, _MOST_MORE)
            found += [] if count is None else [(pool.name, count)]
        return min(found, key=lambda one: one[1], default=None)

    def _is_on_time_with(self, order: int, pool: int, more: int) -> bool:
        amount = self.ties.free.amount.copy()
        amount[pool] += more
        ties = self.ties._replace(free=self.ties.free._replace(amount=amount))
        return bool(self.ends(ties=ties)[0][order] <= self.problem.due_min[order])


def tied_plant(problem: Problem, timing: Timing) -> TiedPlant:
    """The plan of a tied problem, to be asked."""
    from lingtan.scheduling.loops.arrays import arrays_of

    seq, count = without_frozen(problem, timing.sequence)
    return TiedPlant(problem=problem, timing=timing, arrays=arrays_of(problem, Objective()), ties=ties_of(problem), seq=seq, count=count)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TiedTrial:
    """An order where the plan has it."""

    plant: TiedPlant
    order: int

    def end(self, change: Change) -> int:
        """End of the last lot of the order under a change, every line in its order. [min]"""
        from lingtan.scheduling.loops.arrays import arrays_of
        from lingtan.scheduling.loops.coupled import L_BEHIND, L_RELEASE, L_RUN, L_SETUP

        plant, problem, j = self.plant, self.plant.problem, self.order
        less = np.zeros_like(plant.ties.less)
        less[j, L_BEHIND if self._is_behind() else L_RELEASE] = change.material_min
        ahead = self._ahead()
        for column, lengths, minutes in ((L_SETUP, plant.timing.setup_min, change.setup_min), (L_RUN, self._runs(), change.work_min)):
            left = minutes
            for one in reversed(ahead):
                less[one, column] = min(left, int(lengths[one]))
                left -= int(less[one, column])
        arrays = plant.arrays
        if change.open_min:
            k = int(plant.timing.line[j])
            others = [c for c in problem.closures if c.line != k]
            kept = worked(problem.closures_of(k), int(problem.due_min[j]), change.open_min)[0]
            arrays = arrays_of(replace(problem, closures=(*others, *kept)), Objective())
        return int(plant.ends(ties=plant.ties._replace(less=less), arrays=arrays)[0][j])

    def most(self) -> Change:
        """The most that can be given of each."""
        plant, problem, j = self.plant, self.plant.problem, self.order
        k, due, ahead = int(plant.timing.line[j]), int(problem.due_min[j]), self._ahead()
        release = max(int(problem.release_min[j]), waited_until(problem, plant.timing, j))
        return Change(
            material_min=max(release - int(problem.ready_min[k]), 0) if ahead else 0,
            open_min=sum(max(min(c.end_min, due) - c.start_min, 0) for c in problem.closures_of(k)),
            setup_min=sum(int(plant.timing.setup_min[one]) for one in ahead),
            work_min=sum(int(self._runs()[one]) for one in ahead),
        )

    def _is_behind(self) -> bool:
        """Whether the order that it waits for holds it up, rather than its material."""
        return bool(waited_until(self.plant.problem, self.plant.timing, self.order) > self.plant.problem.release_min[self.order])

    def _ahead(self) -> Sequence[int]:
        """Open orders of its line up to and with it; none where it is frozen."""
        k = int(self.plant.timing.line[self.order])
        line = [int(one) for one in self.plant.seq[k, : self.plant.count[k]]]
        return line[: line.index(self.order) + 1] if self.order in line else []

    def _runs(self) -> Integers:
        problem = self.plant.problem
        runs: Integers = problem.run_min[self.plant.timing.line, np.arange(problem.order_count)]
        return runs
