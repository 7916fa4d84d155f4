"""A kept week as a plan is asked of it: with what happened since, and near the last plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from lingtan.errors import InputError
from lingtan.files import read_json
from lingtan.files.schedule.week_file import read_week
from lingtan.scheduling import Down, Week, carry_over, last_orders
from lingtan.scheduling.changes import Rush, with_due, with_pins, with_rush
from lingtan.scheduling.lots import as_split
from lingtan.services.schedule.asked import Asked
from lingtan.services.weeks.settings import WeekSettings

__all__ = ["changed_week", "week_to_plan"]


def changed_week(path: Path, asked: WeekSettings) -> Week:
    """The week with rush orders and other due dates. Raises InputError `SCHEDULE_MOMENT`, `SCHEDULE_UNKNOWN`, `SCHEDULE_TWICE`."""
    week = read_week(path)
    for one in asked.rush:
        release = max(_minute(week, asked.now, "now"), 0) if asked.now else 0
        shared = {"quantity": one.quantity, "weight": one.weight, "release_min": release, "due_min": _minute(week, one.due, "rush")}
        week = with_rush(week, Rush(order=one.order, family=one.family, **shared))
    return with_due(week, {one.order: _minute(week, one.due, one.order) for one in asked.due})


def week_to_plan(path: Path, asked: WeekSettings, last: Path | None) -> Asked:
    """The week, and where a last plan (JSON) is given, what of it stays. Raises as `changed_week` and `carry_over`."""
    week = changed_week(path, asked)
    record = read_json(last) if last else {}
    week = as_split(week, record) if last else week
    known = last_orders(week, record) if last else {}
    week = with_pins(week, asked.pins, known)
    downs = [_down(week, one.line, one.since, one.until) for one in asked.downs]
    if last is None and not asked.now and not downs:
        return Asked(week=week)
    now_min = max(_minute(week, asked.now, "now"), 0) if asked.now else 0
    again = carry_over(week.problem, known, now_min=now_min, freeze_until_min=now_min + round(60 * asked.freeze_h), downs=downs)
    return Asked(week=replace(week, problem=again.problem), start=again.start if last else None)


def _minute(week: Week, moment: str, place: str) -> int:
    try:
        return week.minute(datetime.fromisoformat(moment))
    except (ValueError, TypeError) as exc:
        raise InputError("SCHEDULE_MOMENT", place=place, value=moment[:40]) from exc


def _down(week: Week, line: str, since: str, until: str) -> Down:
    start, end = (_minute(week, moment, line) for moment in (since, until))
    if end <= max(start, 0):
        raise InputError("SCHEDULE_DOWN", place=line, value=f"{line}={since}/{until}")
    return Down(line=line, start_min=start, end_min=end)
