"""One megawatt-hour, one scheme: a plant's months that are green attributes are no carbon credits, and the other way round (METHODS 13)."""

from __future__ import annotations

from collections.abc import Sequence

from lingtan.errors import LedgerError
from lingtan.ledger import GREEN_ATTRIBUTE, AttributeScheme, generation_of
from lingtan.neutrality import CreditBlock
from lingtan.services.credits.holdings import block_of
from lingtan.store import Transaction

__all__ = ["refuse_attributed", "refuse_credited"]


def refuse_credited(transaction: Transaction, plant: str, month: str, *, place: str) -> None:
    """Nothing, where no credits of the plant's project and year are on the books. Raises LedgerError `ATTRIBUTE_TWO_SCHEMES`."""
    for holding in transaction.ledger.holdings():
        if holding.details and (credit := block_of(holding)).project_id == plant and str(credit.vintage_year) == month[:4]:
            raise LedgerError(
                "ATTRIBUTE_TWO_SCHEMES", place=f"{place}: {plant} {month}", earlier=credit.key,
                earlier_scheme=AttributeScheme.CREDITED.value, scheme=AttributeScheme.CERTIFICATE.value,
            )  # fmt: skip


def refuse_attributed(transaction: Transaction, blocks: Sequence[CreditBlock]) -> None:
    """Nothing, where no attributes of the credits' projects and years are on the books. Raises LedgerError `ATTRIBUTE_TWO_SCHEMES`."""
    months = {generation_of(holding.block.series): holding for holding in transaction.ledger.holdings(asset=GREEN_ATTRIBUTE)}
    for generation, holding in months.items():
        plant, month = generation or ("", "")
        for block in blocks:
            if block.project_id == plant and str(block.vintage_year) == month[:4]:
                raise LedgerError(
                    "ATTRIBUTE_TWO_SCHEMES", place=f"{block.place}: {plant} {month}", earlier=holding.block.id,
                    earlier_scheme=str(holding.details.get("scheme", "")), scheme=AttributeScheme.CREDITED.value,
                )  # fmt: skip
