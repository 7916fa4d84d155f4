"""What is on record of each meter."""

from __future__ import annotations

from lingtan.evidence import JSON
from lingtan.services.house.workspace import Workspace
from lingtan.services.readings.meters import known_meters
from lingtan.services.readings.record import READINGS, block_of

__all__ = ["list_readings"]


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
