"""The list of meters on record."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from lingtan.energy import Meter, MeterTree
from lingtan.evidence import JSON, Fact, canonical_bytes, digest_json, from_plain, to_plain
from lingtan.files.energy import read_meters
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.store import Store, Transaction

__all__ = ["import_meters", "known_meters"]

_KIND = "meter"


def import_meters(workspace: Workspace, path: Path, *, actor: str, at: datetime) -> dict[str, JSON]:
    """Record a list of meters; one that is on record is changed by a new fact. The whole tree must hold, or nothing is recorded.

    Raises TableError, and InputError as `MeterTree`.
    """
    given = read_meters(path)
    by = workspace.by(actor, at)
    with workspace.store() as store:

        def work(transaction: Transaction) -> dict[str, JSON]:
            known = known_meters(transaction, by.organisation)
            changed = [meter for meter in given if known.get(meter.key) != meter]
            MeterTree(meters=tuple({**known, **{meter.key: meter for meter in given}}.values()))
            facts = []
            for meter in changed:
                body = json.loads(canonical_bytes(to_plain(meter)))
                before = transaction.last(_KIND, meter.key, by.organisation)
                name = command_id(by.organisation, _KIND, meter.key, digest_json(body), "" if before is None else before.id)
                unit = meter.medium.unit.value
                facts.append(Fact(id=name, kind=_KIND, subject=meter.key, by=by, asset=meter.medium.value, unit=unit, body=body))
            transaction.append_all(facts)
            return {"meters": len(given), "recorded": len(changed), "known": len(given) - len(changed)}

        return store.write(work)


def known_meters(source: Store | Transaction, organisation: str) -> dict[str, Meter]:
    """Meters on record by their number, each as it was last said."""
    facts = source.facts(kind=_KIND, organisation=organisation)
    return {fact.subject: from_plain(Meter, fact.body, place=f"meter {fact.subject}") for fact in facts}
