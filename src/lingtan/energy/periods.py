"""Periods of a tariff: which one each hour belongs to, by month, hour of the day, and whether the day is one of the week's five."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lingtan.energy.calendar import Calendar, IntArray
from lingtan.errors import InputError

__all__ = ["PeriodTable"]

_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodTable:
    """Numbers of periods (from 0): twelve months, January first, of 24 local hours, for weekdays and for weekends.

    Raises InputError `RATE_SCHEDULE` with the month whose hours are not all covered.
    """

    weekday: tuple[tuple[int, ...], ...]
    weekend: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        for table, name in ((self.weekday, "weekday"), (self.weekend, "weekend")):
            for month in range(1, 13):
                row = table[month - 1] if month <= len(table) else ()
                if len(row) != 24 or any(period < 0 for period in row) or len(table) > 12:
                    raise InputError("RATE_SCHEDULE", place=f"{name}, {month}", month=month, got=len(row))

    @staticmethod
    def always(period: int = 0) -> PeriodTable:
        """One period at all times."""
        return PeriodTable(weekday=((period,) * 24,) * 12, weekend=((period,) * 24,) * 12)

    @staticmethod
    def by_month(periods: Sequence[int]) -> PeriodTable:
        """One period a month."""
        table = tuple((period,) * 24 for period in periods)
        return PeriodTable(weekday=table, weekend=table)

    @property
    def used(self) -> frozenset[int]:
        """The periods that occur."""
        return frozenset(period for table in (self.weekday, self.weekend) for row in table for period in row)

    def of(self, calendar: Calendar) -> IntArray:
        """The period of each hour, shape (T,)."""
        tables = np.array([self.weekday, self.weekend], dtype=np.int64)
        found: IntArray = tables[(calendar.weekday >= _SATURDAY).astype(np.int64), calendar.month, calendar.hour_of_day]
        return found
