"""Rows to the ledger's records and back."""

from __future__ import annotations

import json
from typing import Any

from lingtan.database import moment, stamp
from lingtan.evidence import canonical_bytes, from_plain, to_plain
from lingtan.ledger import (
    Account,
    Allocation,
    Block,
    BlockState,
    Certificate,
    CertificateState,
    Claim,
    Constraint,
    Retirement,
    Transfer,
    TransferKind,
    device_key,
)
from lingtan.ledger.allocations import ClaimState
from lingtan.store.tables import Row

__all__ = [
    "account_of",
    "allocation_of",
    "block_of",
    "certificate_of",
    "certificate_row",
    "claim_of",
    "claim_row",
    "retirement_of",
    "retirement_row",
    "transfer_of",
    "transfer_row",
]


def account_of(row: Row) -> Account:
    """An account from its row joined with its balance."""
    return Account(
        id=row["id"],
        organisation=row["organisation"],
        asset=row["asset"],
        unit=row["unit"],
        code=row["code"],
        constraint=Constraint(row["constraint_kind"]),
        debits_pending=row["debits_pending"],
        debits_posted=row["debits_posted"],
        credits_pending=row["credits_pending"],
        credits_posted=row["credits_posted"],
    )


def transfer_of(row: Row) -> Transfer:
    """A transfer from its row."""
    return Transfer(
        id=row["id"],
        kind=TransferKind(row["kind"]),
        debit=row["debit"],
        credit=row["credit"],
        amount=row["amount"],
        pending_id=row["pending_id"],
        expires_at=None if row["expires_at"] is None else moment(row["expires_at"]),
        code=row["code"],
        reference=row["reference"],
    )


def transfer_row(transfer: Transfer) -> dict[str, Any]:
    """A transfer's own columns."""
    return {
        "id": transfer.id,
        "kind": transfer.kind.value,
        "debit": transfer.debit,
        "credit": transfer.credit,
        "amount": transfer.amount,
        "pending_id": transfer.pending_id,
        "expires_at": None if transfer.expires_at is None else stamp(transfer.expires_at),
        "code": transfer.code,
        "reference": transfer.reference,
    }


def block_of(row: Row) -> Block:
    """A block from its row joined with its state."""
    return Block(
        id=row["id"],
        organisation=row["organisation"],
        series=row["series"],
        start=row["start_at"],
        end=row["end_at"],
        asset=row["asset"],
        unit=row["unit"],
        amount_per_unit=row["amount_per_unit"],
        parent=row["parent"],
        state=BlockState(row["state"]),
    )


def retirement_of(row: Row) -> Retirement:
    """A retirement from its state's body."""
    return from_plain(Retirement, json.loads(row["body"]), place=f"retirement {row['id']}")


def retirement_row(retirement: Retirement) -> dict[str, Any]:
    """A retirement's state: the columns that are searched or constrained, and the whole as canonical JSON."""
    said = retirement.confirmation
    return {
        "id": retirement.id,
        "organisation": retirement.organisation,
        "order_ref": retirement.order,
        "block": retirement.block,
        "series": retirement.series,
        "state": retirement.state.value,
        "expires_at": stamp(retirement.expires_at),
        "reference": None if said is None else said.reference,
        "maker": None if said is None else said.maker,
        "checker": None if said is None else said.checker,
        "body": canonical_bytes(to_plain(retirement)).decode(),
    }


def certificate_of(row: Row) -> Certificate:
    """A certificate's standing from its row."""
    return Certificate(
        number=row["number"],
        organisation=row["organisation"],
        devices=row["devices"],
        amount=row["amount"],
        state=CertificateState(row["state"]),
        successor=row["successor"],
    )


def certificate_row(certificate: Certificate) -> dict[str, Any]:
    """A certificate's standing as a row."""
    return {
        "number": certificate.number,
        "organisation": certificate.organisation,
        "devices": certificate.devices,
        "amount": certificate.amount,
        "state": certificate.state.value,
        "successor": certificate.successor,
    }


def claim_of(row: Row) -> Claim:
    """A claim from its row."""
    return Claim(
        command=row["command"],
        organisation=row["organisation"],
        manufacturer=row["manufacturer"],
        serial=row["serial"],
        claim_scope=row["claim_scope"],
        certificate=row["certificate"],
        amount=row["amount"],
        state=ClaimState(row["state"]),
    )


def claim_row(claim: Claim) -> dict[str, Any]:
    """A claim as a row, with the keys it is unique by."""
    return {
        "command": claim.command,
        "manufacturer_key": device_key(claim.manufacturer),
        "serial_key": device_key(claim.serial),
        "claim_scope": claim.claim_scope,
        "organisation": claim.organisation,
        "manufacturer": claim.manufacturer,
        "serial": claim.serial,
        "certificate": claim.certificate,
        "amount": claim.amount,
        "state": claim.state.value,
    }


def allocation_of(row: Row) -> Allocation:
    """An allocation from its row."""
    return Allocation(
        command=row["command"],
        ordinal=row["ordinal"],
        certificate=row["certificate"],
        manufacturer=row["manufacturer"],
        serial=row["serial"],
        claim_scope=row["claim_scope"],
        retirement=row["retirement"],
        amount=row["amount"],
    )
