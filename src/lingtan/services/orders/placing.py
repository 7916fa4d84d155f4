"""An order from a kept file: first what it needs, then the reservation; both read the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingtan.files import TableError
from lingtan.messages import Message
from lingtan.neutrality import Order
from lingtan.services.credits.uploads import kept_upload
from lingtan.services.house.workspace import Workspace
from lingtan.services.orders.header import OrderHeader
from lingtan.services.orders.offer import LotOffer, offer_of
from lingtan.services.orders.reading import order_from_file
from lingtan.services.orders.reserve import plan_order, reserve_order

__all__ = ["OrderPlan", "Placed", "place_order", "plan_upload"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPlan:
    """What an order would need, lot by lot; or what is wrong with its table, cell by cell."""

    file: str
    header: OrderHeader
    devices: int
    lots: tuple[LotOffer, ...]
    problems: tuple[Message, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The reserved order: the certificate numbers to be, one a lot."""

    order: str
    number: str
    numbers: tuple[str, ...]


def plan_upload(workspace: Workspace, file: str, header: OrderHeader, *, at: datetime) -> OrderPlan:
    """The plan; records nothing. Raises the first reason why figure or credits do not carry the order (METHODS 3, 4, 16)."""
    try:
        order = _order(workspace, file, header)
    except TableError as error:
        return OrderPlan(file=file, header=header, devices=0, lots=(), problems=tuple(error.problems))
    lots = tuple(offer_of(planned) for planned in plan_order(workspace, order, header.choices(), at=at))
    return OrderPlan(file=file, header=header, devices=len(order.devices), lots=lots, problems=())


def place_order(workspace: Workspace, file: str, header: OrderHeader, *, actor: str, at: datetime) -> Placed:
    """Reserve the credits of every lot, all or none. The same order again gives the first answer."""
    order = _order(workspace, file, header)
    reserved = reserve_order(workspace, order, header.choices(), actor=actor, at=at)
    numbers = tuple(one.number for one in reserved)
    return Placed(order=order.number, number=numbers[0], numbers=numbers)


def _order(workspace: Workspace, file: str, header: OrderHeader) -> Order:
    path, payer = kept_upload(workspace, file), header.payer_entity()
    return order_from_file(
        path, number=header.number.strip(), manufacturer=header.manufacturer.strip(), holder=header.entity(), payer=payer
    )
