"""Retirements: whole units reserved for one beneficiary, instructed, and confirmed by the registry under four eyes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from lingtan.errors import LedgerError
from lingtan.evidence import Authorship
from lingtan.ledger.accounts import Account, Constraint, account_name
from lingtan.ledger.amounts import check_amount, check_prose, check_text
from lingtan.ledger.answers import Reserved, ReservedLine, RetirementsMoved
from lingtan.ledger.changes import Changes
from lingtan.ledger.commands import Confirm, Expire, Instruct, Release, Reserve
from lingtan.ledger.decide_blocks import held_block, holding_account
from lingtan.ledger.ids import derive_id
from lingtan.ledger.ranges import Block, BlockState, split
from lingtan.ledger.retirements import Confirmation, Retirement, RetirementState, same_person
from lingtan.ledger.transfers import Transfer, TransferKind, run_chain
from lingtan.ledger.view import View

__all__ = ["confirm", "expire", "instruct", "own_retirement", "pool_account", "release", "reserve"]

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")

#: A registry's calendar day may be up to this far ahead of, or behind, UTC.
_DAY_AHEAD, _DAY_BEHIND = timedelta(hours=14), timedelta(hours=12)


def pool_account(retirement: str) -> str:
    """The account of what one retirement brought and no device has drawn yet. It can't be overdrawn."""
    return account_name("pool", retirement)


def own_retirement(view: View, identifier: str, organisation: str) -> Retirement:
    """The organisation's own retirement. Raises LedgerError `RETIREMENT_UNKNOWN` or `NOT_YOURS`."""
    retirement = view.retirement(identifier)
    if retirement is None:
        raise LedgerError("RETIREMENT_UNKNOWN", place=f"retirement {identifier}")
    if retirement.organisation != organisation:
        raise LedgerError("NOT_YOURS", place=f"retirement {identifier}", owner=retirement.organisation)
    return retirement


def _in_state(retirement: Retirement, *allowed: RetirementState) -> None:
    if retirement.state not in allowed:
        needed = ", ".join(state.value for state in allowed)
        raise LedgerError("RETIREMENT_STATE", place=f"retirement {retirement.id}", state=retirement.state.value, needed=needed)


def _each(identifiers: Sequence[str], view: View, by: Authorship) -> list[Retirement]:
    if not identifiers or len(set(identifiers)) != len(identifiers):
        raise LedgerError("RETIREMENT_LIST", given=len(identifiers), distinct=len(set(identifiers)))
    return [own_retirement(view, identifier, by.organisation) for identifier in identifiers]


def reserve(command: Reserve, view: View, by: Authorship) -> Changes:
    """Takes whole units from the blocks in the given order, lowest serials first, and holds their amount pending toward new pools."""
    check_amount(command.amount, place=f"order {command.order}")
    check_text(command.order, place="order")
    if command.expires_at.tzinfo is None or command.expires_at <= by.at:
        raise LedgerError("RESERVATION_EXPIRED", place=f"order {command.order}", expires_at=command.expires_at.isoformat())
    taken, changed = _take(command, [held_block(view, name, by.organisation) for name in command.blocks])
    retirements = tuple(_retirement(command, by, row, block) for row, block in enumerate(taken))
    opened = tuple(_pool(retirement) for retirement in retirements)
    moves = [_pending(retirement, retirement.pending_id, "reserve", command.expires_at) for retirement in retirements]
    chain = run_chain(view, moves, organisation=by.organisation, at=by.at, opened=opened)
    return Changes(
        answer=Reserved(
            order=command.order,
            units=sum(block.units for block in taken),
            amount=sum(block.amount for block in taken),
            lines=tuple(_line(retirement, block) for retirement, block in zip(retirements, taken, strict=True)),
            expires_at=command.expires_at,
        ),
        opened=opened,
        accounts=tuple(chain.accounts.values()),
        transfers=tuple(chain.transfers),
        new_blocks=frozenset(block.id for block in changed if block.id not in command.blocks),
        blocks=tuple(changed),
        retirements=retirements,
    )


