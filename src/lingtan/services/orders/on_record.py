"""The registry's word on a line as it is on record, whichever way it came: by an entry, or with the confirmation itself."""

from __future__ import annotations

import base64

from lingtan.errors import StoreError
from lingtan.evidence import from_plain
from lingtan.ledger import Retirement, RetirementState
from lingtan.neutrality import CreditLine
from lingtan.services.footprint.studies import body_of
from lingtan.services.house.workspace import Workspace
from lingtan.services.orders.entered import Entered, open_entry
from lingtan.services.orders.line import own_line
from lingtan.store import Store

__all__ = ["entered_document", "entry_on_record"]


def entry_on_record(store: Store, organisation: str, one: Retirement) -> Entered | None:
    """The entry that waits or was checked; None before there is one, and where the credits were given back."""
    if one.state not in (RetirementState.INSTRUCTED, RetirementState.CONFIRMED):
        return None
    return open_entry(store, organisation, one.id) or _confirmed(store, organisation, one)


def entered_document(workspace: Workspace, number: str, line: int) -> tuple[str, bytes]:
    """Name and bytes of the registry's document, for whoever checks it. Raises StoreError `CANCELLATION_UNKNOWN`, `ENTRY_UNKNOWN`."""
    organisation = workspace.profile.organisation
    with workspace.store() as store:
        retirement = own_line(store, organisation, number, line, waiting=False).retirement
        entry = entry_on_record(store, organisation, store.ledger.retirement(retirement))
    if entry is None:
        raise StoreError("ENTRY_UNKNOWN", place=f"{number} line {line}")
    return entry.document_name, entry.document


def _confirmed(store: Store, organisation: str, one: Retirement) -> Entered | None:
    """The command line confirms without an entry: maker and document stand with the confirmation."""
    fact = store.last("confirmation", one.id, organisation)
    if fact is None or one.confirmation is None:
        return None
    body, paper = body_of(fact), body_of(fact)["document"]
    said = from_plain(CreditLine, body["line"], place=one.id).confirmation
    return Entered(
        number=one.order, line=0, said=said, maker=one.confirmation.maker, at=fact.by.at, document_name=paper["name"],
        document=base64.b64decode(paper["base64"]),
    )  # fmt: skip
