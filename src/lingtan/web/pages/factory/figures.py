"""Figures of a site's plan."""

from __future__ import annotations

from lingtan.figures import Bars, BarSeries, Curve, Curves, Figure, HourLine, Hours
from lingtan.messages import Language
from lingtan.naming import label
from lingtan.services.sites.showing import SiteView
from lingtan.services.sites.year import YearView
from lingtan.web.frame.chart import Say
from lingtan.web.pages.factory.money import money_scale

__all__ = ["carbon_bars", "cost_front", "marginal_curves", "naive_bars", "year_of_hours"]

#: What flows in and out in the order in which it is stacked, with the colour that its source has on every page.
_FLOWS = (
    ("pv_kw", "source-pv", False),
    ("wind_kw", "source-wind", False),
    ("discharge_kw", "source-storage", False),
    ("import_kw", "source-grid", False),
    ("charge_kw", "source-storage", True),
    ("export_kw", "series-5", True),
    ("curtail_kw", "line-2", True),
)


def carbon_bars(view: SiteView, say: Say) -> Figure | None:
    """The year's carbon before and after, by both bases; hatched whole, for a plan is a forecast."""
    result = view.answer.result if view.answer else None
    if result is None:
        return None
    carbon = result.carbon
    pairs = (
        ("before", "FACTORY_BEFORE", "series-6", (carbon.baseline_location_t, carbon.baseline_market_t)),
        ("after", "FACTORY_AFTER", "series-1", (carbon.location_t, carbon.market_t)),
    )
    series = tuple(
        BarSeries(name=name, label=say(code), values=values, estimated_values=values, colour=colour) for name, code, colour, values in pairs
    )
    return Bars(
        title=say("FACTORY_CARBON_FIGURE"), unit="t CO₂/a", source=say("FACTORY_CARBON_SOURCE", year=view.factor_year),
        categories=(say("FACTORY_BASIS_LOCATION"), say("FACTORY_BASIS_MARKET")), series=series, horizontal=True,
    )  # fmt: skip


def _curve(view: SiteView, say: Say, member: str, scale: float) -> tuple[Curve, ...]:
    found = []
    for one in view.curves:
        points = [(100 * p.cut_share, getattr(p, member)) for p in one.points]
        kept = [(x, y / scale) for x, y in points if y is not None]
        if kept:
            x, y = zip(*kept, strict=True)
            found.append(Curve(name=one.level, label=say(f"FACTORY_LEVEL_{one.level.upper()}"), x=x, y=y))
    return tuple(found)


def marginal_curves(view: SiteView, say: Say) -> Figure | None:
    """What the last tonne costs at each cut, all interactions included."""
    series = _curve(view, say, "marginal_yuan_per_t", 1.0)
    shared = {"x_label": say("FACTORY_CUT"), "x_unit": "%", "source": say("FACTORY_CURVE_SOURCE")}
    return Curves(title=say("FACTORY_MARGINAL"), unit="yuan/t CO₂", series=series, **shared) if series else None


def cost_front(view: SiteView, say: Say) -> Figure | None:
    """What the year costs at each cut."""
    series = _curve(view, say, "cost_yuan", money_scale(say))
    shared = {"x_label": say("FACTORY_CUT"), "x_unit": "%", "source": say("FACTORY_CURVE_SOURCE")}
    return Curves(title=say("FACTORY_FRONT"), unit=say("FACTORY_MILLION_A_YEAR"), series=series, **shared) if series else None


def naive_bars(view: SiteView, say: Say) -> Figure | None:
    """Each option alone at the mean price, the cheapest first."""
    if not view.bars:
        return None
    values = tuple(one.yuan_per_t for one in view.bars)
    names = tuple(f"{_item(one.name, say.language)} · {one.cut_t:,.0f}\u00a0t" for one in view.bars)
    series = BarSeries(name="yuan_per_t", label=say("FACTORY_BARS"), values=values, estimated_values=values)
    return Bars(
        title=say("FACTORY_BARS"), unit="yuan/t CO₂", source=say("FACTORY_BARS_SOURCE"), categories=names, series=(series,), horizontal=True
    )


def _item(name: str, language: Language) -> str:
    return label("FACTORY_LIMIT_", name, language)


def year_of_hours(view: YearView, say: Say, *, load: str = "FACTORY_FLOW_LOAD") -> Figure | None:
    """Every hour of the plan: sources stacked, the load (`load` names it) as a line, the price of power under them."""
    hours = view.hours
    if hours is None:
        return None
    flows = tuple(
        HourLine(name=name, label=say(f"FACTORY_FLOW_{name.removesuffix('_kw').upper()}"), values=values, colour=colour, is_out=is_out)
        for name, colour, is_out in _FLOWS
        if any(values := hours.column(name))
    )
    line = HourLine(name="load_kw", label=say(load), values=hours.column("load_kw"), colour="ink")
    price = HourLine(name="price", label=say("FACTORY_PRICE"), values=hours.column("price_yuan_per_kwh"), colour="series-2")
    return Hours(
        title=say("FACTORY_HOURS"), unit="kW", source=say("FACTORY_HOURS_SOURCE", zone=hours.zone), times=hours.times, flows=flows,
        line=line, under=price, under_unit="yuan/kWh",
    )  # fmt: skip
