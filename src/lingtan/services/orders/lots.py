"""An order's lots matched with verified studies and the credits in hand. Nothing is recorded here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lingtan.errors import MethodError
from lingtan.evidence import StatementOfFootprint
from lingtan.neutrality import BlockOrder, CancellationPlan, Lot, Order, Policy, check_statement, plan_cancellation
from lingtan.product import DeviceFootprint, batch_quantile_mg
from lingtan.rules import load_pack
from lingtan.services.assure.statement import statement_for
from lingtan.services.credits.holdings import held_blocks
from lingtan.services.footprint.studies import study_for
from lingtan.services.house.workspace import Workspace
from lingtan.services.orders.remainders import remainders_of
from lingtan.store import Store, Transaction

__all__ = ["Choices", "LotPlan", "plan_lot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the customer and the credit manager chose: policy, eligibility pack, and which blocks go first."""

    policy: Policy = field(default_factory=Policy)
    rule_pack: str = "credits-voluntary"
    preference: BlockOrder = BlockOrder.OLDEST_VINTAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class LotPlan:
    """One lot: the verified figure it rests on, and the plan of its cancellation."""

    device: DeviceFootprint
    statement: StatementOfFootprint
    statement_document: dict[str, Any]
    plan: CancellationPlan


def plan_lot(workspace: Workspace, store: Store | Transaction, order: Order, lot: Lot, choices: Choices, *, at: datetime) -> LotPlan:
    """The plan of a lot as of a moment. Raises the first reason why the figure or the credits do not carry it."""
    issuer, maker = workspace.profile.organisation, order.manufacturer
    device = study_for(store, order, lot, organisation=issuer).require()
    found = statement_for(store, device.footprint.study_digest, organisation=issuer)
    if found is None:
        raise MethodError("STATEMENT_FOR_ORDER", place=order.number, subject=device.footprint.subject)
    statement, document, independence = found
    check_statement(statement, device.footprint, on=at.date(), issuer=issuer, manufacturer=maker, independence_digest=independence)
    quantile = choices.policy.quantile
    plan = plan_cancellation(
        order,
        lot,
        footprint=device.footprint,
        policy=choices.policy,
        batch_quantile_mg=None if quantile is None else batch_quantile_mg(device, devices=lot.count, p=quantile),
        blocks=tuple(held_blocks(store, issuer)),
        remainders=remainders_of(store, issuer, order.holder, at=at),
        rules=load_pack(choices.rule_pack),
        preference=choices.preference,
        on=at.date(),
        master=workspace.master,
    )
    return LotPlan(device=device, statement=statement, statement_document=document, plan=plan)
