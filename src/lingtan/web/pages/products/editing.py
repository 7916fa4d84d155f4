"""A product's attributes changed: the next version of it."""

from __future__ import annotations

from pydantic import BaseModel

from lingtan.services.accounts.permissions import Permission
from lingtan.services.products.editing import save_changes
from lingtan.services.products.form import AttributeForm, attribute_form
from lingtan.services.products.saving import Saved
from lingtan.web.frame.action import Action
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.download import Download
from lingtan.web.frame.page import Page

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]


class AttributesForm(BaseModel):
    """The attributes as they shall stand; one that is left out is not stated, so the class pack imputes it."""

    place_of_use: str
    report_year: int | None = None
    screen_size_in: float | None = None
    aspect_ratio: float | None = None
    mass_kg: float | None = None
    die_mm2: float | None = None
    node_nm: float | None = None
    cpu_count: float | None = None
    gpu_die_mm2: float | None = None
    memory_gb: float | None = None
    storage_gb: float | None = None
    hdd_count: float | None = None
    ssd_count: float | None = None
    battery_wh: float | None = None
    adapter_w: float | None = None
    packaging_mass_kg: float | None = None
    tec_kwh: float | None = None
    service_years: float | None = None
    panel: str | None = None
    cpu_class: str | None = None
    storage_type: str | None = None
    packaging: str | None = None
    solder: str | None = None
    memory_generation: str | None = None
    nand: str | None = None
    place_of_assembly: str | None = None


def attributes(caller: Caller, product: str) -> AttributeForm:
    """The form."""
    return attribute_form(caller.workspace, product)


def change(caller: Caller, product: str, form: AttributesForm) -> Saved:
    """The next version."""
    return save_changes(caller.workspace, product, form.model_dump(), actor=caller.user, at=caller.now())


PAGES: tuple[Page, ...] = (
    Page(
        path="/products/{product}/edit",
        view=attributes,
        template="products/edit.html",
        title="PRODUCT_EDIT",
        may=Permission.PRODUCTS_WRITE,
        nav="products",
    ),
)
ACTIONS: tuple[Action, ...] = (
    Action(path="/products/{product}/change", run=change, may=Permission.PRODUCTS_WRITE, then="/products/{product}", done="PRODUCT_SAVED"),
)
DOWNLOADS: tuple[Download, ...] = ()
