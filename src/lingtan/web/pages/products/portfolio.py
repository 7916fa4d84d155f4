"""All products together: how their footprints are spread, which stand first, what a mix did, and a table of many scored as a job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Query, UploadFile
from pydantic import BaseModel, Field

from lingtan.services.accounts.permissions import Permission
from lingtan.services.credits.uploads import keep_upload
from lingtan.services.portfolio.mix_table import mix_table
from lingtan.services.portfolio.overview import PortfolioView, portfolio_view
from lingtan.services.work.asking import ask, new_job_id
from lingtan.services.work.portfolio_request import PortfolioRequest
from lingtan.services.work.portfolio_run import portfolio_result
from lingtan.services.work.showing import JobView, job_view
from lingtan.services.work.uploads import keep_table
from lingtan.web.frame.action import Action
from lingtan.web.frame.asked import File as FileKey
from lingtan.web.frame.asked import Identifier
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.chart import Chart
from lingtan.web.frame.download import Download, File
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet
from lingtan.web.pages.products.portfolio_figures import class_bars, mix_steps, spread_of_means

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]

_KG = "kg CO₂e"
_MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


class MixForm(BaseModel):
    """Two tables of product, units and mean_kg."""

    before: UploadFile
    after: UploadFile


class RunForm(BaseModel):
    """A table of devices by attributes, or of lines; `job` is the id that the page was given."""

    table: UploadFile
    draws: Annotated[int, Field(ge=0)] = 1_000
    into: Literal["xlsx", "csv", "parquet"] = "xlsx"
    language: Literal["en", "zh"] = "en"
    job: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixed:
    """The two tables, kept for their comparison."""

    before: str
    after: str


def portfolio(
    caller: Caller, *, device_class: Annotated[str, Query(max_length=40)] = "", before: FileKey = "", after: FileKey = ""
) -> PortfolioView:
    """The caller's organisation's products."""
    job = new_job_id(caller.now())
    return portfolio_view(caller.workspace, device_class=device_class, before=before, after=after, job=job)


def mix(caller: Caller, form: MixForm) -> Mixed:
    """Keep two tables for their comparison; nothing is recorded."""
    return Mixed(before=_kept(caller, form.before), after=_kept(caller, form.after))


def _kept(caller: Caller, file: UploadFile) -> str:
    return keep_upload(caller.workspace, file.filename or "", file.file.read(), at=caller.now())


def run(caller: Caller, form: RunForm) -> JobView:
    """The uploaded table as a job."""
    name = form.table.filename or "portfolio.csv"
    key = keep_table(caller.workspace, name, form.table.file.read())
    request = PortfolioRequest(file=key, name=name, draws=form.draws, into=form.into, language=form.language)
    return ask(caller.house.jobs, request, organisation=caller.organisation, actor=caller.user, at=caller.now(), id=form.job)


def result(caller: Caller, table: Identifier) -> File:
    """The table that a job made, under the job's id."""
    name, data = portfolio_result(caller.workspace, job_view(caller.house.jobs, table, organisation=caller.organisation))
    return File(name=name, data=data, media_type=_MEDIA[name.rpartition(".")[2]])


def units_table(caller: Caller) -> File:
    """The saved products as a table to fill in units, for the mix."""
    return File(name="lingtan-mix.csv", data=mix_table(caller.workspace), media_type=_MEDIA["csv"])


def _ranked(name: str, title: str) -> Sheet:
    return Sheet(
        name=name,
        title=title,
        rows=lambda view: getattr(view, name),
        columns=(
            Column(name="label", title="PRODUCTS_MODEL", link="/products/{product}"),
            Column(name="device_class", title="PRODUCTS_CLASS", kind=Kind.TERM, prefix="CLASS_"),
            Column(name="mean_kg", title="PRODUCTS_MEAN", kind=Kind.NUMBER, unit=_KG),
            Column(name="estimate_share", title="PRODUCTS_ESTIMATED", kind=Kind.SHARE),
        ),
    )


_CLASSES = Sheet(
    name="classes",
    title="PORTFOLIO_CLASSES",
    rows=lambda view: view.classes,
    columns=(
        Column(name="device_class", title="PRODUCTS_CLASS", kind=Kind.TERM, prefix="CLASS_", link="/portfolio?device_class={device_class}"),
        Column(name="count", title="PORTFOLIO_COUNT", kind=Kind.INTEGER),
        Column(name="least_kg", title="PORTFOLIO_LEAST", kind=Kind.NUMBER, unit=_KG),
        Column(name="median_kg", title="PORTFOLIO_MEDIAN", kind=Kind.NUMBER, unit=_KG),
        Column(name="mean_kg", title="PORTFOLIO_MEAN", kind=Kind.NUMBER, unit=_KG),
        Column(name="most_kg", title="PORTFOLIO_MOST", kind=Kind.NUMBER, unit=_KG),
        Column(name="total_kg", title="PORTFOLIO_ONE_OF_EACH", kind=Kind.NUMBER, unit=_KG),
    ),
)
_MIX = Sheet(
    name="mix",
    title="PORTFOLIO_MIX_PRODUCTS",
    rows=lambda view: view.mix.products if view.mix else (),
    columns=(
        Column(name="product", title="CLI_PRODUCT"),
        Column(name="units_before", title="PORTFOLIO_UNITS_BEFORE", kind=Kind.NUMBER, digits=0),
        Column(name="units_after", title="PORTFOLIO_UNITS_AFTER", kind=Kind.NUMBER, digits=0),
        Column(name="change_kg", title="PORTFOLIO_CHANGE", kind=Kind.INTEGER, unit=_KG),
        Column(name="volume_kg", title="CLI_MIX_VOLUME", kind=Kind.INTEGER, unit=_KG),
        Column(name="mix_kg", title="CLI_MIX_MIX", kind=Kind.INTEGER, unit=_KG),
        Column(name="footprint_kg", title="CLI_MIX_FOOTPRINT", kind=Kind.INTEGER, unit=_KG),
    ),
)
_MAY = Permission.PRODUCTS_READ
PAGES: tuple[Page, ...] = (
    Page(
        path="/portfolio",
        view=portfolio,
        template="products/portfolio.html",
        title="PORTFOLIO_TITLE",
        may=_MAY,
        nav="products",
        sheets=(_CLASSES, _ranked("highest", "PORTFOLIO_HIGHEST"), _ranked("lowest", "PORTFOLIO_LOWEST"), _MIX),
        charts=(
            Chart(name="spread", title="PORTFOLIO_SPREAD", figure=spread_of_means),
            Chart(name="by-class", title="PORTFOLIO_BY_CLASS", figure=class_bars),
            Chart(name="mix-steps", title="PORTFOLIO_MIX", figure=mix_steps),
        ),
    ),
)
ACTIONS: tuple[Action, ...] = (
    Action(path="/portfolio/mix", run=mix, may=_MAY, then="/portfolio?before={before}&after={after}"),
    Action(path="/portfolio/run", run=run, may=Permission.PRODUCTS_WRITE, then="/jobs/{job}"),
)
DOWNLOADS: tuple[Download, ...] = (
    Download(path="/portfolio/mix-table.csv", run=units_table, may=_MAY),
    Download(path="/portfolio/results/{table}", run=result, may=_MAY),
)
