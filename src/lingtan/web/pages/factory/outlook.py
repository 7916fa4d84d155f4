"""A site beyond its plan: the road over years, scenarios, a year in operation, the front; each asked as a job."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from lingtan.services.accounts.permissions import Permission
from lingtan.services.outlook.request import OutlookRequest, Part
from lingtan.services.outlook.rows import draw_rows, point_rows, stage_rows
from lingtan.services.outlook.views import OutlookView, outlook_view
from lingtan.services.sites.keeping import site_path
from lingtan.services.work.asking import ask, new_job_id
from lingtan.services.work.showing import JobView
from lingtan.web.frame.action import Action
from lingtan.web.frame.asked import Identifier
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.chart import Chart
from lingtan.web.frame.download import Download
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet
from lingtan.web.pages.factory.outlook_figures import (
    draw_histogram,
    front_curves,
    operated_year,
    regret_bars,
    road_carbon,
    road_money,
    skill_bars,
)

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]

_MAY, _WRITE = Permission.FACTORY_READ, Permission.FACTORY_WRITE
#: Empty: the latest.
_OUTLOOK = Annotated[str, Query(max_length=60, pattern=r"^[A-Za-z0-9-]*$")]


class OutlookForm(BaseModel):
    """Which part; how many scenarios of which seed, with the plan's sizes kept or not; hours between forecasts; the job's id."""

    part: Part
    runs: Annotated[int, Field(ge=2, le=1_000)] = 100
    seed: Annotated[int, Field(ge=0, le=2**31)] = 1
    keep: bool = False
    every_hours: Annotated[int, Field(ge=6, le=48)] = 24
    job: str | None = None


def show_road(caller: Caller, site: Identifier, outlook: _OUTLOOK = "") -> OutlookView:
    """What to build in which year."""
    return outlook_view(caller.workspace, site, Part.ROAD, outlook=outlook, job=new_job_id(caller.now()))


def show_scenarios(caller: Caller, site: Identifier, outlook: _OUTLOOK = "") -> OutlookView:
    """The plan under doubt."""
    return outlook_view(caller.workspace, site, Part.SCENARIOS, outlook=outlook, job=new_job_id(caller.now()))


def show_operation(caller: Caller, site: Identifier, outlook: _OUTLOOK = "", forecast: _OUTLOOK = "") -> OutlookView:
    """The plan's year on forecasts; the hours of the forecast named, else of the regression."""
    return outlook_view(caller.workspace, site, Part.OPERATION, outlook=outlook, job=new_job_id(caller.now()), forecast=forecast)


def show_front(caller: Caller, site: Identifier, outlook: _OUTLOOK = "") -> OutlookView:
    """Cost at great cuts."""
    return outlook_view(caller.workspace, site, Part.FRONT, outlook=outlook, job=new_job_id(caller.now()))


def start(caller: Caller, site: Identifier, form: OutlookForm) -> JobView:
    """Ask for a part as a job."""
    site_path(caller.workspace, site)
    request = OutlookRequest(
        site=site, part=form.part, runs=form.runs, seed=form.seed, keep=form.keep, every_hours=form.every_hours
    )  # fmt: skip
    return ask(caller.house.jobs, request, organisation=caller.organisation, actor=caller.user, at=caller.now(), id=form.job)


