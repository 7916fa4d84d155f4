"""Orders: the list, and one lot of an order on its way from plan to certificate."""

from __future__ import annotations

from lingtan.services.accounts.permissions import Permission
from lingtan.services.orders.listing import OrdersView, orders_view
from lingtan.services.orders.on_record import entered_document
from lingtan.services.orders.order import OrderView, order_view
from lingtan.web.frame.asked import Line, Number, PageNumber, PerPage, Search
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.download import Download, File
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]


def orders(caller: Caller, *, search: Search = "", page: PageNumber = 1, per_page: PerPage = 50) -> OrdersView:
    """The organisation's orders, newest first."""
    return orders_view(caller.workspace, at=caller.now(), search=search, page=page, per_page=per_page)


def order(caller: Caller, number: Number) -> OrderView:
    """One lot of an order."""
    return order_view(caller.workspace, number, at=caller.now())


def document(caller: Caller, number: Number, line: Line) -> File:
    """The registry's document of a line, as it was entered."""
    name, data = entered_document(caller.workspace, number, line)
    return File(name=name, data=data, media_type="application/octet-stream")


_ORDERS = Sheet(
    name="orders", title="ORDERS_LIST", rows=lambda view: view.orders, empty="ORDERS_EMPTY",
    columns=(
        Column(name="number", title="ORDERS_NUMBER", link="/orders/{number}"),
        Column(name="order", title="ORDERS_ORDER"),
        Column(name="product", title="ORDERS_PRODUCT"),
        Column(name="holder", title="ORDERS_HOLDER"),
        Column(name="required_g", title="ORDERS_REQUIRED", kind=Kind.INTEGER, unit="g CO₂e"),
        Column(name="tonnes", title="ORDERS_CREDITS", kind=Kind.INTEGER, unit="t"),
        Column(name="state", title="ORDERS_STATE", kind=Kind.STATE, prefix="ORDERS_STATE_"),
        Column(name="expires_at", title="ORDERS_EXPIRES_AT", kind=Kind.DATE),
        Column(name="at", title="ORDERS_AT", kind=Kind.TIME),
    ),
)  # fmt: skip

_LINES = Sheet(
    name="lines", title="ORDERS_LINES", rows=lambda view: view.lines, empty="ORDERS_LINES_EMPTY",
    columns=(
        Column(name="line", title="ORDERS_LINE", kind=Kind.INTEGER),
        Column(name="registry", title="ORDERS_REGISTRY"),
        Column(name="programme", title="ORDERS_PROGRAMME"),
        Column(name="project", title="ORDERS_PROJECT"),
        Column(name="vintage", title="ORDERS_VINTAGE"),
        Column(name="serial", title="ORDERS_SERIAL"),
        Column(name="tonnes", title="ORDERS_TONNES", kind=Kind.INTEGER, unit="t"),
        Column(name="state", title="ORDERS_STATE", kind=Kind.STATE, prefix="ORDERS_LINE_"),
        Column(name="checker", title="ORDERS_CHECKER"),
    ),
)  # fmt: skip

_HISTORY = Sheet(
    name="history", title="ORDERS_HISTORY", rows=lambda view: view.around.history, empty="ORDERS_HISTORY_EMPTY",
    columns=(
        Column(name="at", title="ORDERS_AT", kind=Kind.TIME),
        Column(name="actor", title="ORDERS_ACTOR"),
        Column(name="state", title="ORDERS_STATE", kind=Kind.STATE, prefix="ORDERS_LINE_"),
        Column(name="subject", title="ORDERS_RETIREMENT", kind=Kind.DIGEST),
    ),
)  # fmt: skip

_READ = Permission.ORDERS_READ
PAGES = (
    Page(path="/orders", view=orders, template="orders/list.html", title="ORDERS_TITLE", may=_READ, nav="orders", sheets=(_ORDERS,)),
    Page(
        path="/orders/{number}", view=order, template="orders/order.html", title="ORDERS_ORDER", may=_READ, nav="orders",
        sheets=(_LINES, _HISTORY),
    ),
)  # fmt: skip
ACTIONS = ()
DOWNLOADS = (Download(path="/orders/{number}/lines/{line}/document", run=document, may=_READ),)
