"""What to act on in a product, with what each change would move."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lingtan.figures import Bars, BarSeries, Figure
from lingtan.naming import label, shown_parameter
from lingtan.services.accounts.permissions import Permission
from lingtan.services.products.opened.hot_spots import HotSpotsView, hot_spots_view
from lingtan.web.frame.action import Action
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.chart import Chart, Say
from lingtan.web.frame.download import Download
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]

_KG = "kg CO₂e"
_SHOWN = 12


def hot_spots(caller: Caller, product: str) -> HotSpotsView:
    """The product's hot spots."""
    return hot_spots_view(caller.workspace, product)


def _bars(title: str, names: Sequence[str], values: Sequence[float], estimated: Sequence[float], say: Say) -> Figure | None:
    if not names:
        return None
    series = BarSeries(name="kg", label=say("PRODUCT_KG"), values=tuple(values), estimated_values=tuple(estimated))
    return Bars(title=say(title), unit=_KG, source=say("PRODUCT_SOURCE"), categories=tuple(names), series=(series,), horizontal=True)


def _components(view: HotSpotsView, say: Say) -> Figure | None:
    shown = view.components[:_SHOWN]
    names = [f"{label('COMPONENT_', one.component, say.language)} · {label('STAGE_', one.stage, say.language)}" for one in shown]
    estimated = [min(max(one.estimated_kg, 0.0), one.kg) if one.kg >= 0 else max(min(one.estimated_kg, 0.0), one.kg) for one in shown]
    return _bars("HOT_COMPONENTS", names, [one.kg for one in shown], estimated, say)


def _suppliers(view: HotSpotsView, say: Say) -> Figure | None:
    shown = [one for one in view.suppliers if one.fall_kg > 0][:_SHOWN]
    names = [label("COMPONENT_", one.component, say.language) for one in shown]
    return _bars("HOT_SUPPLIERS", names, [one.fall_kg for one in shown], [0.0] * len(shown), say)


def _parameters(rows: Sequence[Any], title: str, say: Say) -> Figure | None:
    shown = sorted(rows, key=lambda one: (-abs(one.tenth_kg), one.key))[:_SHOWN]
    names = [shown_parameter(one.key, say.language) for one in shown]
    return _bars(title, names, [one.tenth_kg for one in shown], [one.tenth_kg if one.mark.is_estimate else 0.0 for one in shown], say)


_NUMBER = Kind.NUMBER
_PARAMETER = (
    Column(name="key", title="HOT_PARAMETER", kind=Kind.PARAMETER),
    Column(name="mark", title="PRODUCT_MARK", kind=Kind.MARK),
    Column(name="tenth_kg", title="HOT_TENTH_MORE", kind=_NUMBER, unit=_KG, digits=3),
    Column(name="share", title="PRODUCT_VARIANCE_SHARE", kind=Kind.SHARE, digits=1),
    Column(name="sd_kg", title="HOT_SD_IF_KNOWN", kind=_NUMBER, unit=_KG, digits=2),
)

PAGES: tuple[Page, ...] = (
    Page(
        path="/products/{product}/hot-spots",
        view=hot_spots,
        template="products/hot_spots.html",
        title="HOT_TITLE",
        may=Permission.PRODUCTS_READ,
        nav="products",
        sheets=(
            Sheet(
                name="components",
                title="HOT_COMPONENTS",
                rows=lambda view: view.components,
                columns=(
                    Column(name="component", title="PRODUCT_COMPONENT", kind=Kind.TERM, prefix="COMPONENT_"),
                    Column(
                        name="stage",
                        title="PRODUCT_STAGE",
                        kind=Kind.TERM,
                        prefix="STAGE_",
                    ),
                    Column(name="kg", title="PRODUCT_KG", kind=_NUMBER, unit=_KG, digits=3),
                    Column(name="share", title="PRODUCT_SHARE", kind=Kind.SHARE, digits=1),
                    Column(name="estimated_kg", title="HOT_ESTIMATED", kind=_NUMBER, unit=_KG, digits=3),
                    Column(name="less_kg", title="HOT_TENTH_LESS", kind=_NUMBER, unit=_KG, digits=3),
                ),
            ),
            Sheet(
                name="suppliers",
                title="HOT_SUPPLIERS",
                rows=lambda view: view.suppliers,
                columns=(
                    Column(name="component", title="PRODUCT_COMPONENT", kind=Kind.TERM, prefix="COMPONENT_"),
                    Column(name="kg", title="PRODUCT_KG", kind=_NUMBER, unit=_KG, digits=3),
                    Column(name="share", title="PRODUCT_SHARE", kind=Kind.SHARE, digits=1),
                    Column(name="fall_kg", title="HOT_SD_FALL", kind=_NUMBER, unit=_KG, digits=2),
                    Column(name="sd_kg", title="HOT_SD_IF_STATED", kind=_NUMBER, unit=_KG, digits=2),
                    Column(name="state", title="HOT_IS_STATED", kind=Kind.TERM, prefix="HOT_STATED_"),
                ),
            ),
            Sheet(name="data", title="HOT_DATA", rows=lambda view: view.data, columns=_PARAMETER, empty="HOT_DATA_NONE"),
            Sheet(name="assumptions", title="HOT_ASSUMPTIONS", rows=lambda view: view.assumptions, columns=_PARAMETER),
        ),
        charts=(
            Chart(name="components", title="HOT_COMPONENTS", figure=_components),
            Chart(name="suppliers", title="HOT_SUPPLIERS", figure=_suppliers),
            Chart(name="data", title="HOT_DATA_CHART", figure=lambda view, say: _parameters(view.data, "HOT_DATA_CHART", say)),
            Chart(
                name="assumptions",
                title="HOT_ASSUMPTIONS_CHART",
                figure=lambda view, say: _parameters(view.assumptions, "HOT_ASSUMPTIONS_CHART", say),
            ),
        ),
    ),
)
ACTIONS: tuple[Action, ...] = ()
DOWNLOADS: tuple[Download, ...] = ()
