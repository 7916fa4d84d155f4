"""One product: its figure with everything behind it, each number opening to activity × factor × allocation."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from lingtan.services.accounts.permissions import Permission
from lingtan.services.footprint.report import ReportForm
from lingtan.services.products.documents import Document, Form, declaration_document, device_document, report_document, tree_document
from lingtan.services.products.opened.explaining import ExplainedView, LineView, explain_figure, explain_line
from lingtan.services.products.product import ProductView, product_view
from lingtan.services.products.studying import Frozen, freeze_product
from lingtan.services.work.arguments import StudyRequest
from lingtan.services.work.asking import ask
from lingtan.services.work.showing import JobView
from lingtan.web.frame.action import Action
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.chart import Chart
from lingtan.web.frame.download import Download, File
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet
from lingtan.web.pages.products.figures import driver_bars, flow_chart, gap_sheet, interval, stage_bars

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]

_SYNC_DRAWS = 20_000


def product(caller: Caller, product: str) -> ProductView:
    """The product's page."""
    return product_view(caller.workspace, product)


def line(caller: Caller, product: str, line: str) -> LineView:
    """One line opened."""
    return explain_line(caller.workspace, product, line)


def explained(caller: Caller, product: str, figure: Annotated[str, Query(max_length=300)] = "meanMg") -> ExplainedView:
    """A figure opened."""
    return explain_figure(caller.workspace, product, figure)


class FreezeForm(BaseModel):
    """Draws and seed of a study that is frozen at once."""

    draws: int = Field(default=10_000, ge=100, le=_SYNC_DRAWS)
    seed: int = Field(default=1, ge=0, le=2**31 - 1)


class LongFreezeForm(BaseModel):
    """The same with more draws, as a job."""

    many_draws: int = Field(default=100_000, ge=_SYNC_DRAWS, le=1_000_000)
    seed: int = Field(default=1, ge=0, le=2**31 - 1)


def freeze(caller: Caller, product: str, form: FreezeForm) -> Frozen:
    """The study enters the record."""
    return freeze_product(caller.workspace, product, actor=caller.user, at=caller.now(), seed=form.seed, draws=form.draws)


def freeze_long(caller: Caller, product: str, form: LongFreezeForm) -> JobView:
    """A job freezes the study."""
    product_view(caller.workspace, product)
    request = StudyRequest(product=product, seed=form.seed, draws=form.many_draws)
    return ask(caller.house.jobs, request, organisation=caller.organisation, actor=caller.user, at=caller.now())


def declaration(caller: Caller, product: str, form: Form) -> File:
    """The declaration as JSON, XLSX or PDF."""
    return _file(declaration_document(caller.workspace, product, form, issued_on=caller.now().date()))


def report(caller: Caller, product: str, form: ReportForm) -> File:
    """The full study report as JSON or PDF."""
    return _file(report_document(caller.workspace, product, form, issued_on=caller.now().date()))


def device(caller: Caller, product: str) -> File:
    """The device as a workbook."""
    return _file(device_document(caller.workspace, product))


def tree(caller: Caller, product: str) -> File:
    """The contribution tree as a workbook with formulas."""
    return _file(tree_document(caller.workspace, product, caller.language))


def _file(made: Document) -> File:
    return File(name=made.name, data=made.data, media_type=made.media, is_shown=made.name.endswith(".pdf"))


_LINE = (
    Column(name="activity", title="PRODUCT_ACTIVITY", kind=Kind.ACTIVITY, link="/products/{product}/lines/{address}"),
    Column(name="stage", title="PRODUCT_STAGE", kind=Kind.TERM, prefix="STAGE_"),
    Column(name="component", title="PRODUCT_COMPONENT", kind=Kind.TERM, prefix="COMPONENT_"),
    Column(name="place", title="PRODUCT_PLACE", kind=Kind.PLACE),
    Column(name="amount", title="PRODUCT_AMOUNT", kind=Kind.NUMBER, digits=4),
    Column(name="unit", title="PRODUCT_UNIT", kind=Kind.UNIT),
    Column(name="factor_kg", title="PRODUCT_FACTOR_KG", kind=Kind.NUMBER, unit="kg CO₂e", digits=4),
    Column(name="allocation", title="PRODUCT_ALLOCATION", kind=Kind.NUMBER, digits=2),
    Column(name="kg", title="PRODUCT_KG", kind=Kind.NUMBER, unit="kg CO₂e", digits=3),
    Column(name="share", title="PRODUCT_SHARE", kind=Kind.SHARE, digits=1),
    Column(name="mark", title="PRODUCT_MARK", kind=Kind.MARK),
    Column(name="factor", title="PRODUCT_FACTOR"),
    Column(name="source", title="PRODUCT_SOURCE_OF"),
    Column(name="line", title="PRODUCT_LINE"),
)
_HOT = tuple(column for column in _LINE if column.name in ("activity", "stage", "component", "kg", "share", "mark"))


