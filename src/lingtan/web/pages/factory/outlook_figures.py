"""Figures of a road over years, of draws, of a year in operation, and of the front."""

from __future__ import annotations

import math

from lingtan.figures import Bars, BarSeries, Curve, Curves, Figure, Histogram, HistogramMark, Line, Lines
from lingtan.naming import label
from lingtan.services.outlook.views import OutlookView
from lingtan.services.sites.year import YearView
from lingtan.web.frame.chart import Say
from lingtan.web.pages.factory.figures import year_of_hours
from lingtan.web.pages.factory.money import money_scale

__all__ = ["draw_histogram", "front_curves", "operated_year", "regret_bars", "road_carbon", "road_money", "skill_bars"]

_BINS_MOST = 20


def road_carbon(view: OutlookView, say: Say) -> Figure | None:
    """Carbon of each stage, with the road and without; dashed, for both are forecasts."""
    if view.road is None:
        return None
    stages = view.road.stages
    lines = (
        Line(
            name="usual", label=say("FACTORY_BEFORE"), values=tuple(one.baseline_co2_t for one in stages), estimated=True, colour="series-6"
        ),
        Line(name="road", label=say("OUTLOOK_ROAD"), values=tuple(one.co2_t for one in stages), estimated=True, colour="series-1"),
    )
    years = tuple(str(one.year) for one in stages)
    return Lines(title=say("OUTLOOK_ROAD_CARBON"), unit="t CO₂/a", source=say("OUTLOOK_ROAD_SOURCE"), x=years, series=lines)


def road_money(view: OutlookView, say: Say) -> Figure | None:
    """What each stage invests, and what it may."""
    if view.road is None:
        return None
    stages, scale = view.road.stages, money_scale(say)
    spent = tuple(one.capex_yuan / scale for one in stages)
    series = [BarSeries(name="capex", label=say("FACTORY_CAPEX"), values=spent, estimated_values=spent, colour="series-1")]
    if any(one.budget_yuan is not None for one in stages):
        budget = tuple((one.budget_yuan or 0.0) / scale for one in stages)
        series.append(BarSeries(name="budget", label=say("OUTLOOK_BUDGET"), values=budget, colour="series-6"))
    return Bars(
        title=say("OUTLOOK_ROAD_MONEY"), unit=say("FACTORY_MILLION"), source=say("OUTLOOK_ROAD_SOURCE"),
        categories=tuple(str(one.year) for one in stages), series=tuple(series),
    )  # fmt: skip


def draw_histogram(view: OutlookView, say: Say) -> Figure | None:
    """How often the year's cost falls where, over the draws in which the cap is kept."""
    if view.scenarios is None:
        return None
    scale = money_scale(say)
    costs = [run.figures["objective_yuan"] / scale for run in view.scenarios.found.runs if run.figures is not None]
    found = next((row for row in view.ranges if row.name == "objective_yuan"), None)
    if found is None or max(costs) <= min(costs):
        return None
    bins, low, high = min(_BINS_MOST, max(4, math.isqrt(len(costs)) + 1)), min(costs), max(costs)
    edges = tuple(low + (high - low) * n / bins for n in range(bins + 1))
    counts = [0] * bins
    for cost in costs:
        counts[min(int((cost - low) / (high - low) * bins), bins - 1)] += 1
    marks = tuple(
        HistogramMark(label=name, value=value / scale) for name, value in (("P5", found.p5), ("P50", found.p50), ("P95", found.p95))
    )
    asked = view.about.kept.request if view.about.kept else None
    source = say("OUTLOOK_DRAWS_SOURCE", runs=len(view.scenarios.found.runs), seed=asked.seed if asked else 0)
    return Histogram(
        title=say("OUTLOOK_COST_DRAWN"), unit=say("FACTORY_MILLION_A_YEAR"), source=source, edges=edges, counts=tuple(counts), marks=marks
    )


def regret_bars(view: OutlookView, say: Say) -> Figure | None:
    """By how much each forecast runs the year dearer than foresight would."""
    if not view.runs:
        return None
    values = tuple(100 * one.regret_share for one in view.runs)
    names = tuple(label("FORECAST_BY_", one.forecast, say.language) for one in view.runs)
    series = BarSeries(name="regret", label=say("OUTLOOK_REGRET"), values=values, estimated_values=values)
    return Bars(
        title=say("OUTLOOK_REGRET"), unit="%", source=say("OUTLOOK_OPERATION_SOURCE"), categories=names, series=(series,), horizontal=True
    )


def skill_bars(view: OutlookView, say: Say) -> Figure | None:
    """Errors of the forecasts a day ahead, by series."""
    days = [(run, one) for run in view.runs for one in run.skills if one.day == 1]
    if not days:
        return None
    names = list(dict.fromkeys(one.series for _, one in days))
    series = tuple(
        BarSeries(
            name=run.forecast, label=label("FORECAST_BY_", run.forecast, say.language),
            values=tuple(next((100 * one.nmae_share for one in run.skills if one.day == 1 and one.series == name), 0.0) for name in names),
        )
        for run in view.runs
    )  # fmt: skip
    categories = tuple(label("SERIES_", name, say.language) for name in names)
    return Bars(
        title=say("OUTLOOK_SKILL"), unit="%", source=say("CLI_FACTORY_SKILL_NOTE"), categories=categories, series=series, horizontal=True
    )


def operated_year(view: OutlookView, say: Say) -> Figure | None:
    """The year as it came about, a week of it first."""
    about = view.about
    return year_of_hours(YearView(site=about.site, name=about.name, synthetic=about.synthetic, hours=view.hours), say, load="OUTLOOK_LOAD")


def front_curves(view: OutlookView, say: Say) -> Figure | None:
    """What the year costs at 80, 90, 95 and 100 % less carbon, as far as each level of means reaches."""
    series = []
    for one in view.front.levels if view.front else ():
        points = [(100 * p.cut_share, p.cost_yuan / money_scale(say)) for p in (one.most, *one.points) if p.cost_yuan is not None]
        if points:
            x, y = zip(*sorted(points), strict=True)
            series.append(Curve(name=one.level, label=say(f"FACTORY_LEVEL_{one.level.upper()}"), x=x, y=y))
    if not series:
        return None
    return Curves(
        title=say("FACTORY_FRONT"), unit=say("FACTORY_MILLION_A_YEAR"), source=say("FACTORY_CURVE_SOURCE"), x_label=say("FACTORY_CUT"),
        x_unit="%", series=tuple(series),
    )  # fmt: skip
