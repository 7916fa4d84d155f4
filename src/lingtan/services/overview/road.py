"""The road to zero: the five nodes of the 4·3·2·1·0 code, what was published, and what is live in this house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lingtan.claims import StrategyItem, StrategyNode, strategy
from lingtan.services.house.workspace import Workspace
from lingtan.services.overview.measures import Measures, measures_of
from lingtan.services.overview.retired import Retired, retired_for

__all__ = ["Figure", "RoadItem", "RoadNode", "RoadView", "road"]

_NOTHING = "ROAD_NOT_ASSESSABLE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure somebody published, with its standing and source."""

    code: str
    value: str
    year: int
    standing: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadItem:
    """One item. `live_code` names what is shown live, with `change_kg` per device; `not_assessable` where no room can show anything yet."""

    code: str
    published: tuple[Figure, ...]
    live_code: str
    change_kg: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadNode:
    """A digit with its items; `live` of them have a figure of this house."""

    digit: int
    code: str
    items: tuple[RoadItem, ...]
    live: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadView:
    """The five nodes, the waterfall of one product, and below its line the credits retired for it."""

    nodes: tuple[RoadNode, ...]
    measures: Measures
    retired: Retired | None


def road(workspace: Workspace | None, product: str, *, on: date) -> RoadView:
    """The road of a product; without one, of the latest; for a visitor, of the sample. Raises InputError `PRODUCT_UNKNOWN`."""
    measures = measures_of(workspace, product)
    retired = retired_for(workspace, measures.model, on=on) if workspace is not None else None
    return RoadView(nodes=tuple(_node(node, measures) for node in strategy()), measures=measures, retired=retired)


def _node(node: StrategyNode, measures: Measures) -> RoadNode:
    items = tuple(_item(item, measures) for item in node.item)
    return RoadNode(digit=node.digit, code=node.code, items=items, live=sum(item.live_code != _NOTHING for item in items))


def _item(item: StrategyItem, measures: Measures) -> RoadItem:
    published = tuple(Figure(code=f.code, value=f.value, year=f.year, standing=f.standing.value, source=f.source) for f in item.figure)
    live = {step.room: step for step in measures.steps}.get(item.room)
    if item.room == "waterfall":
        return RoadItem(code=item.code, published=published, live_code="ROAD_LIVE_WATERFALL", change_kg=measures.footprint_kg)
    if live is None:
        return RoadItem(code=item.code, published=published, live_code=_NOTHING, change_kg=None)
    if live.is_used:
        return RoadItem(code=item.code, published=published, live_code="ROAD_LIVE_USED", change_kg=live.change_kg)
    code = "ROAD_LIVE_POSSIBLE" if live.possible_kg is not None else "ROAD_LIVE_UNUSED"
    return RoadItem(code=item.code, published=published, live_code=code, change_kg=live.possible_kg)
