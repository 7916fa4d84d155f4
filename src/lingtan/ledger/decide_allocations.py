"""Allocations: never more than the registry confirmed, never the same device twice, never for another beneficiary."""

from __future__ import annotations

from dataclasses import replace

from lingtan.errors import LedgerError
from lingtan.evidence import Authorship
from lingtan.ledger.accounts import Account, account_name
from lingtan.ledger.allocations import Allocation, Certificate, CertificateState, Claim, check_shares, device_key, spread
from lingtan.ledger.amounts import check_prose, check_text
from lingtan.ledger.answers import Allocated, CertificateMoved, Draw
from lingtan.ledger.changes import Changes
from lingtan.ledger.commands import Allocate, ReplaceCertificate, RevokeCertificate
from lingtan.ledger.decide_retirements import own_retirement, pool_account
from lingtan.ledger.ids import derive_id
from lingtan.ledger.retirements import Retirement, RetirementState
from lingtan.ledger.transfers import Transfer, TransferKind, run_chain
from lingtan.ledger.view import View

__all__ = ["allocate", "replace_certificate", "revoke_certificate", "spent_account"]


def spent_account(organisation: str, asset: str) -> str:
    """The account of everything devices were given. Nothing leaves it."""
    return account_name("spent", organisation, asset)


def allocate(command: Allocate, view: View, by: Authorship) -> Changes:
    """Draws the pools down in the given order, device by device; one transfer a pool carries the sum of its parts."""
    for name in ("certificate", "manufacturer", "claim_scope"):
        check_text(getattr(command, name), place=name)
    check_shares(command.shares)
    if view.certificate(command.certificate) is not None:
        raise LedgerError("CERTIFICATE_TAKEN", place=f"certificate {command.certificate}")
    pools = [_usable(view, name, command, by) for name in _distinct(command.retirements)]
    if len({(pool.asset, pool.unit) for pool in pools}) != 1:
        raise LedgerError("BLOCKS_DIFFER", place="retirements", kinds="; ".join(sorted({f"{pool.unit} {pool.asset}" for pool in pools})))
    _refuse_claimed(command, view)
    balances = [(pool.id, _available(view, pool)) for pool in pools]
    parts = spread(command.shares, balances)
    drawn: dict[str, int] = {}
    for _, pool_id, amount in parts:
        drawn[pool_id] = drawn.get(pool_id, 0) + amount
    sink = spent_account(by.organisation, pools[0].asset)
    known = view.account(sink)
    opened = () if known else (Account(id=sink, organisation=by.organisation, asset=pools[0].asset, unit=pools[0].unit, code="spent"),)
    moves = [
        Transfer(
            id=derive_id(command.id, f"allocate {pool_id}"),
            kind=TransferKind.TRANSFER,
            debit=pool_account(pool_id),
            credit=sink,
            amount=amount,
            code="allocate",
            reference=command.certificate,
        )
        for pool_id, amount in drawn.items()
    ]
    chain = run_chain(view, moves, organisation=by.organisation, at=by.at, opened=opened)
    total = sum(share.amount for share in command.shares)
    left = dict(balances)
    return Changes(
        answer=Allocated(
            certificate=command.certificate,
            devices=len(command.shares),
            amount=total,
            draws=tuple(Draw(retirement=name, amount=amount, remaining=left[name] - amount) for name, amount in drawn.items()),
        ),
        opened=opened,
        accounts=tuple(chain.accounts.values()),
        transfers=tuple(chain.transfers),
        allocations=tuple(
            Allocation(
                command=command.id,
                ordinal=row,
                certificate=command.certificate,
                manufacturer=command.manufacturer,
                serial=share.serial,
                claim_scope=command.claim_scope,
                retirement=pool_id,
                amount=amount,
            )
            for row, (share, pool_id, amount) in enumerate(parts)
        ),
        claims=tuple(
            Claim(
                command=command.id,
                organisation=by.organisation,
                manufacturer=command.manufacturer,
                serial=share.serial,
                claim_scope=command.claim_scope,
                certificate=command.certificate,
                amount=share.amount,
            )
            for share in command.shares
        ),
        certificates=(Certificate(number=command.certificate, organisation=by.organisation, devices=len(command.shares), amount=total),),
    )


