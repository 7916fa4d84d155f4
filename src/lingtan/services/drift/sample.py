"""`lingtan drift sample`: invented meters with their readings and drivers as the files that a user would fill in. Synthetic."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType

from lingtan.errors import InputError
from lingtan.factory.running.synthetic_meters import synthetic_meters
from lingtan.files import CellOut, SheetOut, write_csv
from lingtan.files.energy.driver_days import write_driver_days
from lingtan.services.drift.drivers import import_drivers
from lingtan.services.drift.watching import Watch, set_watch
from lingtan.services.house.workspace import Workspace
from lingtan.services.readings.importing import import_file
from lingtan.services.readings.meters import import_meters

__all__ = ["record_sample", "sample_files", "write_sample"]

METERS, READINGS, DRIVERS = "meters.csv", "readings.csv", "drivers.csv"
_ZONE = "Asia/Shanghai"


def write_sample(out: Path) -> dict[str, str]:
    """Write meters, readings and drivers; returns the paths and the days of the baseline."""
    made = synthetic_meters()
    rows: list[list[CellOut]] = [["meter", "title", "medium", "level", "parent", "interval"]]
    rows += [[one.key, one.title, one.medium.value, one.level.value, one.parent or "", one.interval_min] for one in made.meters]
    write_csv(out / METERS, SheetOut(title="Meters", rows=rows))
    readings: list[list[CellOut]] = [["meter", "start", "quantity", "unit"]]
    for key, energy in made.hours_kwh.items():
        for day, hours in zip(made.drivers, energy.tolist(), strict=True):
            readings += [[key, f"{day} {hour:02d}:00", round(kwh, 3), "kWh"] for hour, kwh in enumerate(hours)]
    write_csv(out / READINGS, SheetOut(title="Readings", rows=readings))
    write_driver_days(out / DRIVERS, made.drivers, ("pieces",))
    paths = {name.removesuffix(".csv"): str(out / name) for name in (METERS, READINGS, DRIVERS)}
    return {**paths, "first": made.first.isoformat(), "last": made.baseline_last.isoformat()}


@cache
def sample_files() -> Mapping[str, bytes]:
    """The files by name. Synthetic."""
    with tempfile.TemporaryDirectory() as folder:
        write_sample(Path(folder))
        return MappingProxyType({path.name: path.read_bytes() for path in Path(folder).iterdir()})


def record_sample(workspace: Workspace, *, actor: str, at: datetime) -> Watch:
    """Record the invented meters and watch them. Raises InputError `DRIFT_SAMPLE` in a house that is real."""
    if not workspace.profile.synthetic:
        raise InputError("DRIFT_SAMPLE", place=workspace.profile.organisation)
    made = synthetic_meters()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_sample(folder)
        import_meters(workspace, folder / METERS, actor=actor, at=at)
        import_file(workspace, folder / READINGS, actor=actor, at=at, zone=_ZONE)
        import_drivers(workspace, folder / DRIVERS, actor=actor, at=at)
    return set_watch(workspace, Watch(first=made.first, last=made.baseline_last, drivers=("pieces",)), actor=actor, at=at)
