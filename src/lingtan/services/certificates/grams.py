"""Grams to serials in the ledger: earlier remainders of the same beneficiary first, then the newly confirmed retirements."""

from __future__ import annotations

from datetime import datetime

from lingtan.ledger import Beneficiary, Share
from lingtan.services.certificates.material import Material
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.store import Transaction

__all__ = ["CLAIM_SCOPE", "allocate_grams"]

#: What a device may be claimed for once: its life cycle, whoever claims it.
CLAIM_SCOPE = "life-cycle"


def allocate_grams(workspace: Workspace, transaction: Transaction, material: Material, number: str, *, actor: str, at: datetime) -> None:
    """Each device its grams under the certificate. Raises LedgerError for an unconfirmed pool, another beneficiary, a claimed device."""
    cancellation = material.cancellation
    holder = cancellation.order.holder
    beneficiary = Beneficiary(name=holder.name, identifier=holder.identifier)
    named = {one.certificate for one in cancellation.carried_from}
    pools = transaction.ledger.pools(organisation=workspace.profile.organisation, beneficiary=beneficiary, orders=named, left=True)
    earlier = [pool.retirement.id for pool in pools]
    transaction.ledger.allocate(
        id=command_id(workspace.profile.organisation, "allocate", number),
        by=workspace.by(actor, at),
        certificate=number,
        manufacturer=cancellation.order.manufacturer,
        claim_scope=CLAIM_SCOPE,
        beneficiary=beneficiary,
        retirements=[*earlier, *cancellation.retirements],
        shares=[Share(serial=opening.serial, amount=opening.grams) for opening in material.serials.openings],
    )
