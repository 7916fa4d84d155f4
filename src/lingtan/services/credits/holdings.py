"""Credit blocks and the ledger's blocks: the same thing seen by two rooms."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from lingtan.evidence import from_plain, to_plain
from lingtan.ledger import BlockState
from lingtan.neutrality import CreditBlock
from lingtan.store import Holding, Store, Transaction

__all__ = ["block_of", "block_view", "held_blocks", "plain_block", "series_of"]


def series_of(block: CreditBlock) -> str:
    """The numbering space of the ledger: one registry, serial series, project and vintage, as one retirement may not mix them."""
    return "/".join((block.registry.value, block.serials.series, block.project_id, str(block.vintage_year)))


def block_of(holding: Holding) -> CreditBlock:
    """The credit block that a holding of the ledger is a part of, cut to the holding's own range."""
    details = json.dumps(dict(holding.details), sort_keys=True)
    return _part(details, holding.block.start, holding.block.end, holding.block.id)


@lru_cache(maxsize=20_000)
def _part(details: str, start: int, end: int, place: str) -> CreditBlock:
    whole = from_plain(CreditBlock, json.loads(details), place=place)
    return from_plain(CreditBlock, {**plain_block(whole), "serials": to_plain(whole.serials.part(start, end))})


def held_blocks(store: Store | Transaction, organisation: str) -> dict[CreditBlock, str]:
    """What may be reserved: each credit block with the id of its block in the ledger."""
    holdings = store.ledger.holdings(organisation=organisation, states=(BlockState.HELD,))
    return {block_of(holding): holding.block.id for holding in holdings}


def block_view(block: CreditBlock) -> dict[str, Any]:
    """The block as a list shows it."""
    row = {"serial": block.key, "tonnes": block.tonnes, "programme": block.registry.value, "project": block.project_name}
    return row | {"vintage": block.vintage_year, "country": block.host_country, "place": block.place}


def plain_block(block: CreditBlock) -> dict[str, Any]:
    """The block as plain JSON: what the ledger keeps as the details of a holding."""
    plain = to_plain(block)
    assert isinstance(plain, dict)
    return plain
