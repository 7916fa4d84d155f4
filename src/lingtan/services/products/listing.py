"""The list of products: one page of the catalogue, with the figures of those that it shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lingtan.product import available_packs
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.record import CURRENT, KIND, WITHDRAWN, Version, version_of
from lingtan.store import Transaction

__all__ = ["Order", "ProductRow", "ProductsView", "list_products"]

Order = Literal["at", "label", "amount"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRow:
    """A product as the list shows it. [kg CO2e]; the figures are those of the last saving."""

    product: str
    manufacturer: str
    model: str
    configuration: str
    device_class: str
    place_of_use: str
    mean_kg: float
    p5_kg: float
    p95_kg: float
    estimate_share: float
    state: str
    synthetic: bool
    saved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductsView:
    """A page of the list; `total` counts what the filters leave, `in_all` every product that stands."""

    rows: tuple[ProductRow, ...]
    total: int
    in_all: int
    page: int
    per_page: int
    device_class: str
    state: str
    classes: tuple[str, ...]


def list_products(
    workspace: Workspace, *, search: str = "", device_class: str = "", state: str = CURRENT, order: Order = "at", descending: bool = True,
    page: int = 1, per_page: int = 25,
) -> ProductsView:  # fmt: skip
    """The organisation's products that match, withdrawn ones only when asked for. Reads one record a row shown."""
    mine, shown = workspace.profile.organisation, WITHDRAWN if state == WITHDRAWN else CURRENT

    def reading(one: Transaction) -> tuple[int, int, tuple[ProductRow, ...]]:
        found = one.catalogue(
            KIND, organisation=mine, state=shown, party=device_class or None, search=search.strip(), order=order, descending=descending,
            offset=max(page - 1, 0) * per_page, limit=per_page,
        )  # fmt: skip
        in_all = one.catalogue(KIND, organisation=mine, state=CURRENT, limit=0).total
        facts = one.facts_by_id([entry.fact for entry in found.rows])
        return found.total, in_all, tuple(_row(version_of(facts[entry.fact])) for entry in found.rows)

    with workspace.store() as store:
        total, in_all, rows = store.at_once(reading)
    counts = {"total": total, "in_all": in_all, "page": page, "per_page": per_page}
    return ProductsView(rows=rows, classes=available_packs(), device_class=device_class, state=shown, **counts)


def _row(version: Version) -> ProductRow:
    named, said = version.attributes, version.summary
    texts = {name: named[name] for name in ("manufacturer", "model", "configuration", "device_class", "place_of_use")}
    kg = {f"{name}_kg": said[f"{name}_mg"] / 1e6 for name in ("mean", "p5", "p95")}
    more = {"estimate_share": said["estimate_share"], "synthetic": bool(version.spec.get("synthetic"))}
    return ProductRow(product=version.product, state=version.state, saved_at=version.at, **texts, **kg, **more)