_KNOWN = Sheet(
    name="answers",
    title="OUTLOOK_ANSWERS",
    rows=lambda view: view.about.known,
    columns=(
        Column(name="at", title="OUTLOOK_ASKED", kind=Kind.TIME, link="/factory/{request.site}/{request.part}?outlook={outlook}"),
        Column(name="actor", title="JOBS_ACTOR"),
    ),
)
_ORIGIN = (
    Column(name="standing", title="FACTORY_STANDING", kind=Kind.MARK, prefix="STANDING_"),
    Column(name="source", title="FACTORY_SOURCE"),
)
_ROAD = (
    Sheet(
        name="stages",
        title="OUTLOOK_STAGES",
        rows=lambda view: stage_rows(view.road) if view.road else (),
        columns=(
            Column(name="stage.year", title="OUTLOOK_YEAR"),
            Column(name="built", title="OUTLOOK_BUILT", kind=Kind.WORDS),
            Column(name="stage.capex_yuan", title="FACTORY_CAPEX", kind=Kind.NUMBER, unit="yuan", digits=0),
            Column(name="stage.budget_yuan", title="OUTLOOK_BUDGET", kind=Kind.NUMBER, unit="yuan", digits=0),
            Column(name="stage.opex_yuan", title="FACTORY_OPEX", kind=Kind.NUMBER, unit="yuan/a", digits=0),
            Column(name="stage.co2_t", title="OUTLOOK_CARBON", kind=Kind.NUMBER, unit="t CO₂/a", digits=0),
            Column(name="stage.baseline_co2_t", title="OUTLOOK_CARBON_USUAL", kind=Kind.NUMBER, unit="t CO₂/a", digits=0),
            Column(name="stage.marginal_yuan_per_t", title="FACTORY_LAST_TONNE", kind=Kind.NUMBER, unit="yuan/t", digits=1),
        ),
    ),
    Sheet(
        name="origins",
        title="FACTORY_ORIGINS",
        rows=lambda view: view.origins,
        columns=(Column(name="section", title="FACTORY_SECTION", kind=Kind.TERM, prefix="FACTORY_SECTION_"), *_ORIGIN),
    ),
    _KNOWN,
)
_SCENARIOS = (
    Sheet(
        name="ranges",
        title="OUTLOOK_RANGES",
        rows=lambda view: view.ranges,
        columns=(
            Column(name="title", title="FACTORY_ITEM", kind=Kind.WORDS),
            *(Column(name=name, title=f"OUTLOOK_{name.upper()}", kind=Kind.NUMBER, digits=0) for name in ("mean", "p5", "p50", "p95")),
        ),
    ),
    Sheet(
        name="doubts",
        title="OUTLOOK_DOUBTS",
        rows=lambda view: view.uncertain,
        columns=(
            Column(name="of", title="OUTLOOK_FIGURE", kind=Kind.TERM, prefix="OUTLOOK_OF_"),
            Column(name="shape", title="OUTLOOK_SHAPE", kind=Kind.TERM, prefix="OUTLOOK_SHAPE_"),
            Column(name="spread", title="OUTLOOK_SPREAD", kind=Kind.SHARE, digits=1),
            *_ORIGIN,
        ),
    ),
    Sheet(
        name="draws",
        title="OUTLOOK_DRAWS",
        rows=lambda view: draw_rows(view.scenarios.found) if view.scenarios else (),
        columns=(
            Column(name="number", title="OUTLOOK_NUMBER", kind=Kind.INTEGER),
            Column(name="objective_yuan", title="FACTORY_SIZE_OBJECTIVE_YUAN", kind=Kind.NUMBER, digits=0),
            Column(name="npv_yuan", title="FACTORY_SIZE_NPV_YUAN", kind=Kind.NUMBER, digits=0),
            Column(name="co2_t", title="OUTLOOK_CARBON", kind=Kind.NUMBER, unit="t CO₂/a", digits=0),
        ),
    ),
    _KNOWN,
)
_OPERATION = (
    Sheet(
        name="runs",
        title="OUTLOOK_RUNS",
        rows=lambda view: view.runs,
        columns=(
            Column(name="forecast", title="OUTLOOK_FORECAST", kind=Kind.TERM, prefix="FORECAST_BY_"),
            Column(name="cost_yuan", title="FACTORY_OPEX", kind=Kind.NUMBER, unit="yuan/a", digits=0),
            Column(name="perfect_yuan", title="OUTLOOK_PERFECT", kind=Kind.NUMBER, unit="yuan/a", digits=0),
            Column(name="regret_share", title="OUTLOOK_REGRET", kind=Kind.SHARE, digits=2),
            Column(name="unserved_kwh", title="OUTLOOK_UNSERVED", kind=Kind.NUMBER, unit="kWh", digits=0),
        ),
    ),
    Sheet(
        name="skills",
        title="OUTLOOK_SKILLS",
        rows=lambda view: [{"forecast": run.forecast, "skill": one} for run in view.runs for one in run.skills],
        columns=(
            Column(name="forecast", title="OUTLOOK_FORECAST", kind=Kind.TERM, prefix="FORECAST_BY_"),
            Column(name="skill.series", title="OUTLOOK_SERIES", kind=Kind.TERM, prefix="SERIES_"),
            Column(name="skill.day", title="OUTLOOK_DAY", kind=Kind.INTEGER),
            Column(name="skill.nmae_share", title="OUTLOOK_NMAE", kind=Kind.SHARE, digits=2),
            Column(name="skill.mape_share", title="OUTLOOK_MAPE", kind=Kind.SHARE, digits=2),
        ),
        empty="OUTLOOK_SKILLS_NONE",
    ),
    Sheet(
        name="spreads",
        title="OUTLOOK_SPREADS",
        rows=lambda view: [{"forecast": run.forecast, "spread": one} for run in view.runs for one in run.spreads],
        columns=(
            Column(name="forecast", title="OUTLOOK_FORECAST", kind=Kind.TERM, prefix="FORECAST_BY_"),
            Column(name="spread.series", title="OUTLOOK_SERIES", kind=Kind.TERM, prefix="SERIES_"),
            Column(name="spread.day", title="OUTLOOK_DAY", kind=Kind.INTEGER),
            Column(name="spread.p10_share", title="OUTLOOK_P10", kind=Kind.SHARE, digits=2),
            Column(name="spread.p50_share", title="OUTLOOK_P50", kind=Kind.SHARE, digits=2),
            Column(name="spread.p90_share", title="OUTLOOK_P90", kind=Kind.SHARE, digits=2),
            Column(name="spread.pinball_share", title="CLI_FACTORY_PINBALL", kind=Kind.SHARE, digits=2),
            Column(name="spread.point_share", title="CLI_FACTORY_PINBALL_POINT", kind=Kind.SHARE, digits=2),
            Column(name="spread.inside_share", title="CLI_FACTORY_INSIDE", kind=Kind.SHARE, digits=1),
        ),
        empty="OUTLOOK_SPREADS_NONE",
    ),
    _KNOWN,
)
_FRONT = (
    Sheet(
        name="points",
        title="OUTLOOK_POINTS",
        rows=lambda view: point_rows(view.front) if view.front else (),
        columns=(
            Column(name="level", title="OUTLOOK_MEANS", kind=Kind.TERM, prefix="FACTORY_LEVEL_"),
            Column(name="point.cut_share", title="FACTORY_CUT", kind=Kind.SHARE, digits=1),
            Column(name="state", title="OUTLOOK_REACHED", kind=Kind.STATE, prefix="OUTLOOK_POINT_"),
            Column(name="point.cost_yuan", title="OUTLOOK_COST", kind=Kind.NUMBER, unit="yuan/a", digits=0),
            Column(name="point.marginal_yuan_per_t", title="FACTORY_MARGINAL", kind=Kind.NUMBER, unit="yuan/t", digits=1),
        ),
    ),
    Sheet(
        name="reach",
        title="OUTLOOK_REACH",
        rows=lambda view: view.front.levels if view.front else (),
        columns=(
            Column(name="level", title="OUTLOOK_MEANS", kind=Kind.TERM, prefix="FACTORY_LEVEL_"),
            Column(name="reach_share", title="OUTLOOK_MOST", kind=Kind.SHARE, digits=1),
        ),
    ),
    _KNOWN,
)


