"""What the organisation holds: totals by programme and vintage, and the ranges behind them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from lingtan.errors import InputError
from lingtan.ledger import GRAMS_PER_TONNE, BlockState
from lingtan.services.credits.rows import BlockRow, block_row
from lingtan.services.house.workspace import Workspace
from lingtan.store import SeriesTotal

__all__ = ["SHOWN", "CreditTotal", "CreditsView", "credits_overview"]

#: The states of a range that hold or held units; a split one lives on in its parts.
SHOWN = ("held", "reserved", "retired", "withdrawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditTotal:
    """Tonnes of one programme and vintage by state. [t CO2e]"""

    programme: str
    vintage: str
    held_t: int
    reserved_t: int
    retired_t: int
    withdrawn_t: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditsView:
    """The page of credits: sums of everything, and one page of the ranges. [t CO2e]"""

    held_t: int
    reserved_t: int
    retired_t: int
    withdrawn_t: int
    totals: tuple[CreditTotal, ...]
    blocks: tuple[BlockRow, ...]
    state: str
    search: str
    total: int
    page: int
    per_page: int
    synthetic: bool


def credits_overview(workspace: Workspace, *, state: str = "", search: str = "", page: int = 1, per_page: int = 50) -> CreditsView:
    """The organisation's ranges, those in `state` only where it is given; sums are over all of them. Raises InputError `STATE_FILTER`."""
    if state and state not in SHOWN:
        raise InputError("STATE_FILTER", place="state", got=state, known=", ".join(SHOWN))
    organisation, wanted = workspace.profile.organisation, BlockState(state) if state else None
    with workspace.store() as store:
        totals = store.ledger.series_totals(organisation)
        found = store.ledger.holdings_page(organisation, state=wanted, search=search.strip(), offset=(page - 1) * per_page, limit=per_page)
    sums = _sums(totals)
    by_state = {f"{one}_t": sum(tonnes for (_, _, state_of), tonnes in sums.items() if state_of == one) for one in SHOWN}
    return CreditsView(
        **by_state, totals=tuple(_total(sums, *name) for name in sorted({name[:2] for name in sums})),
        blocks=tuple(block_row(one) for one in found.rows), state=state, search=search, total=found.total, page=page, per_page=per_page,
        synthetic=workspace.profile.synthetic,
    )  # fmt: skip


def _sums(totals: tuple[SeriesTotal, ...]) -> Counter[tuple[str, str, str]]:
    """Tonnes by programme and vintage, which stand first and last in the name of a series, and by state."""
    sums: Counter[tuple[str, str, str]] = Counter()
    for one in totals:
        programme, *_, vintage = one.series.split("/")
        sums[programme, vintage, one.state.value] += one.amount // GRAMS_PER_TONNE
    return sums


def _total(sums: Counter[tuple[str, str, str]], programme: str, vintage: str) -> CreditTotal:
    tonnes = {f"{state}_t": sums[programme, vintage, state] for state in SHOWN}
    return CreditTotal(programme=programme, vintage=vintage, **tonnes)
