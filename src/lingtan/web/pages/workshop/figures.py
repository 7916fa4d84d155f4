"""Figures of a workshop: where its meters go, a piece month by month before and after, the parts of its year."""

from __future__ import annotations

from lingtan.evidence import Mark
from lingtan.figures import Bars, BarSeries, Figure, Sankey, SankeyLink, SankeyNode
from lingtan.naming import label
from lingtan.services.workshop.views.hall import HallPage
from lingtan.services.workshop.views.shop import ShopPage
from lingtan.web.frame.chart import Say

__all__ = ["hall_bars", "meter_flows", "piece_bars", "share_bars"]

_PERIODS = (("before", "WORKSHOP_BEFORE", "series-6"), ("after", "WORKSHOP_AFTER", "series-1"))


def _is_synthetic(view: ShopPage) -> bool:
    return bool(view.workshop and view.workshop.synthetic)


def _source(view: ShopPage, say: Say) -> str:
    return say("WORKSHOP_SOURCE_SYNTHETIC") if _is_synthetic(view) else say("WORKSHOP_SOURCE", name=view.name)


def piece_bars(view: ShopPage, say: Say) -> Figure | None:
    """What one good piece answered for, by calendar month, before and after the measure; hatched where the meters are invented."""
    if not view.months:
        return None
    months = sorted({row.month[5:] for row in view.months})
    found = {(row.period, row.month[5:]): row.kwh_per_unit for row in view.months}
    series = []
    for period, code, colour in _PERIODS:
        values = tuple(found.get((period, month), 0.0) for month in months)
        if any(values):
            hatched = values if _is_synthetic(view) else ()
            series.append(BarSeries(name=period, label=say(code), values=values, estimated_values=hatched, colour=colour))
    return Bars(
        title=say("WORKSHOP_PIECE_MONTHS"), unit="kWh", source=_source(view, say),
        categories=tuple(say("WORKSHOP_MONTH", month=int(month)) for month in months), series=tuple(series),
    )  # fmt: skip


def share_bars(view: ShopPage, say: Say) -> Figure | None:
    """Products, scrap, idling and the rest in both periods; each bar is the meters."""
    periods = [(name, code) for name, code, _ in _PERIODS if any(getattr(row, f"{name}_kwh") is not None for row in view.shares)]
    if not periods:
        return None
    series = []
    for row in view.shares:
        if row.part != "metered":
            values = tuple((getattr(row, f"{name}_kwh") or 0.0) / 1000 for name, _ in periods)
            hatched = values if _is_synthetic(view) else ()
            series.append(
                BarSeries(name=row.part, label=label("WORKSHOP_PART_", row.part, say.language), values=values, estimated_values=hatched)
            )
    return Bars(
        title=say("WORKSHOP_SHARES"), unit="MWh", source=_source(view, say), categories=tuple(say(code) for _, code in periods),
        series=tuple(series), stacked=True, horizontal=True,
    )  # fmt: skip


def meter_flows(view: ShopPage, say: Say) -> Figure | None:
    """The meters of the months after (or of all there are) into the workshop, and out of it to what used them."""
    meters = [(row.meter, (row.after_kwh or 0.0) / 1000) for row in view.meters if row.after_kwh]
    parts = [(row.part, (row.after_kwh or 0.0) / 1000) for row in view.shares if row.part != "metered" and row.after_kwh]
    if not meters:
        return None
    mark, estimated = (Mark.SYNTHETIC, 1.0) if _is_synthetic(view) else (None, 0.0)
    nodes = [SankeyNode(name=f"m:{name}", label=name, depth=0, mark=mark) for name, _ in meters]
    nodes.append(SankeyNode(name="shop", label=view.name, depth=1, mark=mark))
    nodes += [SankeyNode(name=f"p:{part}", label=label("WORKSHOP_PART_", part, say.language), depth=2, mark=mark) for part, _ in parts]
    links = [SankeyLink(source=f"m:{name}", target="shop", value=value, estimated=estimated) for name, value in meters]
    links += [SankeyLink(source="shop", target=f"p:{part}", value=value, estimated=estimated) for part, value in parts]
    return Sankey(title=say("WORKSHOP_FLOWS"), unit="MWh", source=_source(view, say), nodes=tuple(nodes), links=tuple(links))


def hall_bars(view: HallPage, say: Say) -> Figure | None:
    """The parts of a boundary's meter, and what shared utilities bring in beside it."""
    if view.found is None:
        return None
    rows = [(label("WORKSHOP_PART_", row.part, say.language), row.kwh) for row in view.parts]
    rows += [(one.name, one.allocated_kwh) for one in view.found.utilities]
    values = tuple(kwh / 1000 for _, kwh in rows)
    hatched = values if view.found.synthetic else ()
    series = BarSeries(name="kwh", label=say("WORKSHOP_YEAR"), values=values, estimated_values=hatched)
    return Bars(
        title=say("WORKSHOP_YEAR"), unit="MWh/a", source=say("WORKSHOP_YEAR_SOURCE"), categories=tuple(name for name, _ in rows),
        series=(series,), horizontal=True,
    )  # fmt: skip
