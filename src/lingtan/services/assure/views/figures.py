"""What a submitted study says, as its client recorded it."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.evidence import Stage
from lingtan.services.footprint.studies import body_of
from lingtan.store import Store

__all__ = ["StageFigure", "StudyFigures", "study_figures"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFigure:
    """A life-cycle stage's part of the mean. [mg CO2e]."""

    stage: Stage
    mg: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyFigures:
    """The figures of a study on record. [mg CO2e per functional unit]; shares in [0, 1]."""

    study: str
    subject: str
    configuration: str
    mean_mg: int
    sd_mg: int
    p5_mg: int
    p50_mg: int
    p95_mg: int
    stages: tuple[StageFigure, ...]
    service_years: float
    place_of_use: str
    gwp_set: str
    method_version: str
    primary_data_share: float
    estimate_share: float
    synthetic: bool


_NAMES = (
    *("subject", "configuration", "mean_mg", "sd_mg", "p5_mg", "p50_mg", "p95_mg", "service_years", "place_of_use", "gwp_set"),
    *("method_version", "primary_data_share", "estimate_share", "synthetic"),
)


def study_figures(store: Store, digest: str, *, client: str) -> StudyFigures | None:
    """The figures of the study that this client froze; None when there is no such study of this client."""
    fact = store.latest("study", digest, organisation=client) if digest else None
    if fact is None:
        return None
    study = body_of(fact)["study"]
    stages = tuple(StageFigure(stage=stage, mg=study["stages_mg"][stage.value]) for stage in Stage)
    return StudyFigures(study=digest, stages=stages, **{name: study[name] for name in _NAMES})
