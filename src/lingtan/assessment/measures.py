"""举措目录 The catalogue of measures: view, pillar and area, baseline, boundary, exclusions, and what was measured."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from lingtan.messages import Language

__all__ = ["Area", "CatalogueMeasure", "Measured", "Pillar", "View", "catalogue_measures", "catalogue_term"]


class View(StrEnum):
    """功能型, 建筑型, 能效型: the three views of the park's design. Their names are published, a definition was not found."""

    FUNCTIONAL = "functional"
    BUILDING = "building"
    EFFICIENCY = "efficiency"


class Pillar(StrEnum):
    """五位一体: the five pillars of the park's framework (Tianjin Daily, 2022-10-13)."""

    TRACKING = "tracking"
    RENEWABLE = "renewable"
    INFRASTRUCTURE = "infrastructure"
    PLATFORM = "platform"
    PERFORMANCE = "performance"


class Area(StrEnum):
    """The nine areas of the park's measures: five have published names, four have not and share one place here."""

    GREEN_ENERGY = "green_energy"
    BUILDING_DESIGN = "building_design"
    SMART_MANUFACTURING = "smart_manufacturing"
    PARK_MANAGEMENT = "park_management"
    DIGITAL = "digital"
    UNNAMED = "unnamed"


class Measured(StrEnum):
    """What stands behind a measure's figure: metered before and after, reported by its operator, claimed by its maker, or nothing yet."""

    MEASURED = "measured"
    REPORTED = "reported"
    CLAIMED = "claimed"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueMeasure:
    """One measure. `baseline`, `boundary` and `exclusions` are ids of the catalogue's terms; `figure` is what was found elsewhere.

    A figure of another plant is never used to compute anything: it says what order to expect and where it was measured.
    """

    id: str
    title: Mapping[Language, str]
    view: View
    pillar: Pillar
    area: Area
    baseline: str
    boundary: str
    exclusions: tuple[str, ...]
    measured: Measured
    figure: str
    source: str


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads(files("lingtan.assessment").joinpath("catalogue", "measures.toml").read_text("utf-8"))


@cache
def catalogue_measures() -> Mapping[str, CatalogueMeasure]:
    """Every measure by id, in the order of the file."""
    return {
        row["id"]: CatalogueMeasure(
            id=row["id"], title={language: row[f"title_{language.value}"] for language in Language}, view=View(row["view"]),
            pillar=Pillar(row["pillar"]), area=Area(row["area"]), baseline=row["baseline"], boundary=row["boundary"],
            exclusions=tuple(row["exclusions"]), measured=Measured(row["measured"]), figure=row["figure"], source=row["source"],
        )
        for row in _file()["measure"]
    }  # fmt: skip


def catalogue_term(kind: str, name: str) -> Mapping[Language, str]:
    """The words of a baseline, boundary or exclusion of the catalogue."""
    row = _file()["terms"][kind][name]
    return {language: row[language.value] for language in Language}
