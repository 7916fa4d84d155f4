"""Figures of a week's plan."""

from __future__ import annotations

from datetime import datetime

from lingtan.figures import Bars, BarSeries, Figure, Gantt, GanttCurve
from lingtan.services.weeks.showing import BlocksView, ScheduleView
from lingtan.web.frame.chart import Say

__all__ = ["blocks_on_lines", "kpi_bars"]


def blocks_on_lines(view: BlocksView, say: Say) -> Figure | None:
    """Every order on its line, coloured by the grid's intensity while it runs, above the load of all lines."""
    blocks = view.blocks
    if blocks is None:
        return None
    load = GanttCurve(label=say("SCHEDULING_LOAD"), unit="kW", colour="source-grid", values=blocks.load_kw)
    grid = GanttCurve(label=say("SCHEDULING_GRID"), unit="g/kWh", colour="series-2", values=blocks.hourly_g_per_kwh)
    return Gantt(
        title=say("SCHEDULING_LINES"), unit="g CO₂/kWh", source=say("SCHEDULING_LINES_SOURCE"),
        origin=datetime.fromisoformat(blocks.origin), lines=blocks.lines,
        names=blocks.order, line=blocks.line, setup_start_min=blocks.setup_start_min, setup_min=blocks.setup_min,
        start_min=blocks.start_min, end_min=blocks.end_min, late_min=blocks.late_min, figures=blocks.carbon_g_per_kwh, under=(load, grid),
        orders=blocks.whole, due_min=blocks.due_min,
    )  # fmt: skip


def kpi_bars(view: ScheduleView, say: Say) -> Figure | None:
    """Hours late of the plan beside the rules, and the last plan where there is one."""
    row = next((one for one in view.plan.kpis if one.name == "late_h"), None) if view.plan else None
    if row is None:
        return None
    named = [("SCHEDULE_PLAN_PLAN", row.plan), ("SCHEDULING_LAST", row.last), ("SCHEDULE_PLAN_ATCS", row.atcs)]
    named += [("SCHEDULE_PLAN_EDD", row.edd), ("SCHEDULE_PLAN_FIFO", row.fifo)]
    shown = [(say(code), value) for code, value in named if value is not None]
    series = BarSeries(name="late", label=say("SCHEDULING_LATE_HOURS"), values=tuple(value for _, value in shown))
    categories = tuple(label for label, _ in shown)
    return Bars(
        title=say("SCHEDULING_LATE_HOURS"),
        unit="h",
        source=say("SCHEDULING_RULES_SOURCE"),
        categories=categories,
        series=(series,),
        horizontal=True,
    )
