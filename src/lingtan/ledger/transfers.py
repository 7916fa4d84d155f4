"""Transfers: immutable, client-identified, single- or two-phase, in chains that happen whole or not at all.

    TRANSFER                     moves at once
    PENDING ─┬─ POST             moves (all or part; the rest is released)
             ├─ VOID             releases
             └─ EXPIRE           releases, once `expires_at` has come

A pending row is never changed: its resolution is a new row that names it. A mistake is corrected by a new transfer the other way.
The semantics are those of TigerBeetle 0.17 (`facts/neutrality.md` section 1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum

from lingtan.errors import ConflictError, LedgerError
from lingtan.ledger.accounts import Account, check_balance, moved
from lingtan.ledger.amounts import check_amount, check_text
from lingtan.ledger.ids import check_id
from lingtan.ledger.view import View

__all__ = ["Chain", "Transfer", "TransferKind", "run_chain"]


class TransferKind(StrEnum):
    """What a transfer does."""

    TRANSFER = "transfer"
    PENDING = "pending"
    POST = "post"
    VOID = "void"
    EXPIRE = "expire"

    @property
    def resolves(self) -> bool:
        """Ends a pending transfer."""
        return self in (TransferKind.POST, TransferKind.VOID, TransferKind.EXPIRE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One movement between two accounts of one asset. `amount` is in the accounts' unit; of a post it may be less than the pending one."""

    id: str
    kind: TransferKind
    debit: str
    credit: str
    amount: int
    pending_id: str | None = None
    expires_at: datetime | None = None
    code: str = "transfer"
    reference: str = "-"

    def __post_init__(self) -> None:
        check_id(self.id, place="transfer.id")
        check_amount(self.amount, place=f"transfer {self.id}")
        for name in ("debit", "credit", "code", "reference"):
            check_text(getattr(self, name), place=f"transfer.{name}")
        if self.debit == self.credit:
            raise LedgerError("SAME_ACCOUNT", place=f"transfer {self.id}", account=self.debit)
        if self.kind.resolves != (self.pending_id is not None) or (self.expires_at is not None and self.kind is not TransferKind.PENDING):
            raise LedgerError("TRANSFER_SHAPE", place=f"transfer {self.id}", kind=self.kind.value)
        if self.expires_at is not None and self.expires_at.tzinfo is None:
            raise LedgerError("TRANSFER_SHAPE", place=f"transfer {self.id}", kind=self.kind.value)


@dataclass(slots=True)
class Chain:
    """What a chain comes to: the transfers to append (none when it was already there) and the accounts they changed."""

    transfers: list[Transfer] = field(default_factory=list)
    accounts: dict[str, Account] = field(default_factory=dict)


def run_chain(view: View, transfers: Sequence[Transfer], *, organisation: str, at: datetime, opened: Sequence[Account] = ()) -> Chain:
    """Every transfer in order over one view, or a LedgerError and nothing at all.

    `opened` are accounts that the same command opens. A chain whose transfers are all recorded already with the same bodies changes
    nothing; a recorded id with another body is a ConflictError `ID_CONFLICT` naming the first differing field.
    """
    chain = Chain(accounts={account.id: account for account in opened})
    known = [transfer for transfer in transfers if _exists(view, transfer)]
    if len(known) == len(transfers):
        return chain
    if known:
        raise LedgerError("CHAIN_PARTLY_RECORDED", place=f"transfer {known[0].id}")
    for transfer in transfers:
        if any(transfer.id == earlier.id for earlier in chain.transfers):
            raise LedgerError("TRANSFER_TWICE", place=f"transfer {transfer.id}")
        _apply(view, chain, transfer, organisation=organisation, at=at)
        chain.transfers.append(transfer)
    return chain


def _exists(view: View, transfer: Transfer) -> bool:
    recorded = view.transfer(transfer.id)
    if recorded is None:
        return False
    for spec in fields(Transfer):
        if getattr(recorded, spec.name) != getattr(transfer, spec.name):
            raise ConflictError("ID_CONFLICT", place=f"transfer {transfer.id}", field=spec.name)
    return True


def _account(view: View, chain: Chain, name: str) -> Account:
    account = chain.accounts.get(name) or view.account(name)
    if account is None:
        raise LedgerError("ACCOUNT_UNKNOWN", place=name)
    return account


def _apply(view: View, chain: Chain, transfer: Transfer, *, organisation: str, at: datetime) -> None:
    debit, credit = _account(view, chain, transfer.debit), _account(view, chain, transfer.credit)
    if (debit.asset, debit.unit) != (credit.asset, credit.unit):
        raise LedgerError(
            "ASSET_MISMATCH",
            place=f"transfer {transfer.id}",
            debit=f"{debit.asset} [{debit.unit}]",
            credit=f"{credit.asset} [{credit.unit}]",
        )
    if debit.organisation != organisation:
        raise LedgerError("NOT_YOURS", place=debit.id, owner=debit.organisation)
    pending = _pending(view, chain, transfer, at) if transfer.kind.resolves else None
    held = pending.amount if pending else 0
    match transfer.kind:
        case TransferKind.TRANSFER:
            debit, credit = moved(debit, debits_posted=transfer.amount), moved(credit, credits_posted=transfer.amount)
        case TransferKind.PENDING:
            if transfer.expires_at is not None and transfer.expires_at <= at:
                raise LedgerError("PENDING_EXPIRED", place=f"transfer {transfer.id}", expires_at=transfer.expires_at.isoformat())
            debit, credit = moved(debit, debits_pending=transfer.amount), moved(credit, credits_pending=transfer.amount)
        case TransferKind.POST:
            debit = moved(debit, debits_pending=-held, debits_posted=transfer.amount)
            credit = moved(credit, credits_pending=-held, credits_posted=transfer.amount)
        case TransferKind.VOID | TransferKind.EXPIRE:
            debit, credit = moved(debit, debits_pending=-held), moved(credit, credits_pending=-held)
    check_balance(debit)
    check_balance(credit)
    chain.accounts |= {debit.id: debit, credit.id: credit}


def _pending(view: View, chain: Chain, transfer: Transfer, at: datetime) -> Transfer:
    """The pending transfer that this one may resolve."""
    place = f"transfer {transfer.id}"
    wanted = transfer.pending_id or ""
    pending = next((earlier for earlier in chain.transfers if earlier.id == wanted), None) or view.transfer(wanted)
    if pending is None or pending.kind is not TransferKind.PENDING:
        raise LedgerError("PENDING_UNKNOWN", place=place, pending=wanted)
    resolution = next((earlier for earlier in chain.transfers if earlier.pending_id == wanted), None) or view.resolution(wanted)
    if resolution is not None:
        raise LedgerError("PENDING_RESOLVED", place=place, pending=wanted, kind=resolution.kind.value)
    for name in ("debit", "credit"):
        if getattr(pending, name) != getattr(transfer, name):
            raise LedgerError("PENDING_DIFFERS", place=place, field=name)
    if transfer.amount > pending.amount or (transfer.kind is not TransferKind.POST and transfer.amount != pending.amount):
        raise LedgerError("PENDING_DIFFERS", place=place, field="amount")
    due = pending.expires_at is not None and pending.expires_at <= at
    if transfer.kind is TransferKind.EXPIRE and not due:
        raise LedgerError("PENDING_NOT_DUE", place=place, pending=wanted)
    if transfer.kind is not TransferKind.EXPIRE and due:
        raise LedgerError("PENDING_EXPIRED", place=place, expires_at=pending.expires_at.isoformat() if pending.expires_at else "")
    return pending
