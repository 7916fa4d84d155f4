"""How many grams an order needs: the mean, or a voluntary buffer up to a stated quantile of the batch (METHODS 3 and 4).

    required = ⌈batch / 1000⌉ g       batch = n · mean [mg] (basis mean), or the stated quantile of the batch's total (basis quantile)
    buffer = required − ⌈n · mean / 1000⌉ g, its own line, never "the footprint"

The batch's standard deviation over joint draws, with variance shares c + s + u = 1 (common, SKU, unit):

    σ_batch = n · σ · √(c + s + u/n)

so that a fully common error does not shrink with n, and a per-unit error shrinks with √n.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lingtan.errors import InputError, MethodError
from lingtan.evidence import MAX_SAFE_INTEGER, Footprint

__all__ = ["Basis", "Policy", "Requirement", "grams_up", "require_grams"]


class Basis(StrEnum):
    """What is cancelled: the verified mean, or a quantile above it as a voluntary buffer."""

    MEAN = "mean"
    QUANTILE = "quantile"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The customer's choice. A quantile in [0.5, 0.999], and only with basis `quantile`. Raises InputError `POLICY_QUANTILE`."""

    basis: Basis = Basis.MEAN
    quantile: float | None = None

    def __post_init__(self) -> None:
        given = self.quantile is not None
        if given != (self.basis is Basis.QUANTILE) or (self.quantile is not None and not 0.5 <= self.quantile <= 0.999):
            raise InputError("POLICY_QUANTILE", place="policy.quantile", basis=self.basis.value, quantile=self.quantile)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What an order of `count` devices needs. Batch figures [mg CO2e], required and buffer [g CO2e]."""

    policy: Policy
    count: int
    mean_batch_mg: int
    batch_mg: int
    required_g: int
    buffer_g: int
    unit_variance_share: float


def grams_up(mg: int) -> int:
    """Milligrams as grams, rounded up, so that a gram is never short."""
    return -(-mg // 1000)


def require_grams(footprint: Footprint, *, count: int, policy: Policy, batch_quantile_mg: int | None = None) -> Requirement:
    """The grams that `count` devices of this footprint need under the policy.

    `batch_quantile_mg` is the stated quantile of the batch's total from joint draws, needed with basis `quantile` only. A quantile below
    the mean leaves the mean (a skewed batch's median does): the buffer is never negative. Raises InputError `BATCH_COUNT`,
    `BATCH_QUANTILE` when the quantile is missing or not asked for, MethodError `FOOTPRINT_NOT_POSITIVE`, and `BATCH_TOO_LARGE` beyond
    what JSON holds exactly.
    """
    if count < 1:
        raise InputError("BATCH_COUNT", place="order", count=count)
    if footprint.mean_mg <= 0 or sum(footprint.stages_mg.values()) != footprint.mean_mg:
        raise MethodError("FOOTPRINT_NOT_POSITIVE", place=footprint.subject, mean_mg=footprint.mean_mg)
    if (batch_quantile_mg is not None) != (policy.basis is Basis.QUANTILE):
        raise InputError("BATCH_QUANTILE", place="policy", basis=policy.basis.value)
    mean_batch = footprint.mean_mg * count
    batch = mean_batch if batch_quantile_mg is None else max(batch_quantile_mg, mean_batch)
    if batch > MAX_SAFE_INTEGER:
        raise MethodError("BATCH_TOO_LARGE", place="order", mg=str(batch))
    required = grams_up(batch)
    return Requirement(
        policy=policy,
        count=count,
        mean_batch_mg=mean_batch,
        batch_mg=batch,
        required_g=required,
        buffer_g=required - grams_up(mean_batch),
        unit_variance_share=footprint.variance_share_unit,
    )
