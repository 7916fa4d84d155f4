"""`lingtan credits import|list`: registry-style holdings into the ledger, all rows or none."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, cast

from lingtan.evidence import JSON, from_plain, to_plain
from lingtan.files import CREDITS, read_table
from lingtan.ledger import BlockState
from lingtan.neutrality import CreditBlock, read_holdings
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.store import Holding, Store, Transaction

__all__ = ["block_of", "held_blocks", "import_credits", "list_credits", "series_of"]


def series_of(block: CreditBlock) -> str:
    """The numbering space of the ledger: one registry, serial series, project and vintage, as one retirement may not mix them."""
    return "/".join((block.registry.value, block.serials.series, block.project_id, str(block.vintage_year)))


def block_of(holding: Holding) -> CreditBlock:
    """The credit block that a holding of the ledger is a part of, cut to the holding's own range."""
    whole = from_plain(CreditBlock, holding.details, place=holding.block.id)
    return from_plain(CreditBlock, {**_plain(whole), "serials": to_plain(whole.serials.part(holding.block.start, holding.block.end))})


def held_blocks(store: Store | Transaction, organisation: str) -> dict[CreditBlock, str]:
    """What may be reserved: each credit block with the id of its block in the ledger."""
    holdings = store.ledger.holdings(organisation=organisation, states=(BlockState.HELD,))
    return {block_of(holding): holding.block.id for holding in holdings}


def import_credits(workspace: Workspace, path: Path, *, actor: str, at: datetime, preview: bool = False) -> list[JSON]:
    """Import a holdings table. Raises InputError or LedgerError with the cell; then nothing is imported.

    A file that was imported before gives its first answer. `preview` checks everything and records nothing.
    """
    table = read_table(path, CREDITS)
    by = workspace.by(actor, at)
    with workspace.store() as store:
        if preview:
            return [_row(block) for block in read_holdings(table.rows, on=at.date(), known=_known(store))]
        name = command_id(by.organisation, "credits_import", table.digest)

        def effect(transaction: Transaction) -> JSON:
            blocks = read_holdings(table.rows, on=at.date(), known=_known(transaction))
            for block in blocks:
                transaction.ledger.import_block(
                    id=command_id(by.organisation, "block", series_of(block), block.key),
                    by=by,
                    series=series_of(block),
                    start=block.serials.start,
                    end=block.serials.stop,
                    details=_plain(block),
                )
            return [_row(block) for block in blocks]

        return cast("list[JSON]", store.once(name, "credits_import", {"file": table.digest}, effect, by))


def list_credits(workspace: Workspace) -> list[JSON]:
    """Every block with its state."""
    with workspace.store() as store:
        return [{**_row(block_of(h)), "state": h.block.state.value} for h in store.ledger.holdings() if h.details]


def _known(store: Store | Transaction) -> tuple[CreditBlock, ...]:
    return tuple(block_of(holding) for holding in store.ledger.holdings() if holding.details)


def _row(block: CreditBlock) -> dict[str, Any]:
    row = {"serial": block.key, "tonnes": block.tonnes, "programme": block.registry.value, "project": block.project_name}
    return row | {"vintage": block.vintage_year, "country": block.host_country, "place": block.place}


def _plain(block: CreditBlock) -> dict[str, Any]:
    plain = to_plain(block)
    assert isinstance(plain, dict)
    return plain
