"""What an organisation's saved products come to: how their means are spread, class by class, and which stand first and last."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.product.changes import MixChange
from lingtan.services.credits.uploads import kept_upload
from lingtan.services.footprint.mix import mix_of_files
from lingtan.services.house.workspace import Workspace
from lingtan.services.portfolio.histogram import Bins, bins_of
from lingtan.services.portfolio.ranking import ClassRow, RankRow, class_row, rank_row
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
    """Reads the catalogue alone, whatever the number of products. Raises as `mix_of_files` for the uploads `before` and `after`."""
    mine = workspace.profile.organisation

    def rank(one: Transaction, *, descending: bool) -> tuple[RankRow, ...]:
        found = one.catalogue(
            KIND, organisation=mine, state=CURRENT, party=device_class or None, order="amount", descending=descending, limit=_SHOWN
        )
        return tuple(rank_row(row) for row in found.rows)

    def reading(one: Transaction) -> tuple[tuple[tuple[str | None, int], ...], tuple[RankRow, ...], tuple[RankRow, ...]]:
        return one.amounts(KIND, organisation=mine, state=CURRENT), rank(one, descending=True), rank(one, descending=False)

    with workspace.store() as store:
        amounts, highest, lowest = store.at_once(reading)
    names = sorted({party or "" for party, _ in amounts})
    classes = tuple(class_row(name, [mg for party, mg in amounts if (party or "") == name]) for name in names)
    shown = [mg / 1e6 for party, mg in amounts if device_class in ("", party)]
    mix = mix_of_files(kept_upload(workspace, before), kept_upload(workspace, after)) if before and after else None
    ranked = {"highest": highest, "lowest": lowest}
    return PortfolioView(count=len(shown), device_class=device_class, classes=classes, bins=bins_of(shown), mix=mix, job=job, **ranked)
