"""`lingtan week`: a synthetic week to try the planner on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from lingtan.files import write_workbook
from lingtan.files.schedule.week_out import week_sheets
from lingtan.scheduling import Shape, synthetic_week

__all__ = ["write_example"]

#: A Monday; nothing depends on which.
_ORIGIN = datetime(2026, 11, 30)  # noqa: DTZ001  # the plant's own clock


def write_example(path: Path, *, orders: int, lines: int, families: int, days: int, utilisation: float, seed: int) -> None:
    """Write the workbook. Raises InputError `SCHEDULE_RANGE`, `FILE_NOT_WRITABLE`."""
    shape = Shape(
        orders_count=orders, lines_count=lines, families_count=families, days_count=days, utilisation_share=utilisation, seed=seed
    )
    write_workbook(path, week_sheets(synthetic_week(shape, origin=_ORIGIN)))
