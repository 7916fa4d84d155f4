"""What an organisation's saved products come to: how their means are spread, class by class, and which stand first and last."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.product.changes import MixChange
from lingtan.services.credits.uploads import kept_upload
from lingtan.services.footprint.mix import mix_of_files
from lingtan.services.house.workspace import Workspace
from lingtan.services.portfolio.histogram import Bins
from lingtan.services.portfolio.ranking import ClassRow, RankRow, rank_row
from lingtan.services.portfolio.spreads import spread_of
from lingtan.services.products.record import CURRENT, KIND
from lingtan.store import Transaction

__all__ = ["PortfolioView", "portfolio_view"]

_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioView:
    """The saved products of one class, or of all, by their recorded means; and the change of a mix that was uploaded."""

    count: int
    device_class: str
    classes: tuple[ClassRow, ...]
    bins: Bins | None
    highest: tuple[RankRow, ...]
    lowest: tuple[RankRow, ...]
    mix: MixChange | None
    job: str


def portfolio_view(workspace: Workspace, *, device_class: str = "", before: str = "", after: str = "", job: str = "") -> PortfolioView:
    """Reads the catalogue and the records of those it ranks, however many products there are. Raises as `mix_of_files` for the uploads."""
    mine = workspace.profile.organisation

    def rank(one: Transaction, *, descending: bool) -> tuple[RankRow, ...]:
        found = one.catalogue(
            KIND, organisation=mine, state=CURRENT, party=device_class or None, order="amount", descending=descending, limit=_SHOWN
        )
        facts = one.facts_by_id([row.fact for row in found.rows])
        return tuple(rank_row(row, facts[row.fact]) for row in found.rows)

    with workspace.store() as store:
        highest, lowest = store.at_once(lambda one: (rank(one, descending=True), rank(one, descending=False)))
    spread = spread_of(workspace)
    mix = mix_of_files(kept_upload(workspace, before), kept_upload(workspace, after)) if before and after else None
    bins, ranked = spread.bins.get(device_class), {"highest": highest, "lowest": lowest}
    count = sum(bins.counts) if bins else 0
    return PortfolioView(count=count, device_class=device_class, classes=spread.classes, bins=bins, mix=mix, job=job, **ranked)
