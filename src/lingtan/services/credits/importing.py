"""`lingtan credits import|list`: registry-style holdings into the ledger, all rows or none."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import cast

from lingtan.evidence import JSON
from lingtan.files import CREDITS, read_table
from lingtan.neutrality import CreditBlock, read_holdings
from lingtan.services.credits.generation import refuse_attributed
from lingtan.services.credits.holdings import block_of, block_view, plain_block, series_of
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.store import Store, Transaction

__all__ = ["import_credits", "list_credits"]


def import_credits(workspace: Workspace, path: Path, *, actor: str, at: datetime, preview: bool = False) -> list[JSON]:
    """Import a holdings table. Raises InputError or LedgerError with the cell; then nothing is imported.

    Credits of a plant's year whose green attributes are on the books are refused, `ATTRIBUTE_TWO_SCHEMES`.

    A file that was imported before gives its first answer. `preview` checks everything and records nothing.
    """
    table = read_table(path, CREDITS)
    by = workspace.by(actor, at)
    with workspace.store() as store:
        if preview:
            return [block_view(block) for block in read_holdings(table.rows, on=at.date(), known=_known(store))]
        name = command_id(by.organisation, "credits_import", table.digest)

        def effect(transaction: Transaction) -> JSON:
            blocks = read_holdings(table.rows, on=at.date(), known=_known(transaction))
            refuse_attributed(transaction, blocks)
            for block in blocks:
                transaction.ledger.import_block(
                    id=command_id(by.organisation, "block", series_of(block), block.key),
                    by=by,
                    series=series_of(block),
                    start=block.serials.start,
                    end=block.serials.stop,
                    details=plain_block(block),
                )
            return [block_view(block) for block in blocks]

        return cast("list[JSON]", store.once(name, "credits_import", {"file": table.digest}, effect, by))


def list_credits(workspace: Workspace) -> list[JSON]:
    """Every block of the organisation with its state."""
    with workspace.store() as store:
        holdings = store.ledger.holdings(organisation=workspace.profile.organisation)
        return [{**block_view(block_of(h)), "state": h.block.state.value} for h in holdings if h.details]


def _known(store: Store | Transaction) -> tuple[CreditBlock, ...]:
    """Every block of every organisation: a unit is in one hand only."""
    return tuple(block_of(holding) for holding in store.ledger.holdings() if holding.details)
