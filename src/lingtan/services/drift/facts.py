"""Facts of which the last one counts."""

from __future__ import annotations

from datetime import datetime

from lingtan.evidence import JSON, Fact, digest_json
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.store import Transaction

__all__ = ["append_last"]


def append_last(
    transaction: Transaction, workspace: Workspace, kind: str, subject: str, body: JSON, *, actor: str, at: datetime
) -> None:  # fmt: skip
    """A fact after the last of its kind and subject; the same as that one is no new fact."""
    mine = workspace.profile.organisation
    before = transaction.last(kind, subject, mine)
    if before is None or before.body != body:
        name = command_id(mine, kind, subject, digest_json(body), "" if before is None else before.id)
        transaction.append(Fact(id=name, kind=kind, subject=subject, by=workspace.by(actor, at), asset="energy", unit="kWh", body=body))
