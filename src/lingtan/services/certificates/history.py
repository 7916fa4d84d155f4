"""`lingtan certificate history`: what happened to one device in the ledger."""

from __future__ import annotations

from lingtan.evidence import JSON
from lingtan.services.house.workspace import Workspace

__all__ = ["device_history"]


def device_history(workspace: Workspace, manufacturer: str, serial: str) -> list[dict[str, JSON]]:
    """Every step of the organisation that touched the device, in the order recorded: when, by whom, which certificate, into which state."""
    with workspace.store() as store:
        return [
            {
                "at": event.at.isoformat(),
                "organisation": event.organisation,
                "actor": event.actor,
                "kind": event.kind,
                "subject": event.subject,
                "state": event.state,
            }
            for event in store.ledger.history_of_device(manufacturer, serial)
            if event.organisation == workspace.profile.organisation
        ]
