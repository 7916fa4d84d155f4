"""One week: its plan on the lines, figures beside the rules, why orders are late; planned, and planned again, as a job."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import BaseModel, Field

from lingtan.services.accounts.permissions import Permission
from lingtan.services.weeks.keeping import week_path
from lingtan.services.weeks.plans import kept_schedule, plan_file
from lingtan.services.weeks.settings import DownAsked, DueAsked, RushAsked, Way, WeekSettings
from lingtan.services.weeks.showing import BlocksView, ScheduleView, blocks_view, week_view
from lingtan.services.work.asking import ask, new_job_id
from lingtan.services.work.schedule_request import ScheduleRequest
from lingtan.services.work.showing import JobView
from lingtan.web.frame.action import Action
from lingtan.web.frame.asked import Identifier, Search
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.chart import Chart
from lingtan.web.frame.download import MEDIA, Download, File
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet
from lingtan.web.pages.factory.schedule_figures import blocks_on_lines, kpi_bars

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]

_MAY, _WRITE = Permission.FACTORY_READ, Permission.FACTORY_WRITE
_PLAN = Annotated[str, Query(max_length=60, pattern=r"^[A-Za-z0-9-]*$")]
_NAME = Field(max_length=200)


class WayForm(BaseModel):
    """How lines are timed and what counts; the search goes by the size of the week unless told. `job` is the id that the page was given."""

    way: Way = Way.MIN_COST
    carbon_price_per_t: Annotated[int, Field(ge=0, le=100_000)] = 0
    per_changeover_min: Annotated[int, Field(ge=0, le=1_000)] = 1
    tries: Annotated[int, Field(ge=0, le=50_000_000)] = 0
    seconds: Annotated[int, Field(ge=0, le=600)] = 0
    job: str | None = None


class ReplanForm(WayForm):
    """What happened since the plan `last`; moments in the plant's own time, `2026-11-30T14:00`. `pins` are orders, by spaces or commas."""

    last: Annotated[str, Field(max_length=60, pattern=r"^[A-Za-z0-9-]+$")]
    now: Annotated[str, Field(max_length=40)]
    freeze_h: Annotated[float, Field(ge=0, le=10_000)] = 0.0
    per_moved: Annotated[int, Field(ge=0, le=100_000)] = 60
    down_line: Annotated[str, _NAME] = ""
    down_since: Annotated[str, _NAME] = ""
    down_until: Annotated[str, _NAME] = ""
    due_order: Annotated[str, _NAME] = ""
    due: Annotated[str, _NAME] = ""
    rush_order: Annotated[str, _NAME] = ""
    rush_family: Annotated[str, _NAME] = ""
    rush_quantity: Annotated[int, Field(ge=1, le=10_000_000)] = 1
    rush_due: Annotated[str, _NAME] = ""
    rush_weight: Annotated[int, Field(ge=1, le=1_000)] = 10
    pins: Annotated[str, Field(max_length=20_000)] = ""


def show(caller: Caller, week: Identifier, plan: _PLAN = "", search: Search = "") -> ScheduleView:
    """The week with its latest plan, or with the plan named."""
    return week_view(caller.workspace, week, plan=plan, search=search, job=new_job_id(caller.now()))


def lines(caller: Caller, week: Identifier, plan: _PLAN = "") -> BlocksView:
    """Every order of the plan on its line."""
    return blocks_view(caller.workspace, week, plan=plan)


def start(caller: Caller, week: Identifier, form: WayForm) -> JobView:
    """Plan the week as a job."""
    return _asked(caller, week, form, WeekSettings(**_way(form)))


def again(caller: Caller, week: Identifier, form: ReplanForm) -> JobView:
    """Plan the week again near a plan of it, as a job."""
    kept_schedule(caller.workspace, week, form.last)
    settings = WeekSettings(
        **_way(form),
        last=form.last,
        now=form.now,
        freeze_h=form.freeze_h,
        per_moved=form.per_moved,
        downs=(DownAsked(line=form.down_line, since=form.down_since, until=form.down_until),) if form.down_line else (),
        due=(DueAsked(order=form.due_order, due=form.due),) if form.due_order else (),
        rush=(_rush(form),) if form.rush_order else (),
        pins=tuple(re.split(r"[\s,;，；]+", form.pins.strip())) if form.pins.strip() else (),
    )
    return _asked(caller, week, form, settings)


def _rush(form: ReplanForm) -> RushAsked:
    named = {"order": form.rush_order, "family": form.rush_family, "due": form.rush_due}
    return RushAsked(quantity=form.rush_quantity, weight=form.rush_weight, **named)


def _way(form: WayForm) -> dict[str, Any]:
    return {"way": form.way, "carbon_price_per_t": form.carbon_price_per_t, "per_changeover_min": form.per_changeover_min}


def _asked(caller: Caller, week: str, form: WayForm, settings: WeekSettings) -> JobView:
    week_path(caller.workspace, week)
    request = ScheduleRequest(week=week, settings=settings, tries=form.tries, seconds=form.seconds)
    return ask(caller.house.jobs, request, organisation=caller.organisation, actor=caller.user, at=caller.now(), id=form.job)


