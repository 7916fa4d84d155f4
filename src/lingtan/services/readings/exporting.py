"""A meter's readings as a file with every gap named, and its gaps."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from lingtan.energy import DayBlock, Fill, Meter, filled_intervals, gaps, hourly_means
from lingtan.errors import InputError
from lingtan.evidence import JSON
from lingtan.files import CellOut, SheetOut, write_csv
from lingtan.services.house.workspace import Workspace
from lingtan.services.readings.meters import known_meters
from lingtan.services.readings.record import blocks_of

__all__ = ["export_readings", "list_gaps"]


def _held(workspace: Workspace, key: str, first: date, last: date) -> tuple[Meter, list[DayBlock], list[str]]:
    mine = workspace.profile.organisation
    days = [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    with workspace.store() as store:
        meter = known_meters(store, mine).get(key)
        if meter is None:
            raise InputError("METER_UNKNOWN", place=key)
        held = [block for day in days for block in blocks_of(store, f"{key}/{day}", mine)[1]]
    if not held:
        raise InputError("READING_NONE", place=key, first=first.isoformat(), last=last.isoformat())
    return meter, held, days


def list_gaps(workspace: Workspace, key: str, *, first: date, last: date) -> list[dict[str, JSON]]:
    """Every gap of a meter between two days. Raises InputError `METER_UNKNOWN`, `READING_NONE`."""
    _, held, days = _held(workspace, key, first, last)
    return [{"first": start.isoformat(), "last": end.isoformat(), "intervals": count} for start, end, count in gaps(held, days)]


def export_readings(
    workspace: Workspace, key: str, out: Path, *, first: date, last: date, fill: Fill, by_hour: bool = False
) -> dict[str, JSON]:
    """A meter's intervals of some days as CSV, or its hours as `[load]` of a site file reads them; filled rows are marked.

    Raises InputError as `list_gaps`, and `READING_GAP`.
    """
    meter, held, days = _held(workspace, key, first, last)
    rows = filled_intervals(held, days, fill=fill)
    head: list[CellOut] = ["meter", "start", "quantity", "unit", "filled"]
    lines: list[list[CellOut]]
    if by_hour:
        head, rows = ["time", "kW", "filled"], hourly_means(rows, meter.interval_min)
        lines = [[at, round(mean, 3), _yes(filled)] for at, mean, filled in rows]
    else:
        lines = [[key, at, round(quantity, 3), meter.medium.unit.value, _yes(filled)] for at, quantity, filled in rows]
    write_csv(out, SheetOut(title="Readings", rows=[head, *lines]))
    return {"file": str(out), "rows": len(rows), "filled": sum(filled for _, _, filled in rows)}


def _yes(filled: bool) -> str:
    return "yes" if filled else "no"
