"""Blocks: imported once, split without loss, withdrawn under four eyes."""

from __future__ import annotations

from dataclasses import replace

from lingtan.errors import LedgerError
from lingtan.evidence import Authorship
from lingtan.ledger.accounts import Account, Constraint, account_name
from lingtan.ledger.amounts import check_prose, check_text
from lingtan.ledger.answers import Imported, SplitUp, Withdrawn
from lingtan.ledger.attributes import refuse_second_scheme
from lingtan.ledger.changes import Changes
from lingtan.ledger.commands import ImportBlock, SplitBlock, WithdrawBlock
from lingtan.ledger.ids import derive_id
from lingtan.ledger.ranges import Block, BlockState, split
from lingtan.ledger.retirements import same_person
from lingtan.ledger.transfers import Transfer, TransferKind, run_chain
from lingtan.ledger.view import View

__all__ = ["held_block", "holding_account", "import_block", "split_block", "withdraw_block"]


def holding_account(organisation: str, series: str) -> str:
    """The account of what an organisation holds of a series. It can't be overdrawn."""
    return account_name("holding", organisation, series)


def _issued_account(organisation: str, series: str) -> str:
    return account_name("issued", organisation, series)


def held_block(view: View, identifier: str, organisation: str) -> Block:
    """The organisation's own block, held. Raises LedgerError `BLOCK_UNKNOWN`, `NOT_YOURS` or `BLOCK_STATE`."""
    block = view.block(identifier)
    if block is None:
        raise LedgerError("BLOCK_UNKNOWN", place=f"block {identifier}")
    if block.organisation != organisation:
        raise LedgerError("NOT_YOURS", place=f"block {identifier}", owner=block.organisation)
    if block.state is not BlockState.HELD:
        raise LedgerError("BLOCK_STATE", place=f"block {identifier}", state=block.state.value, needed=BlockState.HELD.value)
    return block


def import_block(command: ImportBlock, view: View, by: Authorship) -> Changes:
    """Credits the holding account with every unit of a range that nobody holds yet; an overlap is refused naming the earlier block.

    A plant's month of green power is claimed in one way (`refuse_second_scheme`).
    """
    block = Block(
        id=command.id,
        organisation=by.organisation,
        series=command.series,
        start=command.start,
        end=command.end,
        asset=command.asset,
        unit=command.unit,
        amount_per_unit=command.amount_per_unit,
    )
    refuse_second_scheme(block, view)
    for earlier in view.overlapping(block.series, block.start, block.end):
        raise LedgerError(
            "RANGE_OVERLAP",
            place=f"{block.series} {block.start}–{block.end - 1}",
            earlier=earlier.id,
            first=earlier.start,
            last=earlier.end - 1,
            state=earlier.state.value,
        )
    opened = tuple(account for account in _accounts(block) if _missing(view, account))
    move = Transfer(
        id=derive_id(command.id, "import"),
        kind=TransferKind.TRANSFER,
        debit=_issued_account(by.organisation, block.series),
        credit=holding_account(by.organisation, block.series),
        amount=block.amount,
        code="import",
        reference=block.id,
    )
    chain = run_chain(view, (move,), organisation=by.organisation, at=by.at, opened=opened)
    return Changes(
        answer=Imported(block=block.id, series=block.series, start=block.start, end=block.end, units=block.units, amount=block.amount),
        opened=opened,
        accounts=tuple(chain.accounts.values()),
        transfers=tuple(chain.transfers),
        new_blocks=frozenset({block.id}),
        blocks=(block,),
        details=dict(command.details),
    )


def _missing(view: View, wanted: Account) -> bool:
    """The account must be opened. One that is there holds the same asset, or `ASSET_MISMATCH`: a series is of one asset."""
    there = view.account(wanted.id)
    if there is not None and (there.asset, there.unit) != (wanted.asset, wanted.unit):
        debit, credit = f"{there.asset} [{there.unit}]", f"{wanted.asset} [{wanted.unit}]"
        raise LedgerError("ASSET_MISMATCH", place=wanted.id, debit=debit, credit=credit)
    return there is None


def _accounts(block: Block) -> tuple[Account, Account]:
    issued, holding = _issued_account(block.organisation, block.series), holding_account(block.organisation, block.series)
    return (
        Account(id=issued, organisation=block.organisation, asset=block.asset, unit=block.unit, code="issued"),
        Account(
            id=holding,
            organisation=block.organisation,
            asset=block.asset,
            unit=block.unit,
            code="holding",
            constraint=Constraint.DEBITS_WITHIN_CREDITS,
        ),
    )


def split_block(command: SplitBlock, view: View, by: Authorship) -> Changes:
    """Freezes the parent and puts its children in its place. No amount moves."""
    parent = held_block(view, command.block, by.organisation)
    if not command.at:
        raise LedgerError("SPLIT_POINT", place=f"block {parent.id}", start=parent.start, end=parent.end, at="[]")
    children = split(parent, command.at, [derive_id(command.id, f"child {n}") for n in range(len(command.at) + 1)])
    return Changes(
        answer=SplitUp(parent=parent.id, children=tuple(child.id for child in children)),
        new_blocks=frozenset(child.id for child in children),
        blocks=(replace(parent, state=BlockState.SPLIT), *children),
    )


def withdraw_block(command: WithdrawBlock, view: View, by: Authorship) -> Changes:
    """Undoes a mistaken import by the opposite transfer. The maker of the request may not be its checker."""
    block = held_block(view, command.block, by.organisation)
    check_prose(command.reason, place="reason")
    check_text(command.maker, place="maker")
    if same_person(command.maker, by.actor):
        raise LedgerError("FOUR_EYES", place=f"block {block.id}", actor=by.actor)
    back = Transfer(
        id=derive_id(command.id, "withdraw"),
        kind=TransferKind.TRANSFER,
        debit=holding_account(by.organisation, block.series),
        credit=_issued_account(by.organisation, block.series),
        amount=block.amount,
        code="withdraw",
        reference=block.id,
    )
    chain = run_chain(view, (back,), organisation=by.organisation, at=by.at)
    return Changes(
        answer=Withdrawn(block=block.id),
        accounts=tuple(chain.accounts.values()),
        transfers=tuple(chain.transfers),
        blocks=(replace(block, state=BlockState.WITHDRAWN),),
    )
