"""A plan of a week, or simulated weeks, as a file."""

from __future__ import annotations

from pathlib import Path

from lingtan.evidence import JSON
from lingtan.files.schedule.plan_out import write_plan
from lingtan.files.schedule.simulation_out import check_ending, write_simulation

__all__ = ["check_weeks_ending", "save", "save_weeks"]


def save(path: Path, record: dict[str, JSON]) -> None:
    """Write the plan as JSON, XLSX, CSV or ICS. Raises InputError `SCHEDULE_OUT`."""
    write_plan(path, record)


def save_weeks(path: Path, record: dict[str, JSON]) -> None:
    """Write simulated weeks as JSON, XLSX or CSV. Raises InputError `SIMULATION_OUT`."""
    write_simulation(path, record)


def check_weeks_ending(path: Path) -> None:
    """Raises InputError `SIMULATION_OUT` before anything is simulated in vain."""
    check_ending(path)
