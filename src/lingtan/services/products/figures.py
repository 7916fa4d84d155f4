"""What is said first of a product: its mean and interval, stages, components, and how much of it rests on estimates."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan import METHOD_VERSION
from lingtan.services.products.computing import Computed
from lingtan.services.products.record import Version

__all__ = ["Headline", "Part", "headline", "stage_parts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stage or component: its share of the mean and the part of it that rests on estimates. [kg CO2e]."""

    name: str
    kg: float
    share: float
    estimated_kg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A product's figure. The mean is computed now; the interval is of `draws` draws at the last saving.

    `is_current` is false when factors or method changed since: then the interval belongs to `saved_mean_kg`, and saving anew mends it.
    """

    mean_mg: int
    mean_kg: float
    sd_kg: float
    p5_kg: float
    p50_kg: float
    p95_kg: float
    saved_mean_kg: float
    is_current: bool
    draws: int
    seed: int
    estimate_share: float
    primary_data_share: float
    service_years: float
    place_of_use: str
    place_of_assembly: str
    data_year: int
    method_version: str
    configuration_digest: str
    study_digest: str | None


def headline(version: Version, computed: Computed) -> Headline:
    """The figures of a version."""
    said, lines, inventory = version.summary, computed.outline, computed.inventory
    kg = {f"{name}_kg": said[f"{name}_mg"] / 1e6 for name in ("sd", "p5", "p50", "p95")}
    return Headline(
        mean_mg=lines.mean_mg, mean_kg=lines.mean_mg / 1e6, saved_mean_kg=version.mean_mg / 1e6, draws=version.draws, seed=version.seed,
        is_current=version.mean_mg == lines.mean_mg and version.method_version == METHOD_VERSION,
        estimate_share=lines.estimate_share, primary_data_share=lines.primary_data_share, service_years=inventory.service_years,
        place_of_use=inventory.place_of_use, place_of_assembly=inventory.place_of_assembly, data_year=inventory.data_year,
        method_version=version.method_version, configuration_digest=said["configuration_digest"],
        study_digest=said.get("study_digest"), **kg,
    )  # fmt: skip


def stage_parts(computed: Computed) -> tuple[Part, ...]:
    """The five stages in their order, each with what rests on estimates."""
    lines, mean = computed.outline.lines, computed.outline.mean_mg
    estimated = {stage: sum(s.mg for s in lines if s.line.stage is stage and s.estimated) for stage in computed.outline.stages_mg}
    return tuple(
        Part(name=stage.value, kg=mg / 1e6, share=mg / mean, estimated_kg=estimated[stage] / 1e6)
        for stage, mg in computed.outline.stages_mg.items()
    )
