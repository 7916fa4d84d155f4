"""Figures of the assessment: what missing data are worth, a road's cost, the park's radar, how far published statements lie apart."""

from __future__ import annotations

from lingtan.figures import Bars, BarSeries, Figure, Radar, RadarSeries
from lingtan.naming import label
from lingtan.services.assessment.views.claims import ClaimsPage
from lingtan.services.assessment.views.gaps import GapsPage
from lingtan.services.assessment.views.park import ParkPage, RadarAxis
from lingtan.services.assessment.views.road import RoadPage
from lingtan.web.frame.chart import Say

__all__ = ["apart_bars", "area_bars", "pillar_radar", "road_cost", "roll_bars", "worth_bars"]

_MOST = 10
_STATES = ("verified", "metered", "installed", "planned")


def worth_bars(view: GapsPage, say: Say) -> Figure | None:
    """The standard deviation of the year's carbon that each missing datum would take away; an estimate, hence hatched."""
    rows = sorted((row for row in view.rows if row.worth_kg), key=lambda row: -(row.worth_kg or 0.0))[:_MOST]
    if not rows:
        return None
    values = tuple((row.worth_kg or 0.0) / 1000 for row in rows)
    series = BarSeries(name="worth", label=say("ASSESSED_WORTH"), values=values, estimated_values=values)
    return Bars(
        title=say("ASSESSED_WORTH"), unit="t CO₂", source=say("ASSESS_WORTH_NOTE"),
        categories=tuple(row.words[say.language] for row in rows), series=(series,), horizontal=True,
    )  # fmt: skip


def road_cost(view: RoadPage, say: Say) -> Figure | None:
    """What each step costs a year, below 0 where it saves; hatched, for a road rests on forecasts."""
    if not view.steps:
        return None
    values = tuple(step.yearly_yuan / 1000 for step in view.steps)
    series = BarSeries(name="cost", label=say("ASSESSED_COST"), values=values, estimated_values=values)
    return Bars(
        title=say("ASSESSED_COST"), unit=say("ASSESSED_THOUSAND"), source=say("ASSESSED_COST_SOURCE"),
        categories=tuple(label("FACTORY_LIMIT_", step.lever, say.language) for step in view.steps), series=(series,), horizontal=True,
    )  # fmt: skip


def pillar_radar(view: ParkPage, say: Say) -> Figure | None:
    """五位一体: the share of each pillar's measures that has come at least so far; only what is verified is filled, for only it counts."""
    axes = [axis for axis in view.pillars if axis.measures]
    if len(axes) < len(view.pillars) or not axes:
        return None
    series = tuple(
        RadarSeries(
            name=state, label=say(f"ROLL_{state.upper()}"), shares=tuple(_share(axis, state) for axis in axes), counts=state == "verified"
        )
        for state in _STATES
    )
    return Radar(title=say("ASSESSED_RADAR"), source=say("RADAR_NOTE"), axes=tuple(_named(axis, say) for axis in axes), series=series)


def area_bars(view: ParkPage, say: Say) -> Figure | None:
    """Measures of the nine areas: verified, on the way (hatched), and not begun."""
    if not view.areas:
        return None
    parts = (
        ("verified", "ROLL_VERIFIED", "series-1", [axis.verified for axis in view.areas], False),
        ("begun", "ASSESSED_BEGUN", "series-2", [axis.planned - axis.verified for axis in view.areas], True),
        ("rest", "ASSESSED_NOT_BEGUN", "line-2", [len(axis.measures) - axis.planned for axis in view.areas], False),
    )
    series = tuple(
        BarSeries(name=n, label=say(code), values=tuple(v), estimated_values=tuple(v) if e else (), colour=c) for n, code, c, v, e in parts
    )
    return Bars(
        title=say("ASSESSED_AREAS"), unit=say("ASSESSED_COUNT"), source=say("RADAR_NOTE"),
        categories=tuple(_named(axis, say) for axis in view.areas), series=series, stacked=True, horizontal=True,
    )  # fmt: skip


def roll_bars(view: ParkPage, say: Say) -> Figure | None:
    """Energy of each measure: what is verified counts; what is only metered is hatched."""
    rows = [row for row in view.rollout if row.total.counted_kwh or row.total.uncounted_kwh]
    if not rows:
        return None
    counted, rest = (tuple(getattr(row.total, name) / 1000 for row in rows) for name in ("counted_kwh", "uncounted_kwh"))
    series = (
        BarSeries(name="counted", label=say("ASSESSED_COUNTED"), values=counted, colour="series-1"),
        BarSeries(name="rest", label=say("ASSESSED_UNCOUNTED"), values=rest, estimated_values=rest, colour="series-3"),
    )
    return Bars(
        title=say("ASSESSED_ENERGY"), unit="MWh/a", source=say("ASSESSED_ONLY_VERIFIED"),
        categories=tuple(row.words[say.language] for row in rows), series=series, stacked=True, horizontal=True,
    )  # fmt: skip


def apart_bars(view: ClaimsPage, say: Say) -> Figure | None:
    """How many times the nearer ends of two published statements lie apart; 1 where they meet."""
    rows = sorted(view.clashes, key=lambda row: -row.ratio)
    series = BarSeries(name="ratio", label=say("ASSESS_RATIO"), values=tuple(row.ratio for row in rows), colour="series-7")
    return Bars(
        title=say("ASSESSED_APART"), unit="×", source=say("ASSESSED_APART_SOURCE"),
        categories=tuple(label("CLASH_", row.id, say.language) for row in rows), series=(series,), horizontal=True,
    )  # fmt: skip


def _share(axis: RadarAxis, state: str) -> float:
    return float(getattr(axis, state)) / len(axis.measures)


def _named(axis: RadarAxis, say: Say) -> str:
    return label("AXIS_", axis.id, say.language)
