"""Weeks to schedule: added from a workbook, CSV tables or JSON, or made up to try; found again, removed."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lingtan.errors import InputError
from lingtan.files.schedule.week_file import read_week
from lingtan.services.house.workspace import Workspace
from lingtan.services.schedule.example import write_example
from lingtan.services.work.shelf import About, Shelf

__all__ = ["SIZES", "WEEKS", "KeptWeek", "add_sample_week", "add_week", "drop_week", "sample_workbook", "week_path"]

WEEKS = Shelf(room="weeks", unknown="WEEK_UNKNOWN")
#: Orders, lines and families of the invented weeks; the largest is a plant's, and takes minutes.
SIZES: Mapping[str, tuple[int, int, int]] = {"small": (60, 5, 6), "middle": (300, 12, 12), "large": (2_000, 43, 30)}
_WHOLE = (".xlsx", ".json")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptWeek:
    """A week that is kept, or was until now."""

    week: str


def add_week(
    workspace: Workspace, files: Mapping[str, bytes], *, actor: str, at: datetime, name: str = "", synthetic: bool = False
) -> KeptWeek:
    """Keep a week: one workbook or JSON file, or its CSV tables. Raises InputError `WEEK_FILES`, and as `read_week`."""
    whole = [one for one in files if one.endswith(_WHOLE)]
    if len(whole) > 1 or (whole and len(files) > 1) or not all(one.endswith((*_WHOLE, ".csv")) for one in files):
        raise InputError("WEEK_FILES", place=next(iter(files), ""))

    def look(folder: Path) -> About:
        read_week(folder / whole[0] if whole else folder)
        return About(name=name or Path(next(iter(files))).stem, actor=actor, at=at, synthetic=synthetic)

    return KeptWeek(week=WEEKS.put(workspace, files, look))


def sample_workbook(size: str) -> bytes:
    """The workbook of an invented week, which is also the template. Raises InputError `WEEK_SIZE`."""
    if size not in SIZES:
        raise InputError("WEEK_SIZE", place=size[:40], known=", ".join(SIZES))
    orders, lines, families = SIZES[size]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "week.xlsx"
        write_example(path, orders=orders, lines=lines, families=families, days=7, utilisation=0.9, seed=1)
        return path.read_bytes()


def add_sample_week(workspace: Workspace, size: str, *, actor: str, at: datetime) -> KeptWeek:
    """Keep an invented week. Raises as `sample_workbook`."""
    files = {f"synthetic-{size}.xlsx": sample_workbook(size)}
    return add_week(workspace, files, actor=actor, at=at, synthetic=True)


def week_path(workspace: Workspace, week: str) -> Path:
    """What `read_week` reads: the file, or the folder of tables. Raises StoreError `WEEK_UNKNOWN`."""
    folder = WEEKS.folder(workspace, week)
    return next((one for one in folder.iterdir() if one.suffix in _WHOLE and one.name != "about.json"), folder)


def drop_week(workspace: Workspace, week: str) -> KeptWeek:
    """Remove a week with its plans. Raises as `week_path`."""
    WEEKS.drop(workspace, week)
    return KeptWeek(week=week)
