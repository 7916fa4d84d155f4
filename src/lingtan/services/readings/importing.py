"""One file of readings into the record, all of it or nothing; a file that came before gives its first answer."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import cast

from lingtan.evidence import JSON, digest_bytes
from lingtan.files import read_bytes
from lingtan.files.energy import read_readings
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.services.readings.meters import known_meters
from lingtan.services.readings.record import record_blocks
from lingtan.store import Store, Transaction

__all__ = ["import_file", "import_into"]


def import_file(workspace: Workspace, path: Path, *, actor: str, at: datetime, zone: str) -> dict[str, JSON]:
    """Record a file of readings. Raises TableError with every bad row; then nothing is recorded."""
    with workspace.store() as store:
        return import_into(store, workspace, path, actor=actor, at=at, zone=zone)


def import_into(store: Store, workspace: Workspace, path: Path, *, actor: str, at: datetime, zone: str) -> dict[str, JSON]:
    """The same into an opened store."""
    by = workspace.by(actor, at)
    name = command_id(by.organisation, "readings_import", digest_bytes(read_bytes(path)), zone)
    if (first := store.once_answer(name)) is not None:
        return {**cast("dict[str, JSON]", first), "file": path.name, "repeated": True}
    blocks, digest = read_readings(path, known_meters(store, by.organisation), zone=zone)

    def effect(transaction: Transaction) -> JSON:
        return cast("JSON", record_blocks(transaction, blocks, by))

    answer = store.once(name, "readings_import", {"file": digest, "zone": zone}, effect, by)
    return {**cast("dict[str, JSON]", answer), "file": path.name, "repeated": False}
