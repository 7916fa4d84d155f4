"""The registry's document behind an entry, for whoever checks it."""

from __future__ import annotations

from lingtan.errors import StoreError
from lingtan.services.house.workspace import Workspace
from lingtan.services.orders.entered import open_entry
from lingtan.services.orders.line import own_line

__all__ = ["entered_document"]


def entered_document(workspace: Workspace, number: str, line: int) -> tuple[str, bytes]:
    """Name and bytes of the document of the line's last entry. Raises StoreError `CANCELLATION_UNKNOWN`, `ENTRY_UNKNOWN`."""
    organisation = workspace.profile.organisation
    with workspace.store() as store:
        entry = open_entry(store, organisation, own_line(store, organisation, number, line, waiting=False).retirement)
    if entry is None:
        raise StoreError("ENTRY_UNKNOWN", place=f"{number} line {line}")
    return entry.document_name, entry.document
