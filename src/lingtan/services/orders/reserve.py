"""`lingtan neutralise plan|reserve`: an order's needs, and its reservation."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from lingtan.evidence import JSON, Fact, from_plain, to_plain
from lingtan.ledger import Beneficiary
from lingtan.neutrality import Cancellation, Order
from lingtan.services.credits.holdings import held_blocks
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.services.orders.lots import Choices, LotPlan, plan_lot
from lingtan.services.orders.remainders import HOLD_DAYS
from lingtan.store import Transaction

__all__ = ["plan_order", "reserve_order"]


def plan_order(workspace: Workspace, order: Order, choices: Choices, *, at: datetime) -> tuple[LotPlan, ...]:
    """What each lot of the order needs and from which credits; nothing is recorded."""
    with workspace.store() as store:
        return tuple(plan_lot(workspace, store, order, lot, choices, at=at) for lot in order.lots)


def reserve_order(workspace: Workspace, order: Order, choices: Choices, *, actor: str, at: datetime) -> tuple[Cancellation, ...]:
    """Reserve the credits of every lot, all or none. A repeat gives the first answer; another body under its number is refused."""
    by = workspace.by(actor, at)

    def effect(transaction: Transaction) -> JSON:
        return to_plain(
            tuple(_reserve(workspace, transaction, order, index, choices, actor=actor, at=at) for index in range(len(order.lots)))
        )

    with workspace.store() as store:
        request = {"order": to_plain(order), "choices": to_plain(choices)}
        answer = store.once(command_id(by.organisation, "order", order.number), "neutralise", cast("JSON", request), effect, by)
    return from_plain(tuple[Cancellation, ...], answer, place=order.number)


def _reserve(
    workspace: Workspace, transaction: Transaction, order: Order, index: int, choices: Choices, *, actor: str, at: datetime
) -> Cancellation:
    by, planned = workspace.by(actor, at), plan_lot(workspace, transaction, order, order.lots[index], choices, at=at)
    plan, organisation = planned.plan, workspace.profile.organisation
    transaction.alone("certificate numbers")  # one series for all houses: two that reserve at once take two numbers
    number = f"LT-{at.year}-{transaction.count('cancellation') + 1:06d}"
    ids = held_blocks(transaction, organisation)
    reserved: tuple[str, ...] = ()
    if plan.picks:
        lines = transaction.ledger.reserve(
            id=command_id(organisation, "reserve", number),
            by=by,
            order=number,
            beneficiary=Beneficiary(name=order.holder.name, identifier=order.holder.identifier),
            amount=sum(pick.tonnes for pick in plan.picks) * 1_000_000,
            blocks=[ids[pick.block] for pick in plan.picks],
            expires_at=at + timedelta(days=HOLD_DAYS),
        ).lines
        reserved = tuple(line.retirement for line in lines)
    cancellation = Cancellation(
        number=number, order=order, lot=plan.lot, study_digest=planned.device.footprint.study_digest,
        statement_number=planned.statement.number, requirement=plan.requirement, carried_from=plan.carried_from, picks=plan.picks,
        eligibility=plan.eligibility, serials_root=plan.serials.root, retirements=reserved,
    )  # fmt: skip
    name = command_id(organisation, "cancellation", number)
    transaction.append(
        Fact(id=name, kind="cancellation", subject=number, by=by, asset="co2e_credit", unit="g", body=to_plain(cancellation))
    )
    return cancellation