def _distinct(retirements: tuple[str, ...]) -> tuple[str, ...]:
    if not retirements or len(set(retirements)) != len(retirements):
        raise LedgerError("RETIREMENT_LIST", given=len(retirements), distinct=len(set(retirements)))
    return retirements


def _usable(view: View, identifier: str, command: Allocate, by: Authorship) -> Retirement:
    """A confirmed retirement for this very beneficiary, in the registry's own words (METHODS 16)."""
    retirement = own_retirement(view, identifier, by.organisation)
    place = f"retirement {identifier}"
    if retirement.state is not RetirementState.CONFIRMED or retirement.confirmation is None:
        raise LedgerError("NOT_CONFIRMED", place=place, state=retirement.state.value)
    if by.at < retirement.confirmation.confirmed_at:
        moment = retirement.confirmation.confirmed_at.isoformat()
        raise LedgerError("ALLOCATED_TOO_EARLY", place=place, at=by.at.isoformat(), confirmed_at=moment)
    if retirement.beneficiary != command.beneficiary:
        raise LedgerError("BENEFICIARY_MISMATCH", place=place, wanted=command.beneficiary.name, found=retirement.beneficiary.name)
    text = retirement.confirmation.beneficiary_text
    if not retirement.beneficiary.named_in(text):
        raise LedgerError("BENEFICIARY_MISMATCH", place=place, wanted=command.beneficiary.name, found=text)
    return retirement


def _available(view: View, pool: Retirement) -> int:
    account = view.account(pool_account(pool.id))
    return account.available if account else 0


def _refuse_claimed(command: Allocate, view: View) -> None:
    claims = view.live_claims(command.manufacturer, command.claim_scope, [share.serial for share in command.shares])
    for row, share in enumerate(command.shares):
        claim = claims.get(device_key(share.serial))
        if claim is not None:
            raise LedgerError("DEVICE_CLAIMED", place=f"shares[{row}]", serial=share.serial, certificate=claim.certificate)


def _live(view: View, number: str, by: Authorship) -> Certificate:
    certificate = view.certificate(number)
    if certificate is None:
        raise LedgerError("CERTIFICATE_NOT_FOUND", place=f"certificate {number}")
    if certificate.organisation != by.organisation:
        raise LedgerError("NOT_YOURS", place=f"certificate {number}", owner=certificate.organisation)
    if certificate.state is not CertificateState.LIVE:
        raise LedgerError("CERTIFICATE_STATE", place=f"certificate {number}", state=certificate.state.value)
    return certificate


def replace_certificate(command: ReplaceCertificate, view: View, by: Authorship) -> Changes:
    """The devices' claims pass to the new number whole; the old one names its successor."""
    check_text(command.new, place="new")
    check_prose(command.reason, place="reason")
    old = _live(view, command.old, by)
    if view.certificate(command.new) is not None:
        raise LedgerError("CERTIFICATE_TAKEN", place=f"certificate {command.new}")
    return Changes(
        answer=CertificateMoved(certificate=old.number, state=CertificateState.REPLACED, successor=command.new),
        certificates=(
            replace(old, state=CertificateState.REPLACED, successor=command.new),
            Certificate(number=command.new, organisation=by.organisation, devices=old.devices, amount=old.amount),
        ),
        claims_moved=((old.number, command.new),),
    )


def revoke_certificate(command: RevokeCertificate, view: View, by: Authorship) -> Changes:
    """The claims end; nothing flows back into any pool."""
    check_prose(command.reason, place="reason")
    old = _live(view, command.certificate, by)
    return Changes(
        answer=CertificateMoved(certificate=old.number, state=CertificateState.REVOKED, successor=None),
        certificates=(replace(old, state=CertificateState.REVOKED),),
        claims_moved=((old.number, None),),
    )
