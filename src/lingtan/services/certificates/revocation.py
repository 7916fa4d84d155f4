"""`lingtan certificate revoke`: a certificate that no longer holds, and the list that says so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lingtan.neutrality import revoke_certificate
from lingtan.services.certificates.standing import certificate_statuses
from lingtan.services.certificates.status import publish_status
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.store import Transaction

__all__ = ["revoke"]


def revoke(workspace: Workspace, number: str, *, reason: str, actor: str, at: datetime) -> dict[str, Any]:
    """Revoke a certificate: its devices are free to be claimed anew, its grams stay spent. Returns the new status list."""
    organisation = workspace.profile.organisation

    def work(transaction: Transaction) -> dict[str, Any]:
        entries = revoke_certificate(certificate_statuses(transaction, organisation), number=number, reason=reason, on=at.date())
        name = command_id(organisation, "revoke", number)
        transaction.ledger.revoke_certificate(id=name, by=workspace.by(actor, at), certificate=number, reason=reason)
        return publish_status(workspace, transaction, entries, actor=actor, at=at)

    with workspace.store() as store:
        return store.write(work)
