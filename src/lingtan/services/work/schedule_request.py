"""What the planning of a week is asked, as the job keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.services.weeks.settings import WeekSettings

__all__ = ["ScheduleRequest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRequest:
    """A plan of a kept week under settings; `tries` of the search a run or `seconds` of it, by the size of the week where both are 0."""

    week: str
    settings: WeekSettings
    seed: int = 1
    tries: int = 0
    seconds: int = 0
