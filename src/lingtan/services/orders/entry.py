"""The registry's word on one line: entered by one person, checked by another, and only then a retirement."""

from __future__ import annotations

import base64
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from lingtan.errors import InputError
from lingtan.evidence import digest_bytes, to_plain
from lingtan.neutrality import Confirmation
from lingtan.services.house.workspace import Workspace
from lingtan.services.orders.confirmation import confirm_retirement
from lingtan.services.orders.entered import Entered, record_entry, waiting_entry
from lingtan.services.orders.line import RegistryWord, own_line, paper_name
from lingtan.store import Transaction

__all__ = ["check_entry", "enter_confirmation", "send_back"]


def enter_confirmation(
    workspace: Workspace, number: str, line: int, word: RegistryWord, *, name: str, document: bytes, actor: str, at: datetime
) -> Entered:
    """Put the entry on record; nothing is retired. Raises StoreError `CANCELLATION_UNKNOWN`, InputError, LedgerError `LINE_NOT_WAITING`."""
    said = Confirmation(
        registry_reference=word.reference.strip(), registry_url=word.url.strip(), retired_on=word.retired_on, reason=word.reason,
        beneficiary=word.beneficiary, evidence_digest=digest_bytes(document), serials=word.serials.strip(),
    )  # fmt: skip
    by, paper = workspace.by(actor, at), paper_name(name)
    body = {"state": "entered", "number": number, "line": line, "said": to_plain(said)}
    body |= {"document": {"name": paper, "base64": base64.b64encode(document).decode()}}

    def work(transaction: Transaction) -> None:
        own = own_line(transaction, by.organisation, number, line, waiting=True)
        record_entry(transaction, by, own.retirement, body)

    with workspace.store() as store:
        store.write(work)
    return Entered(number=number, line=line, said=said, maker=actor, at=at, document_name=paper, document=document)


def check_entry(workspace: Workspace, number: str, line: int, *, actor: str, at: datetime) -> Entered:
    """Confirm the line as it was entered, after looking at the document. Raises StoreError `ENTRY_UNKNOWN`; LedgerError `FOUR_EYES`."""
    with workspace.store() as store, TemporaryDirectory() as folder:
        own = own_line(store, workspace.profile.organisation, number, line, waiting=True)
        entered = waiting_entry(store, workspace.profile.organisation, own.retirement)
        document = Path(folder) / entered.document_name
        document.write_bytes(entered.document)
        confirm_retirement(workspace, number, line, entered.said, document, maker=entered.maker, actor=actor, at=at)
    return entered


def send_back(workspace: Workspace, number: str, line: int, *, reason: str, actor: str, at: datetime) -> Entered:
    """Give the entry back to who made it, with the reason. Raises StoreError `ENTRY_UNKNOWN`, InputError `REASON_MISSING`."""
    if not reason.strip():
        raise InputError("REASON_MISSING", place="reason")
    by = workspace.by(actor, at)

    def work(transaction: Transaction) -> Entered:
        own = own_line(transaction, by.organisation, number, line, waiting=True)
        entered = waiting_entry(transaction, by.organisation, own.retirement)
        record_entry(transaction, by, own.retirement, {"state": "sent_back", "number": number, "line": line, "reason": reason.strip()})
        return entered

    with workspace.store() as store:
        return store.write(work)
