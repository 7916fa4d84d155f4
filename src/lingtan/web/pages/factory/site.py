"""One site: its least-cost plan, the same under other settings while sliders are moved, its year by the hour; planned as a job."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from lingtan.services.accounts.permissions import Permission
from lingtan.services.sites.keeping import site_path
from lingtan.services.sites.settings import Basis, PlanSettings
from lingtan.services.sites.showing import SiteView, site_view, tried_view
from lingtan.services.sites.workbook import plan_workbook
from lingtan.services.sites.year import YearView, year_view
from lingtan.services.work.asking import ask, new_job_id
from lingtan.services.work.factory_request import FactoryRequest
from lingtan.services.work.showing import JobView
from lingtan.web.frame.action import Action
from lingtan.web.frame.asked import Identifier
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.chart import Chart
from lingtan.web.frame.download import MEDIA, Download, File
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet
from lingtan.web.pages.factory.figures import carbon_bars, cost_front, marginal_curves, naive_bars, year_of_hours

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]

_MAY, _WRITE = Permission.FACTORY_READ, Permission.FACTORY_WRITE
_PLAN = Annotated[str, Query(max_length=60, pattern=r"^[A-Za-z0-9-]*$")]


class Controls(BaseModel):
    """The sliders as they stand; one that is not sent stays as the site file has it. A cut of 0 is no cap."""

    cut_percent: Annotated[float | None, Field(ge=0, le=100)] = None
    basis: Basis | None = None
    roof_m2: Annotated[float | None, Field(ge=0, le=1e8)] = None
    battery_kwh: Annotated[float | None, Field(ge=0, le=1e8)] = None
    certificate_yuan_per_mwh: Annotated[float | None, Field(ge=0, le=10_000)] = None

    def settings(self) -> PlanSettings:
        """As the plan takes them."""
        return PlanSettings(
            cut_share=None if self.cut_percent is None else self.cut_percent / 100,
            basis=self.basis,
            roof_m2=self.roof_m2,
            battery_kwh=self.battery_kwh,
            certificate_yuan_per_mwh=self.certificate_yuan_per_mwh,
        )


class PlanForm(Controls):
    """The sliders, the points of each curve (none for 0), and the job's id that the page was given."""

    points: Annotated[int, Field(ge=0, le=20)] = 5
    job: str | None = None


def show(caller: Caller, site: Identifier, plan: _PLAN = "") -> SiteView:
    """The site with its latest plan, or with the plan named."""
    return site_view(caller.workspace, site, plan=plan, job=new_job_id(caller.now()))


def attempt(caller: Caller, site: Identifier, asked: Annotated[Controls, Depends()]) -> SiteView:
    """The site under other settings, solved at once; nothing is kept."""
    return tried_view(caller.workspace, site, asked.settings(), job=new_job_id(caller.now()))


def year(caller: Caller, site: Identifier, asked: Annotated[Controls, Depends()], plan: _PLAN = "") -> YearView:
    """Every hour of the latest plan, of the plan named, or of what is asked."""
    settings = asked.settings()
    return year_view(caller.workspace, site, plan=plan, asked=None if settings.is_file else settings)


def file(caller: Caller, site: Identifier) -> File:
    """The site file as it was sent."""
    path = site_path(caller.workspace, site)
    return File(name=path.name, data=path.read_bytes(), media_type="application/toml")


def workbook(caller: Caller, site: Identifier, plan: _PLAN = "") -> File:
    """The latest plan, or the one named, as a workbook with live formulas."""
    data = plan_workbook(caller.workspace, site, plan=plan)
    return File(name="plan.xlsx", data=data, media_type=MEDIA["xlsx"])


def start(caller: Caller, site: Identifier, form: PlanForm) -> JobView:
    """Plan the site as a job."""
    site_path(caller.workspace, site)
    request = FactoryRequest(site=site, settings=form.settings(), points=form.points)
    return ask(caller.house.jobs, request, organisation=caller.organisation, actor=caller.user, at=caller.now(), id=form.job)


_SHEETS = (
    Sheet(
        name="sizes",
        title="FACTORY_SIZES",
        rows=lambda view: view.answer.result.sizes if view.answer and view.answer.result else (),
        columns=(
            Column(name="item", title="FACTORY_ITEM", kind=Kind.TERM, prefix="FACTORY_LIMIT_"),
            Column(name="value", title="FACTORY_SIZE", kind=Kind.NUMBER, digits=0),
            Column(name="unit", title="FACTORY_UNIT"),
            Column(name="dual_yuan", title="FACTORY_DUAL", kind=Kind.NUMBER, unit="yuan/a", digits=2),
        ),
        empty="FACTORY_NO_PLAN",
    ),
    Sheet(
        name="origins",
        title="FACTORY_ORIGINS",
        rows=lambda view: view.origins,
        columns=(
            Column(name="section", title="FACTORY_SECTION", kind=Kind.TERM, prefix="FACTORY_SECTION_"),
            Column(name="standing", title="FACTORY_STANDING", kind=Kind.MARK, prefix="STANDING_"),
            Column(name="source", title="FACTORY_SOURCE"),
        ),
    ),
    Sheet(
        name="plans",
        title="FACTORY_PLANS",
        rows=lambda view: view.plans,
        columns=(
            Column(name="at", title="FACTORY_PLANNED", kind=Kind.TIME, link="/factory/{site}?plan={plan}"),
            Column(name="actor", title="JOBS_ACTOR"),
            Column(name="planned.cap_t", title="FACTORY_CAP", kind=Kind.NUMBER, unit="t CO₂/a", digits=0),
            Column(name="planned.basis", title="FACTORY_BASIS", kind=Kind.TERM, prefix="FACTORY_BASIS_"),
        ),
        empty="FACTORY_NO_PLAN",
    ),
)
_CHARTS = (
    Chart(name="carbon", title="FACTORY_CARBON_FIGURE", figure=carbon_bars),
    Chart(name="marginal", title="FACTORY_MARGINAL", figure=marginal_curves),
    Chart(name="front", title="FACTORY_FRONT", figure=cost_front),
    Chart(name="bars", title="FACTORY_BARS", figure=naive_bars),
)
PAGES: tuple[Page, ...] = (
    Page(
        path="/factory/{site}/hours",
        view=year,
        template="factory/hours.html",
        fragment="factory/hours_figure.html",
        title="FACTORY_HOURS",
        may=_MAY,
        nav="factory",
        charts=(Chart(name="hours", title="FACTORY_HOURS", figure=year_of_hours),),
    ),
    Page(
        path="/factory/{site}/try",
        view=attempt,
        template="factory/site.html",
        fragment="factory/answer.html",
        title="FACTORY_ONE",
        may=_MAY,
        nav="factory",
        sheets=_SHEETS,
        charts=_CHARTS,
    ),
    Page(
        path="/factory/{site}",
        view=show,
        template="factory/site.html",
        title="FACTORY_ONE",
        may=_MAY,
        nav="factory",
        sheets=_SHEETS,
        charts=_CHARTS,
    ),
)
ACTIONS: tuple[Action, ...] = (Action(path="/factory/{site}/plan", run=start, may=_WRITE, then="/jobs/{job}"),)
DOWNLOADS: tuple[Download, ...] = (
    Download(path="/factory/{site}/site.toml", run=file, may=_MAY),
    Download(path="/factory/{site}/plan.xlsx", run=workbook, may=_MAY),
)
