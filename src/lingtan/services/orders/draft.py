"""An order before it is one: what was chosen, what it would need, or why it cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingtan.errors import LingtanError
from lingtan.ledger import Beneficiary
from lingtan.messages import Message
from lingtan.neutrality import BlockOrder
from lingtan.services.credits.verdicts import credit_packs
from lingtan.services.house.workspace import Workspace
from lingtan.services.orders.choices_of_product import ProductChoice, product_choices
from lingtan.services.orders.header import OrderHeader
from lingtan.services.orders.placing import OrderPlan, plan_upload
from lingtan.store import Store

__all__ = ["OrderDraft", "draft_order"]

#: How many orders back a holder is offered for choice.
_LATEST_ORDERS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDraft:
    """The page of a new order. `problem` is the first reason why figure or credits do not carry it; `holders` had an order lately."""

    file: str
    header: OrderHeader
    packs: tuple[str, ...]
    preferences: tuple[str, ...]
    products: tuple[ProductChoice, ...]
    holders: tuple[Beneficiary, ...]
    plan: OrderPlan | None
    problem: Message | None
    synthetic: bool


def draft_order(workspace: Workspace, file: str, header: OrderHeader, *, at: datetime) -> OrderDraft:
    """The draft; records nothing. Without a file it is the empty form."""
    plan, problem = None, None
    if file:
        try:
            plan = plan_upload(workspace, file, header, at=at)
        except LingtanError as error:
            problem = Message(code=error.code, params=error.params, place=error.place)
    with workspace.store() as store:
        holders = _holders(store, workspace.profile.organisation)
    return OrderDraft(
        file=file, header=header, packs=credit_packs(), preferences=tuple(BlockOrder), products=product_choices(workspace), holders=holders,
        plan=plan, problem=problem, synthetic=workspace.profile.synthetic,
    )  # fmt: skip


def _holders(store: Store, mine: str) -> tuple[Beneficiary, ...]:
    """The holders of the latest orders, each once."""
    latest = {one.subject for one in store.catalogue("cancellation", organisation=mine, limit=_LATEST_ORDERS).rows}
    found = {one.beneficiary.identifier: one.beneficiary for one in store.ledger.retirements(organisation=mine, orders=latest)}
    return tuple(sorted(found.values(), key=lambda one: one.name))
