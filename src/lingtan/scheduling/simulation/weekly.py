"""Figures of each week of what was executed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from lingtan.scheduling.energy import LineState, Span, totals_of
from lingtan.scheduling.simulation.roll import Course
from lingtan.scheduling.simulation.world import WEEK_MIN, World
from lingtan.scheduling.states import Way, time_lines

__all__ = ["WeekKpis", "weekly_kpis"]

_WORKS = (LineState.SETUP.value, LineState.RUN.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekKpis:
    """One week (0: all of them): orders due in it and how they fared, work in it.

    `on_time_share` [1] and `late_h` (unweighted) are of the orders due in the week; `backlog_count` are orders due by its end that were
    not finished then. `utilisation_share` is run and set-up over the minutes that the calendar has the lines open, breakdowns not taken
    off [1]. Energy and location-based carbon with lines switched off where it pays; `moved_count` as in `Terms`, over all re-plans.
    """

    number: int
    due_count: int
    on_time_share: float
    backlog_count: int
    late_h: float
    weighted_tardiness_min: int
    changeover_h: float
    utilisation_share: float
    energy_kwh: float
    carbon_kg: float
    replans_count: int
    moved_count: int


def weekly_kpis(world: World, course: Course) -> list[WeekKpis]:
    """The figures of all weeks together and of each."""
    week = world.week
    spans = time_lines(course.truth, course.timing, week.lines, week.supply, Way.SWITCH_OFF).spans
    whole = _figures(world, course, spans, 0, world.until_min)
    each = [_figures(world, course, spans, n * WEEK_MIN, (n + 1) * WEEK_MIN) for n in range(world.weeks_count)]
    return [whole, *(replace(one, number=n + 1) for n, one in enumerate(each))]


def _figures(world: World, course: Course, spans: tuple[Span, ...], start: int, end: int) -> WeekKpis:
    p, timing = course.truth, course.timing
    ours = (p.due_min >= start) & (p.due_min < end) if end < world.until_min else p.due_min >= start
    late = np.maximum(timing.end_min - p.due_min, 0)[ours]
    inside = [
        replace(s, start_min=max(s.start_min, start), end_min=min(s.end_min, end)) for s in spans if s.start_min < end and s.end_min > start
    ]
    totals = totals_of(p, world.week.lines, world.week.supply, inside)
    closed = sum(max(0, min(c.end_min, end) - max(c.start_min, start)) for c in world.week.problem.closures)
    replans = [moved for minute, moved in course.replans if start <= minute < end]
    return WeekKpis(
        number=0,
        due_count=int(ours.sum()),
        on_time_share=float((late == 0).mean()) if late.size else 1.0,
        backlog_count=int(((p.due_min <= end) & (timing.end_min > end)).sum()),
        late_h=float(late.sum()) / 60,
        weighted_tardiness_min=int((late * p.weight[ours]).sum()),
        changeover_h=totals.minutes_by_state[LineState.SETUP.value] / 60,
        utilisation_share=sum(totals.minutes_by_state[name] for name in _WORKS) / max((end - start) * p.line_count - closed, 1),
        energy_kwh=totals.energy_kwh,
        carbon_kg=totals.carbon_kg,
        replans_count=len(replans),
        moved_count=sum(replans),
    )