def _take(command: Reserve, blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The reserved ranges, and every block that changes (parents before children)."""
    place = f"order {command.order}"
    if not blocks or len(set(command.blocks)) != len(blocks):
        raise LedgerError("BLOCK_LIST", place=place, given=len(blocks), distinct=len(set(command.blocks)))
    kinds = {(block.asset, block.unit, block.amount_per_unit) for block in blocks}
    if len(kinds) != 1:
        raise LedgerError("BLOCKS_DIFFER", place=place, kinds="; ".join(f"{size} {unit} {asset}" for asset, unit, size in sorted(kinds)))
    needed = -(-command.amount // blocks[0].amount_per_unit)
    available = sum(block.units for block in blocks)
    if needed > available:
        raise LedgerError("INSUFFICIENT_CREDITS", place=place, needed=needed, available=available)
    taken: list[Block] = []
    changed: list[Block] = []
    for row, block in enumerate(blocks):
        if needed == 0:
            break
        units = min(needed, block.units)
        needed -= units
        if units == block.units:
            part = replace(block, state=BlockState.RESERVED)
            changed.append(part)
        else:
            ids = [derive_id(command.id, f"taken {row}"), derive_id(command.id, f"rest {row}")]
            first, rest = split(block, (block.start + units,), ids)
            part = replace(first, state=BlockState.RESERVED)
            changed += [replace(block, state=BlockState.SPLIT), part, rest]
        taken.append(part)
    return taken, changed


def _retirement(command: Reserve, by: Authorship, row: int, block: Block) -> Retirement:
    return Retirement(
        id=derive_id(command.id, f"retirement {row}"),
        organisation=by.organisation,
        order=command.order,
        beneficiary=command.beneficiary,
        block=block.id,
        series=block.series,
        start=block.start,
        end=block.end,
        asset=block.asset,
        unit=block.unit,
        amount=block.amount,
        pending_id=derive_id(command.id, f"reserve {row}"),
        reserved_at=by.at,
        expires_at=command.expires_at,
    )


def _line(retirement: Retirement, block: Block) -> ReservedLine:
    return ReservedLine(
        retirement=retirement.id,
        block=block.id,
        series=block.series,
        start=block.start,
        end=block.end,
        units=block.units,
        amount=block.amount,
    )


def _pool(retirement: Retirement) -> Account:
    return Account(
        id=pool_account(retirement.id),
        organisation=retirement.organisation,
        asset=retirement.asset,
        unit=retirement.unit,
        code="pool",
        constraint=Constraint.DEBITS_WITHIN_CREDITS,
    )


def _pending(retirement: Retirement, identifier: str, code: str, expires_at: datetime | None) -> Transfer:
    return Transfer(
        id=identifier,
        kind=TransferKind.PENDING,
        debit=holding_account(retirement.organisation, retirement.series),
        credit=pool_account(retirement.id),
        amount=retirement.amount,
        expires_at=expires_at,
        code=code,
        reference=retirement.id,
    )


def _resolving(retirement: Retirement, identifier: str, kind: TransferKind, code: str) -> Transfer:
    return Transfer(
        id=identifier,
        kind=kind,
        debit=holding_account(retirement.organisation, retirement.series),
        credit=pool_account(retirement.id),
        amount=retirement.amount,
        pending_id=retirement.pending_id,
        code=code,
        reference=retirement.id,
    )


def _block_into(view: View, retirement: Retirement, state: BlockState) -> Block:
    block = view.block(retirement.block)
    if block is None or block.state is not BlockState.RESERVED:
        found = block.state.value if block else "-"
        raise LedgerError("BLOCK_STATE", place=f"block {retirement.block}", state=found, needed=BlockState.RESERVED.value)
    return replace(block, state=state)


def instruct(command: Instruct, view: View, by: Authorship) -> Changes:
    """Ends the timeout: the timed pending transfer is voided and one without a timeout takes its place, in one chain."""
    moves: list[Transfer] = []
    after: list[Retirement] = []
    for retirement in _each(command.retirements, view, by):
        _in_state(retirement, RetirementState.RESERVED)
        if retirement.expires_at <= by.at:
            raise LedgerError("RESERVATION_EXPIRED", place=f"order {retirement.order}", expires_at=retirement.expires_at.isoformat())
        lasting = derive_id(command.id, f"instruct {retirement.id}")
        moves.append(_resolving(retirement, derive_id(command.id, f"renew {retirement.id}"), TransferKind.VOID, "instruct"))
        moves.append(_pending(retirement, lasting, "instruct", None))
        after.append(replace(retirement, state=RetirementState.INSTRUCTED, pending_id=lasting, instructed_by=by.actor, instructed_at=by.at))
    chain = run_chain(view, moves, organisation=by.organisation, at=by.at)
    return Changes(
        answer=RetirementsMoved(retirements=command.retirements, state=RetirementState.INSTRUCTED),
        accounts=tuple(chain.accounts.values()),
        transfers=tuple(chain.transfers),
        retirements=tuple(after),
    )


def confirm(command: Confirm, view: View, by: Authorship) -> Changes:
    """Posts the pending amount into the retirement's pool and retires the block; the range never comes back."""
    retirement = own_retirement(view, command.retirement, by.organisation)
    _in_state(retirement, RetirementState.INSTRUCTED)
    _check_confirmation(command, retirement, view, by)
    confirmation = Confirmation(
        reference=command.reference,
        retired_on=command.retired_on,
        beneficiary_text=command.beneficiary_text,
        evidence_digest=command.evidence_digest,
        url=command.url,
        maker=command.maker,
        checker=by.actor,
        confirmed_at=by.at,
    )
    post = _resolving(retirement, derive_id(command.id, "confirm"), TransferKind.POST, "confirm")
    chain = run_chain(view, (post,), organisation=by.organisation, at=by.at)
    return Changes(
        answer=RetirementsMoved(retirements=(retirement.id,), state=RetirementState.CONFIRMED),
        accounts=tuple(chain.accounts.values()),
        transfers=tuple(chain.transfers),
        blocks=(_block_into(view, retirement, BlockState.RETIRED),),
        retirements=(replace(retirement, state=RetirementState.CONFIRMED, confirmation=confirmation),),
    )


def _check_confirmation(command: Confirm, retirement: Retirement, view: View, by: Authorship) -> None:
    place = f"retirement {retirement.id}"
    check_text(command.reference, place="reference")
    check_text(command.maker, place="maker")
    check_prose(command.beneficiary_text, place="beneficiary_text")
    for other in (command.maker, retirement.instructed_by):
        if other is not None and same_person(other, by.actor):
            raise LedgerError("FOUR_EYES", place=place, actor=by.actor)
    if not _DIGEST.fullmatch(command.evidence_digest):
        raise LedgerError("EVIDENCE_DIGEST", place=place, value=command.evidence_digest[:80])
    if command.retired_on > (by.at + _DAY_AHEAD).date():
        raise LedgerError("RETIREMENT_IN_FUTURE", place=place, retired_on=command.retired_on.isoformat(), today=by.at.date().isoformat())
    instructed_at = retirement.instructed_at or retirement.reserved_at
    if command.retired_on < (instructed_at - _DAY_BEHIND).date():
        raise LedgerError(
            "RETIREMENT_BACKDATED", place=place, retired_on=command.retired_on.isoformat(), instructed=instructed_at.date().isoformat()
        )
    holder = view.reference_holder(retirement.series, command.reference)
    if holder is not None:
        raise LedgerError("REFERENCE_USED", place=place, reference=command.reference, earlier=holder)


def release(command: Release, view: View, by: Authorship) -> Changes:
    """Gives reserved units back. Instructed ones may already be on their way: a second person must ask for their release."""
    check_prose(command.reason, place="reason")
    retirements = _each(command.retirements, view, by)
    for retirement in retirements:
        _in_state(retirement, RetirementState.RESERVED, RetirementState.INSTRUCTED)
        if retirement.instructed_by is not None and same_person(retirement.instructed_by, by.actor):
            raise LedgerError("FOUR_EYES", place=f"retirement {retirement.id}", actor=by.actor)
    return _given_back(command.id, retirements, view, by, RetirementState.RELEASED)


def expire(command: Expire, view: View, by: Authorship) -> Changes:
    """Releases what nobody instructed in time. With nothing due it changes nothing."""
    return _given_back(command.id, view.due(by.organisation, by.at), view, by, RetirementState.EXPIRED)


def _given_back(command: str, retirements: Sequence[Retirement], view: View, by: Authorship, state: RetirementState) -> Changes:
    moves = []
    for retirement in retirements:
        timed_out = retirement.state is RetirementState.RESERVED and retirement.expires_at <= by.at
        kind = TransferKind.EXPIRE if timed_out else TransferKind.VOID
        moves.append(_resolving(retirement, derive_id(command, f"{state.value} {retirement.id}"), kind, state.value))
    chain = run_chain(view, moves, organisation=by.organisation, at=by.at)
    return Changes(
        answer=RetirementsMoved(retirements=tuple(retirement.id for retirement in retirements), state=state),
        accounts=tuple(chain.accounts.values()),
        transfers=tuple(chain.transfers),
        blocks=tuple(_block_into(view, retirement, BlockState.HELD) for retirement in retirements),
        retirements=tuple(replace(retirement, state=state) for retirement in retirements),
    )
