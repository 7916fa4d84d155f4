"""The hours of a year as a meter sees them: physical hours, each with its local month, weekday and hour of the day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from lingtan.errors import InputError

__all__ = ["Calendar", "IntArray"]

IntArray = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """All hours of one calendar year in one place; 8,760 or 8,784 of them, whatever daylight saving does to the clock.

    An hour is physical (UTC): on the day the clock goes forward there are 23 of them, on the day it goes back 25.
    Raises InputError `ENERGY_YEAR` outside 1970 to 2100 and `ENERGY_ZONE` for a zone the tz database does not know.
    """

    year: int
    zone: str = "Asia/Shanghai"
    starts: tuple[datetime, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not 1970 <= self.year <= 2100:
            raise InputError("ENERGY_YEAR", place="year", value=self.year)
        try:
            zone = ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as exc:
            raise InputError("ENERGY_ZONE", place="zone", value=self.zone) from exc
        first = datetime(self.year, 1, 1, tzinfo=zone).astimezone(UTC)
        last = datetime(self.year + 1, 1, 1, tzinfo=zone).astimezone(UTC)
        hours = round((last - first) / timedelta(hours=1))
        object.__setattr__(self, "starts", tuple(first + timedelta(hours=h) for h in range(hours)))

    @property
    def hours(self) -> int:
        """Number of hours."""
        return len(self.starts)

    @cached_property
    def local(self) -> tuple[datetime, ...]:
        """The beginning of each hour by the local clock."""
        zone = ZoneInfo(self.zone)
        return tuple(start.astimezone(zone) for start in self.starts)

    @cached_property
    def month(self) -> IntArray:
        """Month of each hour, 0 to 11, shape (T,)."""
        return np.array([moment.month - 1 for moment in self.local], dtype=np.int64)

    @cached_property
    def hour_of_day(self) -> IntArray:
        """Local hour of each hour, 0 to 23, shape (T,)."""
        return np.array([moment.hour for moment in self.local], dtype=np.int64)

    @cached_property
    def weekday(self) -> IntArray:
        """Weekday of each hour, Monday 0 to Sunday 6, shape (T,)."""
        return np.array([moment.weekday() for moment in self.local], dtype=np.int64)

    @cached_property
    def day_of_year(self) -> IntArray:
        """Day of the year of each hour, from 0, shape (T,)."""
        return np.array([moment.timetuple().tm_yday - 1 for moment in self.local], dtype=np.int64)
