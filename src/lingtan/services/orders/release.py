"""`lingtan neutralise release`: a reservation that is no longer wanted."""

from __future__ import annotations

from datetime import datetime

from lingtan.neutrality import Cancellation
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.services.orders.instruct import cancellation_of

__all__ = ["release"]


def release(workspace: Workspace, number: str, *, reason: str, actor: str, at: datetime) -> Cancellation:
    """Give a reservation's credits back; one that was instructed needs another person than who instructed. A new order needs a new number.

    Raises LedgerError when the registry has confirmed already.
    """
    with workspace.store() as store:
        cancellation = cancellation_of(store, number, workspace.profile.organisation)
        name = command_id(workspace.profile.organisation, "release", number)
        store.ledger.release(id=name, by=workspace.by(actor, at), retirements=cancellation.retirements, reason=reason)
        return cancellation
