"""What if: a product with a few attributes changed, answered while the controls are moved; a scenario, never the verified figure."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from pydantic import BaseModel

from lingtan.services.accounts.permissions import Permission
from lingtan.services.products.saving import Saved
from lingtan.services.products.scenario import save_scenario
from lingtan.services.products.what_if import WhatIfView, what_if
from lingtan.web.frame.action import Action
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.chart import Chart
from lingtan.web.frame.download import Download
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet
from lingtan.web.pages.products.figures import change_bars

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]


class Scenario(BaseModel):
    """The controls as they stand; an empty one stays as the product has it. Recycled content in per cent."""

    place_of_use: str = ""
    service_years: str = ""
    memory_gb: str = ""
    storage_gb: str = ""
    storage_type: str = ""
    solder: str = ""
    packaging: str = ""
    freight: str = ""
    recycled_abs: str = ""
    recycled_aluminium: str = ""
    recycled_aluminium_cnc: str = ""
    recycled_aluminium_sheet: str = ""
    recycled_copper: str = ""
    recycled_magnesium: str = ""
    recycled_pc: str = ""
    recycled_pc_abs: str = ""
    recycled_steel: str = ""


class VariantForm(Scenario):
    """A scenario and the configuration's name under which it is kept."""

    configuration: str


def scenario(caller: Caller, product: str, asked: Annotated[Scenario, Depends()]) -> WhatIfView:
    """The scenario beside the product."""
    return what_if(caller.workspace, product, asked.model_dump())


def keep(caller: Caller, product: str, form: VariantForm) -> Saved:
    """The scenario as a product of its own."""
    asked = form.model_dump(exclude={"configuration"})
    return save_scenario(caller.workspace, product, asked, configuration=form.configuration, actor=caller.user, at=caller.now())


PAGES: tuple[Page, ...] = (
    Page(
        path="/products/{product}/what-if",
        view=scenario,
        template="products/what_if.html",
        fragment="products/what_if_answer.html",
        title="WHAT_IF_TITLE",
        may=Permission.PRODUCTS_READ,
        nav="products",
        sheets=(
            Sheet(
                name="changes",
                title="WHAT_IF_CHANGES",
                rows=lambda view: view.stages,
                columns=(
                    Column(name="name", title="PRODUCT_STAGE", kind=Kind.TERM, prefix="STAGE_"),
                    Column(name="before_kg", title="WHAT_IF_BEFORE", kind=Kind.NUMBER, unit="kg CO₂e", digits=2),
                    Column(name="after_kg", title="WHAT_IF_AFTER", kind=Kind.NUMBER, unit="kg CO₂e", digits=2),
                    Column(name="difference_kg", title="PRODUCT_DIFFERENCE", kind=Kind.NUMBER, unit="kg CO₂e", digits=2),
                ),
            ),
        ),
        charts=(Chart(name="stages", title="WHAT_IF_STAGES", figure=lambda view, say: change_bars(view.stages, say)),),
    ),
)
ACTIONS: tuple[Action, ...] = (
    Action(path="/products/{product}/variant", run=keep, may=Permission.PRODUCTS_WRITE, then="/products/{product}", done="PRODUCT_SAVED"),
)
DOWNLOADS: tuple[Download, ...] = ()
