"""The footprint that is left of a device in use: its use stage scaled to the remaining years, its embodied part by a stated policy.

    use′ = ⌈use · r / T⌉           r remaining years, T service years [a]
    embodied′ = embodied           (FULL, the default), or ⌈each stage · r / T⌉ (REMAINING_SHARE)

Quantiles keep their distance from the mean, which bounds the smaller spread from above. The result is a forecast of its own: it names
the study it was derived from in its digest and needs a statement of its own before a certificate may rest on it.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from fractions import Fraction
from math import ceil

from lingtan.errors import MethodError
from lingtan.evidence import JSON, Footprint, Quantiles, Stage, digest_json

__all__ = ["EmbodiedPolicy", "remaining_footprint"]


class EmbodiedPolicy(StrEnum):
    """What of materials, assembly, transport and end of life a device in use answers for."""

    FULL = "full"
    REMAINING_SHARE = "remaining_share"


def remaining_footprint(footprint: Footprint, *, remaining_years: float, embodied: EmbodiedPolicy = EmbodiedPolicy.FULL) -> Footprint:
    """The footprint of the remaining years, [mg CO2e] rounded up per stage.

    Raises MethodError `REMAINING_YEARS` unless 0 < remaining ≤ service years.
    """
    if not 0 < remaining_years <= footprint.service_years:
        raise MethodError("REMAINING_YEARS", place=footprint.subject, remaining=remaining_years, service=footprint.service_years)
    share = Fraction(remaining_years) / Fraction(footprint.service_years)
    stages = {
        stage: ceil(mg * share) if stage is Stage.USE or embodied is EmbodiedPolicy.REMAINING_SHARE else mg
        for stage, mg in footprint.stages_mg.items()
    }
    mean = sum(stages.values())
    shift = footprint.mean_mg - mean
    derived: dict[str, JSON] = {"study": footprint.study_digest, "remainingYears": float(remaining_years), "embodied": embodied.value}
    q = footprint.quantiles
    moved = Quantiles(
        p2_5_mg=max(q.p2_5_mg - shift, 0),
        p5_mg=max(q.p5_mg - shift, 0),
        p50_mg=max(q.p50_mg - shift, 0),
        p95_mg=max(q.p95_mg - shift, 0),
        p97_5_mg=max(q.p97_5_mg - shift, 0),
        draws=q.draws,
        seed=q.seed,
    )
    return replace(
        footprint,
        study_digest=digest_json(derived),
        service_years=remaining_years,
        stages_mg=stages,
        mean_mg=mean,
        quantiles=moved,
    )
