"""Cancellations whose every line the registry confirmed and that have no certificate yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from lingtan.ledger import GRAMS_PER_TONNE, Retirement, RetirementState
from lingtan.services.house.workspace import Workspace
from lingtan.store import Entry, Transaction

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
    organisation = workspace.profile.organisation
    with workspace.store() as store:
        entries, retirements = store.at_once(partial(_uncertified, organisation))
    rows = [_row(entry, retirements[entry.subject]) for entry in entries if _is_confirmed(retirements[entry.subject])]
    return WaitingView(waiting=tuple(rows), synthetic=workspace.profile.synthetic)


def _uncertified(organisation: str, one: Transaction) -> tuple[tuple[Entry, ...], dict[str, list[Retirement]]]:
    entries = one.ledger.uncertified(organisation)
    retirements: dict[str, list[Retirement]] = {entry.subject: [] for entry in entries}
    for retirement in one.ledger.retirements(organisation=organisation, orders=retirements):
        retirements[retirement.order].append(retirement)
    return entries, retirements


def _is_confirmed(retirements: Sequence[Retirement]) -> bool:
    return {one.state for one in retirements} <= {RetirementState.CONFIRMED}


def _row(entry: Entry, retirements: Sequence[Retirement]) -> WaitingRow:
    return WaitingRow(
        number=entry.subject, order=entry.key or "", product=entry.label.removeprefix(f"{entry.key} · "),
        holder_id=entry.party or "", required_g=entry.amount or 0,
        tonnes=sum(one.amount for one in retirements) // GRAMS_PER_TONNE, at=entry.first_at,
    )  # fmt: skip
