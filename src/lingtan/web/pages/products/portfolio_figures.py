"""Figures of all products together."""

from __future__ import annotations

from lingtan.figures import Bars, BarSeries, Figure, Histogram, HistogramMark, StepKind, Waterfall, WaterfallStep
from lingtan.services.portfolio.overview import PortfolioView
from lingtan.web.frame.chart import Say

__all__ = ["class_bars", "mix_steps", "spread_of_means"]

_KG, _T = "kg CO₂e", "t CO₂e"
#: From here a mix is drawn in tonnes. [kg CO2e]
_IN_TONNES = 100_000


def spread_of_means(view: PortfolioView, say: Say) -> Figure | None:
    """How many products have which mean."""
    if view.bins is None:
        return None
    marks = (
        HistogramMark(label=say("PORTFOLIO_MEAN"), value=view.bins.mean),
        HistogramMark(label=say("PORTFOLIO_MEDIAN"), value=view.bins.median),
    )
    return Histogram(
        title=say("PORTFOLIO_SPREAD"),
        unit=_KG,
        source=say("PORTFOLIO_SOURCE"),
        edges=view.bins.edges,
        counts=view.bins.counts,
        marks=marks if view.bins.mean != view.bins.median else marks[:1],
    )


def class_bars(view: PortfolioView, say: Say) -> Figure | None:
    """One of each product, by class; hatched whole, since a class does not tell apart what rests on estimates."""
    if not view.classes:
        return None
    rows = sorted(view.classes, key=lambda row: -row.total_kg)
    values = tuple(row.total_kg for row in rows)
    series = BarSeries(name="kg", label=say("PORTFOLIO_ONE_OF_EACH"), values=values, estimated_values=values)
    names = tuple(say(f"CLASS_{row.device_class.upper()}") for row in rows)
    return Bars(
        title=say("PORTFOLIO_BY_CLASS"), unit=_KG, source=say("PORTFOLIO_SOURCE"), categories=names, series=(series,), horizontal=True
    )


def mix_steps(view: PortfolioView, say: Say) -> Figure | None:
    """From what was sold before to what was sold after."""
    mix = view.mix
    if mix is None:
        return None
    tonnes = max(mix.before_kg, mix.after_kg) >= _IN_TONNES
    scale, unit = (1e3, _T) if tonnes else (1.0, _KG)
    effects = (("CLI_MIX_VOLUME", mix.volume_kg), ("CLI_MIX_MIX", mix.mix_kg), ("CLI_MIX_FOOTPRINT", mix.footprint_kg))
    steps = (
        WaterfallStep(label=say("CLI_MIX_BEFORE"), value=mix.before_kg / scale, kind=StepKind.TOTAL),
        *(WaterfallStep(label=say(code), value=abs(kg) / scale, kind=StepKind.MINUS if kg < 0 else StepKind.PLUS) for code, kg in effects),
        WaterfallStep(label=say("CLI_MIX_AFTER"), value=mix.after_kg / scale, kind=StepKind.TOTAL),
    )
    return Waterfall(title=say("PORTFOLIO_MIX"), unit=unit, source=say("PORTFOLIO_MIX_SOURCE"), steps=steps)
