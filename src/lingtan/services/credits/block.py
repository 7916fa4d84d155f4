"""One range of credits: what it is, whether it may be cancelled under which rules, and all that happened to its units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lingtan.services.credits.asked import WithdrawalRequest, open_request
from lingtan.services.credits.finding import holding_of
from lingtan.services.credits.holdings import block_of
from lingtan.services.credits.rows import BlockRow, block_row
from lingtan.services.credits.steps import Step, own_steps
from lingtan.services.credits.verdicts import PackVerdict, judge
from lingtan.services.house.workspace import Workspace

__all__ = ["BlockView", "view_block"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockView:
    """The page of one range; `asked` is a withdrawal that waits for a second person."""

    block: BlockRow
    registry: str
    issued_on: date
    acquired_on: date
    acquired_from: str
    adjustment: str
    labels: tuple[str, ...]
    evidence_digest: str
    packs: tuple[PackVerdict, ...]
    asked: WithdrawalRequest | None
    history: tuple[Step, ...]
    synthetic: bool


def view_block(workspace: Workspace, block: str, *, at: datetime) -> BlockView:
    """The range as it stands. Raises StoreError `BLOCK_UNKNOWN`, also for another organisation's."""
    organisation = workspace.profile.organisation
    with workspace.store() as store:
        holding = holding_of(store, organisation, block)
        history = store.ledger.history_of_units(holding.block.series, holding.block.start, holding.block.end)
        asked = open_request(store, organisation, block)
    said = block_of(holding)
    return BlockView(
        block=block_row(holding), registry=said.registry_name, issued_on=said.issued_on, acquired_on=said.acquired_on,
        acquired_from=said.acquired_from, adjustment=said.corresponding_adjustment.value, labels=said.labels,
        evidence_digest=said.evidence_digest, packs=judge(said, on=at.date()), asked=asked, history=own_steps(history, organisation),
        synthetic=workspace.profile.synthetic,
    )  # fmt: skip
