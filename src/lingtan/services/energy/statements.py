"""Bills, green certificates and MES counts on record: one fact each, all of a file or nothing, the same file twice counts once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import cast

from lingtan.evidence import JSON, Fact, digest_json
from lingtan.files.energy import Record, StatementKind, read_statement
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.store import Transaction

__all__ = ["import_statement", "list_statements"]

_KINDS = {StatementKind.BILLS: "energy_bill", StatementKind.GREEN: "green_certificate", StatementKind.MES: "mes_count"}


def import_statement(workspace: Workspace, path: Path, kind: str, *, actor: str, at: datetime) -> dict[str, JSON]:
    """Record a statement. What stands so already is left; what differs is a correction, a new fact. Raises TableError with the cells."""
    records = read_statement(path, StatementKind(kind))
    by = workspace.by(actor, at)
    name = _KINDS[StatementKind(kind)]

    def work(transaction: Transaction) -> dict[str, JSON]:
        facts, corrected = [], 0
        for record in records:
            before = transaction.last(name, record.subject, by.organisation)
            if before is not None and before.body == dict(record.body):
                continue
            corrected += before is not None
            facts.append(_fact(record, before))
        transaction.append_all(facts)
        known = len(records) - len(facts)
        return {"file": path.name, "records": len(records), "new": len(facts) - corrected, "corrected": corrected, "known": known}

    def _fact(record: Record, before: Fact | None) -> Fact:
        body = cast("JSON", dict(record.body))
        about = (by.organisation, name, record.subject, digest_json(body), "" if before is None else before.id)
        return Fact(id=command_id(*about), kind=name, subject=record.subject, by=by, asset=record.asset, unit=record.unit, body=body)

    with workspace.store() as store:
        return store.write(work)


def list_statements(workspace: Workspace, kind: str) -> list[dict[str, JSON]]:
    """What is on record, each as it was last said, by subject."""
    with workspace.store() as store:
        facts = store.facts(kind=_KINDS[StatementKind(kind)], organisation=workspace.profile.organisation)
    latest = {fact.subject: cast("dict[str, JSON]", fact.body) for fact in facts}
    return [{"subject": subject, **latest[subject]} for subject in sorted(latest)]
