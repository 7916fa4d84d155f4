"""Plans that were made of a week, and their files."""

from __future__ import annotations

import tempfile
from pathlib import Path

from lingtan.errors import StoreError
from lingtan.files import read_json
from lingtan.services.house.workspace import Workspace
from lingtan.services.schedule.saving import save
from lingtan.services.weeks.keeping import WEEKS
from lingtan.services.weeks.orders import OrderBlocks
from lingtan.services.weeks.planned import KeptSchedule
from lingtan.services.work.parts import read_part

__all__ = ["kept_blocks", "kept_schedule", "kept_schedules", "plan_file", "record_path"]


def record_path(workspace: Workspace, week: str, plan: str) -> Path:
    """The written plan (JSON). Raises StoreError `WEEK_UNKNOWN`."""
    return WEEKS.folder(workspace, week) / "plans" / plan / "record.json"


def kept_schedules(workspace: Workspace, week: str) -> list[KeptSchedule]:
    """Every finished plan of a week, the latest first."""
    found = [read_part(KeptSchedule, path) for path in (WEEKS.folder(workspace, week) / "plans").glob("*/plan.json")]
    return sorted(found, key=lambda one: (one.at, one.plan), reverse=True)


def kept_schedule(workspace: Workspace, week: str, plan: str = "") -> KeptSchedule | None:
    """One plan, the latest where none is named; None where none was made. Raises StoreError `WEEK_PLAN_UNKNOWN`."""
    found = [one for one in kept_schedules(workspace, week) if plan in ("", one.plan)]
    if plan and not found:
        raise StoreError("WEEK_PLAN_UNKNOWN", place=plan[:60])
    return found[0] if found else None


def kept_blocks(workspace: Workspace, week: str, plan: str) -> OrderBlocks:
    """The picture of a plan."""
    return read_part(OrderBlocks, record_path(workspace, week, plan).parent / "blocks.json")


def plan_file(workspace: Workspace, week: str, plan: str, form: str) -> tuple[str, bytes]:
    """A plan as xlsx, csv, ics or json: its name and bytes. Raises InputError `SCHEDULE_OUT`, StoreError as `kept_schedule`."""
    kept = kept_schedule(workspace, week, plan)
    if kept is None:
        raise StoreError("WEEK_PLAN_UNKNOWN", place=week)
    record = read_json(record_path(workspace, week, kept.plan))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"schedule.{form}"
        save(path, record)
        return path.name, path.read_bytes()
