"""The shop floor of a simulated plant: lines do what their lists say, as it really goes, and what of that is known at a minute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from lingtan.scheduling.problem import Integers, Problem
from lingtan.scheduling.replan import with_downs
from lingtan.scheduling.simulation.world import World
from lingtan.scheduling.timing import Timing, place_work

__all__ = ["Shop", "View"]

#: What is planned: two weeks of calendar beyond the present are enough, later breaks would only cost time.
_SIGHT_MIN = 14 * 1440


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class View:
    """The plant as its planner sees it at a minute: orders heard of and not begun. `orders` are their numbers in the world, shape (n,)."""

    problem: Problem
    orders: Integers


@dataclass(slots=True, kw_only=True, eq=False)
class Shop:
    """What was begun so far. Times are true and of begun orders only, shape (J,); `done` is the sequence of each line."""

    world: World
    truth: Problem
    done: list[list[int]]
    line: Integers
    setup_start_min: Integers
    setup_min: Integers
    start_min: Integers
    end_min: Integers
    begun: npt.NDArray[np.bool_]
    known_downs_count: int = -1
    _known: Problem | None = field(default=None, repr=False)

    @classmethod
    def opened(cls, world: World) -> Shop:
        """The plant at minute 0, with the orders that run already."""
        count, truth = world.week.problem.order_count, world.truth()
        names = ("line", "setup_start_min", "setup_min", "start_min", "end_min")
        times: dict[str, Any] = {name: np.zeros(count, np.int64) for name in names}
        shop = cls(world=world, truth=truth, done=[[] for _ in truth.lines], begun=np.zeros(count, np.bool_), **times)
        for one in sorted(truth.frozen, key=lambda f: f.start_min):
            end = place_work(truth.closures_of(one.line), one.start_min, int(truth.run_min[one.line, one.order]))[1]
            shop._write(one.line, one.order, (one.start_min, 0, one.start_min, end))
        return shop

    def work(self, lists: Sequence[Sequence[int]], now_min: int, until_min: int) -> None:
        """Each line takes its list in order, from now on; what it would begin at `until_min` or later stays to be planned."""
        for k, orders in enumerate(lists):
            for j in orders:
                times = self._times(k, j, now_min)
                if times[0] >= until_min:
                    break
                self._write(k, j, times)

    def view(self, now_min: int, sight_min: int) -> View | None:
        """What can be planned of orders whose material is to come within `sight_min` of now; None where nothing is to be."""
        known, p = self._known_at(now_min), self.world.week.problem
        release = np.where(p.release_min <= now_min, self.world.there_min, p.release_min)
        orders = np.flatnonzero(~self.begun & (self.world.known_min <= now_min) & (release <= now_min + sight_min))
        if not orders.size:
            return None
        ready = np.array([self._free_min(known, release, k, now_min) for k in range(p.line_count)], np.int64)
        first = np.stack([self._setups(k) for k in range(p.line_count)])
        closures = tuple(c for c in known.closures if now_min < c.end_min and c.start_min < now_min + _SIGHT_MIN)
        none = np.empty(0, np.int64)
        problem = replace(
            p, orders=tuple(p.orders[j] for j in orders), family=p.family[orders], run_min=p.run_min[:, orders],
            first_setup_min=first, ready_min=ready, release_min=release[orders], due_min=p.due_min[orders], weight=p.weight[orders],
            closures=closures, frozen=(), home_line=none, home_previous=none, after=none, transfer_min=none, lot_of=none,
        )  # fmt: skip
        return View(problem=problem, orders=orders)

    def timing(self) -> Timing:
        """What was executed, once all is begun."""
        names = ("line", "setup_start_min", "setup_min", "start_min", "end_min")
        return Timing(sequence=tuple(map(tuple, self.done)), **{name: getattr(self, name) for name in names})

    def _known_at(self, now_min: int) -> Problem:
        """The plan's side with the breakdowns that have begun by now; how long one lasts is known once it has."""
        count = sum(one.start_min <= now_min for one in self.world.downs)
        if self._known is None or count != self.known_downs_count:
            p = self.world.week.problem
            downs = sorted(self.world.downs, key=lambda one: one.start_min)[:count]
            self._known, self.known_downs_count = replace(p, closures=with_downs(p, downs)), count
        return self._known

    def _free_min(self, known: Problem, release: Integers, k: int, now_min: int) -> int:
        """When the line is believed to be free of what it has begun: the rest of it as planned, a minute where it should be over."""
        if not self.done[k]:
            return max(int(known.ready_min[k]), now_min)
        j = self.done[k][-1]
        if self.end_min[j] <= now_min:
            return now_min
        closures, start = known.closures_of(k), int(self.start_min[j])
        if start > now_min:
            begin = int(self.setup_start_min[j])
            if self.setup_min[j]:
                begin = place_work(closures, begin, int(self.setup_min[j]))[1]
            start = max(begin, int(release[j]))
        return max(place_work(closures, start, int(known.run_min[k, j]))[1], now_min + 1)

    def _setups(self, k: int) -> Integers:
        """Set-ups of the line to each family from what it made last, shape (F,)."""
        last = self.done[k][-1] if self.done[k] else -1
        row: Integers = self.truth.first_setup_min[k] if last < 0 else self.truth.setup_min[k, self.truth.family[last]]
        return row

    def _times(self, k: int, j: int, now_min: int) -> tuple[int, int, int, int]:
        """Begin and length of the set-up, begin and end of the run as they would really be; the first is when the line begins."""
        p, closures, setup = self.truth, self.truth.closures_of(k), int(self._setups(k)[self.truth.family[j]])
        free = int(self.end_min[self.done[k][-1]]) if self.done[k] else int(p.ready_min[k])
        now, there = max(free, now_min), int(p.release_min[j])
        begin = now
        if setup:
            begin, now = place_work(closures, now if p.is_setup_before_release else max(now, there), setup)
        start, end = place_work(closures, max(now, there), int(p.run_min[k, j]))
        return begin if setup else start, setup, start, end

    def _write(self, k: int, j: int, times: tuple[int, int, int, int]) -> None:
        self.line[j], self.begun[j] = k, True
        self.setup_start_min[j], self.setup_min[j], self.start_min[j], self.end_min[j] = times
        self.done[k].append(j)
