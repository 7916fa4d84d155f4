"""Weeks of a plant simulated: planned again through breakdowns, rush orders and late material, beside dispatching rules; asked as a job."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query
from pydantic import BaseModel, Field

from lingtan.services.accounts.permissions import Permission
from lingtan.services.schedule.simulate import Disturbances, SimulationSettings
from lingtan.services.weeks.keeping import week_path
from lingtan.services.weeks.simulations import SimulationView, simulation_file, simulation_view
from lingtan.services.work.asking import ask, new_job_id
from lingtan.services.work.showing import JobView
from lingtan.services.work.simulation_request import SimulationRequest
from lingtan.web.frame.action import Action
from lingtan.web.frame.asked import Identifier, Search
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.chart import Chart
from lingtan.web.frame.download import MEDIA, Download, File
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet
from lingtan.web.pages.factory.simulation_figures import late_bars, on_time_lines

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]

_MAY, _WRITE = Permission.FACTORY_READ, Permission.FACTORY_WRITE
_Rate = Annotated[float, Field(ge=0, le=1_000)]
_Percent = Annotated[float, Field(ge=0, le=100)]
#: Empty: the latest.
_SIMULATION = Annotated[str, Query(max_length=60, pattern=r"^[A-Za-z0-9-]*$")]


class SimulationForm(BaseModel):
    """What goes wrong, how often, and how the plant is planned; shares in per cent. `job` is the id that the page was given."""

    weeks: Annotated[int, Field(ge=1, le=52)] = 4
    seed: Annotated[int, Field(ge=0, le=2**31)] = 1
    breakdowns_per_line_week: _Rate = 0.5
    breakdown_most_h: _Rate = 8.0
    rush_per_week: _Rate = 5.0
    late_percent: _Percent = 10.0
    late_most_h: _Rate = 24.0
    run_deviation_percent: _Percent = 10.0
    replan_h: Annotated[float, Field(ge=0.5, le=1_000)] = 24.0
    freeze_h: Annotated[float, Field(ge=0, le=10_000)] = 8.0
    per_moved: Annotated[int, Field(ge=0, le=100_000)] = 60
    tries: Annotated[int, Field(ge=0, le=5_000_000)] = 100_000
    job: str | None = None


def show(caller: Caller, week: Identifier, simulation: _SIMULATION = "", search: Search = "") -> SimulationView:
    """The latest simulation of the week, or the one named."""
    return simulation_view(caller.workspace, week, simulation=simulation, search=search, job=new_job_id(caller.now()))


def start(caller: Caller, week: Identifier, form: SimulationForm) -> JobView:
    """Simulate weeks as a job."""
    week_path(caller.workspace, week)
    disturbances = Disturbances(
        breakdowns_per_line_week=form.breakdowns_per_line_week,
        breakdown_least_h=min(1.0, form.breakdown_most_h),
        breakdown_most_h=form.breakdown_most_h,
        rush_per_week=form.rush_per_week,
        late_share=form.late_percent / 100,
        late_most_h=form.late_most_h,
        run_deviation_share=form.run_deviation_percent / 100,
    )
    named = {name: getattr(form, name) for name in ("seed", "replan_h", "freeze_h", "per_moved")}
    settings = SimulationSettings(disturbances=disturbances, weeks_count=form.weeks, iterations=form.tries, **named)
    request = SimulationRequest(week=week, settings=settings)
    return ask(caller.house.jobs, request, organisation=caller.organisation, actor=caller.user, at=caller.now(), id=form.job)


def file(caller: Caller, week: Identifier, form: Literal["xlsx", "csv", "json"], simulation: _SIMULATION = "") -> File:
    """A simulation as a workbook, a table or JSON."""
    name, data = simulation_file(caller.workspace, week, simulation, form)
    return File(name=name, data=data, media_type=MEDIA[form])


_FIGURES = (
    Column(name="way", title="SIMULATION_WAY", kind=Kind.TERM, prefix="SIMULATION_BY_"),
    Column(name="figures.due_count", title="SIMULATION_KPI_DUE_COUNT", kind=Kind.INTEGER),
    Column(name="figures.on_time_share", title="SIMULATION_KPI_ON_TIME_SHARE", kind=Kind.SHARE, digits=1),
    Column(name="figures.backlog_count", title="SIMULATION_KPI_BACKLOG_COUNT", kind=Kind.INTEGER),
    Column(name="figures.late_h", title="SIMULATION_KPI_LATE_H", kind=Kind.NUMBER, digits=0),
    Column(name="figures.weighted_tardiness_min", title="SIMULATION_KPI_WEIGHTED_TARDINESS_MIN", kind=Kind.INTEGER),
    Column(name="figures.changeover_h", title="SIMULATION_KPI_CHANGEOVER_H", kind=Kind.NUMBER, digits=1),
    Column(name="figures.utilisation_share", title="SIMULATION_KPI_UTILISATION_SHARE", kind=Kind.SHARE, digits=1),
    Column(name="figures.energy_kwh", title="SCHEDULING_KWH", kind=Kind.NUMBER, digits=0, unit="kWh"),
    Column(name="figures.carbon_kg", title="SCHEDULING_CARBON", kind=Kind.NUMBER, digits=0, unit="kg CO₂"),
    Column(name="figures.replans_count", title="SIMULATION_KPI_REPLANS_COUNT", kind=Kind.INTEGER),
    Column(name="figures.moved_count", title="SIMULATION_KPI_MOVED_COUNT", kind=Kind.INTEGER),
)
_SHEETS = (
    Sheet(
        name="ways",
        title="SIMULATION_WAYS",
        rows=lambda view: view.simulation.whole if view.simulation else (),
        columns=_FIGURES,
    ),
    Sheet(
        name="weeks",
        title="SIMULATION_FIGURES",
        rows=lambda view: view.simulation.weekly if view.simulation else (),
        columns=(Column(name="figures.number", title="SCHEDULING_WEEK", kind=Kind.INTEGER), *_FIGURES),
    ),
    Sheet(
        name="events",
        title="SIMULATION_EVENTS",
        rows=lambda view: view.events,
        columns=(
            Column(name="at", title="SIMULATION_AT"),
            Column(name="kind", title="SIMULATION_KIND", kind=Kind.TERM, prefix="SIMULATION_EVENT_"),
            Column(name="of", title="SIMULATION_OF"),
        ),
        empty="SIMULATION_NO_EVENTS",
    ),
    Sheet(
        name="simulations",
        title="SIMULATION_KNOWN",
        rows=lambda view: view.known,
        columns=(
            Column(name="at", title="OUTLOOK_ASKED", kind=Kind.TIME, link="/schedule/{week}/simulation?simulation={simulation}"),
            Column(name="actor", title="JOBS_ACTOR"),
            Column(name="settings.weeks_count", title="SIMULATION_WEEKS", kind=Kind.INTEGER),
            Column(name="settings.seed", title="OUTLOOK_SEED", kind=Kind.INTEGER),
        ),
    ),
)
PAGES: tuple[Page, ...] = (
    Page(
        path="/schedule/{week}/simulation",
        view=show,
        template="schedule/simulation.html",
        title="SIMULATION_TITLE",
        may=_MAY,
        nav="factory",
        sheets=_SHEETS,
        charts=(
            Chart(name="on-time", title="SIMULATION_KPI_ON_TIME_SHARE", figure=on_time_lines),
            Chart(name="late", title="SIMULATION_KPI_LATE_H", figure=late_bars),
        ),
    ),
)
ACTIONS: tuple[Action, ...] = (Action(path="/schedule/{week}/simulate", run=start, may=_WRITE, then="/jobs/{job}"),)
DOWNLOADS: tuple[Download, ...] = (Download(path="/schedule/{week}/simulation.{form}", run=file, may=_MAY),)
