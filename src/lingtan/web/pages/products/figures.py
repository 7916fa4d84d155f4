"""Figures and tables that several pages of products share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from lingtan.evidence import Mark
from lingtan.figures import Bars, BarSeries, Figure, IntervalRow, Intervals, Sankey, SankeyLink, SankeyNode
from lingtan.naming import shown_activity, shown_parameter
from lingtan.services.products.comparing import ComparisonView
from lingtan.services.products.figures import Headline, Part
from lingtan.services.products.gaps import Driver
from lingtan.services.products.opened.flowing import FlowRow
from lingtan.services.products.parts import PartRow
from lingtan.services.products.product import Workings
from lingtan.services.products.what_if import StageChange
from lingtan.web.frame.chart import Say
from lingtan.web.frame.sheet import Column, Kind, Sheet

__all__ = ["change_bars", "comparison_bars", "driver_bars", "flow_chart", "gap_sheet", "interval", "stage_bars"]

_KG = "kg CO₂e"
_DEPTH = {"activity": 0, "component": 1, "stage": 2, "total": 3}
_PREFIX = {"component": "COMPONENT_", "stage": "STAGE_"}


def stage_bars(stages: Sequence[Part], say: Say) -> Figure:
    """Stages, what rests on estimates hatched."""
    series = BarSeries(
        name="kg",
        label=say("PRODUCT_KG"),
        values=tuple(part.kg for part in stages),
        estimated_values=tuple(_within(part.estimated_kg, part.kg) for part in stages),
    )
    names = tuple(say(f"STAGE_{part.name.upper()}") for part in stages)
    return Bars(title=say("PRODUCT_STAGES"), unit=_KG, source=say("PRODUCT_SOURCE"), categories=names, series=(series,), horizontal=True)


def flow_chart(view: Workings, say: Say) -> Figure:
    """The Sankey: what adds on one side, what takes off in nodes of its own."""
    nodes: dict[str, SankeyNode] = {}
    links = [
        *_links(view.flows.added, "", view.product, nodes, say),
        *_links(view.flows.removed, "removed|", view.product, nodes, say),
    ]
    return Sankey(title=say("PRODUCT_FLOWS"), unit=_KG, source=say("PRODUCT_SOURCE"), nodes=tuple(nodes.values()), links=tuple(links))


def _links(flows: Sequence[FlowRow], side: str, product: str, nodes: dict[str, SankeyNode], say: Say) -> list[SankeyLink]:
    links = []
    for flow in flows:
        source = _node(nodes, side, (flow.source, flow.source_kind, flow.source_name), say)
        target = _node(nodes, side, (flow.target, flow.target_kind, flow.target_name), say)
        href = f"{product}/lines/{flow.address}" if len(flow.lines) == 1 else "#sheet-lines"
        estimated = min(1.0, abs(flow.estimated_kg / flow.kg)) if flow.kg else 0.0
        links.append(SankeyLink(source=source, target=target, value=flow.kg, estimated=estimated, href=href))
    return links


def _node(nodes: dict[str, SankeyNode], side: str, end: tuple[str, str, str], say: Say) -> str:
    key, kind, name = end
    own = f"{side}{key}"
    if own not in nodes:
        if kind == "total":
            label = say("PRODUCT_FLOW_REMOVED" if side else "PRODUCT_FLOW_TOTAL")
        elif kind in _PREFIX:
            label = say(f"{_PREFIX[kind]}{name.upper()}")
        else:
            label = say("PRODUCT_FLOW_OTHER") if name == "other" else shown_activity(name, say.language)
        nodes[own] = SankeyNode(name=own, label=label, depth=_DEPTH[kind])
    return own


def interval(label: str, said: Headline, say: Say) -> Figure:
    """The mean with its interval, as they were saved."""
    mark = Mark.MODELLED if said.estimate_share > 0 else None
    rows = (IntervalRow(label=label, mean=said.saved_mean_kg, p5=said.p5_kg, p95=said.p95_kg, mark=mark),)
    return Intervals(title=say("PRODUCT_INTERVAL"), unit=_KG, source=say("PRODUCT_SOURCE"), rows=rows)


def driver_bars(drivers: Sequence[Driver], say: Say) -> Figure | None:
    """Parameters by their part of the variance. [%]."""
    shown = [driver for driver in drivers if driver.variance_share > 0]
    if not shown:
        return None
    series = BarSeries(name="share", label=say("PRODUCT_VARIANCE_SHARE"), values=tuple(driver.variance_share * 100 for driver in shown))
    names = tuple(shown_parameter(driver.key, say.language) for driver in shown)
    return Bars(title=say("PRODUCT_DRIVERS"), unit="%", source=say("PRODUCT_SOURCE"), categories=names, series=(series,), horizontal=True)


def change_bars(changes: Sequence[StageChange], say: Say) -> Figure:
    """Stages before and after."""
    before = BarSeries(name="before", label=say("WHAT_IF_BEFORE"), values=tuple(one.before_kg for one in changes))
    after = BarSeries(name="after", label=say("WHAT_IF_AFTER"), values=tuple(one.after_kg for one in changes))
    names = tuple(say(f"STAGE_{one.name.upper()}") for one in changes)
    unit, source = _KG, say("WHAT_IF_SOURCE")
    return Bars(title=say("WHAT_IF_STAGES"), unit=unit, source=source, categories=names, series=(before, after), horizontal=True)


def comparison_bars(view: ComparisonView, parts: Sequence[PartRow], prefix: str, title: str, say: Say) -> Figure | None:
    """Parts of every product side by side, what rests on estimates hatched."""
    if not view.products:
        return None
    series = tuple(
        BarSeries(
            name=one.product,
            label=one.label,
            values=tuple(row.kg[at] for row in parts),
            estimated_values=tuple(_within(row.estimated_kg[at], row.kg[at]) for row in parts),
        )
        for at, one in enumerate(view.products)
    )
    names = tuple(say(f"{prefix}{row.name.upper()}") for row in parts)
    return Bars(title=say(title), unit=_KG, source=say("PRODUCT_SOURCE"), categories=names, series=series, horizontal=True)


def gap_sheet(rows: Callable[[Any], Sequence[Any]]) -> Sheet:
    """What was imputed, the most telling first."""
    return Sheet(
        name="gaps",
        title="PRODUCT_GAPS",
        rows=rows,
        empty="PRODUCT_GAPS_NONE",
        columns=(
            Column(name="attribute", title="PRODUCT_ATTRIBUTE", kind=Kind.TERM, prefix="DOC_ASSUMPTION_"),
            Column(name="value", title="PRODUCT_VALUE", kind=Kind.TERM, prefix="CHOICE_"),
            Column(name="unit", title="PRODUCT_UNIT", kind=Kind.UNIT),
            Column(name="gsd", title="PRODUCT_GSD", kind=Kind.NUMBER, digits=2),
            Column(name="variance_share", title="PRODUCT_VARIANCE_SHARE", kind=Kind.SHARE, digits=1),
            Column(name="source", title="PRODUCT_SOURCE_OF"),
        ),
    )


def _within(part: float, whole: float) -> float:
    """The part as far as it lies between nothing and the whole: credits among estimates may outweigh it."""
    return min(max(part, 0.0), whole) if whole >= 0 else max(min(part, 0.0), whole)
