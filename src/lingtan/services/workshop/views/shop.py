"""A kept workshop as its page shows it: its months before and after, who got what of its meters, and the thread that was pulled."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lingtan.factory.workshop import Workshop
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.choices import Choice, choices_of
from lingtan.services.workshop.keeping import SHOPS, kept_shop
from lingtan.services.workshop.pulling import KeptThread, kept_thread
from lingtan.services.workshop.standing import FactRow, fact_rows
from lingtan.services.workshop.views.fit import Fit, fit_of
from lingtan.services.workshop.views.meters import MeterRow, MonthRow, ShareRow, meter_rows, month_rows, share_rows

__all__ = ["ShopChoice", "ShopPage", "shop_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopChoice:
    """A kept workshop by its name."""

    shop: str
    name: str
    synthetic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopPage:
    """A workshop; `shop` is empty where none is kept. `fit` is None without months before, `refused` the code of why none can be made."""

    shop: str
    name: str
    shops: tuple[ShopChoice, ...]
    products: tuple[Choice, ...]
    workshop: Workshop | None = None
    months: tuple[MonthRow, ...] = ()
    meters: tuple[MeterRow, ...] = ()
    shares: tuple[ShareRow, ...] = ()
    fit: Fit | None = None
    refused: str = ""
    thread: KeptThread | None = None
    facts: tuple[FactRow, ...] = ()


def shop_page(workspace: Workspace, *, shop: str = "") -> ShopPage:
    """The workshop named or the latest. Raises StoreError `SHOP_UNKNOWN`."""
    known = tuple(ShopChoice(shop=one, name=about.name, synthetic=about.synthetic) for one, about in SHOPS.all(workspace))
    chosen, products = shop or (known[0].shop if known else ""), choices_of(workspace)
    if not chosen:
        return ShopPage(shop="", name="", shops=(), products=products)
    folder = SHOPS.folder(workspace, chosen)
    seen, opened = _seen(folder), kept_shop(folder)
    return ShopPage(
        shop=chosen, name=opened.workshop.name, shops=known, products=products, workshop=opened.workshop, months=seen.months,
        meters=seen.meters, shares=seen.shares, fit=seen.fit, refused=seen.refused, thread=kept_thread(workspace, chosen),
        facts=fact_rows(workspace, chosen),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    months: tuple[MonthRow, ...]
    meters: tuple[MeterRow, ...]
    shares: tuple[ShareRow, ...]
    fit: Fit | None
    refused: str


@lru_cache(maxsize=16)
def _seen(folder: Path) -> _Seen:
    """What follows from kept months, which never change."""
    shop = kept_shop(folder)
    fit, refused = fit_of(shop)
    return _Seen(months=month_rows(shop), meters=meter_rows(shop), shares=share_rows(shop), fit=fit, refused=refused)
