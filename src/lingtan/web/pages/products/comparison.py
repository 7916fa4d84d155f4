"""Products side by side over paired draws."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from lingtan.services.accounts.permissions import Permission
from lingtan.services.products.comparing import ComparisonView, compare_products
from lingtan.web.frame.action import Action
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.chart import Chart
from lingtan.web.frame.download import Download
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet
from lingtan.web.pages.products.figures import comparison_bars

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]

_Id = Annotated[str, Query(max_length=40)]


def compare(caller: Caller, *, a: _Id = "", b: _Id = "", c: _Id = "", d: _Id = "", e: _Id = "", f: _Id = "") -> ComparisonView:
    """Up to six products against the first."""
    return compare_products(caller.workspace, (a, b, c, d, e, f))


PAGES: tuple[Page, ...] = (
    Page(
        path="/compare",
        view=compare,
        template="products/compare.html",
        title="COMPARE_TITLE",
        may=Permission.PRODUCTS_READ,
        nav="products",
        sheets=(
            Sheet(
                name="products",
                title="COMPARE_PRODUCTS",
                rows=lambda view: view.products,
                empty="COMPARE_CHOOSE",
                columns=(
                    Column(name="label", title="PRODUCTS_MODEL", link="/products/{product}"),
                    Column(name="mean_kg", title="PRODUCT_MEAN", kind=Kind.NUMBER, unit="kg CO₂e", digits=2),
                    Column(name="p5_kg", title="PRODUCTS_P5", kind=Kind.NUMBER, unit="kg CO₂e", digits=2),
                    Column(name="p95_kg", title="PRODUCTS_P95", kind=Kind.NUMBER, unit="kg CO₂e", digits=2),
                    Column(name="estimate_share", title="PRODUCTS_ESTIMATED", kind=Kind.SHARE),
                    Column(name="difference_kg", title="COMPARE_DIFFERENCE", kind=Kind.NUMBER, unit="kg CO₂e", digits=2),
                    Column(name="difference_p5_kg", title="COMPARE_P5", kind=Kind.NUMBER, unit="kg CO₂e", digits=2),
                    Column(name="difference_p95_kg", title="COMPARE_P95", kind=Kind.NUMBER, unit="kg CO₂e", digits=2),
                    Column(name="probability_lower", title="COMPARE_PROBABILITY", kind=Kind.SHARE, digits=1),
                ),
            ),
            Sheet(
                name="causes",
                title="COMPARE_CAUSES",
                rows=lambda view: view.causes,
                columns=(
                    Column(name="label", title="PRODUCTS_MODEL"),
                    Column(name="cause", title="COMPARE_CAUSE", kind=Kind.TERM, prefix="CAUSE_"),
                    Column(name="stage", title="PRODUCT_STAGE", kind=Kind.TERM, prefix="STAGE_"),
                    Column(name="component", title="PRODUCT_COMPONENT", kind=Kind.TERM, prefix="COMPONENT_"),
                    Column(name="kg", title="COMPARE_DIFFERENCE", kind=Kind.NUMBER, unit="kg CO₂e", digits=2),
                    Column(name="before", title="COMPARE_BEFORE", kind=Kind.ACTIVITY),
                    Column(name="after", title="COMPARE_THIS", kind=Kind.ACTIVITY),
                ),
                empty="COMPARE_SAME",
            ),
            Sheet(
                name="attributes",
                title="COMPARE_ATTRIBUTES",
                rows=lambda view: view.attributes,
                columns=(
                    Column(name="label", title="PRODUCTS_MODEL"),
                    Column(name="attribute", title="PRODUCT_ATTRIBUTE", kind=Kind.TERM, prefix="DOC_ASSUMPTION_"),
                    Column(name="before", title="COMPARE_BEFORE", kind=Kind.TERM, prefix="CHOICE_"),
                    Column(name="after", title="COMPARE_THIS", kind=Kind.TERM, prefix="CHOICE_"),
                ),
                empty="COMPARE_SAME",
            ),
        ),
        charts=(
            Chart(
                name="stages",
                title="COMPARE_STAGES",
                figure=lambda view, say: comparison_bars(view, view.stages, "STAGE_", "COMPARE_STAGES", say),
            ),
            Chart(
                name="components",
                title="COMPARE_COMPONENTS",
                figure=lambda view, say: comparison_bars(view, view.components, "COMPONENT_", "COMPARE_COMPONENTS", say),
            ),
        ),
    ),
)
ACTIONS: tuple[Action, ...] = ()
DOWNLOADS: tuple[Download, ...] = ()
