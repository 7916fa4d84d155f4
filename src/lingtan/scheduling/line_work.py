"""The work of one line in its order, and when a piece of it would end if something were otherwise: the question behind *why late*."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from lingtan.scheduling.problem import Closure, Problem
from lingtan.scheduling.timing import place_work

__all__ = ["Change", "LineTrial", "LineWork", "Trial", "first_that", "line_work", "worked"]

_OPEN = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is given to one order. [min].

    Its material earlier; the last closed minutes of its line before it is due worked through; the set-ups and the work up to and with it
    shorter, the nearest first.
    """

    material_min: int = 0
    open_min: int = 0
    setup_min: int = 0
    work_min: int = 0


class Trial(Protocol):
    """A place that an order could have, and what would come of changes there."""

    def end(self, change: Change) -> int:
        """End of the order under a change, everything else in its order. [min]"""

    def most(self) -> Change:
        """The most that can be given of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWork:
    """A line's pieces of work in order. `starts` is −1 for work that is not frozen; `frees` is when the line is free of each. [min]"""

    line: int
    closures: Sequence[Closure]
    ready_min: int
    is_setup_before_release: bool
    families: tuple[int, ...]
    setups_min: tuple[int, ...]
    runs_min: tuple[int, ...]
    releases_min: tuple[int, ...]
    starts_min: tuple[int, ...]
    frees_min: tuple[int, ...] = ()

    @property
    def last(self) -> int:
        """Place of the last piece."""
        return len(self.runs_min) - 1

    def then(self, problem: Problem, order: int, release_min: int) -> LineWork:
        """The same with one order behind, what it waits for being there at a minute."""
        family = int(problem.family[order])
        before = problem.setup_min[self.line, self.families[-1]] if self.families else problem.first_setup_min[self.line]
        return replace(
            self,
            families=(*self.families, family),
            setups_min=(*self.setups_min, int(before[family])),
            runs_min=(*self.runs_min, int(problem.run_min[self.line, order])),
            releases_min=(*self.releases_min, release_min),
            starts_min=(*self.starts_min, _OPEN),
        )


def line_work(problem: Problem, line: int, orders: Sequence[int]) -> LineWork:
    """The work of a line that makes these orders, frozen ones first."""
    fixed = {f.order: f.start_min for f in problem.frozen_of(line)}
    families = tuple(int(problem.family[j]) for j in orders)
    setups: list[int] = []
    for place, (j, family) in enumerate(zip(orders, families, strict=True)):
        before = problem.setup_min[line, families[place - 1]] if place else problem.first_setup_min[line]
        setups.append(0 if j in fixed else int(before[family]))
    work = LineWork(
        line=line,
        closures=problem.closures_of(line),
        ready_min=int(problem.ready_min[line]),
        is_setup_before_release=problem.is_setup_before_release,
        families=families,
        setups_min=tuple(setups),
        runs_min=tuple(int(problem.run_min[line, j]) for j in orders),
        releases_min=tuple(int(problem.release_min[j]) for j in orders),
        starts_min=tuple(fixed.get(j, _OPEN) for j in orders),
    )
    frees: list[int] = []
    for place in range(len(orders)):
        frees.append(_after(work, place, frees[-1] if frees else work.ready_min, work.closures, work.releases_min[place])[1])
    return replace(work, frees_min=tuple(frees))


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTrial:
    """A place in the work of a line, whatever other lines do; `floor_min`: what else it waits for, however early its material is."""

    work: LineWork
    place: int
    due_min: int
    floor_min: int = -(1 << 60)

    def end(self, change: Change) -> int:
        """End of the piece at the place under a change. [min]"""
        work, place = self.work, self.place
        setups, runs = _shaved(work.setups_min, place, change.setup_min), _shaved(work.runs_min, place, change.work_min)
        closures, since = worked(work.closures, self.due_min, change.open_min)
        first = min((*setups, *runs, place))
        while first > 0 and (first > len(work.frees_min) or work.frees_min[first - 1] > since):
            first -= 1
        end, now = 0, work.frees_min[first - 1] if first else work.ready_min
        for at in range(first, place + 1):
            release = max(work.releases_min[at] - change.material_min, self.floor_min) if at == place else work.releases_min[at]
            end, now = _after(work, at, now, closures, release, setup=setups.get(at), run=runs.get(at))
        return end

    def most(self) -> Change:
        """The most that can be given of each."""
        work, place = self.work, self.place
        return Change(
            material_min=max(work.releases_min[place] - work.ready_min, 0) if work.starts_min[place] == _OPEN else 0,
            open_min=sum(max(min(c.end_min, self.due_min) - c.start_min, 0) for c in work.closures),
            setup_min=sum(work.setups_min[: place + 1]),
            work_min=sum(work.runs_min[: place + 1]),
        )


def first_that(holds: Callable[[int], bool], likely: int, most: int) -> int | None:
    """The least number up to `most` from which on it holds; not at 0. None: it never does."""
    low, high = 0, min(likely, most)
    if high <= 0:
        return None
    if not holds(high):
        low, high = high, most
        if high <= low or not holds(high):
            return None
    elif high > 1 and not holds(high - 1):
        return high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _after(
    work: LineWork,
    at: int,
    now: int,
    closures: Sequence[Closure],
    release: int,
    *,
    setup: int | None = None,
    run: int | None = None,
) -> tuple[int, int]:
    """End of the piece and when the line is free, where the line was free at a minute; with a set-up and run of its own where given."""
    setup, run = work.setups_min[at] if setup is None else setup, work.runs_min[at] if run is None else run
    if work.starts_min[at] != _OPEN:
        end = place_work(closures, work.starts_min[at], run)[1]
        return end, max(now, end)
    if setup:
        now = place_work(closures, now if work.is_setup_before_release else max(now, release), setup)[1]
    end = place_work(closures, max(now, release), run)[1]
    return end, end


def _shaved(lengths: Sequence[int], place: int, minutes: int) -> dict[int, int]:
    """Lengths with so many minutes less in all, those nearest before the place first: those that change, by place."""
    changed: dict[int, int] = {}
    while minutes > 0 and place >= 0:
        taken = min(minutes, lengths[place])
        if taken:
            changed[place] = lengths[place] - taken
        minutes, place = minutes - taken, place - 1
    return changed


def worked(closures: Sequence[Closure], due_min: int, minutes: int) -> tuple[Sequence[Closure], int]:
    """Closures with the last so many closed minutes before a due date worked, and the first minute that is."""
    if minutes <= 0:
        return closures, 1 << 60
    kept: list[Closure] = []
    since = due_min
    for one in reversed(closures):
        until = min(one.end_min, due_min)
        taken = min(minutes, max(until - one.start_min, 0))
        if not taken:
            kept.append(one)
            continue
        minutes, since = minutes - taken, until - taken
        if one.end_min > due_min:
            kept.append(replace(one, start_min=due_min))
        if until - taken > one.start_min:
            kept.append(replace(one, end_min=until - taken))
    return kept[::-1], since