PAGES: tuple[Page, ...] = (
    Page(
        path="/products/{product}",
        view=product,
        template="products/product.html",
        title="PRODUCT_TITLE",
        may=Permission.PRODUCTS_READ,
        nav="products",
        sheets=(
            Sheet(name="lines", title="PRODUCT_LINES", rows=lambda view: view.workings.lines, columns=_LINE),
            Sheet(name="hot-spots", title="PRODUCT_HOT_SPOTS", rows=lambda view: view.workings.hot_spots, columns=_HOT),
            gap_sheet(lambda view: view.workings.gaps),
            Sheet(
                name="versions",
                title="PRODUCT_VERSIONS",
                rows=lambda view: view.versions,
                columns=(
                    Column(name="number", title="PRODUCT_VERSION", kind=Kind.INTEGER),
                    Column(name="at", title="PRODUCT_AT", kind=Kind.TIME),
                    Column(name="actor", title="PRODUCT_ACTOR"),
                    Column(name="mean_kg", title="PRODUCT_MEAN", kind=Kind.NUMBER, unit="kg CO₂e", digits=2),
                    Column(name="difference_kg", title="PRODUCT_DIFFERENCE", kind=Kind.NUMBER, unit="kg CO₂e", digits=2),
                    Column(name="changed", title="PRODUCT_CHANGED"),
                    Column(name="state", title="PRODUCT_STATE_OF", kind=Kind.STATE, prefix="PRODUCT_STATE_"),
                    Column(name="method_version", title="PRODUCT_METHOD"),
                    Column(name="study_digest", title="PRODUCT_STUDY", kind=Kind.DIGEST),
                ),
            ),
            Sheet(
                name="studies",
                title="PRODUCT_STUDIES",
                rows=lambda view: view.studies,
                empty="PRODUCT_STUDIES_NONE",
                columns=(
                    Column(name="study", title="PRODUCT_STUDY", kind=Kind.DIGEST),
                    Column(name="mean_kg", title="PRODUCT_MEAN", kind=Kind.NUMBER, unit="kg CO₂e", digits=2),
                    Column(name="frozen_at", title="PRODUCT_AT", kind=Kind.TIME),
                    Column(
                        name="verification",
                        title="PRODUCT_VERIFICATION",
                        kind=Kind.STATE,
                        prefix="VERIFICATION_EVENT_",
                        link="/verification/{engagement}",
                    ),
                    Column(name="statement", title="PRODUCT_STATEMENT"),
                ),
            ),
        ),
        charts=(
            Chart(name="interval", title="PRODUCT_INTERVAL", figure=lambda view, say: interval(view.model, view.headline, say)),
            Chart(name="stages", title="PRODUCT_STAGES", figure=lambda view, say: stage_bars(view.workings.stages, say)),
            Chart(name="flows", title="PRODUCT_FLOWS", figure=lambda view, say: flow_chart(view.workings, say)),
            Chart(name="drivers", title="PRODUCT_DRIVERS", figure=lambda view, say: driver_bars(view.workings.drivers, say)),
        ),
    ),
    Page(
        path="/products/{product}/lines/{line:path}",
        view=line,
        template="products/line.html",
        title="PRODUCT_LINE",
        may=Permission.PRODUCTS_READ,
        nav="products",
    ),
    Page(
        path="/products/{product}/explain",
        view=explained,
        template="products/explain.html",
        title="PRODUCT_EXPLAIN",
        may=Permission.PRODUCTS_READ,
        nav="products",
    ),
)
ACTIONS: tuple[Action, ...] = (
    Action(path="/products/{product}/freeze", run=freeze, may=Permission.PRODUCTS_WRITE, then="/products/{product}", done="PRODUCT_FROZEN"),
    Action(path="/products/{product}/freeze-long", run=freeze_long, may=Permission.PRODUCTS_WRITE, then="/jobs/{job}"),
)
DOWNLOADS: tuple[Download, ...] = (
    Download(path="/products/{product}/declaration.{form}", run=declaration, may=Permission.PRODUCTS_READ),
    Download(path="/products/{product}/report.{form}", run=report, may=Permission.PRODUCTS_READ),
    Download(path="/products/{product}/device.xlsx", run=device, may=Permission.PRODUCTS_READ),
    Download(path="/products/{product}/tree.xlsx", run=tree, may=Permission.PRODUCTS_READ),
)
