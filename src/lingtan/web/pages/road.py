"""Road to zero: 4·3·2·1·0, each node opening to what is live, and the waterfall of a product."""

from __future__ import annotations

from lingtan.figures import StepKind, Waterfall, WaterfallStep
from lingtan.services.accounts.permissions import Permission
from lingtan.services.overview.road import RoadView, road
from lingtan.web.frame.action import Action
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.chart import Chart, Say
from lingtan.web.frame.download import Download
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]


def show_road(caller: Caller, product: str = "") -> RoadView:
    """The road of the reader's product; visitors see the public sample."""
    workspace = caller.workspace if caller.can(Permission.PRODUCTS_READ) else None
    return road(workspace, product, on=caller.now().date())


def waterfall(view: RoadView, say: Say) -> Waterfall:
    """Gross − reduced − contractual green power = footprint; credits retired below the line."""
    found, estimated = view.measures, view.measures.estimate_share > 0
    steps = [WaterfallStep(label=say("ROAD_GROSS"), value=found.gross_kg, kind=StepKind.TOTAL, estimated=estimated)]
    for measure in found.steps:
        kind = StepKind.MINUS if measure.change_kg <= 0 else StepKind.PLUS
        steps.append(WaterfallStep(label=say(measure.code), value=abs(measure.change_kg), kind=kind, estimated=estimated))
    steps.append(WaterfallStep(label=say("ROAD_GREEN_POWER"), value=found.green_power_kg, kind=StepKind.MINUS))
    steps.append(WaterfallStep(label=say("ROAD_FOOTPRINT"), value=found.footprint_kg, kind=StepKind.TOTAL, estimated=estimated))
    if view.retired is not None:
        steps.append(WaterfallStep(label=say("ROAD_RETIRED"), value=view.retired.per_device_kg, kind=StepKind.BELOW))
    title = say("ROAD_WATERFALL_OF", model=found.model)
    return Waterfall(title=title, unit="kg CO₂e", source=say("ROAD_WATERFALL_SOURCE"), steps=tuple(steps))


PAGES = (
    Page(
        path="/road",
        view=show_road,
        template="road/road.html",
        title="NAV_ROAD",
        may=None,
        nav="road",
        charts=(Chart(name="waterfall", title="ROAD_WATERFALL", figure=waterfall),),
        sheets=(
            Sheet(
                name="measures",
                title="ROAD_MEASURES",
                rows=lambda view: view.measures.steps,
                columns=(
                    Column(name="code", title="ROAD_MEASURE", kind=Kind.TERM),
                    Column(name="change_kg", title="ROAD_CHANGE", kind=Kind.NUMBER, unit="kg CO₂e", digits=3),
                    Column(name="possible_kg", title="ROAD_POSSIBLE", kind=Kind.NUMBER, unit="kg CO₂e", digits=3),
                ),
            ),
        ),
    ),
)
ACTIONS: tuple[Action, ...] = ()
DOWNLOADS: tuple[Download, ...] = ()
