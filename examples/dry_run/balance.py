"""Figures of a pack computed anew, so that an error sits where it was planted and not in the sums."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

from lingtan.assurance import EvidencePack
from lingtan.evidence import Stage

__all__ = ["rebalanced"]


def _mg(amount: float, value: float, allocation: float) -> int:
    return round(Fraction(amount) * Fraction(value) * Fraction(allocation) * 10**6)


def rebalanced(pack: EvidencePack) -> EvidencePack:
    """The pack with line mg, stages, mean, quantiles and headline computed anew, as a consistent author would have them."""
    value = {factor.id: factor.value for factor in pack.factors}
    lines = tuple(replace(line, mg=_mg(line.amount, value[line.factor], line.allocation)) for line in pack.lines)
    stages = {stage: sum(line.mg for line in lines if line.stage is stage) for stage in Stage if stage in pack.study.stages_mg}
    mean = sum(stages.values())
    log_sd = 0.17
    median = mean / math.exp(log_sd**2 / 2)
    study = replace(
        pack.study,
        stages_mg=stages,
        mean_mg=mean,
        sd_mg=round(mean * math.sqrt(math.exp(log_sd**2) - 1)),
        p5_mg=round(median * math.exp(-1.6448536 * log_sd)),
        p50_mg=round(median),
        p95_mg=round(median * math.exp(1.6448536 * log_sd)),
        published_kg=f"{mean / 1e6:.1f}",
    )
    return replace(pack, lines=lines, study=study)
