"""Meters, readings and drivers as files from a page: each recorded as its own command records it, the meters first."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lingtan.errors import InputError
from lingtan.services.drift.drivers import import_drivers
from lingtan.services.house.workspace import Workspace
from lingtan.services.readings.importing import import_file
from lingtan.services.readings.meters import import_meters
from lingtan.services.work.uploads import check_files

__all__ = ["Recorded", "record_files"]

_PARTS = ("meters", "readings", "drivers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What is on record now that was not: meters, readings, days of drivers."""

    meters: int
    readings: int
    days: int


def record_files(workspace: Workspace, sent: Mapping[str, tuple[str, bytes]], *, zone: str, actor: str, at: datetime) -> Recorded:
    """`sent` holds name and bytes of meters, readings and drivers, as many as there are. Raises `DRIFT_NO_FILE`, and as the commands."""
    if not sent:
        raise InputError("DRIFT_NO_FILE", place="meters, readings, drivers")
    found = dict.fromkeys(_PARTS, 0)
    with tempfile.TemporaryDirectory() as name:
        for part in _PARTS:
            if part not in sent:
                continue
            file, data = sent[part]
            check_files({file: data})
            path = Path(name) / file
            path.write_bytes(data)
            if part == "meters":
                found[part] = int(str(import_meters(workspace, path, actor=actor, at=at)["recorded"]))
            elif part == "readings":
                found[part] = int(str(import_file(workspace, path, actor=actor, at=at, zone=zone)["new"]))
            else:
                found[part] = int(str(import_drivers(workspace, path, actor=actor, at=at)["days"]))
    return Recorded(meters=found["meters"], readings=found["readings"], days=found["drivers"])
