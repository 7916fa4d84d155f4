"""Confirmed retirements as pools of grams: how much is allocated, what remains, and for whom."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.services.credits.rows import RetirementRow, retirement_row
from lingtan.services.house.workspace import Workspace
from lingtan.store import Pool

__all__ = ["BeneficiaryRemainder", "PoolRow", "PoolsView", "pools_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolRow:
    """One confirmed retirement: confirmed = allocated + remaining. [g CO2e]"""

    retirement: RetirementRow
    confirmed_g: int
    allocated_g: int
    remaining_g: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BeneficiaryRemainder:
    """What remains for one beneficiary, and may be carried into its next certificate only. [g CO2e]"""

    name: str
    identifier: str
    pools: int
    remaining_g: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolsView:
    """The page of pools, and of the beneficiaries with what remains for each over all of its pools, the most first. [g CO2e]"""

    pools: tuple[PoolRow, ...]
    remainders: tuple[BeneficiaryRemainder, ...]
    total: int
    page: int
    per_page: int
    synthetic: bool


def pools_view(workspace: Workspace, *, page: int = 1, per_page: int = 50) -> PoolsView:
    """The organisation's pools, newest last, and what remains by beneficiary."""
    organisation, first = workspace.profile.organisation, (page - 1) * per_page
    with workspace.store() as store:
        pools, left = store.at_once(
            lambda one: (
                one.ledger.pools_page(organisation, offset=first, limit=per_page),
                one.ledger.left_of(organisation, offset=first, limit=per_page),
            )
        )
    remainders = tuple(
        BeneficiaryRemainder(name=one.name, identifier=one.identifier, pools=one.pools, remaining_g=one.amount) for one in left.rows
    )
    rows, synthetic = tuple(_row(pool) for pool in pools.rows), workspace.profile.synthetic
    return PoolsView(
        pools=rows, remainders=remainders, total=max(pools.total, left.total), page=page, per_page=per_page, synthetic=synthetic
    )


def _row(pool: Pool) -> PoolRow:
    row = retirement_row(pool.retirement)
    return PoolRow(retirement=row, confirmed_g=pool.confirmed, allocated_g=pool.allocated, remaining_g=pool.remaining)
