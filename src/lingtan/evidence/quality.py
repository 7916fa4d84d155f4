"""Data quality: the pedigree matrix as additional uncertainty."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lingtan.errors import InputError

__all__ = ["CIROTH_2016", "Pedigree"]

#: Additional uncertainty (GSD) per indicator and score 1..5. Ciroth et al. 2016, Int J Life Cycle Assess 21:1338, as tabulated in
#: pedigree-matrix 0.2.2 (BSD-3-Clause).
CIROTH_2016: dict[str, tuple[float, float, float, float, float]] = {
    "reliability": (1.0, 1.54, 1.61, 1.69, 1.69),
    "completeness": (1.0, 1.03, 1.04, 1.08, 1.08),
    "temporal": (1.0, 1.03, 1.10, 1.19, 1.29),
    "geography": (1.0, 1.04, 1.08, 1.11, 1.11),
    "technology": (1.0, 1.18, 1.65, 2.08, 2.80),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pedigree:
    """Scores 1 (best) to 5 on the five indicators of the pedigree matrix."""

    reliability: int
    completeness: int
    temporal: int
    geography: int
    technology: int

    def __post_init__(self) -> None:
        for name in CIROTH_2016:
            score = getattr(self, name)
            if score not in (1, 2, 3, 4, 5):
                raise InputError("PEDIGREE_SCORE", place=name, value=score)

    @property
    def additional_gsd(self) -> float:
        """GSD that the scores add: exp(√Σ ln²U), variances adding (ecoinvent 3). [-]"""
        return math.exp(math.sqrt(sum(math.log(CIROTH_2016[name][getattr(self, name) - 1]) ** 2 for name in CIROTH_2016)))

    @property
    def data_quality_rating(self) -> float:
        """Mean score, 1 (best) to 5 (worst), as a PEF-style rating. [-]"""
        return float(sum(getattr(self, name) for name in CIROTH_2016)) / len(CIROTH_2016)
