"""Rows of the tables of a road, of draws and of a front."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.factory import FrontPoint, Road, Scenarios, StagePlan
from lingtan.messages import Language
from lingtan.naming import label
from lingtan.services.outlook.results import SiteFront

__all__ = ["DrawRow", "PointRow", "StageRow", "draw_rows", "point_rows", "stage_rows"]

_LEAST = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRow:
    """A stage with what is newly built in it, in words."""

    stage: StagePlan
    built: Mapping[Language, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawRow:
    """A draw; None where the cap can't be kept in it. [yuan/a], [yuan], [t CO2/a]"""

    number: int
    objective_yuan: float | None
    npv_yuan: float | None
    co2_t: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRow:
    """A point of a level of means, and whether the level reaches that far."""

    level: str
    point: FrontPoint
    state: str


def stage_rows(road: Road) -> tuple[StageRow, ...]:
    """The stages in their order."""
    return tuple(StageRow(stage=one, built={language: _built(one, language) for language in Language}) for one in road.stages)


def _built(stage: StagePlan, language: Language) -> str:
    found = []
    for column, amount in stage.built.items():
        if amount > _LEAST:
            stem = column.removesuffix("_mwh").removesuffix("_mw").removeprefix("measure_")
            unit = " MWh" if column.endswith("_mwh") else " MW" if column.endswith("_mw") else " %"
            shown = f"{100 * amount:,.0f}" if unit == " %" else f"{amount:,.3g}"
            found.append(f"{label('FACTORY_LIMIT_', stem, language)} {shown}{unit}")
    return "; ".join(found) or "–"


def draw_rows(found: Scenarios) -> tuple[DrawRow, ...]:
    """Every draw by its number."""
    names = ("objective_yuan", "npv_yuan", "co2_t")
    return tuple(
        DrawRow(number=number + 1, **{name: None if run.figures is None else run.figures[name] for name in names})
        for number, run in enumerate(found.runs)
    )


def point_rows(front: SiteFront) -> tuple[PointRow, ...]:
    """All levels' points."""
    return tuple(
        PointRow(level=one.level, point=point, state="met" if point.cost_yuan is not None else "unreachable")
        for one in front.levels
        for point in sorted((one.most, *one.points), key=lambda point: point.cut_share)
    )
