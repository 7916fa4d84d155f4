"""What is on record of each meter, and a meter's readings as a file with every gap named."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from lingtan.energy import DayBlock, Fill, Meter, filled_intervals, gaps
from lingtan.errors import InputError
from lingtan.evidence import JSON
from lingtan.files import SheetOut, write_csv
from lingtan.services.house.workspace import Workspace
from lingtan.services.readings.meters import known_meters
from lingtan.services.readings.record import READINGS, block_of, blocks_of

__all__ = ["export_readings", "list_gaps", "list_readings"]


def list_readings(workspace: Workspace) -> list[dict[str, JSON]]:
    """Each meter on record with its first and last day, the days and readings there are, and facts that hold them."""
    mine = workspace.profile.organisation
    with workspace.store() as store:
        rows: dict[str, dict[str, JSON]] = {}
        seen: dict[str, set[str]] = {}
        counts: dict[str, set[tuple[str, int]]] = {}
        for key, meter in sorted(known_meters(store, mine).items()):
            rows[key] = {"meter": key, "title": meter.title, "medium": meter.medium.value, "unit": meter.medium.unit.value, "facts": 0}
        for fact in store.facts(kind=READINGS, organisation=mine):
            block = block_of(fact)
            seen.setdefault(block.meter, set()).add(block.day)
            counts.setdefault(block.meter, set()).update((block.day, slot) for slot in block.amounts)
            rows[block.meter]["facts"] = int(str(rows[block.meter]["facts"])) + 1
    for key, row in rows.items():
        days = sorted(seen.get(key, ()))
        row |= {
            "first": days[0] if days else None,
            "last": days[-1] if days else None,
            "days": len(days),
            "readings": len(counts.get(key, ())),
        }
    return list(rows.values())


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


def export_readings(workspace: Workspace, key: str, out: Path, *, first: date, last: date, fill: Fill) -> dict[str, JSON]:
    """A meter's intervals of some days as CSV; filled rows are marked. Raises InputError as `list_gaps`, and `READING_GAP`."""
    meter, held, days = _held(workspace, key, first, last)
    rows = filled_intervals(held, days, fill=fill)
    unit = meter.medium.unit.value
    lines = [[key, at, round(quantity, 3), unit, "yes" if filled else "no"] for at, quantity, filled in rows]
    write_csv(out, SheetOut(title="Readings", rows=[["meter", "start", "quantity", "unit", "filled"], *lines]))
    return {"file": str(out), "rows": len(rows), "filled": sum(filled for _, _, filled in rows)}
