"""Messages of a broker into the record: recorded first, acknowledged then."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from lingtan.clients.mqtt import Delivery
from lingtan.energy import DayBlock, DayBlocks, Meter, MeterReading
from lingtan.errors import InputError
from lingtan.evidence import JSON, Authorship
from lingtan.services.house.workspace import Workspace
from lingtan.services.readings.meters import known_meters
from lingtan.services.readings.record import record_blocks
from lingtan.store import Store, Transaction

__all__ = ["take_messages"]


def take_messages(
    store: Store, workspace: Workspace, came: Sequence[Delivery], *, actor: str, at: datetime, zone: str, refused: Path
) -> dict[str, JSON]:
    """Record what came and acknowledge it. A message that is no reading goes to `refused/messages.jsonl` with its code, not to nowhere."""
    by = workspace.by(actor, at)
    meters = known_meters(store, by.organisation)
    batches = [DayBlocks(meters=meters, zone=zone)]
    bad: list[dict[str, JSON]] = []
    for delivery in came:
        try:
            reading = _reading(delivery, meters)
            try:
                batches[-1].add(reading)
            except InputError as again:
                if again.code != "READING_TWICE":
                    raise
                batches.append(DayBlocks(meters=meters, zone=zone))  # a repeat, or a correction of what came just before
                batches[-1].add(reading)
        except InputError as refusal:
            text = delivery.payload.decode("utf-8", "replace")
            bad.append({"at": at.isoformat(), "topic": delivery.topic, "code": refusal.code, "place": refusal.place, "message": text})
    counts = {"came": 0, "new": 0, "corrected": 0, "known": 0}
    for batch in batches:
        answer = store.write(partial(_record, batch.blocks(), by))
        counts = {name: count + answer[name] for name, count in counts.items()}
    if bad:
        refused.mkdir(parents=True, exist_ok=True)
        with (refused / "messages.jsonl").open("a", encoding="utf-8") as stream:
            stream.writelines(json.dumps(entry, ensure_ascii=False) + "\n" for entry in bad)
    for delivery in came:
        delivery.acknowledge()
    return {**counts, "refused": len(bad)}


def _record(blocks: Sequence[DayBlock], by: Authorship, transaction: Transaction) -> dict[str, int]:
    return record_blocks(transaction, blocks, by)


def _reading(delivery: Delivery, meters: Mapping[str, Meter]) -> MeterReading:
    """The reading of a message; its time must have its offset, for an hour may come twice. Raises InputError `READING_MESSAGE`."""
    try:
        data: Any = json.loads(delivery.payload)
        key, at, quantity = str(data["meter"]), str(data["start"]), float(data["quantity"])
        zoned = datetime.fromisoformat(at).tzinfo is not None
    except (ValueError, KeyError, TypeError) as exc:
        raise InputError("READING_MESSAGE", place=delivery.topic) from exc
    if not zoned:
        raise InputError("READING_MESSAGE", place=delivery.topic)
    unit = str(data.get("unit") or (meters[key].medium.unit.value if key in meters else ""))
    return MeterReading(meter=key, at=at, quantity=quantity, unit=unit, place=delivery.topic)
