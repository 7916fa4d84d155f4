"""What is said of a sample: mean, sd, quantiles, and how far Monte Carlo itself may be off."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from lingtan.errors import InputError
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["Summary", "exact_mean", "exact_sd", "quantile", "quantile_standard_error", "summarise"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Statistics of a sample, in the sample's unit. Quantiles are Hyndman-Fan type 7; see `quantile`."""

    mean: float
    sd: float
    p2_5: float
    p5: float
    p50: float
    p95: float
    p97_5: float
    draws: int
    standard_error_mean: float
    standard_error_p95: float

    @property
    def cv(self) -> float:
        """Coefficient of variation, sd / mean. [-]; infinite for a mean of 0."""
        return self.sd / self.mean if self.mean else math.inf


def summarise(samples: npt.ArrayLike) -> Summary:
    """The summary of a sample. Same bytes on every machine: `math.fsum` rounds each sum once.

    Raises InputError `SAMPLES_TOO_FEW` below 2 draws, `SAMPLES_NOT_FINITE` for NaN or infinity.
    """
    ordered = _ordered(samples)
    sd = exact_sd(ordered)
    return Summary(
        mean=exact_mean(ordered),
        sd=sd,
        p2_5=_quantile(ordered, Fraction(25, 1000)),
        p5=_quantile(ordered, Fraction(5, 100)),
        p50=_quantile(ordered, Fraction(1, 2)),
        p95=_quantile(ordered, Fraction(95, 100)),
        p97_5=_quantile(ordered, Fraction(975, 1000)),
        draws=len(ordered),
        standard_error_mean=sd / math.sqrt(len(ordered)),
        standard_error_p95=_order_statistic_error(ordered, Fraction(95, 100)),
    )


def exact_mean(samples: npt.ArrayLike) -> float:
    """The mean: the exact sum, rounded once, over the count."""
    array = _finite(samples)
    return math.fsum(array.tolist()) / array.size


def exact_sd(samples: npt.ArrayLike) -> float:
    """The sample standard deviation (n − 1), two passes, each sum rounded once."""
    array = _finite(samples)
    deviation = array - exact_mean(array)
    return math.sqrt(math.fsum((deviation * deviation).tolist()) / (array.size - 1))


def quantile(samples: npt.ArrayLike, p: float | str | Fraction) -> float:
    """The p-quantile by Hyndman & Fan 1996 (American Statistician 50:361) type 7, the definition of R, NumPy and Excel's PERCENTILE.INC.

    h = (n − 1)·p, exact in rationals (a float p is read by its shortest decimal: 0.95 is 95/100); x₍⌊h⌋₎ + (h − ⌊h⌋)·(x₍⌊h⌋+1₎ − x₍⌊h⌋₎).
    Raises InputError `QUANTILE_RANGE` unless 0 ≤ p ≤ 1, and as `summarise`.
    """
    return _quantile(_ordered(samples), _probability(p))


def quantile_standard_error(samples: npt.ArrayLike, p: float | str | Fraction) -> float:
    """Monte Carlo standard error of the p-quantile, free of a distribution: half the gap of the order statistics at p ± √(p(1 − p)/n)."""
    return _order_statistic_error(_ordered(samples), _probability(p))


def _probability(p: float | str | Fraction) -> Fraction:
    try:
        value = p if isinstance(p, Fraction) else Fraction(str(p))
    except ValueError as exc:
        raise InputError("QUANTILE_RANGE", value=str(p)) from exc
    if not 0 <= value <= 1:
        raise InputError("QUANTILE_RANGE", value=float(value))
    return value


def _finite(samples: npt.ArrayLike) -> FloatArray:
    array = np.asarray(samples, dtype=np.float64).reshape(-1)
    if array.size < 2:
        raise InputError("SAMPLES_TOO_FEW", value=int(array.size))
    if not np.isfinite(array).all():
        raise InputError("SAMPLES_NOT_FINITE", value=int(np.count_nonzero(~np.isfinite(array))))
    return array


def _ordered(samples: npt.ArrayLike) -> FloatArray:
    # Adding 0 turns −0 into +0: they compare equal, so a sort may leave them in any order.
    return np.sort(_finite(samples) + 0.0)


def _quantile(ordered: FloatArray, p: Fraction) -> float:
    position = (len(ordered) - 1) * p
    index = math.floor(position)
    low = float(ordered[index])
    if index + 1 == len(ordered):
        return low
    return low + float(position - index) * (float(ordered[index + 1]) - low)


def _order_statistic_error(ordered: FloatArray, p: Fraction) -> float:
    step = Fraction(math.sqrt(p * (1 - p) / len(ordered)))
    return 0.5 * (_quantile(ordered, min(p + step, Fraction(1))) - _quantile(ordered, max(p - step, Fraction(0))))
