"""Distributions as Brightway writes them: records of stats_arrays, one an entry, of which five kinds are ours too.

`loc` is the mean of the logarithm of the absolute value (lognormal), the mean (normal) or the mode (triangular); `scale` the standard
deviation of the same; `minimum` and `maximum` the ends of a uniform or triangular distribution (stats_arrays 4, BSD-2-Clause, documentation
of its uncertainty types). Fields that a kind does not read are NaN.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from lingtan.uncertainty import Parameter, Shape, log_sd

__all__ = ["LAW", "LawKind", "Laws", "certain_laws", "is_bounded", "marginal", "name_of", "scaled_laws"]

Laws = npt.NDArray[np.void]

#: One record; binary64 where bw_processing holds binary32, so that other formats lose nothing.
LAW = np.dtype(
    [
        ("uncertainty_type", np.uint8),
        ("loc", np.float64),
        ("scale", np.float64),
        ("shape", np.float64),
        ("minimum", np.float64),
        ("maximum", np.float64),
        ("negative", np.bool_),
    ]
)


class LawKind(IntEnum):
    """Ids of stats_arrays. The kernel draws the first six; the others are named so that a refusal can say what it met."""

    UNDEFINED = 0
    CERTAIN = 1
    LOGNORMAL = 2
    NORMAL = 3
    UNIFORM = 4
    TRIANGULAR = 5
    BERNOULLI = 6
    DISCRETE_UNIFORM = 7
    WEIBULL = 8
    GAMMA = 9
    BETA = 10
    EXTREME_VALUE = 11
    STUDENTS_T = 12

    @property
    def is_drawn(self) -> bool:
        """Whether the kernel has this kind."""
        return self <= LawKind.TRIANGULAR


def name_of(kind: int) -> str:
    """The kind's name and number, or the number alone where stats_arrays 4 has none."""
    return f"{LawKind(kind).name.lower()} ({kind})" if kind in set(LawKind) else str(kind)


def certain_laws(amount: npt.NDArray[np.float64]) -> Laws:
    """Records that say: this amount, without uncertainty. Shape as `amount`."""
    laws = np.zeros(len(amount), dtype=LAW)
    for field in ("scale", "shape", "minimum", "maximum"):
        laws[field] = np.nan
    laws["loc"] = amount
    laws["negative"] = amount < 0.0
    return laws


def is_bounded(laws: Laws) -> npt.NDArray[np.bool_]:
    """Lognormal and normal records with a bound, which the kernel does not cut at. Shape as `laws`."""
    spread = (laws["uncertainty_type"] == LawKind.LOGNORMAL) | (laws["uncertainty_type"] == LawKind.NORMAL)
    return np.asarray(spread & (np.isfinite(laws["minimum"]) | np.isfinite(laws["maximum"])))


def scaled_laws(laws: Laws, factor: npt.NDArray[np.float64]) -> Laws:
    """The distributions of the amounts times certain factors, shape as `laws` (a share, a unit's size, a rescaling; any sign)."""
    out = laws.copy()
    changed = factor != 1.0
    kind = laws["uncertainty_type"]
    size = np.abs(factor)
    with np.errstate(divide="ignore", invalid="ignore"):
        log = changed & (kind == LawKind.LOGNORMAL)
        out["loc"][log] = laws["loc"][log] + np.log(size[log])
        plain = changed & (kind != LawKind.LOGNORMAL)
        out["loc"][plain] = laws["loc"][plain] * factor[plain]
        spread = changed & (kind == LawKind.NORMAL)
        out["scale"][spread] = laws["scale"][spread] * size[spread]
        low, high = laws["minimum"] * factor, laws["maximum"] * factor
    turned = factor < 0.0
    ends = changed & (kind != LawKind.LOGNORMAL)
    out["minimum"][ends] = np.where(turned, high, low)[ends]
    out["maximum"][ends] = np.where(turned, low, high)[ends]
    out["negative"] = laws["negative"] ^ turned
    return out


def marginal(amount: float, parameters: Sequence[Parameter]) -> Laws | None:
    """What one entry of mean `amount` times these multipliers is by itself, one record of shape (1,).

    Lognormals multiply to a lognormal: σ² = Σ ln² GSD, loc = ln|amount| − σ²/2, so that the mean is the amount. Multipliers of another
    shape stand alone. None where the product is of no kind that stats_arrays has.
    """
    law = certain_laws(np.array([amount], dtype=np.float64))
    doubtful = [parameter for parameter in parameters if parameter.spread > (1.0 if parameter.shape is Shape.LOGNORMAL else 0.0)]
    if not doubtful or amount == 0.0:
        return law
    size = abs(amount)
    if all(parameter.shape is Shape.LOGNORMAL for parameter in doubtful):
        variance = math.fsum(log_sd(parameter.spread) ** 2 for parameter in doubtful)
        law["uncertainty_type"], law["loc"], law["scale"] = LawKind.LOGNORMAL, math.log(size) - variance / 2.0, math.sqrt(variance)
        return law
    if len(doubtful) > 1:
        return None
    only, half = doubtful[0], size * doubtful[0].spread
    if only.shape is Shape.NORMAL:
        law["uncertainty_type"], law["scale"] = LawKind.NORMAL, half
    else:
        law["uncertainty_type"] = LawKind.UNIFORM if only.shape is Shape.UNIFORM else LawKind.TRIANGULAR
        law["minimum"], law["maximum"] = amount - half, amount + half
    return law
