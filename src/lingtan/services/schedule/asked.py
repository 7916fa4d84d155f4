"""What is to be planned: the week of a file, and where a last plan is given, what of it stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from lingtan.errors import InputError
from lingtan.files import read_json
from lingtan.files.schedule.week_file import read_week
from lingtan.scheduling import Down, Week, carry_over, last_orders
from lingtan.scheduling.lots import as_split

__all__ = ["Asked", "asked_week"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Asked:
    """The week, and the last plan's sequences on it (None: plan from nothing)."""

    week: Week
    start: tuple[tuple[int, ...], ...] | None = None


def asked_week(path: Path, *, last: Path | None, now: datetime | None, freeze_hours: float, downs: Sequence[str]) -> Asked:
    """Read the files. `downs` are `LINE=FROM/UNTIL` in the plant's time. Raises InputError, TableError with the place."""
    week = read_week(path)
    if last is None and now is None and not downs:
        return Asked(week=week)
    record = read_json(last) if last else {}
    week = as_split(week, record) if last else week
    known = last_orders(week, record) if last else {}
    now_min = week.minute(now) if now else 0
    until = now_min + round(60 * freeze_hours)
    lines = [_down(week, text) for text in downs]
    replan = carry_over(week.problem, known, now_min=max(now_min, 0), freeze_until_min=until, downs=lines)
    return Asked(week=replace(week, problem=replan.problem), start=replan.start if last else None)


def _down(week: Week, text: str) -> Down:
    try:
        line, times = text.split("=", 1)
        start, end = (week.minute(datetime.fromisoformat(part)) for part in times.split("/", 1))
    except ValueError as exc:
        raise InputError("SCHEDULE_DOWN", place="--down", value=text) from exc
    if end <= max(start, 0):
        raise InputError("SCHEDULE_DOWN", place="--down", value=text)
    return Down(line=line, start_min=start, end_min=end)
