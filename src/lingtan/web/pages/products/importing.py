"""Products coming in: a device file, a bill of materials beside a class, a table of many, or a sample; shown before anything is saved."""

from __future__ import annotations

from fastapi import UploadFile
from pydantic import BaseModel

from lingtan.services.accounts.permissions import Permission
from lingtan.services.products.importing.drafts import Drafted, draft_view, keep_draft, save_draft
from lingtan.services.products.importing.previewing import PreviewView
from lingtan.services.products.importing.table_template import table_template
from lingtan.services.products.importing.uploading import bom_template, device_of_bom, device_of_upload
from lingtan.services.products.importing.ways import WaysIn, ways_in
from lingtan.services.products.saving import Saved
from lingtan.services.work.arguments import ImportRequest
from lingtan.services.work.asking import ask, new_job_id
from lingtan.services.work.showing import JobView
from lingtan.services.work.uploads import keep_table
from lingtan.web.frame.action import Action
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.chart import Chart
from lingtan.web.frame.download import MEDIA, Download, File
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet
from lingtan.web.pages.products.figures import gap_sheet, stage_bars

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]


class DeviceForm(BaseModel):
    """A device file: XLSX or TOML."""

    file: UploadFile


class BomForm(BaseModel):
    """A bill of materials, and what else is known of the device; what is left empty is imputed and flagged."""

    bom: UploadFile
    device_class: str
    manufacturer: str
    model: str
    configuration: str | None = None
    place_of_use: str | None = None
    mass_kg: float | None = None
    screen_size_in: float | None = None
    memory_gb: float | None = None
    storage_gb: float | None = None
    tec_kwh: float | None = None
    service_years: float | None = None


class TableForm(BaseModel):
    """A table of many products (CSV); `job` is the id that the page was given."""

    table: UploadFile
    job: str | None = None


def ways(caller: Caller) -> WaysIn:
    """The ways in."""
    return ways_in(new_job_id(caller.now()))


def draft(caller: Caller, draft: str) -> PreviewView:
    """A draft, computed."""
    return draft_view(caller.workspace, draft)


def read_file(caller: Caller, form: DeviceForm) -> Drafted:
    """The uploaded device as a draft."""
    return keep_draft(caller.workspace, device_of_upload(form.file.filename or "", form.file.file.read()))


def read_parts(caller: Caller, form: BomForm) -> Drafted:
    """The uploaded bill of materials as a draft."""
    known = {name: value for name, value in form.model_dump(exclude={"bom"}).items() if value is not None}
    return keep_draft(caller.workspace, device_of_bom(form.bom.filename or "", form.bom.file.read(), known))


def read_many(caller: Caller, form: TableForm) -> JobView:
    """The uploaded table as a job."""
    name = form.table.filename or "products.csv"
    request = ImportRequest(file=keep_table(caller.workspace, name, form.table.file.read()), name=name)
    return ask(caller.house.jobs, request, organisation=caller.organisation, actor=caller.user, at=caller.now(), id=form.job)


def keep(caller: Caller, draft: str) -> Saved:
    """The draft becomes a product."""
    return save_draft(caller.workspace, draft, actor=caller.user, at=caller.now())


def device_template(caller: Caller) -> File:
    """The template of a device with its bill of materials."""
    return File(name="lingtan-device.xlsx", data=bom_template(), media_type=MEDIA["xlsx"])


def many_template(caller: Caller) -> File:
    """The template of a table of many products."""
    return File(name="lingtan-products.csv", data=table_template(), media_type="text/csv; charset=utf-8")


PAGES: tuple[Page, ...] = (
    Page(
        path="/products/import",
        view=ways,
        template="products/import.html",
        title="PRODUCTS_IMPORT",
        may=Permission.PRODUCTS_WRITE,
        nav="products",
    ),
    Page(
        path="/products/drafts/{draft}",
        view=draft,
        template="products/draft.html",
        title="PRODUCTS_PREVIEW",
        may=Permission.PRODUCTS_WRITE,
        nav="products",
        sheets=(
            gap_sheet(lambda view: view.gaps),
            Sheet(
                name="stages",
                title="PRODUCT_STAGES",
                rows=lambda view: view.stages,
                columns=(
                    Column(name="name", title="PRODUCT_STAGE", kind=Kind.TERM, prefix="STAGE_"),
                    Column(name="kg", title="PRODUCT_KG", kind=Kind.NUMBER, unit="kg CO₂e", digits=2),
                    Column(name="share", title="PRODUCT_SHARE", kind=Kind.SHARE, digits=1),
                    Column(name="estimated_kg", title="PRODUCT_ESTIMATED", kind=Kind.NUMBER, unit="kg CO₂e", digits=2),
                ),
            ),
        ),
        charts=(Chart(name="stage-bars", title="PRODUCT_STAGES", figure=lambda view, say: stage_bars(view.stages, say)),),
    ),
)
_WRITE = Permission.PRODUCTS_WRITE
ACTIONS: tuple[Action, ...] = (
    Action(path="/products/drafts", run=read_file, may=_WRITE, then="/products/drafts/{draft}"),
    Action(path="/products/drafts/parts", run=read_parts, may=_WRITE, then="/products/drafts/{draft}"),
    Action(path="/products/imports", run=read_many, may=_WRITE, then="/jobs/{job}", done="PRODUCTS_IMPORT_STARTED"),
    Action(path="/products/drafts/{draft}/save", run=keep, may=_WRITE, then="/products/{product}", done="PRODUCT_SAVED"),
)
DOWNLOADS: tuple[Download, ...] = (
    Download(path="/products/templates/device.xlsx", run=device_template, may=Permission.PRODUCTS_READ),
    Download(path="/products/templates/products.csv", run=many_template, may=Permission.PRODUCTS_READ),
)
