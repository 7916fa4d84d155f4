"""What drove the energy of days, on record."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import cast

from lingtan.evidence import JSON
from lingtan.files.energy.driver_days import read_driver_days
from lingtan.services.drift.facts import append_last
from lingtan.services.house.workspace import Workspace
from lingtan.store import Store, Transaction

__all__ = ["import_drivers", "known_drivers"]

_DRIVERS, _ALL = "drift_drivers", "meters"


def import_drivers(workspace: Workspace, path: Path, *, actor: str, at: datetime) -> dict[str, JSON]:
    """Record what drove the energy of days; a day that is said again counts as it was said last. Raises as `read_driver_days`."""
    days = read_driver_days(path)
    with workspace.store() as store:
        store.write(lambda transaction: append_last(transaction, workspace, _DRIVERS, _ALL, cast("JSON", days), actor=actor, at=at))
    return {"days": len(days), "drivers": sorted({name for of in days.values() for name in of})}


def known_drivers(source: Store | Transaction, organisation: str) -> dict[str, dict[str, float]]:
    """Drivers by day and name, as they were said last."""
    found: dict[str, dict[str, float]] = {}
    for fact in source.facts(kind=_DRIVERS, subject=_ALL, organisation=organisation):
        for day, of in cast("dict[str, dict[str, float]]", fact.body).items():
            found[day] = {**found.get(day, {}), **of}
    return found
