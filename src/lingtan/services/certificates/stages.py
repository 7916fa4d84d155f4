"""The life-cycle stages of a recorded footprint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lingtan.evidence import Stage

__all__ = ["StageFigure", "stage_figures"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFigure:
    """One stage of one device [mg CO2e]. A certificate does not tell estimates apart, so each stage counts as estimated."""

    stage: str
    mg: int
    mark: str = "estimated"


def stage_figures(footprint: Mapping[str, Any]) -> tuple[StageFigure, ...]:
    """The stages in life-cycle order."""
    return tuple(StageFigure(stage=stage.value, mg=footprint["stagesMg"][stage.value]) for stage in Stage)
