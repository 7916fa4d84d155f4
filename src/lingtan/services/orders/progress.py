"""How far an order's lot got: planned, reserved, instructed, confirmed, certified; or given back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from lingtan.ledger import Retirement, RetirementState

__all__ = ["EXPIRES_SOON_DAYS", "OrderState", "OrderStep", "order_state", "order_steps"]

#: A reservation that ends within this is marked. [days]
EXPIRES_SOON_DAYS = 7


class OrderState(StrEnum):
    """The furthest that all of a lot's retirements got."""

    RESERVED = "reserved"
    EXPIRING = "expiring"
    LAPSED = "lapsed"
    INSTRUCTED = "instructed"
    CONFIRMED = "confirmed"
    CERTIFIED = "certified"
    RELEASED = "released"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderStep:
    """One step on the way and whether it is done, now or next."""

    name: str
    state: str


_WAY = (OrderState.RESERVED, OrderState.INSTRUCTED, OrderState.CONFIRMED, OrderState.CERTIFIED)


def order_state(retirements: Sequence[Retirement], *, is_certified: bool, at: datetime) -> OrderState:
    """The state of a lot with these retirements; one that carried remainders cover needs none and waits for its certificate."""
    if is_certified:
        return OrderState.CERTIFIED
    found = {one.state for one in retirements}
    if found <= {RetirementState.CONFIRMED}:
        return OrderState.CONFIRMED
    for state in (RetirementState.RELEASED, RetirementState.EXPIRED):
        if state in found:
            return OrderState(state.value)
    if RetirementState.RESERVED not in found:
        return OrderState.INSTRUCTED
    ends = min(one.expires_at for one in retirements if one.state is RetirementState.RESERVED)
    if ends <= at:
        return OrderState.LAPSED
    return OrderState.EXPIRING if ends <= at + timedelta(days=EXPIRES_SOON_DAYS) else OrderState.RESERVED


def order_steps(state: OrderState) -> tuple[OrderStep, ...]:
    """The way from plan to certificate with what is done, now and next; a lot that was given back is blocked where it stood."""
    back = state in (OrderState.RELEASED, OrderState.EXPIRED, OrderState.LAPSED)
    reached = 0 if back or state is OrderState.EXPIRING else _WAY.index(state)
    steps = [OrderStep(name="planned", state="done")]
    for index, one in enumerate(_WAY):
        found = "done" if index <= reached else "now" if index == reached + 1 else "next"
        steps.append(OrderStep(name=one.value, state=("blocked" if index == 0 else "next") if back else found))
    return tuple(steps)
