"""Serial ranges, half-open inside and inclusive only at the edge, so that parts can't sum to one more than their whole.

(The public registries' own tool has had that defect: CADT issues 446 and 475.)
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from lingtan.errors import LedgerError
from lingtan.ledger.amounts import MAX_AMOUNT, check_text
from lingtan.ledger.ids import check_id

__all__ = ["Block", "BlockState", "check_range", "split"]


class BlockState(StrEnum):
    """Where a range of units stands. Only the first three hold units; a split block lives on in its children."""

    HELD = "held"
    RESERVED = "reserved"
    RETIRED = "retired"
    SPLIT = "split"
    WITHDRAWN = "withdrawn"

    @property
    def is_leaf(self) -> bool:
        """The range is taken: no other block may overlap it."""
        return self in (BlockState.HELD, BlockState.RESERVED, BlockState.RETIRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Units [start, end) of one series (a numbering space of one registry, project and vintage). `amount_per_unit` is in `unit`."""

    id: str
    organisation: str
    series: str
    start: int
    end: int
    asset: str
    unit: str
    amount_per_unit: int
    parent: str | None = None
    state: BlockState = BlockState.HELD

    def __post_init__(self) -> None:
        check_id(self.id, place="block.id")
        for name in ("organisation", "series", "asset", "unit"):
            check_text(getattr(self, name), place=f"block.{name}")
        check_range(self.series, self.start, self.end)
        if not 1 <= self.amount_per_unit <= MAX_AMOUNT or self.units * self.amount_per_unit > MAX_AMOUNT:
            raise LedgerError("AMOUNT_RANGE", place=f"block {self.id}", value=f"{self.units} × {self.amount_per_unit}")

    @property
    def units(self) -> int:
        """How many units the range holds."""
        return self.end - self.start

    @property
    def amount(self) -> int:
        """What the whole range is worth. [unit]."""
        return self.units * self.amount_per_unit


def check_range(series: str, start: int, end: int) -> None:
    """Refuses an empty, reversed or out-of-range interval: LedgerError `RANGE_EMPTY`."""
    whole = all(isinstance(edge, int) and not isinstance(edge, bool) for edge in (start, end))
    if not whole or not 0 <= start < end <= MAX_AMOUNT:
        raise LedgerError("RANGE_EMPTY", place=series, start=str(start), end=str(end))


def split(block: Block, at: Sequence[int], ids: Sequence[str]) -> tuple[Block, ...]:
    """Children [start, at₀), [at₀, at₁) … [atₙ, end) of the block: disjoint, contiguous, summing to it.

    Raises LedgerError `SPLIT_POINT` where the cuts do not increase strictly inside the block.
    """
    edges = (block.start, *at, block.end)
    for left, right in itertools.pairwise(edges):
        if not left < right:
            raise LedgerError("SPLIT_POINT", place=f"block {block.id}", start=block.start, end=block.end, at=str(list(at)))
    return tuple(
        Block(
            id=child,
            organisation=block.organisation,
            series=block.series,
            start=left,
            end=right,
            asset=block.asset,
            unit=block.unit,
            amount_per_unit=block.amount_per_unit,
            parent=block.id,
            state=block.state,
        )
        for child, left, right in zip(ids, edges, edges[1:], strict=False)
    )
