"""`lingtan neutralise instruct`: the instruction to the registry, and the cancellation as it is on record."""

from __future__ import annotations

from datetime import datetime

from lingtan.errors import StoreError
from lingtan.evidence import from_plain
from lingtan.neutrality import Cancellation
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.store import Store, Transaction

__all__ = ["cancellation_of", "instruct"]


def instruct(workspace: Workspace, number: str, *, actor: str, at: datetime) -> Cancellation:
    """Record that the registry was told to retire; from here on the reservation no longer expires."""
    with workspace.store() as store:
        cancellation = cancellation_of(store, number, workspace.profile.organisation)
        if cancellation.retirements:
            name = command_id(workspace.profile.organisation, "instruct", number)
            store.ledger.instruct(id=name, by=workspace.by(actor, at), retirements=cancellation.retirements)
        return cancellation


def cancellation_of(store: Store | Transaction, number: str, organisation: str) -> Cancellation:
    """The organisation's cancellation under a certificate number. Raises StoreError `CANCELLATION_UNKNOWN`, also for another's."""
    fact = store.latest("cancellation", number, organisation=organisation)
    if fact is None:
        raise StoreError("CANCELLATION_UNKNOWN", place=number)
    return from_plain(Cancellation, fact.body, place=number)