def _page(part: Part, view: Callable[..., OutlookView], title: str, sheets: tuple[Sheet, ...], *charts: Chart) -> Page:
    return Page(
        path=f"/factory/{{site}}/{part.value}", view=view, template="factory/outlook.html", title=title, may=_MAY, nav="factory",
        sheets=sheets, charts=charts,
    )  # fmt: skip


PAGES: tuple[Page, ...] = (
    _page(
        Part.ROAD, show_road, "OUTLOOK_ROAD", _ROAD,
        Chart(name="carbon", title="OUTLOOK_ROAD_CARBON", figure=road_carbon),
        Chart(name="money", title="OUTLOOK_ROAD_MONEY", figure=road_money),
    ),
    _page(
        Part.SCENARIOS, show_scenarios, "OUTLOOK_SCENARIOS", _SCENARIOS,
        Chart(name="cost", title="OUTLOOK_COST_DRAWN", figure=draw_histogram),
    ),
    _page(
        Part.OPERATION, show_operation, "OUTLOOK_OPERATION", _OPERATION,
        Chart(name="regret", title="OUTLOOK_REGRET", figure=regret_bars),
        Chart(name="errors", title="OUTLOOK_SKILL", figure=skill_bars),
        Chart(name="hours", title="FACTORY_HOURS", figure=operated_year),
    ),
    _page(Part.FRONT, show_front, "OUTLOOK_FRONT", _FRONT, Chart(name="front", title="FACTORY_FRONT", figure=front_curves)),
)  # fmt: skip
ACTIONS: tuple[Action, ...] = (Action(path="/factory/{site}/outlook", run=start, may=_WRITE, then="/jobs/{job}"),)
DOWNLOADS: tuple[Download, ...] = ()
