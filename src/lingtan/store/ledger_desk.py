"""The ledger's commands as a service calls them: a client-made id, who asks, and the command's own fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from lingtan.evidence import JSON, Authorship, from_plain
from lingtan.ledger import (
    CO2E_CREDIT,
    GRAMS_PER_TONNE,
    Allocate,
    Allocated,
    Beneficiary,
    CertificateMoved,
    Command,
    Confirm,
    Constraint,
    Expire,
    ImportBlock,
    Imported,
    Instruct,
    OpenAccount,
    Opened,
    Posted,
    PostTransfers,
    Release,
    ReplaceCertificate,
    Reserve,
    Reserved,
    RetirementsMoved,
    RevokeCertificate,
    Share,
    SplitBlock,
    SplitUp,
    Transfer,
    WithdrawBlock,
    Withdrawn,
)
from lingtan.store.pages import LedgerPages
from lingtan.store.readings import Read

if TYPE_CHECKING:
    from lingtan.store.transaction import Transaction

__all__ = ["Ledger"]

A = TypeVar("A")

Run = Callable[[Callable[["Transaction"], JSON]], JSON]


class Ledger(LedgerPages):
    """Commands, each idempotent by its id, and readings. Every refusal is a LedgerError and leaves no trace."""

    def __init__(self, *, run: Run, read: Read) -> None:
        super().__init__(read)
        self._run = run

    def execute(self, command: Command, by: Authorship, answer: type[A]) -> A:
        """Any command of `lingtan.ledger` and its answer, of the type that the command has."""
        return from_plain(answer, self._run(lambda transaction: transaction.execute(command, by)))

    def open_account(
        self, *, id: str, by: Authorship, account: str, asset: str, unit: str, code: str, constraint: Constraint = Constraint.NONE
    ) -> Opened:
        """Opens an account for free transfers."""
        return self.execute(OpenAccount(id=id, account=account, asset=asset, unit=unit, code=code, constraint=constraint), by, Opened)

    def post_transfers(self, *, id: str, by: Authorship, transfers: Sequence[Transfer]) -> Posted:
        """Runs a linked chain of transfers: all or none."""
        return self.execute(PostTransfers(id=id, transfers=tuple(transfers)), by, Posted)

    def import_block(
        self,
        *,
        id: str,
        by: Authorship,
        series: str,
        start: int,
        end: int,
        details: Mapping[str, JSON] | None = None,
        asset: str = CO2E_CREDIT,
        unit: str = "g",
        amount_per_unit: int = GRAMS_PER_TONNE,
    ) -> Imported:
        """Takes units [start, end) of a series into the holding; `amount_per_unit` is in `unit`.

        Raises LedgerError `RANGE_OVERLAP` naming the earlier block.
        """
        command = ImportBlock(
            id=id,
            series=series,
            start=start,
            end=end,
            asset=asset,
            unit=unit,
            amount_per_unit=amount_per_unit,
            details=dict(details or {}),
        )
        return self.execute(command, by, Imported)

    def split_block(self, *, id: str, by: Authorship, block: str, at: Sequence[int]) -> SplitUp:
        """Cuts a held block at these serial numbers."""
        return self.execute(SplitBlock(id=id, block=block, at=tuple(at)), by, SplitUp)

    def withdraw_block(self, *, id: str, by: Authorship, block: str, reason: str, maker: str) -> Withdrawn:
        """Undoes a mistaken import; `by.actor` checks what `maker` asks."""
        return self.execute(WithdrawBlock(id=id, block=block, reason=reason, maker=maker), by, Withdrawn)

    def reserve(
        self,
        *,
        id: str,
        by: Authorship,
        order: str,
        beneficiary: Beneficiary,
        amount: int,
        blocks: Sequence[str],
        expires_at: datetime,
    ) -> Reserved:
        """Reserves whole units worth at least `amount` [unit] from the blocks in this order; one retirement a range."""
        command = Reserve(id=id, order=order, beneficiary=beneficiary, amount=amount, blocks=tuple(blocks), expires_at=expires_at)
        return self.execute(command, by, Reserved)

    def instruct(self, *, id: str, by: Authorship, retirements: Sequence[str]) -> RetirementsMoved:
        """Records that the registry was told; the reservations stop expiring."""
        return self.execute(Instruct(id=id, retirements=tuple(retirements)), by, RetirementsMoved)

    def confirm(
        self,
        *,
        id: str,
        by: Authorship,
        retirement: str,
        reference: str,
        retired_on: date,
        beneficiary_text: str,
        evidence_digest: str,
        maker: str,
        url: str | None = None,
    ) -> RetirementsMoved:
        """Records the registry's confirmation: `maker` prepared it, `by.actor` checked it and is neither the maker nor who instructed."""
        command = Confirm(
            id=id,
            retirement=retirement,
            reference=reference,
            retired_on=retired_on,
            beneficiary_text=beneficiary_text,
            evidence_digest=evidence_digest,
            maker=maker,
            url=url,
        )
        return self.execute(command, by, RetirementsMoved)

    def release(self, *, id: str, by: Authorship, retirements: Sequence[str], reason: str) -> RetirementsMoved:
        """Gives reserved or instructed units back to the holding."""
        return self.execute(Release(id=id, retirements=tuple(retirements), reason=reason), by, RetirementsMoved)

    def expire(self, *, id: str, by: Authorship) -> RetirementsMoved:
        """Releases every reservation of the organisation that was not instructed before its time ran out at `by.at`."""
        return self.execute(Expire(id=id), by, RetirementsMoved)

    def allocate(
        self,
        *,
        id: str,
        by: Authorship,
        certificate: str,
        manufacturer: str,
        claim_scope: str,
        beneficiary: Beneficiary,
        retirements: Sequence[str],
        shares: Sequence[Share],
    ) -> Allocated:
        """Allocates confirmed pools, drawn down in this order, to devices under a new certificate."""
        command = Allocate(
            id=id,
            certificate=certificate,
            manufacturer=manufacturer,
            claim_scope=claim_scope,
            beneficiary=beneficiary,
            retirements=tuple(retirements),
            shares=tuple(shares),
        )
        return self.execute(command, by, Allocated)

    def replace_certificate(self, *, id: str, by: Authorship, old: str, new: str, reason: str) -> CertificateMoved:
        """Puts `new` in the place of `old`; the claims follow, no amount moves."""
        return self.execute(ReplaceCertificate(id=id, old=old, new=new, reason=reason), by, CertificateMoved)

    def revoke_certificate(self, *, id: str, by: Authorship, certificate: str, reason: str) -> CertificateMoved:
        """Ends a certificate; what it drew stays spent."""
        return self.execute(RevokeCertificate(id=id, certificate=certificate, reason=reason), by, CertificateMoved)
