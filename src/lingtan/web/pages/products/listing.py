"""The list of products, and what may be done from it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel

from lingtan.services.accounts.permissions import Permission
from lingtan.services.products.importing.samples import load_sample
from lingtan.services.products.listing import Order, ProductsView, list_products
from lingtan.services.products.saving import Saved
from lingtan.services.products.withdrawal import restore_product, withdraw_product
from lingtan.web.frame.action import Action
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.download import Download
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]


def products(
    caller: Caller,
    *,
    search: Annotated[str, Query(max_length=200)] = "",
    device_class: Annotated[str, Query(max_length=40)] = "",
    state: Annotated[str, Query(max_length=20)] = "current",
    order: Order = "at",
    descending: bool = True,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    per_page: Annotated[int, Query(ge=1, le=1_000_000)] = 25,
) -> ProductsView:
    """The caller's organisation's products, a page of them."""
    asked = {"search": search, "device_class": device_class, "state": state}
    return list_products(caller.workspace, order=order, descending=descending, page=page, per_page=per_page, **asked)


class SampleForm(BaseModel):
    """Which sample."""

    sample: str


def load(caller: Caller, form: SampleForm) -> Saved:
    """A sample becomes a product."""
    return load_sample(caller.workspace, form.sample, actor=caller.user, at=caller.now())


def withdraw(caller: Caller, product: str) -> Saved:
    """Off the list."""
    return withdraw_product(caller.workspace, product, actor=caller.user, at=caller.now())


def restore(caller: Caller, product: str) -> Saved:
    """Back on the list."""
    return restore_product(caller.workspace, product, actor=caller.user, at=caller.now())


PAGES: tuple[Page, ...] = (
    Page(
        path="/products",
        view=products,
        template="products/list.html",
        title="PRODUCTS_TITLE",
        may=Permission.PRODUCTS_READ,
        nav="products",
        sheets=(
            Sheet(
                name="products",
                title="PRODUCTS_TITLE",
                rows=lambda view: view.rows,
                empty="PRODUCTS_NONE_FOUND",
                columns=(
                    Column(name="model", title="PRODUCTS_MODEL", link="/products/{product}"),
                    Column(name="configuration", title="PRODUCTS_CONFIGURATION"),
                    Column(name="manufacturer", title="PRODUCTS_MANUFACTURER"),
                    Column(name="device_class", title="PRODUCTS_CLASS", kind=Kind.TERM, prefix="CLASS_"),
                    Column(name="place_of_use", title="PRODUCTS_PLACE"),
                    Column(name="mean_kg", title="PRODUCTS_MEAN", kind=Kind.NUMBER, unit="kg CO₂e"),
                    Column(name="p5_kg", title="PRODUCTS_P5", kind=Kind.NUMBER, unit="kg CO₂e"),
                    Column(name="p95_kg", title="PRODUCTS_P95", kind=Kind.NUMBER, unit="kg CO₂e"),
                    Column(name="estimate_share", title="PRODUCTS_ESTIMATED", kind=Kind.SHARE),
                    Column(name="saved_at", title="PRODUCTS_SAVED_AT", kind=Kind.DATE),
                ),
            ),
        ),
    ),
)
_WRITE = Permission.PRODUCTS_WRITE
ACTIONS: tuple[Action, ...] = (
    Action(path="/products/samples", run=load, may=_WRITE, then="/products/{product}", done="PRODUCT_SAVED"),
    Action(path="/products/{product}/withdraw", run=withdraw, may=_WRITE, then="/products/{product}", done="PRODUCT_WITHDRAWN"),
    Action(path="/products/{product}/restore", run=restore, may=_WRITE, then="/products/{product}", done="PRODUCT_RESTORED"),
)
DOWNLOADS: tuple[Download, ...] = ()
