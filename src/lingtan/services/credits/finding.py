"""One of the organisation's own ranges of credits."""

from __future__ import annotations

from lingtan.errors import StoreError
from lingtan.store import Holding, Store, Transaction

__all__ = ["holding_of"]


def holding_of(store: Store | Transaction, organisation: str, block: str) -> Holding:
    """The range of this id, in whatever state. Raises StoreError `BLOCK_UNKNOWN`, also for another organisation's."""
    holding = store.ledger.holding(block)
    if holding is None or holding.organisation != organisation:
        raise StoreError("BLOCK_UNKNOWN", place=block)
    return holding
