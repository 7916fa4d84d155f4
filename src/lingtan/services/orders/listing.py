"""Orders and their cancellations: how far each got, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from lingtan.ledger import GRAMS_PER_TONNE, Retirement
from lingtan.services.house.workspace import Workspace
from lingtan.services.orders.progress import OrderState, order_state
from lingtan.store import CataloguePage, Entry, Transaction

__all__ = ["OrderRow", "OrdersView", "orders_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """One lot of an order under its certificate number to be. Required [g CO2e], reserved [t CO2e]."""

    number: str
    order: str
    product: str
    holder: str
    holder_id: str
    required_g: int
    tonnes: int
    state: str
    expires_at: datetime | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersView:
    """One page of orders, newest first."""

    orders: tuple[OrderRow, ...]
    search: str
    total: int
    page: int
    per_page: int
    synthetic: bool


def orders_view(workspace: Workspace, *, at: datetime, search: str = "", page: int = 1, per_page: int = 50) -> OrdersView:
    """The organisation's orders; `search` looks in order, certificate number, model and holder's identifier."""
    organisation = workspace.profile.organisation
    with workspace.store() as store:
        found, retirements, certified = store.at_once(partial(_found, organisation, search.strip(), (page - 1) * per_page, per_page))
    rows = tuple(_row(entry, retirements[entry.subject], entry.subject in certified, at) for entry in found.rows)
    synthetic = workspace.profile.synthetic
    return OrdersView(orders=rows, search=search, total=found.total, page=page, per_page=per_page, synthetic=synthetic)


def _found(
    organisation: str, search: str, offset: int, limit: int, one: Transaction
) -> tuple[CataloguePage, dict[str, list[Retirement]], frozenset[str]]:
    found = one.catalogue("cancellation", organisation=organisation, search=search, offset=offset, limit=limit)
    retirements: dict[str, list[Retirement]] = {entry.subject: [] for entry in found.rows}
    for retirement in one.ledger.retirements(organisation=organisation, orders=retirements):
        retirements[retirement.order].append(retirement)
    return found, retirements, one.ledger.certified(retirements)


def _row(entry: Entry, retirements: Sequence[Retirement], is_certified: bool, at: datetime) -> OrderRow:
    state = order_state(retirements, is_certified=is_certified, at=at)
    reserved = state in (OrderState.RESERVED, OrderState.EXPIRING, OrderState.LAPSED)
    return OrderRow(
        number=entry.subject, order=entry.key or entry.label, product=entry.label.removeprefix(f"{entry.key} · "),
        holder=retirements[0].beneficiary.name if retirements else "", holder_id=entry.party or "",
        required_g=entry.amount or 0, tonnes=sum(one.amount for one in retirements) // GRAMS_PER_TONNE, state=state.value,
        expires_at=min(one.expires_at for one in retirements) if reserved else None, at=entry.first_at,
    )  # fmt: skip
