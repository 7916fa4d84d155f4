"""A plan of a week as a file."""

from __future__ import annotations

from pathlib import Path

from lingtan.evidence import JSON
from lingtan.files.schedule.plan_out import write_plan

__all__ = ["save"]


def save(path: Path, record: dict[str, JSON]) -> None:
    """Write the plan as JSON, XLSX, CSV or ICS. Raises InputError `SCHEDULE_OUT`."""
    write_plan(path, record)
