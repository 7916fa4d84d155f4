"""Cancellations whose every line the registry confirmed and that have no certificate yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingtan.ledger import GRAMS_PER_TONNE, RetirementState
from lingtan.services.house.workspace import Workspace

__all__ = ["WaitingRow", "WaitingView", "waiting_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """One lot that may be certified. Required [g CO2e], confirmed [t CO2e]."""

    number: str
    order: str
    product: str
    holder_id: str
    required_g: int
    tonnes: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingView:
    """What waits for its certificate, the oldest first."""

    waiting: tuple[WaitingRow, ...]
    synthetic: bool


def waiting_view(workspace: Workspace) -> WaitingView:
    """The organisation's lots that wait."""
    organisation, rows = workspace.profile.organisation, []
    with workspace.store() as store:
        for entry in store.ledger.uncertified(organisation):
            retirements = store.ledger.retirements(organisation=organisation, order=entry.subject)
            if {one.state for one in retirements} <= {RetirementState.CONFIRMED}:
                tonnes = sum(one.amount for one in retirements) // GRAMS_PER_TONNE
                row = WaitingRow(
                    number=entry.subject, order=entry.key or "", product=entry.label.removeprefix(f"{entry.key} · "),
                    holder_id=entry.party or "", required_g=entry.amount or 0, tonnes=tonnes, at=entry.first_at,
                )  # fmt: skip
                rows.append(row)
    return WaitingView(waiting=tuple(rows), synthetic=workspace.profile.synthetic)
