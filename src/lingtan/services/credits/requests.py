"""A withdrawal in two steps: one person asks for it, another looks and does it. Nothing leaves the books before."""

from __future__ import annotations

from datetime import datetime

from lingtan.errors import InputError, StoreError
from lingtan.ledger import BlockState
from lingtan.services.credits.asked import WithdrawalRequest, open_request, record_step
from lingtan.services.credits.finding import holding_of
from lingtan.services.credits.holdings import block_of
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.store import Store, Transaction

__all__ = ["approve_withdrawal", "drop_withdrawal", "request_withdrawal"]


def request_withdrawal(workspace: Workspace, block: str, *, reason: str, actor: str, at: datetime) -> WithdrawalRequest:
    """Ask for the withdrawal of a held block. Raises StoreError `BLOCK_UNKNOWN`, InputError `BLOCK_NOT_HELD`, `REASON_MISSING`."""
    by, said = workspace.by(actor, at), reason.strip()

    def work(transaction: Transaction) -> WithdrawalRequest:
        holding = holding_of(transaction, by.organisation, block)
        serial = block_of(holding).key
        if holding.block.state is not BlockState.HELD:
            raise InputError("BLOCK_NOT_HELD", place=serial, held=0)
        record_step(transaction, by, block, "asked", serial=serial, reason=said)
        return WithdrawalRequest(block=block, serial=serial, reason=said, maker=actor, at=at)

    if not said:
        raise InputError("REASON_MISSING", place="reason")
    with workspace.store() as store:
        return store.write(work)


def approve_withdrawal(workspace: Workspace, block: str, *, actor: str, at: datetime) -> WithdrawalRequest:
    """Do what another person asked. Raises StoreError `REQUEST_UNKNOWN`; LedgerError `FOUR_EYES` when it was the same person."""
    by = workspace.by(actor, at)

    def work(transaction: Transaction) -> WithdrawalRequest:
        asked = _asked(transaction, by.organisation, block)
        name = command_id(by.organisation, "withdraw", block)
        transaction.ledger.withdraw_block(id=name, by=by, block=block, reason=asked.reason, maker=asked.maker)
        record_step(transaction, by, block, "done", serial=asked.serial, reason=asked.reason)
        return asked

    with workspace.store() as store:
        return store.write(work)


def drop_withdrawal(workspace: Workspace, block: str, *, actor: str, at: datetime) -> WithdrawalRequest:
    """Take the request off the table; the block stays. Raises StoreError `REQUEST_UNKNOWN`."""
    by = workspace.by(actor, at)

    def work(transaction: Transaction) -> WithdrawalRequest:
        asked = _asked(transaction, by.organisation, block)
        record_step(transaction, by, block, "dropped", serial=asked.serial, reason=asked.reason)
        return asked

    with workspace.store() as store:
        return store.write(work)


def _asked(store: Store | Transaction, organisation: str, block: str) -> WithdrawalRequest:
    found = open_request(store, organisation, block)
    if found is None:
        raise StoreError("REQUEST_UNKNOWN", place=block)
    return found
