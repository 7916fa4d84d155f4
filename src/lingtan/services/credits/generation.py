"""One megawatt-hour, one scheme: a plant's months that are green attributes are no carbon credits, and the other way round (METHODS 13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lingtan.errors import LedgerError
from lingtan.ledger import GREEN_ATTRIBUTE, AttributeScheme, generation_of
from lingtan.neutrality import CreditBlock
from lingtan.services.credits.holdings import block_of
from lingtan.store import Transaction

__all__ = ["credited_years", "refuse_attributed", "refuse_credited"]


def credited_years(transaction: Transaction) -> dict[tuple[str, str], str]:
    """The projects and vintage years of all credits on the books, each with one of its blocks."""
    credits = (block_of(holding) for holding in transaction.ledger.holdings() if holding.details)
    return {(credit.project_id, str(credit.vintage_year)): credit.key for credit in credits}


def refuse_credited(credited: Mapping[tuple[str, str], str], plant: str, month: str, *, place: str) -> None:
    """Nothing, where no credits of the plant's project and year are on the books. Raises LedgerError `ATTRIBUTE_TWO_SCHEMES`."""
    if (earlier := credited.get((plant, month[:4]))) is not None:
        raise LedgerError(
            "ATTRIBUTE_TWO_SCHEMES", place=f"{place}: {plant} {month}", earlier=earlier,
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