def file(caller: Caller, week: Identifier, form: Literal["xlsx", "csv", "ics", "json"], plan: _PLAN = "") -> File:
    """A plan as a workbook, a table, a calendar or JSON."""
    name, data = plan_file(caller.workspace, week, plan, form)
    return File(name=name, data=data, media_type=MEDIA[form])


_SHEETS = (
    Sheet(
        name="kpis",
        title="SCHEDULING_KPIS",
        rows=lambda view: view.plan.kpis if view.plan else (),
        columns=(
            Column(name="name", title="SCHEDULING_FIGURE", kind=Kind.TERM, prefix="SCHEDULE_KPI_"),
            Column(name="plan", title="SCHEDULE_PLAN_PLAN", kind=Kind.NUMBER, digits=2),
            Column(name="last", title="SCHEDULING_LAST", kind=Kind.NUMBER, digits=2),
            Column(name="atcs", title="SCHEDULE_PLAN_ATCS", kind=Kind.NUMBER, digits=2),
            Column(name="edd", title="SCHEDULE_PLAN_EDD", kind=Kind.NUMBER, digits=2),
            Column(name="fifo", title="SCHEDULE_PLAN_FIFO", kind=Kind.NUMBER, digits=2),
        ),
    ),
    Sheet(
        name="energy",
        title="SCHEDULING_ENERGY",
        rows=lambda view: view.plan.energy if view.plan else (),
        columns=(
            Column(name="way", title="SCHEDULING_WAY", kind=Kind.TERM, prefix="SCHEDULE_WAY_"),
            Column(name="energy_kwh", title="SCHEDULING_KWH", kind=Kind.NUMBER, digits=0, unit="kWh"),
            Column(name="cost", title="SCHEDULING_COST", kind=Kind.NUMBER, digits=0),
            Column(name="carbon_kg", title="SCHEDULING_CARBON", kind=Kind.NUMBER, digits=0, unit="kg CO₂"),
        ),
    ),
    Sheet(
        name="late",
        title="SCHEDULING_LATE",
        rows=lambda view: view.late,
        columns=(
            Column(name="order", title="LOOK_BLOCK"),
            Column(name="line", title="LOOK_LINE"),
            Column(name="late_min", title="SCHEDULING_LATE_MIN", kind=Kind.INTEGER, unit="min"),
            Column(name="cause", title="SCHEDULING_CAUSE", kind=Kind.TERM, prefix="SCHEDULING_CAUSE_"),
            Column(name="why", title="SCHEDULING_CHANGE", kind=Kind.MESSAGE),
        ),
        empty="SCHEDULING_NONE_LATE",
    ),
    Sheet(
        name="moved",
        title="SCHEDULING_MOVED",
        rows=lambda view: view.plan.moved if view.plan else (),
        columns=(
            Column(name="order", title="LOOK_BLOCK"),
            Column(name="line_before", title="SCHEDULING_LINE_BEFORE"),
            Column(name="start_before", title="SCHEDULING_START_BEFORE"),
            Column(name="line", title="SCHEDULING_LINE_NOW"),
            Column(name="start", title="SCHEDULING_START_NOW"),
        ),
        empty="SCHEDULING_NONE_MOVED",
    ),
    Sheet(
        name="plans",
        title="SCHEDULING_PLANS",
        rows=lambda view: view.plans,
        columns=(
            Column(name="at", title="FACTORY_PLANNED", kind=Kind.TIME, link="/schedule/{week}?plan={plan}"),
            Column(name="actor", title="JOBS_ACTOR"),
            Column(name="objective", title="SCHEDULING_OBJECTIVE", kind=Kind.INTEGER),
            Column(name="gap_share", title="SCHEDULING_GAP", kind=Kind.SHARE, digits=1),
        ),
    ),
)
PAGES: tuple[Page, ...] = (
    Page(
        path="/schedule/{week}/lines",
        view=lines,
        template="schedule/lines.html",
        fragment="schedule/lines_figure.html",
        title="SCHEDULING_LINES",
        may=_MAY,
        nav="factory",
        charts=(Chart(name="lines", title="SCHEDULING_LINES", figure=blocks_on_lines),),
    ),
    Page(
        path="/schedule/{week}",
        view=show,
        template="schedule/week.html",
        title="SCHEDULING_ONE",
        may=_MAY,
        nav="factory",
        sheets=_SHEETS,
        charts=(Chart(name="late-hours", title="SCHEDULING_LATE_HOURS", figure=kpi_bars),),
    ),
)
ACTIONS: tuple[Action, ...] = (
    Action(path="/schedule/{week}/plan", run=start, may=_WRITE, then="/jobs/{job}"),
    Action(path="/schedule/{week}/replan", run=again, may=_WRITE, then="/jobs/{job}"),
)
DOWNLOADS: tuple[Download, ...] = (Download(path="/schedule/{week}/plan.{form}", run=file, may=_MAY),)
