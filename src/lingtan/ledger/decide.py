"""The ledger's one entrance: a command and a reading of the books in, what changes out. No clock, no database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lingtan.errors import LedgerError
from lingtan.evidence import Authorship
from lingtan.ledger.accounts import Account, refuse_own
from lingtan.ledger.amounts import check_text
from lingtan.ledger.answers import Opened, Posted
from lingtan.ledger.changes import Changes
from lingtan.ledger.commands import (
    Allocate,
    Command,
    Confirm,
    Expire,
    ImportBlock,
    Instruct,
    OpenAccount,
    PostTransfers,
    Release,
    ReplaceCertificate,
    Reserve,
    RevokeCertificate,
    SplitBlock,
    WithdrawBlock,
)
from lingtan.ledger.decide_allocations import allocate, replace_certificate, revoke_certificate
from lingtan.ledger.decide_blocks import import_block, split_block, withdraw_block
from lingtan.ledger.decide_retirements import confirm, expire, instruct, release, reserve
from lingtan.ledger.ids import check_id
from lingtan.ledger.transfers import run_chain
from lingtan.ledger.view import View

__all__ = ["COMMANDS", "decide"]


def _open_account(command: OpenAccount, view: View, by: Authorship) -> Changes:
    refuse_own(command.account)
    if view.account(command.account) is not None:
        raise LedgerError("ACCOUNT_TAKEN", place=command.account)
    account = Account(
        id=command.account,
        organisation=by.organisation,
        asset=command.asset,
        unit=command.unit,
        code=command.code,
        constraint=command.constraint,
    )
    return Changes(answer=Opened(account=account.id), opened=(account,), accounts=(account,))


def _post_transfers(command: PostTransfers, view: View, by: Authorship) -> Changes:
    if not command.transfers:
        raise LedgerError("NOTHING_TO_POST", place=f"command {command.id}")
    for transfer in command.transfers:
        refuse_own(transfer.debit)
        refuse_own(transfer.credit)
    chain = run_chain(view, command.transfers, organisation=by.organisation, at=by.at)
    answer = Posted(transfers=tuple(transfer.id for transfer in command.transfers))
    return Changes(answer=answer, transfers=tuple(chain.transfers), accounts=tuple(chain.accounts.values()))


#: Every command with the function that decides it.
COMMANDS: dict[type, Callable[[Any, View, Authorship], Changes]] = {
    OpenAccount: _open_account,
    PostTransfers: _post_transfers,
    ImportBlock: import_block,
    SplitBlock: split_block,
    WithdrawBlock: withdraw_block,
    Reserve: reserve,
    Instruct: instruct,
    Confirm: confirm,
    Release: release,
    Expire: expire,
    Allocate: allocate,
    ReplaceCertificate: replace_certificate,
    RevokeCertificate: revoke_certificate,
}


def decide(command: Command, view: View, by: Authorship) -> Changes:
    """What the command changes, or a LedgerError that says why it may not happen. Reads the view and nothing else."""
    check_id(command.id, place="command.id")
    for name in ("organisation", "actor"):
        check_text(getattr(by, name), place=f"by.{name}")
    if by.at.tzinfo is None:
        raise LedgerError("TIME_WITHOUT_ZONE", place="by.at", value=by.at.isoformat())
    return COMMANDS[type(command)](command, view, by)
